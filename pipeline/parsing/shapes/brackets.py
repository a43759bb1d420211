"""Scene → gaps between brackets: 【 】（ ）[ ]《 》“ ”."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.parsing.gaps import Gap
from pipeline.parsing.shapes.scene import Scene
from pipeline.parsing.view import FILL
from pipeline.text.patterns import led

_ROOM = rf"[ \t{FILL}.…·/／]"
_STARS = rf"[ \t{FILL}.…·/／*＊●]"  # 【*】, [●]: how law firms mark what is open
_BRACKETS = led(
    rf"[【\[（《“\"「{{<](?=[ \t{FILL}.…·/／*＊●】\]》」])",
    rf"""
      【(?P<a>{_STARS}*)】 | \[(?P<b>{_STARS}*)\] | （(?P<c>{_ROOM}+)） | 《(?P<d>{_ROOM}*)》
    | [“"](?P<e>[ \t]{{2,}}|{FILL}+)[”"] | 「(?P<f>{_ROOM}*)」 | \{{(?P<g>[ {FILL}]+)\}} | <(?P<h>[ {FILL}]+)>
    """,
    re.VERBOSE,
)
# （） without any room is a gap only where a unit or an ordinal says so: 第（）种, （）年
_CLOSED = led("（）", r"(?<=[第为：于至自即按向约共])（）|（）(?=(?:种|年|月|日|元|个|份|%|天|项))")


def find(scene: Scene) -> Iterator[Gap]:
    """Yield the empty brackets; the value goes between them."""
    for match in _BRACKETS.finditer(scene.text):
        group = match.lastgroup or "a"
        start, end = match.span(group)
        if "..." in match[group] or "…" in match[group]:
            continue
        yield Gap(start=match.start(), end=match.end(), inner=(start, end), shape="bracket")
    for match in _CLOSED.finditer(scene.text):
        yield Gap(start=match.start(), end=match.end(), inner=(match.start() + 1,) * 2, shape="bracket")
