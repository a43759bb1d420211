"""Reading and its roles → marks at the lines that are a firm's name and nothing else: what is below is of that firm."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence

from pipeline.extracting.labels import Mark
from pipeline.extracting.party_values import name_of, value_end
from pipeline.extracting.reading import Reading
from pipeline.extracting.vocabulary import alternatives, words

_FIRM = rf"[\u4e00-\u9fffA-Za-z0-9()·]{{2,40}}?(?:{alternatives(words('party', 'firm'))})"
_LINE = re.compile(
    rf"(?:^|(?<=\n))[ ]{{0,40}}(?P<name>{_FIRM})[ ]{{0,8}}"
    rf"(?:\((?:{alternatives(words('party', 'seal'))})\))?[ ]{{0,40}}(?=\n|$)"
)
_WHOLE = re.compile(rf"(?:{_FIRM}|[\u4e00-\u9fff·]{{2,4}})(?:\([^()\n]{{0,20}}\))*")


def bare_name_marks(reading: Reading, marks: Sequence[Mark]) -> list[Mark]:
    """Return a mark at every line that is a firm's bare name, with the key of its party, "" for a firm that is none.

    Args:
        reading: The contract.
        marks: Its roles and labels, in reading order: a name that stands below an empty one of them is its value.
    """
    lines = list(_LINE.finditer(reading.text))
    if not lines:
        return []
    names = _names(reading, marks)
    starts = [mark.start for mark in marks]
    found = []
    for line in lines:
        index = bisect.bisect_right(starts, line.start("name")) - 1
        if index < 0 or not _is_answered(reading, marks[index], line.start()):
            continue
        owner = names.get(line["name"].replace(" ", ""), "")
        found.append(Mark(name="described", owner=owner, start=line.start("name"), end=line.end("name"), bare=True))
    return found


def _names(reading: Reading, marks: Sequence[Mark]) -> dict[str, str]:
    """Return the names that stand behind roles → their parties."""
    found: dict[str, str] = {}
    for mark, following in zip(marks, [*(m.start for m in marks[1:]), len(reading.text)], strict=True):
        name = name_of(reading, mark.end, value_end(reading.text, mark.end, following)) if mark.name == "role" else None
        if name:
            found.setdefault(reading.text[name.start : name.end].replace(" ", ""), mark.owner)
    return found


def _is_answered(reading: Reading, mark: Mark, line: int) -> bool:
    """True where a line is no answer to the mark above it and no rest of one: its value stands beside it, and whole."""
    value = reading.text[mark.end : line].strip()
    return bool(value) and (mark.name != "role" or "\n" in value or bool(_WHOLE.fullmatch(value.replace(" ", ""))))
