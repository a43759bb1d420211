"""Cells → the form that begins with the first of them: words that ask, and room behind them."""

from __future__ import annotations

from pipeline.readers.flattened.pieces import (
    BOXES,
    ORDINAL,
    WIDE,
    WIDEST,
    Found,
    Piece,
    asks_to_tick,
    is_head,
    is_named,
    is_ordinal,
    row_of,
)
from pipeline.readers.piped import Grid

_FEWEST_PAIRS = 2
SPANNED = 3  # empty cells behind the words of a row, at least


def steps_of(pieces: list[Piece]) -> Found | None:
    """The form that begins with the first piece: rows of words at the left and the same number of cells behind them."""
    width = next((n for n, piece in enumerate(pieces[1:], 1) if not piece.is_empty), 0)
    if not 3 <= width <= WIDEST:
        return None
    rows: list[list[str]] = []
    for at in range(0, len(pieces) - width + 1, width):
        row = [piece.text for piece in pieces[at : at + width]]
        if not row[0].strip() or any(text.strip() for text in row[1:]):
            break
        rows.append(row)
    known = sum(is_head(row[0]) for row in rows[:WIDE])
    return Found([row_of(row) for row in rows], width * len(rows), 0.0) if len(rows) >= WIDE and known > 1 else None


def form_of(pieces: list[Piece]) -> Found | None:
    """The form that begins with the first piece: words that ask, each with room or boxes behind it."""
    rows: Grid = []
    at = asked = 0
    while at + 1 < len(pieces) and _asks(pieces, at):
        value = pieces[at + 1]
        if not value.is_empty and (is_head(value.text) or not BOXES.match(value.text)):
            break
        asked += 1
        room = _room_behind(pieces, at + 2) if BOXES.match(value.text) else 0
        rows.append(row_of([pieces[at].text, value.text, *([""] if room > 1 else [])]))
        at += 2 + room
        while at < len(pieces) and pieces[at].is_empty and at + 1 < len(pieces) and _asks(pieces, at + 1):
            at += 1  # an empty paragraph of the cell
    if asked < _FEWEST_PAIRS or _is_list(pieces[at : at + 2]):
        return None
    empty = next((n for n, piece in enumerate(pieces[at:]) if not piece.is_empty), len(pieces) - at)
    if asked >= WIDE and empty >= 2 * asked:
        heads = [row[0][0] for row in rows]
        return Found([row_of(heads), *([row_of([""] * asked)] * (empty // asked))], at + empty // asked * asked, 0.0)
    return Found(rows, at, 0.0)


def _room_behind(pieces: list[Piece], at: int) -> int:
    """How many empty cells stand before the next word to tick, 0 where none follows or few do."""
    empty = next((n for n, piece in enumerate(pieces[at : at + WIDE]) if not piece.is_empty), 0)
    follows = at + empty + 1 < len(pieces) and asks_to_tick(pieces[at + empty].text, pieces[at + empty + 1].text)
    return empty if empty > 1 and follows else 0


def spanned_form_of(pieces: list[Piece]) -> Found | None:
    """The form that begins with the first piece: words with as many empty cells behind each as the grid has columns.

    Cells that span columns or rows leave their places empty, so that the rows are of no one width. A row's ordinal, or
    the words for several rows, may stand before the words that ask.
    """
    rows: Grid = []
    at = used = known = 0
    while at < len(pieces) and not pieces[at].is_empty:
        end = next((n for n in range(at + 1, len(pieces)) if pieces[n].is_empty), len(pieces))
        words = [piece.text for piece in pieces[at:end]]
        behind = next((n for n in range(end, len(pieces)) if not pieces[n].is_empty), len(pieces))
        if len(words) > 2 or behind - end < SPANNED or not all(map(is_named, words)):
            break
        rows.append(row_of(words if is_ordinal(words[-1]) else [*words, ""]))
        known += any(map(is_head, words))
        at = used = behind
    return Found(rows, used, 0.0) if len(rows) >= WIDE and known >= _FEWEST_PAIRS else None


def _asks(pieces: list[Piece], at: int) -> bool:
    following = pieces[at + 1].text if at + 1 < len(pieces) else ""
    return is_head(pieces[at].text) or asks_to_tick(pieces[at].text, following)


def _is_list(pieces: list[Piece]) -> bool:
    """True where the ordinal of a list's first row follows: the words before it were heads with empty lines between."""
    return any(ORDINAL.fullmatch(piece.text.strip()) for piece in pieces)
