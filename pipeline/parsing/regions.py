"""Rows and heads → regions: cover, notes to the drafter, contents page, head, body, signature block, appendix."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.model.template import Region, Section
from pipeline.parsing.annex_line import AnnexLine
from pipeline.parsing.front import OPENERS, Span, front, is_notes_heading
from pipeline.parsing.heads import Head
from pipeline.parsing.numbering import Style
from pipeline.parsing.rows import Row
from pipeline.parsing.signature import is_sign_page, is_signature
from pipeline.text.patterns import late

# Headings of parts that may follow a signature block: 专用条款, 通用条款.
_PARTS = late(r"^(?:(?:合同)?(?:通用|专用|标准|一般|特殊|特别)(?:合同)?(?:条款|条件)|合同协议书|格式条款)$")
_ANNEX_PART = late(r"附件|附录|格式")
# What opens an appendix behind the signatures without a number.
_TAIL = late(r"^(?:补充条款|补充协议|合同附件|附件|附录|附件清单|附件列表|附件目录|附页|附表)(?:\([^()]{0,16}\))?:?$")
_FORM = late(r"^[^:,。()]{2,16}(?:清单|明细表|一览表|确认书|告知书|承诺书|交接单|验收单|结算单|说明书)$")
_SHORT = 30
_COUNTED = (Style.ARTICLE, Style.COMMA, Style.ARABIC, Style.CHAPTER)
_AHEAD = 2000
_SKIP = 8  # special terms (专用条款) number only the general terms that they change


@dataclass(slots=True)
class _Walk:
    """What is known while the rows are walked from top to bottom."""

    rows: tuple[Row, ...]
    heads: dict[int, Head]
    annexed: frozenset[int]
    section: Section = Section.BODY
    spans: list[Span] = field(default_factory=list)
    last: dict[Style, int] = field(default_factory=dict)

    def enter(self, section: Section, row: int) -> None:
        if section is not self.section or not self.spans:
            self.spans.append((section, row))
        self.section = section


def regions(
    text: str, rows: tuple[Row, ...], heads: tuple[Head, ...], titles: tuple[int, ...], annexes: tuple[AnnexLine, ...]
) -> tuple[Region, ...]:
    """Return the sections of a contract, in reading order and without gaps.

    Args:
        text: The flow's text.
        rows: Its rows.
        heads: The numbers that open rows.
        titles: Indices of the rows that print the contract's title.
        annexes: The annex lines; headings among them open the appendix.
    """
    if not rows:
        return (Region(section=Section.BODY, start=0, end=len(text)),)
    by_row: dict[int, Head] = {}
    for head in heads:
        by_row.setdefault(head.row, head)
    spans = front(rows, by_row, frozenset(titles), _openers(heads, annexes))
    opening = _with_chapter(by_row, spans.pop()[1], spans) if spans[-1][0] is Section.BODY else 0
    walk = _Walk(rows=rows, heads=by_row, annexed=frozenset(line.row for line in annexes if not line.listed))
    walk.enter(Section.BODY, opening)
    for i in range(opening, len(rows)):
        _step(walk, i)
    return _as_regions(text, rows, [*(s for s in spans if opening), *walk.spans])


def _with_chapter(by_row: dict[int, Head], opening: int, spans: list[Span]) -> int:
    """Return the row that opens the body: 二、 above 第一条, where the count of chapters began further up."""
    above, head = by_row.get(opening - 1), by_row.get(opening)
    is_chapter = above is not None and above.number.style is Style.COMMA and not above.inside and above.number.value > 1
    opens = head is not None and head.number.style is Style.ARTICLE
    return opening - 1 if is_chapter and opens and spans and spans[-1][1] < opening - 1 else opening


def _openers(heads: tuple[Head, ...], annexes: tuple[AnnexLine, ...]) -> tuple[Style, ...]:
    """The styles whose 1 may open the body; where articles are called 第一条, a list of 1. 2. opens nothing.

    What an annex calls so says nothing of the contract, if the contract counts at all before it.
    """
    first = min((line.row for line in annexes if not line.listed), default=0)
    own = [h for h in heads if h.row < first and not h.inside and h.number.style in OPENERS]
    articles = sum(h.number.style is Style.ARTICLE for h in (own or [h for h in heads if not h.inside]))
    return (Style.PART, Style.CHAPTER, Style.ARTICLE) if articles >= 2 else (*OPENERS, Style.NONE)


def _as_regions(text: str, rows: tuple[Row, ...], spans: list[Span]) -> tuple[Region, ...]:
    kept = [span for i, span in enumerate(spans) if i + 1 == len(spans) or spans[i + 1][1] > span[1]]
    joined = [span for i, span in enumerate(kept) if i == 0 or kept[i - 1][0] is not span[0]]
    starts = [0, *(rows[row].start for _, row in joined[1:]), len(text)]
    return tuple(Region(section=section, start=starts[i], end=starts[i + 1]) for i, (section, _) in enumerate(joined))


def _step(walk: _Walk, i: int) -> None:
    row, head = walk.rows[i], walk.heads.get(i)
    style = head.number.style if head else Style.NONE
    is_annex_part = style is Style.PART and bool(_ANNEX_PART.search(row.flat))
    if head and style is Style.PART and not is_annex_part and head.number.value == walk.last.get(style, 0) + 1:
        walk.last = {Style.PART: head.number.value}
        walk.enter(Section.BODY, i)
    elif i in walk.annexed or is_annex_part:
        walk.enter(Section.APPENDIX, i)
    elif walk.section is Section.BODY:
        _in_body(walk, i)
    elif walk.section is Section.SIGNATURE:
        _after_signature(walk, i)
    else:
        _in_appendix(walk, i)


def _in_body(walk: _Walk, i: int) -> None:
    head = walk.heads.get(i)
    if head and head.number.style in (*OPENERS, Style.NONE):
        walk.last[head.number.style] = max(walk.last.get(head.number.style, 0), head.number.value)
    elif _signs(walk, i) and not _goes_on(walk, i):
        walk.enter(Section.SIGNATURE, i)


def _signs(walk: _Walk, i: int) -> bool:
    """True for the first row of a signature block; the parties that a part introduces before it counts are none."""
    row = walk.rows[i]
    if walk.last.keys() <= {Style.PART}:
        return False
    return is_sign_page(row) or is_signature(row, walk.rows[i + 1 : i + 6])


def _goes_on(walk: _Walk, i: int) -> bool:
    """True where the articles go on counting below, before another part or an annex: no signature block yet."""
    style = next((s for s in _COUNTED if s in walk.last), None)
    if style is None:
        return False
    due = walk.last[style] + 1
    for row in range(i + 1, min(i + _AHEAD, len(walk.rows))):
        head = walk.heads.get(row)
        if row in walk.annexed or (head is not None and head.number.style is Style.PART):
            return False
        if head is not None and head.number.style is style and due <= head.number.value < due + _SKIP:
            return True
    return False


def _after_signature(walk: _Walk, i: int) -> None:
    row, head = walk.rows[i], walk.heads.get(i)
    if _PARTS.match(row.flat):
        walk.last = {}
        walk.enter(Section.BODY, i)
    elif _TAIL.match(row.flat) or (_FORM.match(row.flat) and row.alone):
        walk.enter(Section.APPENDIX, i)
    elif head is None and is_notes_heading(row, _SHORT):
        walk.enter(Section.NOTES, i)
    elif head and row.alone and head.number.style in OPENERS and head.number.values == (1,):
        walk.enter(Section.APPENDIX, i)


def _in_appendix(walk: _Walk, i: int) -> None:
    row = walk.rows[i]
    if is_sign_page(row) and len(row.flat) < _SHORT and "页" in row.flat:
        walk.enter(Section.SIGNATURE, i)
    elif i not in walk.heads and is_notes_heading(row, _SHORT) and "合同" in row.flat:
        walk.enter(Section.NOTES, i)
    elif _PARTS.match(row.flat) and row.centered and i not in walk.heads:
        walk.last = {}
        walk.enter(Section.BODY, i)
