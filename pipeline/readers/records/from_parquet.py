"""Parquet → Rows, streamed by groups of rows; needs pyarrow (extra `parquet`)."""

from __future__ import annotations

import importlib
import io
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipeline.errors import DependencyError
from pipeline.readers.records.errors import RecordFileUnreadable
from pipeline.readers.records.headings import Names
from pipeline.readers.records.row import Row
from pipeline.readers.records.table import find_header, read_table

_ROWS_AT_ONCE = 1024


class ParquetMissing(DependencyError):
    """pyarrow is not installed."""

    def __init__(self) -> None:
        super().__init__("读 Parquet 需要 pyarrow", hint="请运行 pip install 'hetong[parquet]'，或把数据另存为 CSV")


def read_parquet(source: Path | bytes, names: Names, name: str) -> Iterator[Row]:
    """Yield the rows of a Parquet file.

    Raises:
        ParquetMissing: pyarrow is not installed.
        RecordFileUnreadable: Not a Parquet file.
        HeaderMissing: No column is a field; HeaderUnknown, HeaderAmbiguous likewise.
    """
    try:
        parquet: Any = importlib.import_module("pyarrow.parquet")
    except ModuleNotFoundError as error:
        raise ParquetMissing from error
    broken: type[Exception] = importlib.import_module("pyarrow").ArrowException
    try:
        file = parquet.ParquetFile(io.BytesIO(source) if isinstance(source, bytes) else source)
        header = find_header([file.schema_arrow.names], names, name)
        for row, _ in read_table(_rows(file), header, names, name):
            yield row
    except (broken, OSError) as error:
        raise RecordFileUnreadable(name, f"不是完整的 Parquet 文件（{str(error)[:200]}）") from error


def _rows(file: Any) -> Iterator[tuple[int, Sequence[object]]]:
    number = 0
    for batch in file.iter_batches(batch_size=_ROWS_AT_ONCE):
        for cells in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            number += 1
            yield number, [_cell(cell) for cell in cells]


def _cell(cell: object) -> object:
    # A double is written as the shortest decimal that is it: 0.1 and not 0.1000000000000000055.
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() and abs(cell) < 10**15 else Decimal(repr(cell))
    return cell.decode("utf-8", "replace") if isinstance(cell, bytes) else cell
