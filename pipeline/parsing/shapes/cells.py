"""Scene → gaps that are empty table cells: a label cell and an empty one, a header row and empty rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.model.flow import CellSpan
from pipeline.parsing.gaps import Gap
from pipeline.parsing.shapes.scene import Scene

_ORDINAL = re.compile(r"^[\d一二三四五六七八九十.、（）①-⑳…\s]{1,6}$")
_NO_LABEL = re.compile(r"粘贴|骑缝|照片|存根|^注|备注：.{10}|[。]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table as rows of cell indices, with the text of every cell."""

    rows: tuple[tuple[int, ...], ...]
    words: dict[int, str]
    cells: tuple[CellSpan, ...]
    ruled: bool

    def is_empty(self, index: int) -> bool:
        """True where nothing is written in the cell."""
        return not self.words[index]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableGap:
    """A table blank: the heads of its columns and its empty cells, row by row."""

    heads: tuple[str, ...]
    cells: tuple[tuple[int, int, int, int], ...]  # row, column, start, end
    rows: int
    start: int
    header_end: int


def grids(scene: Scene) -> list[Grid]:
    """Return the tables of the flow as grids."""
    flow = scene.view.flow
    tables: dict[int, dict[int, list[int]]] = {}
    for index, cell in enumerate(flow.cells):
        tables.setdefault(cell.table, {}).setdefault(cell.row, []).append(index)
    found = []
    for table, rows in tables.items():
        words = {
            i: re.sub(r"\s", "", scene.text[flow.cells[i].start : flow.cells[i].end])
            for row in rows.values()
            for i in row
        }
        found.append(
            Grid(
                rows=tuple(tuple(rows[r]) for r in sorted(rows)), words=words, cells=flow.cells, ruled=flow.ruled[table]
            )
        )
    return found


def find_tables(scene: Scene) -> list[TableGap]:
    """Return the tables, or parts of them, that are a header row and empty rows."""
    return [part for grid in grids(scene) for part in _parts(grid)]


def _parts(grid: Grid) -> Iterator[TableGap]:
    at = 0
    while at < len(grid.rows):
        depth = _header_depth(grid, at)
        end = at + depth
        while depth and end < len(grid.rows) and _is_record(grid, end):
            end += 1
        if depth and end > at + depth and _is_table(grid, at, depth, end):
            yield _table(grid, at, depth, end)
            at = end
        else:
            at += 1


def _header_depth(grid: Grid, at: int) -> int:
    """Return how many rows from `at` on are header rows: all cells written, two at least, none a record."""
    row = grid.rows[at]
    if len(row) < 2 or not all(_is_head(grid.words[i]) for i in row):
        return 0
    span = max(grid.cells[i].row_span for i in row)
    depth = min(span, 3) if any(grid.cells[i].row_span == 1 for i in row) else 1
    below = grid.rows[at + 1 : at + depth]
    return depth if all(_is_head(grid.words[i]) for r in below for i in r) and at + depth <= len(grid.rows) else 1


def _is_head(words: str) -> bool:
    return (
        0 < len(words) <= 30
        and "：" not in words
        and not re.search(r"[。；\ue000\ue001\ue002]", words)
        and not words.isdigit()
    )


def _is_record(grid: Grid, at: int) -> bool:
    """True where the row is empty below the header, but for an ordinal or a name in its first cell."""
    row = grid.rows[at]
    if not row or all(not grid.is_empty(i) for i in row):
        return False
    filled = [i for i in row if not grid.is_empty(i) and not _is_boilerplate(grid, at, i)]
    counted = bool(filled) and bool(_ORDINAL.match(grid.words[filled[0]]))
    filled = [i for i in filled if not _ORDINAL.match(grid.words[i])]
    if any(len(grid.words[i]) > (60 if counted else 16) or "：" in grid.words[i] for i in filled):
        return False
    empty = sum(grid.is_empty(i) for i in row)
    return empty >= 2 * len(filled) if filled and not all(_ORDINAL.match(grid.words[i]) for i in filled) else empty > 0


def _is_boilerplate(grid: Grid, at: int, index: int) -> bool:
    """True where the row above or below prints the same words in the same column: 【正常】【不正常】 in every row."""
    column = grid.cells[index].column
    near = [*grid.rows[max(at - 1, 0) : at], *grid.rows[at + 1 : at + 2]]
    return any(grid.words[i] == grid.words[index] and grid.cells[i].column == column for row in near for i in row)


def _is_table(grid: Grid, at: int, depth: int, end: int) -> bool:
    """True where header and rows make a list, not a form: three columns, or two with rows that are all empty."""
    columns = len(grid.rows[at + depth - 1])
    records = grid.rows[at + depth : end]
    bare = all(grid.is_empty(i) or _ORDINAL.match(grid.words[i]) for row in records for i in row)
    if columns == 2:
        return bare
    if not bare and len(records) == 1 and columns < 4:
        return False
    return bare or columns >= 3


def _table(grid: Grid, at: int, depth: int, end: int) -> TableGap:
    heads = _heads(grid, at, depth)
    cells = []
    for number, row in enumerate(grid.rows[at + depth : end]):
        for i in row:
            if grid.is_empty(i):
                cell = grid.cells[i]
                cells.append((number, cell.column, cell.start, cell.end))
    first = grid.cells[grid.rows[at][0]]
    last = grid.cells[grid.rows[at + depth - 1][-1]]
    return TableGap(heads=heads, cells=tuple(cells), rows=end - at - depth, start=first.start, header_end=last.end)


def _heads(grid: Grid, at: int, depth: int) -> tuple[str, ...]:
    """Return the column heads, those of two rows joined: 质量（%） above 纯度 gives 质量（%）纯度."""
    names: dict[int, str] = {}
    for row in grid.rows[at : at + depth]:
        for i in row:
            cell = grid.cells[i]
            for column in range(cell.column, cell.column + cell.column_span):
                names[column] = names.get(column, "") + grid.words[i]
    return tuple(names[column] for column in sorted(names))


def find(scene: Scene, tables: list[TableGap]) -> Iterator[Gap]:
    """Yield the empty cells of forms: each is a blank of its own."""
    taken = {start for table in tables for _, _, start, _ in table.cells}
    for grid in grids(scene):
        for number, row in enumerate(grid.rows):
            for place, index in enumerate(row):
                cell = grid.cells[index]
                if grid.is_empty(index) and cell.start not in taken:
                    gap = _form_cell(grid, number, place)
                    if gap:
                        yield gap


def _form_cell(grid: Grid, number: int, place: int) -> Gap | None:
    """Return the gap of an empty cell that a label asks for: left of it, else above it."""
    row = grid.rows[number]
    cell = grid.cells[row[place]]
    left = grid.words[row[place - 1]] if place else ""
    label = left if _is_label(left) else ""
    if not label and (place == 0 or not left):
        label = _above(grid, number, cell)
    if not label or (not grid.ruled and not left.endswith("：")):
        return None
    group = _group(grid, number, place, label)
    start = cell.start
    return Gap(start=start, end=cell.end, inner=(start, cell.end), shape="cell", hint=f"{group}{label}".rstrip("："))


def _is_label(words: str) -> bool:
    return 0 < len(words) <= 40 and not _NO_LABEL.search(words) and not _ORDINAL.match(words) and not words.isdigit()


def _above(grid: Grid, number: int, cell: CellSpan) -> str:
    """Return the words of the nearest written cell above, in the same column."""
    for row in reversed(grid.rows[:number]):
        for i in row:
            other = grid.cells[i]
            if other.column <= cell.column < other.column + other.column_span and grid.words[i]:
                return grid.words[i] if _is_label(grid.words[i]) else ""
    return ""


def _group(grid: Grid, number: int, place: int, label: str) -> str:
    """Return the words of a tall cell at the left that several labels share: 出租人 | 姓名 | ____."""
    cell = grid.cells[grid.rows[number][place]]
    for row in reversed(grid.rows[: number + 1]):
        for i in row:
            other = grid.cells[i]
            tall = other.row_span > 1 and other.row + other.row_span > cell.row
            if tall and other.column < cell.column and grid.words[i] != label and 1 < len(grid.words[i]) <= 12:
                return grid.words[i]
    return ""
