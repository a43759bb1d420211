"""Template + placements → the contract's text with its values in place, addressed by the template's offsets."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence

from pipeline.model.contract import Placement
from pipeline.model.template import Anchor, Clause, Template

Gap = tuple[int, int, Anchor]


def gaps_of(template: Template) -> tuple[Gap, ...]:
    """Return every anchored gap of the template as (start, end, anchor), in the order of the text."""
    groups = (slots for blank in template.blanks for slots in (blank.slots, *blank.repeats))
    anchored = ((s.start, s.end, s.anchor) for slots in groups for s in slots if s.anchor is not None)
    return tuple(sorted(anchored, key=lambda gap: gap[:2]))


class FilledText:
    """The text of one contract.

    Args:
        text: The template's text.
        gaps: What `gaps_of` found in the template.
        placements: What was written where.
    """

    def __init__(self, text: str, gaps: Sequence[Gap], placements: Sequence[Placement]) -> None:
        written = {placement.anchor: placement for placement in placements}
        self._text = text
        self._filled = [(start, end, written[anchor]) for start, end, anchor in gaps if anchor in written]
        self._starts = [start for start, _, _ in self._filled]

    def between(self, start: int, end: int) -> str:
        """Return the filled text that stands in the template between two offsets."""
        return "".join(self._pieces(start, end))

    def _pieces(self, start: int, end: int) -> Iterator[str]:
        at = start
        for begin, stop, placement in self._filled[bisect.bisect_left(self._starts, start) :]:
            if begin >= end:
                break
            if begin < at:
                continue  # two slots in one gap: the first has it
            yield self._text[at:begin]
            yield "\n".join((placement.text, *placement.texts))
            at = min(stop, end)
        yield self._text[at:end]

    def clause(self, clause: Clause) -> str:
        """Return a clause's own text, number and title included, its children's left out."""
        stop = clause.children[0].start if clause.children else clause.end
        return self.between(clause.start, stop).strip()
