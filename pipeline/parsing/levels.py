"""Heads of one part and its articles → the level and rank of every head."""

from __future__ import annotations

from pipeline.parsing.articles import chapters_of_commas
from pipeline.parsing.heads import Head
from pipeline.parsing.numbering import Style

_ABOVE = (Style.PART, Style.CHAPTER, Style.SECTION)
_DECIMALS = (Style.DECIMAL, Style.DECIMAL3)
_ARTICLE_RANK = 10


def levels(heads: list[Head], articles: set[int], style: Style) -> list[tuple[Head, int, int]]:
    """Return for every head its level (0 above the articles, 1 articles, 2 and more below) and its rank in the tree.

    Below an article a style that is new opens a level of its own, one that was open before closes what stands deeper,
    and 1.1 and 1.1.1 stand as deep as they have parts. A 第X条 that breaks the count is no heading and left out.

    Args:
        heads: The heads of one part, in reading order.
        articles: The ordinals of the articles.
        style: The style that numbers the articles.
    """
    commas = style in (Style.ARTICLE, Style.ARABIC) and chapters_of_commas(heads, style)
    above = (*_ABOVE, Style.COMMA) if commas else _ABOVE
    found: list[tuple[Head, int, int]] = []
    open_: list[tuple[Style, int]] = []  # style and level of what is open below the article
    for i, head in enumerate(heads):
        own = head.number.style
        if i in articles:
            open_ = []
            found.append((head, 1, _ARTICLE_RANK))
        elif own in above and own is not style:
            open_ = []
            if not head.inside:
                found.append((head, 0, int(own)))
        elif own not in (Style.ARTICLE, Style.NONE) and not (own is style and own is Style.CHAPTER):
            level = _level(head, open_)
            found.append((head, level, _ARTICLE_RANK + level - 1))
    return found


def _level(head: Head, open_: list[tuple[Style, int]]) -> int:
    style = head.number.style
    if style in _DECIMALS:
        level = len(head.number.values)
        while open_ and (open_[-1][1] >= level or open_[-1][0] not in _DECIMALS):
            open_.pop()
        open_.append((style, level))
        return level
    known = next((n for n, (s, _) in enumerate(open_) if s is style), None)
    if known is not None:
        del open_[known + 1 :]
        return open_[known][1]
    # （一） outranks 1.: where it begins to count behind a list of 1. 2. 3., that list was its elder's.
    while open_ and head.number.value == 1 and open_[-1][0] > style and open_[-1][0] not in _DECIMALS:
        open_.pop()
    level = (open_[-1][1] if open_ else 1) + 1
    open_.append((style, level))
    return level
