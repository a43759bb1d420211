"""Lines → rows of a table drawn with box characters (┌─┬┐ │) or with signs (+---+ |)."""

from __future__ import annotations

import re
import unicodedata

from pipeline.readers.folded import columns, unfolded_cell
from pipeline.readers.piped import Grid

_DRAWN = "─━═┄┅┈┉╌╍—-=+┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝┍┑┕┙┎┒┖┚┝┥┞┟┠┡┢┦┧┨┩┪┭┮┯┰┱┲┵┶┷┸┹┺┽┾┿╀╁╂╃╄╅╆╇╈╉╊╒╓╕╖╘╙╛╜╞╟╡╢╤╥╧╨╪╫╭╮╯╰"
_BARS = "│┃║|┆┇┊┋╎╏｜"
_OPENINGS = frozenset("┌┏╔╭┍┎╒╓+")
_CORNERS = frozenset(_DRAWN) - frozenset("─━═┄┅┈┉╌╍—-=")
_BAR = re.compile(f"[{_BARS}]")
_FEWEST_LINES = 3


def boxed_table(lines: list[str], at: int) -> tuple[Grid, int] | None:
    """Read the drawn table that begins at a line.

    Args:
        lines: The text's lines.
        at: Index of what may be its upper rule.

    Returns:
        Rows of (text, column, columns spanned) and how many lines they take, None if no table begins there. A cell
        whose text takes several lines keeps them, but for those that its width folded; a rule that is broken inside a
        row belongs to a cell spanning rows and is read as part of the row.
    """
    first = lines[at].strip()
    if not first or first[0] not in _OPENINGS or not _is_rule(first):
        return None
    end = at + 1
    while end < len(lines) and _is_drawn(lines[end].strip()):
        end += 1
    while not _is_rule(lines[end - 1].strip()):
        end -= 1  # a line behind the last rule is not the table's
    drawn = [line.strip() for line in lines[at:end]]
    if end - at < _FEWEST_LINES or not any(_BAR.search(line) for line in drawn):
        return None
    wide = _bars_are_wide(drawn)
    edges = sorted({edge for line in drawn if _is_rule(line) for edge in _corners(line, wide=wide)})
    groups = _rows(drawn)
    return [_row(group, edges, wide=wide) for group in groups], end - at


def _is_rule(line: str) -> bool:
    return len(line) > 2 and all(sign in _DRAWN or sign in " \u3000" for sign in line)


def _is_drawn(line: str) -> bool:
    return bool(line) and (_is_rule(line) or ((line[0] in _BARS or line[0] in _CORNERS) and bool(_BAR.search(line))))


def _rows(drawn: list[str]) -> list[list[str]]:
    """The lines between rules, a row each."""
    groups: list[list[str]] = [[]]
    for line in drawn:
        if _is_rule(line):
            groups.append([])
        else:
            groups[-1].append(line)
    return [group for group in groups if group]


def _row(group: list[str], edges: list[int], *, wide: bool) -> list[tuple[str, int, int]]:
    bars = [_bars(line, wide=wide) for line in group]
    texts = [[cell.strip(" \u3000\t") for cell in _BAR.split(line)[1:-1]] for line in group]
    width = max(map(len, texts))
    whole = [cells for cells in texts if len(cells) == width]
    inner = _inner_widths(group, width)
    cells = [unfolded_cell([line[at] for line in whole], inner[at]) for at in range(width)]
    starts = _columns(bars[texts.index(whole[0])], edges)
    if starts is None:
        return [(cell, column, 1) for column, cell in enumerate(cells)]
    return [(cell, starts[at], max(1, starts[at + 1] - starts[at])) for at, cell in enumerate(cells)]


def _inner_widths(group: list[str], width: int) -> list[int]:
    """How wide the text of each cell may be: what stands between the bars, less the spaces beside them."""
    lines = [line for line in map(_BAR.split, group) if len(line) == width + 2]
    return [max(columns(line[at + 1]) for line in lines) - 2 for at in range(width)]


def _columns(bars: list[int], edges: list[int]) -> list[int] | None:
    """Each bar's column, None where the drawing is not true to width (a proportional font)."""
    if not set(bars) <= set(edges):
        return None
    return [edges.index(bar) for bar in bars]


def _bars_are_wide(drawn: list[str]) -> bool:
    """Whether lines and bars are two columns wide, as in fonts for Chinese: where the drawing is true to width."""
    lengths = {wide: {_width(line, wide=wide) for line in drawn} for wide in (False, True)}
    return len(lengths[True]) < len(lengths[False])


def _corners(line: str, *, wide: bool) -> list[int]:
    return [_width(line[:at], wide=wide) for at, sign in enumerate(line) if sign in _CORNERS]


def _bars(line: str, *, wide: bool) -> list[int]:
    return [_width(line[: found.start()], wide=wide) for found in _BAR.finditer(line)]


def _width(text: str, *, wide: bool) -> int:
    """Columns that a text takes: two for a Chinese character, and for a drawn line where those are wide."""
    return sum(2 if _is_wide(sign, drawn_wide=wide) else 1 for sign in text)


def _is_wide(sign: str, *, drawn_wide: bool) -> bool:
    if "\u2500" <= sign <= "\u257f":
        return drawn_wide
    kind = unicodedata.east_asian_width(sign)
    return kind in "WF" or (kind == "A" and drawn_wide)
