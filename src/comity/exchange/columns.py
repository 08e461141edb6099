"""The codebook of a release: every column of every table, with its type and meaning."""

from __future__ import annotations

from comity.knowledge import plover
from comity.model import EventCode

_HOME = {
    "document": ("string", "id of the document that it stands in (table documents)"),
    "publisher": ("string", "who published the document"),
    "document_date": ("date", "day of publication"),
    "title": ("string", "title of the document"),
    "url": ("string", "where it was published"),
    "coder": ("string", "who coded the statement, with version"),
    "stage": ("string", "part of the coder that made it"),
    "reason": ("string", "rule or model head, and the words that it went by"),
    "score": ("number", "the coder's confidence, from 0 to 1"),
}
_SAID = {
    "according_to": ("string", "who says so, outermost first, keys joined by semicolons; empty where the document itself does"),
    "evidence": ("string", "the words that it rests on"),
}
_DYAD = {
    "iso_a": ("string", "ISO 3166 alpha-3 code of the actor"),
    "iso_b": ("string", "ISO 3166 alpha-3 code of the recipient"),
    **{f"{list_}_{side}": ("integer", f"{long} number in that year, of {side}")
       for side in "ab" for list_, long in (("cow", "Correlates of War"), ("gw", "Gleditsch and Ward"))},
    "events": ("integer", "distinct events that happened"),
    "reports": ("integer", "documents that tell them, added up by type"),
    **{
        f"{quad}": ("integer", f"events of {quad.replace('_', ' ')}")
        for quad in ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
    },
    **{str(code).lower(): ("integer", f"events of type {code}: {plover()[code].meaning}") for code in EventCode},
}  # fmt: skip

COLUMNS: dict[str, dict[str, tuple[str, str]]] = {
    "documents": {
        "id": ("string", "fingerprint of the text"),
        "given_id": ("string", "the publisher's own id"),
        "title": ("string", "title"),
        "date": ("date", "day of publication"),
        "publisher": ("string", "who published it"),
        "url": ("string", "where"),
        "coder": ("string", "who read it last"),
        "statements": ("integer", "statements found in it"),
        "sources": ("integer", "places where the same text was published"),
        "near_duplicates": ("integer", "documents with nearly the same text"),
    },
    "events": {
        "id": ("string", "id of the statement, from what it says and where"),
        "actors": ("string", "who acts: keys joined by semicolons"),
        "recipients": ("string", "towards whom; empty where all actors act together"),
        "code": ("string", "PLOVER type"),
        "object": ("string", "PLOVER types that the act is about"),
        "status": ("string", "happened, planned, possible or denied"),
        "date": ("string", "day, month, year or interval"),
        "place": ("string", "where it happened: name and code of the state"),
        "topics": ("string", "PLOVER contexts"),
        **_SAID,
        "quad": ("string", "quad class of the PLOVER type"),
        "mode": ("string", "PLOVER mode, where the words give one"),
        "intensity": ("number", "PLOVER intensity (scores of 2021) of the mode, else of the type"),
        "cameo_root": ("string", "CAMEO root code"),
        "cameo": ("string", "the finest CAMEO code (1.1b3) that the words support"),
        "goldstein": ("number", "Goldstein value of the CAMEO code, as in GDELT"),
        **_HOME,
        "occurrence": ("string", "the event that this statement and others tell of"),
    },
    "quotes": {
        "id": ("string", "id of the statement"),
        "words": ("string", "the words quoted"),
        "speaker": ("string", "key of who said them"),
        "addressee": ("string", "key of to whom"),
        "via": ("string", "who passed them on"),
        **_SAID,
        **_HOME,
    },
    "figures": {
        "id": ("string", "id of the statement"),
        "value": ("number", "the number"),
        "value_to": ("number", "the upper end of a range"),
        "unit": ("string", "what is counted or measured, singular"),
        "what": ("string", "the measured thing in the text's words"),
        "about": ("string", "keys of the actors that it is about"),
        "period": ("string", "day, month, year or interval"),
        "qualifier": ("string", "about, over, under, at least, first"),
        **_SAID,
        **_HOME,
    },
    "ties": {
        "id": ("string", "id of the statement"),
        "type": ("string", "ALLIANCE, ALIGNMENT, RIVALRY, DISPUTE, RECOGNITION, DEPENDENCE, MEMBERSHIP or BORDER"),
        "members": ("string", "keys; the holder of a directed tie first"),
        "holds": ("string", "true, false or formerly"),
        "topics": ("string", "PLOVER contexts"),
        **_SAID,
        **_HOME,
    },
    "actors": {
        "statement": ("string", "id of the statement"),
        "role": ("string", "actor, recipient, speaker, addressee, via, about, member or source"),
        "position": ("integer", "place among those of the same role"),
        "key": ("string", "key of the actor"),
        "code": ("string", "code of the state or organisation"),
    },
    "dyad_month": {"month": ("yearmonth", "month"), **_DYAD},
    "dyad_year": {"year": ("year", "year"), **_DYAD},
}
