"""Pages → the same without large faint letters that lie under their text, as 草稿 or a company's name does.

A watermark set askew is left out letter by letter (see `drawn`); one that stands upright looks like words of the
page, and would be read into the lines that it lies under.
"""

from __future__ import annotations

import bisect
import statistics
from collections.abc import Sequence
from dataclasses import replace

from pipeline.readers.pdf.shapes import Glyph, Page

_LARGER = 1.8  # than most letters of the page
_NEAR = 3  # points: the lines of a watermark stand at the same height on every page
_TALLEST = 200.0  # points: no letter of a contract's text is taller
_WORK = 5_000_000  # letters looked at: a page of a contract needs a few thousand


def without_watermarks(pages: Sequence[Page]) -> list[Page]:
    """Return the pages, letters of watermarks counted as slanted ones are.

    Args:
        pages: All pages of a document: what lies under text on one of them is a watermark on the others, too.
    """
    if not any(glyph.faint for page in pages for glyph in page.glyphs):
        return list(pages)
    large = [_large(page) for page in pages]
    lines: set[tuple[int, int]] = set()
    for page, mine in zip(pages, large, strict=True):
        lines |= _under_text(mine, page.glyphs)
    return [_without(page, {id(g) for g in mine if _line(g) in lines}) for page, mine in zip(pages, large, strict=True)]


def _large(page: Page) -> list[Glyph]:
    faint = [glyph for glyph in page.glyphs if glyph.faint]
    size = statistics.median([glyph.size for glyph in page.glyphs]) if faint else 0.0
    return [glyph for glyph in faint if glyph.size >= _LARGER * size]


def _under_text(large: Sequence[Glyph], glyphs: Sequence[Glyph]) -> set[tuple[int, int]]:
    """The lines of large faint letters of which one lies under the text of their page."""
    text = sorted((glyph for glyph in glyphs if not glyph.faint and glyph.is_shown), key=lambda glyph: glyph.top)
    tops = [glyph.top for glyph in text]
    tallest = min(_TALLEST, max((glyph.bottom - glyph.top for glyph in text), default=0.0))
    lines: set[tuple[int, int]] = set()
    left = _WORK
    for glyph in large:
        if _line(glyph) in lines:
            continue
        beside = text[bisect.bisect_left(tops, glyph.top - tallest) : bisect.bisect_left(tops, glyph.bottom)]
        left -= len(beside)
        if left < 0:
            break
        if any(_overlap(glyph, other) for other in beside):
            lines.add(_line(glyph))
    return lines


def _line(glyph: Glyph) -> tuple[int, int]:
    return round(glyph.bottom / _NEAR), round(glyph.size)


def _overlap(one: Glyph, other: Glyph) -> bool:
    return one.x0 < other.x1 and other.x0 < one.x1 and one.top < other.bottom and other.top < one.bottom


def _without(page: Page, letters: set[int]) -> Page:
    if not letters:
        return page
    glyphs = tuple(glyph for glyph in page.glyphs if id(glyph) not in letters)
    return replace(page, glyphs=glyphs, slanted=page.slanted + len(letters))
