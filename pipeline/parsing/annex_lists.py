"""Rows → entries of annex lists that number them without the word 附件: in rows, tables, or one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.model.flow import CellSpan, Flow
from pipeline.parsing.annex_line import MAX_TITLE, NUMERAL, SPACE, AnnexLine, may_be_title, value_of
from pipeline.parsing.annex_words import names_document
from pipeline.parsing.heads import Head
from pipeline.parsing.numbering import Number, Style, chinese
from pipeline.parsing.rows import Row
from pipeline.text.patterns import late, pattern

_OWN = r"(?:本?(?:合同|协议)的?)?"
_PLACE = r"(?:第.{1,4}条|[一二三四五六七八九十\d.、()]{0,6})?"
_KINDS = r"(?:列表|清单|目录|一览表?|包括|如下|及补充协议|的?名称)"
_INTRO = late(
    rf"""
      ^{_PLACE}{_OWN}附[件录表]{_KINDS}*[:：、]?$          # 附件：, 一、附件列表：, 合同附件
    | ^(?:协议书|(?:专用|通用)(?:合同)?(?:条款|条件))的?附件[:：]?$     # 专用合同条款附件：
    | 附[件录](?:列表|清单|目录|一览)
    | (?:下列|以下|如下).{{0,8}}附件.{{0,6}}$                # 下列文件为本合同附件：
    | 附件(?:包括|如下|有|为).{{0,24}}[:：]$                 # 本合同附件包括：
    """,
    re.VERBOSE,
)
# 附件：设备清单, 附：1. 设备清单, 本合同附件包括：（1）设备清单；（2）图纸
_AFTER_COLON = late(
    r"(?:^附\s*件?\s*|(?<![见如按])附件(?:列表|清单|目录)?(?:包括|如下|有|为|是)?[^：:。，；\n\d一二三四五六七八九十]{0,8})[：:]\s*(?P<rest>\S.*)$"
)
_MARKED = late(r"《([^《》\n]{2,60})》")
_PIECE = late(r"(?:^|(?<=[；;。，, \t\u3000]))[（(]?[ ]?(\d{1,2}|[一二三四五六七八九十]{1,2})[ ]?[)）.．、](?!\d)\s*")
_NAMED = late(rf"(附{SPACE}*件{SPACE}*({NUMERAL})){SPACE}*[（(《“]([^（()）《》“”]{{2,50}})[)）》”]")
# 本合同附件：附件一 图纸；附件二《报价单》。
_RUN_ON = late(
    rf"(?P<number>附{SPACE}*件{SPACE}*(?P<n>{NUMERAL}))(?:{SPACE}*[：:]{SPACE}*|{SPACE}+|(?=《))(?P<title>[^；;。，,：:]{{2,50}})[；;。，,]?{SPACE}*"
)
_NEAR = 60
_TABLE = 400


def is_intro(row: Row) -> bool:
    """True for a row that introduces a list of annexes: 附件清单：, 本合同附件包括：."""
    return "附" in row.flat and len(row.flat) <= 60 and bool(_INTRO.search(row.flat))


def entries(flow: Flow, rows: tuple[Row, ...], heads: tuple[Head, ...], known: list[AnnexLine]) -> list[AnnexLine]:
    """Return the entries of the lists; what a form behind the first annex heading calls its 附件： is none of them.

    Args:
        flow: The text.
        rows: Its rows.
        heads: The numbers that open rows.
        known: The lines that name annexes by number, list entries and headings.
    """
    named = {line.row for line in known}
    first_headed = min((line.row for line in known if not line.listed), default=len(rows))
    by_row: dict[int, list[Head]] = {}
    for head in heads:
        by_row.setdefault(head.row, []).append(head)
    found: list[AnnexLine] = []
    for i, row in enumerate(rows):
        if "附" not in row.flat or i in named:
            continue
        if row.alone and is_intro(row) and i + 1 in named:
            continue  # 附件： above 附件一：设备清单 introduces that
        if row.alone and is_intro(row):
            found += _unless_sentences(_numbered(flow, rows, by_row, i, 1)) or _bare(rows, i) or _table(flow, rows, i)
        elif row.flat == "附件名称" and not any(line.row > i - _NEAR for line in found):
            found += _table(flow, rows, i - 1)
        elif i < first_headed and (match := _AFTER_COLON.search(row.text)) and (first := _after_colon(row, i, match)):
            found += first
            if first[0].number:
                found += _numbered(flow, rows, by_row, i, len(first) + 1)
        else:
            found += _in_sentence(row, i)
    return found


def _numbered(
    flow: Flow, rows: tuple[Row, ...], by_row: dict[int, list[Head]], intro: int, first: int
) -> list[AnnexLine]:
    """The entries below an introduction, numbered from `first` on."""
    found: list[AnnexLine] = []
    style: Style | None = None
    for i in range(intro + 1, min(len(rows), intro + _NEAR)):
        heads = by_row.get(i, [])
        if not heads or is_intro(rows[i]) or (style is not None and heads[0].number.style is not style):
            break  # 附录 above 一、附件列表 introduces that list, not itself
        style = heads[0].number.style
        if style <= Style.ARTICLE or heads[0].number.value != len(found) + first:
            break
        found += _pieces(flow.text[heads[0].start : rows[i].end], heads[0].start, i, heads[0].number)
    return found


def _bare(rows: tuple[Row, ...], intro: int) -> list[AnnexLine]:
    """The entries below an introduction that carry no numbers: titles in 《》, or at least two that name documents."""
    found: list[AnnexLine] = []
    marked = True
    for i in range(intro + 1, min(len(rows), intro + _NEAR)):
        row = rows[i]
        quoted = _MARKED.fullmatch(row.text.rstrip("；;。，,、 "))
        if not quoted and not (may_be_title(row) and names_document(row.flat.rstrip("；;"))):
            break
        marked = marked and quoted is not None
        title = quoted[1] if quoted else row.text
        found.append(AnnexLine(number="", value=len(found) + 1, title=title, start=row.start, row=i, listed=True))
    return found if marked or len(found) > 1 else []


def _unless_sentences(found: list[AnnexLine]) -> list[AnnexLine]:
    """An article on annexes (第二十一条 附件) goes on with sentences, a list with titles."""
    said = [e for e in found if "。" in e.title or pattern(r"本合同|应当|不得|各执|(?:，|,).{12}").search(e.title)]
    return found if len(said) * 2 < len(found) else []


def _pieces(text: str, start: int, row: int, opening: Number | None = None) -> Iterator[AnnexLine]:
    """The entries of one row; several may stand in it: 1. 甲方资质； 2. 报价单.

    The number that opens the row may lack its mark: 1 图纸, ① 图纸.
    """
    marks = [(m.start(), m.end(), m[1]) for m in _PIECE.finditer(text)]
    if not marks and opening is not None:
        marks = [(0, opening.end - start, str(opening.value))]
    ends = [*(begin for begin, _, _ in marks), len(text)][1:]
    for (begin, behind, number), end in zip(marks, ends, strict=True):
        title = text[behind:end].strip().rstrip("；;。，,、：: ")[:MAX_TITLE]
        if pattern(r"[…\.\s_＿□]").sub("", title):
            yield AnnexLine(
                number=number, value=chinese(number), title=title, start=start + begin, row=row, listed=True
            )


def _table(flow: Flow, rows: tuple[Row, ...], intro: int) -> list[AnnexLine]:
    """The rows of a table that lists annexes: a header with 附件名称, then a number and a name in each row."""
    cells = [
        (i, row, flow.cells[row.cell])
        for i, row in enumerate(rows[intro + 1 : intro + _TABLE], intro + 1)
        if row.cell is not None
    ]
    header = next((cell for _, row, cell in cells[:12] if "名称" in row.flat), None)
    if header is None or cells[0][0] > intro + 3:
        return []
    found: list[AnnexLine] = []
    for i, row, cell in cells:
        if cell.table != header.table or cell.row <= header.row or cell.column != header.column:
            continue
        if found and found[-1].value == cell.row:
            found[-1] = replace(found[-1], title=found[-1].title + row.text)
        elif row.flat.strip("…."):
            number = _left_of(cells, cell)
            found.append(AnnexLine(number=number, value=cell.row, title=row.text, start=row.start, row=i, listed=True))
    return [replace(line, value=n) for n, line in enumerate(found, 1)]


def _left_of(cells: list[tuple[int, Row, CellSpan]], cell: CellSpan) -> str:
    """What stands in the same table row left of a cell: the entry's number."""
    same = (r.flat for _, r, c in cells if c.table == cell.table and c.row == cell.row and c.column < cell.column)
    return next(same, "")


def _after_colon(row: Row, index: int, match: re.Match[str]) -> list[AnnexLine]:
    """附件：1．设备清单；2．图纸, 附件：附件一 图纸；附件二 清单, 附件：《图纸》《清单》, or 附件：设备清单."""
    rest, offset = match["rest"], row.start + match.start("rest")
    if run_on := _run_on(rest, offset, index):
        return run_on
    numbered = list(_pieces(rest, offset, index)) if _PIECE.match(rest) else []
    if numbered:
        return _unless_sentences(numbered) if numbered[0].value == 1 else []
    marked = list(_MARKED.finditer(rest))
    if marked and not pattern(r"[、，,；;和及与\s。]").sub("", _MARKED.sub("", rest)):
        return [
            AnnexLine(number="", value=n, title=m[1], start=offset + m.start(), row=index, listed=True)
            for n, m in enumerate(marked, 1)
        ]
    title = rest.strip().rstrip("；;。")
    if match.start() or not title or len(title) > 40 or pattern(r"[，。：:_]|粘贴|附件").search(title):
        return []
    return [AnnexLine(number="", value=1, title=title, start=offset, row=index, listed=True)]


def _run_on(rest: str, offset: int, index: int) -> list[AnnexLine]:
    """附件一 图纸；附件二 报价单: annexes with their numbers, one behind the other to the end of the row."""
    found: list[AnnexLine] = []
    at = 0
    while match := _RUN_ON.match(rest, at):
        found.append(
            AnnexLine(
                number="".join(match["number"].split()),
                value=value_of(match["n"]),
                title=match["title"].strip(),
                start=offset + match.start(),
                row=index,
                listed=True,
            )
        )
        at = match.end()
    counts_on = [line.value for line in found] == list(range(1, len(found) + 1))
    return found if counts_on and at == len(rest) else []


def _in_sentence(row: Row, index: int) -> list[AnnexLine]:
    """A sentence that says what the contract consists of: 包括合同正文、附件1（平面图）、附件2（规划条件）."""
    if not pattern(r"包括|组成|构成|下列|以下").search(row.text):
        return []
    found = [
        AnnexLine(
            number="".join(m[1].split()),
            value=value_of(m[2]),
            title=m[3].strip(),
            start=row.start + m.start(),
            row=index,
            listed=True,
        )
        for m in _NAMED.finditer(row.text)
    ]
    counts_on = [line.value for line in found] == list(range(1, len(found) + 1))
    return found if len(found) >= 2 and counts_on else []
