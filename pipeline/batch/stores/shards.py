"""Zip shards: the files of one chunk in one archive, for file systems that suffer under millions of files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.batch.stores.folder import sweep
from pipeline.batch.stores.place import Entry, fan
from pipeline.writers.publish import publish

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the zip format's own zero: the same chunk gives the same bytes on every day
_PACKED = (".docx", ".pdf", ".zip")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShardStore:
    """One zip a chunk, named by its first and last contract."""

    folder: Path

    def put(self, entries: Iterable[Entry]) -> tuple[str, ...]:
        """Store the files in one archive; see `Store.put`."""
        entries = tuple(entries)
        if not entries:
            return ()
        first, last = entries[0].ordinal, entries[-1].ordinal
        shard = f"{fan(first, width=100_000)}/{first:06d}-{last:06d}.zip"
        publish({self.folder / shard: _zipped(entries)})
        return tuple(f"{shard}/{entry.name}" for entry in entries)

    def get(self, path: str) -> bytes | None:
        """Return the bytes stored under a path, None if there are none."""
        shard, _, name = path.rpartition("/")
        try:
            with zipfile.ZipFile(self.folder / shard) as archive:
                return archive.read(name)
        except (FileNotFoundError, NotADirectoryError, KeyError, zipfile.BadZipFile):
            return None

    def sweep(self) -> int:
        """Remove half-written archives; see `Store.sweep`."""
        return sweep(self.folder)


def _zipped(entries: Sequence[Entry]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for entry in entries:
            info = zipfile.ZipInfo(entry.name, date_time=_EPOCH)
            # DOCX and PDF are compressed already.
            info.compress_type = zipfile.ZIP_STORED if entry.name.endswith(_PACKED) else zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, entry.data)
    return buffer.getvalue()
