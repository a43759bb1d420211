"""XLSX bytes → Rows: the sheet whose header names the most fields, with one sheet more for each table blank."""

from __future__ import annotations

import datetime as dt
import io
import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import python_calamine as calamine

from pipeline.diagnostics import Diagnostic
from pipeline.model.field import ORDER_HEADING, Field
from pipeline.model.template import Kind
from pipeline.readers.records.decode import read_bytes
from pipeline.readers.records.errors import (
    HeaderMissing,
    RecordFileUnreadable,
    RecordTooLarge,
    SheetsSeveral,
    SheetUnknown,
)
from pipeline.readers.records.headings import Header, Names, plain
from pipeline.readers.records.mapping import Gather
from pipeline.readers.records.row import Row, is_empty, problem
from pipeline.readers.records.table import find_header, read_table
from pipeline.readers.records.workbook import SheetFacts, inspect

_TOP = 30
_MERGED_CELLS = 1_000_000
_EXACT = 10**15  # Excel keeps 15 significant digits; the others are lost when the cell is typed
_NUMERIC = frozenset({Kind.AMOUNT, Kind.AMOUNT_UPPER, Kind.NUMBER, Kind.PERCENT, Kind.DURATION, Kind.DATE})
_DATED = frozenset({Kind.DATE, Kind.TEXT, Kind.CHOICE, Kind.DURATION})


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A cell whose content Excel has changed or could not compute; `shown` is what stands there now."""

    shown: str
    code: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A worksheet: its cells by row, merges filled in the header rows only, and its facts."""

    name: str
    left: int
    rows: Sequence[Sequence[object]]
    facts: SheetFacts
    merges: Sequence[tuple[tuple[int, int], tuple[int, int]]]


def read_xlsx(source: Path | bytes, names: Names, name: str) -> Iterator[Row]:
    """Yield the rows of a workbook.

    Raises:
        RecordFileUnreadable: Not a workbook.
        RecordTooLarge: Beyond a limit.
        HeaderMissing: No sheet names a field; HeaderUnknown, HeaderAmbiguous likewise.
    """
    data = read_bytes(source, name)
    facts = inspect(data, name)
    sheets = [_load(book, title, facts[title], name) for book in [_open(data, name)] for title in facts]
    titles = {plain(title): key for key, title in names.sheets.items()}
    tables = {titles[plain(sheet.name)]: sheet for sheet in sheets if plain(sheet.name) in titles}
    others = [sheet for sheet in sheets if sheet not in tables.values()]
    main, header = _main(others, names, name)
    if stray := next((sheet for sheet in others if sheet is not main and _is_filled(sheet)), None):
        raise SheetUnknown(name, stray.name, tuple(names.sheets.values()))
    if second := next((sheet for sheet in others if sheet is not main and _is_like(sheet, header, names)), None):
        raise SheetsSeveral(name, main.name, second.name)
    return _with_tables(main, header, tables, names, name)


def _open(data: bytes, name: str) -> calamine.CalamineWorkbook:
    try:
        return calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except (calamine.CalamineError, OSError) as error:
        raise RecordFileUnreadable(name, f"表格打不开（{error}）") from error


def _load(book: calamine.CalamineWorkbook, title: str, facts: SheetFacts, name: str) -> Sheet:
    try:
        sheet = book.get_sheet_by_name(title)
    except calamine.CalamineError as error:
        raise RecordFileUnreadable(name, f"工作表『{title}』读不了（{error}）") from error
    left = sheet.start[1] if sheet.start else 0
    rows = list(sheet.iter_rows())
    return Sheet(name=title, left=left, rows=rows, facts=facts, merges=sheet.merged_cell_ranges or [])


def _main(sheets: Sequence[Sheet], names: Names, name: str) -> tuple[Sheet, Header]:
    def count(sheet: Sheet) -> int:
        header = names.header(_top(sheet))
        return len(header.keys) if header else 0

    best = max(sheets, key=count, default=None)
    if best is None or not count(best):
        raise HeaderMissing(name, [field.label for field in names.fields.values()])
    return best, find_header(_top(best), names, f"{name}「{best.name}」")


def _is_like(sheet: Sheet, main: Header, names: Names) -> bool:
    """Whether a sheet names most of the fields that the main one names, with something below: last month's, say."""
    header = names.header(_top(sheet))
    if header is None or 2 * len(set(header.keys.values()) & set(main.keys.values())) <= len(main.keys):
        return False
    body = sheet.rows[header.row + 1 :]
    return any(not is_empty(row[column]) for row in body for column in header.keys if column < len(row))


def _is_filled(sheet: Sheet) -> bool:
    """Whether a sheet is one of a form, by its order numbers, with something entered beside them."""
    heading = plain(ORDER_HEADING)
    for row, cells in enumerate(_top(sheet)):
        at = next((column for column, text in enumerate(cells) if plain(text) == heading), None)
        if at is not None:
            body = (cell for line in sheet.rows[row + 1 :] for column, cell in enumerate(line) if column != at)
            return not all(map(is_empty, body))
    return False


def _top(sheet: Sheet) -> list[list[str]]:
    """The texts of the first rows; a merged cell's text stands in every column it spans."""
    rows = [[str(cell) if not is_empty(cell) else "" for cell in row] for row in sheet.rows[:_TOP]]
    for (top, left), (_, right) in sheet.merges:
        if top < len(rows) and rows[top] and sheet.left <= left < sheet.left + len(rows[top]):
            line, at = rows[top], left - sheet.left
            line[at : right - sheet.left + 1] = [line[at]] * len(line[at : right - sheet.left + 1])
    return rows


def _with_tables(main: Sheet, header: Header, tables: Mapping[str, Sheet], names: Names, name: str) -> Iterator[Row]:
    details = {key: _details(names.fields[key], sheet, name) for key, sheet in tables.items()}
    used: set[tuple[str, str]] = set()
    rows = _rows(main, header, names, name)
    # One row is looked ahead: without order numbers a table sheet can belong only to the single contract.
    first = list(itertools.islice(rows, 2))
    for row, order in itertools.chain(first, rows):
        mine = (order, "") if len(first) == 1 else (order,)
        for key, groups in details.items():
            taken = [number for number in dict.fromkeys(mine) if number in groups]
            used.update((key, number) for number in taken)
            row = _attach(row, key, [each for number in taken for each in groups[number]], tables[key].name)  # noqa: PLW2901
        yield row
    yield from _orphans(details, used, names, name)


def _attach(row: Row, key: str, lines: list[tuple[dict[str, object], tuple[Diagnostic, ...]]], sheet: str) -> Row:
    if not lines:
        return row
    record = row.record
    values = {**record.values, key: [values for values, _ in lines]}
    places = {**record.places, key: f"工作表『{sheet}』"}
    found = tuple(each for _, problems in lines for each in problems)
    return replace(row, record=replace(record, values=values, places=places), problems=row.problems + found)


def _orphans(
    details: Mapping[str, Mapping[str, object]], used: set[tuple[str, str]], names: Names, name: str
) -> Iterator[Row]:
    for key, groups in details.items():
        for number in groups:
            if (key, number) not in used:
                gather = Gather(names)
                message = f"工作表『{names.fields[key].label}』里合同序号『{number}』没有对应的合同"
                gather.problems.append(problem("ROW010", message, hint="请填写主表里的合同序号", key=key))
                yield gather.row(name, 0, {})


def _details(
    field: Field, sheet: Sheet, name: str
) -> dict[str, list[tuple[dict[str, object], tuple[Diagnostic, ...]]]]:
    """Return the lines of a table blank by the order number of their contract."""
    names = Names.of_table(field)
    header = find_header(_top(sheet), names, f"{name}「{sheet.name}」")
    groups = defaultdict(list)
    for row, order in _rows(sheet, header, names, name):
        where = f"工作表『{sheet.name}』第{row.number}行"
        told = (*row.problems, *([_unseen_line()] if row.hidden else []))
        problems = tuple(replace(p, location=f"{where} {p.location}".rstrip(), key=field.key) for p in told)
        groups[order].append((dict(row.record.values), problems))
    return groups


def _rows(sheet: Sheet, header: Header, names: Names, name: str) -> Iterator[tuple[Row, str]]:
    kinds = {column: names.fields.get(key) for column, key in header.keys.items()}
    merged = _merged_rows(sheet, header, name)
    body = range(header.row + 1, len(sheet.rows))
    typed = ((r + 1, [_cell(sheet, r, c, kinds.get(c)) for c in range(len(sheet.rows[r]))]) for r in body)
    for row, order in read_table(_mended(typed), header, names, name):
        found = _problems(sheet, header, row.number - 1, kinds)
        if row.number - 1 in merged:
            found.append(problem("ROW009", "这一行在纵向合并的单元格里，看不出每份合同各是什么值",
                                 hint="请取消合并单元格，逐行填写"))  # fmt: skip
        row = replace(row, problems=row.problems + tuple(found)) if found else row  # noqa: PLW2901
        yield (_unseen(row) if row.number - 1 in sheet.facts.hidden else row), order


def _unseen(row: Row) -> Row:
    return replace(row, hidden=True, record=replace(row.record, source=f"{row.record.source}（隐藏的行）"))


def _unseen_line() -> Diagnostic:
    return problem("ROW015", "这一行被筛选掉或隐藏了，看不出是否还要", hint="请取消筛选或隐藏；不要的行请删去")


def _mended(rows: Iterable[tuple[int, list[object]]]) -> Iterator[tuple[int, list[object]]]:
    for number, cells in rows:
        yield number, [cell.shown if isinstance(cell, Broken) else cell for cell in cells]


def _problems(sheet: Sheet, header: Header, row: int, kinds: Mapping[int, Field | None]) -> list[Diagnostic]:
    cells = ((c, _cell(sheet, row, c, kinds.get(c))) for c in header.keys)
    return [
        problem(cell.code, cell.message, location=f"列『{header.titles[c]}』", hint=cell.hint, key=header.keys[c])
        for c, cell in cells
        if isinstance(cell, Broken)
    ]


def _merged_rows(sheet: Sheet, header: Header, name: str) -> set[int]:
    rows: set[int] = set()
    for (top, _), (bottom, _) in sheet.merges:
        if top > header.row and bottom > top:
            rows.update(range(top + 1, min(bottom, len(sheet.rows)) + 1))
        if len(rows) > _MERGED_CELLS:
            raise RecordTooLarge(name, "合并的单元格", f"{_MERGED_CELLS:,}")
    return rows


def _cell(sheet: Sheet, row: int, column: int, field: Field | None) -> object:
    """Return a cell's value as it was typed, or Broken; `column` counts from the sheet's first used one."""
    value = sheet.rows[row][column] if column < len(sheet.rows[row]) else ""
    at = (row, column + sheet.left)
    if at in sheet.facts.errors:
        shown = sheet.facts.errors[at]
        return Broken(shown=shown, code="ROW011", message=f"单元格是错误值 {shown}", hint="请改正公式或直接填写数值")
    if at in sheet.facts.uncounted and field is not None:
        hint = "请用 Excel 或 WPS 打开后保存一次，或直接填写数值"
        return Broken(shown="", code="ROW014", message="单元格是公式，文件里没有它的结果", hint=hint)
    if isinstance(value, bool) or is_empty(value):
        return value
    kind = field.kind if field else Kind.TEXT
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, int | float):
        return _number(float(value), kind, percent=at in sheet.facts.percents, width=sheet.facts.widths.get(at, 0))
    return _day(value, kind)


def _number(value: float, kind: Kind, *, percent: bool, width: int) -> object:
    if abs(value) >= _EXACT:
        hint = "请把这一列的单元格格式改为“文本”后重新填写"
        return Broken(shown=f"{value:.0f}", code="ROW012", message="数字超过15位，Excel 已丢失后面的数字", hint=hint)
    exact = Decimal(f"{value:.15g}")
    if percent:
        return f"{(exact * 100).normalize():f}%"
    whole = exact == exact.to_integral_value()
    if kind in _NUMERIC:
        return int(exact) if whole else exact
    return f"{int(exact):0{width}d}" if whole else f"{exact:f}"


def _day(value: object, kind: Kind) -> object:
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        value = value.date()
    if kind is Kind.DATE:
        return value
    if isinstance(value, dt.date) and kind in _DATED:
        return f"{value.year}年{value.month}月{value.day}日"
    hint = "请把这一列的单元格格式改为“文本”后重新填写"
    return Broken(shown=str(value), code="ROW013", message=f"Excel 把内容变成了日期或时间（{value}）", hint=hint)
