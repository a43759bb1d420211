"""Rules of a page → the grids of its tables, and the rules that belong to none.

A grid is a group of vertical and horizontal rules that meet. A horizontal rule that meets no vertical one is a blank
or a decoration, and stays with the text. A frame of a single cell is no table: an empty one as high as a line is a
blank to write in, any other only stands around something.
"""

from __future__ import annotations

import statistics
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import inf

from pipeline.readers.pdf.shapes import Page, Rule

TOUCH = 3.0  # points: how far a rule may end from the one that it meets
_MOST_CELLS = 10_000  # of one table on a page
_DRAWING = 10_000_000  # pairs of rules: a page of a table has some thousands
_LOWEST = 8.0  # points: the least height of a row, or of the piece of one that a page cut off
_LINE = 2.2  # letters: how high a frame to write one line in may be


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A cell of a grid: its position in it and its edges on the page; `is_open` where no rule closes it below."""

    row: int
    column: int
    row_span: int
    column_span: int
    x0: float
    x1: float
    top: float
    bottom: float
    is_open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table's grid: its edges on the page and its cells in reading order.

    `open_top` says that no rule closes it above, since the page began there.
    """

    x0: float
    x1: float
    top: float
    bottom: float
    areas: tuple[Area, ...]
    open_top: bool = False


def grids(page: Page) -> tuple[tuple[Grid, ...], tuple[Rule, ...]]:
    """Return the grids of a page from top to bottom, and the horizontal rules that are part of none.

    A page of more lines than tables have is a drawing: it has neither.
    """
    if len(page.across) * len(page.down) > _DRAWING:
        return (), ()
    found: list[Grid] = []
    used: set[Rule] = set()
    blanks: list[Rule] = []
    shown = sorted((glyph.middle, (glyph.x0 + glyph.x1) / 2) for glyph in page.glyphs)
    size = statistics.median([glyph.size for glyph in page.glyphs]) if page.glyphs else 10.5
    for across, down in _with_lone_walls(_groups(page.across, page.down)):
        ends = _ends(across, down)
        grid = _grid(across, down, ends)
        if grid is not None:
            found.append(grid)
            used.update(across)
        elif (frame := _frame([*across, *ends], down)) is not None:
            used.update(across)
            blanks += _field(frame, shown, size)
        elif len(across) * len(down) > _MOST_CELLS:
            used.update(across)
    free = tuple(rule for rule in page.across if rule not in used and not _is_edge(rule, found))
    return tuple(sorted(found, key=lambda g: (g.top, g.x0))), (*free, *blanks)


def _frame(across: Sequence[Rule], down: Sequence[Rule]) -> Area | None:
    """The one cell that rules close on all four sides, None where a side is open: a rule with a mark in the margin."""
    xs, ys = _edges([wall.x0 for wall in down]), _edges([rule.y0 for rule in across])
    if len(xs) != 2 or len(ys) != 2:
        return None
    (left, right), (top, bottom) = xs, ys
    floors, walls = _at(ys, across), _at(xs, down)
    if not all(_is_floored(left, right, mine) for mine in floors):
        return None
    if not all(_is_walled(top, bottom, mine) for mine in walls):
        return None
    return Area(row=0, column=0, row_span=1, column_span=1, x0=left, x1=right, top=top, bottom=bottom)


def _field(frame: Area, shown: Sequence[tuple[float, float]], size: float) -> Iterator[Rule]:
    """The rule that an empty frame as high as a line stands for, where the words beside it stand.

    Args:
        frame: Its edges.
        shown: The middles of the page's letters, (y, x), from top to bottom.
        size: How high most of them are.
    """
    is_line = frame.bottom - frame.top <= _LINE * size and frame.x1 - frame.x0 > size
    beside = shown[bisect_left(shown, (frame.top, -inf)) : bisect_right(shown, (frame.bottom, inf))] if is_line else ()
    if is_line and not any(frame.x0 <= x <= frame.x1 for _, x in beside):
        foot = (frame.top + frame.bottom + size) / 2
        yield Rule(x0=frame.x0, x1=frame.x1, y0=foot, y1=foot)


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
    ordered = sorted(across, key=lambda rule: rule.y0)
    heights = [rule.y0 for rule in ordered]
    first: dict[int, int] = {}  # a rule, a wall as a negative number → one that it meets or stands for

    def root(one: int) -> int:
        while (other := first.setdefault(one, one)) != one:
            first[one] = first[other]
            one = other
        return one

    for number, wall in enumerate(down):
        own = root(-1 - number)
        for at in range(bisect_left(heights, wall.y0 - TOUCH), bisect_right(heights, wall.y1 + TOUCH)):
            if _meet(ordered[at], wall):
                first[root(at)] = own
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for number, wall in enumerate(down):
        groups.setdefault(root(-1 - number), ([], []))[1].append(wall)
    for at in sorted(one for one in first if one >= 0):
        groups[root(at)][0].append(ordered[at])
    return list(groups.values())


def _with_lone_walls(groups: Sequence[tuple[list[Rule], list[Rule]]]) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """Yield the groups, each with the walls that meet no floor but begin and end as its own do.

    So stands the outer wall of a cell that goes on over the whole page.
    """
    lone = [wall for across, down in groups if not across for wall in down]
    for across, down in groups:
        if not across:
            continue
        top, bottom = min(wall.y0 for wall in down), max(wall.y1 for wall in down)
        yield across, down + [one for one in lone if abs(one.y0 - top) <= TOUCH and abs(one.y1 - bottom) <= TOUCH]


def _ends(across: Sequence[Rule], down: Sequence[Rule]) -> list[Rule]:
    """Return rules where a page cut a grid, and drew none: there its outer walls run on without a floor."""
    left, right = min(wall.x0 for wall in down), max(wall.x0 for wall in down)
    ends = (_cut(across, down, sign) for sign in (-1, 1))
    return [Rule(x0=left, x1=right, y0=end, y1=end) for end in ends if end is not None]


def _cut(across: Sequence[Rule], down: Sequence[Rule], sign: int) -> float | None:
    """Where the walls of a grid end, beyond its first (-1) or its last floor (1), None where that closes them."""
    far = max(sign * (wall.y0 if sign < 0 else wall.y1) for wall in down)
    reach = [wall.x0 for wall in down if sign * (wall.y0 if sign < 0 else wall.y1) >= far - TOUCH]
    left, right = min(wall.x0 for wall in down), max(wall.x0 for wall in down)
    is_open = far - max(sign * rule.y0 for rule in across) > _LOWEST
    return sign * far if is_open and min(reach) - left <= TOUCH and right - max(reach) <= TOUCH else None


def _edges(values: Sequence[float]) -> list[float]:
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > TOUCH:
            edges.append(value)
    return edges


def _at(edges: Sequence[float], rules: Sequence[Rule]) -> list[list[Rule]]:
    """The rules, all across or all down, that run along each edge."""
    return [
        [rule for rule in rules if abs((rule.y0 if rule.y0 == rule.y1 else rule.x0) - edge) <= TOUCH] for edge in edges
    ]


def _grid(across: Sequence[Rule], down: Sequence[Rule], ends: Sequence[Rule]) -> Grid | None:
    """The grid of rules and walls; `ends` are where the page cuts it, without a rule."""
    xs, ys = _edges([wall.x0 for wall in down]), _edges([rule.y0 for rule in (*across, *ends)])
    # One cell is a frame, not a table, and thousands are a drawing.
    if len(xs) < 2 or len(ys) < 2 or not 5 <= len(xs) * len(ys) <= _MOST_CELLS:
        return None
    floors, walls = _at(ys, across), _at(xs, down)
    areas: list[Area] = []
    taken: set[tuple[int, int]] = set()
    for row in range(len(ys) - 1):
        for column in range(len(xs) - 1):
            if (row, column) not in taken:
                area = _area(row, column, xs, ys, floors, walls)
                areas.append(area)
                taken |= {
                    (area.row + i, area.column + j) for i in range(area.row_span) for j in range(area.column_span)
                }
    is_open = any(abs(end.y0 - ys[0]) <= TOUCH for end in ends)
    return Grid(x0=xs[0], x1=xs[-1], top=ys[0], bottom=ys[-1], areas=tuple(areas), open_top=is_open)


def _area(
    row: int,
    column: int,
    xs: Sequence[float],
    ys: Sequence[float],
    floors: Sequence[Sequence[Rule]],
    walls: Sequence[Sequence[Rule]],
) -> Area:
    """Grow the cell to the right until a wall, then down until a floor, stands in its way."""
    right = column + 1
    while right < len(xs) - 1 and not _is_walled(ys[row], ys[row + 1], walls[right]):
        right += 1
    low = row + 1
    while low < len(ys) - 1 and not _is_floored(xs[column], xs[right], floors[low]):
        low += 1
    return Area(
        row=row, column=column, row_span=low - row, column_span=right - column,
        x0=xs[column], x1=xs[right], top=ys[row], bottom=ys[low],
        is_open=not _is_floored(xs[column], xs[right], floors[low]),
    )  # fmt: skip


def _is_walled(top: float, bottom: float, walls: Sequence[Rule]) -> bool:
    middle = (top + bottom) / 2
    return any(wall.y0 <= middle <= wall.y1 for wall in walls)


def _is_floored(left: float, right: float, floors: Sequence[Rule]) -> bool:
    middle = (left + right) / 2
    return any(floor.x0 <= middle <= floor.x1 for floor in floors)


def finder(grid: Grid) -> Callable[[float, float], Area | None]:
    """Return what tells the cell that a point stands in; a page has thousands of letters to ask for."""
    tops = sorted({area.top for area in grid.areas})
    bands: list[list[Area]] = [[] for _ in tops]
    for area in grid.areas:
        for band in range(bisect_left(tops, area.top), bisect_left(tops, area.bottom)):
            bands[band].append(area)

    def area_at(x: float, y: float) -> Area | None:
        band = bisect_right(tops, y) - 1
        return next((a for a in bands[band] if a.x0 <= x <= a.x1 and y <= a.bottom), None) if band >= 0 else None

    return area_at
