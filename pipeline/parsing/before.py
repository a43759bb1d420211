"""Draft → what stands before it on its line, without spaces, and on the line above where the sentence runs on."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.parsing.gaps import DONE, GAP, WIDE
from pipeline.parsing.groups.draft import Board, Draft
from pipeline.parsing.shapes.numbers import number_of
from pipeline.parsing.view import BOX, FILL, TICK
from pipeline.text.patterns import late

_SIGNS = late(f"[{GAP}{DONE}{FILL}{BOX}{TICK}]")
_LONGEST = 600  # characters of a line that are looked at before a gap
_COLUMN_ENDS = late(rf"[{GAP}{DONE}][^：]{{0,3}}{WIDE}$|[）章字名日]{WIDE}$")
_SPREAD_AT_END = late(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff]) ([\u4e00-\u9fff])$")  # 日      期____


class Before(NamedTuple):
    """What stands before a blank on its line.

    Attributes:
        top: Where the line begins.
        begin: Where what is looked at of it begins.
        raw: What stands there, as printed.
        number: The line's number: its style, its value and how long it is.
        own: Its words without spaces and number, gaps as "_"; "" where a new column begins.
        words: These, behind the line above where a sentence runs on.
        told: What a note right before the blank says that goes there: 姓名, 具体金额.
    """

    top: int
    begin: int
    raw: str
    number: tuple[str, int, int] | None
    own: str
    words: str
    told: str


def line_before(board: Board, draft: Draft) -> Before:
    """Return what stands before a draft on its line."""
    text = board.text
    top = board.line_start(draft.first)
    begin = max(top, draft.first - _LONGEST)
    raw = text[begin : draft.first]
    body = raw.lstrip(" " + WIDE)
    number = number_of(body + " ")
    own = flat(body[number[2] :] if number else raw)
    if own[-2:-1] == " ":
        own = _SPREAD_AT_END.sub(r"\1\2", own)
    if own[-1:].isascii():
        own = _SERIES.sub("", own)
    if raw.endswith(WIDE) and _COLUMN_ENDS.search(raw):
        own = ""  # a new column begins here
    words = line_above(text, begin) + own if not number and _runs_on(text, begin, own) else own
    told = _TOLD.search(words)
    if told:
        words = own = words[: told.start()]
    what = told["what"] if told else ""
    return Before(top=top, begin=begin, raw=raw, number=number, own=own, words=words, told=what)


# 甲方：（姓名）____, 每小时（具体金额）____元: what goes there, said in front of it
_TOLD = late(
    r"（(?P<what>具体[\u4e00-\u9fff]{2,4}|姓名|家长|老师|学生|起始时间|终止时间|开始时间|结束时间|时长|名称|地址|单位名称)）$"
)


_SERIES = late(r"(?<=号：)[A-Za-z]{1,6}[.．]?[-－]?$")  # 合同编号：HT____


def flat(text: str) -> str:
    """Return words without spaces, gaps as "_", columns apart by one space."""
    text = text.replace(" ", "").replace(WIDE, " ")  # in this order
    if _SIGNS.search(text):  # seldom
        text = text.replace(GAP, "_").replace(DONE, "_").replace(FILL, "_").replace(BOX, "□").replace(TICK, "☑")
    return text.strip(" ")


_SIGNED_ABOVE = late(r"（[^（）]{0,10}[签盖章印名][^（）]{0,8}）$")  # 甲方：____（签字）: the date stands below it


_PARTY_LINE = late(r"简称[^（）]{1,10}[）)]$")  # 某某公司（以下简称甲方）, and the other party on the next line


def _runs_on(text: str, begin: int, own: str) -> bool:
    """True where the line carries on the sentence of the line above: a wrapped line."""
    if begin < 2 or len(own) > 12 or "：" in own:
        return False
    above = line_ending_at(text, begin - 1).strip()
    return (
        len(above) > 14
        and above[-1] not in "。；：！？" + GAP + BOX
        and not (_SIGNED_ABOVE.search(above) or _PARTY_LINE.search(above))
    )


def line_above(text: str, begin: int) -> str:
    """Return the words of the line above the one that begins at `begin`."""
    return flat(line_ending_at(text, max(begin - 1, 0)))


_UNIT_NOTE = late(r"[（(]?(?:金额|货币|计量)?单位[:：].{1,6}")  # 金额单位：元, between a table and its title


def title_above(text: str) -> str:
    """Return the last line of a text that is neither empty nor a note of the unit that a table counts in."""
    lines = [line for line in text.rstrip().split("\n") if line.strip()]
    noted = len(lines) > 1 and _UNIT_NOTE.fullmatch(lines[-1].strip())
    return lines[-2] if noted else lines[-1] if lines else ""


def line_ending_at(text: str, stop: int) -> str:
    """Return the line that ends at `stop`, its last characters if it is long."""
    low = max(0, stop - _LONGEST)
    return text[max(text.rfind("\n", low, stop) + 1, low) : stop]
