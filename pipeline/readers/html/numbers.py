"""List elements → the numbers that a browser prints before their items."""

from __future__ import annotations

from pipeline.text.numerals import chinese

_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
          (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
_TYPES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_CHINESE = frozenset(("cjk-ideographic", "simp-chinese-informal", "trad-chinese-informal", "cjk-decimal"))
_MAX = 9_999


def list_style(attribute: str, style: str) -> str:
    """The numbering of a list.

    Args:
        attribute: Its type attribute.
        style: Its list-style or list-style-type.

    Returns:
        A name of CSS, "decimal" where nothing is said.
    """
    named = [word for word in style.split() if word not in {"inside", "outside"}]
    return named[0] if named else _TYPES.get(attribute, "decimal")


def item_number(value: int, style: str) -> str:
    """What stands before an item.

    Args:
        value: Its ordinal.
        style: The list's numbering.

    Returns:
        The number with its sign, "" for lists without numbers.
    """
    if style in {"none", "disc", "circle", "square"}:
        return ""
    if not 0 < value <= _MAX:
        return f"{value}."
    if style in _CHINESE:
        return f"{chinese(value)}、"
    if style.endswith("roman"):
        return f"{_cased(_roman(value), style)}."
    if style.endswith(("alpha", "latin")):
        return f"{_cased(_letters(value), style)}."
    return f"{value:02d}." if style == "decimal-leading-zero" else f"{value}."


def _cased(text: str, style: str) -> str:
    return text.lower() if style.startswith("lower") else text


def _letters(value: int) -> str:
    letters = ""
    while value:
        value, rest = divmod(value - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _roman(value: int) -> str:
    written = ""
    for size, sign in _ROMAN:
        count, value = divmod(value, size)
        written += sign * count
    return written
