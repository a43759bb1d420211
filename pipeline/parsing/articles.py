"""Heads of one part → the articles among them: which style counts the articles, and which heads it counts."""

from __future__ import annotations

from pipeline.parsing.heads import Head
from pipeline.parsing.numbering import Style
from pipeline.parsing.rows import Row

_ORDER = (Style.COMMA, Style.ARABIC, Style.PAREN)
_SKIP = 4  # an article's number may be missing, or its file may have lost one


def article_style(heads: list[Head]) -> Style:
    """Return the style that numbers the articles: 第X条, else 一、, else 1., else 章, else （一）.

    Where chapters stand above and no 条 below, 1. are the articles only if they open the chapters (第一章 … 1. …
    2. …); with 1.1 below them the chapters themselves are.

    Args:
        heads: The heads of one part of the body, in reading order.
    """
    plain = [h for h in heads if not h.inside]
    if any(h.number.style is Style.ARTICLE for h in plain):
        return Style.ARTICLE
    chapters = [i for i, h in enumerate(plain) if h.number.style is Style.CHAPTER]
    if chapters_of_commas(plain):
        return Style.ARABIC
    for style in _ORDER:
        values = [h.number.value for h in plain if h.number.style is style]
        counts = 1 in values and 2 in values and (len(chapters) < 2 or _opens(plain, chapters, style))
        if counts and (style is not Style.COMMA or _is_outermost(plain)):
            return style
    return Style.CHAPTER if chapters else Style.NONE


def _opens(heads: list[Head], chapters: list[int], style: Style) -> bool:
    """True where most chapters go on with a number of that style."""
    following = [heads[i + 1].number.style for i in chapters if i + 1 < len(heads)]
    return following.count(style) * 2 > len(following)


def chapters_of_commas(heads: list[Head]) -> bool:
    """True where 1. 2. 3. goes on counting across 一、 二、 三、: these are chapters then, and 1. 2. 3. the articles.

    Args:
        heads: The heads of one part.
    """
    goes_on, boundaries = 0, 0
    last, crossed = 0, False
    for head in heads:
        if head.number.style is Style.COMMA:
            crossed = last > 0
        elif head.number.style is Style.ARABIC:
            if crossed:
                boundaries += 1
                goes_on += head.number.value == last + 1 > 1
                crossed = False
            last = head.number.value
    return boundaries >= 2 and goes_on * 3 >= boundaries * 2


def _is_outermost(heads: list[Head]) -> bool:
    """False where 一、 keeps starting again below a count of 1. 2. 3. that does not."""
    commas = [h.number.value for h in heads if h.number.style is Style.COMMA]
    arabic = [h.number.value for h in heads if h.number.style is Style.ARABIC]
    first = next((h.number.style for h in heads if h.number.style in (Style.COMMA, Style.ARABIC)), Style.COMMA)
    return first is Style.COMMA or commas.count(1) <= 1 or arabic.count(1) > 1


def articles(heads: list[Head], style: Style, rows: tuple[Row, ...]) -> set[int]:
    """Return the ordinals of the heads that are articles.

    The count must go on: 一、 二、 三、. Lists inside an article that start again at 1 in the same style are told by
    their own count and, where both counts would go on, by looks: bold, indent, the mark behind the number.

    Args:
        heads: The heads of one part.
        style: What `article_style` says of them.
        rows: The rows that they stand in.
    """
    chosen: list[int] = []
    last, inner = 0, 0
    looks: set[tuple[bool, bool, str]] = set()
    for i, head in enumerate(heads):
        if head.number.style is not style:
            continue
        value, look = head.number.value, _look(head, rows[head.row])
        ahead = value != last + 1 and _comes_later(heads, i, style, last + 1)
        if ahead or not _counts_on(head, last, inner, alike=look in looks):
            inner = value if value == 1 or inner else inner
            continue
        chosen.append(i)
        last, inner = value, 0
        if not head.inside:
            looks.add(look)
    return set(chosen)


def _comes_later(heads: list[Head], i: int, style: Style, wanted: int) -> bool:
    """True where the number that is due opens a row further down, before this one comes again."""
    value = heads[i].number.value
    if style is Style.ARABIC or value <= wanted:
        return False
    for head in heads[i + 1 :]:
        if head.number.style is style and not head.inside:
            if head.number.value == wanted:
                return True
            if head.number.value in (1, value + 1):
                return False
    return False


def _counts_on(head: Head, last: int, inner: int, *, alike: bool) -> bool:
    """True where the head is the next article: `last` is the article before, `inner` the last entry of a list in it."""
    style, value = head.number.style, head.number.value
    if value == last + 1:
        return not inner or value != inner + 1 or alike
    if head.inside:
        return False
    if last == 0:
        return value <= _SKIP
    if style in (Style.ARTICLE, Style.CHAPTER):
        return value == 1 or last <= value <= last + _SKIP
    return not inner and alike and last <= value <= last + 2


def _look(head: Head, row: Row) -> tuple[bool, bool, str]:
    mark = head.number.text[-1]
    return row.bold, row.auto > row.start, "" if mark.isalnum() else mark
