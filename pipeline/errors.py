"""The exception tree: what stops the work on one document.

A failure that stops a document is an exception from this tree; something read and found wrong is a
`diagnostics.Diagnostic`. Leaves live beside the code that raises them and build their own message.

    PipelineError
    ├── ReadError          the input can't be read            exit 3
    ├── TemplateError      the template can't be used         exit 4
    ├── RecordError        the values can't be used           exit 5
    ├── WriteError         the output can't be written        exit 6
    └── DependencyError    something is not installed         exit 7
"""

from __future__ import annotations

import errno
import stat
from pathlib import Path


class PipelineError(Exception):
    """A typed failure, worded in Chinese for the person who has to act on it.

    Args:
        message: What is wrong, one sentence.
        location: Where: a file, a sheet and row, a paragraph; "" if it is the whole input.
        hint: What to do next; "" if there is nothing to advise.
    """

    def __init__(self, message: str, *, location: str = "", hint: str = "") -> None:
        super().__init__(message, location, hint)
        self.message = message
        self.location = location
        self.hint = hint

    def __str__(self) -> str:
        where = f"{self.location}：" if self.location else ""
        advice = f"（{self.hint}）" if self.hint else ""
        return f"{where}{self.message}{advice}"

    def __reduce__(self) -> tuple[object, ...]:
        # A leaf's __init__ takes typed arguments of its own, so an error crosses a process boundary by its state.
        return (_restore, (type(self), self.message, self.location, self.hint))


def _restore(kind: type[PipelineError], message: str, location: str, hint: str) -> PipelineError:
    error = kind.__new__(kind)
    PipelineError.__init__(error, message, location=location, hint=hint)
    return error


class ReadError(PipelineError):
    """The input file can't be read."""


class TemplateError(PipelineError):
    """The template can't be used."""


class RecordError(PipelineError):
    """The values given for a contract can't be used."""


class WriteError(PipelineError):
    """The output can't be written."""


class DependencyError(PipelineError):
    """A program, package or font that the work needs is not installed."""


_READING = {
    errno.ENOENT: "没有这个文件",
    errno.ENOTDIR: "没有这个文件",
    errno.EISDIR: "这是一个文件夹",
    errno.EACCES: "没有读取权限",
    errno.EPERM: "没有读取权限",
    errno.ENAMETOOLONG: "文件名太长",
    errno.ELOOP: "链接互相指向",
    errno.EIO: "磁盘读取出错",
}


NO_FILE = "不是普通文件（是管道或设备）"


def is_endless(path: Path) -> bool:
    """Whether a path leads to a pipe or a device: reading it could wait for ever, or never come to an end."""
    try:
        kind = path.stat().st_mode
    except (OSError, ValueError):
        return False  # whoever opens it says why not
    return not (stat.S_ISREG(kind) or stat.S_ISDIR(kind))


def why_unread(error: OSError) -> str:
    """Return in Chinese why the system could not read a file, in its own words where we have none."""
    return _READING.get(error.errno or 0) or error.strerror or str(error)
