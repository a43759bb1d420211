"""Lines → rows of a Markdown table: cells between bars, a line of dashes under the heading or bars on either side."""

from __future__ import annotations

import re

_RULE = re.compile(r"\s*+\|?(?>(?:\s*+:?-++:?\s*+\|)+)(?:\s*+:?-++:?\s*+)?\|?\s*+")
_BAR = re.compile(r"(?<!\\)\|")

Grid = list[list[tuple[str, int, int]]]


def piped_table(lines: list[str], at: int) -> tuple[Grid, int] | None:
    """Read the table that begins at a line.

    Args:
        lines: The text's lines.
        at: Index of what may be a heading row.

    Returns:
        Rows of (text, column, 1) and how many lines they take, None if no table begins there.
    """
    if at + 1 >= len(lines) or "|" not in lines[at]:
        return None
    if not _is_rule(lines[at + 1]):
        return _unruled(lines, at)
    width = len(_cells(lines[at]))
    if width < 2 or len(_cells(lines[at + 1])) != width:
        return None
    end = at + 2
    while end < len(lines) and "|" in lines[end] and lines[end].strip():
        end += 1
    rows = [_cells(line) for number, line in enumerate(lines[at:end]) if number != 1]
    return [_padded(row, width) for row in rows], end - at


def _unruled(lines: list[str], at: int) -> tuple[Grid, int] | None:
    """Read a table that a page's text kept only the bars of: two rows at least, closed on both sides, equally wide."""
    end = at
    while end < len(lines) and _is_closed(lines[end]):
        end += 1
    rows = [_cells(line) for line in lines[at:end]]
    if len(rows) < 2 or len(rows[0]) < _LEAST or any(len(row) != len(rows[0]) for row in rows):
        return None
    return [_padded(row, len(rows[0])) for row in rows], end - at


_LEAST = 3  # columns of a table that has no rule; two bars alone also stand around words


def _is_closed(line: str) -> bool:
    return line.lstrip().startswith("|") and line.rstrip().endswith("|")


def _is_rule(line: str) -> bool:
    return len(line) < 2_000 and "-" in line and bool(_RULE.fullmatch(line))


def _cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return [cell.strip().replace("\\|", "|") for cell in _BAR.split(inner)]


def _padded(cells: list[str], width: int) -> list[tuple[str, int, int]]:
    padded = (cells + [""] * width)[:width]
    return [(text, column, 1) for column, text in enumerate(padded)]
