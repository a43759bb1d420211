"""Lines → the same with every table that is drawn with nothing but dashes on a line of its own.

Pandoc draws so: a dash for every column's width above or below the heads, the words of a column below its dashes, an
empty line between rows where some take several lines.

      -------- ------
      名称     数量

      显示器
      -------- ------
"""

from __future__ import annotations

import itertools
import re

from pipeline.readers.copied import on_line
from pipeline.readers.folded import columns, unfolded_cell

_COLUMNS = re.compile(r"\s*-{2,}(?: +-{2,})+\s*")
_WHOLE = re.compile(r"\s*-{6,}\s*")
_DASHES = re.compile(r"-+")
_FARTHEST = 400  # lines of a table
_HEADS = 12  # lines of its heads


def dashed_on_lines(lines: list[str]) -> list[str]:
    """Put every table drawn with dashes on one line.

    Args:
        lines: A text's lines.

    Returns:
        The very same where there is none.
    """
    if not any(map(_COLUMNS.fullmatch, lines)):
        return lines
    kept: list[str] = []
    at = 0
    while at < len(lines):
        found = _framed(lines, at) or _headed(lines, at)
        if found:
            rows, end = found
            kept.append(on_line([_title(rows[0]), *rows[1:]] if rows[1:] else rows))
            at = end
        else:
            kept.append(lines[at])
            at += 1
    return kept


def _title(row: list[str]) -> list[str]:
    """A first row of which only the first cell is written: it stands over all columns."""
    return row[:1] if len(row) > 2 and not any(row[1:]) else row


def _framed(lines: list[str], at: int) -> tuple[list[list[str]], int] | None:
    """The table between two rules, and the line behind it."""
    is_whole = _WHOLE.fullmatch(lines[at]) is not None
    if not (is_whole or _COLUMNS.fullmatch(lines[at])):
        return None
    limit = min(len(lines), at + _FARTHEST)
    drawn = (n for n in range(at, limit) if _WHOLE.fullmatch(lines[n]) or _COLUMNS.fullmatch(lines[n]))
    rules = list(itertools.islice(drawn, 3))
    ruled = [n for n in rules[:2] if _COLUMNS.fullmatch(lines[n])]
    if len(rules) < 2 or not ruled:
        return None
    is_headed = is_whole and len(rules) > 2 and ruled[0] == rules[1] and rules[1] - at <= _HEADS
    if not is_headed and (is_whole or lines[rules[1]].split() != lines[at].split()):
        return None
    end = rules[2] if is_headed else rules[1]
    spans = [dash.span() for dash in _DASHES.finditer(lines[ruled[0]])]
    heads = [_row(lines[at + 1 : rules[1]], spans)] if is_headed else []
    body = lines[(rules[1] if is_headed else at) + 1 : end]
    return [*heads, *_rows(body, spans)], end + 1


def _headed(lines: list[str], at: int) -> tuple[list[list[str]], int] | None:
    """The table of heads, a rule below them and a row a line, up to an empty line."""
    if at + 1 >= len(lines) or not lines[at].strip() or not _COLUMNS.fullmatch(lines[at + 1]):
        return None
    end = at + 2
    while end < len(lines) and lines[end]:
        end += 1
    spans = [dash.span() for dash in _DASHES.finditer(lines[at + 1])]
    return ([_row([line], spans) for line in (lines[at], *lines[at + 2 : end])], end) if end > at + 2 else None


def _rows(body: list[str], spans: list[tuple[int, int]]) -> list[list[str]]:
    """The rows; where empty lines part them, so do they part the rows that are empty themselves."""
    if "" not in body:
        return [_row([line], spans) for line in body]
    rows: list[list[str]] = []
    groups = [(bool(key), list(group)) for key, group in itertools.groupby(body, key=lambda line: line.strip() != "")]
    for number, (is_written, group) in enumerate(groups):
        if is_written:
            rows.append(_row(group, spans))
        else:
            is_between = 0 < number < len(groups) - 1
            rows += [[""] * len(spans)] * ((len(group) - is_between) // 2)
    return rows


def _row(lines: list[str], spans: list[tuple[int, int]]) -> list[str]:
    cells = zip(*(_cells(line, [start for start, _ in spans]) for line in lines), strict=True)
    return [unfolded_cell(list(cell), end - start) for cell, (start, end) in zip(cells, spans, strict=True)]


def _cells(line: str, starts: list[int]) -> list[str]:
    """What stands below each column's dashes."""
    cells = [""] * len(starts)
    at = column = 0
    for sign in line:
        while at + 1 < len(starts) and column >= starts[at + 1]:
            at += 1
        cells[at] += sign
        column += columns(sign)
    return [cell.strip() for cell in cells]
