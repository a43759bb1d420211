"""Template + placements → the contract's text with its values in place, addressed by the template's offsets."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.model.contract import Placement
from pipeline.model.ordinal import ordinal
from pipeline.model.template import Clause


class FilledText:
    """The text of one contract.

    Args:
        text: The template's text.
        placements: What was written where; an anchor that a value empties has a placement too.
    """

    def __init__(self, text: str, placements: Sequence[Placement]) -> None:
        self._text = text
        filled = sorted(placements, key=_place)
        added = list(_added_rows(text, filled))
        self._filled = sorted((*filled, *added), key=_place) if added else filled
        self._starts = [placement.start for placement in self._filled]

    def between(self, start: int, end: int) -> str:
        """Return the filled text that stands in the template between two offsets."""
        first = bisect.bisect_left(self._starts, start)
        if first == len(self._starts) or self._starts[first] > end:
            return self._text[start:end]  # most clauses hold no value
        return "".join(self._pieces(start, end, first))

    def _pieces(self, start: int, end: int, first: int) -> Iterator[str]:
        at = start
        for placement in itertools.islice(self._filled, first, None):
            ends = self._ends_line(placement)
            if placement.start > end or (placement.start == end and not ends):
                break
            if placement.start == start > 0 and ends:
                continue  # it is part of the line before
            yield self._text[at : placement.start]
            yield placement.text
            at = min(placement.end, end)
        yield self._text[at:end]

    def _ends_line(self, placement: Placement) -> bool:
        """True for an insertion at the end of a line: 小计： with nothing behind it."""
        at = placement.start
        return at == placement.end and self._text[at : at + 1] in ("", "\n")

    def clause(self, clause: Clause) -> str:
        """Return a clause's own text, number and title included, its children's left out."""
        stop = clause.children[0].start if clause.children else clause.end
        return self.between(clause.start, stop).strip()


def _place(placement: Placement) -> tuple[int, int]:
    return placement.start, placement.end


def _added_rows(text: str, filled: Sequence[Placement]) -> Iterator[Placement]:
    """Yield what stands behind the last printed row of each table that grows: its rows, whole, one below the other.

    A row is a line of the template's text. The number that stands before its first gap counts on, as the writers count.
    """
    grown = [one for one in filled if one.texts]
    for end in sorted({_line_end(text, one.end) for one in grown}):
        first = next(one for one in grown if _line_end(text, one.end) == end)  # a cell may be of several lines
        begin = text.rfind("\n", 0, first.start) + 1
        row = [one for one in filled if begin <= one.start and one.end <= end]
        yield replace(row[-1], text="".join(_copies(text[begin:end], begin, row)), texts=(), start=end, end=end)


def _copies(line: str, begin: int, row: Sequence[Placement]) -> Iterator[str]:
    first = line.partition("\t")[0]
    counted = ordinal(first) if row[0].start - begin > len(first) else None
    for number in range(max(len(cell.texts) for cell in row)):
        cells = [replace(cell, text=cell.texts[number] if number < len(cell.texts) else "", texts=(),
                         start=cell.start - begin, end=cell.end - begin) for cell in row]  # fmt: skip
        copy = FilledText(line, cells).between(0, len(line))
        yield "\n" + (counted.on(number + 1) + copy[len(first) :] if counted else copy)


def _line_end(text: str, at: int) -> int:
    found = text.find("\n", at)
    return len(text) if found < 0 else found
