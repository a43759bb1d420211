from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.errors import WriteError
from pipeline.writers.names import NAME_BYTES, UnsafeName, check_name, safe_name
from pipeline.writers.publish import (
    AccessDenied,
    DiskFull,
    NamesCollide,
    OutputExists,
    PlaceUnusable,
    ReadOnlyPlace,
    WriteFailed,
    publish,
    publish_each,
    write_error,
)
from tests.faulty import Faults

FILES = {"合同.docx": b"docx" * 1000, "合同.pdf": b"pdf", "合同.json": b"{}\n"}


def put(folder: Path, files: dict[str, bytes], *, replace: bool = True) -> tuple[Path, ...]:
    return publish({folder / name: data for name, data in files.items()}, replace=replace)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_files_and_folders_are_made(tmp_path: Path) -> None:
    folder = tmp_path / "甲" / "乙"
    assert put(folder, FILES) == tuple(folder / name for name in FILES)
    assert contents(folder) == FILES


def test_files_are_replaced_whole(tmp_path: Path) -> None:
    put(tmp_path, {"a.json": b"old" * 100})
    put(tmp_path, {"a.json": b"new"})
    assert contents(tmp_path) == {"a.json": b"new"}


def test_replacing_may_be_refused_but_equal_files_are_no_collision(tmp_path: Path) -> None:
    put(tmp_path, FILES, replace=False)
    put(tmp_path, FILES, replace=False)
    with pytest.raises(OutputExists, match="没有覆盖"):
        put(tmp_path, {**FILES, "合同.pdf": b"other"}, replace=False)
    assert contents(tmp_path) == FILES


@pytest.mark.parametrize("names", [("a.docx", "A.DOCX"), ("é.pdf", "e\u0301.pdf"), ("Ａ.pdf", "A.pdf")])
def test_names_that_are_one_on_some_system_are_refused(names: tuple[str, str], tmp_path: Path) -> None:
    with pytest.raises(NamesCollide):
        put(tmp_path, dict.fromkeys(names, b""))
    assert contents(tmp_path) == {}


BAD = ["..", "a\\b", "a\0b", "CON", "nul.docx", "a\u202ecod.exe", "x" * 201, "a.", "a:b", "a\n"]
PATHS = ["", ".", "../a", "a/b", "/etc/x"]


@pytest.mark.parametrize("name", BAD)
def test_unsafe_names_are_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(UnsafeName):
        put(tmp_path, {name: b""})
    assert contents(tmp_path) == {}


@pytest.mark.parametrize("name", [*BAD, *PATHS])
def test_what_is_no_plain_name_is_no_safe_name(name: str) -> None:
    with pytest.raises(UnsafeName):
        check_name(name)


@pytest.mark.parametrize(
    "name", [*BAD, *PATHS, "\ud800", "合" * 100, " . ", "\u200b", "COM1", "合同（甲\u202e乙）", "𬇙" * 80, "a" * 300]
)
def test_safe_name_makes_a_safe_name_of_anything(name: str) -> None:
    made = safe_name(name, ".docx")
    assert check_name(made) == made
    assert made.endswith(".docx")
    assert len(made.encode()) <= NAME_BYTES


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("HT-2026-001", "HT-2026-001.pdf"),
        ("合同 甲/乙", "合同_甲_乙.pdf"),
        ("../../etc/passwd", "etc_passwd.pdf"),
        ("con", "_con.pdf"),
        ("", "合同.pdf"),
        ("汉" * 100, "汉" * 61 + ".pdf"),
        ("甲\u202efdp.exe", "甲fdp.exe.pdf"),
    ],
)
def test_safe_name_keeps_what_it_can(stem: str, name: str) -> None:
    assert safe_name(stem, ".pdf") == name


@pytest.mark.parametrize(
    ("number", "leaf"),
    [
        (errno.ENOSPC, DiskFull), (errno.EDQUOT, DiskFull), (errno.EACCES, AccessDenied), (errno.EPERM, AccessDenied),
        (errno.EROFS, ReadOnlyPlace), (errno.ENOTDIR, PlaceUnusable), (errno.EIO, WriteFailed),
    ],
)  # fmt: skip
def test_the_systems_refusals_are_worded(number: int, leaf: type[WriteError]) -> None:
    assert isinstance(write_error(OSError(number, os.strerror(number)), Path("a")), leaf)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EACCES])
@pytest.mark.parametrize("sticky", [False, True])
def test_a_failure_at_any_call_leaves_old_or_new_files_whole(number: int, sticky: bool, tmp_path: Path) -> None:  # noqa: FBT001
    old = dict.fromkeys(FILES, b"old")
    put(tmp_path / "count", old)
    with pytest.MonkeyPatch.context() as patch:
        counted = Faults().install(patch)
        put(tmp_path / "count", FILES)
    assert len(counted.seen) > 10
    for at in range(1, len(counted.seen) + 1):
        folder = tmp_path / str(at)
        put(folder, old)
        with pytest.MonkeyPatch.context() as patch:
            Faults(at=at, errno=number, sticky=sticky).install(patch)
            with pytest.raises(WriteError, match=r"磁盘|写文件失败|权限"):
                put(folder, FILES)
        for name, data in contents(folder).items():
            assert data in {b"old", FILES[name]}
        put(folder, FILES)
        assert contents(folder) == FILES


def test_a_folder_that_can_not_be_made_is_an_error(tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        Faults(at=1, errno=errno.EROFS, only=("mkdir",)).install(patch)
        with pytest.raises(ReadOnlyPlace):
            put(tmp_path / "new", FILES)


def test_folders_made_for_files_that_could_not_be_written_go_with_them(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    for folder in ("old", "new/deep"):
        with pytest.MonkeyPatch.context() as patch:
            Faults(at=1, errno=errno.ENOSPC, only=("write",)).install(patch)
            with pytest.raises(DiskFull):
                put(tmp_path / folder, FILES)
    assert [path.name for path in tmp_path.rglob("*")] == ["old"]


def test_a_write_that_takes_less_is_finished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: write(handle, bytes(data)[:7]))
    put(tmp_path, FILES)
    assert contents(tmp_path) == FILES


def test_what_comes_piece_by_piece_is_written_meanwhile_and_named_at_the_end(tmp_path: Path) -> None:
    seen: list[list[str]] = []

    def coming() -> Iterator[tuple[Path, bytes]]:
        for name, data in FILES.items():
            yield tmp_path / name, data
            seen.append(sorted(contents(tmp_path)))

    assert publish_each(coming()) == tuple(tmp_path / name for name in FILES)
    assert [len(names) for names in seen] == [1, 2, 3]
    assert all(name.endswith(".part") for names in seen for name in names)
    assert contents(tmp_path) == FILES


def test_where_making_the_next_piece_fails_nothing_is_left(tmp_path: Path) -> None:
    put(tmp_path, {"合同.docx": b"old"})

    def coming() -> Iterator[tuple[Path, bytes]]:
        yield tmp_path / "合同.docx", b"new"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        publish_each(coming())
    assert contents(tmp_path) == {"合同.docx": b"old"}


def test_where_the_system_refuses_before_there_is_any_piece_that_is_worded() -> None:
    def coming() -> Iterator[tuple[Path, bytes]]:
        raise OSError(errno.ENOSPC, "No space left on device")
        yield Path(), b""

    with pytest.raises(DiskFull):
        publish_each(coming())


def test_an_output_that_is_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").mkdir()
    with pytest.raises(PlaceUnusable):
        put(tmp_path, {"a.json": b"1", "a.pdf": b"2"})
    assert not list(tmp_path.glob(".*.part"))


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"")
    with pytest.raises(PlaceUnusable):
        put(tmp_path / "a", FILES)


def test_a_link_planted_under_the_temporary_name_is_not_followed(tmp_path: Path) -> None:
    from pipeline.writers.publish import part_of

    victim = tmp_path / "victim"
    victim.write_bytes(b"safe")
    folder = tmp_path / "out"
    folder.mkdir()
    part_of(folder / "a.pdf").symlink_to(victim)
    with pytest.raises(WriteError):
        put(folder, {"a.pdf": b"new"})
    assert victim.read_bytes() == b"safe"


def test_modes_follow_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        (path,) = put(tmp_path, {"a.pdf": b""})
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
