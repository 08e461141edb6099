"""The reader against a real llama.cpp server with a tiny model of random weights: valid answers, meaningless as they are."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from comity.llm import AnswerError, LanguageModelReader, Settings
from comity.model import Document

pytest.importorskip("xllamacpp", reason="needs xllamacpp, the real llama.cpp server, which has no wheel for this machine")
pytest.importorskip("gguf", reason="needs gguf, to write a model")
from tests.llm.tiny_model import write_tiny_model

_SERVER = """
import sys, time
import xllamacpp
params = xllamacpp.CommonParams()
params.model.path, params.port, params.n_ctx, params.n_parallel = sys.argv[1], int(sys.argv[2]), 16384, 1
params.chat_template, params.warmup = "chatml", False
server = xllamacpp.Server(params)
time.sleep(600)
"""


@contextmanager
def _serving(model: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = model.with_suffix(".log")
    with log.open("wb") as stream:
        process = subprocess.Popen([sys.executable, "-c", _SERVER, str(model), str(port)], stdout=stream, stderr=stream)
        try:
            for _ in range(600):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                assert process.poll() is None, log.read_text(encoding="utf-8", errors="replace")[-2000:]
                time.sleep(0.1)
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            process.kill()
            process.wait(20)


def test_a_random_model_held_by_the_schema_gives_a_reading(tmp_path: Path) -> None:
    write_tiny_model(tmp_path / "tiny.gguf", seed=6)
    with _serving(tmp_path / "tiny.gguf") as url:
        reader = LanguageModelReader(Settings(url=url, model="tiny", answer=300))
        document = Document(text="France condemned Russia. The two sides will meet again.")
        reading = reader.read(document)
        assert reading.coder == "tiny (comity-llm-1)" and reading == reader.read(document)
        assert all(span.text == document.text[span.start : span.end] for s in reading.statements for span in s.evidence)
        assert reader.endpoint.usage.questions == 2 and reader.endpoint.usage.read > 100


def test_an_endless_answer_of_a_random_model_is_a_problem_in_words(tmp_path: Path) -> None:
    write_tiny_model(tmp_path / "tiny.gguf", seed=0, fond_of='"{]')
    with _serving(tmp_path / "tiny.gguf") as url:
        reader = LanguageModelReader(Settings(url=url, model="tiny", answer=60))
        with pytest.raises(AnswerError, match="cut off at 60 tokens"):
            reader.read(Document(text="France condemned Russia."))
