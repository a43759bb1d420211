"""Scene → stretches that only look like blanks: legends, contents leaders, separator lines."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from pipeline.parsing.lexicon import label_words
from pipeline.parsing.shapes.scene import Scene
from pipeline.parsing.view import BOX, FILL, TICK
from pipeline.text.patterns import Lined, late, lined, one_of

_SIGN = rf"(?:[{BOX}{TICK}○]|[“\"『「][{BOX}{TICK}○{FILL} ]{{1,6}}[”\"』」]|[【\[（][ {FILL}]{{0,8}}[】\]）])"


_TO_FILL = "(?:填写|填空|内容由|应由|空格|空白|为空)"


@functools.cache
def _legend() -> Lined:
    """在□内打√, 【 】中选择, “____”处填写: a sign between words that explain how to fill in."""
    after = one_of(label_words("legends", "after"))
    ruled = rf"[“\"]?{FILL}{{1,12}}+(?=[”\"]?[ ]?(?:处|中|内|部分|上)?的?{_TO_FILL})"
    # What a sign ends with, and what explains it.
    explained = rf"[{BOX}{TICK}○{FILL}”\"』」】\]）][”\"』」]?[ ]?(?:{after}|(?:处|中|内|部分|上)?的?{_TO_FILL})"
    return lined(explained, rf"(?P<sign>{_SIGN}(?=[”\"』」]?[ ]?{after})|{ruled})")


# 第一章 总则……………3 and 一、定义 ____ 12: dots or rules that lead to a page number at the end of the line.
_LEADER = lined(
    r"[\d页 -](?=\n|\Z)",
    rf"(?:(?<![.．·…・])[.．·…・]{{3,}}+|(?<!{FILL}){FILL}{{3,}}+|(?<![-—─])[-—─]{{4,}}+)"
    r"[ \t]*+(?:第?[ ]?-?\d{1,3}-?[ ]?页?)[ ]*+(?=\n|$)",
)
# A line of nothing but dashes, stars or dots separates; it is not a place to write.
_STROKE = "[-—─=*·.…~～﹣﹉]"
_SEPARATOR = lined(rf"{_STROKE}[ ]?{_STROKE}", rf"(?:^|(?<=\n))[ \t]*+(?>(?:{_STROKE}[ ]?){{3,}})[ \t]*+(?=\n|$)")
_QUOTED_MARK = late(rf"[“\"‘『「][ ]?[{BOX}{TICK}√×X○]{{1,2}}[ ]?[”\"’』」]")


# “【    】”组合商标: what is left out of a name; in “（  ）”内打√ the brackets are shown
_QUOTED_ROOM = late(
    rf"[“\"](?:【[ {FILL}]{{2,}}】|（[ {FILL}]{{2,}}）)[”\"](?![内中里处上前后为表以打划])[\u4e00-\u9fff]"
)


def find(scene: Scene) -> Iterator[tuple[int, int]]:
    """Yield the stretches (start, end) in which no gap can be."""
    text = scene.text
    before = _before()
    for match in _legend().finditer(text):
        shown = before.search(text, max(0, match.start() - 14), match.start())
        if shown and not _QUOTED_ROOM.match(text, match.start("sign") - 1):
            yield match.span("sign")
    for match in _QUOTED_MARK.finditer(text):
        yield match.span()
    for match in _SEPARATOR.finditer(text):
        if not _is_answer(scene, match):
            yield match.span()
    for match in _LEADER.finditer(text):
        if _is_contents_line(scene, match.start()):
            yield match.span()


def _is_answer(scene: Scene, match: re.Match[str]) -> bool:
    """True for a line of dots or long dashes right below a colon; hyphens there are the rule of a table."""
    above = scene.text[max(0, match.start() - _ABOVE) : match.start()]
    return match[0].strip()[:1] in _LEADING and above.rstrip(" \n").endswith("：")


_ABOVE = 80  # characters in which the line above ends, empty lines between
_LEADING = frozenset(".．…·—")


@functools.cache
def _before() -> re.Pattern[str]:
    return re.compile(one_of(label_words("legends", "before")))


def _is_contents_line(scene: Scene, offset: int) -> bool:
    line = scene.text[max(scene.view.line_start(offset), offset - 200) : offset]
    return FILL not in line.rstrip(FILL + " ") and "：" not in line and len(line.strip()) > 1
