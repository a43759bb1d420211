"""Heads of one part → the articles among them: those whose count runs through the part."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from pipeline.parsing.articles import is_double
from pipeline.parsing.headings import heading
from pipeline.parsing.heads import Head, lost_before
from pipeline.parsing.numbering import Style
from pipeline.parsing.rows import Row

Look = tuple[bool, ...]  # has a heading, is bold, is numbered automatically, the mark behind the number

_AHEAD = 400  # how many heads further down are looked at where two counts would go on
_SKIP = 4  # an article's number may be missing, or its file may have lost one
_SPECIAL = 8  # special terms (专用条款) number only the general terms that they change
_STARTS = 6  # how many of the heads numbered 1 may begin the count


def articles(text: str, heads: list[Head], style: Style, rows: tuple[Row, ...], last: int) -> set[int]:
    """Return the ordinals of the heads that are articles.

    The count must go on: 一、 二、 三、. Lists inside an article that start again at 1 in the same style are told by
    their own count; where both counts would go on, the article is the last one that has the number, and looks like the
    articles before it: bold, with a heading, with the same mark behind the number. Recitals that are numbered like the
    articles are told by where the count runs through: of the counts that begin at different heads numbered 1 the
    longest one, with most headings, is that of the articles.

    Args:
        text: The flow's text.
        heads: The heads of one part.
        style: What `article_style` says of them.
        rows: The rows that they stand in.
        last: The last article of the part before, if this one goes on counting; else 0.
    """
    same = [i for i, head in enumerate(heads) if head.number.style is style]
    if style is Style.NONE or not same:
        return set(same)
    if style is Style.DECIMAL:
        return {i for i in same if is_double(heads[i]) and not heads[i].inside}
    looks = [_look(text, heads[i], rows[heads[i].row]) for i in same]
    plain = [heads[i] for i in same]
    counts = [_count(plain, looks, 0, last or _before_first(plain))]
    if style in (Style.COMMA, Style.ARABIC, Style.PAREN) and not last:
        ones = [n for n, head in enumerate(plain) if n and head.number.value == 1 and not head.inside]
        counts += [_count(plain, looks, n, 0) for n in ones[:_STARTS]]
    best = max(counts, key=lambda count: _weight(count, plain, looks))
    return {same[n] for n in best}


def _before_first(heads: list[Head]) -> int:
    """The number before the first head of a part whose beginning is lost: its articles count from 五 on."""
    lost = lost_before([head.number.value for head in heads if not head.inside])
    return lost if lost >= _SKIP else 0


def _weight(count: list[int], heads: list[Head], looks: list[Look]) -> float:
    """How well a count runs through the part: how much of it it spans, how long it is, how many headings it has."""
    if not count:
        return 0.0
    span = heads[-1].start - heads[0].start or 1
    covers = (heads[count[-1]].start - heads[count[0]].start) / span
    return 20 * covers + len(count) + 2 * sum(looks[n][0] for n in count)


def _count(heads: list[Head], looks: list[Look], first: int, last: int) -> list[int]:
    """The heads that go on counting, from the head `first` on."""
    values = [head.number.value for head in heads]
    seen: Counter[Look] = Counter()
    chosen: list[int] = []
    inner = 0
    for n in range(first, len(heads)):
        fits = looks[n] in seen or not seen
        if _is_article(heads[n], _At(values, n, last, inner), fits=fits, headed=looks[n][0]):
            chosen.append(n)
            last, inner = values[n], 0
            seen[looks[n]] += not heads[n].inside
        elif values[n] == 1 or inner:
            inner = values[n]
    return chosen


class _At(NamedTuple):
    """A head in a count: its value, those behind it, the article before, and the last entry of a list in that."""

    values: list[int]
    n: int
    last: int
    inner: int

    @property
    def value(self) -> int:
        return self.values[self.n]

    @property
    def behind(self) -> list[int]:
        return self.values[self.n + 1 : self.n + _AHEAD]


def _is_article(head: Head, at: _At, *, fits: bool, headed: bool) -> bool:
    """True where the head is the next article.

    Args:
        head: The head.
        at: Where the count stands.
        fits: It looks like the articles before.
        headed: It has a heading.
    """
    style, due = head.number.style, at.last + 1
    if at.value == due:
        return not at.inner or at.value != at.inner + 1 or (fits and not _again(at))
    if head.inside or (style is not Style.ARABIC and at.value > due and _comes(at, due)):
        return False
    if at.last == 0:
        return at.value <= _SKIP
    if style in (Style.ARTICLE, Style.CHAPTER):
        return at.value == 1 or at.last <= at.value <= at.last + _SKIP
    reach = at.last + (_SPECIAL if headed else 2)
    return not at.inner and fits and at.value > 1 and at.last <= at.value <= reach


def _again(at: _At) -> bool:
    """True where the number comes again before another list begins: the article is the one further down."""
    behind = at.behind
    begins = behind.index(1) if 1 in behind else len(behind)
    return at.value in behind[:begins]


def _comes(at: _At, due: int) -> bool:
    """True where the number that is due opens a row further down, before this one's successor does."""
    behind = at.behind
    stop = min((behind.index(v) for v in (1, at.value + 1) if v in behind), default=len(behind))
    return due in behind[: stop + 1]


def _look(text: str, head: Head, row: Row) -> Look:
    printed = head.number.text[-1:]
    return bool(heading(text, head, row)), row.bold, row.auto > row.start, printed == "、", printed.isalnum()
