"""Lines of a page → the same, the words of a frame that is too narrow for them on one line again.

A form converted from a PDF has its headings in frames as wide as they were; set in another face, the last letters of
a heading stand on a line of their own, beside whatever else stands there: 附件 above 一, 报价 above 单　　金额单位：元.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.readers.pdf.shapes import Glyph

Line = list[Glyph]

_NUMERAL = r"(?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})"
# The number of an annex, whole or cut: 附件, 附表1—, and what of it may stand below.
_CUT = re.compile(rf"附[件表录图](?:{_NUMERAL}(?P<dash>[－—–-])?)?")
_NUMBER = re.compile(rf"(?:{_NUMERAL})(?:[－—–-]{_NUMERAL})?[：:]?")
_MARK = re.compile(r"[：:]")
_EDGE = 1.0  # points: how far apart the left edges of a frame's lines may be
_STEP = 1.6  # letters from the top of a line to that of the next, at most
_TIGHT = 1.3  # where nothing but its size says that the next belongs to it
_APART = 1.0  # letters of room between a frame and what stands beside it
_REST = 3  # letters that a heading runs over by, at most
_OTHER = 0.15  # how much another size differs, at least


def unframed(lines: Sequence[Line]) -> list[Line]:
    """Return the lines, what a frame cut off at the end of the line that it belongs to.

    Args:
        lines: The characters of each line from left to right, the lines from top to bottom.
    """
    out: list[Line] = []
    for line in lines:
        count = _taken(out[-1], line) if out else 0
        if count:
            out[-1] = [*out[-1], *_behind(out[-1], line[:count])]
        if line[count:] and any(glyph.is_shown for glyph in line[count:]):
            out.append(list(line[count:]))
    return out


def _taken(above: Line, line: Line) -> int:
    """How many glyphs at the beginning of a line belong to the one above."""
    size = above[0].size
    down = line[0].top - above[0].top
    if abs(line[0].x0 - above[0].x0) > _EDGE or not 0 < down <= _STEP * size:
        return 0
    count = next((n for n in range(1, len(line)) if line[n].x0 - line[n - 1].x1 > _APART * size), len(line))
    while count and not line[count - 1].is_shown:
        count -= 1
    words = _words(line[:count])
    if cut := _CUT.fullmatch(_words(above)):
        whole = _MARK if any(c not in "附件表录图" for c in cut[0]) and not cut["dash"] else _NUMBER
        return count if whole.fullmatch(words) else 0
    return count if down <= _TIGHT * size and _is_rest(above, line, count) else 0


def _is_rest(above: Line, line: Line, count: int) -> bool:
    """True for a few letters as large as the heading above them, beside words of another size."""
    size, beside = above[0].size, [glyph for glyph in line[count:] if glyph.is_shown]
    of_heading = [glyph for glyph in (*above, *line[:count]) if glyph.is_shown]
    return (
        count <= _REST
        and bool(beside)
        and all(abs(glyph.size - size) <= _OTHER * size for glyph in of_heading)
        and all(abs(glyph.size - size) > _OTHER * size for glyph in beside)
        and line[count].x0 > max(glyph.x1 for glyph in above)
    )


def _words(line: Sequence[Glyph]) -> str:
    return "".join(glyph.text for glyph in line if glyph.is_shown).replace("\u00a0", "").replace(" ", "")


def _behind(above: Line, cut: Sequence[Glyph]) -> list[Glyph]:
    """The letters that a frame cut off where they would stand in a wider one."""
    last = max(above, key=lambda glyph: glyph.x1)
    right = last.x1 - cut[0].x0
    return [
        replace(
            glyph, x0=glyph.x0 + right, x1=glyph.x1 + right, top=last.top, bottom=last.bottom, baseline=last.baseline
        )
        for glyph in cut
    ]
