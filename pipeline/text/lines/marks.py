"""Text → everything in it that might number a heading or an item, in order."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.text.numerals import parse_number
from pipeline.text.patterns import late

_CHINESE = "[一二三四五六七八九十百]{1,4}"
# 第三条约定, 第三条第二款, 第三条、第四条: the words that make a reference of an article's number.
_REFERENCE = "款项约规所的之与和至及、，,；;。.)）】中内"

# Not the end of a larger number, of a reference (第8.2款, 见1.2), a range (1-2.3) or an amount of money.
_NO_NUMBER_BEFORE = r"(?<![\d.．第见按\-~～—/￥¥$])"
# Not a quantity: 0.1%, 1.2万元, 1.5倍; nor a reference: 8.2 款.
_NO_UNIT_AFTER = r"(?![\d.．%％‰]|[万亿]?元|倍|[ \u3000]?[款条项节])"

_PATTERN = late(
    rf"""
    (?<![，,])                                             # never inside a sentence
    (?:
      第\s?(?P<chapter>{_CHINESE}|\d{{1,3}})\s?[编章](?![{_REFERENCE}])
    | 第\s?(?P<section>{_CHINESE}|\d{{1,3}})\s?节(?![{_REFERENCE}])
    | 第\s?(?P<article>{_CHINESE}|\d{{1,3}})\s?条(?![{_REFERENCE}])
    | (?<![第一二三四五六七八九十百])(?P<chinese>{_CHINESE})、
    | [(（](?P<bracketed>{_CHINESE})[)）]
    | {_NO_NUMBER_BEFORE}(?P<decimal>\d{{1,2}}(?:[.．]\d{{1,2}}){{1,2}}){_NO_UNIT_AFTER}
    | {_NO_NUMBER_BEFORE}(?<![A-Za-z])(?P<arabic>\d{{1,2}})[.．、](?![\d%％])
    | [(（](?P<round>\d{{1,2}})[)）]
    | (?P<circled>[①-⑳])
    )
    """,
    re.VERBOSE,
)

# Outer before inner. Styles of equal rank stand for each other.
RANKS = {
    "chapter": 0,
    "section": 1,
    "article": 2,
    "chinese": 2,
    "bracketed": 3,
    "decimal": 3,
    "arabic": 4,
    "round": 5,
    "circled": 6,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A number that may begin a line.

    Attributes:
        style: How it is written, a key of `RANKS`.
        number: Its value; 1.2.3 is (1, 2, 3), all others have one element.
        start: Offset of its first character.
        end: Offset after it.
    """

    style: str
    number: tuple[int, ...]
    start: int
    end: int

    @property
    def rank(self) -> int:
        """How far inside it belongs, 0 for chapters."""
        return RANKS[self.style]


def marks(text: str) -> list[Mark]:
    """Find all numbers that are written as headings and items are.

    Args:
        text: Any text.

    Returns:
        Candidates in order; most of them may be something else (quantities, references, enumerations).
    """
    found = (_mark(match) for match in _PATTERN.finditer(text))
    return [mark for mark in found if mark is not None]


def _mark(match: re.Match[str]) -> Mark | None:
    style = match.lastgroup or ""
    written = match[style]
    if style == "circled":
        number: tuple[int, ...] = (ord(written) - ord("①") + 1,)
    else:
        parts = [parse_number(part) for part in written.replace("．", ".").split(".")]
        if None in parts:
            return None
        number = tuple(int(part) for part in parts if part is not None)
    return Mark(style=style, number=number, start=match.start(), end=match.end())
