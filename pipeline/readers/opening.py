"""Path → whether it can be read to its end, and in Chinese why it could not be."""

from __future__ import annotations

import errno
import stat
from pathlib import Path

NO_FILE = "不是普通文件（是管道或设备）"

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
