"""The reader itself: a text passage by passage to the model, and what stands in the text back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from comity.knowledge import Knowledge
from comity.llm.endpoint import AnswerError, CutOffError, Endpoint
from comity.llm.grounding import ground
from comity.llm.question import SCHEMA, VERSION, messages, passages
from comity.llm.settings import Settings
from comity.model import Document, Statement
from comity.reading import Reading

_TOKEN = 4.0  # characters of English a token, by the rule of thumb of OpenAI's help pages
_SHORTEST_TO_HALVE = 200  # characters; of less, half will not help
_ANSWERED = 0.6  # tokens of answer a token of text: JSON repeats the sentences that it rests on


@dataclass(frozen=True, slots=True)
class Estimate:
    """What reading documents will cost, before it is done."""

    documents: int
    questions: int
    read: int
    written: int
    price: float


class LanguageModelReader:
    """A `Reader` that asks a model. Its coder's name is the model's, with the version of the question."""

    def __init__(self, settings: Settings, endpoint: Endpoint | None = None) -> None:
        settings.check()
        self.settings = settings
        self.endpoint = endpoint or Endpoint(settings.url, settings.model, settings.key, timeout=settings.timeout)
        self.coder = f"{settings.model} (comity-llm-{VERSION})"
        self.dropped: Counter[str] = Counter()
        self._knowledge = Knowledge.load()

    def read(self, document: Document) -> Reading:
        """All statements of one document that stand in it. Raises `EndpointError` where the model cannot be asked,
        `AnswerError` where it has no usable answer about this one."""
        found: dict[Statement, None] = {}
        for start, end in passages(document.text, self.settings.longest):
            if document.text[start:end].strip():
                found.update(dict.fromkeys(self._passage(document, start, end)))
        ordered = sorted(found, key=lambda s: (s.evidence[0].start, s.kind, s.evidence[0].end))
        return Reading(document, tuple(ordered), self.coder)

    def _passage(self, document: Document, start: int, end: int) -> list[Statement]:
        text = document.text
        question = messages(document, text[start:end])
        for last in (False, True):  # broken JSON gets one more chance
            try:
                answer = self.endpoint.ask(question, SCHEMA, most_tokens=self.settings.answer)
            except CutOffError:
                if end - start < _SHORTEST_TO_HALVE:
                    raise
                halves = [(start + a, start + b) for a, b in passages(text[start:end], (end - start) // 2 + 1)]
                return [statement for a, b in halves for statement in self._passage(document, a, b)]
            try:
                found = ground(answer, text, start, end, coder=self.coder, knowledge=self._knowledge)
            except (ValueError, RecursionError) as problem:
                if last:
                    raise AnswerError(f"{self.settings.model} answers no JSON of the schema ({problem})") from None
                continue
            self.dropped.update(found.dropped)
            return found.statements
        raise AssertionError("unreachable")

    def read_many(self, documents: Iterable[Document]) -> Iterator[Reading]:
        """The readings of many documents, one after another."""
        return map(self.read, documents)

    def estimate(self, documents: Iterable[Document]) -> Estimate:
        """What reading documents will cost, by their length."""
        count = questions = read = written = 0
        for document in documents:
            count += 1
            for start, end in passages(document.text, self.settings.longest):
                asked = sum(len(message["content"]) for message in messages(document, document.text[start:end]))
                questions += 1
                read += int(asked / _TOKEN)
                written += int((end - start) / _TOKEN * _ANSWERED)
        price = (read * self.settings.price[0] + written * self.settings.price[1]) / 1e6
        return Estimate(count, questions, read, written, price)


def from_environment() -> LanguageModelReader:
    """The reader that the environment describes: what the entry point `llm` gives."""
    return LanguageModelReader(Settings.from_environment())
