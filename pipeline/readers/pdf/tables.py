"""Rules of a page → the grids of its tables, and the rules that belong to none.

A grid is a group of vertical and horizontal rules that meet. A horizontal rule that meets no vertical one is a blank
or a decoration, and stays with the text. A frame of a single cell is no table: an empty one as high as a line is a
blank to write in, any other only stands around something.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.readers.pdf.shapes import Glyph, Page, Rule

TOUCH = 3.0  # points: how far a rule may end from the one that it meets
_LINE = 2.2  # letters: how high a frame to write one line in may be


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A cell of a grid: its position in it and its edges on the page."""

    row: int
    column: int
    row_span: int
    column_span: int
    x0: float
    x1: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table's grid: its edges on the page and its cells in reading order."""

    x0: float
    x1: float
    top: float
    bottom: float
    areas: tuple[Area, ...]


def grids(page: Page) -> tuple[tuple[Grid, ...], tuple[Rule, ...]]:
    """Return the grids of a page from top to bottom, and the horizontal rules that are part of none."""
    found: list[Grid] = []
    used: set[Rule] = set()
    blanks: list[Rule] = []
    for across, down in _groups(page.across, page.down):
        grid = _grid(across, down)
        if grid is not None:
            found.append(grid)
            used.update(across)
        elif (frame := _frame(across, down)) is not None:
            used.update(across)
            blanks += _field(frame, page.glyphs)
    free = tuple(rule for rule in page.across if rule not in used and not _is_edge(rule, found))
    return tuple(sorted(found, key=lambda g: (g.top, g.x0))), (*free, *blanks)


def _frame(across: Sequence[Rule], down: Sequence[Rule]) -> Area | None:
    """The one cell that rules close on all four sides, None where a side is open: a rule with a mark in the margin."""
    xs, ys = _edges([wall.x0 for wall in down]), _edges([rule.y0 for rule in across])
    if len(xs) != 2 or len(ys) != 2:
        return None
    (left, right), (top, bottom) = xs, ys
    if not all(_floor(y, left, right, across) for y in ys) or not all(_wall(x, top, bottom, down) for x in xs):
        return None
    return Area(row=0, column=0, row_span=1, column_span=1, x0=left, x1=right, top=top, bottom=bottom)


def _field(frame: Area, glyphs: Sequence[Glyph]) -> Iterator[Rule]:
    """The rule that an empty frame as high as a line stands for, where the words beside it stand."""
    size = statistics.median([glyph.size for glyph in glyphs]) if glyphs else 10.5
    is_line = frame.bottom - frame.top <= _LINE * size and frame.x1 - frame.x0 > size
    if is_line and not any(_stands_in(glyph, frame) for glyph in glyphs):
        foot = (frame.top + frame.bottom + size) / 2
        yield Rule(x0=frame.x0, x1=frame.x1, y0=foot, y1=foot)


def _stands_in(glyph: Glyph, frame: Area) -> bool:
    return frame.x0 <= (glyph.x0 + glyph.x1) / 2 <= frame.x1 and frame.top <= glyph.middle <= frame.bottom


def _is_edge(rule: Rule, found: Sequence[Grid]) -> bool:
    """A piece of a border that did not quite reach its corner."""
    return any(
        abs(rule.y0 - y) < TOUCH and rule.x0 > grid.x0 - TOUCH and rule.x1 < grid.x1 + TOUCH
        for grid in found
        for y in (grid.top, grid.bottom)
    )


def _meet(across: Rule, down: Rule) -> bool:
    inside = across.x0 - TOUCH <= down.x0 <= across.x1 + TOUCH
    return inside and down.y0 - TOUCH <= across.y0 <= down.y1 + TOUCH


def _groups(across: Sequence[Rule], down: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Rules that meet, directly or through others."""
    groups: list[tuple[list[Rule], list[Rule]]] = []
    for wall in down:
        touching = [rule for rule in across if _meet(rule, wall)]
        mine: tuple[list[Rule], list[Rule]] = (touching, [wall])
        apart = []
        for group in groups:
            if any(rule in group[0] for rule in touching):
                mine = (mine[0] + [r for r in group[0] if r not in mine[0]], mine[1] + group[1])
            else:
                apart.append(group)
        groups = [*apart, mine]
    return groups


def _edges(values: Sequence[float]) -> list[float]:
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > TOUCH:
            edges.append(value)
    return edges


def _grid(across: Sequence[Rule], down: Sequence[Rule]) -> Grid | None:
    xs, ys = _edges([wall.x0 for wall in down]), _edges([rule.y0 for rule in across])
    if len(xs) < 2 or len(ys) < 2 or len(xs) * len(ys) < 5:  # one cell is a frame, not a table
        return None
    areas: list[Area] = []
    taken: set[tuple[int, int]] = set()
    for row in range(len(ys) - 1):
        for column in range(len(xs) - 1):
            if (row, column) not in taken:
                area = _area(row, column, xs, ys, across, down)
                areas.append(area)
                taken |= {
                    (area.row + i, area.column + j) for i in range(area.row_span) for j in range(area.column_span)
                }
    return Grid(x0=xs[0], x1=xs[-1], top=ys[0], bottom=ys[-1], areas=tuple(areas))


def _area(
    row: int, column: int, xs: Sequence[float], ys: Sequence[float], across: Sequence[Rule], down: Sequence[Rule]
) -> Area:
    """Grow the cell to the right until a wall, then down until a floor, stands in its way."""
    right = column + 1
    while right < len(xs) - 1 and not _wall(xs[right], ys[row], ys[row + 1], down):
        right += 1
    low = row + 1
    while low < len(ys) - 1 and not _floor(ys[low], xs[column], xs[right], across):
        low += 1
    return Area(
        row=row, column=column, row_span=low - row, column_span=right - column,
        x0=xs[column], x1=xs[right], top=ys[row], bottom=ys[low],
    )  # fmt: skip


def _wall(x: float, top: float, bottom: float, down: Sequence[Rule]) -> bool:
    middle = (top + bottom) / 2
    return any(abs(wall.x0 - x) <= TOUCH and wall.y0 <= middle <= wall.y1 for wall in down)


def _floor(y: float, left: float, right: float, across: Sequence[Rule]) -> bool:
    middle = (left + right) / 2
    return any(abs(rule.y0 - y) <= TOUCH and rule.x0 <= middle <= rule.x1 for rule in across)


def area_at(grid: Grid, x: float, y: float) -> Area | None:
    """Return the cell that a point stands in."""
    return next((a for a in grid.areas if a.x0 <= x <= a.x1 and a.top <= y <= a.bottom), None)
