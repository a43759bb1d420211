"""A value as pages print it → the value: without the line ends, and the page numbers, that stand in it."""

from __future__ import annotations

import re

_BREAK = re.compile(r"[ \t\n\u3000\u00a0]+")
_SIGN = r"[-—–~－]"
# — 3 —, 第 3 页, 第3页 共12页, 3/12 on a line of its own or where a cell begins.
_PAGE = re.compile(
    rf"(?:^|(?<=[\n\x1f]))[ ]{{0,40}}"
    rf"(?:{_SIGN}[ ]?[0-9]{{1,3}}[ ]?{_SIGN}|第[ ]?[0-9]{{1,3}}[ ]?页(?:[ ,，/]{{0,3}}共[ ]?[0-9]{{1,3}}[ ]?页)?)"
    r"[ ]{0,40}(?:\n|(?=\x1f)|$)"
)
_BARE = re.compile(r"(?:^|\n)[ ]{0,40}[0-9]{1,3}(?:[ ]?/[ ]?[0-9]{1,3})?[ ]{0,40}\n")


def rejoined(text: str) -> str:
    """Return a value without the line ends that setting it in lines put between Chinese characters."""

    def joint(match: re.Match[str]) -> str:
        if "\n" not in match[0]:
            return " "
        around = text[match.start() - 1 : match.start()] + text[match.end() : match.end() + 1]
        return " " if len(around) == 2 and max(around) < "\u2e80" else ""

    return _BREAK.sub(joint, text)


def unpaged(text: str) -> str:
    """Return a value without the numbers of the pages that it runs over."""
    return _PAGE.sub("", text).rstrip("\n")


def may_hold_page(text: str) -> bool:
    """True where a line of a value is figures alone: the number of a page or a part of the value."""
    return bool(_BARE.search(text)) and "\n" in text.strip()
