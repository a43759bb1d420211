"""Line → its number: which style of counting it uses, and which one it is."""

from __future__ import annotations

import re

from pipeline.parsing.gaps import WIDE
from pipeline.text.patterns import late, pattern

_CN = "零一二三四五六七八九十百"
_NUMBER = late(
    rf"""[ \t{WIDE}]*+(?=[第（(\dA-Za-z①-⑳{_CN}])(?:  # a look at what all of them begin with
      第(?P<article>[{_CN}\d]{{1,5}})[条章节编]
    | (?P<han>[{_CN}]{{1,4}})[、.．，]
    | [（(][ ]?(?P<hanp>[{_CN}]{{1,4}})[ ]?[）)][、.．]?
    | [（(][ ]?(?P<arabp>\d{{1,2}})[ ]?[）)][、.．]?
    | (?P<rparen>\d{{1,2}})[）)]
    | (?P<deep>\d{{1,2}}(?:[.．\-－]\d{{1,2}}){{1,4}})(?![\d%％])[、.．]?
    | (?P<arab>\d{{1,2}})[、.．，](?!\d)
    | (?P<circle>[①-⑳])
    | (?P<letter>[A-Za-z])[、.．）)]
    )""",
    re.VERBOSE,
)


def number_of(line: str) -> tuple[str, int, int] | None:
    """Return the style, the ordinal and the length of a line's number, None if it has none.

    Args:
        line: A line of a view: digits in half width, brackets in full width.

    Returns:
        ("hanp", 3, 3) for （三）…
    """
    match = _NUMBER.match(line)
    if not match:
        return None
    style = match.lastgroup or ""
    return style, _value(style, match[style]), match.end()


def _value(style: str, digits: str) -> int:
    if style == "circle":
        return ord(digits) - ord("①") + 1
    if style == "letter":
        return ord(digits.upper()) - ord("A") + 1
    if style == "deep":
        return int(pattern(r"[.．\-－]").split(digits)[-1])
    return int(digits) if digits.isdigit() else _han(digits)


def _han(digits: str) -> int:
    total, current = 0, 0
    for sign in digits:
        if sign == "十":
            total, current = total + (current or 1) * 10, 0
        elif sign == "百":
            total, current = total + (current or 1) * 100, 0
        else:
            current = int(sign) if sign.isdigit() else "零一二三四五六七八九".index(sign)  # 第1二条, mistyped
    return total + current
