"""Findings in a text → the same findings in the text after edits."""

from __future__ import annotations

from dataclasses import replace

from pipeline.diagnostics import Diagnostic
from pipeline.text.repair.result import Edit


def moved(diagnostics: tuple[Diagnostic, ...], edits: tuple[Edit, ...]) -> tuple[Diagnostic, ...]:
    """Move the places of findings along with edits made after they were found.

    Args:
        diagnostics: Findings whose offsets count in the text before the edits.
        edits: The edits, in order.

    Returns:
        The findings with offsets in the edited text; those without a place as they are, those whose place was
        removed not at all.
    """
    return tuple(found for diagnostic in diagnostics if (found := _moved(diagnostic, edits)) is not None)


def _moved(diagnostic: Diagnostic, edits: tuple[Edit, ...]) -> Diagnostic | None:
    if diagnostic.start is None or diagnostic.end is None:
        return diagnostic
    start, end = diagnostic.start, diagnostic.end
    if any(edit.start <= start and end <= edit.end and not edit.after for edit in edits):
        return None
    return replace(diagnostic, start=_offset(start, edits), end=_offset(end, edits))


def _offset(offset: int, edits: tuple[Edit, ...]) -> int:
    return offset + sum(len(edit.after) - len(edit.before) for edit in edits if edit.end <= offset)
