"""Lines → rows of a table of which a plain text kept nothing but its cells, a line each.

LibreOffice and others save a table so: 姓名 / (empty) / 性别 / (empty), or 序号 / 名称 / 数量 and then as many empty
lines as the rows below have cells. An empty line means nothing else there; in a text whose paragraphs stand apart by
one it does, and there no table is looked for.
"""

from __future__ import annotations

import re

from pipeline.readers.flattened.forms import SPANNED, form_of, spanned_form_of, steps_of
from pipeline.readers.flattened.lists import list_of, open_list_of
from pipeline.readers.flattened.pieces import (
    FAR,
    WIDEST,
    asks_to_tick,
    is_cell,
    is_head,
    is_named,
    is_short,
    pieces_of,
    row_of,
)
from pipeline.readers.piped import Grid

_PROSE = re.compile(r"[，。；]")
_LONG = 20  # characters from which a line with punctuation is a paragraph
_APART = 0.4  # share of the paragraphs that an empty line follows, where empty lines part them


def has_flat_tables(lines: list[str]) -> bool:
    """Return whether empty lines may be empty cells: they do not part the text's paragraphs.

    Args:
        lines: The text's lines.
    """
    paragraphs = [at for at, line in enumerate(lines[:-1]) if len(line) >= _LONG and _PROSE.search(line)]
    apart = sum(not lines[at + 1].strip() for at in paragraphs)
    return bool(paragraphs) and apart < _APART * len(paragraphs)


def tabbed_table(lines: list[str], at: int) -> tuple[Grid, int] | None:
    """Read the table whose first row is a line: cells with tabs between, as Word saves one as plain text.

    Args:
        lines: The text's lines.
        at: Index of the line.

    Returns:
        As `flat_table`. Words that ask stand in the first row, and room somewhere.
    """
    end = at
    while end < len(lines) and end - at < FAR and _is_tabbed(lines[end]):
        end += 1
    rows = [[cell.strip() for cell in line.split("\t")] for line in lines[at:end]]
    written = [cell for cell in rows[0] if cell] if rows else []
    if len(rows) < 2 or len(rows[0]) < 3 or len(written) < 2 or not all(map(is_head, written)):
        return None
    return ([row_of(row) for row in rows], end - at) if any("" in row for row in rows) else None


def _is_tabbed(line: str) -> bool:
    return "\t" in line and all(is_cell(cell) for cell in line.split("\t"))


def flat_table(lines: list[str], at: int) -> tuple[Grid, int] | None:
    """Read the table whose first cell is a line.

    Args:
        lines: The text's lines; `has_flat_tables` is true of them.
        at: Index of the line.

    Returns:
        Rows of (text, column, columns spanned) and how many lines they take, None if no table begins there.
    """
    behind = lines[at + 1] if at + 1 < len(lines) else ""
    if not (is_head(lines[at]) or asks_to_tick(lines[at], behind) or _may_span(lines, at)):
        return None
    pieces = pieces_of(lines, at)
    found = list_of(pieces) or steps_of(pieces)
    if not found and not _stands_in_a_head(lines, at):
        found = open_list_of(pieces) or form_of(pieces) or spanned_form_of(pieces)
    return (found.rows, pieces[found.used - 1].end - at) if found else None


def _stands_in_a_head(lines: list[str], at: int) -> bool:
    """True where two words without room stand before the line: they and it head columns, some of them tall.

    Between them and the line may stand further heads, each with an empty line that its height left.
    """
    end = at
    while is_head(lines[at]) and end > 1 and at - end <= 2 * WIDEST:
        end -= not lines[end - 1].strip()
        before = lines[max(0, end - 2) : end]
        if len(before) < 2 or not is_short(before[1]):
            return False
        if before[0].strip() and before[1][0] not in "(（":
            return is_head(before[0])
        end -= 1
    return False


def _may_span(lines: list[str], at: int) -> bool:
    """True for a short word with empty cells behind it, or behind the word that follows."""
    end = at + 1 if at + 1 < len(lines) and not lines[at + 1].strip() else at + 2
    room = lines[end : end + SPANNED]
    return is_named(lines[at]) and len(room) == SPANNED and not any(line.strip() for line in room)
