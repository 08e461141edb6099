"""Events that other systems have coded: GDELT 1 and 2, ICEWS, POLECAT, and PETRARCH's own output.

Each row becomes an event **according to** its coder, with the row itself as evidence and the coder's own id as the reason, so
that data which a user has already stand beside what the texts say, and never pass for it. Rows of one day stand together in
one document, whose text is the rows. CAMEO codes become PLOVER types by the code book; CAMEO 01 (comments) is no event.

Columns follow the public documentation: GDELT Event Codebook 2.0 (2015) and GDELT Data Format Codebook 1.0 (2013), ICEWS
Coded Event Data Read Me (2015), POLECAT's column list (2023), PETRARCH2's writer (date, source, target, code, more).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from comity.documents import Problem
from comity.exchange.cameo_actors import cameo_actor, icews_actor, polecat_actors
from comity.knowledge import cameo
from comity.model import Actor, Document, Event, EventCode, Made, Span, Topic, When
from comity.reading import Reading

ROWS_PER_DOCUMENT = 500
_TOPICS = {str(topic).replace(" ", "_"): topic for topic in Topic} | {str(topic): topic for topic in Topic}


class Coder(StrEnum):
    """Whose file it is."""

    GDELT_1 = "GDELT 1.0"
    GDELT_2 = "GDELT 2.0"
    ICEWS = "ICEWS"
    POLECAT = "POLECAT"
    PETRARCH = "PETRARCH"


_ACTOR: tuple[str, ...] = (
    *("Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code"),
    *("Type1Code", "Type2Code", "Type3Code"),
)
_MIDDLE: tuple[str, ...] = (
    *("IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale"),
    *("NumMentions", "NumSources", "NumArticles", "AvgTone"),
)


def _gdelt_columns(geography: tuple[str, ...]) -> tuple[str, ...]:
    head = ("GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate")
    actors = tuple(f"Actor{n}{name}" for n in (1, 2) for name in _ACTOR)
    places = tuple(f"{who}Geo_{name}" for who in ("Actor1", "Actor2", "Action") for name in geography)
    return (*head, *actors, *_MIDDLE, *places, "DATEADDED", "SOURCEURL")


GDELT_1_COLUMNS = _gdelt_columns(("Type", "FullName", "CountryCode", "ADM1Code", "Lat", "Long", "FeatureID"))
"""58 columns; files before April 2013 lack the last."""
GDELT_2_COLUMNS = _gdelt_columns(("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID"))
"""61 columns."""
ICEWS_COLUMNS = (
    "Event ID,Event Date,Source Name,Source Sectors,Source Country,Event Text,CAMEO Code,Intensity,Target Name,Target Sectors,"
    "Target Country,Story ID,Sentence Number,Publisher,City,District,Province,Country,Latitude,Longitude"
).split(",")
POLECAT_COLUMNS = (
    "Event ID,Event Date,Event Type,Event Mode,Intensity,Quad Code,Contexts,Actor Name,Actor Country,Actor COW,"
    "Primary Actor Sector,Actor Sectors,Actor Title,Actor Name Raw,Wikipedia Actor ID,Recipient Name,Recipient Country,"
    "Recipient COW,Primary Recipient Sector,Recipient Sectors,Recipient Title,Recipient Name Raw,Wikipedia Recipient ID,"
    "Placename,City,District,Province,Country,Latitude,Longitude,GeoNames ID,Raw Placename,Feature Type,Source,"
    "Publication Date,Story People,Story Organizations,Story Locations,Language,Version"
).split(",")
PETRARCH_COLUMNS = ("Date", "Source", "Target", "Code")


@dataclass(frozen=True, slots=True)
class CodedRow:
    """A row as an event: what it says, its coder's id, its day of publication and what else is told of it."""

    actors: tuple[Actor, ...]
    recipients: tuple[Actor, ...]
    code: EventCode
    date: str
    identifier: str
    published: dt.date | None = None
    topics: tuple[Topic, ...] = ()
    detail: str = ""


class SkippedRowError(ValueError):
    """A row that is no event between two actors; the message is the reason, the same for all rows of its kind."""


Fields = Mapping[str, str]


def _day(text: str) -> dt.date:
    """`20211215`, `2021-12-15`, or either with a time behind."""
    plain = text.strip().replace("-", "")[:8]
    try:
        return dt.datetime.strptime(plain, "%Y%m%d").date()
    except ValueError:
        raise SkippedRowError("has no date as YYYYMMDD or YYYY-MM-DD") from None


def _code(text: str) -> tuple[EventCode, str]:
    """The PLOVER type of a CAMEO code, and the code as the manual prints it (`42` → `042`)."""
    written = text.strip()
    for candidate in (written, f"0{written}"):
        known = cameo().get(candidate)
        if known is not None and len(candidate) > 1:
            if known.plover is None:
                raise SkippedRowError("CAMEO 01, a comment, which is no event in PLOVER")
            return known.plover, candidate
    raise SkippedRowError("has no CAMEO code of the manual")


def _between(actors: Iterable[Actor | None], recipients: Iterable[Actor | None]) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
    found = tuple(dict.fromkeys(a for a in actors if a)), tuple(dict.fromkeys(a for a in recipients if a))
    if not all(found):
        raise SkippedRowError("names no actor or no recipient that can be placed")
    return found


def _gdelt(row: Fields) -> CodedRow:
    code, written = _code(row["EventCode"])
    sides = [cameo_actor(row[f"Actor{n}Code"], row[f"Actor{n}Name"]) for n in (1, 2)]
    actors, recipients = _between(sides[:1], sides[1:])
    return CodedRow(
        actors,
        recipients,
        code,
        _day(row["SQLDATE"]).isoformat(),
        row["GLOBALEVENTID"],
        _day(row["DATEADDED"]),
        detail=f"CAMEO {written}; {row['NumArticles']} articles; {row.get('SOURCEURL', '')}".strip("; "),
    )


def _icews(row: Fields) -> CodedRow:
    code, written = _code(row["CAMEO Code"])
    actors, recipients = _between(
        [icews_actor(row["Source Name"], row["Source Country"])], [icews_actor(row["Target Name"], row["Target Country"])]
    )
    day = _day(row["Event Date"])
    return CodedRow(
        actors, recipients, code, day.isoformat(), row["Event ID"], day, detail=f"CAMEO {written}; story {row['Story ID']}"
    )


def _polecat(row: Fields) -> CodedRow:
    kind = row["Event Type"].strip().upper()
    if kind not in EventCode.__members__:
        raise SkippedRowError("has no PLOVER type of the manual")
    actors, recipients = (polecat_actors(row[f"{side} Name"], row[f"{side} Country"]) for side in ("Actor", "Recipient"))
    both = _between(actors, recipients)
    contexts = [part.strip().lower() for part in row["Contexts"].replace(",", ";").split(";")]
    published = row.get("Publication Date", "").strip()
    return CodedRow(
        *both,
        EventCode(kind),
        _day(row["Event Date"]).isoformat(),
        row["Event ID"],
        _day(published) if published else None,
        tuple(dict.fromkeys(_TOPICS[context] for context in contexts if context in _TOPICS)),
        detail="; ".join(part for part in (row["Event Mode"].strip(), row.get("Source", "").strip()) if part),
    )


def _petrarch(row: Fields) -> CodedRow:
    code, written = _code(row["Code"])
    actors, recipients = _between([cameo_actor(row["Source"], "")], [cameo_actor(row["Target"], "")])
    day = _day(row["Date"])
    return CodedRow(actors, recipients, code, day.isoformat(), row.get("Story", ""), day, detail=f"CAMEO {written}")


_READERS: dict[Coder, Callable[[Fields], CodedRow]] = {
    Coder.GDELT_1: _gdelt,
    Coder.GDELT_2: _gdelt,
    Coder.ICEWS: _icews,
    Coder.POLECAT: _polecat,
    Coder.PETRARCH: _petrarch,
}


def recognise(first: str) -> tuple[Coder, list[str], bool] | None:
    """Whose file begins with this line: the coder, its columns, and whether the line is a header; None for no one's."""
    cells = [cell.strip().strip('"') for cell in first.rstrip("\r\n").split("\t")]
    if {"Event ID", "CAMEO Code", "Source Name"} <= set(cells):
        return Coder.ICEWS, cells, True
    if {"Event ID", "Event Type", "Actor Country", "Recipient Country"} <= set(cells):
        return Coder.POLECAT, cells, True
    if cells[0].upper() == "GLOBALEVENTID":
        return (Coder.GDELT_2 if any("ADM2" in cell for cell in cells) else Coder.GDELT_1), cells, True
    if cells[0].isdigit() and len(cells) == len(GDELT_2_COLUMNS):
        return Coder.GDELT_2, list(GDELT_2_COLUMNS), False
    if cells[0].isdigit() and len(cells) in (len(GDELT_1_COLUMNS), len(GDELT_1_COLUMNS) - 1):
        return Coder.GDELT_1, list(GDELT_1_COLUMNS[: len(cells)]), False
    if len(cells) >= 4 and len(cells[0]) == 8 and cells[0].isdigit() and cells[3][:2].isdigit():
        return Coder.PETRARCH, [*PETRARCH_COLUMNS, "Story", *(f"more {n}" for n in range(len(cells)))][: len(cells)], False
    return None


def read_coded_events(path: Path, *, rows_per_document: int = ROWS_PER_DOCUMENT) -> Iterator[Reading | Problem]:
    """The events of a coder's file as readings, at most so many rows in one, all published on one day.

    Rows that are no events are counted by reason, and told as one `Problem` of kind "skipped" at the end; a row with too few
    cells is an error with its line. A file that no coder of these writes is one `Problem`.
    """
    try:
        with path.open(encoding="utf-8", errors="replace", newline="") as stream:
            first = stream.readline()
            known = recognise(first)
            if known is None:
                wanted = "GDELT 1 or 2, ICEWS, POLECAT or PETRARCH (tab-separated)"
                yield Problem(f"{path}, line 1", f"is no file of {wanted}; give their files as they are downloaded", "error")
                return
            coder, columns, header = known
            if not header:
                stream.seek(0)
            yield from _readings(path, coder, columns, stream, 2 if header else 1, rows_per_document)
    except OSError as problem:
        yield Problem(str(path), f"cannot be read: {problem.strerror}", "error")


def _readings(
    path: Path, coder: Coder, columns: list[str], lines: Iterable[str], first: int, most: int
) -> Iterator[Reading | Problem]:
    skipped: Counter[str] = Counter()
    batch: list[tuple[CodedRow, str]] = []
    for number, line in enumerate(lines, first):
        text = line.rstrip("\r\n")
        if not text.strip():
            continue
        cells = text.split("\t")
        if len(cells) < len(columns):
            yield Problem(f"{path}, line {number}", f"has {len(cells)} cells, {coder} has {len(columns)}", "error")
            continue
        try:
            row = _READERS[coder](dict(zip(columns, cells, strict=False)))
        except SkippedRowError as problem:
            skipped[str(problem)] += 1
            continue
        except KeyError as missing:
            yield Problem(f"{path}, line 1", f"lacks {coder}'s column {missing}; give the file as it was downloaded", "error")
            break
        if batch and (row.published != batch[0][0].published or len(batch) >= most):
            yield _reading(coder, batch, path)
            batch = []
        batch.append((row, text))
    if batch:
        yield _reading(coder, batch, path)
    for reason, count in skipped.most_common():
        yield Problem(str(path), f"{count} rows left out: each {reason}", "skipped")


def _reading(coder: Coder, batch: list[tuple[CodedRow, str]], path: Path) -> Reading:
    text, events = "", []
    source = (Actor("-", str(coder)),)
    for row, line in batch:
        start = len(text)
        text += line + "\n"
        made = Made(coder=str(coder), stage="import", reason=f"{row.identifier} {row.detail}".strip(), score=1.0)
        events.append(
            Event(
                actors=row.actors,
                recipients=row.recipients,
                code=row.code,
                date=When(row.date),
                topics=row.topics,
                according_to=source,
                evidence=(Span(start, start + len(line), line),),
                made_by=made,
            )
        )
    day = batch[0][0].published
    title = f"{coder}, {len(batch)} rows" + (f" of {day}" if day else "")
    document = Document(text=text, title=title, date=day, publisher=str(coder), origin=str(path))
    return Reading(document, tuple(events), str(coder))
