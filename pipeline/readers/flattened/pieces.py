"""Lines → cells of a table of which a plain text kept nothing else, and the words that ask for something in one."""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from pipeline.readers.piped import Grid
from pipeline.text.patterns import Dictionary

_LONGEST = 60  # characters of a cell
LONGEST_HEAD = 16
FAR = 600  # cells that one table has at most
BOXES = re.compile(r"[ \u3000]*[□☐▢◻☑☒]")
_NO_CELL = re.compile(
    r"第[一二三四五六七八九十百零0-9]{1,5}[条章]|附[件录表](?:[一二三四五六七八九十0-9\s：:]|\Z)|[（(]?以下无正文|[甲乙丙]方[（(签盖]"
)
_ENDS = re.compile(r"[：:。；，]\s*\Z")
# What names the table that follows, or another sheet: 材料明细表, 工程报价单.
_CAPTION = re.compile(r".{2,}[\u4e00-\u9fff]{2}(?:表|清单|[价收算更认通知]单)\Z")
_WORD = re.compile(r"[\u4e00-\u9fff/]{2,6}")
_NAME = re.compile(r"[\u4e00-\u9fff]{1,10}(?:[ ]?/[ ]?[\u4e00-\u9fff]{2,10})?")
_LABEL = re.compile(r"[\u4e00-\u9fff]{2,5}[：:](?<![字章名期]：)")
_HEADING = re.compile(r"[★☆*]?\s*(?:[0-9]+(?:[.．][0-9]+)*[.．、\s]|[一二三四五六七八九十]{1,3}、|[（(])")
_IN_BRACKETS = re.compile(r"[（(][^（）()]{0,60}[）)]")
ORDINAL = re.compile(r"[（(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[）)．.、]?")
_BRACKETS = re.compile(r"[（(][^（）()]{0,12}[）)]\Z")
_CONTINUED = re.compile(r"[（(][^（）()]{1,8}[）)]\Z")
WIDEST = 14  # columns of a table
WIDE = 4  # columns, or rows of a form, from which little else is asked of a table


@dataclass(frozen=True, slots=True)
class Piece:
    """A cell: its text, empty where nothing stands in it, and the line behind its last one."""

    text: str
    end: int

    @property
    def is_empty(self) -> bool:
        """True for a cell to write in."""
        return not self.text.strip()


@dataclass(frozen=True, slots=True)
class Found:
    """Rows, how many pieces they take, and how sure it is that they are a table."""

    rows: Grid
    used: int
    score: float


@functools.cache
def words() -> tuple[Dictionary, frozenset[str]]:
    """Return what heads and labels end with, and the heads of first columns."""
    data = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
    return Dictionary(data["heads"]), frozenset(data["first"])


def bare(line: str) -> str:
    """Return a cell's words without room and without what stands in brackets behind them."""
    return _BRACKETS.sub("", "".join(line.split()))


def is_head(line: str) -> bool:
    """True for the words of a column or of a cell that asks for something."""
    label = bare(line)
    if not 0 < len(label) <= LONGEST_HEAD or _ENDS.search(line) or BOXES.match(line) or _HEADING.match(line.strip()):
        return False
    return bool(words()[0].at_end(label))


def asks_to_tick(line: str, behind: str) -> bool:
    """True for a short word and boxes below it."""
    return bool(_WORD.fullmatch(line.strip()) and BOXES.match(behind))


def is_named(text: str) -> bool:
    """True for a short name of something, or an ordinal."""
    return is_ordinal(text) or bool(_NAME.fullmatch(text.strip()))


def is_short(text: str) -> bool:
    """True for a few words without a stop, as a column is headed by."""
    return bool(text.strip()) and is_cell(text) and len(bare(text)) <= LONGEST_HEAD // 2


def is_ordinal(text: str) -> bool:
    """True for what counts a row: 3, （二）."""
    return bool(ORDINAL.fullmatch(text.strip()))


def is_cell(line: str) -> bool:
    """True for a line that may be a cell: short, no sentence, no heading of what follows."""
    text = line.strip()
    if BOXES.match(line):
        return True
    if len(text) > _LONGEST or _NO_CELL.match(text) or _CAPTION.fullmatch(text):
        return False
    return not any(sign in _IN_BRACKETS.sub("", text) for sign in "。；：:")


def pieces_of(lines: list[str], at: int) -> list[Piece]:
    """The cells from a line on; lines of boxes below each other are one, and so are a head and its unit."""
    pieces: list[Piece] = []
    end = at
    while end < len(lines) and len(pieces) < FAR and (is_cell(lines[end]) or _is_entry(pieces, lines[end])):
        line = lines[end]
        end += 1
        last = pieces[-1].text if pieces else ""
        if last and ((BOXES.match(last) and BOXES.match(line)) or (_CONTINUED.match(line) and is_head(last))):
            pieces[-1] = Piece(f"{last}\n{line}", end)
        else:
            pieces.append(Piece(line if line.strip() else line.strip("\n"), end))
    return pieces


def _is_entry(pieces: list[Piece], line: str) -> bool:
    """True for words with a colon that belong to a row all the same: behind its ordinal, or a short label."""
    last = pieces[-1].text.strip() if pieces else ""
    if ORDINAL.fullmatch(last):
        return len(line) <= _LONGEST and "。" not in line
    return bool(pieces) and _LABEL.fullmatch(line.strip()) is not None


def row_of(texts: list[str]) -> list[tuple[str, int, int]]:
    """Return the cells of a row, each one column wide."""
    return [(text.strip("\n") if text.strip() else "", column, 1) for column, text in enumerate(texts)]
