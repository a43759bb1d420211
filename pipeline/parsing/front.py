"""Rows and heads → what stands before the articles: official notice, cover, notes to the drafter, contents, head."""

from __future__ import annotations

from collections import Counter

from pipeline.model.template import Section
from pipeline.parsing.heads import Head, lost_before
from pipeline.parsing.numbering import Style
from pipeline.parsing.parties import is_party_row
from pipeline.parsing.rows import Row
from pipeline.text.patterns import late

OPENERS = (Style.PART, Style.CHAPTER, Style.ARTICLE, Style.COMMA, Style.ARABIC)
Span = tuple[Section, int]  # a section and the row that it begins with

_NOTES = late(
    r"^[^,。:]{0,18}(?:说明|(?:填写|填表|签约)须知|(?:特别|重要|温馨|签约|风险|阅读)提示|注意事项|特别告知"
    r"|(?:术语|名词)解释)(?:\(.{0,12}\))?:?$"
)
_CONTENTS = late(r"^目[录錄次]$")
_PAGE = late(r"[.…·\-—_]{0,400}\d{1,3}$")
_CONTRACT_NO = late(r"^\(?(?:合同|协议)(?:编号|号)")
_NOTICE = late(r"(?:的通知|的函|的公告|的批复)$")
_SEVERAL = late(r"第.{1,3}[章条]")
_SHORT_NOTE = 12
_ENTRY = 60
_LINE = 120
_LOST = 4


def is_notes_heading(row: Row, longest: int) -> bool:
    """True for 使用说明, 特别提示, 专业术语解释 and the like, alone in a row of at most `longest` characters."""
    return row.cell is None and len(row.flat) <= longest and bool(_NOTES.match(row.own))


def front(
    rows: tuple[Row, ...], heads: dict[int, Head], titles: frozenset[int], openers: tuple[Style, ...]
) -> list[Span]:
    """Return the sections before the first article; the last one is the BODY, if there is an article.

    Args:
        rows: The rows.
        heads: The first head of every row.
        titles: Indices of the rows that print the contract's title.
        openers: The styles whose 1 may open the body.
    """
    begin = _notice_end(rows, titles)
    spans: list[Span] = [(Section.NOTES, 0), (Section.COVER, begin)] if begin else []
    # The first articles may have lost their numbers: a file that numbers none 1 begins with the next one.
    most = 1 if any(_is_opener(head, openers, 1) for head in heads.values()) else _LOST
    lost = _lost_beginnings(heads)
    i = begin
    while i < len(rows) and not _is_opener(heads.get(i), openers, most) and i not in lost:
        if _CONTENTS.match(rows[i].own):
            end, section = _contents_end(rows, heads, titles, i), Section.CONTENTS
        elif (i not in heads or rows[i].auto > rows[i].start) and is_notes_heading(rows[i], _ENTRY):
            end, section = _notes_end(rows, heads, titles, i), Section.NOTES
        else:
            i += 1
            continue
        spans += [(Section.COVER, begin), (section, i)]
        i = begin = end
    above = heads.get(i - 1)
    if above is not None and i - 1 > begin and above.number.style is Style.COMMA and above.number.values == (1,):
        i -= 1  # a chapter: 一、合同期限 above 第一条
    spans += _cover_and_head(titles, begin, i)
    return [*spans, (Section.BODY, i)] if i < len(rows) else spans


def _lost_beginnings(heads: dict[int, Head]) -> frozenset[int]:
    """The rows that begin a count of 第五条 第六条 … or 五、 六、 … whose first numbers nobody kept."""
    found = set()
    for style in (Style.ARTICLE, Style.COMMA):
        counted = [(row, head.number.value) for row, head in heads.items() if head.number.style is style]
        if len(counted) >= _ENOUGH and lost_before([value for _, value in counted]):
            found.add(counted[0][0])
    return frozenset(found)


_ENOUGH = 3  # articles that make a count


def _cover_and_head(titles: frozenset[int], begin: int, end: int) -> list[Span]:
    """A title that comes again some rows below opens the head; what stands above is the cover."""
    inside = sorted(t for t in titles if begin <= t < end)
    if len(inside) > 1 and inside[-1] - begin >= 3:
        return [(Section.COVER, begin), (Section.HEAD, inside[-1])]
    return [(Section.HEAD, begin)]


def _core(flat: str) -> str:
    """A contents entry without its leader and page number."""
    return _PAGE.sub("", flat) if flat[-1:].isdigit() else flat


def _is_opener(head: Head | None, openers: tuple[Style, ...], most: int) -> bool:
    if head is None or head.inside or head.number.style not in openers:
        return False
    return len(head.number.values) == 1 and 1 <= head.number.value <= most


def _notice_end(rows: tuple[Row, ...], titles: frozenset[int]) -> int:
    """The row behind an official notice that sends the model contract out, 0 if there is none."""
    notice = next((i for i, row in enumerate(rows[:25]) if _NOTICE.search(row.flat)), None)
    return min((t for t in titles if notice is not None and t > notice), default=0)


def _contents_end(rows: tuple[Row, ...], heads: dict[int, Head], titles: frozenset[int], begin: int) -> int:
    """The row behind the last entry: where the first entry comes again, or what follows is no entry."""
    first, opening = begin + 1, heads.get(begin + 1)
    counts = Counter(_core(row.flat) for row in rows)
    for i in range(first, len(rows)):
        row, head = rows[i], heads.get(i)
        entry = row.toc or bool(_PAGE.search(row.flat))
        again = i > first and (i in titles or row.flat == _core(rows[first].flat) or _starts_again(head, opening))
        if (again and not entry) or not _is_entry(row, head, counts):
            return i
    return len(rows)


def _starts_again(head: Head | None, opening: Head | None) -> bool:
    return (
        head is not None
        and opening is not None
        and head.number.style is opening.number.style
        and head.number.values == (1,)
    )


def _is_entry(row: Row, head: Head | None, counts: Counter[str]) -> bool:
    if row.toc or (_PAGE.search(row.flat) and len(row.flat) > 3 and len(_core(row.flat)) <= _LINE):
        return True
    if len(row.flat) > _ENTRY or "。" in row.flat or row.flat.endswith(":") or "_" in row.flat:
        return False
    return row.flat[0] == "附" or counts[_core(row.flat)] > 1 or head is not None or len(_SEVERAL.findall(row.flat)) > 1


def _notes_end(rows: tuple[Row, ...], heads: dict[int, Head], titles: frozenset[int], begin: int) -> int:
    """The row behind the notes: the title again, a party, the contract's number, or an article.

    Notes are often numbered like articles: the contract begins where their count starts again.
    """
    last: dict[Style, int] = {}
    for i in range(begin + 1, len(rows)):
        row, head = rows[i], heads.get(i)
        if i in titles or _CONTENTS.match(row.flat) or is_notes_heading(row, _SHORT_NOTE):
            return i
        if row.cell is None and (is_party_row(row) or _CONTRACT_NO.match(row.flat)):
            return i
        if head is not None and not head.inside:
            if _ends_notes(head, last):
                return i
            last[head.number.style] = head.number.value
    return len(rows)


def _ends_notes(head: Head, last: dict[Style, int]) -> bool:
    style = head.number.style
    if head.number.values != (1,):
        return False
    if style in (Style.PART, Style.CHAPTER, Style.ARTICLE):
        return style not in last
    return style in OPENERS and last.get(style, 0) > 1 and style is min(last)
