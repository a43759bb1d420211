"""Text → the number that a line, a sentence or a party's line begins with: 第三条, 3.2, （一）, 2、, ①."""

from __future__ import annotations

import re

# A number and what parts it from the words: a dot that no figure follows, a bracket, 、 or room.
_DEEP = r"[0-9]{1,2}(?:\.[0-9]{1,2}){1,3}[.、．]?(?![0-9%‰])"
_ARABIC = rf"{_DEEP}|[0-9]{{1,2}}(?:[.、．)](?![0-9])|\s(?![0-9%‰年月日天个份元]))"
_HAN = r"[一二三四五六七八九十]{1,3}[、.．)]"
_CLOSED = r"\([0-9一二三四五六七八九十]{1,3}\)|[①-⑳]"
NUMBER = rf"(?:(?:{_CLOSED}|{_ARABIC}|{_HAN})[.、．]?\s{{0,4}})"

_LEADING = re.compile(rf"[\s.]{{0,80}}(?:{NUMBER}){{0,2}}\s*")


def number_end(text: str, start: int = 0, end: int | None = None) -> int:
    """Return where the words begin behind the numbers that a stretch of a folded text begins with.

    Args:
        text: Text in half width.
        start: Where the stretch begins.
        end: Behind its last character; the text's end if not given.
    """
    found = _LEADING.match(text, start, len(text) if end is None else end)
    return found.end() if found else start


def without_number(text: str) -> str:
    """Return words without the numbers and spaces that they begin with."""
    return text[number_end(text) :]
