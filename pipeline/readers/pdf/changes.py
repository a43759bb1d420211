"""Paths and letters of a page → the colours in which a program shows tracked changes."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Sequence

from pipeline.readers.pdf.shapes import THIN, Colour, Glyph, Path, is_bright

_ABOVE, _BELOW = 2, 6  # points: how far under the foot of letters an underline of theirs may run


def change_colours(paths: Sequence[Path], glyphs: Sequence[Glyph]) -> set[Colour]:
    """Return the bright colours whose thin rules run mostly under text: those that underline what was inserted.

    Args:
        paths: What the page draws.
        glyphs: Its letters.
    """
    bright = [path for path in paths if path.height <= THIN and is_bright(path.colour)]
    if not bright:
        return set()
    letters = sorted((glyph for glyph in glyphs if glyph.text.strip()), key=lambda glyph: glyph.bottom)
    bottoms = [glyph.bottom for glyph in letters]
    under: dict[Colour, float] = {}
    length: dict[Colour, float] = {}
    for path in bright:
        low, high = bisect.bisect(bottoms, path.top - _BELOW), bisect.bisect_left(bottoms, path.top + _ABOVE)
        length[path.colour] = length.get(path.colour, 0.0) + path.width
        covered = min(path.width, _width_above(path, letters[low:high]))
        under[path.colour] = under.get(path.colour, 0.0) + covered
    return {colour for colour, width in length.items() if under[colour] > width / 2}


def _width_above(path: Path, letters: Sequence[Glyph]) -> float:
    """How much of a rule has letters on it, the space that spread letters leave between them included."""
    above = sorted((g.x0, g.x1) for g in letters if g.x0 < path.x1 and g.x1 > path.x0)
    apart = (max(0.0, right - end) for (_, end), (right, _) in itertools.pairwise(above))
    spread = (gap if gap <= x1 - x0 else 0.0 for gap, (x0, x1) in zip(apart, above, strict=False))
    return sum(x1 - x0 for x0, x1 in above) + sum(spread)
