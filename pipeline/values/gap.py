"""Blank + text → its gaps: what of the value each takes, and the words printed around it."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.model.template import Blank, Option, Role, Slot

REACH = 24
"""Characters of the same line that are looked at on either side of a gap."""

_ROW = 400  # characters that a table row may have before a gap
_EDGE = re.compile(r"[\n\t]")
_ENUMERATOR = re.compile(r"[（(]?([0-9一二三四五六七八九十A-Za-z①-⑳])[）)．.、：:\s]*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """One slot with what is printed around it, on the same line and in the same table cell.

    Attributes:
        role: What of the value goes here.
        name: The slot's name (unit of a PART, place of a DIGIT, row and column of a CELL).
        before: Up to `REACH` characters left of it.
        row: The first characters of the line or table row that it stands in, "" if they are farther off.
        own: The characters that the value replaces.
        after: Up to `REACH` characters right of it.
        until: The characters between it and the next gap of the same value; None if that one stands elsewhere.
        numbering: How the options of an ordinal are numbered: "1", "一", "A" or "" (unknown).
    """

    role: Role = Role.VALUE
    name: str = ""
    before: str = ""
    row: str = ""
    own: str = ""
    after: str = ""
    until: str | None = None
    numbering: str = ""


@dataclass(frozen=True, slots=True)
class Printed:
    """What is written into a gap: literal text, and whether it replaces the printed words behind the gap too.

    Where those words would contradict the value (元整 behind an amount with 角分), the value brings its own; how many
    characters they are is the family's `reach`, the same for every value.
    """

    text: str
    swallow: bool = False


def gaps(blank: Blank, slots: tuple[Slot, ...], text: str, stops: Sequence[int] = ()) -> tuple[Gap, ...]:
    """Return the gaps of one place of a blank.

    Args:
        blank: The blank.
        slots: Its slots at that place, in reading order.
        text: The template's text, which the slots' offsets count.
        stops: Where the slots of the template begin, sorted: what stands behind a gap ends there.
    """
    following = (*slots[1:], None)
    numbering = _numbering(blank.options, text) if blank.options else ""
    return tuple(
        Gap(
            role=slot.role,
            name=slot.name,
            before=_EDGE.split(text[max(0, slot.start - REACH) : slot.start])[-1],
            row=_row(text, slot.start) if slot.role is Role.CELL else "",
            own=text[slot.start : slot.end],
            after=_EDGE.split(text[slot.end : _stop(slot, stops)], maxsplit=1)[0],
            until=_between(text, slot, after),
            numbering=numbering,
        )
        for slot, after in zip(slots, following, strict=True)
    )


def _row(text: str, at: int) -> str:
    start = text.rfind("\n", max(0, at - _ROW), at)
    return text[start + 1 : at][:REACH] if start >= 0 or at <= _ROW else ""


def _stop(slot: Slot, stops: Sequence[int]) -> int:
    index = bisect.bisect_left(stops, max(slot.end, slot.start + 1))
    return min(slot.end + REACH, *stops[index : index + 1], slot.end + REACH)


def _between(text: str, slot: Slot, following: Slot | None) -> str | None:
    if following is None or not 0 <= following.start - slot.end <= REACH:
        return None
    between = text[slot.end : following.start]
    return None if _EDGE.search(between) else between


def _numbering(options: tuple[Option, ...], text: str) -> str:
    """Return how the options are numbered in the text or in their labels."""
    for option in options:
        match = _ENUMERATOR.search(text[max(0, option.start - 6) : option.start]) or _ENUMERATOR.match(
            _leading(option.label)
        )
        if match:
            mark = match[1]
            return "1" if mark.isascii() and mark.isdigit() else "A" if mark.isascii() else "" if mark >= "①" else "一"
    return ""


def _leading(label: str) -> str:
    """Return the enumerator that a label begins with (`（一）`, `1.`), or ""."""
    match = re.match(r"[（(]?[0-9一二三四五六七八九十A-Za-z][）)．.、：:]+", label)
    return match[0] if match else ""
