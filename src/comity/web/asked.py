"""What an address asks for: actors, pairs, filters, a page of a listing. The address is the whole state of a page."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import re
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import HTTPException, Query

from comity.knowledge import Knowledge
from comity.knowledge.labels import state_names
from comity.ledger import Query as LedgerQuery
from comity.model import Actor, EventCode, Status, Topic

PER_PAGE = 50
_PAIR = re.compile(r"([A-Z0-9]{2,}(?::.+?)?|-:.+?)-([A-Z0-9]{2,}(?::.+)?|-:.+)")


def pair_path(left: str, right: str) -> str:
    """The address of a dyad."""
    return f"/dyads/{quote(left)}-{quote(right)}"


def actor_of(written: str) -> str:
    """An actor key from an address: a key, a code, a name, a demonym. 404 where nobody bears it, 422 where several do."""
    text = written.strip()
    if text in state_names():
        return text
    if ":" in text:
        try:
            return Actor.parse(text).key
        except ValueError as problem:
            raise HTTPException(404, str(problem)) from None
    likely = Knowledge.load().likely(text) if text else []
    if not likely:
        raise HTTPException(404, f"Nobody is known as “{text}”. Write a code (CHN), a name (China) or a person (Xi Jinping).")
    if len(likely) > 1:
        names = "; ".join(f"{c.key} ({c.entry.kind})" for c in likely[:6])
        raise HTTPException(422, f"“{text}” may be several: {names}. Write one of these keys.")
    return likely[0].key


def pair_of(written: str) -> tuple[str, str]:
    """The two keys of `RUS-CHN`. 404 where the address names no two actors."""
    match = _PAIR.fullmatch(written)
    if match is None:
        raise HTTPException(404, f"“{written}” names no two actors; write it as RUS-CHN.")
    return actor_of(match[1]), actor_of(match[2])


def _day(text: str, name: str) -> str | None:
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text).isoformat()
    except ValueError:
        raise HTTPException(422, f"{name} is a day, written as 2021-12-15, not “{text[:40]}”") from None


def cursor(offset: int) -> str:
    """Where the next page begins, as an opaque word."""
    return base64.urlsafe_b64encode(f"o{offset}".encode()).decode().rstrip("=")


def _offset(page: str) -> int:
    if not page:
        return 0
    try:
        plain = base64.urlsafe_b64decode(page + "=" * (-len(page) % 4)).decode("ascii")
        number = int(plain[1:])
    except (ValueError, binascii.Error):
        number, plain = -1, ""
    if not plain.startswith("o") or not 0 <= number <= 10_000_000:
        raise HTTPException(422, "page is a word that a page before has given; begin without it")
    return number


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a listing. Every field may be empty."""

    first: str | None = None
    last: str | None = None
    code: str = ""
    status: str = ""
    says: str = ""
    topic: str = ""
    publisher: str = ""
    place: str = ""
    words: str = ""
    least: float = 0.0
    offset: int = 0

    def query(self, *, kinds: tuple[str, ...] = (), limit: int | None = PER_PAGE + 1, **more: str | None) -> LedgerQuery:
        """The ledger's question; one row more than a page has, to know whether there is a next one."""
        return LedgerQuery(
            kinds=kinds,
            codes=(self.code,) if self.code else (),
            status=self.status or None,
            says=self.says or None,
            topic=self.topic or None,
            publisher=self.publisher or None,
            place=self.place or None,
            search=self.words or None,
            first_day=self.first,
            last_day=self.last,
            min_score=self.least,
            limit=limit,
            offset=self.offset,
            **more,  # type: ignore[arg-type]
        )

    def parameters(self, **changes: object) -> str:
        """The query part of an address with these filters, some changed; empty ones are left out."""
        named = {
            "from": self.first,
            "to": self.last,
            "code": self.code,
            "status": self.status,
            "says": self.says,
            "topic": self.topic,
            "publisher": self.publisher,
            "place": self.place,
            "q": self.words,
            "least": self.least or "",
            **changes,
        }
        kept = {name: str(value) for name, value in named.items() if value}
        return f"?{urlencode(kept)}" if kept else ""


def filters(
    first: Annotated[str, Query(alias="from", max_length=10, description="First day, 2021-12-15.")] = "",
    last: Annotated[str, Query(alias="to", max_length=10, description="Last day.")] = "",
    code: Annotated[str, Query(max_length=16, description="PLOVER type.")] = "",
    status: Annotated[str, Query(max_length=10, description="happened, planned, possible or denied.")] = "",
    says: Annotated[str, Query(max_length=120, description="Who says so: an actor.")] = "",
    topic: Annotated[str, Query(max_length=24, description="PLOVER context.")] = "",
    publisher: Annotated[str, Query(max_length=200, description="Who published the document.")] = "",
    place: Annotated[str, Query(max_length=200, description="Where it took place, as /map has it: Vienna, AUT.")] = "",
    q: Annotated[str, Query(max_length=200, description="Words that the evidence must hold.")] = "",
    least: Annotated[float, Query(ge=0, le=1, description="Least confidence, 0 to 1.")] = 0.0,
    page: Annotated[str, Query(max_length=24, description="Where to go on; from the page before.")] = "",
) -> Filters:
    """The filters of an address. 422 with a sentence where one cannot be read."""
    for given, known, name in ((code, EventCode, "code"), (status, Status, "status"), (topic, Topic, "topic")):
        if given and given not in {str(member) for member in known}:
            raise HTTPException(422, f"{name} is one of {', '.join(map(str, known))}; not “{given}”")
    if "\x00" in q + publisher + says + place:
        raise HTTPException(422, "an address holds no zero characters")
    return Filters(
        first=_day(first, "from"),
        last=_day(last, "to"),
        code=code,
        status=status,
        says=actor_of(says) if says else "",
        topic=topic,
        publisher=publisher,
        place=place,
        words=q,
        least=least,
        offset=_offset(page),
    )
