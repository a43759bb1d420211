"""Board → owners: which party a line, or a column of it, belongs to."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field

from pipeline.model.template import Kind, Party, Section
from pipeline.parsing.before import flat
from pipeline.parsing.gaps import GAP, WIDE
from pipeline.parsing.groups.draft import Board, Draft
from pipeline.parsing.lexicon import label_words, role_names, role_pattern, role_words
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
        return _owner(role, label[: note.end() if note else len(role)], self.parties) if role else None


_NOTE = late("（[^）]{1,14}）")


@functools.cache
def _opening() -> re.Pattern[str]:
    """A character that a party's name may begin with, where a line or a column begins: few lines have any."""
    edges = rf"(?<![^\n{WIDE}{GAP} ].)|(?<=[一二三四五六七八九十\d][、.．）].)"
    return re.compile(rf"{first_of(role_names())}(?:{edges})")


def _named(words: str) -> list[re.Match[str]]:
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
        rf"(?P<label>(?P<role>{role_pattern()})(?:（(?P<inner>[^）]{{1,20}})）)?)"
        rf"(?=[ ]?(?:：|$|[{WIDE}{GAP}]|（[^）]*[签盖章][^）]*）|名称|姓名|单位|[签盖]|信息|\s*（))"
    )


def _owner(role: str, words: str, parties: tuple[Party, ...]) -> Owner:
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
        found = _named(words) if at in opened else []
        if _is_long(words) and "：" not in words[:24]:
            current = ()
        elif found and not _ARTICLE.match(words):
            current = tuple(dict.fromkeys(_owner(m["role"], m["label"], structure.parties) for m in found))[:4]
        elif _HEADING.match(words):
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


def is_personal(label: str, kind: Kind) -> bool:
    """True where such a value is asked of each party: its address, its telephone; not the contract's number."""
    bare = pattern(r"（[^）]*）").sub("", label) if "（" in label else label
    if "法院" in bare or "仲裁" in bare:
        return False
    if bare in ("日期", "时间") or kind.value in label_words("personal", "heads"):
        return True
    return bare.endswith(_personal_words())


@functools.cache
def _personal_words() -> tuple[str, ...]:
    return tuple(word for word in label_words("personal", "words") if word not in ("日期", "时间"))


def owners_of(board: Board, drafts: list[Draft], labels: list[str], kinds: list[Kind], owners: Owners,
              structure: Structure) -> list[Owner | None]:  # fmt: skip
    """Return the party of every draft, None where it belongs to none.

    Args:
        board: The compact text.
        drafts: The drafts in reading order.
        labels: Their labels without a party's name.
        kinds: Their kinds.
        owners: Who owns the lines.
        structure: Sections and parties.
    """
    found: list[Owner | None] = []
    seen: dict[tuple[int, str], int] = {}
    columns = _columns(board, drafts)
    lines: dict[int, Owner] = {}
    for draft, label, kind in zip(drafts, labels, kinds, strict=True):
        named = owners.named_in(label)
        begin = board.line_start(draft.first)
        current = owners.by_line.get(begin, ())
        place = (begin, flat(label) or kind.value)
        order = seen.get(place, 0)
        seen[place] = order + 1
        if named:
            found.append(named)
            lines[begin] = named
        elif (
            begin in lines
            and (not current or (len(current) == 1 and lines[begin].key))
            and is_personal(label or _stem(kind), kind)
        ):
            found.append(lines[begin])
        elif (
            len(current) > 1
            and columns[begin] == 1
            and (kind is Kind.DATE or pattern(r"[签合].*[地间期]").search(label))
        ):
            found.append(None)
        elif current and is_personal(label or _stem(kind), kind):
            found.append(
                _by_column(
                    board,
                    draft,
                    begin,
                    current,
                    max(order, columns[id(draft)] if columns[begin] == len(current) else 0),
                )
            )
        else:
            found.append(None)
    found = _in_turn(board, drafts, [flat(w) or k.value for w, k in zip(labels, kinds, strict=True)], found, owners)
    return _unled(drafts, labels, kinds, _shared(drafts, kinds, found, structure), structure)


def _in_turn(
    board: Board, drafts: list[Draft], labels: list[str], found: list[Owner | None], owners: Owners
) -> list[Owner | None]:
    """Give labels below the names of several parties, as often as there are names, to each in turn."""
    places: dict[tuple[int, str], list[int]] = {}
    for i, (draft, label) in enumerate(zip(drafts, labels, strict=True)):
        above = owners.above.get(board.line_start(draft.first))
        if above and found[i] == above[1][-1]:
            places.setdefault((above[0], label), []).append(i)
    given = list(found)
    for indices in places.values():
        names = owners.above[board.line_start(drafts[indices[0]].first)][1]
        if len(indices) == len(names):
            for i, owner in zip(indices, names, strict=True):
                given[i] = owner
    return given


def _shared(
    drafts: list[Draft], kinds: list[Kind], found: list[Owner | None], structure: Structure
) -> list[Owner | None]:
    """Take the one date under everybody's signatures from the party that happens to sign last: it is the contract's."""
    covering = [i for i, d in enumerate(drafts) if structure.section_at(d.slots[0].start) is Section.COVER]
    days = [i for i in covering if kinds[i] is Kind.DATE]
    if len(days) == 1:
        found[days[0]] = None  # the cover's only day is the contract's
    for section in (Section.HEAD, Section.SIGNATURE):
        signing = [i for i, d in enumerate(drafts) if structure.section_at(d.slots[0].start) is section]
        dates = [i for i in signing if kinds[i] is Kind.DATE]
        signers = {found[i] for i in signing if i not in dates and found[i] is not None}
        if len(dates) == 1 and len(signers) > 1 and not any(i > dates[0] and found[i] is not None for i in signing):
            found[dates[0]] = None
    return found


def _columns(board: Board, drafts: list[Draft]) -> dict[int, int]:
    """Return how many drafts each line has (by its beginning) and each draft's place among them (by its id)."""
    counts: dict[int, int] = {}
    for draft in drafts:
        begin = board.line_start(draft.first)
        counts[id(draft)] = counts.get(begin, 0)
        counts[begin] = counts.get(begin, 0) + 1
    return counts


def _stem(kind: Kind) -> str:
    return "日期" if kind is Kind.DATE else ""


def _by_column(board: Board, draft: Draft, begin: int, current: tuple[Owner, ...], order: int) -> Owner:
    """Return the owner of a column: the party named last before the draft on its line, else by the draft's order."""
    if len(current) == 1:
        return current[0]
    line = board.text[begin : draft.first]
    names = len(_named(line.strip(" " + WIDE)))
    if names:
        return current[min(names, len(current)) - 1]
    return current[min(order, len(current) - 1)]


def _unled(drafts: list[Draft], labels: list[str], kinds: list[Kind], found: list[Owner | None],
           structure: Structure) -> list[Owner | None]:  # fmt: skip
    """Give labels that come twice without any party named to the first and the second party."""
    if len(structure.parties) < 2:
        return found
    loose: dict[tuple[Section, str], list[int]] = {}
    for i, (draft, label, kind) in enumerate(zip(drafts, labels, kinds, strict=True)):
        section = structure.section_at(draft.slots[0].start)
        if found[i] is None and label and section is not Section.BODY and is_personal(label, kind):
            loose.setdefault((section, label), []).append(i)
    for places in loose.values():
        if len(places) == len(structure.parties) == 2:
            for party, i in zip(structure.parties, places, strict=True):
                found[i] = _owner(party.role, party.label, structure.parties)
    return found
