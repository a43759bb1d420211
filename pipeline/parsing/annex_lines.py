"""Rows → annex lines: entries of an annex list, and headings that open an annex's own text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipeline.model.flow import Flow
from pipeline.parsing.heads import Head
from pipeline.parsing.numbering import Style, chinese
from pipeline.parsing.rows import Row

_NUM = r"[0-9０-９]{1,2}(?:[－—–-][0-9]{1,2})?|[一二三四五六七八九十]{1,3}"
_S = r"[ \t\u3000\xa0]"
_LINE = re.compile(
    rf"[□☐■☑√\s]*(?P<number>附{_S}*[件录表图]{_S}*[（(]?{_S}*(?P<n>{_NUM}){_S}*[)）]?)(?P<mark>{_S}*[：:、.．]{_S}*|{_S}+|)(?P<title>.*)$"
)
_NEXT = re.compile(rf"附{_S}*[件录表图]{_S}*(?:{_NUM})(?={_S}*[：:]|{_S}+\S|《)")
_INTRO = re.compile(
    r"^(?:第.{1,4}条|[一二三四五六七八九十\d.、()]{0,6})?(?:本?(?:合同|协议)的?)?附[件录表](?:列表|清单|目录|一览表?|包括|如下|及补充协议|的?名称)*[:：、]?$"
    r"|附[件录](?:列表|清单|目录|一览)|(?:下列|以下|如下).{0,8}附件.{0,6}$|附件(?:包括|如下|有|为).{0,24}[:：]$"
)
_ALONE = re.compile(r"^(?:本?(?:合同|协议)的?)?附(?:件|录|页)[:：]?$")
_RUNS_ON = re.compile(r"^(?:[所中的为是和及与、,，。；;)）或均项有作]|约定|规定|填写|执行|一致|与本|以内|载明|之)")
_STOP = "。；;"
_MAX_TITLE = 70


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnexLine:
    """One annex as a line prints it.

    Attributes:
        number: As printed ("附件一", "附件 1"), or the number of its list entry ("1"); "" if it has none.
        value: The number's value, 0 if it has none.
        title: Its title, "" if it has none.
        start: Offset of its first character.
        row: Index of the row.
        listed: An entry of an annex list; else the heading of the annex's own text.
    """

    number: str
    value: int
    title: str
    start: int
    row: int
    listed: bool


def annex_lines(flow: Flow, rows: tuple[Row, ...], heads: tuple[Head, ...]) -> tuple[AnnexLine, ...]:
    """Return the annex list's entries and the annexes' headings in reading order.

    Args:
        flow: The text.
        rows: Its rows.
        heads: The numbers that open rows.
    """
    groups = _groups([line for i, row in enumerate(rows) for line in _lines(row, i)], rows)
    decided = [line for group in groups for line in _decide(group, groups, rows)]
    entries = _entries(flow, rows, heads)
    listed = {line.row for line in decided if line.listed}
    decided += [line for line in entries if line.row not in listed]
    decided += [line for i, row in enumerate(rows) for line in _in_sentence(row, i)]
    decided += _alone(rows, decided)
    return tuple(sorted((_with_title(line, rows) for line in decided), key=lambda line: line.start))


def _lines(row: Row, index: int) -> list[AnnexLine]:
    """The annex lines of a row: 附件一：…, or several run together: 附件一：…附件二：…."""
    if "附" not in row.text[:6] or not row.alone:
        return []
    cuts = [0, *(m.start() for m in _NEXT.finditer(row.text, 4)), len(row.text)]
    found: list[AnnexLine] = []
    for begin, end in zip(cuts, cuts[1:], strict=False):
        line = _line(row, index, begin, row.text[begin:end])
        if line is None or (found and line.value not in (found[-1].value, found[-1].value + 1)):
            return [] if not found else found
        found.append(line)
    return found


def _line(row: Row, index: int, begin: int, text: str) -> AnnexLine | None:
    match = _LINE.match(text.rstrip())
    if match is None:
        return None
    title = match["title"].strip().rstrip("；;。：:，,、")
    title = re.sub(r"(?:\t|[.…·]{2,})\s*\d{1,3}$", "", title).strip()
    if title.isdigit() or len(title) > _MAX_TITLE or (not match["mark"] and (len(title) > 30 or _RUNS_ON.match(title))):
        return None
    if not match["mark"].strip(" \t\u3000\xa0") and ("。" in title or "，" in title):
        return None
    number = "".join(match["number"].split())
    start = row.start + begin + match.start("number")
    value = chinese(re.split(r"[－—–-]", match["n"])[0])
    return AnnexLine(number=number, value=value, title=title, start=start, row=index, listed=False)


def _groups(lines: list[AnnexLine], rows: tuple[Row, ...]) -> list[list[AnnexLine]]:
    """Lines that stand directly below each other, or in one row, counting on."""
    groups: list[list[AnnexLine]] = []
    for line in lines:
        last = groups[-1][-1] if groups else None
        if last and line.row - last.row <= 1 and line.value in (last.value, last.value + 1) and last.title:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _decide(group: list[AnnexLine], groups: list[list[AnnexLine]], rows: tuple[Row, ...]) -> list[AnnexLine]:
    """Tell list from headings.

    A list counts from 1 without text between its entries, is introduced as such, or its numbers open text further
    below; lines without a title, or those that go on counting after text, are headings.
    """
    first = group[0]
    before = rows[first.row - 1].flat if first.row else ""
    introduced = bool(_INTRO.search(before))
    later = {line.value for other in groups for line in other if line.start > group[-1].start}
    titled = all(line.title for line in group)
    starts = first.value == 1 and len(group) >= 2 and not any(
        line.value == 1 for other in groups for line in other if line.start < first.start and not line.title
    )
    earlier = {line.value for other in groups for line in other if line.start < first.start and line.title}
    listed = titled and not (first.value in earlier and not later) and (introduced or (starts and (first.value in later or _is_last(group, rows))))
    if listed and not introduced and len(group) == 1:
        listed = False
    return [replace(line, listed=listed) for line in group]


def _is_last(group: list[AnnexLine], rows: tuple[Row, ...]) -> bool:
    """True where no text worth an annex follows the group."""
    return sum(len(row.flat) for row in rows[group[-1].row + 1 :]) < 40


def _entries(flow: Flow, rows: tuple[Row, ...], heads: tuple[Head, ...]) -> list[AnnexLine]:
    """The entries of lists that number them without the word 附件: 附件清单： 1.… 2.…, in rows or in a table."""
    by_row: dict[int, list[Head]] = {}
    for head in heads:
        by_row.setdefault(head.row, []).append(head)
    found: list[AnnexLine] = []
    for i, row in enumerate(rows):
        if "附" in row.flat and row.alone and len(row.flat) <= 60 and _INTRO.search(row.flat):
            found += _unless_sentences(_numbered(flow, rows, by_row, i, 1)) or _table(flow, rows, i)
        elif "附" in row.flat[:2] and (single := re.match(r"附\s*件\s*[：:]\s*(?P<rest>\S.*)$", row.text)):
            first = _after_colon(row, i, single)
            found += first + (_numbered(flow, rows, by_row, i, 2) if first and first[0].number else [])
    return found


def _numbered(flow: Flow, rows: tuple[Row, ...], by_row: dict[int, list[Head]], intro: int, first: int) -> list[AnnexLine]:
    """The entries below an introduction, numbered from `first` on."""
    found: list[AnnexLine] = []
    style: Style | None = None
    for i in range(intro + 1, min(len(rows), intro + 60)):
        heads = by_row.get(i, [])
        if not heads or (style is not None and heads[0].number.style is not style):
            break
        style = heads[0].number.style
        if style <= Style.ARTICLE or heads[0].number.value != len(found) + first:
            break
        found += _pieces(flow.text[heads[0].start : rows[i].end], heads[0], i)
    return found


def _unless_sentences(entries: list[AnnexLine]) -> list[AnnexLine]:
    """An article on annexes (第二十一条 附件) goes on with sentences, a list with titles."""
    said = [e for e in entries if "。" in e.title or re.search(r"本合同|应当|不得|各执|(?:，|,).{12}", e.title)]
    return entries if len(said) * 2 < len(entries) else []


_PIECE = re.compile(r"(?:^|(?<=[；;。，, \t\u3000]))[（(]?[ ]?(\d{1,2}|[一二三四五六七八九十]{1,2})[ ]?[)）.．、](?!\d)\s*")


def _pieces(text: str, head: Head, row: int) -> list[AnnexLine]:
    """The entries of one row; several may stand in it: 1. 甲方资质； 2. 报价单."""
    marks = list(_PIECE.finditer(text))
    ends = [*(m.start() for m in marks[1:]), len(text)]
    found = []
    for mark, end in zip(marks, ends, strict=True):
        title = text[mark.end() : end].strip().rstrip("；;。，,、：: ")
        if re.sub(r"[…\.\s_＿□]", "", title):
            number = mark.group().strip()
            found.append(
                AnnexLine(
                    number=number.strip("（()）.．、 "),
                    value=chinese(mark[1]),
                    title=title[:_MAX_TITLE],
                    start=head.start + mark.start(),
                    row=row,
                    listed=True,
                )
            )
    return found


def _table(flow: Flow, rows: tuple[Row, ...], intro: int) -> list[AnnexLine]:
    """The rows of a table that lists annexes: a header with 附件名称, then a number and a name in each row."""
    cells = [(i, rows[i], flow.cells[rows[i].cell or 0]) for i in range(intro + 1, min(len(rows), intro + 200)) if rows[i].cell is not None]
    header = next(((row, cell) for _, row, cell in cells[:12] if "名称" in row.flat), None)
    if header is None or not cells or cells[0][0] > intro + 3:
        return []
    table, column = header[1].table, header[1].column
    found: list[AnnexLine] = []
    for i, row, cell in cells:
        if cell.table != table or cell.row <= header[1].row or cell.column != column or not row.flat.strip("…."):
            continue
        if found and found[-1].value == cell.row:
            found[-1] = replace(found[-1], title=found[-1].title + row.text)
            continue
        number = next((r.flat for _, r, c in cells if c.table == table and c.row == cell.row and c.column < column), "")
        found.append(AnnexLine(number=number, value=cell.row, title=row.text, start=row.start, row=i, listed=True))
    return [replace(line, value=n) for n, line in enumerate(found, 1)]


def _after_colon(row: Row, index: int, match: re.Match[str]) -> list[AnnexLine]:
    """附件：1．设备清单 or 附件：设备清单."""
    rest, offset = match["rest"], row.start + match.start("rest")
    numbered = re.match(r"(\d{1,2}|[一二三四五六七八九十]{1,2})[.．、]\s*", rest)
    title = rest[numbered.end() if numbered else 0 :].strip().rstrip("；;。")
    if not title or len(title) > 40 or re.search(r"[，。：:_]|粘贴", title):
        return []
    number = numbered[1] if numbered else ""
    value = chinese(number) if number else 1
    return [AnnexLine(number=number, value=value, title=title, start=offset, row=index, listed=True)]


_NAMED = re.compile(rf"(附{_S}*件{_S}*({_NUM})){_S}*[（(《“]([^（()）《》“”]{{2,50}})[)）》”]")


def _in_sentence(row: Row, index: int) -> list[AnnexLine]:
    """A sentence that says what the contract consists of: 包括合同正文、附件1（平面图）、附件2（规划条件）."""
    if "附" not in row.text or not re.search(r"包括|组成|构成|下列|以下", row.text):
        return []
    found = [
        AnnexLine(
            number="".join(m[1].split()),
            value=chinese(re.split(r"[－—–-]", m[2])[0]),
            title=m[3].strip(),
            start=row.start + m.start(),
            row=index,
            listed=True,
        )
        for m in _NAMED.finditer(row.text)
    ]
    counts_on = [line.value for line in found] == list(range(1, len(found) + 1))
    return found if len(found) >= 2 and counts_on else []


def _alone(rows: tuple[Row, ...], decided: list[AnnexLine]) -> list[AnnexLine]:
    """A single annex, headed 附件： without a number behind the signatures."""
    if any(line.title or not line.listed for line in decided):
        return []
    for i in range(len(rows) - 2, max(len(rows) // 2, 0), -1):
        row = rows[i]
        if _ALONE.match(row.flat) and row.alone and len(row.flat) <= 4 and _is_title(rows[i + 1]) and len(rows[i + 1].flat) <= 40:
            title = rows[i + 1].text
            return [AnnexLine(number="附件", value=1, title=title, start=row.start, row=i, listed=False)]
    return []


def _with_title(line: AnnexLine, rows: tuple[Row, ...]) -> AnnexLine:
    """A heading that is only a number takes the short row below it for its title."""
    if line.title or line.listed:
        return replace(line, title=clean(line.title))
    for row in rows[line.row + 1 : line.row + 2]:
        if row.alone and 2 <= len(row.flat) <= 40 and _is_title(row):
            return replace(line, title=clean(row.text))
    return line


def _is_title(row: Row) -> bool:
    return not re.search(r"[：:。□_＿]|^[\d一二三四五六七八九十（(]+[、.．)）]|^附件|^第.{1,3}[条章]|[，,].*[，,]|^序号|^[-—─]+", row.text)


def clean(title: str) -> str:
    """Return an annex title without the marks around it and the stops behind it."""
    title = title.strip().rstrip("；;。：:，,、 ")
    title = re.sub(r"(?<=[^\x00-\x7f])[ \t\u3000\xa0]+(?=[^\x00-\x7f])", "", title)
    return title[1:-1] if title[:1] == "《" and title.find("》") == len(title) - 1 else title
