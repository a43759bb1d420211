"""Grids of cells → tables that are one blank: a header row and empty rows below it, or below rows that are written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.parsing.colons.labels import kind_of_label
from pipeline.parsing.shapes.cell_grids import (
    ASKS,
    FEWEST,
    ORDINAL,
    PAIR,
    TOTAL,
    Grid,
    is_head,
    is_remark_of_filled,
    is_role,
)
from pipeline.text.patterns import late

_LONGEST_NAME = 16
_LONGEST_ENTRY = 60  # of a row that begins with an ordinal


@dataclass(frozen=True, slots=True, kw_only=True)
class TableGap:
    """A table blank: the heads of its columns and its empty cells, row by row.

    Attributes:
        heads: Of the columns, from the left.
        cells: Row, column, start and end of every empty cell.
        rows: How many rows it has.
        start: Where its header begins.
        spare: True for the rows left over below others that are written.
    """

    heads: tuple[str, ...]
    cells: tuple[tuple[int, int, int, int], ...]
    rows: int
    start: int
    spare: bool = False


def find_tables(grids: Sequence[Grid]) -> list[TableGap]:
    """Return the tables, or parts of them, that are a header row and empty rows."""
    return [part for grid in grids for part in _parts(grid)]


def _parts(grid: Grid) -> Iterator[TableGap]:
    at = 0
    while at < len(grid.rows):
        depth = _header_depth(grid, at)
        end = at + depth
        while depth and end < len(grid.rows) and _is_record(grid, end):
            end += 1
        if depth and end > at + depth and _is_table(grid, at, depth, end):
            yield _table(grid, at, depth, range(at + depth, end))
            at = end
        elif depth and (spare := _spare_rows(grid, at, depth)):
            yield _table(grid, at, depth, spare)
            at = spare.stop
        else:
            at += 1


def _spare_rows(grid: Grid, at: int, depth: int) -> range:
    """Return the empty rows of a list that is written in part: below its header and rows that reach as far."""
    head, first = grid.rows[at + depth - 1], at + depth
    if len(head) < FEWEST:
        return range(0)
    edge = _edge(grid, head)
    while first < len(grid.rows) and _edge(grid, grid.rows[first]) == edge and _is_entry(grid, grid.rows[first]):
        first += 1
    written = [grid.words[i] for row in grid.rows[at + depth : first] for i in row]
    figures = any(map(_FIGURE.search, written))
    last = first
    while last < len(grid.rows) and _edge(grid, grid.rows[last]) == edge:
        row = grid.rows[last]
        counts = figures and _is_record(grid, last) and not any(TOTAL.match(grid.words[i]) for i in row)
        if not counts and not _is_bare(grid, row):
            break
        last += 1
    return range(first, last) if written else range(0)


_FIGURE = late(r"\d")


def _edge(grid: Grid, row: tuple[int, ...]) -> int:
    """Return the column behind a row's last cell."""
    return grid.cells[row[-1]].column + grid.cells[row[-1]].column_span


def _is_entry(grid: Grid, row: tuple[int, ...]) -> bool:
    """True for a row of a list that is written: more than half of its cells, and none that asks."""
    written = [grid.words[i] for i in row if grid.words[i]]
    return len(written) >= PAIR and len(written) * 2 > len(row) and not any(map(ASKS.search, written))


def _is_bare(grid: Grid, row: tuple[int, ...]) -> bool:
    """True for a row in which nothing is written but its ordinal."""
    return any(map(grid.is_empty, row)) and all(grid.is_empty(i) or ORDINAL.match(grid.words[i]) for i in row)


def _header_depth(grid: Grid, at: int) -> int:
    """Return how many rows from `at` on are header rows: all cells written, two at least, none a record."""
    row = _written(grid, grid.rows[at])
    if len(row) < PAIR or not all(is_head(grid.words[i]) for i in row):
        return 0
    if is_role(grid.words[row[0]]) and kind_of_label(grid.words[row[1]]):
        return 0  # 甲方 | 名称 | …: the first row of what is asked of a party
    span = max(grid.cells[i].row_span for i in row)
    depth = min(span, 3) if any(grid.cells[i].row_span == 1 for i in row) else 1
    below = grid.rows[at + 1 : at + depth]
    return depth if all(is_head(grid.words[i]) for r in below for i in r) and at + depth <= len(grid.rows) else 1


def _written(grid: Grid, row: tuple[int, ...]) -> tuple[int, ...]:
    """Return a row without the empty cells at its end, where three at least are written."""
    end = len(row)
    while end > FEWEST and grid.is_empty(row[end - 1]):
        end -= 1
    return row[:end]


def _is_record(grid: Grid, at: int) -> bool:
    """True where the row has room below the header; what is printed in it is an ordinal, a name, a unit."""
    row = grid.rows[at]
    if all(not grid.is_empty(i) or is_remark_of_filled(grid, at, i) for i in row):
        return False
    printed = [i for i in row if not grid.is_empty(i) and not _is_boilerplate(grid, at, i)]
    counted = bool(printed) and bool(ORDINAL.match(grid.words[printed[0]]))
    longest = _LONGEST_ENTRY if counted else _LONGEST_NAME
    return all(len(grid.words[i]) <= longest and not ASKS.search(grid.words[i]) for i in printed)


def _is_boilerplate(grid: Grid, at: int, index: int) -> bool:
    """True where the row above or below prints the same words in the same column: 【正常】【不正常】 in every row."""
    column = grid.cells[index].column
    near = [*grid.rows[max(at - 1, 0) : at], *grid.rows[at + 1 : at + 2]]
    return any(grid.words[i] == grid.words[index] and grid.cells[i].column == column for row in near for i in row)


def _is_table(grid: Grid, at: int, depth: int, end: int) -> bool:
    """True where header and rows make a list, not a form: three columns, or two with rows that are all empty."""
    head = grid.rows[at + depth - 1]
    columns = len(head)
    if columns > 2 and all(is_role(grid.words[i]) for i in head[1:]):
        return False  # 项目 | 甲方 | 乙方: every row asks each party
    records = grid.rows[at + depth : end]
    if all(_is_bare(grid, row) for row in records):
        return True
    if columns < 3 or (len(records) == 1 and columns < 4):
        return False
    widths = {len(row) for row in records}
    return len(records) > 1 or (len(widths) == 1 and sum(map(grid.is_empty, records[0])) >= columns - 2)


def _table(grid: Grid, at: int, depth: int, records: range) -> TableGap:
    heads = _heads(grid, at, depth)
    cells = []
    for number, row in enumerate(grid.rows[records.start : records.stop]):
        for i in row:
            if grid.is_empty(i):
                cell = grid.cells[i]
                cells.append((number, cell.column, cell.start, cell.end))
    first = grid.cells[grid.rows[at][0]]
    spare = records.start > at + depth
    return TableGap(heads=heads, cells=tuple(cells), rows=len(records), start=first.start, spare=spare)


def _heads(grid: Grid, at: int, depth: int) -> tuple[str, ...]:
    """Return the column heads, those of two rows joined: 质量（%） above 纯度 gives 质量（%）纯度."""
    names: dict[int, str] = {}
    for row in grid.rows[at : at + depth]:
        for i in row:
            cell = grid.cells[i]
            for column in range(cell.column, cell.column + cell.column_span):
                names[column] = names.get(column, "") + grid.words[i]
    return tuple(names[column] for column in sorted(names))
