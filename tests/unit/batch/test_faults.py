"""A fault at every write, fsync and rename, and a database that refuses: old or new files whole, and resumable."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from pipeline.batch import run as running
from pipeline.batch.errors import RegisterUnusable
from pipeline.batch.register import Register, book
from pipeline.errors import WriteError
from tests.batch_made import csv_of, files_of, run
from tests.faulty import Faults


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EACCES])
def test_a_fault_at_every_call_is_told_and_the_run_resumed(number: int, tmp_path: Path) -> None:
    source = csv_of(12, tmp_path / "a.csv", lambda n: "CRASH" if n == 5 else "")
    run(source, tmp_path / "calm")
    calm = files_of(tmp_path / "calm")
    with pytest.MonkeyPatch.context() as patch:
        counted = Faults().install(patch)
        run(source, tmp_path / "count")
    calls = len(counted.seen)
    assert calls > 60
    out = tmp_path / "out"
    failures = 0
    for at in range(1, calls + 1, 31 if number != errno.ENOSPC else 9):
        with pytest.MonkeyPatch.context() as patch:
            Faults(at=at, errno=number, sticky=True).install(patch)
            try:
                run(source, out / str(at))
            except WriteError as error:
                failures += 1
                assert error.hint  # noqa: PT017
        for name, data in files_of(out / str(at)).items():
            assert name.endswith(".part") or data == calm[name]
        run(source, out / str(at))
        assert files_of(out / str(at)) == calm
    assert failures >= 3


def test_a_database_that_is_full_is_told_and_the_run_resumed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = csv_of(30, tmp_path / "a.csv")
    run(source, tmp_path / "calm")
    calls = 0

    def refuse(*_: object) -> None:
        nonlocal calls
        calls += 1
        if calls == at:
            raise OperationalError("COMMIT", None, sqlite3.OperationalError("database or disk is full"))

    real = book._engine

    def engine(url: str) -> object:
        made = real(url)
        event.listen(made, "commit", refuse)
        return made

    monkeypatch.setattr(book, "_engine", engine)
    for at in range(1, 25, 2):
        calls = 0
        out = tmp_path / str(at)
        try:
            run(source, out)
        except RegisterUnusable as error:
            assert "disk is full" in str(error)  # noqa: PT017
        calls = 100
        run(source, out)
        assert files_of(out) == files_of(tmp_path / "calm")


def test_a_locked_database_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(book, "BUSY_SECONDS", 0.1)
    source = csv_of(3, tmp_path / "a.csv")
    out = tmp_path / "out"
    run(source, out, limit=1)
    other = sqlite3.connect(out / "register.sqlite", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(RegisterUnusable, match="locked"):
        run(source, out)
    other.execute("ROLLBACK")
    other.close()
    assert run(source, out).progress.issued == 2


def test_a_register_that_is_no_database_is_told(tmp_path: Path) -> None:
    path = tmp_path / "register.sqlite"
    path.write_bytes(b"not a database" * 100)
    with pytest.raises(RegisterUnusable, match="not a database"):
        Register(str(path))


def test_ctrl_c_stops_and_the_next_run_goes_on(tmp_path: Path) -> None:
    source = csv_of(60, tmp_path / "a.csv")
    run(source, tmp_path / "calm")

    def interrupt(progress: running.Progress) -> None:
        if progress.issued > 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(source, tmp_path / "out", interrupt, engine="pool", workers=2)
    run(source, tmp_path / "out")
    assert files_of(tmp_path / "out") == files_of(tmp_path / "calm")
