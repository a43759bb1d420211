"""What a database said → what it means for a person, and what to do."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

from pipeline.places import is_absent, is_file, is_folder

_AGAIN = "重新运行会从中断处继续，已出具的合同不受影响"
_WRITABLE = "请检查权限，或用 --register 把台账放到可以写入的文件夹，如 --register /数据/register.sqlite"

# In the words of SQLite and of PostgreSQL's driver → what is wrong, what to do; {folder} is the register's folder.
_FAILURES = (
    ("readonly database", "台账只能读，不能写：没有写入权限，或磁盘是只读的", _WRITABLE),
    ("disk is full", "磁盘已满", f"请清理磁盘；{_AGAIN}"),
    ("disk I/O error", "磁盘读写出错", f"请检查磁盘；修好后{_AGAIN}"),
    ("database is locked", "正被别的程序占用", f"请关闭打开它的程序；{_AGAIN}"),
    ("not a database", "这个文件不是台账", "请检查路径；批次的台账是输出文件夹里的 register.sqlite"),
    ("malformed", "台账文件已损坏", "请恢复备份；已出具的合同文件不受影响"),
    ("password authentication failed|no password supplied|role .* does not exist", "用户名或密码不对",
     "请检查地址 postgresql://用户:密码@主机/数据库"),
    ("database .* does not exist", "服务器上没有这个数据库", "请先用 createdb 建立，或检查地址"),
    ("permission denied", "数据库用户没有权限", "请让管理员授予建表和写入的权限"),
    ("could not translate host name|failed to resolve host|Name or service not known", "找不到数据库服务器",
     "请检查地址里的主机名和网络"),
    ("Connection refused|timeout expired|connection timeout|is the server running", "连不上数据库服务器",
     f"请检查地址、网络和服务器是否在运行；{_AGAIN}"),
    ("closed the connection|terminating connection|connection .* lost|connection is closed",
     "与数据库服务器的连接断开", f"请恢复后重新运行；{_AGAIN}"),
)  # fmt: skip


def worded(said: str, database: str | None) -> tuple[str, str]:
    """Return what is wrong and what to do.

    Args:
        said: The database's own words.
        database: Path of an SQLite register, None for a server.
    """
    if database and "unable to open database file" in said:
        return _unopened(Path(database))
    known = ((what, advice) for pattern, what, advice in _FAILURES if re.search(pattern, said))
    what, advice = next(known, ("", f"请检查磁盘空间、权限和数据库连接；{_AGAIN}"))
    first = said.strip().partition("\n")[0]
    return (f"{what}（{first}）" if what else first), advice


def _unopened(path: Path) -> tuple[str, str]:
    """SQLite does not say why it can't open a file."""
    folder = path.parent
    reasons: tuple[tuple[Callable[[], bool], str, str], ...] = (
        (lambda: is_absent(folder), f"文件夹 {folder} 不存在", "请先建立这个文件夹，或检查路径"),
        (lambda: not is_folder(folder), f"{folder} 不是文件夹", "请检查路径"),
        (lambda: is_folder(path), f"{path} 是文件夹，不是文件", f"请写出文件名，如 {path / 'register.sqlite'}"),
        (lambda: is_read_only(folder), f"文件夹 {folder} 所在的磁盘是只读的", _WRITABLE),
        (lambda: not os.access(folder, os.W_OK | os.X_OK), f"没有写入文件夹 {folder} 的权限", _WRITABLE),
        (lambda: is_file(path) and not os.access(path, os.R_OK | os.W_OK), f"没有读写 {path} 的权限", _WRITABLE),
    )
    told = next(((what, advice) for applies, what, advice in reasons if applies()), None)
    return told or (f"打不开 {path}", _WRITABLE)


def is_shut(folder: Path) -> bool:
    """Return whether nothing can be written in a folder: its disk is read-only, or it is somebody else's."""
    return is_read_only(folder) or (is_folder(folder) and not os.access(folder, os.W_OK | os.X_OK))


def is_read_only(folder: Path) -> bool:
    """Return whether a folder lies on a disk that is mounted read-only."""
    if not hasattr(os, "statvfs"):
        return False
    try:
        return bool(os.statvfs(folder).f_flag & os.ST_RDONLY)
    except OSError:
        return False
