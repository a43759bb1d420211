"""A file of records + Template → Records: one table, one module a format."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from pipeline.model.record import Record
from pipeline.model.template import Template
from pipeline.readers.opening import NO_FILE, is_endless
from pipeline.readers.records.errors import RecordFileUnreadable, RecordFormatUnknown, RecordUnusable
from pipeline.readers.records.from_csv import read_csv
from pipeline.readers.records.from_json import read_json, read_jsonl
from pipeline.readers.records.from_parquet import read_parquet
from pipeline.readers.records.from_xlsx import read_xlsx
from pipeline.readers.records.from_yaml import read_yaml
from pipeline.readers.records.headings import Names
from pipeline.readers.records.row import Row

__all__ = ["FORMATS", "Row", "read_records", "read_rows"]

Reader = Callable[[Path | bytes, Names, str], Iterator[Row]]

FORMATS: dict[str, Reader] = {
    "json": read_json,
    "yaml": read_yaml,
    "yml": read_yaml,
    "csv": read_csv,
    "xlsx": read_xlsx,
    "jsonl": read_jsonl,
    "ndjson": read_jsonl,
    "parquet": read_parquet,
}


def read_records(source: Path | str | bytes, *, name: str = "", template: Template) -> Iterator[Record]:
    """Yield the records of a file; the first that can't be used ends the reading.

    Args:
        source: A path, or the bytes.
        name: File name as the user knows it; its ending names the format. By default the path's own.
        template: The template whose fields the records fill.

    Yields:
        Records with their source ("客户.xlsx 第3行") and the place of each value (列『金额』).

    Raises:
        ReadError: The file can't be read.
        RecordError: Its header names no or unknown fields, or a row can't be used (RecordUnusable).
    """
    for row in read_rows(source, name=name, template=template):
        if row.problems:
            raise RecordUnusable(row.record.source, row.problems)
        yield row.record


def read_rows(source: Path | str | bytes, *, name: str = "", template: Template) -> Iterator[Row]:
    """Yield the rows of a file, those that can't be used too, each with what is wrong.

    Args:
        source: A path, or the bytes.
        name: File name as the user knows it; its ending names the format. By default the path's own.
        template: The template whose fields the records fill.

    Raises:
        ReadError: The file can't be read.
        RecordError: Its header names no or unknown fields.
    """
    place = source if isinstance(source, bytes) else Path(source)
    shown = name or (place.name if isinstance(place, Path) else "")
    reader = FORMATS.get(shown.rpartition(".")[2].lower())
    if reader is None:
        raise RecordFormatUnknown(shown or "标准输入", tuple(FORMATS))
    if isinstance(place, Path) and is_endless(place):
        raise RecordFileUnreadable(shown, NO_FILE)
    return reader(place, Names.of(template), shown)
