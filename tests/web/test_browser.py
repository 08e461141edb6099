"""The pages in a real browser: from home to the words, filters, reading a text, judging; with and without JavaScript."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from comity.ledger import Ledger
from comity.model import EventCode
from comity.relations import match_waiting
from comity.web import make_app
from tests.relations.hand import document, told


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("needs Chromium (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server over a small ledger; whoever knows the token may judge."""
    path: Path = tmp_path_factory.mktemp("site") / "a.db"
    met = told("Norway and Peru met in Lima.", EventCode.CONSULT, ["NOR", "PER"], date="2021-03-01")
    blamed = told("Norway accused Peru of piracy.", EventCode.ACCUSE, ["NOR"], ["PER"], date="2021-03-02")
    praised = told("Peru praised Norway.", EventCode.SUPPORT, ["PER"], ["NOR"], date="2021-03-03")
    with Ledger(path) as book:
        book.add(document("Wire", "2021-03-03", met, blamed, praised, title="Talks in Lima"))
        match_waiting(book)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(make_app(path, token="sesame"), port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def page_of(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Makes fresh pages; at the end, none has asked another host for anything or broken the content security policy."""
    asked: list[str] = []
    said: list[str] = []

    def make(*, script: bool = True, width: int = 1200, dark: bool = False) -> Page:
        scheme = "dark" if dark else "light"
        context = browser.new_context(
            base_url=site, java_script_enabled=script, viewport={"width": width, "height": 900}, color_scheme=scheme
        )
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        return page

    yield make
    assert asked and all(url.startswith(site) for url in asked), asked
    assert not [text for text in said if "Security Policy" in text]


@pytest.mark.parametrize("script", [True, False])
def test_the_way_from_home_to_the_words(page_of: Callable[..., Page], script: bool) -> None:
    page = page_of(script=script)
    page.goto("/")
    page.get_by_label("Actor, pair or words").fill("Norway and Peru")
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Norway and Peru")
    page.locator("select[name=code]").select_option("ACCUSE")
    page.get_by_role("button", name="Show").click()
    assert "code=ACCUSE" in page.url
    page.locator("#timeline").get_by_role("link", name="Norway accuses Peru").click()
    expect(page.locator("article mark")).to_have_text("Norway accused Peru of piracy.")
    page.get_by_role("link", name="Talks in Lima").click()
    expect(page.locator("article mark")).to_have_count(3)
    page.go_back()
    page.go_back()
    assert "code=ACCUSE" in page.url  # the address is the whole state


def test_keys_step_through_a_text(page_of: Callable[..., Page]) -> None:
    page = page_of()
    page.goto("/documents")
    page.get_by_role("link", name="Talks in Lima").click()
    expect(page.locator("a.anchor")).to_have_count(3)
    page.wait_for_load_state("load")
    page.keyboard.press("n")
    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.textContent") == "2"


def test_paste_and_read(page_of: Callable[..., Page]) -> None:
    page = page_of()
    page.goto("/read")
    page.get_by_label("Text").fill("France condemned Russia on Monday.")
    page.get_by_label("Day of publication").fill("2022-03-01")
    page.get_by_role("button", name="Read it").click()
    expect(page.locator("article mark").first).to_be_visible()
    expect(page.locator("aside")).to_contain_text("France accuses Russia")


def test_a_chart_can_be_hovered_where_there_is_javascript_and_is_a_picture_elsewhere(page_of: Callable[..., Page]) -> None:
    page = page_of()
    page.goto("/dyads/NOR-PER?by=year")
    page.locator("#time figure").scroll_into_view_if_needed()
    expect(page.locator(".chart svg")).to_be_visible(timeout=20_000)
    page.locator(".chart svg .mark-rect path").first.hover(force=True)
    expect(page.locator("#vg-tooltip-element")).to_contain_text("Jan 2021")
    plain = page_of(script=False)
    plain.goto("/dyads/NOR-PER?by=year")
    expect(plain.locator("#time figure img")).to_be_visible()
    expect(plain.locator(".chart")).to_have_count(0)


def test_amending_from_the_page(page_of: Callable[..., Page]) -> None:
    page = page_of()
    page.goto("/judge")
    page.get_by_label("Your name").fill("Ada")
    page.get_by_label("Token").fill("sesame")
    page.get_by_role("button", name="Begin").click()
    page.goto("/dyads/NOR-PER")
    page.locator("#timeline").get_by_role("link", name="Norway accuses Peru").click()
    page.get_by_text("Amend it").click()
    page.locator("select[name='field-code']").select_option("REJECT")
    page.get_by_role("button", name="Put this in its place").click()
    expect(page.locator("main")).to_contain_text("analyst:Ada")
    page.goto("/judge")
    page.get_by_role("button", name="Undo").first.click()
    page.goto("/dyads/NOR-PER")
    expect(page.locator("#timeline")).to_contain_text("Norway accuses Peru")


def test_judging_by_keyboard(page_of: Callable[..., Page]) -> None:
    page = page_of()
    page.goto("/judge")
    page.get_by_label("Your name").fill("Ada")
    page.get_by_label("Token").fill("sesame")
    page.get_by_role("button", name="Begin").click()
    waiting = page.locator(".queue li").count()
    page.keyboard.press("j")
    page.keyboard.press("a")
    expect(page.locator(".queue li")).to_have_count(waiting - 1)
    page.get_by_role("button", name="Undo").first.click()
    expect(page.locator(".queue li")).to_have_count(waiting)


@pytest.mark.parametrize("at", ["/", "/dyads/NOR-PER", "/events", "/read", "/blocs?events=1", "/map", "/codebook", "/about"])
@pytest.mark.parametrize("dark", [False, True])
def test_nothing_runs_over_the_edge_of_a_phone(page_of: Callable[..., Page], at: str, dark: bool) -> None:
    page = page_of(width=390, dark=dark)
    page.goto(at)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (sum(map(int, paper[4:-1].split(","))) < 200) is dark


_EVERY_PAGE = ("/", "/events", "/dyads/NOR-PER", "/actors/NOR", "/pledges?actor=NOR", "/documents", "/read", "/search?q=piracy")
_EVERY_PAGE += ("/codebook", "/about", "/api", "/judge", "/blocs?events=1", "/map")
_WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


@pytest.mark.parametrize("dark", [False, True])
def test_everybody_can_use_it(browser: Browser, site: str, dark: bool) -> None:
    """Every page passes axe's checks of WCAG 2.2, A and AA, in light and dark."""
    context = browser.new_context(base_url=site, color_scheme="dark" if dark else "light", bypass_csp=True)
    page, found = context.new_page(), []
    page.goto("/events")
    statement = page.locator("a[href^='/statements/']").first.get_attribute("href") or ""
    page.goto(statement)
    text = page.locator("a[href^='/documents/']").first.get_attribute("href") or ""
    for path in (*_EVERY_PAGE, statement, text):
        page.goto(path)
        result = Axe().run(page, options=_WCAG)
        found += [(path, v["id"], [node["html"][:120] for node in v["nodes"]][:3]) for v in result.response["violations"]]
    context.close()
    assert found == []
