"""Heads of one part → the articles among them: which style counts the articles, and which heads it counts."""

from __future__ import annotations

from collections import Counter

from pipeline.parsing.headings import heading
from pipeline.parsing.heads import Head
from pipeline.parsing.numbering import Style
from pipeline.parsing.rows import Row

_ORDER = (Style.COMMA, Style.ARABIC, Style.PAREN)
_AHEAD = 400  # how many heads further down are looked at where two counts would go on
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
    if chapters_of_commas(plain, Style.ARABIC):
        return Style.ARABIC
    for style in _ORDER:
        values = [h.number.value for h in plain if h.number.style is style]
        alone = bool(plain) and plain[0].number.style is style is Style.COMMA
        counts = 1 in values and (2 in values or alone) and (len(chapters) < 2 or _opens(plain, chapters, style))
        if counts and (style is not Style.COMMA or _is_outermost(plain)):
            return style
    return Style.CHAPTER if chapters else Style.NONE


def _opens(heads: list[Head], chapters: list[int], style: Style) -> bool:
    """True where most chapters go on with a number of that style."""
    following = [heads[i + 1].number.style for i in chapters if i + 1 < len(heads)]
    return following.count(style) * 2 > len(following)


def chapters_of_commas(heads: list[Head], style: Style) -> bool:
    """True where 一、 二、 三、 are chapters: the articles below them (第一条 or 1.) go on counting across them.

    They must stand above the first article and count without starting again, as lists inside articles would.

    Args:
        heads: The heads of one part.
        style: The style of the articles, ARTICLE or ARABIC.
    """
    both = [h for h in heads if h.number.style in (Style.COMMA, style) and not h.inside]
    commas = [h.number.value for h in both if h.number.style is Style.COMMA]
    if len(commas) < 2 or commas != sorted(set(commas)) or both[0].number.style is not Style.COMMA:
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


def articles(text: str, heads: list[Head], style: Style, rows: tuple[Row, ...], last: int) -> set[int]:
    """Return the ordinals of the heads that are articles.

    The count must go on: 一、 二、 三、. Lists inside an article that start again at 1 in the same style are told by
    their own count; where both counts would go on, the article is the last one that has the number, and looks like the
    articles before it: bold, with a heading, with the same mark behind the number.

    Args:
        text: The flow's text.
        heads: The heads of one part.
        style: What `article_style` says of them.
        rows: The rows that they stand in.
        last: The last article of the part before, if this one goes on counting; else 0.
    """
    same = [i for i, head in enumerate(heads) if head.number.style is style]
    if style is Style.NONE:
        return set(same)
    values = [heads[i].number.value for i in same]
    chosen: list[int] = []
    looks: Counter[tuple[bool, ...]] = Counter()
    inner = 0
    for n, i in enumerate(same):
        head, value = heads[i], values[n]
        look = _look(text, head, rows[head.row])
        fits = look in looks or not looks
        if _is_article(head, values[n : n + _AHEAD], last, inner, fits=fits):
            chosen.append(i)
            last, inner = value, 0
            looks[look] += not head.inside
        elif value == 1 or inner:
            inner = value
    return set(chosen)


def _is_article(head: Head, ahead: list[int], last: int, inner: int, *, fits: bool) -> bool:
    """True where the head is the next article.

    Args:
        head: The head.
        ahead: Its value and those of the heads of its style behind it.
        last: The article before, 0 if it is the first.
        inner: The last entry of a list in that article, 0 if there is none.
        fits: It looks like the articles before.
    """
    style, value = head.number.style, head.number.value
    due = last + 1
    if value == due:
        return not inner or value != inner + 1 or (fits and not _again(ahead))
    if head.inside or (style is not Style.ARABIC and value > due and _comes(ahead, due)):
        return False
    if last == 0:
        return value <= _SKIP
    if style in (Style.ARTICLE, Style.CHAPTER):
        return value == 1 or last <= value <= last + _SKIP
    return not inner and fits and value > 1 and last <= value <= last + 2


def _again(ahead: list[int]) -> bool:
    """True where the number comes again before another list begins: the article is the one further down."""
    behind = ahead[1:]
    begins = behind.index(1) if 1 in behind else len(behind)
    return ahead[0] in behind[:begins]


def _comes(ahead: list[int], due: int) -> bool:
    """True where the number that is due opens a row further down, before this one's successor does."""
    behind = ahead[1:]
    stop = min((behind.index(v) for v in (1, ahead[0] + 1) if v in behind), default=len(behind))
    return due in behind[: stop + 1]


def _look(text: str, head: Head, row: Row) -> tuple[bool, ...]:
    printed = head.number.text[-1:]
    return row.bold, row.auto > row.start, printed == "、", printed.isalnum(), bool(heading(text, head, row))
