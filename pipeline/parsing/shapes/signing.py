"""Scene → places to sign or seal that no colon follows: 甲方（盖章）        乙方（盖章）."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.parsing.colons.cells import has_answer_cell
from pipeline.parsing.colons.labels import SIGN_NOTE
from pipeline.parsing.gaps import DONE, Gap
from pipeline.parsing.shapes.scene import Scene
from pipeline.parsing.view import BOX, FILL
from pipeline.text.patterns import lined, pattern

_PLACE = lined(
    "[章签印]",
    rf"""(?:^|(?<=[\n\t])|(?<=[ ]{{2}})|(?<=\n[ ]))(?![ ])
    (?P<who>[^\s，。；：（）\n{FILL}{DONE}{BOX}]{{0,20}}(?:（[^（）\n]{{1,12}}）)?[^\s，。；：（）\n{FILL}{DONE}{BOX}]{{0,10}})
    (?P<what>{SIGN_NOTE}|(?<=[方人者司位])(?:盖章|签字|签章|签名|签署)(?:处|栏)?|(?:签字|盖章|签章|签名)(?:处|栏))
    (?=[ \t]*+(?:\n|$)|[ ]{{2,}}|\t|[ ][^\s：，。；]{{2,10}}：)""",
    re.VERBOSE,
)
_LONGEST = 400  # characters of a line that are looked at around a colon


def find(scene: Scene) -> Iterator[Gap]:
    """Yield the places to sign or seal that no colon follows: 甲方（盖章）        乙方（盖章）."""
    for match in _PLACE.finditer(scene.text):
        begin, stop = scene.view.line_start(match.start("what")), scene.view.line_end(match.end())
        line = scene.text[max(begin, match.start() - _LONGEST) : min(stop, match.end() + _LONGEST)]
        if (
            pattern(r"[，。；]|骑缝|粘贴|加盖处").search(line)
            or has_answer_cell(scene, stop)
            or (FILL in line and "\t" not in line)
        ):
            continue
        at = match.end()
        yield Gap(
            start=at, end=at, inner=(at, at), shape="place", hint=pattern(r"\s").sub("", match["who"] + match["what"])
        )
