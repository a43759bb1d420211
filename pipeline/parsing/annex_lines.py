"""Rows → annex lines: entries of annex lists, and headings that open an annex's own text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

from pipeline.model.flow import Flow
from pipeline.parsing.annex_line import MAX_TITLE, NUMERAL, SPACE, AnnexLine, clean, may_be_title, value_of
from pipeline.parsing.annex_lists import entries, is_intro
from pipeline.parsing.heads import Head
from pipeline.parsing.rows import Row
from pipeline.text.patterns import late

_WORD = rf"附{SPACE}*[件录表图]"
_LINE = late(
    rf"""
    [□☐■☑√£¨○●◎※*·•\s]*
    (?P<number>{_WORD}{SPACE}*[（(]?{SPACE}*(?P<n>{NUMERAL}){SPACE}*[)）]?)   # 附件一, 附件 1, 附件（1）
    (?P<mark>{SPACE}*[：:、.．]{SPACE}*|{SPACE}+|)
    (?P<title>.*)$
    """,
    re.VERBOSE,
)
_NEXT = late(rf"{_WORD}{SPACE}*(?:{NUMERAL})(?={SPACE}*[：:]|{SPACE}+\S|《)")
_ALONE = late(r"^附(?:件|录|页)[:：]?$")
_RUNS_ON = late(r"[所中的为是和及与、,，。；;)）或均项有作]|约定|规定|填写|执行|一致|与本|以内|载明|之")
_LEADER = late(r"(?:\t|(?<![.…·])[.…·]{2,}+)\s*+\d{1,3}$")
_PART = late(r"^[^,;。]{2,16}附件[:：]$")
_LITTLE = 40
_NAMED_BELOW = 3  # rows below an annex's number in which its title is looked for
_LEAST = 4  # letters that tell a title


def annex_lines(flow: Flow, rows: tuple[Row, ...], heads: tuple[Head, ...]) -> tuple[AnnexLine, ...]:
    """Return the annex list's entries and the annexes' headings in reading order.

    Args:
        flow: The text.
        rows: Its rows.
        heads: The numbers that open rows.
    """
    groups = _groups([line for i, row in enumerate(rows) for line in _lines(row, i)], rows)
    decided = _decide(groups, rows)
    listed = {line.row for line in decided if line.listed}
    decided += [line for line in entries(flow, rows, heads, decided) if line.row not in listed]
    decided += _alone(rows, decided)
    known = {line.value: line.title for line in decided if line.listed}
    return tuple(sorted((_with_title(line, rows, known) for line in decided), key=lambda line: line.start))


def _lines(row: Row, index: int) -> list[AnnexLine]:
    """The annex lines of a row: 附件一：…, or several run together: 附件一：…附件二：…."""
    if "附" not in row.text[:6] or not row.alone:
        return []
    cuts = [0, *(m.start() for m in _NEXT.finditer(row.text, 4)), len(row.text)]
    found: list[AnnexLine] = []
    for begin, end in pairwise(cuts):
        line = _line(row, index, begin, row.text[begin:end])
        if line is None or (found and line.value not in (found[-1].value, found[-1].value + 1)):
            break
        found.append(line)
    return found


def _line(row: Row, index: int, begin: int, text: str) -> AnnexLine | None:
    match = _LINE.match(text.rstrip())
    if match is None:
        return None
    title = _LEADER.sub("", match["title"].strip().rstrip("；;。：:，,、")).strip()
    if title.isdigit() or len(title) > MAX_TITLE or _is_reference(match["mark"], title):
        return None
    return AnnexLine(
        number="".join(match["number"].split()),
        value=value_of(match["n"]),
        title=title,
        start=row.start + begin + match.start("number"),
        row=index,
        listed=False,
    )


def _is_reference(mark: str, title: str) -> bool:
    """True where the row is a sentence about the annex: 附件一中所列…, 附件二　…，由…."""
    if not mark:
        return len(title) > 30 or bool(_RUNS_ON.match(title))
    return not mark.strip(" \t\u3000\xa0") and ("。" in title or "，" in title)


def _groups(lines: list[AnnexLine], rows: tuple[Row, ...]) -> list[list[AnnexLine]]:
    """Lines that stand directly below each other, or in one row, counting on; a name that comes again is a heading.

    A list in two parts goes on below 专用条款附件：.
    """
    groups: list[list[AnnexLine]] = []
    for line in lines:
        last = groups[-1][-1] if groups else None
        again = bool(last) and any(line.value == one.value and line.title == one.title for one in groups[-1])
        if (
            last
            and _is_near(last, line, rows)
            and line.value in (last.value, last.value + 1)
            and last.title
            and not again
        ):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _is_near(last: AnnexLine, line: AnnexLine, rows: tuple[Row, ...]) -> bool:
    between = rows[last.row + 1 : line.row]
    return not between or (len(between) == 1 and bool(_PART.search(between[0].flat)))


def _decide(groups: list[list[AnnexLine]], rows: tuple[Row, ...]) -> list[AnnexLine]:
    """Tell lists from headings.

    A list is introduced as one, or counts from 1 without text between its entries while its numbers open text further
    below or the file ends with it. What repeats numbers that were listed before, or has no titles, are headings.
    """
    later = Counter(line.value for group in groups for line in group)
    earlier: set[int] = set()
    headed, found = False, []
    for group in groups:
        later.subtract(line.value for line in group)
        first, last = group[0], group[-1]
        introduced = (first.row > 0 and is_intro(rows[first.row - 1])) or _is_bulleted(group, rows)
        counts = first.value == 1 and len(group) >= 2 and not headed and (later[1] > 0 or _is_end(last, rows))
        repeats = first.value in earlier and not later.total()
        listed = all(line.title for line in group) and not repeats and (introduced or counts)
        found += [replace(line, listed=listed) for line in group]
        earlier |= {line.value for line in group if line.title}
        headed = headed or any(line.value == 1 and not line.title for line in group)
    return found


def _is_bulleted(group: list[AnnexLine], rows: tuple[Row, ...]) -> bool:
    """True for • 附件1：…, • 附件2：…: no annex is headed so."""
    return len(group) > 1 and all(rows[line.row].text.lstrip()[:1] in _BULLETS for line in group)


_BULLETS = frozenset("•·●◆▪*-")


def _is_end(line: AnnexLine, rows: tuple[Row, ...]) -> bool:
    """True where no text worth an annex follows the line."""
    return sum(len(row.flat) for row in rows[line.row + 1 : line.row + 1 + _LITTLE]) < _LITTLE


def _alone(rows: tuple[Row, ...], decided: list[AnnexLine]) -> list[AnnexLine]:
    """A single annex behind the signatures, headed 附件： without a number."""
    if decided:
        return []
    for i in range(len(rows) - 2, len(rows) // 2, -1):
        row, below = rows[i], rows[i + 1]
        if row.alone and _ALONE.match(row.flat) and may_be_title(below):
            return [AnnexLine(number="附件", value=1, title=below.text, start=row.start, row=i, listed=False)]
    return []


def _with_title(line: AnnexLine, rows: tuple[Row, ...], known: Mapping[int, str]) -> AnnexLine:
    """A heading that is only a number takes the short row below it for its title, or the one that the list names."""
    if line.title or line.listed:
        return replace(line, title=clean(line.title))
    below = rows[line.row + 1 : line.row + 1 + _NAMED_BELOW]
    first = below[:1]
    named = [row for row in below if len(row.flat) >= _LEAST and known.get(line.value, "").startswith(row.flat)]
    title = next((row.text for row in (*first, *named) if may_be_title(row)), "")
    return replace(line, title=clean(title))
