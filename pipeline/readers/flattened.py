"""Lines → rows of a table of which a plain text kept nothing but its cells, a line each.

LibreOffice and others save a table so: 姓名 / (empty) / 性别 / (empty), or 序号 / 名称 / 数量 and then as many empty
lines as the rows below have cells. An empty line means nothing else there; in a text whose paragraphs stand apart by
one it does, and there no table is looked for.
"""

from __future__ import annotations

import functools
import itertools
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from pipeline.readers.piped import Grid
from pipeline.text.patterns import Dictionary

_PROSE = re.compile(r"[，。；]")
_LONG = 20  # characters from which a line with punctuation is a paragraph
_APART = 0.4  # share of the paragraphs that an empty line follows, where empty lines part them
_LONGEST = 60  # characters of a cell
_LONGEST_HEAD = 16
_BOXES = re.compile(r"[ \u3000]*[□☐▢◻☑☒]")
_NO_CELL = re.compile(
    r"第[一二三四五六七八九十百零0-9]{1,5}[条章]|附[件录表](?:[一二三四五六七八九十0-9\s：:]|\Z)|[（(]?以下无正文|[甲乙丙]方[（(签盖]"
)
_ENDS = re.compile(r"[：:。；，]\s*\Z")
# What names the table that follows, or another sheet: 材料明细表, 工程报价单.
_CAPTION = re.compile(r".{2,}[\u4e00-\u9fff]{2}(?:表|清单|[价收算更认通知]单)\Z")
_NUMBERED = re.compile(r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]")
_WORD = re.compile(r"[\u4e00-\u9fff/]{2,6}")
_NAME = re.compile(r"[\u4e00-\u9fff]{1,10}(?:[ ]?/[ ]?[\u4e00-\u9fff]{2,10})?")
_LABEL = re.compile(r"[\u4e00-\u9fff]{2,5}[：:](?<![字章名期]：)")
_HEADING = re.compile(r"[★☆*]?\s*(?:[0-9]+(?:[.．][0-9]+)*[.．、\s]|[一二三四五六七八九十]{1,3}、|[（(])")
_IN_BRACKETS = re.compile(r"[（(][^（）()]{0,60}[）)]")
_ORDINAL = re.compile(r"[（(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[）)．.、]?")
_BRACKETS = re.compile(r"[（(][^（）()]{0,12}[）)]\Z")
_CONTINUED = re.compile(r"[（(][^（）()]{1,8}[）)]\Z")
_WIDEST, _NARROWEST = 14, 2
_SPANNED = 3  # empty cells behind the words of a row, at least
_FAR = 600  # cells that one table has at most
_FEWEST_PAIRS = 2
_WIDE = 4  # columns from which one row of heads and one of room are a table


@dataclass(frozen=True, slots=True)
class _Piece:
    """A cell: its text, empty where nothing stands in it, and the line behind its last one."""

    text: str
    end: int

    @property
    def is_empty(self) -> bool:
        return not self.text.strip()


@dataclass(frozen=True, slots=True)
class _Found:
    """Rows, how many pieces they take, and how sure it is that they are a table."""

    rows: Grid
    used: int
    score: float


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
    while end < len(lines) and end - at < _FAR and _is_tabbed(lines[end]):
        end += 1
    rows = [[cell.strip() for cell in line.split("\t")] for line in lines[at:end]]
    written = [cell for cell in rows[0] if cell] if rows else []
    if len(rows) < 2 or len(rows[0]) < 3 or len(written) < 2 or not all(map(_is_head, written)):
        return None
    return ([_row(row) for row in rows], end - at) if any("" in row for row in rows) else None


def _is_tabbed(line: str) -> bool:
    return "\t" in line and all(_is_cell(cell) for cell in line.split("\t"))


def flat_table(lines: list[str], at: int) -> tuple[Grid, int] | None:
    """Read the table whose first cell is a line.

    Args:
        lines: The text's lines; `has_flat_tables` is true of them.
        at: Index of the line.

    Returns:
        Rows of (text, column, columns spanned) and how many lines they take, None if no table begins there.
    """
    behind = lines[at + 1] if at + 1 < len(lines) else ""
    if not (_is_head(lines[at]) or _asks_to_tick(lines[at], behind) or _may_span(lines, at)):
        return None
    pieces = _pieces(lines, at)
    found = _list(pieces) or _steps(pieces) or _form(pieces) or _spans(pieces)
    return (found.rows, pieces[found.used - 1].end - at) if found else None


def _may_span(lines: list[str], at: int) -> bool:
    """True for a short word with empty cells behind it, or behind the word that follows."""
    end = at + 1 if at + 1 < len(lines) and not lines[at + 1].strip() else at + 2
    room = lines[end : end + _SPANNED]
    return _is_named(lines[at]) and len(room) == _SPANNED and not any(line.strip() for line in room)


@functools.cache
def _words() -> tuple[Dictionary, frozenset[str]]:
    words = tomllib.loads(Path(__file__).with_name("flattened.toml").read_text(encoding="utf-8"))
    return Dictionary(words["heads"]), frozenset(words["first"])


def _bare(line: str) -> str:
    return _BRACKETS.sub("", "".join(line.split()))


def _is_head(line: str) -> bool:
    """True for the words of a column or of a cell that asks for something."""
    bare = _bare(line)
    if not 0 < len(bare) <= _LONGEST_HEAD or _ENDS.search(line) or _BOXES.match(line) or _HEADING.match(line.strip()):
        return False
    return bool(_words()[0].at_end(bare))


def _asks_to_tick(line: str, behind: str) -> bool:
    """True for a short word and boxes below it."""
    return bool(_WORD.fullmatch(line.strip()) and _BOXES.match(behind))


def _is_cell(line: str) -> bool:
    text = line.strip()
    if _BOXES.match(line):
        return True
    if len(text) > _LONGEST or _NO_CELL.match(text) or _CAPTION.fullmatch(text):
        return False
    return not any(sign in _IN_BRACKETS.sub("", text) for sign in "。；：:")


def _pieces(lines: list[str], at: int) -> list[_Piece]:
    """The cells from a line on; lines of boxes below each other are one, and so are a head and its unit."""
    pieces: list[_Piece] = []
    end = at
    while end < len(lines) and len(pieces) < _FAR and (_is_cell(lines[end]) or _is_entry(pieces, lines[end])):
        line = lines[end]
        end += 1
        last = pieces[-1].text if pieces else ""
        if last and ((_BOXES.match(last) and _BOXES.match(line)) or (_CONTINUED.match(line) and _is_head(last))):
            pieces[-1] = _Piece(f"{last}\n{line}", end)
        else:
            pieces.append(_Piece(line if line.strip() else line.strip("\n"), end))
    return pieces


def _is_entry(pieces: list[_Piece], line: str) -> bool:
    """True for words with a colon that belong to a row all the same: behind its ordinal, or a short label."""
    last = pieces[-1].text.strip() if pieces else ""
    if _ORDINAL.fullmatch(last):
        return len(line) <= _LONGEST and "。" not in line
    return bool(pieces) and _LABEL.fullmatch(line.strip()) is not None


def _list(pieces: list[_Piece]) -> _Found | None:
    """The list that begins with the first piece: a row of heads, and rows with room below it."""
    filled = next((n for n, piece in enumerate(pieces) if piece.is_empty or _ORDINAL.fullmatch(piece.text.strip())), 0)
    found = [one for width in range(_NARROWEST, min(filled, _WIDEST) + 1) if (one := _list_of(pieces, width))]
    return max(found, key=lambda one: one.score, default=None)


def _list_of(pieces: list[_Piece], width: int) -> _Found | None:
    heads = [piece.text for piece in pieces[:width]]
    known = sum(map(_is_head, heads)) / width
    rows, at = _records(pieces, width)
    whole = [row for row in rows if len(row) == width]
    if (
        known < 0.5
        or not whole
        or _is_second_head(whole[0])
        or any(len(_bare(head)) > _LONGEST_HEAD + 8 for head in heads)
    ):
        return None
    first = _bare(heads[0]) in _words()[1]
    patterns = [_pattern(row) for row in whole]
    same = sum(one == other for one, other in itertools.pairwise(patterns))
    steady = same / (len(patterns) - 1) if len(patterns) > 1 else 0.0
    room = sum(map(sum, patterns)) / (width * len(patterns))
    certain = steady >= 0.5 or (len(whole) == 1 and (width >= _WIDE or first) and room >= 0.5)
    if not certain or room < 0.2 or (width < 3 and not (first and len(whole) > 1)):
        return None
    grid = [_row(heads), *_uncovered(rows, width)]
    return _Found(grid, at, known * 2 + steady + first + room - 0.1 * (len(rows) - len(whole)))


def _pattern(row: list[str]) -> tuple[bool, ...]:
    return tuple(not text.strip() for text in row)


def _row(texts: list[str]) -> list[tuple[str, int, int]]:
    return [(text.strip("\n") if text.strip() else "", column, 1) for column, text in enumerate(texts)]


def _uncovered(rows: list[list[str]], width: int) -> Grid:
    """The rows as cells, without those that the cell above them covers."""
    grid: Grid = []
    below_head = all(len(row) == width and not row[0].strip() and row[1].strip() for row in rows)
    for number, row in enumerate(rows):
        if len(row) != width:
            grid.append([(row[0], 0, width)])
            continue
        below = below_head if number == 0 else len(rows[number - 1]) == width
        goes_on = below and not row[0].strip()
        covered = goes_on and bool(row[1].strip())
        grid.append(_row(row)[1:] if covered else _row(row))
    return grid


def _records(pieces: list[_Piece], width: int) -> tuple[list[list[str]], int]:
    """The rows below the heads, a line that spans them alone in its row, and how many pieces they take."""
    rows: list[list[str]] = []
    at = width
    before: tuple[bool, ...] = ()
    while at + width <= len(pieces):
        row = [piece.text for piece in pieces[at : at + width]]
        shifted = [piece.text for piece in pieces[at + 1 : at + 1 + width]]
        pattern = _pattern(row)
        if _NUMBERED.match(row[0].strip()) and len(shifted) == width and not pattern[1] and not _fits(row, before):
            rows.append([row[0]])
            at += 1
        elif len(rows) > 1 and (_differs(pattern, before) or (_ticks(row) and not _ticks(rows[-1]))):
            break
        elif (any(pattern) or any(map(_BOXES.match, row))) and not _begins_another(row):
            rows.append(row)
            at, before = at + width, pattern
        else:
            break
    while rows and len(rows) > 1 and all(_pattern(rows[-1])) and not all(_pattern(rows[-2])) and len(rows[-2]) > 1:
        at -= len(rows.pop())  # the empty lines behind a table
    return rows, at


def _ticks(row: list[str]) -> bool:
    """True for a word, and boxes in the next cell."""
    return len(row) > 1 and _asks_to_tick(row[0], row[1])


def _differs(pattern: tuple[bool, ...], before: tuple[bool, ...]) -> bool:
    """True where most columns behind the first are written in one of two rows and not in the other."""
    return 2 * sum(one != other for one, other in zip(pattern[1:], before[1:], strict=True)) > len(pattern) - 1


def _fits(row: list[str], before: tuple[bool, ...]) -> bool:
    pattern = _pattern(row)
    return pattern == before if before else not pattern[0] and all(pattern[1:])


def _is_second_head(row: list[str]) -> bool:
    """True where the words of the first row below the heads are heads too: of columns that share one."""
    written = [text for text in row if text.strip()]
    return not row[0].strip() and len(written) > 1 and all(map(_is_head, written))


def _begins_another(row: list[str]) -> bool:
    """True where the row's words are the heads of the next table."""
    written = [text for text in row if text.strip()]
    return len(written) > 2 and all(map(_is_head, written)) and len(written) >= len(row) - 1


def _steps(pieces: list[_Piece]) -> _Found | None:
    """The form that begins with the first piece: rows of words at the left and the same number of cells behind them."""
    width = next((n for n, piece in enumerate(pieces[1:], 1) if not piece.is_empty), 0)
    if not 3 <= width <= _WIDEST:
        return None
    rows: list[list[str]] = []
    for at in range(0, len(pieces) - width + 1, width):
        row = [piece.text for piece in pieces[at : at + width]]
        if not row[0].strip() or any(text.strip() for text in row[1:]):
            break
        rows.append(row)
    known = sum(_is_head(row[0]) for row in rows[:_WIDE])
    return _Found([_row(row) for row in rows], width * len(rows), 0.0) if len(rows) >= _WIDE and known > 1 else None


def _form(pieces: list[_Piece]) -> _Found | None:
    """The form that begins with the first piece: words that ask, each with room or boxes behind it."""
    rows: Grid = []
    at = asked = 0
    while at + 1 < len(pieces) and _asks(pieces, at):
        value = pieces[at + 1]
        if not value.is_empty and (_is_head(value.text) or not _BOXES.match(value.text)):
            break
        asked += 1
        room = _room_behind(pieces, at + 2) if _BOXES.match(value.text) else 0
        rows.append(_row([pieces[at].text, value.text, *([""] if room > 1 else [])]))
        at += 2 + room
        while at < len(pieces) and pieces[at].is_empty and at + 1 < len(pieces) and _asks(pieces, at + 1):
            at += 1  # an empty paragraph of the cell
    if asked < _FEWEST_PAIRS or _is_list(pieces[at : at + 2]):
        return None
    empty = next((n for n, piece in enumerate(pieces[at:]) if not piece.is_empty), len(pieces) - at)
    if asked >= _WIDE and empty >= 2 * asked:
        heads = [row[0][0] for row in rows]
        return _Found([_row(heads), *([_row([""] * asked)] * (empty // asked))], at + empty // asked * asked, 0.0)
    return _Found(rows, at, 0.0)


def _room_behind(pieces: list[_Piece], at: int) -> int:
    """How many empty cells stand before the next word to tick, 0 where none follows or few do."""
    empty = next((n for n, piece in enumerate(pieces[at : at + _WIDE]) if not piece.is_empty), 0)
    follows = at + empty + 1 < len(pieces) and _asks_to_tick(pieces[at + empty].text, pieces[at + empty + 1].text)
    return empty if empty > 1 and follows else 0


def _spans(pieces: list[_Piece]) -> _Found | None:
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
        if len(words) > 2 or behind - end < _SPANNED or not all(map(_is_named, words)):
            break
        rows.append(_row(words if _is_ordinal(words[-1]) else [*words, ""]))
        known += any(map(_is_head, words))
        at = used = behind
    return _Found(rows, used, 0.0) if len(rows) >= _WIDE and known >= _FEWEST_PAIRS else None


def _is_named(text: str) -> bool:
    return _is_ordinal(text) or bool(_NAME.fullmatch(text.strip()))


def _is_ordinal(text: str) -> bool:
    return bool(_ORDINAL.fullmatch(text.strip()))


def _asks(pieces: list[_Piece], at: int) -> bool:
    following = pieces[at + 1].text if at + 1 < len(pieces) else ""
    return _is_head(pieces[at].text) or _asks_to_tick(pieces[at].text, following)


def _is_list(pieces: list[_Piece]) -> bool:
    """True where the ordinal of a list's first row follows: the words before it were heads with empty lines between."""
    return any(_ORDINAL.fullmatch(piece.text.strip()) for piece in pieces)
