"""Letters of a page → the letters, each once: programs without a bold face print a letter again beside itself."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.readers.pdf.shapes import Glyph

_SQUARE = 3.0  # points: the side of the squares in which letters are looked up
_APART = 0.12  # how far from itself a letter is printed again, in units of its size

_Square = tuple[str, int, int]


def printed_once(glyphs: list[Glyph | None]) -> list[Glyph | None]:
    """Take away letters that stand on themselves; the one that stays is bold.

    Args:
        glyphs: The letters of a page in the order of its content; None for what is not read.

    Returns:
        As many, None in place of what was taken away.
    """
    letters = [glyph for glyph in glyphs if glyph is not None]
    if len({_square(glyph) for glyph in letters}) == len(letters):
        return glyphs  # of a line that is printed twice some letters would share their squares
    kept: list[Glyph | None] = []
    seen: dict[_Square, int] = {}
    for glyph in glyphs:
        near = _near(glyph, seen, kept) if glyph is not None and not glyph.text.isspace() else None
        if near is None:
            if glyph is not None:
                seen[_square(glyph)] = len(kept)
            kept.append(glyph)
        else:
            kept.append(None)
            kept[near] = _bold(kept[near], glyph)
    return kept


def _square(glyph: Glyph) -> _Square:
    return glyph.text, round(glyph.x0 / _SQUARE), round(glyph.top / _SQUARE)


def _near(glyph: Glyph, seen: Mapping[_Square, int], kept: Sequence[Glyph | None]) -> int | None:
    """The index of the same letter at nearly the same place."""
    text, x, y = _square(glyph)
    for place in itertools.product((text,), (x, x - 1, x + 1), (y, y - 1, y + 1)):
        first = kept[seen[place]] if place in seen else None
        apart = _APART * glyph.size
        if first and abs(first.x0 - glyph.x0) < apart and abs(first.top - glyph.top) < apart:
            return seen[place]
    return None


def _bold(first: Glyph | None, again: Glyph | None) -> Glyph | None:
    """The letter that stays, seen where either is."""
    return replace(first, bold=True, hidden=first.hidden and again.hidden) if first and again else first
