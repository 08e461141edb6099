from __future__ import annotations

import pytest

from comity.model import Document
from comity.reading import ChainError, ChainReader, Draft, Reader, UnknownReaderError, check_chain, find_reader


class Needs:
    name = "needs"
    requires = frozenset({"mentions"})
    assigns = frozenset({"events"})

    def __call__(self, draft: Draft) -> None:
        draft.events = []


class Gives:
    name = "gives"
    requires = frozenset({"document"})
    assigns = frozenset({"mentions"})

    def __call__(self, draft: Draft) -> None:
        draft.mentions = []


class Odd:
    name = "odd"
    requires = frozenset({"documents"})
    assigns = frozenset({"events"})

    def __call__(self, draft: Draft) -> None: ...


def test_a_chain_in_order_is_accepted() -> None:
    check_chain([Gives(), Needs()])
    assert ChainReader("x", [Gives(), Needs()]).read(Document(text="a")).statements == ()


def test_a_chain_out_of_order_says_which_stage_lacks_what() -> None:
    with pytest.raises(ChainError, match=r"stage 'needs' requires mentions.*needs → gives"):
        ChainReader("x", [Needs(), Gives()])


def test_an_unknown_layer_is_named() -> None:
    with pytest.raises(ChainError, match=r"'documents'.*a draft has attributions"):
        check_chain([Odd()])


def test_readers_are_found_by_name() -> None:
    assert isinstance(find_reader(), Reader)
    with pytest.raises(UnknownReaderError, match=r"no reader is called 'other'; installed: .*default"):
        find_reader("other")
