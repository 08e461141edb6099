"""Takes the pictures of docs/images with Chromium, from a ledger of the examples: `python tools/take_pictures.py`."""

from __future__ import annotations

import shutil
import tempfile
import threading
import time
from pathlib import Path

import uvicorn
from playwright.sync_api import sync_playwright

import comity
from comity.web import make_app

ROOT = Path(__file__).resolve().parents[1]
PORT = 8399
# name → (address, width, height, dark); {event} and {document} are filled in from the examples
PICTURES = {
    "home": ("/", 1200, 820, False),
    "dyad": ("/dyads/RUS-CHN", 1200, 1100, False),
    "timeline": ("/dyads/RUS-CHN?code=CONSULT#timeline", 1200, 760, False),
    "statement": ("/statements/{event}", 1200, 640, False),
    "occurrence": ("/occurrences/{event}", 1200, 760, False),
    "document": ("/documents/{document}", 1200, 820, False),
    "readouts": ("/readouts/{event}", 1200, 760, False),
    "pledges": ("/pledges?actor=RUS&to_actor=CHN", 1200, 720, False),
    "blocs": ("/blocs?events=1", 1200, 900, False),
    "map": ("/map", 1200, 900, False),
    "dark": ("/dyads/USA-RUS", 1200, 820, True),
    "phone": ("/dyads/RUS-CHN", 390, 844, False),
}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "examples.db")
        with comity.Ledger(path) as ledger:
            comity.add(ledger, [ROOT / "examples"])
            met = comity.meetings(ledger, "RUS", "CHN")
            most = max(met.meetings, key=lambda m: (m.occurrence.reports, m.date))
            places = {"event": most.occurrence.id, "document": most.occurrence.leading.document_id}
        server = uvicorn.Server(uvicorn.Config(make_app(path), port=PORT, log_level="error"))
        threading.Thread(target=server.run, daemon=True).start()
        while not server.started:
            time.sleep(0.1)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            for name, (at, width, height, dark) in PICTURES.items():
                scheme = "dark" if dark else "light"
                page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
                page.goto(f"http://127.0.0.1:{PORT}{at.format(**places)}")
                page.wait_for_load_state("networkidle")
                page.screenshot(path=ROOT / "docs" / "images" / f"{name}.png")
            browser.close()
        server.should_exit = True


if __name__ == "__main__":
    main()
