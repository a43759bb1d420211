"""What a store is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A file to store: its contract's place in the batch, its name, its bytes."""

    ordinal: int
    name: str
    data: bytes


class Store(Protocol):
    """A place for files; pickled to the workers."""

    def put(self, entries: Iterable[Entry]) -> tuple[str, ...]:
        """Store the files of a chunk: when it returns, they survive a crash.

        Args:
            entries: Files, in the order of their contracts; they are made as they are taken, and those before may be on
                their way meanwhile. The same entries may be put again and then change nothing.

        Returns:
            For each entry the path to find it by, relative to the store; it depends on the entries alone.

        Raises:
            WriteError: The place refuses; no file is there in part.
        """

    def get(self, path: str) -> bytes | None:
        """Return the bytes stored under a path, None if there are none."""

    def sweep(self) -> int:
        """Remove what a killed run left behind, and return how much there was."""


def fan(ordinal: int, *, width: int = 1000) -> str:
    """Return the name of the folder that holds a contract: 000001-001000."""
    first = (ordinal - 1) // width * width + 1
    return f"{first:06d}-{first + width - 1:06d}"
