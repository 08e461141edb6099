"""What a person is told and asked before texts go to a language model, and what it has cost afterwards."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import typer

from comity.cli.output import clean, complaints
from comity.model import Document
from comity.reading import Reader


def chosen(name: str, model: str | None, endpoint: str | None, send: bool, files: Sequence[str | Path]) -> str | Reader:
    """The reader of a name; for `llm` one that asks the model, after the cost is shown and sending is allowed.

    A model on this machine needs no permission; for another the terminal is asked where there is one.
    """
    if name != "llm":
        if model or endpoint or send:
            raise typer.BadParameter("--model, --endpoint and --yes-send-texts belong to --reader llm")
        return name
    from comity.documents import read_documents
    from comity.llm import LanguageModelReader, Settings

    settings = Settings.from_environment()
    settings = replace(
        settings,
        url=endpoint or settings.url,
        model=model or settings.model,
        send=send or settings.send,
        timeout=settings.timeout,
    )
    documents = [] if "-" in map(str, files) else [item for item in read_documents(files) if isinstance(item, Document)]
    permitted = replace(settings, send=True)
    reader = LanguageModelReader(permitted)
    e = reader.estimate(documents)
    price = f", about {e.price:.2f} by COMITY_LLM_PRICE" if any(settings.price) else ""
    told = f"{e.documents} documents, {e.questions} questions to {settings.model} at {settings.url}: "
    told += f"about {e.read:,} tokens to read, {e.written:,} to write{price}"
    complaints.print(clean(told), soft_wrap=True)
    if not (settings.stays_here or settings.send):
        if not (sys.stdin.isatty() and typer.confirm("The texts leave this machine. Send them?", err=True)):
            settings.check()
        settings = permitted
    # what processes of a dataset's engine need to know of it
    os.environ |= {
        "COMITY_LLM_URL": settings.url,
        "COMITY_LLM_MODEL": settings.model,
        "COMITY_LLM_SEND": "yes" if settings.send else "",
    }
    return reader


def tell_usage(reader: str | Reader) -> None:
    """Says on standard error what the questions have cost, and what was dropped of the answers."""
    if isinstance(reader, str):
        return
    from comity.llm import LanguageModelReader

    assert isinstance(reader, LanguageModelReader)
    usage, price = reader.endpoint.usage, reader.settings.price
    cost = f", {usage.cost(price):.4f} by COMITY_LLM_PRICE" if any(price) else ""
    complaints.print(clean(f"{usage.questions} questions: {usage.read:,} tokens read, {usage.written:,} written{cost}"))
    for reason, count in reader.dropped.most_common():
        complaints.print(clean(f"{count} statements dropped: {reason}"))
