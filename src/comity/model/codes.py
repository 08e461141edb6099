"""The closed lists of words that statements are written in."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal


class EventCode(StrEnum):
    """The sixteen event types of PLOVER (Open Event Data Alliance, PLOVER manual, 2021)."""

    AGREE = "AGREE"
    CONSULT = "CONSULT"
    SUPPORT = "SUPPORT"
    CONCEDE = "CONCEDE"
    COOPERATE = "COOPERATE"
    AID = "AID"
    RETREAT = "RETREAT"
    REQUEST = "REQUEST"
    ACCUSE = "ACCUSE"
    REJECT = "REJECT"
    THREATEN = "THREATEN"
    PROTEST = "PROTEST"
    SANCTION = "SANCTION"
    MOBILIZE = "MOBILIZE"
    COERCE = "COERCE"
    ASSAULT = "ASSAULT"


ABOUT_ANOTHER_ACT = frozenset(
    {
        EventCode.AGREE,
        EventCode.REQUEST,
        EventCode.REJECT,
        EventCode.THREATEN,
        EventCode.ACCUSE,
        EventCode.SUPPORT,
        EventCode.CONCEDE,
    }
)
"""Types whose events may name in `object` the act that is promised, asked, refused, threatened or blamed."""

MUTUAL = frozenset({EventCode.AGREE, EventCode.CONSULT, EventCode.COOPERATE})
"""Types that parties often do together, so that all stand as actors and the dyad has no direction."""


class Status(StrEnum):
    """Whether the act took place, as the source has it."""

    HAPPENED = "happened"
    PLANNED = "planned"
    POSSIBLE = "possible"
    DENIED = "denied"


class PledgeStatus(StrEnum):
    """What became of a pledge."""

    OPEN = "open"
    KEPT = "kept"
    PARTLY_KEPT = "partly kept"
    BROKEN = "broken"
    WITHDRAWN = "withdrawn"
    OVERDUE = "overdue"
    UNKNOWN = "unknown"
    CARRIED_OUT = "carried out"  # of a threat
    NOT_CARRIED_OUT = "not carried out"
    CONDITION_NOT_MET = "condition not met"


class TieType(StrEnum):
    """Standing relations between two or more actors."""

    ALLIANCE = "ALLIANCE"
    ALIGNMENT = "ALIGNMENT"
    RIVALRY = "RIVALRY"
    DISPUTE = "DISPUTE"
    RECOGNITION = "RECOGNITION"
    DEPENDENCE = "DEPENDENCE"
    MEMBERSHIP = "MEMBERSHIP"
    BORDER = "BORDER"


class Topic(StrEnum):
    """PLOVER's contexts: what an event or a tie is about."""

    MILITARY = "military"
    ECONOMIC = "economic"
    DIPLOMATIC = "diplomatic"
    TERRITORY = "territory"
    HUMAN_RIGHTS = "human rights"
    ENERGY = "energy"
    MIGRATION = "migration"
    ELECTIONS = "elections"
    LEGAL = "legal"
    CYBER = "cyber"
    ENVIRONMENT = "environment"
    HEALTH = "health"
    INTELLIGENCE = "intelligence"
    NUCLEAR_WEAPONS = "nuclear weapons"
    TERRORISM = "terrorism"
    CORRUPTION = "corruption"
    CRIME = "crime"
    HISTORY = "history"
    SPORT = "sport"
    SPACE = "space"


class Qualifier(StrEnum):
    """How a figure's value is meant."""

    ABOUT = "about"
    OVER = "over"
    UNDER = "under"
    AT_LEAST = "at least"
    FIRST = "first"


Holds = Literal[True, False, "formerly"]
"""Whether a tie holds, does not hold, or held once."""
