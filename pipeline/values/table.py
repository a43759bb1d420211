"""Tables: rows as dictionaries or lists ↔ a list of {column key: canonical value}.

A cell that was left out is "" in a text column and None in any other, until it is derived or found missing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.model.record import JsonValue
from pipeline.model.template import Blank, Column, Kind, Role, Slot
from pipeline.text.numerals import canonical, parse_number
from pipeline.values.bad import BadValue
from pipeline.values.family import Coercer, Family, Printer
from pipeline.values.gap import Gap, Printed
from pipeline.values.totals import Total, is_total, total_of

_NO_SLOT = (Slot(start=0, end=0),)


CLOSING = -1
_TOLD = 50  # cells of a table that are told one by one


def column_blank(blank: Blank, column: Column) -> Blank:
    """Return a column as the blank that each of its cells is."""
    label = f"{blank.label}·{column.label}"
    return Blank(key=f"{blank.key}.{column.key}", label=label, kind=column.kind, unit=column.unit, slots=_NO_SLOT)


def expected(blank: Blank) -> str:
    """Return what belongs into the blank, with its columns."""
    return f"若干行，各行的列为：{'、'.join(column.label for column in open_columns(blank))}"


def example(blank: Blank) -> str:
    """Return rows that are accepted there, as JSON."""
    from pipeline import values

    row = {column.key: values.example(column_blank(blank, column)) or "…" for column in open_columns(blank)}
    return json.dumps([row], ensure_ascii=False)


def coercer(blank: Blank) -> Coercer:
    """Return the reader of a table blank: a list of rows, each a mapping by column key or label, or a list in order."""
    from pipeline import values

    readers = tuple((c, values.coercer(column_blank(blank, c))) for c in blank.columns)
    fixed = fixed_columns(blank)
    names = {name: column.key for column in reversed(blank.columns) for name in (column.label, column.key)}

    def bad(raw: object, reason: str) -> BadValue:
        return BadValue(blank, raw, reason, expected=expected(blank), example=example(blank))

    def read(number: int, row: object, wrong: list[BadValue]) -> JsonValue:
        cells = _cells(row, blank, names, lambda reason: bad(row, f"第{number}行{reason}"))
        for column in fixed:
            given = cells.pop(column.key, None)
            if not is_empty(given) and not _is_ordinal(given, number):
                raise bad(row, f"第{number}行给出了『{column.label}』，这一列合同上已经印好，请留空")
        return {column.key: _cell(number, column, cells.get(column.key), reader, wrong) for column, reader in readers}

    def coerce(raw: object) -> JsonValue:
        rows = _rows(raw)
        if not rows:
            raise bad(raw, "没有行" if rows is not None else "不是行的列表")
        wrong: list[BadValue] = []
        read_rows = [read(number, row, wrong) for number, row in enumerate(rows, 1)]
        if wrong:
            wrong[0].more = tuple(wrong[1:_TOLD])
            raise wrong[0]
        return read_rows

    return coerce


def _rows(raw: object) -> Sequence[object] | None:
    if isinstance(raw, str) and raw.lstrip().startswith("["):
        try:
            raw = json.loads(raw, parse_float=Decimal)
        except ValueError:
            return None
    return raw if isinstance(raw, list | tuple) else None


def _cells(row: object, blank: Blank, names: Mapping[str, str], bad: Callable[[str], BadValue]) -> dict[str, object]:
    if isinstance(row, list | tuple):
        if len(row) > len(blank.columns):
            raise bad(f"有 {len(row)} 列，多于 {len(blank.columns)} 列")
        return dict(zip((column.key for column in blank.columns), row, strict=False))
    if not isinstance(row, Mapping):
        raise bad("不是一行数据")
    cells: dict[str, object] = {}
    for name, cell in row.items():
        key = names.get(str(name).strip())
        if key is None:
            raise bad(f"没有『{name}』这一列")
        if key in cells and cells[key] != cell:
            raise bad(f"『{name}』给了两个值")
        cells[key] = cell
    return cells


_COUNTED = re.compile(r"[第期批项号.、．\s]")


def _is_ordinal(raw: object, number: int) -> bool:
    """True for the number of a row, as people write it: 1, 一, 第1期."""
    return parse_number(canonical(_COUNTED.sub("", str(raw)))) == number


def fixed_columns(blank: Blank) -> tuple[Column, ...]:
    """Return the columns that the template has written on in every row (序号): no value can be printed there."""
    if not all("," in slot.name for slot in blank.slots):
        return ()
    numbers = {int(slot.name.partition(",")[2]) for slot in blank.slots}
    written = {column.key for column in _column_of(numbers, blank.columns).values()}
    return tuple(column for column in blank.columns if column.key not in written)


def open_columns(blank: Blank) -> tuple[Column, ...]:
    """Return the columns that a value can be printed in."""
    fixed = fixed_columns(blank)
    return tuple(column for column in blank.columns if column not in fixed)


def is_empty(raw: object) -> bool:
    """True for what stands for no value: None, an empty or blank string."""
    return raw is None or (isinstance(raw, str) and not raw.strip())


def _cell(number: int, column: Column, raw: object, reader: Coercer, wrong: list[BadValue]) -> JsonValue:
    """The value of a cell; one that can't be used is added to `wrong`, so that all of them are told at once."""
    if is_empty(raw):
        return "" if column.kind is Kind.TEXT else None
    try:
        return reader(raw)
    except BadValue as error:
        wrong.append(error.in_row(number))
        return None


def printer(blank: Blank, gaps: tuple[Gap, ...]) -> Printer:
    """Return the printer of the cells that the template has; rows beyond them come from `overflow`."""
    cells = placed_cells(blank, gaps)

    def write(data: JsonValue) -> tuple[Printed, ...]:
        rows = data if isinstance(data, list) else []
        return tuple(Printed(cell.shown(rows)) for cell in cells)

    return write


def overflow(blank: Blank, gaps: tuple[Gap, ...]) -> Callable[[JsonValue], tuple[tuple[str, ...], ...]]:
    """Return the function that gives for every gap the texts of the rows to be added below its own.

    Only the gaps of the last printed row have any: that row is repeated for each further row of the data.
    """
    cells = placed_cells(blank, gaps)
    last = max((cell.row for cell in cells), default=0)

    def write(data: JsonValue) -> tuple[tuple[str, ...], ...]:
        more = data[last + 1 :] if isinstance(data, list) else []
        return tuple(tuple(cell.write(row) for row in more) if cell.row == last else () for cell in cells)

    return write


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedCell:
    """A cell of the template: the row of the data that it shows, its column, and the function row → text.

    The row is `CLOSING` in what closes the table, such as 合计: no row of the data belongs there, but the sum of the
    column where it has one.
    """

    row: int
    column: Column
    write: Callable[[JsonValue], str]
    total: Total | None = None

    def shown(self, rows: Sequence[JsonValue]) -> str:
        """Return what the cell shows of the rows of data."""
        if self.row == CLOSING:
            total = self.total(rows) if self.total else None
            return self.write({self.column.key: total}) if total is not None else ""
        return self.write(rows[self.row]) if self.row < len(rows) else ""


def placed_cells(blank: Blank, gaps: tuple[Gap, ...]) -> tuple[PlacedCell, ...]:
    """Return what each CELL gap shows; its name gives row and column in the printed grid ("2,3")."""
    spots = [_spot(gap, index, len(blank.columns)) for index, gap in enumerate(gaps)]
    sums = {row for (row, _), gap in zip(spots, gaps, strict=True) if is_total(gap)}
    rows = _data_rows(spots, sums)
    columns = _column_of({column for _, column in spots}, blank.columns)
    return tuple(
        PlacedCell(
            row=rows[row], column=columns[column], write=_cell_writer(blank, columns[column], gap),
            total=total_of(columns[column], blank.columns) if row in sums else None,
        )
        for (row, column), gap in zip(spots, gaps, strict=True)
    )  # fmt: skip


def rows_shown(blank: Blank, gaps: tuple[Gap, ...]) -> tuple[tuple[Column, ...], ...]:
    """Return for every printed row of data the columns that it has a gap for; what is added below is like the last."""
    rows: dict[int, list[Column]] = {}
    for cell in placed_cells(blank, gaps):
        if cell.row != CLOSING:
            rows.setdefault(cell.row, []).append(cell.column)
    return tuple(tuple(dict.fromkeys(rows[row])) for row in sorted(rows))


def _data_rows(spots: list[tuple[int, int]], sums: set[int]) -> dict[int, int]:
    """Return for every printed row which row of the data it shows.

    A last row that is called a total (`sums`), or in which the template has written what the rows above leave open,
    shows none: a value for that column would be lost there.
    """
    columns: dict[int, set[int]] = {}
    for row, column in spots:
        columns.setdefault(row, set()).add(column)
    ordered = sorted(columns)
    end = len(ordered)
    while end > 1 and (ordered[end - 1] in sums or columns[ordered[end - 1]] < columns[ordered[0]]):
        end -= 1
    return {row: index if index < end else CLOSING for index, row in enumerate(ordered)}


def _spot(gap: Gap, index: int, width: int) -> tuple[int, int]:
    row, _, column = gap.name.partition(",")
    return (int(row), int(column)) if row.isdigit() and column.isdigit() else divmod(index, width)


def _column_of(numbers: set[int], columns: tuple[Column, ...]) -> dict[int, Column]:
    """Return which column a printed column number means.

    Columns that the template has written on already (序号) have no gaps: then the numbers count the grid from 0.
    """
    ordered = sorted(numbers)
    if len(ordered) == len(columns):
        return dict(zip(ordered, columns, strict=True))
    first = 1 if ordered[-1] >= len(columns) else 0
    return {number: columns[min(max(number - first, 0), len(columns) - 1)] for number in ordered}


def _cell_writer(blank: Blank, column: Column, gap: Gap) -> Callable[[JsonValue], str]:
    from pipeline import values

    # The unit of a cell stands in the column's head, so the cell itself prints as behind a printed unit.
    print_cell = values.printer(column_blank(blank, column), (Gap(role=Role.VALUE, own=gap.own),))

    def write(row: JsonValue) -> str:
        data = row.get(column.key) if isinstance(row, dict) else None
        return print_cell(data)[0].text if data not in (None, "") else ""

    return write


TABLE = Family(coercer=coercer, printer=printer, expected=expected, example=example)
