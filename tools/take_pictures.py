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
PICTURES = {"dyad": ("/dyads/RUS-CHN", 1200, 1100)}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "examples.db")
        with comity.Ledger(path) as ledger:
            comity.add(ledger, [ROOT / "examples"])
        server = uvicorn.Server(uvicorn.Config(make_app(path), port=PORT, log_level="error"))
        threading.Thread(target=server.run, daemon=True).start()
        while not server.started:
            time.sleep(0.1)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            for name, (at, width, height) in PICTURES.items():
                page = browser.new_page(viewport={"width": width, "height": height})
                page.goto(f"http://127.0.0.1:{PORT}{at}")
                page.wait_for_load_state("networkidle")
                page.screenshot(path=ROOT / "docs" / "images" / f"{name}.png")
            browser.close()
        server.should_exit = True


if __name__ == "__main__":
    main()
