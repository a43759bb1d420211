"""Number + Word's number format → the characters that Word prints."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_LARGEST = 32_767  # Word counts lists in a signed 16-bit number


@cache
def _tables() -> dict[str, dict[str, Any]]:
    return tomllib.loads(resources.files("pipeline.ooxml").joinpath("numerals.toml").read_text("utf-8"))


def numeral(number: int, form: str, sample: str = "") -> str:
    """Return a list number as Word prints it.

    Args:
        number: 0 … 32,767; what is outside is printed in digits.
        form: ST_NumberFormat, "chineseCountingThousand" …; unknown ones are printed in digits.
        sample: For "custom", the first numbers as the file gives them: "001, 002, 003, ...".
    """
    tables = _tables()
    if form == "none":
        return ""
    if not 0 <= number <= _LARGEST:
        return str(number)
    if form in tables["rows"]:
        row = tables["rows"][form]
        return str(row[number - 1]) if 0 < number <= len(row) else str(number)
    if form in tables["digits"]:
        return str(number).translate(str.maketrans("0123456789", tables["digits"][form]))
    if form in tables["counting"]:
        return _counting(number, **tables["counting"][form])
    return _western(number, form, sample)


def _western(number: int, form: str, sample: str) -> str:
    if form in {"upperLetter", "lowerLetter"} and number:
        # Behind Z comes AA, then BB: the letter is repeated.
        letters = chr(65 + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters if form == "upperLetter" else letters.lower()
    if form in {"upperRoman", "lowerRoman"} and number:
        return _roman(number) if form == "upperRoman" else _roman(number).lower()
    if form == "decimalZero":
        return f"{number:02d}"
    if form == "custom":
        return str(number).zfill(len(sample.split(",", 1)[0].strip()))
    if form == "numberInDash":
        return f"- {number} -"
    if form == "hex":
        return f"{number:X}"
    if form == "ordinal":
        ending = "th" if number % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
        return f"{number}{ending}"
    if form == "ideographZodiacTraditional" and number:
        return _STEMS[(number - 1) % 10] + _BRANCHES[(number - 1) % 12]
    return str(number)


def _roman(number: int) -> str:
    pieces = []
    for size, letters in _ROMAN:
        count, number = divmod(number, size)
        pieces.append(letters * count)
    return "".join(pieces)


def _counting(
    number: int, *, digits: str, marks: str, short: bool = False, bare: bool = False, zero: bool = False
) -> str:
    """Return the number in words of digits and marks, below a hundred million."""
    if number == 0:
        return digits[0]
    tens_of_thousands, rest = divmod(number, 10_000)
    head = _counting(tens_of_thousands, digits=digits, marks=marks, short=short, bare=bare, zero=zero)
    text = head + marks[3] if tens_of_thousands else ""
    needs_zero = bool(text) and 0 < rest < 1000
    for mark, size in ((marks[2], 1000), (marks[1], 100), (marks[0], 10), ("", 1)):
        digit, rest = divmod(rest, size)
        if digit:
            is_silent = digit == 1 and mark and (bare or (short and size == 10 and not text))
            text += (digits[0] if needs_zero and zero else "") + ("" if is_silent else digits[digit]) + mark
            needs_zero = False
        else:
            needs_zero = bool(text) and rest > 0
    return text
