"""Facts that are not in the text: who is who and since when, and the code books."""

from typing import TYPE_CHECKING

from comity.lazily import lazily

if TYPE_CHECKING:
    from comity.knowledge.codebooks import (
        CameoCode,
        Type,
        agent_nouns,
        cameo,
        codebook,
        plover,
        role_codes,
        topic_words,
        trigger_words,
    )
    from comity.knowledge.entries import Entry, State, Term
    from comity.knowledge.gazetteer import Gazetteer, Match
    from comity.knowledge.knowledge import Candidate, Knowledge, fold
    from comity.knowledge.resolution import Resolution
    from comity.knowledge.resolve import Resolver
    from comity.knowledge.tables import KnowledgeError

__getattr__ = lazily(
    __name__,
    {
        "comity.knowledge.codebooks": (
            "CameoCode",
            "Type",
            "agent_nouns",
            "cameo",
            "codebook",
            "plover",
            "role_codes",
            "topic_words",
            "trigger_words",
        ),
        "comity.knowledge.entries": (
            "Entry",
            "State",
            "Term",
        ),
        "comity.knowledge.gazetteer": (
            "Gazetteer",
            "Match",
        ),
        "comity.knowledge.knowledge": (
            "Candidate",
            "Knowledge",
            "fold",
        ),
        "comity.knowledge.resolution": ("Resolution",),
        "comity.knowledge.resolve": ("Resolver",),
        "comity.knowledge.tables": ("KnowledgeError",),
    },
)

__all__ = [
    "CameoCode",
    "Candidate",
    "Entry",
    "Gazetteer",
    "Knowledge",
    "KnowledgeError",
    "Match",
    "Resolution",
    "Resolver",
    "State",
    "Term",
    "Type",
    "agent_nouns",
    "cameo",
    "codebook",
    "fold",
    "plover",
    "role_codes",
    "topic_words",
    "trigger_words",
]
