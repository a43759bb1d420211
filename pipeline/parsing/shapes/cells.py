"""Scene → gaps that are empty cells of forms: a label cell and an empty one beside or below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.model.flow import CellSpan
from pipeline.model.template import Kind
from pipeline.parsing.colons.below import asks_other
from pipeline.parsing.colons.labels import kind_of_label
from pipeline.parsing.gaps import Gap
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
from pipeline.parsing.shapes.scene import Scene
from pipeline.parsing.shapes.tables import TableGap
from pipeline.parsing.view import BOX, FILL, TICK
from pipeline.text.patterns import late, pattern

_NO_LABEL = late(r"粘贴|骑缝|照片|存根|^注(?!册)|备注：.{10}|[。]")


def find(scene: Scene, grids: Sequence[Grid], tables: Sequence[TableGap]) -> Iterator[Gap]:
    """Yield the empty cells of forms: each is a blank of its own."""
    taken = {start for table in tables for _, _, start, _ in table.cells}
    for grid in grids:
        for number, row in enumerate(grid.rows):
            if _is_total(grid, row):
                continue
            for place, index in enumerate(row):
                if not grid.is_empty(index) or grid.cells[index].start in taken:
                    continue
                asks_itself = place > 0 and asks_other(_last_line(scene, grid.cells[row[place - 1]]))
                if asks_itself or is_remark_of_filled(grid, number, index):
                    continue
                gap = _form_cell(grid, number, place)
                if gap:
                    yield gap


def _last_line(scene: Scene, cell: CellSpan) -> str:
    """The last line of a cell without the room to write at its end."""
    return scene.text[cell.start : cell.end].rstrip(FILL + " \t\n").rsplit("\n", 1)[-1]


def _is_total(grid: Grid, row: tuple[int, ...]) -> bool:
    """True for the last row of a list that was filled in: 合计 | | | 498000 asks for nothing between."""
    written = [grid.words[i] for i in row if grid.words[i]]
    if len(written) < PAIR or not any(TOTAL.match(words) for words in written[:-1]):
        return False
    return bool(_SUM.fullmatch(written[-1])) and not any(ASKS.search(words) for words in written)


_SUM = late(r"[¥￥]?[\d,，.]+(?:万?元整?|[\u4e00-\u9fff]{0,2})")


def _is_below_group(grid: Grid, number: int, place: int) -> bool:
    """True for the empty cell under the name of a group of labels: 甲方 | 名称 | … / (empty) | 地址 | …."""
    if place or number == 0:
        return False
    for row in reversed(grid.rows[: number + 1]):
        if len(row) < FEWEST or not kind_of_label(grid.words[row[1]]):
            return False
        if grid.words[row[0]]:
            return is_role(grid.words[row[0]])
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
    group = "" if label.startswith(group) else group
    start, shape = cell.start, "row" if _is_listed(grid, row) else "cell"
    return Gap(start=start, end=cell.end, inner=(start, cell.end), shape=shape, hint=f"{group}{label}".rstrip("："))


def _with_head(grid: Grid, number: int, place: int, label: str) -> str:
    """Return the label at the left with the head of the column, where the head tells more: a party, a price.

    甲方 | 通讯地址 | ____ stays; a list 多层住宅 | ____ under 收费标准 is 多层住宅收费标准.
    """
    if place != 1 or number == 0:
        return label
    top, cell = grid.rows[0], grid.cells[grid.rows[number][place]]
    head = next((grid.words[i] for i in top if grid.cells[i].column == cell.column and len(top) > 1), "")
    if not head or not is_head(head) or any(grid.is_empty(i) for i in top[1:]):
        return label
    if is_role(head):
        return f"{head}{label}"
    bare = pattern(r"（.*").sub("", head)
    asked, said = kind_of_label(bare), kind_of_label(label)
    return f"{label}{bare}" if (asked in _MEASURED or asked is Kind.PERSON) and said is None else label


def _of_row(grid: Grid, row: tuple[int, ...], place: int, label: str) -> str:
    """Return a party's name that heads the column with what the row asks for: 甲方 above, 通讯地址 at the left."""
    first = grid.words[row[0]]
    if place < PAIR or not _is_label(first):
        return label
    if is_role(label):
        return f"{label}{first}"
    first = _ENTRY.sub("", first)
    return f"{first}{label}" if _is_listed(grid, row) and len(first) <= _SHORT_ROW else label


def _is_listed(grid: Grid, row: tuple[int, ...]) -> bool:
    """True for a row of a list whose heads stand in its first row: 质量管理 | (姓名) | (职务) | (职称)."""
    if len(row) <= FEWEST or grid.is_empty(row[0]) or not all(map(grid.is_empty, row[1:])):
        return False
    return all(is_head(grid.words[i]) for i in grid.rows[0])


_SHORT_ROW = 12
_ENTRY = late(rf"^[{BOX}{TICK}]?[（(]?\d{{1,2}}[）)、.．]")


_MEASURED = frozenset((Kind.AMOUNT, Kind.NUMBER, Kind.PERCENT, Kind.DURATION, Kind.DATE))


def _is_label(words: str) -> bool:
    return 0 < len(words) <= 40 and not _NO_LABEL.search(words) and not ORDINAL.match(words) and not words.isdigit()


def _above(grid: Grid, number: int, cell: CellSpan) -> str:
    """Return the words above in the same column: of the nearest header row, else of the nearest label."""
    label = ""
    for row in reversed(grid.rows[:number]):
        for i in row:
            other = grid.cells[i]
            words = grid.words[i]
            if not other.column <= cell.column < other.column + other.column_span or not words:
                continue
            if len(row) > 1 and all(is_head(grid.words[k]) for k in row):
                return words
            if _is_label(words) and is_head(words) and not _is_used(grid, row, i):
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
