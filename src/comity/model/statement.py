"""What is written down: events, quotes, figures and ties, each with who says so and the words it rests on.

The fields are those of the statement contract (docs/statements.md); lists are tuples here, so that nothing can change
under a reader's hands.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Literal

from comity.model.actor import Actor
from comity.model.codes import ABOUT_ANOTHER_ACT, EventCode, Holds, Qualifier, Status, TieType, Topic
from comity.model.span import Mark, Span
from comity.model.when import When

Kind = Literal["event", "quote", "figure", "tie"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """Why a statement was made: the coder with its version, the stage, the rule or model head, a score (0 to 1)."""

    coder: str
    stage: str
    reason: str = ""
    score: float = 1.0

    def __post_init__(self) -> None:
        if not 0.0 <= self.score <= 1.0:
            raise ValueError(f"a score lies between 0 and 1, not {self.score}")


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where an event happened: a name, and the state or territory it lies in (empty where unknown)."""

    name: str
    code: str = ""

    @classmethod
    def parse(cls, text: str) -> Place:
        """Reads `Name, CODE`."""
        name, comma, code = text.rpartition(",")
        return cls(name.strip(), code.strip()) if comma else cls(text.strip())

    def __str__(self) -> str:
        return f"{self.name}, {self.code}" if self.code else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What every statement has.

    `evidence` holds the verbatim pieces of text it rests on; `marks` the words inside them that single fields rest on.
    `according_to` names the sources, nearest last; empty where the document speaks in its own voice.
    """

    evidence: tuple[Span, ...]
    according_to: tuple[Actor, ...] = ()
    marks: tuple[Mark, ...] = ()
    made_by: Made | None = None

    def __post_init__(self) -> None:
        if not self.evidence:
            raise ValueError("a statement needs at least one piece of evidence")


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(_Said):
    """Who did what to whom. Mutual acts list all parties as `actors` and have no `recipients`."""

    kind: ClassVar[Kind] = "event"
    actors: tuple[Actor, ...]
    recipients: tuple[Actor, ...] = ()
    code: EventCode
    object: tuple[EventCode, ...] = ()
    status: Status = Status.HAPPENED
    date: When | None = None
    place: Place | None = None
    topics: tuple[Topic, ...] = ()

    def __post_init__(self) -> None:
        _Said.__post_init__(self)
        if not self.actors or len(self.actors) + len(self.recipients) < 2:
            raise ValueError("an event needs an actor and a recipient, or two mutual actors")
        if self.object and self.code not in ABOUT_ANOTHER_ACT:
            raise ValueError(f"{self.code} is not about another act, so it has no object")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote(_Said):
    """Who said which words to whom; `via` names who passed them on where that is not the document itself."""

    kind: ClassVar[Kind] = "quote"
    words: str
    speaker: Actor | None = None
    addressee: Actor | None = None
    via: tuple[Actor, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(_Said):
    """A number about actors or their relation. A range has both `value` and `value_to`; `unit` is singular."""

    kind: ClassVar[Kind] = "figure"
    value: float
    value_to: float | None = None
    unit: str = ""
    what: str = ""
    about: tuple[Actor, ...] = ()
    period: When | None = None
    qualifier: Qualifier | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie(_Said):
    """A standing relation. In a directed tie (RECOGNITION, DEPENDENCE, MEMBERSHIP) the holder comes first."""

    kind: ClassVar[Kind] = "tie"
    type: TieType
    members: tuple[Actor, ...]
    holds: Holds = True
    topics: tuple[Topic, ...] = field(default=())

    def __post_init__(self) -> None:
        _Said.__post_init__(self)
        if len(self.members) < 2:
            raise ValueError("a tie needs at least two members")


Statement = Event | Quote | Figure | Tie
