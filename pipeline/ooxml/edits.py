"""Bytes + edits → CompiledPart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pipeline.ooxml.fills import CompiledPart, Fill, RowSpan


class Edit(NamedTuple):
    """What stands in place of the bytes `start:end`."""

    start: int
    end: int
    pieces: tuple[bytes | Fill, ...]


def assemble(text: bytes, edits: Sequence[Edit], rows: Mapping[tuple[int, int], frozenset[int]]) -> CompiledPart | None:
    """Return the bytes cut at the edits.

    Args:
        text: The part.
        edits: In any order; those at one place stay in theirs.
        rows: Byte offsets of a table row → numbers of the anchors in it.

    Returns:
        The part ready to be filled; None if two edits overlap.
    """
    marks = {offset for row in rows for offset in row}
    stops = [Edit(offset, offset, ()) for offset in marks]
    pieces: list[bytes | Fill] = []
    index_at: dict[int, int] = {}
    at = 0
    for edit in sorted([*stops, *edits], key=lambda edit: edit[:2]):
        if edit.start < at:
            return None
        if edit.start > at:
            _extend(pieces, text[at : edit.start], joins=at not in index_at)
        at = edit.end
        if not edit.pieces:
            index_at[edit.start] = len(pieces)
        for piece in edit.pieces:
            _extend(pieces, piece)
    _extend(pieces, text[at:], joins=at not in index_at)
    spans = tuple(
        RowSpan(first=index_at[first], last=index_at[last], holes=holes) for (first, last), holes in rows.items()
    )
    return CompiledPart(pieces, spans)


def _extend(pieces: list[bytes | Fill], piece: bytes | Fill, *, joins: bool = True) -> None:
    """Add a piece; bytes that follow bytes become one piece with them, except behind a row's edge."""
    if isinstance(piece, bytes) and not piece:
        return
    last = pieces[-1] if pieces else None
    if joins and isinstance(piece, bytes) and isinstance(last, bytes):
        pieces[-1] = last + piece
    else:
        pieces.append(piece)
