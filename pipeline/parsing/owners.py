"""Board → owners: which party a line, or a column of it, belongs to."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field

from pipeline.model.template import Party
from pipeline.parsing.gaps import GAP, WIDE
from pipeline.parsing.groups.draft import Board
from pipeline.parsing.lexicon import role_names, role_pattern, role_words
from pipeline.parsing.structure import Structure
from pipeline.text.patterns import first_of, late, pattern

_LETTERS = ("甲方", "乙方", "丙方", "丁方", "戊方")
_SENTENCE = 30  # a line that is longer and has full stops is no line of a form
_LONGEST_FORM_LINE = 60  # characters; longer lines are sentences


@dataclass(frozen=True, slots=True)
class Owner:
    """A party as labels name it: short name, and key if the structure knows it."""

    name: str
    key: str = ""


@dataclass
class Owners:
    """For every compact line that belongs to parties, who they are by column.

    `above` has for a line below the names of several parties, one a line, where the last of these names stands and
    whose they are.
    """

    by_line: dict[int, tuple[Owner, ...]] = field(default_factory=dict)
    above: dict[int, tuple[int, tuple[Owner, ...]]] = field(default_factory=dict)
    starts: dict[int, Owner] = field(default_factory=dict)
    parties: tuple[Party, ...] = ()

    def named_in(self, label: str) -> Owner | None:
        """Return the party that a label names at its beginning."""
        role = next(role_words().at_start(label), "")
        note = _NOTE.match(label, len(role))
        return owner_of(role, label[: note.end() if note else len(role)], self.parties) if role else None


_NOTE = late("（[^）]{1,14}）")


@functools.cache
def _opening() -> re.Pattern[str]:
    """A character that a party's name may begin with, where a line or a column begins: few lines have any."""
    edges = rf"(?<![^\n{WIDE}{GAP} ].)|(?<=[一二三四五六七八九十\d][、.．）].)|(?<=合同.)"
    return re.compile(rf"{first_of(role_names())}(?:{edges})")


def names_on(words: str) -> list[re.Match[str]]:
    """Return the parties that the columns of a line begin with."""
    found: list[re.Match[str]] = []
    for sign in _opening().finditer(words):
        if not found or sign.start() >= found[-1].end():
            match = _label().match(words, sign.start())
            found += [match] if match else []
    return found


@functools.cache
def _label() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<label>(?P<role>{role_pattern()})(?:（(?P<inner>(?!或)[^）]{{1,20}})）)?)"
        rf"(?=[ ]?(?:：|$|[{WIDE}{GAP}]|（[^）]*[签盖章][^）]*）|名称|姓名|单位|[签盖]|信息|\s*（(?!或)))"
    )


def owner_of(role: str, words: str, parties: tuple[Party, ...]) -> Owner:
    """Return the party that a role and the words around it name."""
    letter = next((letter for letter in _LETTERS if letter in words), "")
    for party in parties:
        names = {party.role, party.label, *party.aliases}
        known = any(role == n or role in n or (letter and letter in n) for n in names if n)
        if known:
            own = next((x for x in _LETTERS if any(x in n for n in names)), "")
            return Owner(own or role, party.key)
    return Owner(letter or role)


_UNWRITTEN = (GAP, WIDE, " ")
_ARTICLE = late(r"第.{1,4}[条章]")
_HEADING = late(r"第[^ ]{1,4}[条章]|[一二三四五六七八九十]{1,3}、")


def find_owners(board: Board, structure: Structure) -> Owners:
    """Return who owns the lines of heads, forms and signature blocks.

    A party's name at the beginning of a line, or of a column, opens its part; an article or a long sentence ends it.
    In a table without rules every cell is a line: it goes with the cells above it, and an empty one with the
    label to its left.
    """
    owners = Owners(parties=structure.parties)
    current: tuple[Owner, ...] = ()
    at = 0
    names = _Names()
    crowded = _crowded_cells(board)
    begins = {board.flow.cells[index].start for index in crowded}
    columns: dict[tuple[int, int], tuple[Owner, ...]] = {}
    opened = {board.line_start(match.start()) for match in _opening().finditer(board.text)}
    for line in board.text.split("\n"):
        words = line.strip(" " + WIDE)
        if begins and board.offset(at) in begins:
            current = ()  # a cell that holds a form of its own
        if not words:
            at += len(line) + 1
            continue
        found = names_on(words) if at in opened else []
        if _is_long(words) and "：" not in words[:24]:
            current = ()
        elif found and not _ARTICLE.match(words):
            current = tuple(dict.fromkeys(owner_of(m["role"], m["label"], structure.parties) for m in found))[:4]
        elif _HEADING.match(words) or (words.endswith("。") and "：" not in words):
            current = ()
        column = _column_of(board, at, crowded)
        if column is not None and found:
            columns[column] = current
        elif column is not None and words.strip(GAP):
            current = columns.get(column, current)
        names.read(at, current, is_name=bool(found))
        if current and not (len(words) > _SENTENCE and pattern(r"[。；]").search(words)):
            owners.by_line[at] = current
            if len(names.owners) > 1 and not found:
                owners.above[at] = names.last, names.owners
        at += len(line) + 1
    return owners


@dataclass
class _Names:
    """The parties named on the lines right above the one read, one a line, and where the last of them stands."""

    owners: tuple[Owner, ...] = ()
    last: int = -1
    open: bool = False

    def read(self, at: int, current: tuple[Owner, ...], *, is_name: bool) -> None:
        """Take in the next line: whose it is, and whether it names its party."""
        if not is_name:
            self.open = False
            self.owners = self.owners if current else ()
            return
        one = current if len(current) == 1 else ()
        goes_on = self.open and bool(one) and not set(one) & set(self.owners)
        self.owners = (*self.owners, *one) if goes_on else one
        self.last, self.open = at, bool(one)


def _is_long(words: str) -> bool:
    """True for a sentence: no line of a form has as many characters of its own."""
    own = len(words)
    return own > _LONGEST_FORM_LINE and own - sum(map(words.count, _UNWRITTEN)) > _LONGEST_FORM_LINE


def _column_of(board: Board, at: int, crowded: set[int]) -> tuple[int, int] | None:
    """Return table and column of a line that is a cell of a table, None outside tables and in a cell of many lines."""
    index = board.cell_at(at)
    if index is None or index in crowded:
        return None
    cell = board.flow.cells[index]
    return cell.table, cell.column


def _crowded_cells(board: Board) -> set[int]:
    """Return the indices of the table cells of three lines or more."""
    return {i for i, cell in enumerate(board.flow.cells) if board.source.count("\n", cell.start, cell.end) >= 2}
