"""Near duplicates of new documents, by bands of signatures that the ledger keeps: no index is built when it is opened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, select

from comity.documents import SAME_STORY, bands, similarity
from comity.ledger import schema
from comity.ledger.query import in_chunks


def found(connection: Connection, signed: Mapping[str, bytes]) -> dict[Table, list[dict[str, Any]]]:
    """The rows to write for new documents (id → signature, in their order): their bands, and the earlier ones like them."""
    own = {document: bands(signature) for document, signature in signed.items()}
    candidates = _sharing(connection, own)
    known = dict(signed) | _signatures(
        connection, {other for others in candidates.values() for other in others} - signed.keys()
    )
    pairs = [
        {"document_id": document, "other_id": other, "similarity": round(likeness, 4)}
        for document, others in candidates.items()
        for other in sorted(others)
        if other in known and (likeness := similarity(signed[document], known[other])) >= SAME_STORY
    ]
    listed = [{"band": band, "document_id": document} for document, numbers in own.items() for band in numbers]
    return {schema.near_bands: listed, schema.near_duplicates: pairs}


def _sharing(connection: Connection, own: Mapping[str, Sequence[int]]) -> dict[str, set[str]]:
    """For each new document, those known before and those listed before it that have a band in common."""
    held = defaultdict[int, list[str]](list)
    b: Any = schema.near_bands.c
    for chunk in in_chunks({band for numbers in own.values() for band in numbers}):
        for band, document in connection.execute(select(b.band, b.document_id).where(b.band.in_(chunk))):
            held[band].append(document)
    shared: dict[str, set[str]] = {}
    for document, numbers in own.items():
        shared[document] = {other for band in numbers for other in held.get(band, ())} - {document}
        for band in numbers:
            held[band].append(document)
    return shared


def _signatures(connection: Connection, documents: Iterable[str]) -> dict[str, bytes]:
    d: Any = schema.documents.c
    signed: dict[str, bytes] = {}
    for chunk in in_chunks(documents):
        rows = connection.execute(select(d.id, d.signature).where(d.id.in_(chunk), d.signature.is_not(None)))
        signed.update((identifier, bytes(signature)) for identifier, signature in rows)
    return signed
