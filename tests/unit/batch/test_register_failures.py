"""A register that can't be used is told in Chinese, with the reason and what to do; a still one can be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.batch.errors import DatabaseUnknown, RegisterUnusable
from pipeline.batch.register import Register
from pipeline.batch.register.failures import worded
from pipeline.batch.register.reports import listing
from tests.batch_made import csv_of, run


@pytest.mark.parametrize(
    ("said", "what", "advice"),
    [
        ("attempt to write a readonly database", "只能读", "--register"),
        ("database or disk is full", "磁盘已满", "清理磁盘"),
        ('FATAL:  password authentication failed for user "u"', "用户名或密码不对", "postgresql://"),
        ('FATAL:  database "x" does not exist', "没有这个数据库", "createdb"),
        ("connection failed: Connection refused\nIs the server running?", "连不上", "重新运行"),
        ("something new", "something new", "磁盘空间"),
    ],
)
def test_what_a_database_says_is_explained(said: str, what: str, advice: str) -> None:
    told, hint = worded(said, None)
    assert what in told
    assert advice in hint
    assert "\n" not in told


def test_a_folder_that_is_missing_and_a_folder_in_place_of_a_file_are_named(tmp_path: Path) -> None:
    with pytest.raises(RegisterUnusable, match=r"gone 不存在"):
        Register(str(tmp_path / "gone" / "register.sqlite"))
    with pytest.raises(RegisterUnusable, match="是文件夹，不是文件"):
        Register(str(tmp_path))


def test_a_disk_that_is_read_only_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.batch.register.failures.is_read_only", lambda _: True)
    what, advice = worded("unable to open database file", str(tmp_path / "register.sqlite"))
    assert "所在的磁盘是只读的" in what
    assert "--register" in advice


@pytest.mark.parametrize("address", ["mysql://u:secret@host/x", "nonsense://u:secret@host/x"])
def test_another_database_is_refused_without_its_password(address: str) -> None:
    with pytest.raises(DatabaseUnknown, match="不能放在") as caught:
        Register(address)
    assert "secret" not in str(caught.value)


def test_a_register_on_a_read_only_disk_is_read_and_leaves_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(csv_of(3, tmp_path / "a.csv"), tmp_path / "out")
    before = sorted(path.name for path in (tmp_path / "out").iterdir())
    monkeypatch.setattr("pipeline.batch.register.book.is_shut", lambda _: True)
    register = Register(str(tmp_path / "out" / "register.sqlite"), reading=True)
    assert [each.number for each in listing(register)] == ["2026-00001", "2026-00002", "2026-00003"]
    with pytest.raises(RegisterUnusable, match="readonly"):
        register.void("2026-00001", "取消")
    register.close()
    after = {path.name for path in (tmp_path / "out").iterdir()}
    assert after - set(before) <= {"register.sqlite.lock"}


def test_what_a_run_at_work_has_written_last_is_read_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(csv_of(3, tmp_path / "a.csv"), tmp_path / "out")
    at_work = Register(str(tmp_path / "out" / "register.sqlite"))
    at_work.void("2026-00002", "取消")  # stands in the journal as long as the register is open
    assert (tmp_path / "out" / "register.sqlite-wal").stat().st_size
    monkeypatch.setattr("pipeline.batch.register.book.is_shut", lambda _: True)
    reader = Register(str(tmp_path / "out" / "register.sqlite"), reading=True)
    assert [each.state.value for each in listing(reader)] == ["issued", "void", "issued"]
    reader.close()
    at_work.close()
