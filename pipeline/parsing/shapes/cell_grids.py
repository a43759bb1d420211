"""Scene → its tables as grids of cells, those that a page break has cut in two in one piece."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model.flow import CellSpan
from pipeline.parsing.lexicon import role_pattern
from pipeline.parsing.shapes.scene import Scene
from pipeline.text.patterns import late, pattern

ORDINAL = late(r"^[\d一二三四五六七八九十.、（）①-⑳…\s]{1,6}$")
TOTAL = late(r"(?:价税|金额|费用|人民币)?[合总小共]计")
ASKS = late(r"：|[\ue000\ue001\ue002]")
PAIR = 2  # cells: a label and its value
FEWEST = 3  # columns of a list


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


def is_head(words: str) -> bool:
    """True for words that may head a column: neither a sentence nor a gap, a label with its colon or a figure."""
    return (
        0 < len(words) <= 30
        and "：" not in words
        and not pattern(r"[。；\ue000\ue001\ue002]").search(words)
        and not words.isdigit()
    )


def is_role(words: str) -> bool:
    """True for the name that a party goes by, with a note in brackets or none."""
    return bool(pattern(rf"{role_pattern()}(?:（[^）]*）)?").fullmatch(words))


_REMARK = late(r"备注|说明|附注|备考")
_FIGURES = late(r"\d")


def is_remark_of_filled(grid: Grid, number: int, index: int) -> bool:
    """True for the empty cell under 备注 in a row that is filled in: figures stand in it, and nothing else is empty."""
    if not number or not grid.is_empty(index):
        return False
    row, cell = grid.rows[number], grid.cells[index]
    head = next((grid.words[i] for i in grid.rows[0] if grid.cells[i].column == cell.column), "")
    if not _REMARK.fullmatch(head):
        return False
    others = [grid.words[i] for i in row if i != index]
    return len(others) >= PAIR and all(others) and any(map(_FIGURES.search, others[1:]))
