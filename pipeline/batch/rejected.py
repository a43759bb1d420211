"""Refused records → rejected.xlsx or .jsonl: the input's shape plus what is wrong, to be mended and run again."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from sqlalchemy import select

from pipeline.batch.register import Batch, Register, State
from pipeline.batch.register.tables import contracts
from pipeline.writers.publish import publishing, write_error

# Columns and keys that begin with # are left out when the file is read again.
PROBLEMS = "#问题"
SOURCE = "#来源"
_PAGE = 1000
_IN_MEMORY = 10_000  # rows
_TABLES = frozenset({"csv", "xlsx", "parquet"})
_SHEET_ROWS, _SHEET_COLUMNS = 1_000_000, 16_000  # what a sheet holds, short of its limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A refused record: where it stands, what was typed, what is wrong."""

    source: str
    cells: Mapping[str, object]
    problems: tuple[Mapping[str, object], ...]

    @property
    def worded(self) -> str:
        """Everything that is wrong, one line each."""
        return "\n".join(_worded(problem) for problem in self.problems)


def rejected_of(register: Register, batch: Batch) -> Iterator[Rejected]:
    """Yield the records that this run of a batch has refused, in the order of the source."""
    place = (-1, -1)
    columns = (contracts.c[name] for name in ("id", "row", "source", "cells", "problems"))
    query = select(*columns).where(
        contracts.c.batch == batch.id, contracts.c.state == State.REJECTED.value, contracts.c.run == batch.run
    )
    while True:
        with register.transaction() as connection:
            after = (contracts.c.row > place[0]) | ((contracts.c.row == place[0]) & (contracts.c.id > place[1]))
            rows = connection.execute(query.where(after).order_by(contracts.c.row, contracts.c.id).limit(_PAGE)).all()
        for row in rows:
            yield Rejected(source=row.source, cells=json.loads(row.cells), problems=tuple(json.loads(row.problems)))
        if len(rows) < _PAGE:
            return
        place = (rows[-1].row, rows[-1].id)


def write_rejected(rejected: Callable[[], Iterator[Rejected]], folder: Path, *, like: str) -> Path | None:
    """Write the refused records to a file of the kind they came in, in constant memory.

    Args:
        rejected: Gives the records, as often as asked.
        folder: Where to.
        like: Name of the source; a table gives a table, anything else JSON lines.

    Returns:
        The file, None if there was no record; a file of an earlier run is removed then.

    Raises:
        WriteError: The file can't be written.
    """
    columns: dict[str, int] = {}
    count = 0
    for count, each in enumerate(rejected(), 1):  # noqa: B007 - counted for what follows
        for title in (*each.cells, PROBLEMS, SOURCE):
            columns.setdefault(title, len(columns))
    table = like.rpartition(".")[2].lower() in _TABLES and count < _SHEET_ROWS and len(columns) < _SHEET_COLUMNS
    path = folder / ("rejected.xlsx" if table else "rejected.jsonl") if count else None
    for old in (folder / "rejected.xlsx", folder / "rejected.jsonl"):
        if old != path:
            _remove(old)
    if path is not None:
        with publishing(path) as part:
            if table:
                _sheet(rejected(), columns, part, count, path)
            else:
                _lines(rejected(), part)
    return path


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise write_error(error, path) from error


def _worded(problem: Mapping[str, object]) -> str:
    where = f"{problem['location']}：" if problem.get("location") else ""
    advice = f"（{problem['hint']}）" if problem.get("hint") else ""
    return f"{where}{problem['message']}{advice}"


def _lines(rejected: Iterable[Rejected], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for each in rejected:
            cells = each.cells if "" not in each.cells else {"#原文": each.cells[""]}  # a line that was no JSON
            told = {PROBLEMS: each.worded, SOURCE: each.source}
            kept = {name: _unmarked(cell) for name, cell in cells.items() if name not in told}
            file.write(json.dumps({**told, **kept}, ensure_ascii=False, default=str) + "\n")


def _sheet(rejected: Iterable[Rejected], columns: Mapping[str, int], part: Path, count: int, path: Path) -> None:
    import xlsxwriter
    from xlsxwriter.exceptions import XlsxWriterException

    from pipeline.batch.register.sheet import sheet_error

    # A large sheet goes through temporary files row by row, a small one is made in memory.
    large = count > _IN_MEMORY
    options = {"constant_memory": large, "in_memory": not large, "strings_to_formulas": False, "strings_to_urls": False}
    try:
        with (
            tempfile.TemporaryDirectory() if large else contextlib.nullcontext() as scratch,
            xlsxwriter.Workbook(part, {**options, "tmpdir": scratch}) as book,
        ):
            book.set_properties({"title": "退回的数据", "created": dt.datetime(2000, 1, 1)})  # noqa: DTZ001
            sheet = book.add_worksheet("退回的数据")
            looks = _Looks(book)
            sheet.freeze_panes(1, 0)
            for title, column in columns.items():
                sheet.set_column(column, column, 60 if title == PROBLEMS else 18)
                sheet.write_string(0, column, title, looks.header)
            for row, each in enumerate(rejected, 1):
                cells = {**each.cells, PROBLEMS: each.worded, SOURCE: each.source}
                for title in sorted(cells, key=columns.__getitem__):
                    _write(sheet, row, columns[title], _unmarked(cells[title]), looks)
    except XlsxWriterException as error:
        raise sheet_error(error, path) from error


class _Looks:
    def __init__(self, book: Any) -> None:
        base = {"font_name": "微软雅黑", "font_size": 10.5, "valign": "top"}
        self.header = book.add_format({**base, "bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF"})
        self.text = book.add_format({**base, "num_format": "@", "text_wrap": True})
        self.number = book.add_format({**base, "num_format": "General"})
        self.date = book.add_format({**base, "num_format": "yyyy-mm-dd"})


def _write(sheet: Any, row: int, column: int, cell: object, looks: _Looks) -> None:
    if isinstance(cell, dt.date) and cell.year >= 1900:
        sheet.write_datetime(row, column, cell, looks.date)
    elif isinstance(cell, int | Decimal) and not isinstance(cell, bool):
        sheet.write_number(row, column, cell, looks.number)
    elif isinstance(cell, list | dict):
        sheet.write_string(row, column, json.dumps(cell, ensure_ascii=False, default=str), looks.text)
    elif cell is not None and cell != "":
        sheet.write_string(row, column, str(cell), looks.text)


def _unmarked(cell: object) -> object:
    """Give a cell back what `items.plain` marked."""
    if isinstance(cell, dict):
        if set(cell) == {"decimal"}:
            return _decimal(str(cell["decimal"]))
        if set(cell) == {"date"}:
            return _date(str(cell["date"]))
        return {name: _unmarked(each) for name, each in cell.items()}
    return [_unmarked(each) for each in cell] if isinstance(cell, list) else cell


def _decimal(text: str) -> object:
    try:
        return Decimal(text)
    except InvalidOperation:
        return text


def _date(text: str) -> object:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return text
