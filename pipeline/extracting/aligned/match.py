"""Items + skeleton of the filled text → what stands in each gap.

Fixed words that occur once in both texts are found first and cut the work into short stretches; in each the cheapest
way to lay gaps between the fixed words is taken, where a gap costs more the less its value looks like its kind. A
stretch in which some fixed words are missing was edited: its gaps are read from what did not change around them.
"""

from __future__ import annotations

import bisect
import difflib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.extracting.aligned.items import Item

_ANCHOR = 6
_OCCURRENCES = 400
_LONGEST = 800  # characters of a value; of a table
_LONGEST_TABLE = 20000

Cost = Callable[[Item, str], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """Where an item stands in the filled skeleton; start is -1 where it is not there."""

    item: Item
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Fixed words that are not what the template has: which items, and the stretch of the filled skeleton."""

    first: int
    last: int
    start: int
    end: int


def lay(items: Sequence[Item], filled: str, cost: Cost) -> tuple[list[Laid], list[Edit]]:
    """Return where every item stands, and the stretches that were edited.

    Args:
        items: What the template is made of.
        filled: Skeleton of the filled text.
        cost: Item and value → how unlikely the value is in that gap, 0 for a sure one.
    """
    laid: list[Laid] = []
    edits: list[Edit] = []
    item_at, text_at = 0, 0
    for index, position in (*_anchors(items, filled), (len(items), len(filled))):
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


def _anchors(items: Sequence[Item], filled: str) -> list[tuple[int, int]]:
    """Return (item, position) of fixed words that occur once in either text, in the same order in both."""
    known: dict[str, int] = {}
    whole = "\x00".join(item.text for item in items)
    for index, item in enumerate(items):
        if item.place is None and not item.optional and len(item.text) >= _ANCHOR:
            known[item.text] = index
    pairs = []
    for text, index in known.items():
        position = filled.find(text)
        if position >= 0 and filled.find(text, position + 1) < 0 and whole.count(text) == 1:
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
    trail: list[_States] = [{start: (0.0, start)}]
    for number, item in enumerate(items):
        stops = None if item.place is None else _stops(items, number, filled, start, end)
        trail.append(_step(item, trail[-1], filled, end, stops, cost))
        if not trail[-1]:
            return None
    if end not in trail[-1]:
        return None
    laid: list[Laid] = []
    at = end
    for number in range(len(items), 0, -1):
        before = trail[number][at][1]
        laid.append(Laid(item=items[number - 1], start=before, end=at))
        at = before
    return laid[::-1]


def _step(item: Item, states: _States, filled: str, end: int, stops: Sequence[int] | None, cost: Cost) -> _States:
    found: _States = {}

    def offer(position: int, price: float, before: int) -> None:
        if position not in found or price < found[position][0]:
            found[position] = (price, before)

    longest = _LONGEST_TABLE if item.index < 0 else _LONGEST
    for at, (price, _) in states.items():
        if stops is None:
            if at + len(item.text) <= end and filled.startswith(item.text, at):
                offer(at + len(item.text), price, at)
            if item.optional:
                offer(at, price + 0.3, at)
            continue
        for stop in stops[bisect.bisect_left(stops, at) : bisect.bisect_right(stops, at + longest)]:
            offer(stop, price + cost(item, filled[at:stop]), at)
    return found


def _stops(items: Sequence[Item], number: int, filled: str, start: int, end: int) -> Sequence[int]:
    """Return where the value of a gap may end: where the words stand that follow it."""
    following = items[number + 1 :]
    positions: set[int] = set()
    for item in following:
        if item.place is not None:
            return range(start, end + 1)
        positions.update(_occurrences(item.text, filled, start, end))
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


HOLE = "\ue000"
"""Stands for a gap where a template's words are compared."""


def _edited(items: Sequence[Item], filled: str, start: int, end: int) -> list[Laid]:
    """Return where the items of an edited stretch stand, as far as what did not change tells."""
    wanted = "".join(HOLE if item.place else item.text for item in items)
    owner = [n for n, item in enumerate(items) for _ in ((0,) if item.place else item.text)]
    spans: dict[int, tuple[int, int]] = {}
    matcher = difflib.SequenceMatcher(None, wanted, filled[start:end], autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        holes = [n for n in range(i1, i2) if wanted[n] == HOLE]
        if tag == "replace" and len(holes) == 1 and i2 - i1 == 1:
            spans[owner[holes[0]]] = (start + j1, start + j2)
        elif tag == "delete" and len(holes) == i2 - i1 == 1:
            spans[owner[holes[0]]] = (start + j1, start + j1)
    return [
        Laid(item=item, start=spans.get(n, (-1, -1))[0], end=spans.get(n, (-1, -1))[1]) for n, item in enumerate(items)
    ]
