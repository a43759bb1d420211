"""The Nth call of a kind fails, in the manner of SQLite's tests."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

CALLS = ("open", "write", "fsync", "replace", "mkdir", "unlink")


@dataclass
class Faults:
    """Counts the system's calls, and makes one of them fail.

    Attributes:
        at: Which call fails, from 1; 0 only counts.
        errno: What it fails with.
        only: Kinds of calls that count.
        sticky: Every call from that one on fails, as with a full disk.
    """

    at: int = 0
    errno: int = 0
    only: tuple[str, ...] = ("open", "write", "fsync", "replace")
    sticky: bool = False
    seen: list[str] = field(default_factory=list)

    def wrap(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any, **kwargs: Any) -> Any:
            if name in self.only:
                self.seen.append(name)
                if len(self.seen) == self.at or (self.sticky and self.at and len(self.seen) > self.at):
                    raise OSError(self.errno, os.strerror(self.errno))
            return call(*args, **kwargs)

        return counted

    def install(self, patch: pytest.MonkeyPatch) -> Faults:
        for name in CALLS:
            patch.setattr(os, name, self.wrap(name, getattr(os, name)))
        return self
