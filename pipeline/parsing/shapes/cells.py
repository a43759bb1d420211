"""Scene → gaps that are empty table cells: a label cell and an empty one, a header row and empty rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.model.flow import CellSpan
from pipeline.model.template import Kind
from pipeline.parsing.colons.below import asks_other
from pipeline.parsing.colons.labels import kind_of_label
from pipeline.parsing.gaps import Gap
from pipeline.parsing.lexicon import role_pattern
from pipeline.parsing.shapes.scene import Scene
from pipeline.parsing.view import FILL
from pipeline.text.patterns import late, pattern

_ORDINAL = late(r"^[\d一二三四五六七八九十.、（）①-⑳…\s]{1,6}$")
_LONGEST_NAME = 16
_LONGEST_ENTRY = 60  # of a row that begins with an ordinal
_ASKS = late(r"：|[\ue000\ue001\ue002]")
_NO_LABEL = late(r"粘贴|骑缝|照片|存根|^注|备注：.{10}|[。]")


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
            i: "".join(scene.text[flow.cells[i].start : flow.cells[i].end].split())
            for row in rows.values()
            for i in row
        }
        found.append(
            Grid(
                rows=tuple(tuple(rows[r]) for r in sorted(rows)), words=words, cells=flow.cells, ruled=flow.ruled[table]
            )
        )
    return _continued(scene, found)


_PAGE = late(r"[\s\d—\-/第页共]*")


def _continued(scene: Scene, grids: list[Grid]) -> list[Grid]:
    """Return the grids with those joined that a page break has cut in two: the second has no header of its own."""
    joined: list[Grid] = []
    for grid in grids:
        last = joined[-1] if joined else None
        if last is not None and _carries_on(scene, last, grid):
            joined[-1] = Grid(
                rows=last.rows + grid.rows, words={**last.words, **grid.words}, cells=last.cells, ruled=last.ruled
            )
        else:
            joined.append(grid)
    return joined


def _carries_on(scene: Scene, last: Grid, grid: Grid) -> bool:
    first, end = grid.cells[grid.rows[0][0]], last.cells[last.rows[-1][-1]]
    if abs(len(grid.rows[0]) - len(last.rows[-1])) > 2 or len(grid.rows[0]) < 3 or end.end > first.start:
        return False
    room = sum(map(grid.is_empty, grid.rows[0]))
    return room * 2 > len(grid.rows[0]) and bool(_PAGE.fullmatch(scene.text, end.end, first.start))


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
    row = _written(grid, grid.rows[at])
    if len(row) < _PAIR or not all(_is_head(grid.words[i]) for i in row):
        return 0
    if _is_role(grid.words[row[0]]) and kind_of_label(grid.words[row[1]]):
        return 0  # 甲方 | 名称 | …: the first row of what is asked of a party
    span = max(grid.cells[i].row_span for i in row)
    depth = min(span, 3) if any(grid.cells[i].row_span == 1 for i in row) else 1
    below = grid.rows[at + 1 : at + depth]
    return depth if all(_is_head(grid.words[i]) for r in below for i in r) and at + depth <= len(grid.rows) else 1


def _written(grid: Grid, row: tuple[int, ...]) -> tuple[int, ...]:
    """Return a row without the empty cells at its end, where three at least are written."""
    end = len(row)
    while end > _FEWEST and grid.is_empty(row[end - 1]):
        end -= 1
    return row[:end]


_FEWEST = 3


def _is_head(words: str) -> bool:
    return (
        0 < len(words) <= 30
        and "：" not in words
        and not pattern(r"[。；\ue000\ue001\ue002]").search(words)
        and not words.isdigit()
    )


def _is_record(grid: Grid, at: int) -> bool:
    """True where the row has room below the header; what is printed in it is an ordinal, a name, a unit."""
    row = grid.rows[at]
    if all(not grid.is_empty(i) or _is_remark_of_filled(grid, at, i) for i in row):
        return False
    printed = [i for i in row if not grid.is_empty(i) and not _is_boilerplate(grid, at, i)]
    counted = bool(printed) and bool(_ORDINAL.match(grid.words[printed[0]]))
    longest = _LONGEST_ENTRY if counted else _LONGEST_NAME
    return all(len(grid.words[i]) <= longest and not _ASKS.search(grid.words[i]) for i in printed)


_REMARK = late(r"备注|说明|附注|备考")
_FIGURES = late(r"\d")


def _is_remark_of_filled(grid: Grid, number: int, index: int) -> bool:
    """True for the empty cell under 备注 in a row that is filled in: figures stand in it, and nothing else is empty."""
    row, cell = grid.rows[number], grid.cells[index]
    head = next((grid.words[i] for i in grid.rows[0] if grid.cells[i].column == cell.column), "")
    if not number or not grid.is_empty(index) or not _REMARK.fullmatch(head):
        return False
    others = [grid.words[i] for i in row if i != index]
    return len(others) >= _PAIR and all(others) and any(map(_FIGURES.search, others[1:]))


def _is_boilerplate(grid: Grid, at: int, index: int) -> bool:
    """True where the row above or below prints the same words in the same column: 【正常】【不正常】 in every row."""
    column = grid.cells[index].column
    near = [*grid.rows[max(at - 1, 0) : at], *grid.rows[at + 1 : at + 2]]
    return any(grid.words[i] == grid.words[index] and grid.cells[i].column == column for row in near for i in row)


def _is_table(grid: Grid, at: int, depth: int, end: int) -> bool:
    """True where header and rows make a list, not a form: three columns, or two with rows that are all empty."""
    head = grid.rows[at + depth - 1]
    columns = len(head)
    if columns > 2 and all(_is_role(grid.words[i]) for i in head[1:]):
        return False  # 项目 | 甲方 | 乙方: every row asks each party
    records = grid.rows[at + depth : end]
    bare = all(grid.is_empty(i) or _ORDINAL.match(grid.words[i]) for row in records for i in row)
    if bare:
        return True
    if columns < 3 or (len(records) == 1 and columns < 4):
        return False
    widths = {len(row) for row in records}
    return len(records) > 1 or (len(widths) == 1 and sum(map(grid.is_empty, records[0])) >= columns - 2)


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
            if _is_total(grid, row):
                continue
            for place, index in enumerate(row):
                cell = grid.cells[index]
                asks_itself = place > 0 and asks_other(_last_line(scene, grid.cells[row[place - 1]]))
                asks_itself = asks_itself or _is_remark_of_filled(grid, number, index)
                if grid.is_empty(index) and cell.start not in taken and not asks_itself:
                    gap = _form_cell(grid, number, place)
                    if gap:
                        yield gap


def _last_line(scene: Scene, cell: CellSpan) -> str:
    """The last line of a cell without the room to write at its end."""
    return scene.text[cell.start : cell.end].rstrip(FILL + " \t\n").rsplit("\n", 1)[-1]


_TOTAL = late(r"(?:价税|金额|费用|人民币)?[合总小共]计")


def _is_total(grid: Grid, row: tuple[int, ...]) -> bool:
    """True for the last row of a list that was filled in: 合计 | | | 498000 asks for nothing between."""
    written = [grid.words[i] for i in row if grid.words[i]]
    if len(written) < _PAIR or not any(_TOTAL.match(words) for words in written[:-1]):
        return False
    return bool(_SUM.fullmatch(written[-1])) and not any(_ASKS.search(words) for words in written)


_PAIR = 2
_SUM = late(r"[¥￥]?[\d,，.]+(?:元|万元)?整?")


def _is_below_group(grid: Grid, number: int, place: int) -> bool:
    """True for the empty cell under the name of a group of labels: 甲方 | 名称 | … / (empty) | 地址 | …."""
    if place or number == 0:
        return False
    for row in reversed(grid.rows[: number + 1]):
        if len(row) < _FEWEST or not kind_of_label(grid.words[row[1]]):
            return False
        if grid.words[row[0]]:
            return _is_role(grid.words[row[0]])
    return False


def _form_cell(grid: Grid, number: int, place: int) -> Gap | None:
    """Return the gap of an empty cell that a label asks for: left of it, else above it."""
    row = grid.rows[number]
    if _is_below_group(grid, number, place):
        return None
    cell = grid.cells[row[place]]
    left = grid.words[row[place - 1]] if place else ""
    label = left if _is_label(left) else ""
    if label and place:
        label = _with_head(grid, number, place, label)
    if not label and (place == 0 or not left):
        label = _above(grid, number, cell)
        label = _of_row(grid, row, place, label)
    if not label or (not grid.ruled and not left.endswith("：")):
        return None
    group = _group(grid, number, place, label)
    start = cell.start
    return Gap(start=start, end=cell.end, inner=(start, cell.end), shape="cell", hint=f"{group}{label}".rstrip("："))


def _with_head(grid: Grid, number: int, place: int, label: str) -> str:
    """Return the label at the left with the head of the column, where the head tells more: a party, a price.

    甲方 | 通讯地址 | ____ stays; a list 多层住宅 | ____ under 收费标准 is 多层住宅收费标准.
    """
    if place != 1 or number == 0:
        return label
    top, cell = grid.rows[0], grid.cells[grid.rows[number][place]]
    head = next((grid.words[i] for i in top if grid.cells[i].column == cell.column and len(top) > 1), "")
    if not head or not _is_head(head) or any(grid.is_empty(i) for i in top[1:]):
        return label
    if _is_role(head):
        return f"{head}{label}"
    bare = pattern(r"（.*").sub("", head)
    asked, said = kind_of_label(bare), kind_of_label(label)
    return f"{label}{bare}" if asked in _MEASURED and said is None else label


def _of_row(grid: Grid, row: tuple[int, ...], place: int, label: str) -> str:
    """Return a party's name that heads the column with what the row asks for: 甲方 above, 通讯地址 at the left."""
    first = grid.words[row[0]]
    if place < 2 or not _is_role(label) or not _is_label(first):
        return label
    return f"{label}{first}"


_MEASURED = frozenset((Kind.AMOUNT, Kind.NUMBER, Kind.PERCENT, Kind.DURATION, Kind.DATE))


def _is_role(words: str) -> bool:
    return bool(pattern(rf"{role_pattern()}(?:（[^）]*）)?").fullmatch(words))


def _is_label(words: str) -> bool:
    return 0 < len(words) <= 40 and not _NO_LABEL.search(words) and not _ORDINAL.match(words) and not words.isdigit()


def _above(grid: Grid, number: int, cell: CellSpan) -> str:
    """Return the words above in the same column: of the nearest header row, else of the nearest label."""
    label = ""
    for row in reversed(grid.rows[:number]):
        for i in row:
            other = grid.cells[i]
            words = grid.words[i]
            if not other.column <= cell.column < other.column + other.column_span or not words:
                continue
            if len(row) > 1 and all(_is_head(grid.words[k]) for k in row):
                return words
            if _is_label(words) and _is_head(words) and not _is_used(grid, row, i):
                label = label or words
    return label


def _is_used(grid: Grid, row: tuple[int, ...], index: int) -> bool:
    """True where the cell to the right is empty: the label asks for what goes there, not below."""
    place = row.index(index) + 1
    return place < len(row) and grid.is_empty(row[place])


def _group(grid: Grid, number: int, place: int, label: str) -> str:
    """Return the words of a tall cell at the left that several labels share: 出租人 | 姓名 | ____."""
    cell = grid.cells[grid.rows[number][place]]
    for row in reversed(grid.rows[: number + 1]):
        for i in row:
            other = grid.cells[i]
            tall = other.table == cell.table and other.row_span > 1 and other.row + other.row_span > cell.row
            if tall and other.column < cell.column and grid.words[i] != label and 1 < len(grid.words[i]) <= 12:
                return grid.words[i]
    return ""
