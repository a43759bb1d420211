"""A text's lines → the room in them that fills a line, or goes on over the end of one.

A rule that is wider than what is left of its line goes on in the next, and a text keeps nothing of it but spaces: at
the end of a line whose sentence goes on, before its next words, or on a whole line. What stands on one line alone is
seen by `text/rooms.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.text.patterns import late
from pipeline.text.rooms import ASKS, columns

_HAN = r"\u4e00-\u9fff"
_SPACE = " \t\u3000\xa0"
_RULE = 40  # columns of a line of nothing but room, from which it is one to write on: more than half a page
_TAIL = 8  # columns of room at a line's end that nobody leaves by accident
_DEEPER = 6  # columns by which no paragraph is indented beyond the line that it goes on with
_EMPTY_LINES = 3  # between a line and the one it goes on with
_SHORTEST = 8  # characters of a line that may go on
# The words since the last sign: behind a colon or a gap stands a value.
_LAST_PHRASE = late(rf"(?P<sign>[，。；、：:{_SPACE}]|\A)[ ]?(?P<words>[^，。；、：:{_SPACE}]*)\Z")
_UNFINISHED = late(rf"[{_HAN}]\Z")
_ASKS = late(rf"(?:[{ASKS}之]|万分之)\Z")
_NUMBERED = late(
    r"第[一二三四五六七八九十百零0-9]{1,5}[编章节条款]|[（(]?[一二三四五六七八九十0-9]{1,3}[）)、.．]|[①-⑳□☐]"
)
_PROSE = late(rf"[（(]?[{_HAN}][^：:\n]{{0,60}}[，。；]|[（(][{_HAN}、/]{{3,30}}[）)][。；，]|[。；]")
_LABEL = late(rf"[{_HAN} （）()]{{1,16}}[：:]")
_NO_BEGINNING = late(rf"[为的][{_HAN}]")  # behind a comma, or words that ask


def open_rooms(lines: Sequence[str]) -> dict[int, list[tuple[int, int]]]:
    """Return the room of every line that has any, (start, end) each.

    Args:
        lines: A text's lines, without line ends.
    """
    found: dict[int, list[tuple[int, int]]] = {}
    for at, start, end in _rooms(lines):
        spans = found.setdefault(at, [])
        if (start, end) not in spans:
            spans.append((start, end))
    return found


def _rooms(lines: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    for at, line in enumerate(lines):
        if not line or (line[0] not in _SPACE and line[-1] not in _SPACE):
            continue
        words = line.strip(_SPACE)
        if not words:
            if columns(line) >= _RULE:
                yield at, 0, len(line)
            continue
        lead, tail = line.index(words[0]), len(line.rstrip(_SPACE))
        if columns(line[tail:]) >= _TAIL and _is_left_open(line[lead:tail]):
            below = lines[at + 1] if at + 1 < len(lines) else ""
            if _goes_on(below):
                yield at, tail, len(line)
                inner = len(below) - len(below.lstrip(_SPACE))
                if columns(below[:inner]) >= _DEEPER:
                    yield at + 1, 0, inner
        if lead and columns(line[:lead]) >= _DEEPER and _goes_on_from(lines, at, lead, words):
            yield at, 0, lead


def _is_left_open(words: str) -> bool:
    """True for words that a sentence does not end with, and that are no value."""
    last = _LAST_PHRASE.search(words)
    if last is None or last["sign"] not in {"，", "。", "；", "、", ""}:
        return False
    if not last["words"]:
        return last["sign"] == "、"
    return bool(_UNFINISHED.search(words)) and (bool(last["sign"]) or bool(_ASKS.search(words)))


def _goes_on(below: str) -> bool:
    """True where the line below is room, or goes on with a sentence."""
    words = below.strip(_SPACE)
    if not words:
        return columns(below) >= _RULE
    return _PROSE.match(words) is not None and not _NUMBERED.match(words) and not _LABEL.match(words)


def _goes_on_from(lines: Sequence[str], at: int, lead: int, words: str) -> bool:
    """True where the line before one that begins with room asks for what is to be written in it."""
    above = next((n for n in range(at - 1, max(-1, at - 2 - _EMPTY_LINES), -1) if lines[n].strip(_SPACE)), -1)
    if above < 0 or not _goes_on(words):
        return False
    line = lines[above]
    before = line.strip(_SPACE)
    indent = line[: line.index(before[0])]
    if len(before) < _SHORTEST or columns(lines[at][:lead]) < columns(indent) + _DEEPER:
        return False
    if before[-1] in "，、" and _NO_BEGINNING.match(words):
        return True
    asks = bool(_ASKS.search(before))
    return bool(_UNFINISHED.search(before)) and (asks or ("，" in before and _is_left_open(before)))
