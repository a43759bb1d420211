"""Board → choices by number: 第__种方式 and the list that follows."""

from __future__ import annotations

import functools
import re

from pipeline.model.template import Kind, Option, Role
from pipeline.parsing.gaps import DONE, GAP, WIDE
from pipeline.parsing.groups.draft import Board, Draft, slot
from pipeline.parsing.lexicon import unit_pattern
from pipeline.parsing.shapes.numbers import number_of
from pipeline.text.patterns import Led, late, led, pattern

_FURTHEST = 2500  # characters in which the list must begin and end


_CHOOSE = "(?:下列|以下|如下|选择|采取|采用|按照?|约定)"
_OPEN = f"[ （【{WIDE}]?"
_CLOSE = f"[）】 {WIDE}]?"
# 以下____服务：, and the next line begins with 1 or 一
_LIST_AHEAD = rf"[）】]?[\u4e00-\u9fff]{{2,14}}[^\n]{{0,40}}[：。；]?\n[ {WIDE}]*(?:[（]?[1一][）]?[、.．]?|①)"


@functools.cache
def _ordinal() -> Led:
    unit = unit_pattern("choice")
    return led(
        rf"[第下以如选采按约](?=[^{GAP}]{{0,3}}{GAP})",
        rf"""
        (?: 第[ （【“]? (?P<a>{GAP}) [）】” {WIDE}]? (?:{unit})(?!目|年)
          | {_CHOOSE}的?{_OPEN} (?P<b>{GAP}) {_CLOSE} (?:种|项)(?!目)
          | {_CHOOSE}的?{_OPEN} (?P<c>{GAP}) {_CLOSE} (?:[\u4e00-\u9fff]{{0,4}}方式|方案|标准之一)
          | (?:下列|以下)第?{_OPEN} (?P<d>{GAP}) (?={_LIST_AHEAD}) (?!{_CLOSE}(?:日|天|个|元|年|月|%))
          | 第[ （]?(?P<e>{GAP})[） ]?[条](?=规定的?方式|约定的?方式|方式|处理|解决)
        )
        """,
        re.VERBOSE,
    )


def group(board: Board) -> None:
    """Make a choice of every gap that takes the number of an entry in a list."""
    for match in _ordinal().finditer(board.text):
        name = match.lastgroup or "a"
        where = match.start(name)
        if not board.is_free(where) or not _is_choice(board, match, name):
            continue
        gap = board.take(where)
        role = Role.ORDINAL if name != "c" or "第" in match[0] else Role.VALUE
        board.drafts.append(
            Draft(
                slots=(slot(gap, role),),
                first=where,
                last=where + 1,
                shape=gap.shape,
                kind=Kind.CHOICE,
                options=_options(board, match.end()),
                multiple=_is_multiple(match[0], board.text[match.end() :][:20]),
                filled=gap.value,
            )
        )


_SETTLED = r"[^。；，\n]{0,6}(?:解决|仲裁|诉讼)"
_CHOOSING = late(r"(?:下列|以下|如下|下述|选择|采用|采取|按照?|依照|适用|方式)[^。；]{0,6}$")


def _is_choice(board: Board, match: re.Match[str], name: str) -> bool:
    """True where an answer is to be chosen; 涉及第__项 and 本合同第__条 only refer."""
    if (
        name == "c"
        and not pattern(r"下列|以下|如下|约定").search(match[0])
        and not pattern(_SETTLED).match(board.text[match.end() :])
    ):
        return bool(_options(board, match.end()))
    if name != "a" or pattern(r"种|方式|方案|情形").search(match[0]):
        return True
    if _CHOOSING.search(board.text[max(0, match.start() - 16) : match.start()]):
        return True
    return bool(
        pattern(r"[^。；\n]{0,6}(?:方式|标准|执行|处理|支付|结算|解决|约定|规定的[^。；，：\n]{2,10}：\n)").match(
            board.text[match.end() : match.end() + 12],
        )
    )


def _is_multiple(words: str, after: str) -> bool:
    return "多项" in after or "可多选" in words + after


def _options(board: Board, start: int) -> tuple[Option, ...]:
    """Return the numbered entries behind `start`: lines, or entries in one line (1、支票 2、转账)."""
    stop = min(len(board.text), start + _FURTHEST)
    line = board.line_end(start)
    inline = _inline(board.text, start, line)[1:]
    if len(inline) > 1:
        return _as_options(board, inline)
    entries: list[tuple[int, int]] = []
    style = ""
    for match in pattern(r"[^\n]+").finditer(board.text[start:stop]):
        number = number_of(match[0])
        if number and number[1] == len(entries) + 1 and style in ("", number[0]):
            style = number[0]
            entries.append((start + match.start() + number[2], start + match.end()))
        elif (number and entries) or (not entries and match.start() > 200):
            break
    if len(entries) == 1:
        entries = _inline(board.text, *entries[0])
    return _as_options(board, entries)


def _as_options(board: Board, entries: list[tuple[int, int]]) -> tuple[Option, ...]:
    return tuple(Option(label=_words(board.text[a:b]), start=board.offset(a), end=board.offset(a)) for a, b in entries)


_INLINE = late(rf"(?:(?<=[ {WIDE}；。，：])|^)(?:[（]?(?P<n>\d|[一二三四五六])[）、.．])[ ]?")


def _inline(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the entries of a line that holds several."""
    begins = [start] + [m.end() for m in _INLINE.finditer(text, start, end)]
    ends = [m.start() for m in _INLINE.finditer(text, start, end)] + [end]
    return list(zip(begins, ends, strict=True))


def _words(text: str) -> str:
    """Return an option's words, gaps written as ____."""
    flat = pattern(rf"[ {WIDE}]+").sub("", text).replace(GAP, "____").replace(DONE, "").strip("。；，、：:")
    return flat[:60]
