"""Lines of a page → the same without the small words in its left margin, and these as lines of their own.

A contract may print what a paragraph is about beside it, in smaller letters and lines of their own step (旁注): read
line by line, these words would stand within the text.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.readers.pdf.shapes import Glyph

Line = list[Glyph]

_SMALLER = 0.9  # the size of such words, in units of the text's
_APART = 0.8  # letters of room before the text, at least
_STEP = 1.6  # letters of a note from one of its lines to the next, at most
_INDENT = 3  # letters by which a line of the text may stand in from its edge
_EDGE = 2.0  # points by which the left edge of the text may differ
_SHARE = 0.5  # of a page's lines that begin at that edge or further in, at least
_FEWEST = 2  # lines of notes on a page, at least


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """A note in the margin: its letters in order, and the height of the middle of its first line."""

    glyphs: tuple[Glyph, ...]
    middle: float


def without_asides(lines: Sequence[Line]) -> tuple[list[Line], tuple[Aside, ...]]:
    """Return the lines of the text, and the notes beside it from top to bottom.

    Args:
        lines: The characters of each line from left to right, the lines from top to bottom.
    """
    sizes = [glyph.size for line in lines for glyph in line if glyph.is_shown]
    size = statistics.median_high(sizes) if sizes else 0.0
    if not any(one <= _SMALLER * size for one in sizes):
        return list(lines), ()
    counts = [_small(line, size) for line in lines]
    beside = [line[count] for line, count in zip(lines, counts, strict=True) if count and line[count:]]
    left = statistics.median_low([glyph.x0 for glyph in beside]) if beside else 0.0
    cut = [count if _is_beside(line, count, left, size) else 0 for line, count in zip(lines, counts, strict=True)]
    inside = sum(line[count].x0 >= left - _EDGE for line, count in zip(lines, cut, strict=True) if line[count:])
    if sum(map(bool, cut)) < _FEWEST or inside < _SHARE * len(lines):
        return list(lines), ()
    text = [line[count:] for line, count in zip(lines, cut, strict=True) if line[count:]]
    return text, tuple(_joined([line[:count] for line, count in zip(lines, cut, strict=True) if count]))


def _small(line: Line, size: float) -> int:
    """How many glyphs at the beginning of a line are smaller than the text and stand apart from the rest of it."""
    count = next((n for n in range(1, len(line)) if line[n].x0 - line[n - 1].x1 >= _APART * size), len(line))
    words = [glyph for glyph in line[:count] if glyph.is_shown]
    is_note = all(glyph.size <= _SMALLER * size for glyph in words) and any("一" <= g.text <= "鿿" for g in words)
    return count if is_note and words[-1].text not in "：:" else 0


def _is_beside(line: Line, count: int, left: float, size: float) -> bool:
    """True where small words stand left of the text, and what follows on their line begins where the text does."""
    if not count or line[count - 1].x1 > left - _APART * size / 2:
        return False
    return not line[count:] or -size <= line[count].x0 - left <= _INDENT * size


def _joined(pieces: Sequence[Line]) -> Iterator[Aside]:
    note: list[Glyph] = []
    first = last = pieces[0][0]
    for piece in pieces:
        if note and piece[0].top - last.top > _STEP * last.size:
            yield Aside(glyphs=tuple(note), middle=first.middle)
            note = []
        first = first if note else piece[0]
        last = piece[0]
        note += piece
    yield Aside(glyphs=tuple(note), middle=first.middle)
