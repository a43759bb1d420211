"""Scene → gaps of a date whose places are only spaces: 年  月  日, 20  年 月 日, 签订日期：年月日."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.parsing.gaps import DONE, Gap
from pipeline.parsing.shapes.scene import Scene
from pipeline.parsing.view import FILL
from pipeline.text.patterns import late, lined

_ROOM = rf"(?:[ \t]*{FILL}+[ \t]*|[ \t]*{DONE}+[ \t]*|[ \t]*\d{{1,2}}[ \t]*|[ \t]*)"
_DATE = lined(
    rf"年{_ROOM}月",
    rf"""
    (?P<century>(?:20|19|二[○零O0])\d?|一九)?(?<![ \t])(?P<y>[ \t]*+)
    年 (?P<m>{_ROOM}) 月
    (?:(?P<d>{_ROOM}) 日)?
    (?:(?P<h>[ \t]*) 时 (?:(?P<n>[ \t]*) 分)?)?
    """,
    re.VERBOSE,
)
_MONTH_DAY = lined(r"月[ \t]", r"(?P<m>[ \t]{1,12})月(?P<d>[ \t]{1,12})日")
# Where a date without any room may begin: a line, a label, from/to.
_OPEN = late(rf"(?:^|[\n：:\t（至自于从到在 {FILL}{DONE}]|日期|时间)$")
_CLOSE = late(r"(?:[ \t\n，。；、）起止前至到签期]|$)")
_WIDEST = 8  # of the spaces before 年 no more than these belong to the date; the rest lays out the line


def find(scene: Scene) -> Iterator[Gap]:
    """Yield the places of year, month and day."""
    for match in _DATE.finditer(scene.text):
        if _is_date(scene, match):
            yield from _places(match, scene)
    for match in _MONTH_DAY.finditer(scene.text):
        if len(match[0]) > 4:
            yield from _gaps(match, "md")


def _is_room(match: re.Match[str], group: str) -> bool:
    return match[group] is not None and not match[group].strip(" \t")


def _is_date(scene: Scene, match: re.Match[str]) -> bool:
    """True where at least one place is open and the words around do not make 年 a word of the sentence."""
    before = scene.text[max(0, match.start() - 2) : match.start()]
    if not (_is_room(match, "m") or _is_room(match, "d")) and not (match["y"] or match["century"]):
        return False
    if not match["y"] and not match["century"]:
        if before[-1:] in (FILL, DONE) or before[-1:].isdigit():
            return bool(match["m"] or match["d"])
        return _is_open(before, match, scene)
    if not match["m"] and match["d"] is None:
        return False
    return not before[-1:].isdigit() or bool(match["century"])


def _is_open(before: str, match: re.Match[str], scene: Scene) -> bool:
    if len(match["m"]) > 1 and match["d"] and len(match["d"]) > 1:
        return True
    after = scene.text[match.end() : match.end() + 1]
    return match["d"] is not None and bool(_OPEN.search(before)) and bool(_CLOSE.match(after))


def _places(match: re.Match[str], scene: Scene) -> Iterator[Gap]:
    before = scene.text[match.start() - 1 : match.start()]
    names = "ymdhn" if match["century"] or (before not in (FILL, DONE) and not before.isdigit()) else "mdhn"
    yield from _gaps(match, names)


def _gaps(match: re.Match[str], names: str) -> Iterator[Gap]:
    for name in names:
        if _is_room(match, name):
            start, end = match.span(name)
            start = max(start, end - _WIDEST) if name in "ym" else start
            yield Gap(start=start, end=end, inner=(start, end), shape="date")
