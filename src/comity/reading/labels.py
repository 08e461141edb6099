"""The label sets of the reading model, in the order of its outputs. A change here needs a new model."""

from __future__ import annotations

from comity.model import EventCode, Status

TAGS = (
    "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM",
    "VERB", "X",
)  # fmt: skip
"""Universal parts of speech."""

RELATIONS = (
    "root", "acl", "advcl", "advmod", "amod", "appos", "aux", "case", "cc", "ccomp", "compound", "conj", "cop", "csubj",
    "dep", "det", "discourse", "dislocated", "expl", "fixed", "flat", "goeswith", "iobj", "list", "mark", "nmod", "nsubj",
    "nummod", "obj", "obl", "orphan", "parataxis", "punct", "reparandum", "vocative", "xcomp",
)  # fmt: skip
"""Universal dependency relations, without subtypes."""

NAME_TYPES = ("PER", "ORG", "LOC", "NAT", "TIM")
NAME_TAGS = ("O", *(f"{prefix}-{kind}" for kind in NAME_TYPES for prefix in ("B", "I")))
"""Names: persons, organisations, places, nationalities, times."""

ARGUMENTS = ("none", "A0", "A1", "A2", "TMP", "LOC", "NEG", "MOD", "AX")
"""PropBank arguments, coarsely: who, whom or what, third party, when, where, not, may; AX is any other."""

CODES = ("none", *(str(code) for code in EventCode))
STATUSES = tuple(str(status) for status in Status)
ROLES = ("none", "actor", "recipient", "source")
ATTRIBUTION = ("none", "source", "content")
QUADS = ("none", "material conflict", "material cooperation", "verbal conflict", "verbal cooperation")
