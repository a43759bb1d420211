"""Letters and rules of a page → the letters that are struck out, and the rules that strike them.

A program that shows tracked changes strikes what was deleted; a person strikes what does not apply. Neither is part
of the contract any more.
"""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.readers.pdf.geometry import Rule

Char = Mapping[str, Any]  # a character of pdfplumber

# How far above the line that the letters stand on a rule strikes them, in units of their size. An underline runs below.
_LOW, _HIGH = 0.12, 0.6
# The share of a rule's length that the letters take which it strikes.
_COVERED = 0.5
_SLACK = 0.4  # how far from the first letter's edge a strike may begin, in units of the size
_SAME = 2.5  # points that the ends of a strike and of an underline of the same letters may differ


def struck(chars: Sequence[Char], rules: Sequence[Rule]) -> tuple[set[int], set[Rule]]:
    """Return the identities (`id`) of the struck letters, and the rules that belong to them.

    Args:
        chars: The upright letters of a page.
        rules: Its horizontal rules, not joined.
    """
    by_bottom = sorted(chars, key=lambda c: float(c["bottom"]))
    bottoms = [float(c["bottom"]) for c in by_bottom]
    largest = max((float(c["size"]) for c in chars), default=0.0)
    letters: set[int] = set()
    strikes: list[tuple[Rule, float]] = []
    for rule in rules:
        near = by_bottom[bisect.bisect_left(bottoms, rule.y0) : bisect.bisect_right(bottoms, rule.y0 + 1.5 * largest)]
        through = [c for c in near if _strikes(rule, c)]
        if through and _begins_and_ends(rule, through) and _length(through) >= _COVERED * rule.length:
            letters |= {id(c) for c in through}
            strikes.append((rule, max(float(c["size"]) for c in through)))
    return letters, {rule for rule in rules if any(_is_with(rule, strike, size) for strike, size in strikes)}


def _strikes(rule: Rule, char: Char) -> bool:
    size = float(char["size"])
    stands_on = float(char["bottom"]) - (float(char["matrix"][5]) - float(char["y0"]))
    above = stands_on - rule.y0
    return _LOW * size <= above <= _HIGH * size and rule.x0 <= (char["x0"] + char["x1"]) / 2 <= rule.x1


def _begins_and_ends(rule: Rule, through: Sequence[Char]) -> bool:
    """True where the rule is as long as its letters; one that a line of text ran into is set from edge to edge."""
    size = max(float(c["size"]) for c in through)
    left, right = min(float(c["x0"]) for c in through), max(float(c["x1"]) for c in through)
    return abs(rule.x0 - left) <= _SLACK * size and rule.x1 - right <= size


def _length(through: Sequence[Char]) -> float:
    """How wide letters are, the room that spread letters and spaces leave between them included."""
    edges = sorted((float(c["x0"]), float(c["x1"]), float(c["size"])) for c in through)
    apart = ((right[0] - left[1], left[2]) for left, right in itertools.pairwise(edges))
    return sum(x1 - x0 for x0, x1, _ in edges) + sum(gap for gap, size in apart if 0 < gap <= size)


def _is_with(rule: Rule, strike: Rule, size: float) -> bool:
    """True for the strike itself and for an underline of the same letters."""
    same = abs(rule.x0 - strike.x0) <= _SAME and abs(rule.x1 - strike.x1) <= _SAME
    return rule == strike or (same and 0 <= rule.y0 - strike.y0 <= size)
