"""Draft → the words around it: label before a colon, sentence before and after, heading above."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from pipeline.model.making import maker
from pipeline.model.template import Kind
from pipeline.parsing.before import flat, line_before, line_ending_at, title_above
from pipeline.parsing.gaps import GAP, WIDE
from pipeline.parsing.groups.draft import Board, Draft
from pipeline.parsing.lexicon import unit_pattern
from pipeline.parsing.printed import printed_label
from pipeline.parsing.shapes.numbers import number_of
from pipeline.text.patterns import behind_last, late, pattern

_FAR = 160  # characters of a sentence that can matter
_NEXT_LABEL = late(r"[\u4e00-\u9fff](?:[ ]?[\u4e00-\u9fff]){1,7}：")  # the next label on the line


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What stands around a blank.

    Attributes:
        label: The label it answers: the words before its colon, the head of its cell, its placeholder; "" in a
            sentence.
        before: The words of its line before it, without spaces, gaps as "_"; with the line above where a sentence
            runs on.
        segment: The part of `before` behind the last stop or gap.
        after: The words of its line behind it, up to the next column.
        above: The nearest line above that heads or introduces it.
        number: The line's own number ("3." …) where nothing but the number stands before the blank.
    """

    label: str
    before: str
    segment: str
    after: str
    above: str
    number: str


_new_words = maker(Words)


def words_around(board: Board, draft: Draft) -> Words:
    """Return the words around a draft."""
    line = line_before(board, draft)
    after = _after(board.text[draft.last : min(board.line_end(draft.last), draft.last + _FAR)])
    noted = _FILLING_IN.sub("", after)
    after = (after if noted.startswith("_") else noted) or _unit_below(board.text, draft.last, line.own)
    after = _noted_below(board.text, draft.last, after) if 0 < len(after) < _SHORT_UNIT else after
    label = printed_label(board, draft, line, after)
    if label and draft.kind is not Kind.CHOICE and _NEXT_LABEL.match(after):
        after = ""
    is_bare = not line.own and line.number is not None
    return _new_words(
        label=label, before=line.words[-_FAR:], segment=segment_of(line.words), after=after,
        above=_above_table(board, draft) if draft.kind is Kind.TABLE else _heads(board, line.top, line.number),
        number=line.raw.strip(" " + WIDE) if is_bare else "",
    )  # fmt: skip


def _above_table(board: Board, draft: Draft) -> str:
    """Return the line that stands right above the table that a draft is."""
    index = board.cell_at(draft.first)
    if index is None:
        return ""
    cells = board.flow.cells
    table = cells[index].table
    while index and cells[index - 1].table == table:
        index -= 1
    start = cells[index].start
    return flat(title_above(board.source[max(0, start - _FAR) : start]).replace(":", "："))


_FILLING_IN = late(r"（(?:填写?|请填|请?注明|请?写明|请在)[^（）]{4,}）")  # ____日（填入的数字不超过30）内


def segment_of(before: str) -> str:
    """Return the words behind the last stop or gap, without the unit that belongs to that gap."""
    segment = behind_last(pattern(r"[。；，：！？_□☑“”]"), before)
    if "）" in segment and segment.count("）") > segment.count("（"):
        segment = _across(before, segment)
    if pattern(r"[有无是否][\u4e00-\u9fff]{2}").match(segment) and before[: -len(segment)].endswith(("□", "☑")):
        segment = segment[1:]  # □有 □无 用途____
    if _COMPARED.fullmatch(segment):
        named = _BOUNDED.search(before[: -len(segment)])
        return named[1] + segment.lstrip("且并") if named else segment
    follows = before[: len(before) - len(segment)].endswith("_")
    return _unbracketed(_leftover().sub("", segment) if follows else segment)


# 乙方出售（出租；抵押）____: the stop stands in an aside of one part of the sentence
_ASIDE_AT_END = late(r"（[^（）。_：□☑]{2,24}）(?P<rest>[^（）]*)$")


def _across(before: str, segment: str) -> str:
    """Return the words behind the last stop that stands in no brackets, the brackets left out."""
    aside = _ASIDE_AT_END.search(before)
    if not aside or len(aside["rest"]) > len(segment):
        return segment
    return pattern(r"[。；，：！？_□☑“”]").split(before[: aside.start()])[-1] + aside["rest"]


def _unbracketed(segment: str) -> str:
    """Return the words without the square bracket that the gap stands in, and without the end of the one before."""
    segment = segment.rstrip("【[")
    inside = segment.rpartition("】【")[2]
    if inside != segment and "】" not in inside:
        return inside  # 【赔偿损失】【按租金的____%支付违约金】
    return segment.split("】", 1)[-1] if segment.count("】") > segment.count("【") else segment


_BOUND = r"(?:且|并)?(?:不得?)?(?:低于|高于|超过|少于|多于|大于|小于)|(?:且|并)?最[高低多少大小](?:为)?"
_COMPARED = late(_BOUND)
# 容积率不高于____，不低于____: the second bound is of the same thing
_BOUNDED = late(rf"([^。；，：！？_□☑“”]+?)(?:{_BOUND})_[^_。；，]{{0,4}}，?$")


@functools.cache
def _leftover() -> re.Pattern[str]:
    groups = "|".join(unit_pattern(group) for group in ("duration", "amount", "percent", "number", "choice"))
    words = unit_pattern("not_units")  # ____项目 is a project, not an item
    side = r"方(?=[应须需]|承担|支付|负[责担]|有权|同意)"  # ____方应付租金____元
    return re.compile(rf"^(?!{words})(?:{groups})[）)】]?(?:之?[前内后]|以[内上下]|[起止整正])?(?:[ ]|(?=.)|$)|^{side}")


def _after(piece: str) -> str:
    if WIDE in piece[:_UNIT_AND_MORE] and _SPREAD_LABEL.match(piece):
        return ""
    at = piece.find(WIDE)
    if at == 0 and len(piece) > 1 and pattern(rf"[）年月日元%种项](?!{WIDE}期)").match(piece[1:]):
        piece, at = piece[1:], piece.find(WIDE, 1)
    piece = flat(piece[:at] if at >= 0 else piece)
    return (_BOUNDS.sub(r"\1", piece, count=1) if "（" in piece[:_UNIT_AND_MORE] else piece)[:80]


# ____%（不低于同期贷款利率）计付利息, ____日（该期限应当与前款相同）后: how far the value may go, not what it is
_BOUNDS = late(
    r"^([^，。；（]{0,5})（(?:该|此)?[\u4e00-\u9fff]{0,6}?(?:应当?[不与为以]|不得?[低高超少多大小短长晚早迟]|最[高低长短多少迟早]|以[^（）]{2,10}为准)(?:[^（）]|（[^（）]*）)*）"
)
_UNIT_AND_MORE = 6
_SPREAD_LABEL = late(rf"[ {WIDE}]*[\u4e00-\u9fff][ ]*{WIDE}[ ]*[\u4e00-\u9fff]{{1,2}}：")  # ____ 日    期：____


# What a sentence goes on with on the next line where a page broke it behind the gap.
_NOTE_BELOW = late(r"[ ]?(?P<unit>[%‰]|万?元|[日天]|个月)\n[ ]?(?P<note>（[\u4e00-\u9fff]{4}[^\n]*)")
_UNIT_BELOW = late(r"\n[ ]?((?:万?元|[%‰]|个?工作日|[日天]|个月|平方米|年(?![ ]?[月_]))[^\n]*)")


def _unit_below(text: str, last: int, own: str) -> str:
    """Return the next line where a long line ends with the gap and that one begins with its unit."""
    found = _UNIT_BELOW.match(text, last) if len(own) > _WRAPPED else None
    return _after(found[1][:_FAR]) if found else ""


_WRAPPED = 14
_SHORT_UNIT = 3


def _noted_below(text: str, last: int, after: str) -> str:
    """Return what a sentence goes on with where a page broke it between the unit and a note: ____%, （不低于…）."""
    found = _NOTE_BELOW.match(text, last)
    return _after(f"{found['unit']}{found['note'][:_FAR]}") if found else after


def _heads(board: Board, begin: int, number: tuple[str, int, int] | None) -> str:
    """Return the line above that the blank's line belongs under; the blanks of one line have the same."""
    style = number[0] if number else ""
    if (begin, style) not in board.above:
        board.above[begin, style] = _above(board.text, begin, style)
    return board.above[begin, style]


def _above(text: str, begin: int, style: str) -> str:
    """Return the line above a line whose number is of that style: a heading, or a line that ends with a colon."""
    stop = begin - 1
    for _ in range(40):
        if stop <= 0:
            return ""
        line = line_ending_at(text, stop)
        stop -= len(line) + 1
        line = line.strip(" " + WIDE)
        if not line.strip(f"{GAP}。 {WIDE}"):
            continue
        other = number_of(line)
        if not style or other is None or other[0] != style:
            return flat(line[other[2] :] if other else line)
    return ""
