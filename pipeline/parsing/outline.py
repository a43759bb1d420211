"""Heads and regions → the clause tree."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise

from pipeline.model.making import maker
from pipeline.model.template import Clause, Region, Section
from pipeline.parsing.annex_line import AnnexLine
from pipeline.parsing.articles import article_style, goes_on
from pipeline.parsing.categories import categorize
from pipeline.parsing.counting import articles
from pipeline.parsing.headings import heading, is_titled
from pipeline.parsing.heads import Head
from pipeline.parsing.levels import levels
from pipeline.parsing.numbering import Style
from pipeline.parsing.rows import Row

_OTHER = "其他"
_new_clause = maker(Clause)


@dataclass(slots=True)
class _Node:
    """A clause under construction."""

    head: Head
    level: int
    rank: int
    end: int
    section: Section
    children: list[_Node] = field(default_factory=list)


def outline(
    text: str,
    rows: tuple[Row, ...],
    heads: tuple[Head, ...],
    regions: tuple[Region, ...],
    annexes: tuple[AnnexLine, ...],
) -> tuple[Clause, ...]:
    """Return the roots of the clause tree in reading order.

    Level 1 are the articles of the body (第X条, or where there are none 一、, else 1., else 章); 编/章/节 above them
    are 0, what stands below 2 and more. An annex is a clause of level 0 in section APPENDIX, and what it numbers
    begins at level 2: its counting never mixes with the contract's.

    Args:
        text: The flow's text.
        rows: Its rows.
        heads: The numbers that open rows.
        regions: The sections.
        annexes: The annex lines.
    """
    found: list[Clause] = []
    for region in regions:
        if region.section is Section.BODY:
            found += _body(text, rows, _within(heads, region), region)
        elif region.section is Section.APPENDIX:
            found += _appendix(text, rows, _within(heads, region), region, annexes)
    return tuple(found)


def _within(heads: Sequence[Head], region: Region) -> list[Head]:
    begin = bisect.bisect_left(heads, region.start, key=lambda h: h.start)
    end = bisect.bisect_left(heads, region.end, key=lambda h: h.start)
    return list(heads[begin:end])


def _body(text: str, rows: tuple[Row, ...], heads: list[Head], region: Region) -> list[Clause]:
    """The clauses of a body region; each part (第二部分 通用条款) may count in its own way."""
    nodes: list[_Node] = []
    style, last = Style.NONE, 0
    for part, end in _parts(heads, region.end):
        if not goes_on(part, style, last):
            style, last = article_style(part, partial(is_titled, text, rows)), 0
        chosen = articles(text, part, style, rows, last)
        last = max((part[i].number.value for i in chosen), default=last)
        for head, level, rank in levels(text, part, chosen, style):
            nodes.append(_Node(head=head, level=level, rank=rank, end=end, section=Section.BODY))
    return [_clause(text, rows, node, _OTHER) for node in _tree(nodes, region.end)]


def _parts(heads: list[Head], end: int) -> list[tuple[list[Head], int]]:
    """The heads cut before every 第X部分."""
    cuts = [i for i, h in enumerate(heads) if h.number.style is Style.PART and not h.inside]
    bounds = sorted({0, *cuts, len(heads)})
    return [(heads[a:b], heads[b].start if b < len(heads) else end) for a, b in pairwise(bounds)]


def _appendix(
    text: str, rows: tuple[Row, ...], heads: list[Head], region: Region, annexes: tuple[AnnexLine, ...]
) -> list[Clause]:
    """Every annex a clause of level 0, what it numbers below it; without annex headings the appendix counts itself."""
    opened = [a for a in annexes if not a.listed and region.start <= a.start < region.end]
    found: list[Clause] = []
    first = opened[0].start if opened else region.end
    found += _loose(text, rows, [h for h in heads if h.start < first], first)
    for i, annex in enumerate(opened):
        end = opened[i + 1].start if i + 1 < len(opened) else region.end
        inner = [h for h in heads if annex.start < h.start < end and h.row != annex.row]
        found.append(_annex(text, rows, annex, inner, end))
    return found


def _loose(text: str, rows: tuple[Row, ...], heads: list[Head], end: int) -> list[Clause]:
    style = article_style(heads, partial(is_titled, text, rows))
    chosen = articles(text, heads, style, rows, 0)
    nodes = [
        _Node(head=h, level=max(level, 1) + 1, rank=rank, end=end, section=Section.APPENDIX)
        for h, level, rank in levels(text, heads, chosen, style)
    ]
    return [_clause(text, rows, node, _OTHER) for node in _tree(nodes, end)]


def _annex(text: str, rows: tuple[Row, ...], annex: AnnexLine, heads: list[Head], end: int) -> Clause:
    inner = tuple(_loose(text, rows, heads, end))
    return Clause(
        number=annex.number,
        title=annex.title,
        level=0,
        start=annex.start,
        end=end,
        category="附件",
        section=Section.APPENDIX,
        children=inner,
    )


def _tree(nodes: list[_Node], end: int) -> list[_Node]:
    """Hang every node below the last one of a smaller rank; a clause ends where the next of its rank begins."""
    roots: list[_Node] = []
    open_: list[_Node] = []
    for node in nodes:
        while open_ and open_[-1].rank >= node.rank:
            open_.pop().end = node.head.start
        (open_[-1].children if open_ else roots).append(node)
        open_.append(node)
    for node in open_:
        node.end = min(node.end, end)
    return roots


def _clause(text: str, rows: tuple[Row, ...], node: _Node, above: str) -> Clause:
    """The clause of a node; a sentence that tells no category of its own has that of the clause above."""
    head, row = node.head, rows[node.head.row]
    title = heading(text, head, row)
    inner_end = node.children[0].head.start if node.children else node.end
    body = text[head.number.end : min(node.end, max(inner_end, head.number.end + 200))]
    category = categorize(title, body)
    if category == _OTHER and not title:
        category = above
    return _new_clause(
        number="".join(head.number.text.split()),
        title=title,
        level=node.level,
        start=head.start,
        end=node.end,
        category=category,
        section=node.section,
        children=tuple(_clause(text, rows, child, category) for child in node.children),
    )
