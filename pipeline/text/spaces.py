"""A text in which a program made one space of many → where such a space stands for room.

Pages do so with all white space, and so do Pandoc and what is copied out of a browser. Chinese has no spaces between
words: in a text that has no wider gap anywhere, one between two characters is what is left of room, or sets a value
apart that stands in it.
"""

from __future__ import annotations

from pipeline.text.patterns import late
from pipeline.text.words import frequency

_FEWEST = 5  # spaces that only room can have left
_WIDER = 0.25  # wide gaps in such places, for each of them
# Before what is counted: the room was for the number.
_BEHIND = r"(?=元|[年月日天份米层种][，。；、）]|平方米|个工作日|[%％])"
_HAN = r"[\u4e00-\u9fff：（）]"
_LEFT_OVER = late(rf"(?<={_HAN})(?<![零〇一二三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟整])[ ]{_BEHIND}")
_WIDE = late(rf"(?<={_HAN})(?:[ \u3000\xa0]{{2,60}}|\t|_{{2,60}}){_BEHIND}")
_LONE = late(r"(?<=[^\sA-Za-z0-9])[ \xa0](?=[^\sA-Za-z0-9])")
# What asks before room, and what room stands before; elsewhere a space may set words apart.
_ASKS = late(r"[为于的在以由向第是至到按自付共对将与和称照：（(《“，、；￥¥□]\Z")
_GOES_ON = late(r"元|平方米|个工作日|[年月日天份米层种%％‰]")
_STOPS = late(r"[，。；：、（）()【】《》“”？！:;□☐☑√]")
_UNITS = late(r"[年月日元天份个种层米套间台幢栋座号室%％]|平方|人民币")
_WORD = late(r"(?<=[\s\xa0\u3000])[^\s\xa0\u3000]+")
_LONGEST = 20  # characters of a value that stands between two spaces


def is_narrowed(lines: list[str]) -> bool:
    """Return whether a program made one space of many in a text.

    Args:
        lines: Its lines.
    """
    text = "\n".join(lines)
    left = len(_LEFT_OVER.findall(text))
    return left >= _FEWEST and len(_WIDE.findall(text)) <= _WIDER * left


def widened(line: str) -> str:
    """Return a line of such a text with a tab for every space that may be what is left of room.

    Args:
        line: A line. Spaces beside words without a stop that stand between two are left: a value stands so.
    """
    lone = [found.start() for found in _LONE.finditer(line)]
    if not lone:
        return line
    values = [word.span() for word in _WORD.finditer(line) if _is_value(word[0])]
    beside = {start - 1 for start, _ in values} | {end for _, end in values}
    kept = {at for at in lone if at not in beside and _may_be_room(line, at)}
    return "".join("\t" if at in kept else sign for at, sign in enumerate(line)) if kept else line


def _is_value(words: str) -> bool:
    return len(words) <= _LONGEST and not _STOPS.search(words) and not _UNITS.match(words)


def _may_be_room(line: str, at: int) -> bool:
    """True for a space that is asked for on either side and does not part the characters of a word."""
    before, behind = line[at - 1], line[at + 1 : at + 5]
    if not (_ASKS.match(before) or _GOES_ON.match(behind)):
        return False
    return not frequency(before + behind[0])
