"""Template + placements → the contract's text with its values in place, addressed by the template's offsets."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterator, Sequence

from pipeline.model.contract import Placement
from pipeline.model.template import Clause


class FilledText:
    """The text of one contract.

    Args:
        text: The template's text.
        placements: What was written where; an anchor that a value empties has a placement too.
    """

    def __init__(self, text: str, placements: Sequence[Placement]) -> None:
        self._text = text
        self._filled = sorted(placements, key=lambda placement: (placement.start, placement.end))
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
            yield "\n".join((placement.text, *placement.texts))
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
