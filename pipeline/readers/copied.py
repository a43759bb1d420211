"""Lines copied out of a browser → the same with every table on a line of its own.

A browser writes a tab between two cells, a line end between two rows, two on either side of a paragraph (shared where
two meet) and one for an empty one; so a cell that holds a paragraph stands between lines that are nothing but tabs.
How many line ends stand between two pieces tells whether a row ends there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.readers.piped import Grid

# What parts paragraphs, cells and rows of a table that was put on one line: no text has them, see `text.checked`.
_PARAGRAPH, _CELL, _ROW = "\x1e", "\x1f", "\x1d"
_BESIDE = 2  # line ends between a paragraph and the tabs beside its cell
# Line ends between the rows: 1 for the row, 2 beside each paragraph, 3 for an empty one. Without a row they are
# 2, 5 where an empty paragraph stands between, and 8 where two do.
_ROW_BETWEEN_TABS = frozenset((1, 6))
_ROW_BESIDE_WORDS = frozenset((3, 6))
_SURELY_BETWEEN_TABS, _SURELY_BESIDE_WORDS, _SURELY_BETWEEN_WORDS = 11, 8, 4
_MIXED = 0.1  # lines with tabs between words, for each that is made of tabs
_FARTHEST = 8  # paragraphs of a cell
_LONGEST = 60  # characters of a paragraph in a cell that goes on


@dataclass(frozen=True, slots=True)
class _Piece:
    """A line with something on it: its number, its words, how many tabs it is made of, the line ends before it."""

    number: int
    text: str
    tabs: int
    ends: int

    def begins_row(self, before: _Piece) -> bool:
        """True where a row ends between this piece and the one before it."""
        if self.tabs and before.tabs:
            return self.ends in _ROW_BETWEEN_TABS or self.ends >= _SURELY_BETWEEN_TABS
        if self.tabs or before.tabs:
            return self.ends in _ROW_BESIDE_WORDS or self.ends >= _SURELY_BESIDE_WORDS
        return self.ends >= _SURELY_BETWEEN_WORDS


@dataclass(slots=True)
class _Rows:
    rows: list[list[list[str]]] = field(default_factory=lambda: [[[]]])
    widest: int = 0  # of the rows above the last one

    def add(self, text: str) -> None:
        self.rows[-1][-1].append(text)

    def cells(self, count: int) -> None:
        self.rows[-1] += [[] for _ in range(count)]

    def row(self) -> None:
        self.widest = max(self.widest, len(self.rows[-1]))
        self.rows.append([[]])

    @property
    def is_full(self) -> bool:
        """True where the row has as many cells as one above it."""
        return len(self.rows) > 1 and len(self.rows[-1]) >= self.widest

    @property
    def is_closed(self) -> bool:
        """True where the row is full and the one above it, if it is no head, ends with an empty cell.

        What follows then stands below the table.
        """
        return self.is_full and (len(self.rows) == 2 or not self.rows[-2][-1])


def tables_on_lines(lines: list[str]) -> list[str]:
    """Put every table that a browser wrote on one line.

    Args:
        lines: A text's lines.

    Returns:
        The very same where no line is made of tabs between empty ones, or as many have tabs between words: a browser
        shows these as spaces.
    """
    pieces = list(_pieces(lines))
    apart = sum(piece.tabs > 0 and piece.ends == _BESIDE for piece in pieces)
    if not apart or sum("\t" in piece.text for piece in pieces) > _MIXED * apart:
        return lines
    kept: list[str] = []
    done = at = 0
    while at < len(pieces):
        found = _table(pieces, at)
        if found is None:
            at += 1
            continue
        rows, end = found
        kept += [*lines[done : pieces[at].number], on_line([["\n".join(cell) for cell in row] for row in rows.rows])]
        done, at = pieces[end - 1].number + 1, end
    return [*kept, *lines[done:]]


def on_line(rows: list[list[str]]) -> str:
    """Return the line that `lined_table` reads as a table.

    Args:
        rows: The texts of the cells, their paragraphs parted by line ends.
    """
    return _ROW.join(_CELL.join(cell.replace("\n", _PARAGRAPH) for cell in row) for row in rows)


def lined_table(lines: list[str], at: int) -> tuple[Grid, int] | None:
    """Read the table that `tables_on_lines` put on a line.

    Args:
        lines: The text's lines.
        at: Index of the line.

    Returns:
        Rows of (text, column, columns spanned) and 1, None if it is no table.
    """
    if _CELL not in lines[at]:
        return None
    rows = [row.replace(_PARAGRAPH, "\n").split(_CELL) for row in lines[at].split(_ROW)]
    grid = [[(cell, column, 1) for column, cell in enumerate(row)] for row in rows]
    if len(rows[0]) == 1:
        grid[0] = [(rows[0][0], 0, max(map(len, rows)))]  # the table's title, over all its columns
    return grid, 1


def _pieces(lines: list[str]) -> Iterator[_Piece]:
    ends = 1
    for number, line in enumerate(lines):
        text = line.strip(" \xa0\u3000")
        if not text:
            ends += 1
            continue
        yield _Piece(number, text.strip(), 0 if text.strip() else len(text), ends)
        ends = 1


def _table(pieces: list[_Piece], at: int) -> tuple[_Rows, int] | None:
    """The table whose first cell is a piece, and the piece behind it."""
    first, behind = pieces[at], pieces[at + 1] if at + 1 < len(pieces) else None
    begins = not first.tabs and behind is not None and behind.tabs > 0 and not behind.begins_row(first)
    if not begins or len(first.text) > _LONGEST:
        return None
    rows = _Rows()
    rows.add(first.text)
    end = at + 1
    while end < len(pieces):
        before, piece = pieces[end - 1], pieces[end]
        is_row = piece.begins_row(before)
        if not piece.tabs and _is_below(rows, pieces, end, is_row=is_row):
            break
        if is_row:
            rows.row()
        if piece.tabs:
            rows.cells(piece.tabs)
        else:
            rows.add(piece.text)
        end += 1
    return (rows, end) if len(rows.rows) > 1 or len(rows.rows[0]) > 2 else None


def _is_below(rows: _Rows, pieces: list[_Piece], at: int, *, is_row: bool) -> bool:
    """True where words stand below the table."""
    if is_row:
        return not _goes_on(pieces, at)
    if pieces[at - 1].tabs:
        return rows.is_closed
    return rows.is_full or not _goes_on(pieces, at)


def _goes_on(pieces: list[_Piece], at: int) -> bool:
    """True where tabs follow soon: the words belong to a cell that is not the last."""
    for piece in pieces[at : at + _FARTHEST]:
        if piece.tabs:
            return True
        if len(piece.text) > _LONGEST:
            return False
    return False
