"""Pieces of tables → tables: a table that goes on at the top of the next page is one table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.model.document import Cell, Paragraph, Table
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
    """Return the table that pieces of several pages make; a head that is printed again on each page counts once."""
    walls: list[float] = []
    for x in sorted(x for piece in pieces for area in piece.grid.areas for x in (area.x0, area.x1)):
        if not walls or x - walls[-1] > TOUCH:
            walls.append(x)
    found: list[Cell] = []
    for number, piece in enumerate(pieces):
        skipped = _head_again(pieces[0], piece) if number else 0
        first = max((cell.row + cell.row_span for cell in found), default=0) - skipped
        for area, cell in zip(piece.grid.areas, piece.cells, strict=True):
            if area.row >= skipped:
                column, end = _nearest(walls, area.x0), _nearest(walls, area.x1)
                found.append(replace(cell, row=first + area.row, column=column, column_span=max(1, end - column)))
    last = max(cell.row for cell in found)
    return Table(rows=tuple(tuple(cell for cell in found if cell.row == row) for row in range(last + 1)))


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
