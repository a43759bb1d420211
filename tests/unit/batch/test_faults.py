"""A fault at every write, fsync and rename, and a database that refuses: old or new files whole, and resumable."""

from __future__ import annotations

import errno
import gc
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from pipeline.batch import run as running
from pipeline.batch.errors import RegisterUnusable
from pipeline.batch.register import Register, book
from pipeline.batch.register.reports import export
from pipeline.errors import WriteError
from tests.batch_made import csv_of, files_of, run
from tests.faulty import Faults

STEPS = {errno.ENOSPC: 9, errno.EIO: 31, errno.EACCES: 31}  # of the calls that fail in every test run


@pytest.mark.parametrize("number", list(STEPS))
@pytest.mark.parametrize("zipped", [False, True], ids=["folder", "zip"])
@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.slow)], ids=["some", "every"])
def test_a_fault_at_a_call_is_told_and_the_run_resumed(
    number: int,
    zipped: bool,  # noqa: FBT001
    every: bool,  # noqa: FBT001
    tmp_path: Path,
) -> None:
    source = csv_of(12, tmp_path / "a.csv", lambda n: "CRASH" if n == 5 else "")

    def go(folder: Path) -> None:
        run(source, folder, store=f"zip:{folder}" if zipped else "")

    go(tmp_path / "calm")
    calm = files_of(tmp_path / "calm")
    with pytest.MonkeyPatch.context() as patch:
        counted = Faults().install(patch)
        go(tmp_path / "count")
    calls = len(counted.seen)
    assert calls > (20 if zipped else 60)
    out = tmp_path / "out"
    failures = 0
    for at in range(1, calls + 1, 1 if every else STEPS[number] // (3 if zipped else 1)):
        with pytest.MonkeyPatch.context() as patch:
            Faults(at=at, errno=number, sticky=True).install(patch)
            try:
                go(out / str(at))
            except WriteError as error:
                failures += 1
                assert error.hint  # noqa: PT017
        for name, data in files_of(out / str(at)).items():
            assert name.endswith(".part") or data == calm[name]
        go(out / str(at))
        assert files_of(out / str(at)) == calm
    assert failures >= 3


@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")  # the workbook's writer leaves its rows open
@pytest.mark.parametrize("number", list(STEPS))
def test_a_fault_while_the_register_is_exported_leaves_the_old_sheet_or_the_new_one(
    number: int, tmp_path: Path
) -> None:
    run(csv_of(3, tmp_path / "a.csv"), tmp_path / "out")
    register = Register(str(tmp_path / "out" / "register.sqlite"))
    export(register, tmp_path / "calm.xlsx")
    new, path = (tmp_path / "calm.xlsx").read_bytes(), tmp_path / "sheet.xlsx"
    at, failed = 0, True
    while failed:
        at += 1
        path.write_bytes(b"old")
        with pytest.MonkeyPatch.context() as patch:
            Faults(at=at, errno=number).install(patch)
            try:
                export(register, path)
                failed = False
            except WriteError as error:
                assert ".part" not in str(error)  # noqa: PT017
        assert path.read_bytes() in {b"old", new}
        assert [each.name for each in tmp_path.glob("*.part")] == []
    gc.collect()
    register.close()
    assert at > 4
    assert path.read_bytes() == new


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Yield the folder of a file system of its own that has room for half of what is written."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=600k", "hetong-test", str(place)]
    try:
        mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        mounted = False
    if not mounted:
        pytest.skip("only a user that may mount file systems can fill one")
    yield place
    subprocess.run(["umount", str(place)], check=True)


@pytest.mark.parametrize(("engine", "remark"), [("pool", ""), ("serial", "CRASH")], ids=["contracts", "refused"])
def test_a_disk_that_is_really_full_is_told_and_the_run_resumed(
    engine: str, remark: str, small_disk: Path, tmp_path: Path
) -> None:
    """Whether contracts fill it, or the register with what is refused."""
    source = csv_of(400, tmp_path / "a.csv", lambda _: remark)
    run(source, tmp_path / "calm")
    with pytest.raises(WriteError, match=r"已满|full") as caught:
        run(source, small_disk / "out", engine=engine, workers=2)
    assert caught.value.hint
    subprocess.run(["mount", "-o", "remount,size=40m", str(small_disk)], check=True)
    run(source, small_disk / "out")
    assert files_of(small_disk / "out") == files_of(tmp_path / "calm")


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
