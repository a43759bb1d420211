"""A local folder: a thousand contracts in each folder below it."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pipeline.batch.stores.place import Entry, fan
from pipeline.writers.publish import PART, publish_each, write_error

_LEFTOVER = re.compile(rf"\.[0-9a-f]{{16}}-[0-9]+{re.escape(PART)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderStore:
    """Files in folders of a thousand contracts each."""

    folder: Path

    def put(self, entries: Iterable[Entry]) -> tuple[str, ...]:
        """Store the files; see `Store.put`."""
        paths = publish_each((self.folder / fan(entry.ordinal) / entry.name, entry.data) for entry in entries)
        return tuple(f"{path.parent.name}/{path.name}" for path in paths)

    def get(self, path: str) -> bytes | None:
        """Return the bytes stored under a path, None if there are none."""
        try:
            return (self.folder / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise write_error(error, self.folder / path) from error

    def sweep(self) -> int:
        """Remove half-written files; see `Store.sweep`."""
        return sweep(self.folder)


def sweep(folder: Path) -> int:
    """Remove the temporary files that a killed run left in a folder and those below it."""
    found = [path for path in folder.glob(f"**/.*{PART}") if _LEFTOVER.fullmatch(path.name)]
    for path in found:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
    return len(found)
