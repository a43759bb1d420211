"""Lines of a page → which of them are its footnotes, and the signs that refer to them.

A footnote stands at the foot of its page, numbered and in smaller letters; above it a short rule at the left edge, or
in the text a small raised sign.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Collection, Sequence

from pipeline.readers.pdf.lines import Row
from pipeline.readers.pdf.shapes import Glyph

_SMALLER = 0.93  # the size of a note, in units of the text's
_RAISED = 0.75  # and that of a sign that refers to one
_SHORTEST, _LONGEST = 0.12, 0.5  # the rule above the notes, in units of the column's width
_NUMBER = re.compile(r"\s*[\[（(〔【]?\s*([0-9]{1,3}|[①-⑳]|[*＊†])")


def foot(rows: Sequence[Row], glyphs: Sequence[Glyph]) -> tuple[Row, ...]:
    """Return the lines of the footnotes, with the rule above them if there is one; nothing for a page that has none.

    Args:
        rows: The lines of a page from top to bottom, its number among them.
        glyphs: Its characters outside tables.
    """
    texts = [row for row in rows if row.text.strip() and not _is_number(row)]
    if len(texts) < 2:
        return ()
    size = statistics.median([row.size for row in texts])
    first = len(rows)
    while first and (rows[first - 1].size <= _SMALLER * size or _is_number(rows[first - 1])):
        first -= 1
    while first < len(rows) and (_is_number(rows[first]) or not _NUMBER.match(rows[first].text)):
        first += 1
    if not 0 < first < len(rows):
        return ()
    rule = rows[first - 1]
    if _is_rule_above(rule, rows[: first - 1], size):
        return tuple(rows[first - 1 :])
    numbers = signs(rows[first:])
    raised = {g.text for g in glyphs if g.size <= _RAISED * size and g.bottom < rows[first].top}
    return tuple(rows[first:]) if any(set(number) <= raised for number in numbers) else ()


def _is_rule_above(rule: Row, above: Sequence[Row], size: float) -> bool:
    if rule.text.strip() or not above:
        return False
    left, right = min(row.x0 for row in above), max(row.x1 for row in above)
    is_short = _SHORTEST * (right - left) <= rule.x1 - rule.x0 <= _LONGEST * (right - left)
    return is_short and abs(rule.x0 - left) <= size


def _is_number(row: Row) -> bool:
    return row.text.strip(" -–—第页").isdigit()


def signs(notes: Sequence[Row]) -> frozenset[str]:
    """Return the numbers that notes begin with.

    Args:
        notes: Their lines.
    """
    return frozenset(found[1] for row in notes if (found := _NUMBER.match(row.text)))


def without_signs(glyphs: Sequence[Glyph], numbers: Collection[str]) -> list[Glyph]:
    """Return the glyphs of a text without the small raised signs that refer to its notes.

    Args:
        glyphs: The characters of a page above its notes.
        numbers: What the notes are numbered with.
    """
    size = statistics.median([glyph.size for glyph in glyphs]) if glyphs else 0.0
    known = set("".join(numbers))
    return [glyph for glyph in glyphs if glyph.size > _RAISED * size or glyph.text not in known]
