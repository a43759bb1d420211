"""Pieces of tables → tables: a table that goes on at the top of the next page is one table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.model.document import Block, Cell, Paragraph, Table
from pipeline.readers.pdf.tables import TOUCH, Area, Grid


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A grid on a page with its cells, in the order of the grid's areas."""

    grid: Grid
    cells: tuple[Cell, ...]
    page: int


def goes_on(above: Piece, below: Piece) -> bool:
    """True where a table at the top of a page can be the rest of the one that the page before ends with.

    Their outer edges must be the same, and so must the walls between the last row of the one and the first of the
    other, unless either is a single cell.

    Args:
        above: The last table of what came before, with nothing below it.
        below: The first table of its page, with nothing above it.
    """
    if below.page != above.page + 1:
        return False
    if abs(above.grid.x0 - below.grid.x0) > TOUCH or abs(above.grid.x1 - below.grid.x1) > TOUCH:
        return False
    last = max(area.row + area.row_span for area in above.grid.areas) - 1
    ends = [area for area in above.grid.areas if area.row + area.row_span > last]
    begins = [area for area in below.grid.areas if area.row == 0]
    return min(len(ends), len(begins)) == 1 or _same_walls(ends, begins)


def _same_walls(ends: Sequence[Area], begins: Sequence[Area]) -> bool:
    left, right = (sorted(area.x0 for area in areas) for areas in (ends, begins))
    return len(left) == len(right) and all(abs(a - b) <= TOUCH for a, b in zip(left, right, strict=True))


def joined(pieces: Sequence[Piece]) -> Table:
    """Return the table that pieces of several pages make; a head that is printed again on each page counts once.

    A row that a page's end cut in two is one.
    """
    walls: list[float] = []
    for x in sorted(x for piece in pieces for area in piece.grid.areas for x in (area.x0, area.x1)):
        if not walls or x - walls[-1] > TOUCH:
            walls.append(x)
    found: list[Cell] = []
    for number, piece in enumerate(pieces):
        skipped = _head_again(pieces[0], piece) if number else 0
        cut = _cut(pieces[number - 1], piece) if number and not skipped else ()
        open_ = {_nearest(walls, area.x0) for area in cut if area.is_open}
        within = int(bool(cut) and all(area.is_open for area in cut))
        end = max((cell.row + cell.row_span for cell in found), default=0)
        above = {cell.column: at for at, cell in enumerate(found) if cell.row + cell.row_span == end}
        for area, cell in zip(piece.grid.areas, piece.cells, strict=True):
            column, right = _nearest(walls, area.x0), _nearest(walls, area.x1)
            if area.row == 0 and column in open_ & above.keys():
                found[above[column]] = _whole(found[above[column]], cell, within)
            elif area.row >= skipped:
                row = end - skipped - within + area.row
                found.append(replace(cell, row=row, column=column, column_span=max(1, right - column)))
    last = max(cell.row for cell in found)
    return Table(rows=tuple(tuple(cell for cell in found if cell.row == row) for row in range(last + 1)))


def _cut(above: Piece, below: Piece) -> Sequence[Area]:
    """The cells that a piece ends with, where the next has the same in its first row and the page's end cut some."""
    last = max(area.row + area.row_span for area in above.grid.areas)
    ends = [area for area in above.grid.areas if area.row + area.row_span == last]
    begins = [area for area in below.grid.areas if area.row == 0]
    is_cut = below.grid.open_top and any(area.is_open for area in ends) and _same_walls(ends, begins)
    return ends if is_cut else ()


def _whole(above: Cell, below: Cell, within: int) -> Cell:
    """The cell of two pieces, cut within a row (1) or between two (0); words that were cut apart are one paragraph."""
    blocks = [block for block in above.blocks if block.text] or [*above.blocks]
    rest = [block for block in below.blocks if block.text]
    if rest and (one := _one(blocks[-1], rest[0])) is not None:
        blocks[-1:], rest = [one], rest[1:]
    return replace(above, blocks=(*blocks, *rest), row_span=above.row_span + below.row_span - within)


def _one(above: Block, below: Block) -> Paragraph | None:
    """The paragraph that two are, None where they are two."""
    if not (isinstance(above, Paragraph) and isinstance(below, Paragraph)):
        return None
    apart = above.text[-1:] in _ENDS or below.text[:1] in _BEGINS
    return None if apart else replace(above, runs=(*above.runs, *below.runs))


_ENDS = frozenset("。；;：:！？ \u3000")
_BEGINS = frozenset("□☑☒（(①②③④⑤123456789一二三四五六七八九 \u3000")


def _nearest(walls: Sequence[float], x: float) -> int:
    return min(range(len(walls)), key=lambda i: abs(walls[i] - x))


def _head_again(first: Piece, piece: Piece) -> int:
    """How many rows of a piece print the first rows of the table again: one, or none."""
    own, again = (_row_words(p) for p in (first, piece))
    return int(len(own) > 1 and all(own) and own == again and max(area.row for area in piece.grid.areas) > 0)


def _row_words(piece: Piece) -> list[str]:
    return ["".join(_words(cell).split()) for cell in piece.cells if cell.row == 0 and cell.row_span == 1]


def _words(cell: Cell) -> str:
    return "".join(run.text for block in cell.blocks if isinstance(block, Paragraph) for run in block.runs)
