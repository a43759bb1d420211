"""Lines of a page → its parts in reading order: what runs over its whole width, and columns beside each other.

Words side by side are the rule in contracts (the parties, the places to sign), and are read line by line. Columns are
told from them by their text: on both sides of a gutter most lines run up to the edge.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from pipeline.readers.pdf.shapes import Glyph, Rule

# Where between the edges of a page's text a gutter may run, and in what steps it is looked for, in points.
_FIRST, _LAST, _STEP = 0.3, 0.7, 3
_MOST = 500  # steps over a page, were it metres wide
_LINES = 8  # of each column at least
_FULL = 0.5  # the share of a column's lines that fill it, at least
_NEAR = 1.6  # letters that a full line may lack at its end
_INDENT = 2.5  # and at its beginning
_APART = 3  # letters of room over a line that stands below the columns
_NARROWEST = 12  # letters that a column of text holds at least
_WIDEST = 4  # letters that a gutter may be wide: between the places of two parties there is more

Line = Sequence[Glyph]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What is read together: lines and rules; `column` is 0 over the whole width, 1 or 2 for a column."""

    column: int
    lines: tuple[Line, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gutter:
    x: float
    first: int
    last: int  # the line behind the last one


def parts(lines: Sequence[Line], rules: Sequence[Rule]) -> Iterator[Part]:
    """Yield the parts of a page in reading order.

    Args:
        lines: Its lines from top to bottom, each from left to right; those of two columns may be one line or two.
        rules: Its rules to write on.
    """
    inked = [[glyph for glyph in line if glyph.is_shown] for line in lines]
    gutter = _gutter(inked, rules) if len(lines) >= _LINES else None
    if gutter is None:
        yield Part(column=0, lines=tuple(lines), rules=tuple(rules))
        return
    above, beside, below = lines[: gutter.first], lines[gutter.first : gutter.last], lines[gutter.last :]
    upper = min(glyph.top for line in beside for glyph in line)
    lower = max(glyph.bottom for line in beside for glyph in line) + _height(beside)
    yield from parts(above, [rule for rule in rules if rule.y0 < upper]) if above else ()
    # A rule beyond the columns where no line stands there is theirs: it may be a place to write on.
    inside = [rule for rule in rules if (not above or upper <= rule.y0) and (not below or rule.y0 <= lower)]
    for column, side in ((1, True), (2, False)):
        mine = [tuple(glyph for glyph in line if (glyph.x1 <= gutter.x) == side) for line in beside]
        own = [rule for rule in inside if (rule.x1 <= gutter.x) == side]
        yield Part(column=column, lines=tuple(line for line in mine if line), rules=tuple(own))
    yield from parts(below, [rule for rule in rules if rule.y0 > lower]) if below else ()


def _height(lines: Sequence[Line]) -> float:
    sizes = sorted(glyph.size for line in lines for glyph in line)
    return sizes[len(sizes) // 2]


def _gutter(lines: Sequence[Line], rules: Sequence[Rule]) -> _Gutter | None:
    """The gutter beside which most lines stand, None where there is none."""
    left, right = min(line[0].x0 for line in lines), max(glyph.x1 for line in lines for glyph in line)
    width, size = right - left, _height(lines)
    found: list[_Gutter] = []
    gaps = [list(_gaps(line, size)) for line in lines]
    apart = {n for n in range(1, len(lines)) if lines[n][0].top - lines[n - 1][0].bottom > _APART * size}
    pace = max(_STEP, width / _MOST)
    for step in range(int(_FIRST * width / pace), int(_LAST * width / pace) + 1):
        x = left + step * pace
        free = [any(start <= x <= end for start, end in gap) for gap in gaps]
        for first, last in _runs(free, apart):
            gutter = _Gutter(x=x, first=first, last=last)
            if last - first >= _LINES and _parts_columns(lines[first:last], rules, gutter, size):
                found.append(gutter)
    return max(found, key=lambda gutter: gutter.last - gutter.first, default=None)


def _gaps(line: Line, size: float) -> Iterator[tuple[float, float]]:
    """Where in a line a gutter as wide as a letter may have its middle."""
    at = float("-inf")
    for glyph in line:
        if glyph.x0 - at >= size:
            yield at + size / 2, glyph.x0 - size / 2
        at = max(at, glyph.x1)
    yield at + size / 2, float("inf")


def _runs(free: Sequence[bool], apart: Collection[int]) -> Iterator[tuple[int, int]]:
    """The stretches of lines that leave a place free, each with the line behind its last one."""
    first: int | None = None
    for number, one in enumerate([*free, False]):
        if first is not None and (not one or number in apart):
            yield first, number
            first = None
        if one and first is None:
            first = number


def _parts_columns(lines: Sequence[Line], rules: Sequence[Rule], gutter: _Gutter, size: float) -> bool:
    upper, lower = lines[0][0].top, lines[-1][0].bottom
    if any(rule.x0 < gutter.x < rule.x1 and upper <= rule.y0 <= lower for rule in rules):
        return False
    left = [(line[0].x0, max(g.x1 for g in line if g.x1 <= gutter.x)) for line in lines if line[0].x1 <= gutter.x]
    right = [(next(g.x0 for g in line if g.x0 >= gutter.x), line[-1].x1) for line in lines if line[-1].x0 >= gutter.x]
    if min(len(left), len(right)) < _LINES:
        return False
    between = min(start for start, _ in right) - max(end for _, end in left)
    return between <= _WIDEST * size and all(_is_text(ends, size) for ends in (left, right))


def _is_text(lines: Sequence[tuple[float, float]], size: float) -> bool:
    """True where most lines, from start to end, fill their column, and that is wider than a label."""
    start, end = min(start for start, _ in lines), max(end for _, end in lines)
    full = sum(right > end - _NEAR * size and left < start + _INDENT * size for left, right in lines)
    return end - start >= _NARROWEST * size and full >= _FULL * len(lines)
