"""The pages: each answers, opens to the words, has its twins, keeps hostile texts harmless, and lets only analysts judge."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pyarrow.parquet as pq
import pytest
from fastapi.testclient import TestClient

from comity.ledger import Ledger, LedgerError, Query
from comity.model import EventCode, Status
from comity.relations import match_waiting
from comity.web import make_app
from comity.web.asked import cursor, pair_of
from comity.web.marked import paragraphs
from tests.relations.hand import counted, document, told

HOSTILE = "<script>alert(1)</script> \u202eevil\u202c Norway accused Peru of “piracy” & theft."


@pytest.fixture
def path(tmp_path: Path) -> Path:
    met = told("Norway and Peru met in Lima.", EventCode.CONSULT, ["NOR", "PER"], date="2021-03-01")
    again = told("Peru's minister met Norway.", EventCode.CONSULT, ["NOR", "PER:Minister"], date="2021-03-01")
    promise = told("Peru promised Norway to help.", EventCode.AGREE, ["PER"], ["NOR"], date="2021-03-01", about=[EventCode.AID])
    hostile = told(HOSTILE, EventCode.ACCUSE, ["NOR"], ["PER"], date="2021-03-02", says=["NOR:<b>Minister</b>"])
    maybe = told("Peru may aid Norway.", EventCode.AID, ["PER"], ["NOR"], date="2021-03-05", status=Status.POSSIBLE)
    with Ledger(tmp_path / "a.db") as book:
        book.add(document("Wire", "2021-03-02", met, promise, maybe, title="Talks <i>in</i> Lima"))
        book.add(document("Gazette", "2021-03-02", again, counted("They met 3 times.", 3, "meeting", ["NOR", "PER"])))
        book.add(document("<img src=x onerror=alert(1)>", "2021-03-03", hostile, title="</title><script>alert(2)</script>"))
        match_waiting(book)
    return tmp_path / "a.db"


@pytest.fixture
def client(path: Path) -> Iterator[TestClient]:
    with TestClient(make_app(path)) as found:
        yield found


@pytest.fixture
def ids(path: Path) -> dict[str, str]:
    with Ledger(path) as book:
        return {str(row.statement.code): row.id for row in book.statements(Query(kinds=("event",)))}  # type: ignore[union-attr]


class Seen(HTMLParser):
    """Tags and links of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_every_link_from_home_leads_somewhere(client: TestClient) -> None:
    """Walks the site: no page fails, none asks another host for anything, each has a title and one heading."""
    waiting, seen = ["/"], set[str]()
    while waiting and len(seen) < 150:
        at = waiting.pop(0)
        if at in seen:
            continue
        seen.add(at)
        answer = client.get(at)
        assert answer.status_code == 200, (at, answer.text[:300])
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        tags = Seen(answer.text).tags
        assert sum(tag == "h1" for tag, _ in tags) == 1
        for tag, attributes in tags:
            link = attributes.get("href") or attributes.get("src") or attributes.get("action") or ""
            assert not link.startswith(("http:", "https:", "//", "javascript:")), (at, link)
            assert not any(name.startswith("on") or name == "style" for name in attributes), (at, attributes)
            if tag in ("a", "img", "link", "script") and link.startswith("/"):
                waiting.append(link.partition("#")[0])
    assert {"/dyads/NOR-PER", "/events", "/pledges", "/blocs", "/documents", "/codebook", "/about", "/api"} <= seen


def test_from_a_pair_to_the_words(client: TestClient, ids: dict[str, str]) -> None:
    found = client.get("/find", params={"q": "Norway and Peru"}, follow_redirects=False)
    assert found.headers["location"] == "/dyads/NOR-PER"
    page = client.get("/dyads/NOR-PER").text
    assert f"/statements/{ids['ACCUSE']}" in page and "1</strong> contacts" in page and "2 reports" in page
    statement = client.get(f"/statements/{ids['AGREE']}").text
    assert '<mark class="event">Peru promised Norway to help.</mark>' in statement
    text = client.get(re.search(r'/documents/[^#"]+', statement)[0]).text  # type: ignore[index]
    assert f'id="s-{ids["AGREE"]}"' in text
    assert client.get(f"/occurrences/{ids['CONSULT']}").text.count("<section><h3>") == 2
    assert (
        client.get("/find", params={"q": "fish quota"}, follow_redirects=False).headers["location"] == "/search?q=fish%20quota"
    )
    assert "Norway and Peru met in Lima." in client.get("/search?q=lima").text


def test_filters_are_the_address(client: TestClient) -> None:
    assert client.get("/events.json?code=ACCUSE").json()["rows"][0]["code"] == "ACCUSE"
    assert client.get("/events.json?status=possible").json()["rows"][0]["status"] == "possible"
    assert client.get("/events.json?to=2021-03-01&code=ACCUSE").json()["rows"] == []
    assert len(client.get("/dyads/NOR-PER.json?code=AGREE").json()["rows"]) == 1
    for wrong in ("code=X", "status=maybe", "topic=cats", "from=yesterday", "page=zzz", "least=7", "says=Nobody+Known+Here"):
        answer = client.get(f"/events.json?{wrong}")
        assert answer.status_code in (404, 422) and answer.json()["error"], wrong


def test_facets_count_what_the_filters_leave(client: TestClient) -> None:
    text = client.get("/events").text
    assert 'href="/events?code=AGREE"' in text
    narrowed = client.get("/events?publisher=Wire").text
    assert re.search(r"<strong>Wire</strong>", narrowed)
    assert 'href="/events?code=AID&amp;publisher=Wire"' in narrowed
    assert "ACCUSE</a>" not in narrowed
    dyad = client.get("/dyads/NOR-PER").text
    assert 'href="/dyads/NOR-PER?code=ACCUSE&amp;by=month"' in dyad
    assert "1 events, promises and plans" in client.get("/dyads/NOR-PER?q=piracy").text
    assert client.get("/dyads/NOR-PER?least=1").text.count('class="what"') < dyad.count('class="what"')


def test_twins(client: TestClient) -> None:
    rows = client.get("/dyads/NOR-PER.json").json()
    assert rows["rows"] and rows["state"] and rows["address"].endswith("/dyads/NOR-PER")
    text = client.get("/dyads/NOR-PER.csv").text
    assert len(text.splitlines()) > len(rows["rows"]) and text.startswith("reports,id,")
    table = pq.read_table(io.BytesIO(client.get("/dyads/NOR-PER.parquet").content))
    assert table.num_rows == len(rows["rows"])
    assert "@misc{comity-view" in client.get("/dyads/NOR-PER.bib").text
    feed = ElementTree.fromstring(client.get("/events.atom?code=ACCUSE").text)
    assert len(feed.findall("{http://www.w3.org/2005/Atom}entry")) == 1
    for picture in ("/coverage.svg", "/dyads/NOR-PER/chart.svg", "/blocs/network.svg?events=1"):
        answer = client.get(picture)
        assert answer.headers["content-type"] == "image/svg+xml" and ElementTree.fromstring(answer.text).tag.endswith("svg")


def test_pages_go_on(path: Path) -> None:
    sentences = [told(f"Kenya aided Chad {n}.", EventCode.AID, ["KEN"], ["TCD"], date="2020-01-01") for n in range(120)]
    with Ledger(path) as book:
        book.add(document("Wire", "2020-01-02", *sentences))
    client = TestClient(make_app(path))
    seen, word = set[str](), ""
    for _ in range(3):
        answer = client.get(f"/events.json?actor=KEN&page={word}").json()
        seen |= {row["id"] for row in answer["rows"]}
        word = answer["next"]
    assert len(seen) == 120 and word is None


def test_hostile_texts_stay_texts(client: TestClient, ids: dict[str, str]) -> None:
    for at in ("/", "/dyads/NOR-PER", f"/statements/{ids['ACCUSE']}", "/documents", "/search?q=piracy", "/about"):
        text = client.get(at).text
        assert "<script>alert" not in text and "<img src=x" not in text and "\u202e" not in text, at
        scripts = [attributes for tag, attributes in Seen(text).tags if tag == "script"]
        assert scripts == [{"src": "/static/page.js", "defer": None}]
    policy = client.get("/").headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert ElementTree.fromstring(client.get("/events.atom").text) is not None


@pytest.mark.parametrize(
    "at",
    [
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/documents/..%2f..%2fetc%2fpasswd",
        "/statements/' OR 1=1 --",
        "/dyads/RUS",
        "/dyads/A-B';DROP TABLE statements",
        "/actors/%00",
        "/readouts/none",
        "/occurrences/none",
        "/nowhere",
    ],
)
def test_what_is_not_there_is_said(client: TestClient, at: str) -> None:
    answer = client.get(at)
    assert answer.status_code in (404, 422) and "Traceback" not in answer.text
    assert client.get("/events.json").status_code == 200


def test_an_unchanged_answer_costs_nothing(client: TestClient, path: Path) -> None:
    first = client.get("/events")
    tag = first.headers["etag"]
    assert client.get("/events", headers={"If-None-Match": tag}).status_code == 304
    with Ledger(path) as book:
        book.add(document("Wire", "2022-01-02", told("Chad aided Kenya.", EventCode.AID, ["TCD"], ["KEN"], date="2022-01-01")))
    later = client.get("/events", headers={"If-None-Match": tag})
    assert later.status_code == 200 and "Chad aids Kenya" in later.text


def test_reading_a_text_stores_nothing(client: TestClient) -> None:
    text = "France condemned Russia on Monday. “We will not yield,” President Macron said."
    answer = client.post("/read", data={"text": text, "date": "2022-03-01", "publisher": "Test"})
    assert answer.status_code == 200 and '<mark class="event' in answer.text and "France" in answer.text
    found = client.post("/read.json", json={"text": text, "date": "2022-03-01"}).json()
    assert any(s["kind"] == "event" and s["code"] == "ACCUSE" for s in found["statements"])
    assert client.get("/events.json?actor=FRA").json()["rows"] == []
    assert client.post("/read", data={"text": " "}).status_code == 422
    assert client.post("/read.json", json={"text": text, "date": "soon"}).status_code == 422
    assert client.post("/read.json", content=b"x" * 1_000_001).status_code == 413
    in_pieces = (b"x" * 100_000 for _ in range(12))  # without a length said beforehand
    assert client.post("/read.json", content=in_pieces).status_code == 413


def test_nobody_judges_without_the_token(client: TestClient, path: Path, ids: dict[str, str]) -> None:
    assert client.get("/judge").status_code == 403
    assert client.post("/judge/reject", data={"identifier": ids["ACCUSE"]}).status_code == 403
    with TestClient(make_app(path, token="sesame")) as guarded:
        assert guarded.post("/judge/reject", data={"identifier": ids["ACCUSE"]}).status_code == 403
        assert guarded.post("/judge/enter", data={"name": "Ada", "token": "guess"}).status_code == 403
        guarded.cookies.set("comity_analyst", "Ada|0000")
        assert guarded.post("/judge/reject", data={"identifier": ids["ACCUSE"]}).status_code == 403


def test_an_analyst_judges_and_takes_it_back(path: Path, ids: dict[str, str]) -> None:
    with TestClient(make_app(path, token="sesame")) as client:
        assert "Queue" in client.post("/judge/enter", data={"name": "Ada", "token": "sesame"}).text
        elsewhere = {"origin": "https://evil.example"}
        assert client.post("/judge/reject", data={"identifier": ids["ACCUSE"]}, headers=elsewhere).status_code == 403
        client.post("/judge/reject", data={"identifier": ids["ACCUSE"], "note": "no"})
        assert client.get("/events.json?code=ACCUSE").json()["rows"] == []
        client.post("/judge/undo", data={"identifier": "1"})
        assert len(client.get("/events.json?code=ACCUSE").json()["rows"]) == 1
        client.post("/judge/accept", data={"identifier": ids["AGREE"]})
        assert client.post("/judge/accept", data={"identifier": "zzzz"}).status_code == 404
        assert client.post("/judge/burn", data={"identifier": ids["AGREE"]}).status_code == 404


def test_pairs_in_addresses() -> None:
    assert pair_of("RUS-CHN") == ("RUS", "CHN")
    assert pair_of("FRA:Jean-Yves Le Drian-IRN") == ("FRA:Jean-Yves Le Drian", "IRN")
    assert pair_of("-:Islamic State-IRQ") == ("-:Islamic State", "IRQ")
    assert cursor(50) != cursor(100)


def test_pieces_give_the_text_back(path: Path) -> None:
    with Ledger(path) as book:
        for row in book.documents():
            text = book.document(row.id).text
            pieces = paragraphs(text, book.statements(Query(document=row.id)))
            plain = text.replace("\u202e", "·").replace("\u202c", "·")
            assert "\n".join("".join(p.text for p in line) for line in pieces) == plain


def test_there_must_be_a_ledger(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="there is no ledger"):
        make_app(tmp_path / "none.db")


def test_the_map_counts_where_events_took_place(both_stores: str, tmp_path: Path) -> None:
    from comity.model import Actor, Document, Event, EventCode, Place, Span
    from comity.reading import Reading

    text = "France condemned Russia in Geneva. Kenya thanked Peru in Geneva. Chile met Japan in Pristina."
    acts = [
        ("FRA", "RUS", "ACCUSE", "Geneva, CHE"),
        ("KEN", "PER", "SUPPORT", "Geneva, CHE"),
        ("CHL", "JPN", "CONSULT", "Pristina, XKX"),
    ]
    events = tuple(
        Event(
            actors=(Actor(a),),
            recipients=(Actor(b),),
            code=EventCode(code),
            place=Place.parse(place),
            evidence=(Span.of(text, 10 * n, 10 * n + 9),),
        )
        for n, (a, b, code, place) in enumerate(acts)
    )
    with Ledger(tmp_path / "a.db") as ledger:
        ledger.add(Reading(Document(text=text), events, "hand-1"))
    with TestClient(make_app(tmp_path / "a.db")) as client:
        page = client.get("/map")
        assert page.status_code == 200 and "Natural Earth" in page.text and "Kosovo" in page.text
        rows = client.get("/map.json").json()["rows"]
        assert [(r["place"], r["cooperation"], r["friction"]) for r in rows] == [("Geneva, CHE", 1, 1), ("Pristina, XKX", 1, 0)]
        picture = client.get("/map.svg")
        assert picture.headers["content-type"].startswith("image/svg+xml")
        assert "Switzerland: 2 events, 1 of friction" in picture.text and "Crimea: disputed" in picture.text
        listed = client.get("/events.json", params={"place": "Geneva, CHE"}).json()["rows"]
        assert {r["code"] for r in listed} == {"ACCUSE", "SUPPORT"}


def test_every_state_of_the_world_map_is_known_and_lies_where_it_should() -> None:
    from comity.web import maps

    for code, (east, north) in {"FRA": (2.3, 48.9), "AUS": (149.1, -35.3), "USA": (-77.0, 38.9), "XKX": (20.9, 42.6)}.items():
        at = maps.located(code)
        assert at is not None and abs(at[0] - east) < 1 and abs(at[1] - north) < 1
    left, right = maps.projected(-180, 0), maps.projected(180, 0)
    assert left[0] == pytest.approx(0, abs=1) and right[0] == pytest.approx(960, abs=1)
    assert maps.projected(0, 60)[1] < maps.projected(0, 0)[1] < maps.projected(0, -60)[1]


def test_a_long_paragraph_is_cut_around_the_words() -> None:
    from comity.ledger import Row
    from comity.model import Actor, Event, EventCode, Span
    from comity.web.marked import paragraphs

    filler = "Nothing was said of it there. " * 300
    text = filler + "France condemned Russia. " + filler
    start = text.index("France")
    event = Event(
        actors=(Actor("FRA"),), recipients=(Actor("RUS"),), code=EventCode.ACCUSE, evidence=(Span.of(text, start, start + 24),)
    )
    (pieces,) = paragraphs(text, [Row("a", event, "d", "", "", None, "", "")], only=True)
    shown = "".join(piece.text for piece in pieces)
    assert "France condemned Russia." in shown and shown.startswith(" … ") and shown.endswith(" … ") and len(shown) < 1600
    assert [piece.text for piece in pieces if piece.ids] == ["France condemned Russia."]
    assert len(paragraphs(text, [], only=False)) == 1


def test_an_analyst_amends_merges_keeps_apart_and_closes(path: Path, ids: dict[str, str]) -> None:
    with TestClient(make_app(path, token="sesame")) as client:
        assert client.post("/judge/amend", data={"identifier": ids["ACCUSE"], "field-code": "REJECT"}).status_code == 403
        client.post("/judge/enter", data={"name": "Ada", "token": "sesame"})
        shown = client.get(f"/statements/{ids['ACCUSE']}").text
        assert 'name="field-code"' in shown and 'name="field-status"' in shown
        done = client.post(
            "/judge/amend", data={"identifier": ids["ACCUSE"], "field-code": "REJECT", "field-object": "", "note": "no"}
        )
        assert done.status_code == 200 and "REJECT" in done.text and "analyst:Ada" in done.text
        assert client.post("/judge/amend", data={"identifier": ids["AGREE"]}).status_code == 422  # nothing would change
        wrong = client.post("/judge/amend", data={"identifier": ids["AGREE"], "field-date": "tomorrow"})
        assert wrong.status_code == 422 and "YYYY" in wrong.text
        pair = {"identifier": ids["AGREE"], "other": done.url.path.rpartition("/")[2]}
        assert client.post("/judge/merge", data=pair).status_code == 200
        assert client.post("/judge/split", data=pair).status_code == 200
        assert client.post("/judge/close", data={"identifier": ids["AGREE"], "became": "kept"}).status_code == 200
        assert client.post("/judge/close", data={"identifier": ids["AGREE"], "became": "eaten"}).status_code == 422
        verbs = client.get("/judge").text
        assert all(verb in verbs for verb in ("amend", "split", "close"))


def test_a_name_that_several_bear_is_asked_back(client: TestClient) -> None:
    several = client.get("/actors/Bush")
    assert several.status_code == 422 and "USA:George H. W. Bush" in several.text and "USA:George W. Bush" in several.text
    assert client.get("/events", params={"actor": "Bush"}).status_code == 422
    found = client.get("/find", params={"q": "Bush"}, follow_redirects=False)
    assert found.headers["location"] == "/search?q=Bush"
    assert client.get("/find", params={"q": "norway"}, follow_redirects=False).headers["location"] == "/actors/NOR"


def test_pages_made_at_the_start_are_made_anew_when_the_ledger_has_changed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from comity.web import inside

    made: list[str] = []
    real = inside.get

    async def noted(app: object, address: str, host: str = "127.0.0.1") -> tuple[int, str, bytes]:
        made.append(address)
        return await real(app, address, host)

    def comes(address: str) -> bool:
        until = time.monotonic() + 60
        while time.monotonic() < until and address not in made:
            time.sleep(0.02)
        return address in made

    monkeypatch.setattr(inside, "get", noted)
    monkeypatch.setattr(inside, "_REST", 0.05)
    application = make_app(path)
    application.state.ready = ("127.0.0.1", 3)
    with TestClient(application):
        assert comes("/blocs") and comes("/dyads/NOR-PER") and "/dyads/CHL-PER" not in made
        met = told("Chile met Peru.", EventCode.CONSULT, ["CHL", "PER"], date="2021-03-09")
        with Ledger(path) as book:
            book.add(document("Wire", "2021-03-09", met))
            match_waiting(book)
        assert comes("/dyads/CHL-PER")
