"""Lines of a page → paragraphs: a line that fills the measure goes on in the next one."""

from __future__ import annotations

import bisect
import itertools
import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.model.document import Mark, Paragraph, Place, Run
from pipeline.readers.pdf.entries import runs_on
from pipeline.readers.pdf.lines import Row
from pipeline.readers.pdf.mentions import refers

# What can only begin a paragraph: a number of a clause, a bracketed number, a party or signature label.
_OPENING = re.compile(
    r"""
    \s*(?:
      第[\s　]*[一二三四五六七八九十百零〇0-9]+[\s　]*[编章节条款]       # 第三条
    | [一二三四五六七八九十]{1,3}[、．.]                              # 三、
    | [（(][一二三四五六七八九十0-9]{1,3}[)）]                          # （三）
    | [0-9]{1,2}(?:[.．][0-9]{1,2}){0,3}(?:[、．.)）]|(?=[\s　一-鿿]))  # 3. 3.1 3、
    | [①-⑳]
    | 附件[一二三四五六七八九十0-9：:]
    | 附\s?[件表录]\s*[一二三四五六七八九十0-9]{1,3}\s*(?:[：:]|\Z)     # 附件 3 ：, 附表 2
    | [甲乙丙丁]方[（(：:]
    )
    """,
    re.VERBOSE,
)
# What can't begin a line in Chinese (GB/T 15834-2011, 5.1): the line is the rest of the one above.
_TRAILING = ("，", "。", "；", "：", "、", "）", "》", "？", "！", ",", ";")
# What ends a paragraph as a rule; a line that fills the measure and ends with anything else goes on.
_ENDING = ("。", "；", "：", "！", "？", ";", ":", "_")
# A label of a form, which begins a line of its own.
_LABEL = re.compile(r"\s*(?!\S[：:])(?:[（(][^\s，。；：:（）()]*[）)]|[^\s，。；：:（）()]){1,12}\s*[：:]")
# And one behind a blank: a label of Chinese words alone, that no unit begins.
_NEXT_LABEL = re.compile(r"\s*[一-鿿][一-鿿\s]{1,14}(?:[（(][^（）()]{1,10}[）)])?\s*[：:]")
# A number is asked for before these; where a line begins with one, the program that set the page has dropped the
# spaces of the blank at the end of the line above, as they do with spaces at a line's end.
_ASKED = re.compile(r"[为第共计付达约额满过的月起限前在于用数量积价款币例由至按即执）)] ?\Z")
_UNIT = re.compile(
    r"""
      [%％‰] | 元(?!旦) | 万元 | 日(?:内|前|[止起]) | 天(?:内|前) | 个工作日 | 个月 | 平方米 | 种方式
    | 年(?=\s*[月，。；]) | [份次台层间套人][，。；] | 方(?:负责|承担|支付|向|提供|所有)
    """,
    re.VERBOSE,
)
# Before these a number is never missing: what stands above is none.
_COUNTED = re.compile(r"[%％‰] | 万元 | [份台层间套把辆部页][、，。；（(]", re.VERBOSE)
# Words that end with what also counts: 平台, 时间, 股份.
_WORDS = re.compile(
    r"[平柜后前舞]台|[时期房中之车空区]间|[全内外总干分本]部|[股身省月年部成]份|[网主首]页|[楼底基夹阶]层|[配外手]套|车辆"
)
_NUMBER = re.compile(r"[0-9０-９〇零一二两三四五六七八九十百千万亿几数多每各单整本该半首全双] ?\Z")
# Signs that stand beside a blank where a line is broken in it: nothing else lets a line begin with the second.
_BRACKETS = ("【】", "（）", "()", "《》", "“”", "[]")
_CLOSING = ("。", "；", "，", "、")
# A word whose letters are spread over the width of its cell: 时　　间.
_SPREAD = re.compile(r"[\u4e00-\u9fff](?: {1,12}[\u4e00-\u9fff]){1,3}")
# The share of lines that fill the column, at least, in a text of paragraphs.
_FULL = 0.2
# What a line of a contents page ends with: dots that lead to a page.
_LEADER = re.compile(r"[.…·．‥]{4,}\s*[-–—(（]?\s*[0-9IVXivx]{1,5}\s*[-–—)）]?\s*\Z")
# The share of lines that begin with a full stop or a comma, at most, where the program that set them minds.
_SELDOM = 0.04
_COLON = ("：", ":")
# Empty lines below a label that no spacing of paragraphs makes up, and how many of them tell anything.
_ROOM, _MOST_ROOM = 1.6, 3
_DOWNWARDS = 3  # letters: words are set downwards in a cell that is less wide
_LOOSE = 1.3  # the least step from line to line, in units of their size
_NUMBER_ONLY = re.compile(r"[0-9]{1,3}(?:[.．][0-9]{1,2})*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """The column that the text of a document or a cell is set in: its edges and the usual step between lines.

    `minds` says that its lines are broken as Chinese lines are, so that none begins with a full stop or a comma.
    """

    left: float
    right: float
    step: float
    minds: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A line with the page that it stands on and the column that it is set in."""

    row: Row
    page: int
    column: Measure


def measure(rows: Sequence[Row], width: float) -> Measure:
    """Return the column that lines are set in.

    Where few lines end at one edge, none may be full: then the right margin is taken to be as wide as the left one.

    Args:
        rows: The lines of all pages.
        width: How wide a page is.
    """
    if not rows:
        return Measure(left=0.15 * width, right=0.85 * width, step=20.0)
    size = statistics.median([row.size for row in rows])
    steps = [b.top - a.top for a, b in itertools.pairwise(rows) if 0 < b.top - a.top < 4 * size]
    left, right = min(_usual([row.x0 for row in rows], size)), max(_usual([row.x1 for row in rows], size))
    full = sum(abs(row.x1 - right) < size for row in rows)
    if right < width - left - 2 * size and full < max(3, _FULL * len(rows)):
        right = width - left
    step = statistics.median(steps) if steps else 1.6 * size
    return Measure(left=left, right=right, step=step, minds=_minds(rows, right))


def _minds(rows: Sequence[Row], right: float) -> bool:
    """True where next to no line behind a full one begins with what can't begin a line."""
    behind = [below for above, below in itertools.pairwise(rows) if above.x1 > right - 1.5 * above.size]
    return sum(row.text.lstrip().startswith(_CLOSING) for row in behind) <= _SELDOM * len(behind)


def _usual(edges: Sequence[float], size: float) -> Sequence[float]:
    """The edges that several lines share: a line that hangs out of the column does not define it."""
    least = max(2, len(edges) // 8)
    ordered = sorted(edges)

    def shared(edge: float) -> int:
        return bisect.bisect_left(ordered, edge + size / 2) - bisect.bisect_right(ordered, edge - size / 2)

    return [edge for edge in ordered if shared(edge) >= least] or ordered


def paragraphs(lines: Sequence[Placed]) -> list[Paragraph]:
    """Return the paragraphs.

    Args:
        lines: Lines in reading order, over any number of columns and pages.
    """
    groups: list[list[Placed]] = []
    for line in lines:
        if groups and _goes_on(groups[-1], line):
            groups[-1].append(line)
        else:
            groups.append([line])
    out: list[Paragraph] = []
    for number, group in enumerate(groups):
        out += [Paragraph(place=Place(page=group[0].page))] * (_room(groups[number - 1][-1], group[0]) if number else 0)
        out.append(_paragraph(group))
    return out


def _room(last: Placed, line: Placed) -> int:
    """How many lines are left empty below a label to write on them, none where the room only sets paragraphs apart."""
    is_apart = last.page != line.page or last.row.column != line.row.column
    if is_apart or not last.row.text.rstrip().endswith(_COLON):
        return 0
    free = (line.row.top - last.row.top) / max(line.column.step, _LOOSE * line.row.size) - 1
    return min(_MOST_ROOM, round(free)) if free >= _ROOM else 0


def _goes_on(group: list[Placed], line: Placed) -> bool:
    last, row = group[-1].row, line.row
    size, above, column = row.size, group[-1].column, line.column
    if _is_next(group[-1], line) and runs_on([one.row for one in group], row):
        return True
    if (
        abs(last.size - size) > 0.2 * size
        or (_begins(row, last) and not (_is_full(last, above) and refers(last.text, row.text)))
        or _is_centred(last, above)
        or _is_centred(row, column)
        or _LEADER.search(last.text)
        or _is_form(last)
        or _is_form(row)
        or (last.text.endswith("。") and not row.text.strip())  # a line to write on, or one that rules clauses off
        or (_is_blank(last.runs[-1]) and _NEXT_LABEL.match(row.text) and not _UNIT.match(row.text.lstrip()))
    ):
        return False
    same_page = group[-1].page == line.page and last.column == row.column
    step = row.top - last.top if same_page else column.step
    if last.text.endswith("_") and row.text.startswith("_"):
        return 0 < step <= 2.2 * column.step  # a rule of underscores is broken anywhere
    if not 0 < step <= 1.45 * column.step:
        return False
    if row.text.startswith(_TRAILING):
        return True
    slack = 4.5 if _opens_blank(row) else 2.2  # a rule that goes on was broken wherever the writer's mark stood
    if last.x1 < above.right - slack * size:
        return False
    return row.x0 <= column.left + 0.8 * size or _hangs(last, row, column)


def _is_next(last: Placed, line: Placed) -> bool:
    """True for a line right below another one, at the same left edge."""
    step = line.row.top - last.row.top
    return last.page == line.page and 0 < step <= 1.45 * line.column.step and abs(line.row.x0 - last.row.x0) <= 1


def _is_full(last: Row, column: Measure) -> bool:
    """True for a line that fills the measure and does not end a sentence."""
    return last.x1 >= column.right - 2.2 * last.size and not last.text.rstrip().endswith(_ENDING)


def _hangs(last: Row, row: Row, column: Measure) -> bool:
    """True where a line that stands in from the left is the rest of a full line all the same.

    A line that stands right under one filled to the last letter goes on with it even if it looks like a label.
    """
    is_under = abs(row.x0 - last.x0) <= 1 and last.x1 > column.right - row.size
    ends = last.text.endswith(_ENDING) and not (is_under and last.text.endswith(_COLON))
    if ends or _is_blank(last.runs[-1]) or row.x0 > column.left + 8 * row.size:
        return False
    return is_under or not _LABEL.match(row.text)


def _opens_blank(row: Row) -> bool:
    return _is_blank(row.runs[0])


def _is_form(row: Row) -> bool:
    """True for a line of nothing but fields to fill in, which stand below or above what they are called."""
    return not row.text.strip() and any(Mark.FIELD in run.marks for run in row.runs)


def _is_blank(run: Run) -> bool:
    return Mark.UNDERLINE in run.marks and not run.text.strip()


def _begins(row: Row, last: Row) -> bool:
    """True for a line that a number or a party opens; 1.2 without a mark may be a value, unless a sentence ended."""
    match = _OPENING.match(row.text)
    if match is None or not _NUMBER_ONLY.fullmatch(match[0].strip()):
        return match is not None
    return "." in match[0] and last.text.rstrip().endswith(_ENDING)


def _is_centred(row: Row, column: Measure) -> bool:
    before, after = row.x0 - column.left, column.right - row.x1
    return before > 3 * row.size and after > 3 * row.size and abs(before - after) < 1.5 * row.size


def _paragraph(group: list[Placed]) -> Paragraph:
    first, column, last = group[0].row, group[0].column, group[0]
    runs: list[Run] = []
    for line in group:
        if runs and _needs_space(runs[-1].text, line.row.text):
            runs.append(Run(text=" "))
        elif runs and _lacks_room(last.row, line.row, last.column):
            runs.append(Run(text="  ", marks=Mark.UNDERLINE))
        last = line
        runs += (
            (Run(text="".join(line.row.text.split())),) if runs and _SPREAD.fullmatch(line.row.text) else line.row.runs
        )
    indent = max(0.0, round((first.x0 - column.left) / first.size, 1))
    align = "center" if _is_centred(first, column) else "left"
    if align == "left" and indent > 10 and column.right - first.x1 < first.size:
        align = "right"
    place = Place(page=group[0].page)
    return Paragraph(runs=merged(runs), place=place, align=align, indent=indent if align == "left" else 0.0)


def _lacks_room(last: Row, row: Row, column: Measure) -> bool:
    """True where the program that set the page has dropped the spaces of a blank at the end of the line above."""
    before, behind = last.text.rstrip(), row.text.lstrip()
    is_downwards = column.right - column.left < _DOWNWARDS * row.size
    if is_downwards or _is_blank(last.runs[-1]) or _is_blank(row.runs[0]):
        return False
    if before[-1:] + behind[:1] in _BRACKETS or (_UNIT.match(behind) and _ASKED.search(before)):
        return True
    is_counted = _COUNTED.match(behind) and not _WORDS.match(before[-1:] + behind[:1])
    if is_counted and not before.endswith(_TRAILING) and not _NUMBER.search(before):
        return True
    # No line begins with such a sign, so that a line above which is not full, or no words yet, had room behind it.
    is_short = last.x1 < column.right - 1.5 * row.size or bool(_NUMBER_ONLY.fullmatch(before.strip(".．、 ")))
    return behind.startswith(_CLOSING) and (is_short or column.minds) and not before.endswith(_TRAILING)


def _needs_space(left: str, right: str) -> bool:
    return left[-1:].isascii() and left[-1:].isalpha() and right[:1].isascii() and right[:1].isalpha()


def merged(runs: Sequence[Run]) -> tuple[Run, ...]:
    """Return the runs with equal neighbours joined: a rule over two lines is one blank."""
    out: list[Run] = []
    for run in runs:
        last = out[-1] if out else None
        if last and not run.name and not last.name and run.marks == last.marks and Mark.BOX not in run.marks:
            out[-1] = Run(text=last.text + run.text, marks=run.marks)
        else:
            out.append(run)
    return tuple(out)
