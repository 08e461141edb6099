"""One question to an OpenAI-compatible endpoint, with an answer that fits a JSON schema; retries, and errors in words."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from comity.reading import ReaderError, UnreadableError

if TYPE_CHECKING:
    import httpx

_ATTEMPTS = 4
_FIRST_WAIT, _LONGEST_WAIT = 1.0, 60.0  # seconds; doubled each time, unless the server says how long
_SHAPES = 3  # ways to hand a schema over
_NO_SUCH_SHAPE = (400, 422, 500)  # what servers answer to a way that they do not know
_LARGEST_ANSWER = 4_000_000  # bytes


class EndpointError(ReaderError):
    """A model cannot be asked; the message says why and what to do."""


class AnswerError(UnreadableError):
    """A model gives no usable answer about one text."""


class _OtherShapeError(Exception):
    """The endpoint does not know this way to ask for a schema."""


class CutOffError(AnswerError):
    """An answer was longer than it may be."""


@dataclass(slots=True)
class Usage:
    """What questions have cost so far, in tokens."""

    questions: int = 0
    read: int = 0
    written: int = 0

    def cost(self, price: tuple[float, float]) -> float:
        """The price, by what a million tokens cost to read and to write."""
        return (self.read * price[0] + self.written * price[1]) / 1e6


def _short(text: str) -> str:
    """What a server says, in one line."""
    return " ".join(text.split())[:200]


class Endpoint:
    """A model behind an address. `sleep` is how it waits between attempts."""

    def __init__(
        self, url: str, model: str, key: str = "", *, timeout: float = 120.0, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        try:
            import httpx
        except ImportError as missing:
            raise EndpointError('asking a language model needs the package httpx: pip install "comity[llm]"') from missing
        self.url, self.model, self.usage = url.rstrip("/"), model, Usage()
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        # Proxies of the environment are not for an endpoint on this machine; a redirect could lead texts elsewhere.
        self._client = httpx.Client(timeout=timeout, headers=headers, follow_redirects=False)
        self._sleep = sleep

    def close(self) -> None:
        """Closes the connections."""
        self._client.close()

    def ask(self, messages: Sequence[Mapping[str, str]], schema: Mapping[str, Any], *, most_tokens: int) -> str:
        """The model's answer to messages, as text that should fit the schema.

        Waits and asks again where the server is busy, slow or gone for a moment. Raises `EndpointError` where that does not
        help, and `AnswerError` where the model refuses or its answer is cut off.
        """
        body = {
            "model": self.model,
            "messages": list(messages),
            "temperature": 0,
            "seed": 0,
            "max_tokens": most_tokens,
        }
        while True:
            try:
                return self._content(self._post({**body, **self._shaped(schema)}), most_tokens)
            except _OtherShapeError:
                self._shape += 1

    def _shaped(self, schema: Mapping[str, Any]) -> dict[str, Any]:
        """How the schema is handed over: as OpenAI has it, as older llama.cpp servers have it, or by the prompt alone."""
        strict = {"type": "json_schema", "json_schema": {"name": "statements", "strict": True, "schema": schema}}
        shapes: list[dict[str, Any]] = [
            {"response_format": strict},
            {"response_format": {"type": "json_object", "schema": schema}},
            {},
        ]
        return shapes[self._shape]

    def _post(self, body: Mapping[str, Any]) -> Any:
        import httpx

        told = ""
        for attempt in range(_ATTEMPTS):
            if attempt:
                self._sleep(self._wait)
            self._wait = min(_LONGEST_WAIT, _FIRST_WAIT * 2**attempt) * random.uniform(0.8, 1.2)
            try:
                response = self._client.post(f"{self.url}/chat/completions", json=body)
            except httpx.TimeoutException:
                told = f"gave no answer within {self._client.timeout.read:g} seconds"
                continue
            except httpx.HTTPError as problem:
                told = f"cannot be reached ({problem})"
                continue
            if self._shape < _SHAPES - 1 and response.status_code in _NO_SUCH_SHAPE and "response_format" in response.text:
                raise _OtherShapeError
            if response.status_code == 429 or response.status_code >= 500:
                told = f"is busy or broken (HTTP {response.status_code}: {_short(response.text)})"
                self._heed(response)
                continue
            return self._json(response)
        raise EndpointError(f"{self.url} {told}, {_ATTEMPTS} times; try again later, what is read so far is kept")

    _wait = _FIRST_WAIT
    _shape = 0

    def _heed(self, response: httpx.Response) -> None:
        """Waits as long as the server asks for, within reason."""
        asked = response.headers.get("retry-after", "")
        if asked.isdigit():
            self._wait = min(_LONGEST_WAIT, float(asked))

    def _json(self, response: httpx.Response) -> Any:
        if len(response.content) > _LARGEST_ANSWER:
            raise EndpointError(f"{self.url} sent more than {_LARGEST_ANSWER:,} bytes")
        if response.status_code in (401, 403):
            raise EndpointError(f"{self.url} wants a key, or another one (HTTP {response.status_code}); set COMITY_LLM_KEY")
        if response.status_code != 200:
            raise EndpointError(f"{self.url} refused the question (HTTP {response.status_code}): {_short(response.text)}")
        try:
            return response.json()
        except ValueError:
            raise EndpointError(f"{self.url} is no OpenAI-compatible endpoint: its answer is no JSON") from None

    def _content(self, answer: Any, most_tokens: int) -> str:
        try:
            choice = answer["choices"][0]
            message = choice["message"]
            content = message.get("content")
        except (KeyError, IndexError, TypeError, AttributeError):
            raise EndpointError(f"{self.url} is no OpenAI-compatible endpoint: its answer has no message") from None
        usage = answer.get("usage") or {}
        self.usage.questions += 1
        self.usage.read += int(usage.get("prompt_tokens") or 0)
        self.usage.written += int(usage.get("completion_tokens") or 0)
        if message.get("refusal"):
            raise AnswerError(f"{self.model} refuses: {' '.join(str(message['refusal']).split())[:200]}")
        if choice.get("finish_reason") == "length":
            raise CutOffError(f"{self.model}'s answer was cut off at {most_tokens} tokens")
        if not isinstance(content, str):
            raise AnswerError(f"{self.model} gave an empty answer")
        return content
