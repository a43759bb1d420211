"""Board → dates: 年 月 日 (时 分) are one blank; 年 个月 are one duration."""

from __future__ import annotations

import re

from pipeline.model.template import Kind, Role, Slot
from pipeline.parsing.gaps import DONE, GAP, WIDE
from pipeline.parsing.groups.draft import Board, Draft, slot
from pipeline.text.patterns import late, led_to, pattern

_S = rf"[ {WIDE}]?(?:\n[ {WIDE}]?)?"
_P = rf"{_S}(?:\d{{0,2}}[{GAP}{DONE}]{{1,2}}|\d{{1,2}}){_S}"
_ROOM = rf" {WIDE}\n\d{GAP}{DONE}"  # what may stand before 年, 月 or 时
_DATE = led_to(
    "年",
    14,
    rf"[\d一二{GAP}{DONE}](?=[{_ROOM}二○零O一三四五六七八九]{{0,13}}+年)",
    rf"""
    (?P<century>(?:20|19|一九|二[○零0O]|20\d|二[○零0O][一二三四五六七八九])?){_S}(?P<y>[{GAP}{DONE}]{{1,2}}|\d{{2,4}}){_S}年
    (?:
      (?P<m>{_P})月 (?:[份]|(?P<d>{_P})(?:[日号]|(?<=[{GAP}{DONE}])(?=[前止起至])))?
      (?:[上下]午)? (?:(?P<h>{_P})[时点] (?:(?P<n>{_P})分)?)?
    | (?P<more>{_P})个月
    )
    """,
    re.VERBOSE,
)
_MONTH_DAY = led_to(
    "月",
    10,
    rf"[{_ROOM}](?=[{_ROOM}]{{0,9}}+月)",
    rf"(?P<m>{_P})月(?P<d>{_P})[日号](?:(?P<h>{_P})[时点](?:(?P<n>{_P})分)?)?",
)
_TIME = led_to(
    "[时点：]", 10, rf"[{_ROOM}](?=[{_ROOM}]{{0,9}}+[时点：])", rf"(?P<h>{_P})(?:[时点]|：(?={GAP}))(?:(?P<n>{_P})分?)?"
)
_SLASHED = late(rf"(?P<y>{GAP})[/.\-](?P<m>{GAP})[/.\-](?P<d>{GAP})")
_ROLES = {"y": Role.YEAR, "m": Role.MONTH, "d": Role.DAY, "h": Role.HOUR, "n": Role.MINUTE, "more": Role.PART}
# __时 without minutes is a time of day only where the words before say so.
_CLOCK = late(r"(?:[上下中]午|早|晚|每[天日]|[自从至到\-—~：])[ ]?$")
_TO_CLOCK = late(rf"[ ]?[至到\-—~～][ ]?[{GAP}{DONE}][ ]?[时点]")
_EVENT = late(r"起?(?:转移|成立|生效|归)")  # 自____时起转移: what happens then, no time of day
_SCALE = late(r"(?:比例尺?|[比按])[：为]?[ ]?$")  # 比例尺：1：____
_SIGNS = late(f"[{GAP}{DONE}]")
# __年__月内, 期限__年__月: a length of time, not a day
_LENGTH_BEHIND = late(r"(?:内|以内|之内|以上|以下|的(?:期|时))")
_LENGTH_BEFORE = late(r"(?:期限?为?|共计?|合计|为期|满|年限为?)[：]?$")


def group(board: Board) -> None:
    """Join the places of every date."""
    for shape in (_DATE, _SLASHED, _MONTH_DAY, _TIME):
        for match in shape.finditer(board.text):
            where = [m.start() for m in _SIGNS.finditer(board.text, *match.span())]
            if where and all(map(board.is_free, where)) and (shape is not _TIME or _is_time(board, match, where)):
                _join(board, match, where)


def _is_time(board: Board, match: re.Match[str], where: list[int]) -> bool:
    """True where the words around __时, or __：__ itself, tell a time of day."""
    if match["n"] is None:
        before = board.text[max(0, match.start() - 4) : match.start()]
        if not _CLOCK.search(before) and not _TO_CLOCK.match(board.text, match.end()):
            return False
        if _EVENT.match(board.text, match.end()):
            return False
    elif _SCALE.search(board.text[max(0, match.start() - 6) : match.start()]):
        return False
    # 【 】：____ is a name to be given and what is said of it; hour and minute are printed alike
    return "：" not in match[0] or len({board.gap_at(w).shape for w in where}) == 1


def _join(board: Board, match: re.Match[str], where: list[int]) -> None:
    slots: list[Slot] = []
    empty = False
    for name, part in match.groupdict().items():
        if name == "century" or not part:
            continue
        for sign in _SIGNS.finditer(board.text, *match.span(name)):
            gap = board.take(sign.start())
            empty = empty or gap.value is None
            slots.append(slot(gap, _role(name, match, slots), "月" if name == "more" else ""))
    length = _is_length(board, match)
    first = match.start() + len(match[0]) - len(match[0].lstrip(f" {WIDE}\n"))
    last = match.end()
    written = board.source[board.offset(match.start()) : board.offset(match.end())]
    board.drafts.append(
        Draft(
            slots=tuple(_lengths(slots) if length else slots),
            first=first,
            last=last,
            shape=board.gap_at(where[0]).shape,
            kind=Kind.DURATION if length else Kind.DATE,
            unit="年" if length else "",
            filled=None if empty else pattern(r"[\s_＿]").sub("", written),
        )
    )


def _role(name: str, match: re.Match[str], before: list[Slot]) -> Role:
    role = _ROLES[name]
    if before and before[-1].role is role:
        return Role.MORE
    return Role.YEAR_SHORT if name == "y" and match.groupdict().get("century") else role


def _is_length(board: Board, match: re.Match[str]) -> bool:
    groups = match.groupdict()
    if groups.get("more"):
        return True
    if groups.get("y") is None or groups.get("d") or groups.get("h") or groups.get("century"):
        return False
    return bool(
        _LENGTH_BEHIND.match(board.text, match.end())
        or _LENGTH_BEFORE.search(board.text[max(0, match.start() - 6) : match.start()])
    )


def _lengths(slots: list[Slot]) -> list[Slot]:
    roles = (Role.VALUE, Role.PART, Role.PART)
    names = ("年", "月", "日")
    return [Slot(start=s.start, end=s.end, role=roles[min(i, 2)], name=names[min(i, 2)]) for i, s in enumerate(slots)]
