"""What the command's exit code says."""

from __future__ import annotations

import enum


class Exit(enum.IntEnum):
    """An exit code; README.md lists them."""

    OK = 0
    FINDINGS = 1
    USAGE = 2
    READ = 3
    TEMPLATE = 4
    RECORD = 5
    WRITE = 6
    DEPENDENCY = 7
    PARTLY = 8
    BUG = 70
    INTERRUPTED = 130
