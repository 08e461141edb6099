"""Actors as people type them: codes, names, demonyms, persons."""

from __future__ import annotations

import typer

from comity.knowledge.labels import state_names


def actor_key(typed: str | None) -> str | None:
    """The actor key that somebody means by `china`, `Chinese`, `CHN`, `Xi Jinping` or `CHN:Xi Jinping`.

    Where nothing or several bear the name, the command ends with the nearest candidates.
    """
    if typed is None:
        return None
    if ":" in typed:
        return typed
    if typed in state_names():
        return typed
    from comity.knowledge import Knowledge

    knowledge = Knowledge.load()
    likely = knowledge.likely(typed)
    if not likely:
        near = knowledge.nearest(typed)
        hint = f" Did you mean: {'; '.join(near)}?" if near else ""
        raise typer.BadParameter(f"nobody is known as {typed!r}.{hint}")
    if len(likely) > 1:
        names = "; ".join(f"{c.key} ({c.entry.kind})" for c in likely[:6])
        raise typer.BadParameter(f"{typed!r} may be several: {names}. Give one of these keys.")
    return likely[0].key


def needed(typed: str) -> str:
    """The actor key of what somebody typed where an actor must be named."""
    key = actor_key(typed)
    assert key is not None
    return key
