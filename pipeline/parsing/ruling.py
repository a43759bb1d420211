"""Drafts → those that are no blanks but the page's rules between clauses.

Some forms draw a rule behind the number of every clause, whose words begin on the next line, and one above every
heading: 4.2 ________ / 发包人应当…. A place to write stands so too, but what follows it is the next number.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.parsing.gaps import GAP
from pipeline.parsing.groups.draft import Board, Draft
from pipeline.parsing.shapes.numbers import number_of
from pipeline.text.patterns import late

# So many clauses that are ruled off make it the form's habit; one or two may be a slip of a line.
_FEWEST = 10
_LONGEST_NUMBER = 12
_RULED = late(rf"[^{GAP}]*{GAP}\s*")
_AHEAD = 120
# 3  阅读与理解, 14: a number that nothing but room parts from its heading
_BARE = late(r"\d{1,3}(?:[ \u2003]|\Z)")


def rulings(drafts: Sequence[Draft], board: Board) -> frozenset[int]:
    """Return which drafts rule clauses off, by their index.

    Args:
        drafts: The drafts of a contract in reading order.
        board: What they were made on.
    """
    lines = [(index, draft) for index, draft in enumerate(drafts) if _is_line(draft, board)]
    numbered = [index for index, draft in lines if _is_behind_number(draft, board)]
    if len(numbered) < _FEWEST:
        return frozenset()
    return frozenset((*numbered, *(index for index, draft in lines if _is_above_number(draft, board))))


def _is_line(draft: Draft, board: Board) -> bool:
    """True for a rule of spaces that ends its line, at most a number before it."""
    if draft.shape != "underline" or len(draft.slots) != 1 or draft.kind is not None:
        return False
    start, end = board.line_start(draft.first), board.line_end(draft.last)
    return end - start <= _LONGEST_NUMBER and _RULED.fullmatch(board.text, start, end) is not None


def _is_behind_number(draft: Draft, board: Board) -> bool:
    """True where a number stands before the rule, and the line below begins with words."""
    head = board.text[board.line_start(draft.first) : draft.first].strip("★☆ \u2003")
    number = number_of(f"{head} ") if head else None
    below = _below(draft, board)
    return number is not None and number[2] >= len(head) and bool(below) and number_of(below) is None


def _is_above_number(draft: Draft, board: Board) -> bool:
    """True where the rule has its line to itself, and a number begins below it."""
    start = board.line_start(draft.first)
    alone = not board.text[start : draft.first].strip()
    below = _below(draft, board)
    return alone and (number_of(below) is not None or _BARE.match(below) is not None)


def _below(draft: Draft, board: Board) -> str:
    """Return the next line with anything on it, "" where it is another rule."""
    end = board.line_end(draft.last)
    line = board.text[end : end + _AHEAD].lstrip().split("\n", 1)[0].lstrip("★☆ \u2003")
    return "" if line.startswith(GAP) else line
