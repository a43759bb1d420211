"""Paths and bytes → files: each whole or not at all, and never a good one destroyed by a failure."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pipeline.errors import WriteError
from pipeline.places import is_file, is_folder
from pipeline.writers.names import check_name, folded

_SYNCS_AT_ONCE = 16
PART = ".part"  # ending of what is not yet published; whatever has it may be deleted


class DiskFull(WriteError):
    """No room is left."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            "磁盘已满，文件没有写出", location=str(path), hint="请清理磁盘或换一个输出位置；原有文件没有改动"
        )


class AccessDenied(WriteError):
    """The user may not write there."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            "没有写入权限", location=str(path), hint="请换一个输出位置，或检查文件夹的权限、文件是否正被打开"
        )


class ReadOnlyPlace(WriteError):
    """The file system is mounted read-only."""

    def __init__(self, path: Path) -> None:
        super().__init__("所在的磁盘是只读的", location=str(path), hint="请换一个输出位置")


class PlaceUnusable(WriteError):
    """The folder does not exist or is a file, or the file is a folder."""

    def __init__(self, path: Path) -> None:
        super().__init__("输出位置不可用：不存在，或文件与文件夹同名", location=str(path), hint="请检查输出路径")


class WriteFailed(WriteError):
    """The device failed."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"写文件失败：{reason}", location=str(path), hint="请检查磁盘后重试；原有文件没有改动")


class OntoInput(WriteError):
    """An output would take the place of a file that the work reads: what a person wrote would be lost."""

    def __init__(self, path: Path) -> None:
        super().__init__("输出会盖掉输入文件，没有写出", location=str(path), hint="请换一个输出位置或文件名")


def spare(inputs: Iterable[Path], outputs: Iterable[Path]) -> None:
    """Refuse outputs that stand where an input stands.

    Raises:
        OntoInput: One does, by whatever path or link.
    """
    there = [path for path in outputs if is_file(path) or is_folder(path)]
    read = [path for path in inputs if is_file(path) or is_folder(path)]
    for path in there:
        if any(path.samefile(other) for other in read):
            raise OntoInput(path)


class NamesCollide(WriteError):
    """Two outputs would have the same name on some system."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(f"两个输出文件重名：『{first}』与『{second}』", hint="请给它们不同的名称")


class OutputExists(WriteError):
    """The file is there already with other contents, and was not to be replaced."""

    def __init__(self, path: Path) -> None:
        super().__init__("文件已经存在，内容不同，没有覆盖", location=str(path), hint="请换一个名称或文件夹")


_LEAVES: Mapping[int, type[DiskFull | AccessDenied | ReadOnlyPlace | PlaceUnusable]] = {
    errno.ENOSPC: DiskFull, errno.EDQUOT: DiskFull, errno.EFBIG: DiskFull,
    errno.EACCES: AccessDenied, errno.EPERM: AccessDenied, errno.ETXTBSY: AccessDenied, errno.EBUSY: AccessDenied,
    errno.EROFS: ReadOnlyPlace,
    errno.ENOENT: PlaceUnusable, errno.ENOTDIR: PlaceUnusable, errno.EISDIR: PlaceUnusable,
    errno.EEXIST: PlaceUnusable, errno.ENOTEMPTY: PlaceUnusable, errno.ENAMETOOLONG: PlaceUnusable,
    errno.ELOOP: PlaceUnusable,
}  # fmt: skip


def write_error(error: OSError, path: Path) -> WriteError:
    """Return the leaf that words a failure of the system for a person."""
    leaf = _LEAVES.get(error.errno or 0)
    return leaf(path) if leaf else WriteFailed(path, error.strerror or type(error).__name__)


def publish(files: Mapping[Path, bytes], *, replace: bool = True) -> tuple[Path, ...]:
    """Write files that belong together: all are on the disk before the first gets its name.

    Args:
        files: Path → contents; folders are made if they do not exist.
        replace: Files of the same names may be there and are replaced; else only equal ones may.

    Returns:
        The paths, in the order of `files`.

    Raises:
        UnsafeName: A file's name is not portable.
        NamesCollide: Two paths are the same on some system.
        OutputExists: A file is there with other contents and `replace` is false.
        WriteError: The system refused (DiskFull, AccessDenied …); files with these names are as they were.
    """
    if not replace:
        _check_existing(files)
    return publish_each(files.items())


def publish_each(files: Iterable[tuple[Path, bytes]]) -> tuple[Path, ...]:
    """Write files that belong together as they come; see `publish`, which takes them all at once.

    Args:
        files: Paths and contents; while the next are being made, the disk works on those before.
    """
    parts = _Parts()
    try:
        for path, data in files:
            parts.add(path, data)
        parts.name()
    except OSError as error:
        raise write_error(error, parts.place(error)) from error
    finally:
        parts.drop()
    return tuple(parts.named)


@contextlib.contextmanager
def publishing(path: Path) -> Iterator[Path]:
    """Give a temporary path to write to piece by piece; what stands there when all went well becomes the file.

    Args:
        path: Where the file shall be; its folder is made if it does not exist.

    Raises:
        UnsafeName: The file's name is not portable.
        WriteError: The system refused; a file with that name is as it was.
    """
    check_name(path.name)
    part = part_of(path)
    try:
        make_folder(path.parent)
        yield part
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise write_error(error, path) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def make_folder(folder: Path) -> tuple[Path, ...]:
    """Make a folder with those above it, and make sure that their names survive a crash.

    Returns:
        The folders that were made, the lowest first.
    """
    missing = tuple(each for each in (folder, *folder.parents) if not each.exists())
    folder.mkdir(parents=True, exist_ok=True)
    for each in missing:
        sync_folder(each.parent)
    return missing


def part_of(path: Path) -> Path:
    """Return the temporary name of a path: its own, so that a process that comes again writes over its leftovers."""
    digest = hashlib.sha256(path.name.encode()).hexdigest()[:16]
    return path.with_name(f".{digest}-{os.getpid()}{PART}")


def sync_folder(folder: Path) -> None:
    """Make sure that the names in a folder survive a crash; systems that can't open folders do so by themselves."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _check_existing(files: Mapping[Path, bytes]) -> None:
    for path, data in files.items():
        check_name(path.name)
        try:
            if path.exists() and path.read_bytes() != data:
                raise OutputExists(path)
        except OSError as error:
            raise write_error(error, path) from error


class _Parts:
    """Files under temporary names, on their way to the disk; none gets its name before all are synced."""

    def __init__(self) -> None:
        self._parts: dict[Path, Path] = {}  # path → the temporary one
        self._seen: dict[tuple[Path, str], str] = {}
        self._folders: set[Path] = set()
        self._made: list[Path] = []  # folders, the lowest first
        self._handles: list[int] = []
        self.named: list[Path] = []

    def add(self, path: Path, data: bytes) -> None:
        """Write a file under its temporary name."""
        self._check_name(path)
        if path.parent not in self._folders:
            self._made[:0] = make_folder(path.parent)
            self._folders.add(path.parent)
        self._parts[path] = part_of(path)
        self._handles.append(_written(self._parts[path], data))

    def _check_name(self, path: Path) -> None:
        check_name(path.name)
        place = (path.parent, folded(path.name))
        if place in self._seen:
            raise NamesCollide(self._seen[place], path.name)
        self._seen[place] = path.name

    def name(self) -> None:
        """Sync the files, then give them their names."""
        _sync(self._handles)
        self._close()
        for path, part in self._parts.items():
            part.replace(path)
            self.named.append(path)
        for folder in self._folders:
            sync_folder(folder)

    def place(self, error: OSError) -> Path:
        """Return what the system refused, by the name that a person knows it by."""
        names = {str(part): path for path, part in self._parts.items()}
        named = str(error.filename) if isinstance(error.filename, str | Path) else ""
        return names.get(named, Path(named) if named else next((folder for folder, _ in self._seen), Path()))

    def drop(self) -> None:
        """Remove what has no name yet, and the folders that were made for it, if nothing else stands in them."""
        self._close()
        for part in list(self._parts.values())[len(self.named) :]:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
        for folder in () if self.named else self._made:
            with contextlib.suppress(OSError):
                folder.rmdir()

    def _close(self) -> None:
        while self._handles:
            os.close(self._handles.pop())


def _written(part: Path, data: bytes) -> int:
    """Write bytes to a new file and return its handle; a link planted under the name is not followed."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    handle = os.open(part, flags, 0o666)
    try:
        _write_whole(handle, data)
        _begin_sync(handle)
    except BaseException:
        os.close(handle)
        raise
    return handle


def _sync(handles: Sequence[int]) -> None:
    """Sync files to the disk, all at once: a journal takes a hundred together in the time of ten.

    Not earlier, in the background of what makes the files: measured, that costs more in the journal and in handing over
    the interpreter than it saves in waiting.
    """
    if len(handles) <= 3:
        _sync_each(handles)
        return
    with ThreadPoolExecutor(_SYNCS_AT_ONCE) as threads:
        list(threads.map(_sync_each, (handles[n::_SYNCS_AT_ONCE] for n in range(_SYNCS_AT_ONCE))))


def _sync_each(handles: Sequence[int]) -> None:
    for handle in handles:
        os.fsync(handle)


def _begin_sync(handle: int) -> None:
    """Have the system begin to write what it would else keep until the sync, which takes half the time then."""
    if hasattr(os, "posix_fadvise"):
        with contextlib.suppress(OSError):  # an advice: the sync is what counts
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)


def _write_whole(handle: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(handle, view) :]
