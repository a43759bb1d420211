"""Heads of one part → the style that numbers its articles."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.parsing.heads import Head
from pipeline.parsing.numbering import Style

_ORDER = (Style.COMMA, Style.ARABIC, Style.PAREN, Style.ROUND)


def article_style(heads: list[Head], is_titled: Callable[[Head], bool]) -> Style:
    """Return the style that numbers the articles: 第X条, else 第4.1条, else 一、, else 1., else 章, else （一）.

    Where chapters stand above and no 条 below, 1. are the articles only if they open the chapters (第一章 … 1. …
    2. …); with 1.1 below them the chapters themselves are. 一、 are chapters of 1. only where these are headings: an
    automatic list of sentences goes on counting across the articles too, where nobody made it start again.

    Args:
        heads: The heads of one part of the body, in reading order.
        is_titled: True for a head whose row is nothing but a heading. Few contracts need to know.
    """
    plain = [h for h in heads if not h.inside]
    if any(h.number.style is Style.ARTICLE for h in plain):
        return Style.ARTICLE
    if sum(map(is_double, plain)) > 1:
        return Style.DECIMAL
    chapters = [i for i, h in enumerate(plain) if h.number.style is Style.CHAPTER]
    if chapters_of_commas(plain, Style.ARABIC) and _are_headings(plain, is_titled):
        return Style.ARABIC
    for style in _ORDER:
        values = [h.number.value for h in plain if h.number.style is style]
        alone = bool(plain) and plain[0].number.style is style is Style.COMMA and 1 in values
        counts = (_goes_up(values) or alone) and (len(chapters) < 2 or _opens(plain, chapters, style))
        if counts and (style is not Style.COMMA or _is_outermost(plain)):
            return style
    return Style.CHAPTER if chapters else Style.NONE


def is_double(head: Head) -> bool:
    """True for 第4.1条: an article that names its chapter too."""
    return head.number.style is Style.DECIMAL and head.number.text[0] == "第"


def _are_headings(heads: list[Head], is_titled: Callable[[Head], bool]) -> bool:
    """True where most of 1. 2. 3. are headings."""
    arabic = [is_titled(h) for h in heads if h.number.style is Style.ARABIC]
    return sum(arabic) * 2 > len(arabic)


def _goes_up(values: list[int]) -> bool:
    """True where a count of 1. 2. is there, or of three in a row at least: the first number may be lost."""
    known = set(values)
    return {1, 2} <= known or any({n, n + 1, n + 2} <= known for n in known)


def _opens(heads: list[Head], chapters: list[int], style: Style) -> bool:
    """True where most chapters go on with a number of that style."""
    following = [heads[i + 1].number.style for i in chapters if i + 1 < len(heads)]
    return following.count(style) * 2 > len(following)


def chapters_of_commas(heads: list[Head], style: Style) -> bool:
    """True where 一、 二、 三、 are chapters: the articles below them (第一条 or 1.) go on counting across them.

    They must stand above the first article, or have begun to count above the body, and count without starting again,
    as lists inside articles would.

    Args:
        heads: The heads of one part.
        style: The style of the articles, ARTICLE or ARABIC.
    """
    both = [h for h in heads if h.number.style in (Style.COMMA, style) and not h.inside]
    commas = [h.number.value for h in both if h.number.style is Style.COMMA]
    if len(commas) < 2 or commas != sorted(set(commas)) or (both[0].number.style is not Style.COMMA and commas[0] == 1):
        return False
    goes_on, boundaries, last, crossed = 0, 0, 0, False
    for head in both:
        if head.number.style is Style.COMMA:
            crossed = last > 0
            continue
        if crossed:
            boundaries += 1
            goes_on += head.number.value == last + 1 > 1
            crossed = False
        last = head.number.value
    return boundaries > 0 and goes_on * 3 >= boundaries * 2


def _is_outermost(heads: list[Head]) -> bool:
    """False where 一、 keeps starting again below a count of 1. 2. 3. that does not."""
    commas = [h.number.value for h in heads if h.number.style is Style.COMMA]
    arabic = [h.number.value for h in heads if h.number.style is Style.ARABIC]
    first = next((h.number.style for h in heads if h.number.style in (Style.COMMA, Style.ARABIC)), Style.COMMA)
    return first is Style.COMMA or commas.count(1) <= 1 or arabic.count(1) > 1


def goes_on(heads: list[Head], style: Style, last: int) -> bool:
    """True where a part goes on counting the articles of the part before it (第二部分 … 第六条).

    Args:
        heads: The heads of the part.
        style: The style of the articles before, NONE if there are none.
        last: The number of the last one.
    """
    values = [h.number.value for h in heads if h.number.style is style and not h.inside]
    return style is not Style.NONE and last > 0 and bool(values) and values[0] in (last + 1, last + 2)
