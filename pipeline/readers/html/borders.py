"""Declarations → where an element draws a line to write on, and how much room it has."""

from __future__ import annotations

import re

from pipeline.readers.html.sheets import Declarations

_POINTS_A_CHARACTER = 10.5  # 五号, the size that Word and browsers' pages of contracts mostly set text in
_UNITS = {"pt": 1.0, "px": 0.75, "in": 72.0, "cm": 28.35, "mm": 2.835, "pc": 12.0}
_LENGTH = re.compile(r"(-?(?:\d{1,6}(?:\.\d{1,6})?|\.\d{1,6}))\s*(pt|px|in|cm|mm|pc|em|rem|ch|%)?")
_LINE = 40.0  # characters of a line, of which per cents are taken
_COLOUR = re.compile(r"rgba?\([^)]*\)")
_NO_BORDER = re.compile(r"\b(?:none|hidden|transparent)\b|(?<![\d.#\w])0(?:\.0+)?(?:px|pt|em)?(?![\d.\w])")
_SIDES = {"top": 0, "right": 1, "bottom": 2, "left": 3}
_SQUARE = 2.5  # characters: a box no wider is one to tick


def points(value: str) -> float | None:
    """A length in points, None for one that is relative or can't be told."""
    found = _LENGTH.match(value)
    size = _UNITS.get(found[2] or "px") if found else None
    return float(found[1]) * size if found and size else None


def length(value: str) -> float:
    """A length in characters of text, 0 for one that can't be told."""
    found = _LENGTH.match(value)
    if not found or found[2] == "%":
        return 0.0
    number = float(found[1])
    if found[2] in {"em", "rem"}:
        return number
    if found[2] == "ch":
        return number / 2
    return number * _UNITS.get(found[2] or "px", 0.75) / _POINTS_A_CHARACTER


def room(style: Declarations) -> float:
    """How many characters wide an element is made by its width and its padding, 0 where neither is said."""
    width = _share(style.get("width", "")) or _share(style.get("min-width", ""))
    sides = style.get("padding", "")
    left = style.get("padding-left") or _of_side(sides, "left")
    right = style.get("padding-right") or _of_side(sides, "right")
    padding = length(left) + length(right)
    return min(width + max(0.0, padding), 100.0)


def _share(value: str) -> float:
    found = _LENGTH.match(value)
    return float(found[1]) / 100 * _LINE if found and found[2] == "%" else length(value)


def is_ruled(style: Declarations) -> bool:
    """True where a line is drawn under an element and none above it: something to write on, not a box."""
    return _is_drawn(style, "bottom") and not _is_drawn(style, "top")


def is_tick_box(style: Declarations) -> bool:
    """True where an element is drawn as a small square."""
    return _is_drawn(style, "bottom") and _is_drawn(style, "top") and 0 < room(style) <= _SQUARE


def _is_drawn(style: Declarations, side: str) -> bool:
    own = style.get(f"border-{side}")
    if own is not None:
        return _draws(own)
    width = style.get(f"border-{side}-width") or _of_side(style.get("border-width", ""), side)
    line = style.get(f"border-{side}-style") or _of_side(style.get("border-style", ""), side)
    if not width and not line:
        return _draws(style.get("border", ""))
    return _draws(" ".join(filter(None, (width, line))))


def _of_side(values: str, side: str) -> str:
    """The value for a side of one to four: top, right, bottom, left."""
    parts = values.split()
    if not parts:
        return ""
    at = _SIDES[side]
    return parts[at] if at < len(parts) else parts[at - 2] if 0 <= at - 2 < len(parts) else parts[0]


def _draws(border: str) -> bool:
    return bool(border) and not _NO_BORDER.search(_COLOUR.sub("", border))
