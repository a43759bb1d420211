"""Cells → the list that begins with the first of them: a row of heads, and rows with room below it."""

from __future__ import annotations

import itertools
import re

from pipeline.readers.flattened.pieces import (
    BOXES,
    LONGEST_HEAD,
    ORDINAL,
    WIDE,
    WIDEST,
    Found,
    Piece,
    asks_to_tick,
    bare,
    is_head,
    is_short,
    row_of,
    words,
)
from pipeline.readers.piped import Grid

_NUMBERED = re.compile(r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]")
_OTHERS = re.compile(r"\s*其[他它][\u4e00-\u9fff]")  # the last row's name, and as many rows as there may be others
_NARROWEST = 2  # columns
_FEWEST_OPEN = 5  # heads that a list must have of which nothing else is written


def list_of(pieces: list[Piece]) -> Found | None:
    """The list that begins with the first piece: a row of heads, and rows with room below it."""
    filled = next((n for n, piece in enumerate(pieces) if piece.is_empty or ORDINAL.fullmatch(piece.text.strip())), 0)
    found = [one for width in range(_NARROWEST, min(filled, WIDEST) + 1) if (one := _list_as_wide_as(pieces, width))]
    return max(found, key=lambda one: one.score, default=None)


def open_list_of(pieces: list[Piece]) -> Found | None:
    """The list whose heads stand apart by an empty line each, or some of them do, and whose rows are all empty.

    A cell of a head keeps the empty paragraph behind its words.
    """
    heads: list[str] = []
    at = 0
    while at < len(pieces) and is_short(pieces[at].text):
        heads.append(pieces[at].text)
        at += 1
        is_apart = at + 1 < len(pieces) and pieces[at].is_empty and not pieces[at + 1].is_empty
        at += is_apart
    room = next((n for n, piece in enumerate(pieces[at:]) if not piece.is_empty), len(pieces) - at)
    width = len(heads)
    if not _FEWEST_OPEN <= width <= WIDEST or sum(map(is_head, heads)) < width - 1 or room < 2 * width:
        return None
    rows = room // width
    return Found([row_of(heads), *([row_of([""] * width)] * rows)], at + rows * width, 0.0)


def _list_as_wide_as(pieces: list[Piece], width: int) -> Found | None:
    heads = [piece.text for piece in pieces[:width]]
    known = sum(map(is_head, heads)) / width
    rows, at = _records(pieces, width)
    whole = [row for row in rows if len(row) == width]
    if (
        known < 0.5
        or not whole
        or _is_second_head(whole[0])
        or any(len(bare(head)) > LONGEST_HEAD + 8 for head in heads)
    ):
        return None
    first = bare(heads[0]) in words()[1]
    patterns = [_pattern(row) for row in whole]
    same = sum(one == other for one, other in itertools.pairwise(patterns))
    steady = same / (len(patterns) - 1) if len(patterns) > 1 else 0.0
    room = sum(map(sum, patterns)) / (width * len(patterns))
    certain = steady >= 0.5 or (len(whole) == 1 and (width >= WIDE or first) and room >= 0.5)
    if not certain or room < 0.2 or (width < 3 and not (first and len(whole) > 1)):
        return None
    grid = [row_of(heads), *_uncovered(rows, width)]
    return Found(grid, at, known * 2 + steady + first + room - 0.1 * (len(rows) - len(whole)))


def _pattern(row: list[str]) -> tuple[bool, ...]:
    return tuple(not text.strip() for text in row)


def _uncovered(rows: list[list[str]], width: int) -> Grid:
    """The rows as cells, without those that the cell above them covers.

    Args:
        rows: The rows; empty ones below 其他人员 are for others, and it stands beside all of them.
        width: Columns of the table.
    """
    grid: Grid = []
    below_head = all(len(row) == width and not row[0].strip() and row[1].strip() for row in rows)
    is_others = False
    for number, row in enumerate(rows):
        if len(row) != width:
            grid.append([(row[0], 0, width)])
            continue
        below = below_head if number == 0 else len(rows[number - 1]) == width
        goes_on = below and not row[0].strip()
        is_others = bool(_OTHERS.match(row[0])) or (is_others and goes_on)
        covered = goes_on and (is_others or bool(row[1].strip()))
        grid.append(row_of(row)[1:] if covered else row_of(row))
    return grid


def _records(pieces: list[Piece], width: int) -> tuple[list[list[str]], int]:
    """The rows below the heads, a line that spans them alone in its row, and how many pieces they take."""
    rows: list[list[str]] = []
    at = width
    before: tuple[bool, ...] = ()
    while at + width <= len(pieces):
        row = [piece.text for piece in pieces[at : at + width]]
        shifted = [piece.text for piece in pieces[at + 1 : at + 1 + width]]
        pattern = _pattern(row)
        if skipped := _paragraphs_before(pieces, at, before):
            at += skipped
            continue
        if _NUMBERED.match(row[0].strip()) and len(shifted) == width and not pattern[1] and not _fits(row, before):
            rows.append([row[0]])
            at += 1
        elif len(rows) > 1 and (_differs(pattern, before) or (_ticks(row) and not _ticks(rows[-1]))):
            break
        elif (any(pattern) or any(map(BOXES.match, row))) and not _begins_another(row):
            rows.append(row)
            at, before = at + width, pattern
        else:
            break
    while rows and len(rows) > 1 and all(_pattern(rows[-1])) and not all(_pattern(rows[-2])) and len(rows[-2]) > 1:
        at -= len(rows.pop())  # the empty lines behind a table
    return rows, at


def _paragraphs_before(pieces: list[Piece], at: int, before: tuple[bool, ...]) -> int:
    """How many empty paragraphs stand in a cell before its word, where every row is a word and room.

    Args:
        pieces: The cells.
        at: Where a row would begin.
        before: Which cells of the row above are empty.
    """
    if not before or before[0] or not all(before[1:]):
        return 0
    width = len(before)
    empty = next((n for n, piece in enumerate(pieces[at : at + width]) if not piece.is_empty), 0)
    row = pieces[at + empty : at + empty + width]
    is_row = len(row) == width and not row[0].is_empty and all(piece.is_empty for piece in row[1:])
    return empty if is_row else 0


def _ticks(row: list[str]) -> bool:
    """True for a word, and boxes in the next cell."""
    return len(row) > 1 and asks_to_tick(row[0], row[1])


def _differs(pattern: tuple[bool, ...], before: tuple[bool, ...]) -> bool:
    """True where most columns behind the first are written in one of two rows and not in the other."""
    return 2 * sum(one != other for one, other in zip(pattern[1:], before[1:], strict=True)) > len(pattern) - 1


def _fits(row: list[str], before: tuple[bool, ...]) -> bool:
    pattern = _pattern(row)
    return pattern == before if before else not pattern[0] and all(pattern[1:])


def _is_second_head(row: list[str]) -> bool:
    """True where the words of the first row below the heads are heads too: of columns that share one."""
    written = [text for text in row if text.strip()]
    return not row[0].strip() and len(written) > 1 and all(map(is_head, written))


def _begins_another(row: list[str]) -> bool:
    """True where the row's words are the heads of the next table."""
    written = [text for text in row if text.strip()]
    return len(written) > 2 and all(map(is_head, written)) and len(written) >= len(row) - 1
