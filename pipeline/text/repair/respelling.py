"""Edits → the same with traditional characters rewritten in simplified ones, in the edits and between them."""

from __future__ import annotations

from dataclasses import replace

from pipeline.text.repair.result import Edit
from pipeline.text.repair.script import simplify


def with_script(text: str, edits: tuple[Edit, ...]) -> tuple[Edit, ...]:
    """Add an edit for every run of traditional characters and rewrite what other edits put in place.

    Args:
        text: The damaged text.
        edits: What else is repaired, in order.

    Returns:
        All edits in order. The text is converted as a whole, since the right form depends on the word.
    """
    pieces = _pieces(text, edits)
    simplified = simplify("".join(piece for _, piece, _ in pieces))
    found: list[Edit] = []
    at = 0
    for start, piece, edit in pieces:
        after = simplified[at : at + len(piece)]
        at += len(piece)
        found += (replace(edit, after=after),) if edit else _changed_runs(start, piece, after)
    return tuple(found)


def _pieces(text: str, edits: tuple[Edit, ...]) -> list[tuple[int, str, Edit | None]]:
    """The repaired text in pieces: what an edit puts in place, and what stands between edits, with its offset."""
    pieces: list[tuple[int, str, Edit | None]] = []
    done = 0
    for edit in edits:
        pieces += (done, text[done : edit.start], None), (edit.start, edit.after, edit)
        done = edit.end
    return [*pieces, (done, text[done:], None)]


def _changed_runs(start: int, before: str, after: str) -> list[Edit]:
    changed = [at for at, pair in enumerate(zip(before, after, strict=True)) if pair[0] != pair[1]]
    runs: list[list[int]] = []
    for at in changed:
        if runs and runs[-1][1] == at:
            runs[-1][1] = at + 1
        else:
            runs.append([at, at + 1])
    return [
        Edit(
            kind="script",
            start=start + first,
            end=start + last,
            before=before[first:last],
            after=after[first:last],
            # 著 stands for two characters; which one was meant is judged by the words around it.
            certain="著" not in before[first:last],
        )
        for first, last in runs
    ]
