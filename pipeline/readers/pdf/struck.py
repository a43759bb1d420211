"""Letters and rules of a page → the letters that are struck out, and the rules that strike them.

A program that shows tracked changes strikes what was deleted; a person strikes what does not apply. Neither is part
of the contract any more.
"""

from __future__ import annotations

import bisect
import itertools
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from pipeline.readers.pdf.shapes import Glyph, Rule

# How far above the line that the letters stand on a rule strikes them, in units of their size. An underline runs below.
_LOW, _HIGH = 0.12, 0.6
# The share of a rule's length that the letters take which it strikes.
_COVERED = 0.5
_SLACK = 0.4  # how far from the first letter's edge a strike may begin, in units of the size
_LARGEST = 200.0  # points: letters that anybody strikes are no larger
_WORK = 5_000_000  # letters looked at: a page of a contract needs a few thousand
_SAME = 2.5  # points that the ends of a strike and of an underline of the same letters may differ


def struck(glyphs: Sequence[Glyph], rules: Sequence[Rule]) -> tuple[set[int], set[Rule]]:
    """Return the identities (`id`) of the struck letters, and the rules that belong to them.

    Args:
        glyphs: The letters of a page.
        rules: Its horizontal rules, not joined.
    """
    by_bottom = sorted(glyphs, key=lambda glyph: glyph.bottom)
    bottoms = [glyph.bottom for glyph in by_bottom]
    largest = min(_LARGEST, max((glyph.size for glyph in glyphs), default=0.0))
    left = _WORK
    letters: set[int] = set()
    strikes: list[tuple[Rule, float]] = []
    for rule in rules:
        near = by_bottom[bisect.bisect_left(bottoms, rule.y0) : bisect.bisect_right(bottoms, rule.y0 + 1.5 * largest)]
        left -= len(near)
        if left < 0:
            break
        through = [glyph for glyph in near if _strikes(rule, glyph)]
        if through and _begins_and_ends(rule, through) and _length(through) >= _COVERED * rule.length:
            letters |= {id(glyph) for glyph in through}
            strikes.append((rule, max(glyph.size for glyph in through)))
    if not strikes:
        return set(), set()
    return letters, _with_strikes(rules, strikes)


def without_struck(glyphs: Sequence[Glyph], letters: Collection[int]) -> Iterator[Glyph]:
    """Yield the letters that are not struck; those before struck ones know where these end.

    Args:
        glyphs: The letters of a page.
        letters: The identities of the struck ones.
    """
    if not letters:
        yield from glyphs
        return
    kept: Glyph | None = None
    for glyph in sorted(glyphs, key=lambda one: (round(one.baseline), one.x0)):
        right = max(kept.x1, kept.until) if kept else 0.0
        if id(glyph) not in letters:
            yield from () if kept is None else (kept,)
            kept = glyph
        elif kept and round(kept.baseline) == round(glyph.baseline) and glyph.x0 - right <= _SLACK * glyph.size:
            kept = replace(kept, until=max(right, glyph.x1))
    yield from () if kept is None else (kept,)


def _strikes(rule: Rule, glyph: Glyph) -> bool:
    above = glyph.baseline - rule.y0
    inside = rule.x0 <= (glyph.x0 + glyph.x1) / 2 <= rule.x1
    return inside and _LOW * glyph.size <= above <= _HIGH * glyph.size


def _begins_and_ends(rule: Rule, through: Sequence[Glyph]) -> bool:
    """True where the rule is as long as its letters; one that a line of text ran into is set from edge to edge."""
    size = max(glyph.size for glyph in through)
    left, right = min(glyph.x0 for glyph in through), max(glyph.x1 for glyph in through)
    return abs(rule.x0 - left) <= _SLACK * size and rule.x1 - right <= size


def _length(through: Sequence[Glyph]) -> float:
    """How wide letters are, the room that spread letters and spaces leave between them included."""
    edges = sorted((glyph.x0, glyph.x1, glyph.size) for glyph in through)
    apart = ((right[0] - left[1], left[2]) for left, right in itertools.pairwise(edges))
    return sum(x1 - x0 for x0, x1, _ in edges) + sum(gap for gap, size in apart if 0 < gap <= size)


def _with_strikes(rules: Sequence[Rule], strikes: Sequence[tuple[Rule, float]]) -> set[Rule]:
    """Return the strikes, and the underlines of the same letters: they end where a strike above them does."""
    found = {rule for rule, _ in strikes}
    by_ends: dict[tuple[int, int], list[tuple[float, Rule, float]]] = defaultdict(list)
    for rule, size in sorted(strikes, key=lambda strike: strike[0].y0):
        by_ends[_ends(rule)].append((rule.y0, rule, size))
    highest = max(size for _, size in strikes)
    for rule in rules:
        left, right = _ends(rule)
        for ends in itertools.product((left - 1, left, left + 1), (right - 1, right, right + 1)):
            above = by_ends.get(ends, ())
            first = bisect.bisect_left(above, rule.y0 - highest, key=lambda strike: strike[0])
            last = bisect.bisect_right(above, rule.y0, key=lambda strike: strike[0])
            if any(_is_under(rule, strike, size) for _, strike, size in above[first:last]):
                found.add(rule)
                break
    return found


def _ends(rule: Rule) -> tuple[int, int]:
    return int(rule.x0 // _SAME), int(rule.x1 // _SAME)


def _is_under(rule: Rule, strike: Rule, size: float) -> bool:
    same = abs(rule.x0 - strike.x0) <= _SAME and abs(rule.x1 - strike.x1) <= _SAME
    return same and 0 <= rule.y0 - strike.y0 <= size
