"""Which model is asked, where, and what may be sent there: from the environment, or from the command line over it.

COMITY_LLM_URL      the endpoint, up to and with /v1 (default http://127.0.0.1:8080/v1, a local llama.cpp server)
COMITY_LLM_MODEL    the model's name there
COMITY_LLM_KEY      the key, where the endpoint wants one; never written anywhere
COMITY_LLM_SEND     "yes" lets texts leave this machine
COMITY_LLM_PRICE    euros (or whatever is paid in) per million tokens read and written, such as 0.15/0.60
"""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from comity.llm.endpoint import EndpointError

_HERE = "http://127.0.0.1:8080/v1"


@dataclass(frozen=True, slots=True)
class Settings:
    """How a model is asked. `key` is kept out of what is printed of it."""

    url: str = _HERE
    model: str = ""
    key: str = field(default="", repr=False)
    send: bool = False
    price: tuple[float, float] = (0.0, 0.0)  # per million tokens, in and out
    timeout: float = 120.0  # seconds for one answer
    longest: int = 6_000  # characters of a text in one question
    answer: int = 4_096  # tokens of one answer at most

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """The settings of the environment. Raises `EndpointError` for a price that is none."""
        env = os.environ if environment is None else environment
        price = env.get("COMITY_LLM_PRICE", "")
        read, _, written = price.partition("/")
        try:
            prices = (float(read or 0), float(written or read or 0))
        except ValueError:
            raise EndpointError(
                f"COMITY_LLM_PRICE is {price!r}; write the price of a million tokens in and out: 0.15/0.60"
            ) from None
        return cls(
            url=env.get("COMITY_LLM_URL") or _HERE,
            model=env.get("COMITY_LLM_MODEL", ""),
            key=env.get("COMITY_LLM_KEY", ""),
            send=env.get("COMITY_LLM_SEND", "").lower() == "yes",
            price=prices,
        )

    @property
    def stays_here(self) -> bool:
        """Whether the endpoint is on this machine, so that no text leaves it."""
        host = urlsplit(self.url).hostname or ""
        try:
            return ipaddress.ip_address(host).is_loopback
        except ValueError:
            return host == "localhost"

    def check(self) -> None:
        """Raises `EndpointError` where a model cannot or may not be asked so."""
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise EndpointError(f"{self.url!r} is no address of an endpoint; write it as http://host:port/v1")
        if parts.username or parts.password:
            raise EndpointError("the endpoint's address holds a password; put the key into COMITY_LLM_KEY instead")
        if not self.model:
            raise EndpointError("no model is named; set COMITY_LLM_MODEL or give --model")
        if not self.stays_here and not self.send:
            raise EndpointError(
                f"the texts would go to {parts.hostname}; say --yes-send-texts or set COMITY_LLM_SEND=yes to allow it"
            )
        if self.key and parts.scheme == "http" and not self.stays_here:
            raise EndpointError(f"the key would go to {parts.hostname} unencrypted; use https")
