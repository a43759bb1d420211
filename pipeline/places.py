"""Path → what stands there, where the system lets us look.

`Path.is_file` and its like raise where a folder may not be entered or a name is too long. Whoever opens such a file
says in its own words why it can't; whoever only asks what it is goes on with the answer given here.
"""

from __future__ import annotations

from pathlib import Path


def is_file(path: Path) -> bool:
    """Whether a file is known to stand there."""
    try:
        return path.is_file()
    except OSError:
        return False


def is_folder(path: Path) -> bool:
    """Whether a folder is known to stand there."""
    try:
        return path.is_dir()
    except OSError:
        return False


def is_absent(path: Path) -> bool:
    """Whether nothing is known to stand there."""
    try:
        return not path.exists()
    except OSError:
        return False
