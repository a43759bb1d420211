"""The recognisers' text → the same, gaps that no rule is under but that ask for a value written as room to write in."""

from __future__ import annotations

import bisect

from pipeline.model.document import Mark
from pipeline.model.flow import Flow
from pipeline.text.patterns import late
from pipeline.text.rooms import rooms

_HAN = r"\u4e00-\u9fff"
_ROOM = r"(?:[ \t]++|(?<=\t))"
# Nearly all gaps stand at a line's beginning or behind its number and before words, or at the end of a sentence: no
# line is looked at for one of these, unless the words may count something.
_UNRULED = late(
    rf"[ \t](?<![。；，\n \t].){_ROOM}(?=\n|\Z)"
    rf"|[ \t](?<![\n \t].){_ROOM}(?![{_HAN}A-Za-z\n])"
    rf"|[ \t]{_ROOM}(?=[、，。；：%个天日元种点时人次台套页份小平])"
    rf"|[ \t](?<![0-9.．）章条节款\n \t].)(?<![一二三四五六七八九十0-9]、.){_ROOM}(?!\n)"
)
# 于    月  日: the recognisers of dates see to it.
_PART_OF_DATE = late(r"年?[ \t]*月[ \t]")
_COLUMN = late(r"[：:][ \t\u3000\xa0]{2}")  # the room of a form's first column
_WIDEST = 2_000  # characters of a line that is looked at


def with_rooms(seen: str, flow: Flow, fill: str) -> str:
    """Write the unruled gaps that stand for a value as room.

    Args:
        seen: The text as the recognisers see it, with a line end behind every cell.
        flow: The text itself; both have the same length.
        fill: What room is written as.
    """
    pieces: list[str] = []
    at = done = 0
    tables = _tables(flow)
    for found in _UNRULED.finditer(seen):
        if found.start() < done:
            continue
        start, end = seen.rfind("\n", 0, found.start()) + 1, seen.find("\n", found.end())
        done = end = len(seen) if end < 0 else end
        if end - start > _WIDEST or _is_inside(tables, found.start()):
            continue
        for first, last in rooms(flow.text[start:end], has_rules=True):
            is_plain = not seen[start + first : start + last].strip(" \t")
            if (
                is_plain
                and not _PART_OF_DATE.match(seen, start + last)
                and not _is_behind_value(flow, start + first)
                and not _is_last_column(flow.text[start:end], first, last)
            ):
                pieces += (seen[at : start + first], fill * (last - first))
                at = start + last
    return "".join((*pieces, seen[at:])) if pieces else seen


def _is_behind_value(flow: Flow, offset: int) -> bool:
    """True for what a value with a rule under it has left of its room."""
    return bool(offset and int(flow.marks[offset - 1]) & _UNDERLINE) and not flow.text[offset - 1].isspace()


_UNDERLINE = int(Mark.UNDERLINE)


def _is_last_column(line: str, first: int, last: int) -> bool:
    """True for the room behind the last label of a line with several: their rooms are alike, and found together."""
    return last == len(line) and line[first - 1 : first] in {"：", ":"} and bool(_COLUMN.search(line, 0, first))


def _tables(flow: Flow) -> list[tuple[int, int]]:
    """Where tables begin and end, those inside others left out."""
    tables: list[tuple[int, int]] = []
    for cell in flow.cells:
        if tables and cell.start <= tables[-1][1] + 1:
            tables[-1] = (tables[-1][0], max(tables[-1][1], cell.end))
        else:
            tables.append((cell.start, cell.end))
    return tables


def _is_inside(tables: list[tuple[int, int]], offset: int) -> bool:
    index = bisect.bisect_right(tables, offset, key=lambda table: table[0]) - 1
    return index >= 0 and offset <= tables[index][1]
