"""Datasets: the same rows from every engine, whatever dies on the way, and a ledger made of them."""

from __future__ import annotations

import gzip
import json
import multiprocessing
import os
import signal
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import comity
from comity.batch import EngineError, Options, Progress, read_dataset
from comity.documents import DocumentError
from comity.ledger import Ledger, Outcome
from comity.reading import ReaderError

DOCUMENTS = 40


def _tables(folder: Path) -> tuple[pa.Table, pa.Table]:
    return pq.read_table(folder / "documents"), pq.read_table(folder / "statements")


@pytest.fixture
def plain(corpus: Path, tmp_path: Path) -> Path:
    """The corpus read by one process."""
    told = read_dataset([corpus], tmp_path / "plain", options=Options(workers=1, batch=7))
    assert told.documents == DOCUMENTS and len(told.problems) == 3 and told.statements >= DOCUMENTS
    return tmp_path / "plain"


def test_two_processes_one_killed_give_the_rows_of_one(corpus: Path, plain: Path, tmp_path: Path) -> None:
    killed: list[int] = []

    def kill_one(progress: Progress) -> None:
        workers = multiprocessing.active_children()
        if not killed and workers and workers[0].pid:
            killed.append(workers[0].pid)
            os.kill(workers[0].pid, signal.SIGKILL)

    told = read_dataset([corpus], tmp_path / "two", options=Options(workers=2, batch=3), on_part=kill_one)
    assert killed and told.documents == DOCUMENTS and len(told.problems) == 3
    for one, two in zip(_tables(plain), _tables(tmp_path / "two"), strict=True):
        assert one.equals(two)


def test_a_cluster_with_a_killed_worker_gives_the_rows_of_one_process(corpus: Path, plain: Path, tmp_path: Path) -> None:
    ray = pytest.importorskip("ray", reason="needs the extra comity[ray]")
    killed: list[int] = []

    def kill_one(progress: Progress) -> None:
        if killed:
            return
        for entry in Path("/proc").iterdir():
            try:
                name = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if name.startswith(b"ray::MapWorker"):
                killed.append(int(entry.name))
                os.kill(killed[0], signal.SIGKILL)
                return

    try:
        cluster = {"num_cpus": 2, "include_dashboard": False}
        options = Options(workers=2, batch=2, ray=cluster)
        told = read_dataset([corpus], tmp_path / "ray", engine="ray", options=options, on_part=kill_one)
    finally:
        ray.shutdown()
    assert killed and told.documents == DOCUMENTS and len(told.problems) == 3
    for one, two in zip(_tables(plain), _tables(tmp_path / "ray"), strict=True):
        assert one.equals(two)


def test_reading_again_reads_only_what_is_missing(corpus: Path, plain: Path) -> None:
    whole = _tables(plain)
    last = sorted((plain / "documents").iterdir())[-1]
    lost = pq.read_table(last).num_rows
    last.unlink()  # as a kill between the two files of a part leaves it: statements there, documents not
    told = read_dataset([corpus], plain, options=Options(workers=1, batch=7))
    assert (told.documents, told.known) == (lost, DOCUMENTS - lost)
    for one, two in zip(whole, _tables(plain), strict=True):
        assert one.sort_by("id").equals(two.sort_by("id"))


def test_a_text_that_kills_its_reader_is_reported_and_the_rest_goes_on(deadly_reader: str, tmp_path: Path) -> None:
    texts = ["They met.", "A lethal text.", "They parted.", "A fault of somebody.", "They met again."]
    source = tmp_path / "texts.jsonl"
    source.write_text(
        "".join(json.dumps({"id": str(n), "text": text}) + "\n" for n, text in enumerate(texts)), encoding="utf-8"
    )
    told = read_dataset([source], tmp_path / "out", options=Options(reader=deadly_reader, workers=2, batch=2))
    assert told.documents == 3
    reasons = [problem.reason for problem in told.problems]
    assert any("died" in reason for reason in reasons) and any("a fault of the reader" in reason for reason in reasons)
    assert pq.read_table(tmp_path / "out" / "documents")["id"].to_pylist() == ["0", "2", "4"]


def test_a_killed_run_leaves_whole_parts_only(corpus: Path, plain: Path, tmp_path: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    run = spawn.Process(target=_read_all, args=(corpus, tmp_path / "cut"))
    run.start()
    while run.is_alive() and not list((tmp_path / "cut" / "documents").glob("part-*")):
        time.sleep(0.02)
    run.kill()
    run.join()
    told = read_dataset([corpus], tmp_path / "cut", options=Options(workers=1, batch=2))
    assert told.known > 0 and told.known + told.documents == DOCUMENTS
    for one, two in zip(_tables(plain), _tables(tmp_path / "cut"), strict=True):
        assert one.sort_by("id").equals(two.sort_by("id"))


def _read_all(corpus: Path, out: Path) -> None:
    read_dataset([corpus], out, options=Options(workers=1, batch=2))


def test_a_ledger_takes_a_dataset_as_it_would_read_the_texts(
    both_stores: str, corpus: Path, plain: Path, tmp_path: Path
) -> None:
    with Ledger(tmp_path / "taken.db") as taken, Ledger(tmp_path / "read.db") as read:
        done = comity.add(taken, [plain])
        assert done.outcomes == {Outcome.ADDED: DOCUMENTS}
        comity.add(read, [corpus])
        assert {row.id: row.statement for row in taken.statements()} == {row.id: row.statement for row in read.statements()}
        assert taken.check() == []
        assert comity.add(taken, [plain]).outcomes == {Outcome.UNCHANGED: DOCUMENTS}


def test_a_remote_folder_is_as_good_as_one_here(corpus: Path, plain: Path, tmp_path: Path) -> None:
    fsspec = pytest.importorskip("fsspec", reason="needs the extra comity[remote]")
    address = "memory://coded"
    read_dataset([corpus], address, options=Options(workers=1, batch=7))
    files = fsspec.filesystem("memory")
    files.get("/coded", str(tmp_path / "fetched"), recursive=True)
    for one, two in zip(_tables(plain), _tables(tmp_path / "fetched"), strict=True):
        assert one.equals(two)
    with Ledger(tmp_path / "a.db") as ledger:
        assert comity.add(ledger, [address]).outcomes == {Outcome.ADDED: DOCUMENTS}


def test_remote_files_are_read_as_those_here(corpus: Path, plain: Path, tmp_path: Path) -> None:
    fsspec = pytest.importorskip("fsspec", reason="needs the extra comity[remote]")
    files = fsspec.filesystem("memory")
    for file in corpus.iterdir():
        files.pipe_file(f"/news/{file.name}", file.read_bytes())
    files.pipe_file("/news/packed.jsonl.gz", gzip.compress(b'{"text": "They met.", "id": "packed"}\n'))
    told = read_dataset(["memory://news/[01]*.jsonl"], tmp_path / "far", options=Options(workers=1, batch=7))
    assert (told.documents, len(told.problems)) == (DOCUMENTS, 3)
    assert _tables(plain)[1].equals(_tables(tmp_path / "far")[1])
    assert [d.id for d in comity.read_documents(["memory://news"]) if isinstance(d, comity.Document)][-1] == "packed"
    (gone,) = comity.read_documents(["memory://nowhere/at-all.txt"])
    assert "does not exist" in str(gone)
    (unknown,) = comity.read_documents(["nosuchstore://a/b.txt"])
    assert "cannot be opened" in str(unknown)


def test_a_cache_gives_the_same_and_reads_nothing_twice(corpus: Path, plain: Path, tmp_path: Path) -> None:
    from comity.batch.cache import CachedReader

    reader = CachedReader(comity.reader(), tmp_path / "cache.db")
    documents = [item for item in comity.read_documents([corpus]) if isinstance(item, comity.Document)]
    first = list(reader.read_many(documents))
    assert reader.hits == 0
    again = CachedReader(comity.reader(), tmp_path / "cache.db")
    assert list(again.read_many(documents)) == first and again.hits == len(documents)
    (tmp_path / "no.db").write_bytes(b"this is no database, only some words that stand in a file" * 50)
    with pytest.raises(DocumentError, match="cannot be used as a cache"):
        CachedReader(comity.reader(), tmp_path / "no.db")


def test_what_is_no_dataset_is_not_written_over(corpus: Path, plain: Path, tmp_path: Path) -> None:
    full = tmp_path / "full"
    full.mkdir()
    (full / "thesis.txt").write_text("years of work", encoding="utf-8")
    with pytest.raises(DocumentError, match="is not empty"):
        read_dataset([corpus], full)
    manifest = plain / "manifest.json"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("comity-", "other-"), encoding="utf-8")
    with pytest.raises(DocumentError, match="choose another folder"):
        read_dataset([corpus], plain)
    with pytest.raises(EngineError, match="local, ray"):
        read_dataset([corpus], tmp_path / "x", engine="spark")


def test_a_cache_that_breaks_on_the_way_stops_the_run_in_words(corpus: Path, tmp_path: Path) -> None:
    from comity.batch.cache import CachedReader

    reader = CachedReader(comity.reader(), tmp_path / "cache.db")
    reader._file.execute("DROP TABLE readings")
    with Ledger(tmp_path / "a.db") as ledger, pytest.raises(ReaderError, match="cannot be used as a cache"):
        comity.add(ledger, [corpus], reader_name=reader)
