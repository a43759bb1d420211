"""Rows and heads → regions: cover, notes to the drafter, contents page, head, body, signature block, appendix."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from pipeline.model.template import Region, Section
from pipeline.parsing.annex_line import AnnexLine
from pipeline.parsing.heads import Head
from pipeline.parsing.numbering import Style
from pipeline.parsing.parties import is_party_row, roles
from pipeline.parsing.rows import Row

_NOTES = re.compile(
    r"^[^,。:]{0,18}(?:说明|填写须知|填表须知|签约须知|特别提示|重要提示|温馨提示|签约提示|风险提示|阅读提示|注意事项|特别告知|术语解释|名词解释)(?:\(.{0,12}\))?:?$"
)
_CONTENTS = re.compile(r"^目[录錄次]$")
_PAGE = re.compile(r"[.…·\-—_]{0,200}\d{1,3}$")
_OPENERS = (Style.PART, Style.CHAPTER, Style.ARTICLE, Style.COMMA, Style.ARABIC)
_CONTRACT_NO = re.compile(r"^\(?(?:合同|协议)(?:编号|号)")
_NOTICE = re.compile(r"(?:的通知|的函|的公告|的批复)$")
_SIGN_WORDS = r"\(?(?:盖章|签章|签字|签名|公章|盖公章|签订|签署|章|印章|签约|签字或盖章|盖章或签字|签名或盖章|单位盖章|加盖公章|签字、盖章|签字盖章|签字/盖章|盖章/签字)"
_SIGN_PAGE = re.compile(
    r"以下无正文|无正文|签署页|签字页|签章页|签订页|签约页|盖章页|^签署:?$|^签字盖章:?$|^签署栏|代表签署如下:?$"
)
_PARTS = re.compile(r"^(?:(?:合同)?(?:通用|专用|标准|一般|特殊|特别)(?:合同)?(?:条款|条件)|合同协议书|格式条款)$")
_FORM = re.compile(r"^[^:,。()]{2,16}(?:清单|明细表|一览表|确认书|告知书|承诺书|交接单|验收单|结算单|说明书)$")
_TAIL = re.compile(
    r"^(?:补充条款|补充协议|合同附件|附件|附录|附件清单|附件列表|附件目录|附页|附表)(?:\([^()]{0,16}\))?:?$"
)


@dataclass(slots=True)
class _Walk:
    """What is known while the rows are walked from top to bottom."""

    section: Section = Section.COVER
    spans: list[tuple[Section, int]] = field(default_factory=list)
    last: dict[Style, int] = field(default_factory=dict)
    signed_from: int | None = None

    def enter(self, section: Section, row: int) -> None:
        self.section = section
        self.spans.append((section, row))


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
    openers = _openers(heads)
    spans = _front(rows, by_row, titles, openers)
    opening = spans.pop()[1] if spans and spans[-1][0] is Section.BODY else 0
    spans += _rest(rows, by_row, opening, {line.row for line in annexes if not line.listed})
    return _as_regions(text, rows, spans)


def _as_regions(text: str, rows: tuple[Row, ...], spans: list[tuple[Section, int]]) -> tuple[Region, ...]:
    kept = [span for i, span in enumerate(spans) if i + 1 == len(spans) or spans[i + 1][1] > span[1]]
    joined = [span for i, span in enumerate(kept) if i == 0 or kept[i - 1][0] is not span[0]]
    starts = [0, *(rows[row].start for _, row in joined[1:]), len(text)]
    return tuple(Region(section=section, start=starts[i], end=starts[i + 1]) for i, (section, _) in enumerate(joined))


def _openers(heads: tuple[Head, ...]) -> tuple[Style, ...]:
    """The styles whose 1 may open the body: where articles are called 第一条, a list that counts 1. 2. opens nothing."""
    articles = sum(h.number.style is Style.ARTICLE and not h.inside for h in heads)
    if articles >= 2:
        return (Style.PART, Style.CHAPTER, Style.ARTICLE)
    return _OPENERS


def core(flat: str) -> str:
    """Return a contents entry without its leader and page number."""
    return _PAGE.sub("", flat)


def _front(
    rows: tuple[Row, ...], heads: dict[int, Head], titles: tuple[int, ...], openers: tuple[Style, ...]
) -> list[tuple[Section, int]]:
    """What stands before the first article; the last span is the BODY."""
    counts = Counter(core(row.flat) for row in rows)
    spans: list[tuple[Section, int]] = []
    notes = _notice_end(rows, titles)
    if notes:
        spans += [(Section.NOTES, 0), (Section.COVER, notes)]
    i, head_from = notes, notes
    while i < len(rows):
        row = rows[i]
        if _CONTENTS.match(row.flat):
            end = _contents_end(rows, heads, counts, i)
            spans += [(Section.COVER, head_from), (Section.CONTENTS, i)]
            i = head_from = end
        elif _NOTES.match(row.flat) and row.alone and row.cell is None and not _is_opener(heads.get(i), openers):
            end = _notes_end(rows, heads, titles, i)
            spans += [(Section.COVER, head_from), (Section.NOTES, i)]
            i = head_from = end
        elif _is_opener(heads.get(i), openers):
            break
        else:
            i += 1
    again = [t for t in titles if head_from < t < i]
    if again and again[-1] - head_from >= 3 and (head_from in titles or any(t < again[-1] for t in again)):
        spans.append((Section.COVER, head_from))
        head_from = again[-1]
    spans.append((Section.HEAD, head_from))
    if i < len(rows):
        spans.append((Section.BODY, i))
    return spans


def _is_opener(head: Head | None, openers: tuple[Style, ...]) -> bool:
    return head is not None and head.number.style in openers and head.number.values == (1,) and not head.inside


def _notice_end(rows: tuple[Row, ...], titles: tuple[int, ...]) -> int:
    """The row behind an official notice that sends the model contract out, 0 if there is none."""
    notice = next((i for i, row in enumerate(rows[:25]) if _NOTICE.search(row.flat)), None)
    return next((t for t in titles if notice is not None and t > notice), 0)


def _contents_end(rows: tuple[Row, ...], heads: dict[int, Head], counts: Counter[str], begin: int) -> int:
    """The row behind the last entry: where the first entry comes again, or what follows is no entry."""
    first = next((core(row.flat) for row in rows[begin + 1 : begin + 3]), "")
    opening = heads.get(begin + 1)
    for i in range(begin + 1, len(rows)):
        row = rows[i]
        if i > begin + 1 and core(row.flat) == first and not (row.toc or row.flat != first):
            return i
        head = heads.get(i)
        if (
            i > begin + 1
            and head
            and opening
            and head.number.style is opening.number.style
            and head.number.values == (1,)
        ):
            if not row.toc and not _PAGE.search(row.flat):
                return i
        if not _is_entry(row, head, counts):
            return i
    return len(rows)


def _is_entry(row: Row, head: Head | None, counts: Counter[str]) -> bool:
    if row.toc or (_PAGE.search(row.flat) and len(row.flat) > 3 and len(row.flat) <= 120):
        return True
    if len(row.flat) > 60 or "。" in row.flat or row.flat.endswith(":") or "_" in row.flat:
        return False
    return counts[core(row.flat)] > 1 or head is not None or len(re.findall(r"第.{1,3}[章条]", row.flat)) > 1


def _notes_end(rows: tuple[Row, ...], heads: dict[int, Head], titles: tuple[int, ...], begin: int) -> int:
    """The row behind the notes: the title again, a party, the contract's number, or an article.

    Notes are often numbered like articles: the contract begins where their count starts again.
    """
    last: dict[Style, int] = {}
    for i in range(begin + 1, len(rows)):
        row, head = rows[i], heads.get(i)
        if (
            i in titles
            or _CONTENTS.match(row.flat)
            or (_NOTES.match(row.flat) and row.cell is None and len(row.flat) < 12)
        ):
            return i
        if row.cell is None and (is_party_row(row) or _CONTRACT_NO.match(row.flat)):
            return i
        if head is None or head.inside:
            continue
        style, value = head.number.style, head.number.value
        if style in (Style.PART, Style.CHAPTER, Style.ARTICLE) and value == 1 and last.get(style, 0) == 0:
            return i
        if style in _OPENERS and value == 1 and last.get(style, 0) > 1 and style is min(last):
            return i
        last[style] = value
    return len(rows)


def _rest(rows: tuple[Row, ...], heads: dict[int, Head], opening: int, annexed: set[int]) -> list[tuple[Section, int]]:
    """Body, signature block and appendix from the first article on."""
    walk = _Walk()
    walk.enter(Section.BODY, opening)
    for i in range(opening, len(rows)):
        _step(walk, rows[i], heads.get(i), i, annexed)
    return walk.spans


def _step(walk: _Walk, row: Row, head: Head | None, i: int, annexed: set[int]) -> None:
    style = head.number.style if head else Style.NONE
    value = head.number.value if head else 0
    if style is Style.PART and value == walk.last.get(style, 0) + 1 and not re.search(r"附件|附录|格式", row.flat):
        walk.last = {Style.PART: value}
        if walk.section is not Section.BODY:
            walk.enter(Section.BODY, i)
    elif i in annexed or (style is Style.PART and re.search(r"附件|附录|格式", row.flat)):
        if walk.section is not Section.APPENDIX:
            walk.enter(Section.APPENDIX, i)
    elif walk.section is Section.BODY:
        _in_body(walk, row, head, i)
    elif walk.section is Section.SIGNATURE:
        _after_signature(walk, row, head, i)
    elif walk.section in (Section.APPENDIX, Section.NOTES):
        _in_appendix(walk, row, head, i)


def _in_body(walk: _Walk, row: Row, head: Head | None, i: int) -> None:
    if head and head.number.style in _OPENERS:
        walk.last[head.number.style] = max(walk.last.get(head.number.style, 0), head.number.value)
    elif walk.last and (_SIGN_PAGE.search(row.flat) or is_signature(row)):
        walk.enter(Section.SIGNATURE, i)


def _after_signature(walk: _Walk, row: Row, head: Head | None, i: int) -> None:
    """Within the signature block: an article that goes on counting takes it back, one that starts again ends it."""
    if _PARTS.match(row.flat):
        walk.last = {}
        walk.enter(Section.BODY, i)
    elif _TAIL.match(row.flat) or (_FORM.match(row.flat) and row.alone):
        walk.enter(Section.APPENDIX, i)
    elif _NOTES.match(row.flat) and row.alone and len(row.flat) < 30:
        walk.enter(Section.NOTES, i)
    elif head and head.number.style in _OPENERS and row.alone:
        style, value = head.number.style, head.number.value
        if value == walk.last.get(style, 0) + 1 and value > 1 and style is min(walk.last):
            walk.spans.pop()
            walk.section = Section.BODY
            walk.last[style] = value
        elif value == 1:
            walk.enter(Section.APPENDIX, i)


def _in_appendix(walk: _Walk, row: Row, head: Head | None, i: int) -> None:
    if _SIGN_PAGE.search(row.flat) and len(row.flat) < 30 and "页" in row.flat:
        walk.enter(Section.SIGNATURE, i)
    elif walk.section is Section.APPENDIX and _NOTES.match(row.flat) and len(row.flat) < 30 and "合同" in row.flat:
        walk.enter(Section.NOTES, i)
    elif _PARTS.match(row.flat) and row.centered and not head:
        walk.last = {}
        walk.enter(Section.BODY, i)


def is_signature(row: Row) -> bool:
    """True for a row of a signature block: 甲方（盖章）：　乙方（盖章）：, or two parties with nothing said of them.

    Args:
        row: Any row.
    """
    if len(row.flat) > 90 or "。" in row.flat:
        return False
    return bool(_signature().match(row.flat))


def _signature_pattern() -> re.Pattern[str]:
    known = "|".join(re.escape(r) for r in roles().every)
    named = rf"(?:{known})(?:\([^()]{{1,12}}\))?"
    blank = r"[_＿:\s]*"
    return re.compile(
        rf"^(?:{named}(?:单位|授权代表|代表|法定代表人)?:?[_＿]*{_SIGN_WORDS}"
        rf"|{named}\((?:[^()]{{0,8}}(?:章|签)[^()]{{0,8}})\)"
        rf"|{named}{blank}{named}{blank}$)"
    )


_compiled: list[re.Pattern[str]] = []


def _signature() -> re.Pattern[str]:
    if not _compiled:
        _compiled.append(_signature_pattern())
    return _compiled[0]
