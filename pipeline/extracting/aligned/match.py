"""Items + skeleton of the filled text → what stands in each gap.

Fixed words that occur once in both texts are found first and cut the work into short stretches; in each the cheapest
way to lay gaps between the fixed words is taken, where a gap costs more the less its value looks like its kind. An end
of a gap that could as well stand elsewhere is open: what stands in the gap is not known. A stretch in which some fixed
words are missing was edited: its gaps are read from what did not change around them.
"""

from __future__ import annotations

import bisect
import difflib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.extracting.aligned.items import Item
from pipeline.extracting.aligned.marks import CELL, HOLE, LINE

_ANCHOR = 6
_OCCURRENCES = 400
_LONGEST = 800  # characters of a value; of a table
_LONGEST_TABLE = 20000

Cost = Callable[[Item, str], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """Where an item stands in the filled skeleton; start is -1 where it is not there.

    `open_start` and `open_end` are true where that end might as well be elsewhere.
    """

    item: Item
    start: int
    end: int
    open_start: bool = False
    open_end: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Fixed words that are not what the template has: which items, and the stretch of the filled skeleton."""

    first: int
    last: int
    start: int
    end: int


class Plan:
    """The items of a template, and those of its fixed words that occur in it once.

    Args:
        items: What the template is made of.
    """

    def __init__(self, items: Sequence[Item]) -> None:
        self.items = tuple(items)
        self.fixed = sum(len(item.text) for item in items if item.place is None) or 1
        whole = "\x00".join(item.text for item in items)
        words = {
            item.text: index
            for index, item in enumerate(items)
            if item.place is None and not item.optional and len(item.text) >= _ANCHOR
        }
        self.once = tuple((index, text) for text, index in words.items() if whole.count(text) == 1)


def lay(plan: Plan, filled: str, cost: Cost) -> tuple[list[Laid], list[Edit]]:
    """Return where every item stands, and the stretches that were edited.

    Args:
        plan: What the template is made of.
        filled: Skeleton of the filled text, with marks of its cells and lines.
        cost: Item and value → how unlikely the value is in that gap, 0 for a sure one.
    """
    laid: list[Laid] = []
    edits: list[Edit] = []
    items = plan.items
    item_at, text_at = 0, 0
    for index, position in (*_anchors(plan, filled), (len(items), len(filled))):
        if position < text_at:
            continue  # one line end, where an empty gap between them had two, belongs to the words before
        stretch = items[item_at:index]
        found = _stretch(stretch, filled, text_at, position, cost)
        if found is None:
            edits.append(Edit(first=item_at, last=index, start=text_at, end=position))
            found = _edited(stretch, filled, text_at, position)
        laid += found
        if index < len(items):
            end = position + len(items[index].text)
            laid.append(Laid(item=items[index], start=position, end=end))
            item_at, text_at = index + 1, end
    return laid, edits


def _anchors(plan: Plan, filled: str) -> list[tuple[int, int]]:
    """Return (item, position) of fixed words that occur once in either text, in the same order in both."""
    pairs = []
    for index, text in plan.once:
        position = filled.find(text)
        if position >= 0 and filled.find(text, position + 1) < 0:
            pairs.append((index, position))
    return _increasing(sorted(pairs))


def _increasing(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest part of the pairs whose positions increase."""
    tails: list[int] = []
    chain: list[tuple[int, int, int]] = []  # length of the chain, pair, the one before
    ends: list[int] = []
    for number, (_, position) in enumerate(pairs):
        at = bisect.bisect_left(tails, position)
        before = ends[at - 1] if at else -1
        if at == len(tails):
            tails.append(position)
            ends.append(number)
        else:
            tails[at], ends[at] = position, number
        chain.append((at, number, before))
    found = []
    number = ends[-1] if ends else -1
    while number >= 0:
        found.append(pairs[number])
        number = chain[number][2]
    return found[::-1]


_States = dict[int, tuple[float, int]]
"""Position reached → (cost, position before the last item)."""


def _stretch(items: Sequence[Item], filled: str, start: int, end: int, cost: Cost) -> list[Laid] | None:
    """Return the cheapest way to lay the items over a stretch of the text exactly; None if there is none."""
    marks = [n for n in range(start, end) if filled[n] in CELL + LINE]
    price = _NEVER
    if marks:
        # Values that stay in their cell and line are laid first: a way that costs less than one value beyond them is
        # the cheapest of all. What it costs otherwise is what no way has to exceed.
        price, found = _laid(items, filled, (start, end), [*marks, end], cost)
        if found is not None and price + _MARGIN < _CROSSED:
            return found
    return _laid(items, filled, (start, end), [*_walls(items, filled, start, end), end], cost, most=price)[1]


def _walls(items: Sequence[Item], filled: str, start: int, end: int) -> list[int]:
    """Return the marks of cells where as many stand in the text as among the fixed words: no value holds one then."""
    if any(item.index < 0 for item in items):
        return []
    walls = [n for n in range(start, end) if filled[n] == CELL]
    fixed = sum(item.text.count(CELL) for item in items if item.place is None and not item.optional)
    return walls if len(walls) == fixed else []


def _laid(
    items: Sequence[Item],
    filled: str,
    span: tuple[int, int],
    marks: Sequence[int],
    cost: Cost,
    *,
    most: float = float("inf"),
) -> tuple[float, list[Laid] | None]:
    """Return the cheapest way to lay the items over a stretch, and its cost; None if there is none.

    Args:
        items: The items.
        filled: Skeleton of the filled text.
        span: The stretch.
        marks: Where values end at the latest, in their order; the last is the end of the stretch.
        cost: See `lay`.
        most: What the cheapest way costs at most, as far as is known.
    """
    start, end = span
    crossed = _crossed(filled, start, end)
    found = cache(lambda words: _occurrences(words, filled, start, end))
    trail: list[_States] = [{start: (0.0, start)}]
    every: list[list[_Edge]] = []
    for number, item in enumerate(items):
        stops = None if item.place is None else _stops(items, number, span, found)
        edges = list(_edges(item, trail[-1], filled, end, stops, marks, cost, crossed, most + 2 * _MARGIN))
        every.append(edges)
        trail.append(_reached(edges, trail[-1]))
        if not trail[-1]:
            return _NEVER, None
    if end not in trail[-1]:
        return _NEVER, None
    ends = [end]
    for number in range(len(items), 0, -1):
        ends.append(trail[number][ends[-1]][1])
    ends.reverse()
    opened = _open(trail, every, ends)
    return trail[-1][end][0], [
        Laid(item=item, start=ends[n], end=ends[n + 1], open_start=opened[n], open_end=opened[n + 1])
        for n, item in enumerate(items)
    ]


_Edge = tuple[int, int, float]
"""Position before an item, behind it, and what laying it there costs."""
_MARGIN = 0.2  # two ways that differ by less are as good as each other
_CROSSED = 3.0  # what a value costs that goes on over the end of its line or cell
_NEVER = float("inf")


def _edges(
    item: Item,
    states: _States,
    filled: str,
    end: int,
    stops: Sequence[int] | None,
    marks: Sequence[int],
    cost: Cost,
    crossed: Mapping[int, int],
    most: float,
) -> Iterator[_Edge]:
    is_table = item.index < 0
    longest = _LONGEST_TABLE if is_table else _LONGEST
    for at in states:
        if stops is None:
            if at + len(item.text) <= end and filled.startswith(item.text, at):
                yield at, at + len(item.text), 0.0
            if item.optional:
                yield at, at, 0.3
            continue
        latest = at + longest
        if not is_table:
            latest = min(latest, marks[bisect.bisect_left(marks, at)])
        room, passed = most - states[at][0], crossed[at]
        for stop in stops[bisect.bisect_left(stops, at) : bisect.bisect_right(stops, latest)]:
            if not is_table and crossed[stop] > passed:
                price = _CROSSED + crossed[stop] - passed
                if price > room:
                    break  # the further ends are dearer still
                yield at, stop, price
            elif (price := cost(item, filled[at:stop])) < _NEVER and price <= room:
                yield at, stop, price


def _crossed(filled: str, start: int, end: int) -> dict[int, int]:
    """Return for every position of a stretch what the marks before it cost: two a cell, one a line."""
    found = {start: 0}
    for at in range(start, end):
        found[at + 1] = found[at] + (2 if filled[at] == CELL else filled[at] == LINE)
    return found


def _reached(edges: Sequence[_Edge], states: _States) -> _States:
    found: _States = {}
    for at, position, price in edges:
        whole = states[at][0] + price
        if position not in found or whole < found[position][0]:
            found[position] = (whole, at)
    return found


def _open(trail: Sequence[_States], every: Sequence[Sequence[_Edge]], ends: Sequence[int]) -> list[bool]:
    """Return for each end between items whether another way, hardly dearer than the cheapest, puts it elsewhere."""
    best = trail[-1][ends[-1]][0]
    rest = {ends[-1]: 0.0}
    opened = [False]
    for number in range(len(every) - 1, -1, -1):
        before: dict[int, float] = {}
        for at, position, price in every[number]:
            if position in rest:
                before[at] = min(before.get(at, _NEVER), price + rest[position])
        rest = before
        near = best + _MARGIN
        opened.append(any(p != ends[number] and trail[number][p][0] + to_go < near for p, to_go in rest.items()))
    return opened[::-1]


def _stops(
    items: Sequence[Item], number: int, span: tuple[int, int], found: Callable[[str], Sequence[int]]
) -> Sequence[int]:
    """Return where the value of a gap may end: where the words stand that follow it."""
    start, end = span
    positions: set[int] = set()
    for item in items[number + 1 :]:
        if item.place is not None:
            return range(start, end + 1)
        if not item.optional and not positions:
            return found(item.text)
        positions.update(found(item.text))
        if not item.optional:
            return sorted(positions)
    return sorted({*positions, end})


def _occurrences(words: str, filled: str, start: int, end: int) -> list[int]:
    found: list[int] = []
    at = filled.find(words, start, end)
    while at >= 0 and len(found) < _OCCURRENCES:
        found.append(at)
        at = filled.find(words, at + 1, end)
    return found


def _edited(items: Sequence[Item], filled: str, start: int, end: int) -> list[Laid]:
    """Return where the items of an edited stretch stand, as far as what did not change tells."""
    wanted = "".join(HOLE if item.place else item.text for item in items)
    owner = [n for n, item in enumerate(items) for _ in ((0,) if item.place else item.text)]
    spans: dict[int, tuple[int, int]] = {}
    matcher = difflib.SequenceMatcher(None, wanted, filled[start:end], autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag in ("replace", "delete") and wanted[i1:i2] == HOLE and _is_held(wanted, i1, filled[start:end], j1, j2):
            spans[owner[i1]] = (start + j1, start + j2)
    return [
        Laid(item=item, start=spans.get(n, (-1, -1))[0], end=spans.get(n, (-1, -1))[1]) for n, item in enumerate(items)
    ]


_HOLD = 6


def _is_held(wanted: str, hole: int, filled: str, first: int, last: int) -> bool:
    """True where the fixed words on both sides of a gap stand right beside a value, and nowhere else.

    Args:
        wanted: The template's words with its gaps.
        hole: Offset of the gap in them.
        filled: The stretch of the filled skeleton.
        first: Where the value begins in it.
        last: Where it ends.
    """
    left = wanted[:hole].rpartition(HOLE)[2][-_HOLD:]
    right = wanted[hole + 1 :].partition(HOLE)[0][:_HOLD]
    holds_left = filled.endswith(left, 0, first) and filled.count(left) == 1 if left else hole == first == 0
    holds_right = filled.startswith(right, last) and filled.count(right) == 1 if right else last == len(filled)
    return holds_left and holds_right and bool(right or hole + 1 == len(wanted))
