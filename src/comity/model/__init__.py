"""The nouns of comity: what a document is, and the four kinds of statement that one can make about political actors.

Everything here is frozen and slotted and knows nothing but its own truth: no file, no network, no knowledge of states.
"""

from comity.model.actor import NOBODY_NAMED, Actor, among
from comity.model.codes import (
    ABOUT_ANOTHER_ACT,
    MUTUAL,
    EventCode,
    Holds,
    Qualifier,
    Status,
    TieType,
    Topic,
)
from comity.model.document import Document, text_fingerprint
from comity.model.span import Mark, Role, Span
from comity.model.statement import Event, Figure, Kind, Made, Place, Quote, Statement, Tie
from comity.model.when import When
from comity.model.wire import statement_from_dict, statement_id, statement_to_dict

__all__ = [
    "ABOUT_ANOTHER_ACT",
    "MUTUAL",
    "NOBODY_NAMED",
    "Actor",
    "Document",
    "Event",
    "EventCode",
    "Figure",
    "Holds",
    "Kind",
    "Made",
    "Mark",
    "Place",
    "Qualifier",
    "Quote",
    "Role",
    "Span",
    "Statement",
    "Status",
    "Tie",
    "TieType",
    "Topic",
    "When",
    "among",
    "statement_from_dict",
    "statement_id",
    "statement_to_dict",
    "text_fingerprint",
]
