"""Findings in a text → the same findings in the text after edits."""

from __future__ import annotations

import bisect
import itertools
from dataclasses import replace

from pipeline.diagnostics import Diagnostic
from pipeline.text.repair.result import Edit


class Shifts:
    """How far edits move what stands behind them."""

    def __init__(self, edits: tuple[Edit, ...]) -> None:
        self._ends = [edit.end for edit in edits]
        self._by = [0, *itertools.accumulate(len(edit.after) - len(edit.before) for edit in edits)]

    def moved(self, offset: int) -> int:
        """Where an offset of the text before the edits stands after them."""
        return offset + self._by[bisect.bisect_right(self._ends, offset)]


def moved(diagnostics: tuple[Diagnostic, ...], edits: tuple[Edit, ...]) -> tuple[Diagnostic, ...]:
    """Move the places of findings along with edits made after they were found.

    Args:
        diagnostics: Findings whose offsets count in the text before the edits.
        edits: The edits, in order.

    Returns:
        The findings with offsets in the edited text; those without a place as they are, those whose place was
        removed not at all.
    """
    shifts = Shifts(edits)
    removed = [edit for edit in edits if not edit.after]
    starts = [edit.start for edit in removed]
    kept: list[Diagnostic] = []
    for found in diagnostics:
        if found.start is None or found.end is None:
            kept.append(found)
            continue
        at = bisect.bisect_right(starts, found.start) - 1
        if at < 0 or found.end > removed[at].end:
            kept.append(replace(found, start=shifts.moved(found.start), end=shifts.moved(found.end)))
    return tuple(kept)
