"""Source → about how many records it holds, where that is cheap to know: for the time left, never for the work."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from pipeline.places import is_file

_BLOCK = 1 << 20
_HEAD = 4096  # bytes of a worksheet that its dimension stands in
_DIMENSION = re.compile(rb'<(?:\w+:)?dimension ref="[A-Z]+\d+:[A-Z]+(\d+)"')
_HEADER_ROWS = 1


def count_records(source: Path | bytes, name: str) -> int | None:
    """Return about how many records a source holds, None where only reading it would tell.

    Args:
        source: A path, or the bytes.
        name: File name; its ending names the format.
    """
    count = {"csv": _csv, "jsonl": _lines, "ndjson": _lines, "xlsx": _xlsx}.get(name.rpartition(".")[2].lower())
    if count is None or (isinstance(source, Path) and not is_file(source)):
        return None
    try:
        return count(source)
    except (OSError, zipfile.BadZipFile, ValueError):
        return None  # the reader will say what is wrong with it


def _csv(source: Path | bytes) -> int:
    """Line ends outside quotes; no byte of a character in UTF-8 or GB18030 looks like either."""
    count, quoted, last = 0, False, b""
    for block in _blocks(source):
        for part in re.split(rb'(")', block):
            quoted = quoted != (part == b'"')
            count += 0 if quoted else part.count(b"\n")
        last = block[-1:] or last
    return max(0, count + (last not in (b"", b"\n")) - _HEADER_ROWS)


def _lines(source: Path | bytes) -> int:
    count, last = 0, b""
    for block in _blocks(source):
        count += block.count(b"\n")
        last = block[-1:] or last
    return count + (last not in (b"", b"\n"))


def _xlsx(source: Path | bytes) -> int | None:
    """The rows of the longest sheet, by what the sheets say of themselves."""
    rows = []
    with zipfile.ZipFile(source if isinstance(source, Path) else io.BytesIO(source)) as book:
        for part in book.namelist():
            if re.fullmatch(r"xl/worksheets/[^/]+\.xml", part):
                with book.open(part) as sheet:
                    found = _DIMENSION.search(sheet.read(_HEAD))
                rows += [int(found[1])] if found else []
    return max(0, max(rows) - _HEADER_ROWS) if rows else None


def _blocks(source: Path | bytes) -> Iterator[bytes]:
    if isinstance(source, bytes):
        yield source
        return
    with source.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block
