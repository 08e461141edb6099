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

pytest.importorskip("llama_cpp.server", reason="needs llama-cpp-python with its server (compiled at installation)")
pytest.importorskip("gguf", reason="needs gguf, to write a model")
from tests.llm.tiny_model import write_tiny_model


@contextmanager
def _serving(model: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "llama_cpp.server", "--model", str(model), "--port", str(port), "--n_ctx", "16384"]
    process = subprocess.Popen(
        [*command, "--chat_format", "chatml", "--verbose", "False"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    try:
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert process.poll() is None, process.stdout.read().decode()[-2000:] if process.stdout else ""
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        process.terminate()
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
