"""Heads of one part and its articles → the level and rank of every head."""

from __future__ import annotations

import itertools
from typing import NamedTuple

from pipeline.parsing.articles import chapters_of_commas
from pipeline.parsing.heads import Head
from pipeline.parsing.numbering import Style

_ABOVE = (Style.PART, Style.CHAPTER, Style.SECTION)
_DECIMALS = (Style.DECIMAL, Style.DECIMAL3)
_ARTICLE_RANK = 10
_AHEAD = 400  # how many heads further down are looked at for the entry behind a list


class _Open(NamedTuple):
    """A number that is open below the article: what follows may belong to it."""

    style: Style
    level: int
    value: int


def levels(text: str, heads: list[Head], articles: set[int], style: Style) -> list[tuple[Head, int, int]]:
    """Return for every head its level (0 above the articles, 1 articles, 2 and more below) and its rank in the tree.

    Below an article a style that is new opens a level of its own, one that was open before closes what stands deeper,
    and 1.1 and 1.1.1 stand as deep as they have parts. A 第X条 that breaks the count is no heading and left out.

    Args:
        text: The flow's text.
        heads: The heads of one part, in reading order.
        articles: The ordinals of the articles.
        style: The style that numbers the articles.
    """
    commas = style in (Style.ARTICLE, Style.ARABIC) and chapters_of_commas(heads, style)
    above = (*_ABOVE, Style.COMMA) if commas else _ABOVE
    found: list[tuple[Head, int, int]] = []
    open_: list[_Open] = []
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
            level = _level(head, open_, is_owned=bool(open_) and _is_owned(text, heads, articles, i, open_[-1]))
            found.append((head, level, _ARTICLE_RANK + level - 1))
    return found


def _is_owned(text: str, heads: list[Head], articles: set[int], i: int, owner: _Open) -> bool:
    """True for a list that the entry before leads to (3、分期支付：), or behind which that entry's own list goes on."""
    if heads[i].number.value != 1:
        return False
    if text[heads[i - 1].start : heads[i].start].rstrip().endswith(("：", ":")):
        return True
    inner = itertools.takewhile(lambda n: n not in articles, range(i + 1, min(len(heads), i + _AHEAD)))
    behind = next((heads[n].number.value for n in inner if heads[n].number.style is owner.style), 0)
    return behind == owner.value + 1


def _level(head: Head, open_: list[_Open], *, is_owned: bool) -> int:
    style = head.number.style
    if style in _DECIMALS:
        return _decimal(head, open_)
    known = next((n for n, o in enumerate(open_) if o.style is style), None)
    if known is not None:
        del open_[known + 1 :]
        level = open_.pop().level
    else:
        # （一） outranks 1.: where it begins to count behind a list of 1. 2. 3., that list was its elder's or ended.
        ends = head.number.value == 1 and not is_owned
        while open_ and ends and open_[-1].style > style and open_[-1].style not in _DECIMALS:
            open_.pop()
        level = (open_[-1].level if open_ else 1) + 1
    open_.append(_Open(style, level, head.number.value))
    return level


def _decimal(head: Head, open_: list[_Open]) -> int:
    """1.1 stands below the 1. that is open, else below the article; 1.1.1 one deeper."""
    values = head.number.values
    owner = next((n for n, o in enumerate(open_) if o.style is Style.ARABIC and o.value == values[0]), None)
    level = (open_[owner].level if owner is not None else 1) + len(values) - 1
    while open_ and open_[-1].level >= level:
        open_.pop()
    if owner is None:
        open_[:] = [o for o in open_ if o.style in _DECIMALS]
    open_.append(_Open(head.number.style, level, head.number.value))
    return level
