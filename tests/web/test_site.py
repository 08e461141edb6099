"""The pages as files: every link leads to a file, forms are gone, hostile texts stay texts, nothing of the user's is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from comity.ledger import Ledger
from comity.model import EventCode
from comity.relations import match_waiting
from comity.web.site import Site, SiteError, file_of, write_site
from tests.relations.hand import document, told

_LINK = re.compile(r'\b(?:href|src)="([^"#]+)')


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("site") / "a.db"
    said = [told(f"Norway aided Peru {n}.", EventCode.AID, ["NOR"], ["PER"], date=f"2021-03-{n:02}") for n in range(1, 6)]
    named = told("The premier met Peru.", EventCode.CONSULT, ["NOR:<b>Premier: Ås</b>", "PER"], date="2021-04-01")
    with Ledger(path) as book:
        book.add(document("Wire", "2021-03-02", *said, title="<script>alert(1)</script>"))
        book.add(document("Gazette", "2021-04-02", named))
        match_waiting(book)
    return path


@pytest.fixture(scope="module")
def site(ledger: Path, tmp_path_factory: pytest.TempPathFactory) -> Site:
    return write_site(ledger, tmp_path_factory.mktemp("out") / "public")


def pages(folder: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted(folder.rglob("*.html")):
        yield path, path.read_text(encoding="utf-8")


def test_every_link_leads_to_a_file(site: Site) -> None:
    assert site.pages > 15
    assert site.broken == []
    for path, text in pages(site.folder):
        for link in _LINK.findall(text):
            assert not link.startswith("/"), (path, link)
            assert (path.parent / link).resolve().is_file(), (path, link)


def test_nothing_needs_a_server(site: Site) -> None:
    for path, text in pages(site.folder):
        assert "<form" not in text, path
        assert "<script>alert" not in text, path
        assert "Content-Security-Policy" in text or path.name == "not-here.html"


def test_the_words_are_there(site: Site) -> None:
    dyad = (site.folder / "dyads/NOR-PER/index.html").read_text(encoding="utf-8")
    assert "Norway aided Peru 3." in dyad
    rows = (site.folder / "events.csv").read_text(encoding="utf-8")
    assert len(rows.splitlines()) == 7


def test_a_limit_keeps_the_nearest_and_says_so(ledger: Path, tmp_path: Path) -> None:
    small = write_site(ledger, tmp_path / "small", most=20)
    assert small.left_out > 0
    assert (small.folder / "index.html").exists()
    for path, text in pages(small.folder):
        for link in _LINK.findall(text):
            assert (path.parent / link).resolve().is_file(), (path, link)
    assert "not-here.html" in (small.folder / "index.html").read_text(encoding="utf-8")


def test_a_folder_with_something_in_it_is_left_alone(ledger: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "notes.txt").write_text("keep me")
    with pytest.raises(SiteError, match="not an empty folder"):
        write_site(ledger, mine)
    assert (mine / "notes.txt").read_text() == "keep me"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["mine"]


def test_files_of_addresses() -> None:
    assert str(file_of("/", "text/html")) == "index.html"
    assert str(file_of("/dyads/RUS-CHN", "text/html")) == "dyads/RUS-CHN/index.html"
    assert str(file_of("/dyads/RUS-CHN?by=year", "text/html")) == "dyads/RUS-CHN/by-year.html"
    assert str(file_of("/dyads/RUS-CHN/chart.svg?by=year", "image/svg+xml")) == "dyads/RUS-CHN/chart-by-year.svg"
    assert "/" not in str(file_of("/actors/NOR%3Aa%2Fb", "text/html")).removeprefix("actors/").removesuffix("/index.html")
