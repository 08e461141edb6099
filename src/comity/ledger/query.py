"""What can be asked of a ledger, and the SQL for it.

Questions are plain SQL with named parameters: SQLite answers them without a toolkit that takes a third of a second to load,
and PostgreSQL answers the same words. Only the search for words differs; it is a store's `Dialect`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

_PARTIES = ("actor", "recipient", "speaker", "addressee", "member", "about")
_SOURCES = ("source", "via", "speaker")
_ALL = 2**62  # a limit that is none
_CHUNK = 500  # values in one IN list; SQLite takes 32,766 variables, PostgreSQL 65,535
Orderable = TypeVar("Orderable", str, int)


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A question to the ledger; every field narrows the answer, an empty one does not.

    Actor keys may be codes alone (`RUS`: the state and everyone of it) or whole keys (`RUS:Vladimir Putin`: that one).
    `actor` and `with_actor` take part in any role; `says` is a source or a speaker. Days are ISO dates; a statement
    without a date of its own counts under its document's.
    """

    kinds: tuple[str, ...] = ()
    actor: str | None = None
    with_actor: str | None = None
    codes: tuple[str, ...] = ()
    status: str | None = None
    says: str | None = None
    topic: str | None = None
    first_day: str | None = None
    last_day: str | None = None
    search: str | None = None
    publisher: str | None = None
    document: str | None = None
    place: str | None = None  # as statements have it: "Vienna, AUT"
    min_score: float = 0.0
    rejected: bool = False  # also those that an analyst has rejected
    limit: int | None = None
    offset: int = 0


Parameters = dict[str, Any]


def _fts5(typed: str) -> str:
    """What somebody typed as an FTS5 query: every word must occur; nothing typed is an operator."""
    words = re.findall(r"\w+", typed)
    return " ".join(f'"{word}"' for word in words) or '""'


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a store finds words (conditions with the parameter `:words`, and what it makes of what somebody typed) and places."""

    name: str
    in_evidence: str
    in_document: str
    words: Callable[[str], str]
    place: str


SQLITE = Dialect(
    "sqlite",
    "s.id IN (SELECT e.statement_id FROM evidence_search f JOIN evidence e ON e.rowid = f.rowid "
    "WHERE evidence_search MATCH :words)",
    "d.id IN (SELECT x.id FROM documents_search f JOIN documents x ON x.rowid = f.rowid WHERE documents_search MATCH :words)",
    _fts5,
    "json_extract(s.body, '$.place')",
)
POSTGRES = Dialect(
    "postgresql",
    "s.id IN (SELECT e.statement_id FROM evidence e "
    "WHERE to_tsvector('simple', left(e.text, 400000)) @@ plainto_tsquery('simple', :words))",
    "to_tsvector('simple', d.title || ' ' || left(d.text, 400000)) @@ plainto_tsquery('simple', :words)",
    str,
    "(s.body::jsonb ->> 'place')",
)

ROWS = (
    "SELECT s.id, s.body, s.document_id, s.first_seen, d.title, d.publisher, d.date, d.url "
    "FROM statements s JOIN documents d ON d.id = s.document_id"
)
"""The columns of `rows.row_of`, from statements with their documents."""

STANDS = (
    "NOT EXISTS (SELECT 1 FROM judgements j WHERE j.statement_id = s.id AND j.verb IN ('reject', 'amend') AND j.undone IS NULL)"
)
"""That no analyst has rejected or amended a statement."""

_OUT = "SELECT j.statement_id FROM judgements j WHERE j.verb IN ('reject', 'amend') AND j.undone IS NULL"
_ALL_STAND = f"s.id NOT IN ({_OUT})"  # the same, for questions that read much of the ledger


NOT_REJECTED = f"d.statement_id NOT IN ({_OUT})"
"""The same of rows `d` of `dealings`."""


def within_days(
    table: str, first_day: str | None, last_day: str | None, parameters: Parameters, *, of_actor: bool = False
) -> str:
    """The condition that rows of a table lie within ISO days, both included; either may be open.

    `of_actor` keeps the planner from the index of days where an actor's rows are fewer than those of the days.
    """
    nothing = " || ''" if of_actor else ""
    clauses = ["1 = 1"]
    if first_day:
        clauses.append(f"{table}.first_day{nothing} >= :first_day")
        parameters["first_day"] = first_day
    if last_day:
        clauses.append(f"{table}.last_day{nothing} <= :last_day")
        parameters["last_day"] = last_day
    return " AND ".join(clauses)


def in_chunks(values: Iterable[Orderable]) -> Iterator[list[Orderable]]:
    """Distinct values in order, as many at a time as fit one IN list."""
    listed = sorted(set(values))
    return (listed[i : i + _CHUNK] for i in range(0, len(listed), _CHUNK))


def any_of(column: str, values: Iterable[str], name: str, parameters: Parameters) -> str:
    """`column IN (…)` with a parameter for each value."""
    names = []
    for number, value in enumerate(values):
        parameters[f"{name}{number}"] = value
        names.append(f":{name}{number}")
    return f"{column} IN ({', '.join(names)})" if names else "1 = 0"


def _bears(key: str, roles: tuple[str, ...], name: str, parameters: Parameters) -> str:
    """The condition that a row of `statement_actors a` names an actor in one of some roles."""
    parameters[name] = key
    column = "key" if ":" in key else "code"
    return f"a.{column} = :{name} AND a.role IN ({', '.join(map(repr, roles))})"


def _borne(query: Query, parameters: Parameters, *, alike: bool = False) -> str:
    """The ids of statements that bear all actors of a query; empty where it names none.

    Each of one actor's is looked up among the other's, or, of two with `alike` many (in SQLite), both are read through.
    """
    bearing, through = "", "+" if alike else ""
    for name, key, roles in _named(query):
        further = f" AND {through}a.statement_id IN ({bearing})" if bearing else ""
        bearing = f"SELECT a.statement_id FROM statement_actors a WHERE {_bears(key, roles, name, parameters)}{further}"
    return bearing


def _named(query: Query) -> list[tuple[str, str, tuple[str, ...]]]:
    """(parameter, key, roles) of the actors that a query names."""
    named = (("says", query.says, _SOURCES), ("with_actor", query.with_actor, _PARTIES), ("actor", query.actor, _PARTIES))
    return [(name, key, roles) for name, key, roles in named if key]


def select_how_many_bear(query: Query, at_most: int) -> tuple[str, Parameters]:
    """How many statements bear all actors of a query, counted up to `at_most`; no question where it names none."""
    p: Parameters = {"at_most": at_most}
    bearing = _borne(query, p)
    return (f"SELECT COUNT(*) FROM ({bearing} LIMIT :at_most) AS few" if bearing else ""), p


def select_activity(*codes: str) -> tuple[str, Parameters]:
    """(code, in how many events it stands first) of some actors: which of them has fewer statements, roughly."""
    p: Parameters = {}
    return f"SELECT one, SUM(cooperation + friction) FROM pair_counts WHERE {any_of('one', codes, 'one', p)} GROUP BY one", p


def conditions(
    query: Query, dialect: Dialect = SQLITE, *, by_day: bool = False, counting: bool = False, alike: bool = False
) -> tuple[str, Parameters]:
    """The WHERE clause of a query over statements `s` with documents `d`, and its parameters.

    It is answered from the actors that it names to their statements, or, `by_day`, from the newest statements to their actors;
    `counting` reads no statement, but one index through; with `alike` see `_borne`.
    """
    p: Parameters = {}
    wanted = ["1 = 1"]
    if by_day:
        for name, key, roles in _named(query):
            borne = f"SELECT 1 FROM statement_actors a WHERE a.statement_id = s.id AND {_bears(key, roles, name, p)}"
            wanted.append(f"EXISTS ({borne})")
    elif bearing := _borne(query, p, alike=alike and dialect.name == "sqlite"):
        wanted.append(f"s.id IN ({bearing})")
    if query.kinds:
        # `|| ''` keeps the planner from the index of kinds and days, by which it would read the whole ledger
        elsewhere = counting or (_named(query) and not by_day)
        wanted.append(any_of("s.kind || ''" if elsewhere else "s.kind", query.kinds, "kind", p))
    if query.actor and query.with_actor and query.actor.partition(":")[0] == query.with_actor.partition(":")[0]:
        p["twice"] = query.actor.partition(":")[0]
        listed = ", ".join(f"'{role}'" for role in _PARTIES)
        wanted.append(  # both sides of one state: the state must take part at least twice
            "(SELECT COUNT(*) FROM statement_actors a WHERE a.statement_id = s.id AND a.code = :twice "
            f"AND a.role IN ({listed})) >= 2"
        )
    if query.codes:
        wanted.append(any_of("s.code", query.codes, "code", p))
    if query.topic:
        wanted.append("EXISTS (SELECT 1 FROM topics t WHERE t.statement_id = s.id AND t.topic = :topic)")
        p["topic"] = query.topic
    plain = {
        "s.status = :status": ("status", query.status),
        "s.last_day >= :first_day": ("first_day", query.first_day),
        "s.first_day <= :last_day": ("last_day", query.last_day),
        "d.publisher = :publisher": ("publisher", query.publisher),
        "s.document_id = :document": ("document", query.document),
        f"{dialect.place} = :place": ("place", query.place),
        "s.score >= :min_score": ("min_score", query.min_score),
    }
    for clause, (name, value) in plain.items():
        if value:
            wanted.append(clause)
            p[name] = value
    if not query.rejected:
        wanted.append(_ALL_STAND if counting else STANDS)
    if query.search:
        wanted.append(dialect.in_evidence)
        p["words"] = dialect.words(query.search)
    return " AND ".join(wanted), p


def select_statements(
    query: Query, dialect: Dialect = SQLITE, *, by_day: bool = False, alike: bool = False
) -> tuple[str, Parameters]:
    """The rows of a query, newest first and in the order of the text within a document; the rest as for `conditions`."""
    where, parameters = conditions(query, dialect, by_day=by_day, alike=alike)
    order = "s.first_day DESC NULLS LAST, d.date DESC NULLS LAST, s.document_id, s.start, s.id"
    sql = f"{ROWS} WHERE {where} ORDER BY {order}"
    if query.limit is not None or query.offset:
        sql += " LIMIT :limit OFFSET :offset"
        parameters |= {"limit": _ALL if query.limit is None else query.limit, "offset": query.offset}
    return sql, parameters


def select_facets(query: Query, dialect: Dialect = SQLITE) -> tuple[list[tuple[tuple[str, ...], str]], Parameters]:
    """Questions for how many statements a query has without its limit of each kind, code, status, publisher and topic.

    Each goes with the names of the columns that stand before the number; all take the same parameters.
    """
    where, parameters = conditions(query, dialect, counting=True)
    documents = " JOIN documents d ON d.id = s.document_id" if "d." in where else ""
    hits = f"FROM statements s{documents} WHERE {where}"
    by_document = f"SELECT s.document_id, COUNT(*) AS number {hits} GROUP BY s.document_id"
    return [
        (("kind", "code", "status"), f"SELECT s.kind, s.code, s.status, COUNT(*) {hits} GROUP BY s.kind, s.code, s.status"),
        (
            ("publisher",),
            f"SELECT p.publisher, SUM(g.number) FROM ({by_document}) AS g "
            "JOIN documents p ON p.id = g.document_id GROUP BY p.publisher",
        ),
        (
            ("topic",),
            f"SELECT t.topic, COUNT(*) FROM topics t JOIN statements s ON s.id = t.statement_id{documents} "
            f"WHERE {where} GROUP BY t.topic",
        ),
    ], parameters


def select_documents(
    *,
    publisher: str | None = None,
    search: str | None = None,
    limit: int | None = None,
    identifier: str | None = None,
    with_text: bool = False,
    dialect: Dialect = SQLITE,
) -> tuple[str, Parameters]:
    """The columns of `rows.DocumentRow`, newest first."""
    p: Parameters = {}
    wanted = ["1 = 1"]
    if publisher:
        wanted.append("d.publisher = :publisher")
        p["publisher"] = publisher
    if identifier is not None:
        wanted.append("(d.id = :identifier OR d.id IN (SELECT document_id FROM sources WHERE given_id = :identifier))")
        p["identifier"] = identifier
    if search:
        wanted.append(dialect.in_document)
        p["words"] = dialect.words(search)
    sql = (
        "SELECT d.id, (SELECT given_id FROM sources WHERE document_id = d.id ORDER BY position LIMIT 1), d.title, d.date, "
        "d.publisher, d.url, d.coder, (SELECT COUNT(*) FROM statements WHERE document_id = d.id), "
        "(SELECT COUNT(*) FROM sources WHERE document_id = d.id), "
        "(SELECT COUNT(*) FROM near_duplicates WHERE document_id = d.id OR other_id = d.id)"
        f"{', d.text' if with_text else ''} FROM documents d WHERE {' AND '.join(wanted)} "
        "ORDER BY d.date DESC NULLS LAST, d.id"
    )
    if limit is not None:
        sql += " LIMIT :limit"
        p["limit"] = limit
    return sql, p
