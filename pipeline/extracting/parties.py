"""Reading → its parties with name, number, address, people, telephone and bank."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.extracting.accounts import accounts
from pipeline.extracting.bare_names import bare_name_marks
from pipeline.extracting.defined import Introduced, defined_marks, described_marks, introduced_names
from pipeline.extracting.labels import Mark, label_marks, merged, of_roles, role_marks, role_names
from pipeline.extracting.owners import opens_line, owners, tail_of
from pipeline.extracting.party_tables import table_marks
from pipeline.extracting.party_values import NOT_NAME, WORDS, Piece, kind_of, lowered, name_of, value_end, value_of
from pipeline.extracting.reading import Reading
from pipeline.extracting.vocabulary import words as listed
from pipeline.model.extracted import Found, ReadParty
from pipeline.model.template import Party

ELEMENTS = (
    "name", "id_no", "legal_representative", "contact", "phone", "email", "address", "bank", "bank_account",
)  # fmt: skip

_SHORT = frozenset(listed("party", "short"))


def parties(reading: Reading) -> tuple[ReadParty, ...]:
    """Return the parties with what the contract says of each; what it does not say is absent."""
    introduced = tuple(introduced_names(reading))
    labels = label_marks(reading.text)
    offers = [*_labelled(reading, introduced, labels), *_named(reading, introduced)]
    names = {p.key: _best(offers, p.key, "name") for p in reading.template.parties}
    beside = [*accounts(reading, names, labels)]
    held = {(piece.name, piece.found.start): piece.owner for piece in beside}
    offers = [o for o in offers if held.get((o.name, o.found.start), o.owner) == o.owner] + beside
    return tuple(_party(p, offers) for p in reading.template.parties)


def _party(party: Party, offers: Sequence[Piece]) -> ReadParty:
    chosen = {name: best for name in ELEMENTS if (best := _best(offers, party.key, name))}
    return ReadParty(key=party.key, role=_called(party), label=party.label, values=chosen)


def _called(party: Party) -> str:
    """Return a party's role with the short name that the articles call it by: 发包人（甲方）."""
    short = next((name for name in party.aliases if name in _SHORT), "") if party.role not in _SHORT else ""
    return f"{party.role}（{short}）" if short else party.role


def _best(offers: Sequence[Piece], owner: str, name: str) -> Found | None:
    own = [o.found for o in offers if o.owner == owner and o.name == name]
    return max(own, key=lambda f: (f.confidence, -f.start), default=None)


def _labelled(reading: Reading, introduced: Sequence[Introduced], labels: Sequence[Mark]) -> Iterator[Piece]:
    """Yield what stands behind labels, and behind the roles themselves."""
    text = reading.text
    marks = _marks(reading, introduced, labels)
    for index, (mark, owner) in enumerate(zip(marks, owners(reading, marks), strict=True)):
        stop = marks[index + 1].start if index + 1 < len(marks) else len(text)
        end = value_end(text, mark.end, stop)
        if not owner or mark.name in ("other", "described"):
            continue
        if mark.name == "role":
            yield from _behind_role(reading, owner, mark, end)
        else:
            yield from _behind_label(reading, owner, mark, end)


def _behind_label(reading: Reading, owner: str, mark: Mark, end: int) -> Iterator[Piece]:
    """Yield what stands behind a label; behind 开户行及账号 both."""
    for name in mark.name.split("+"):
        found = value_of(reading, name, mark.end, end, mark.start)
        # 姓名 among the signatures is who signs, which need not be the party.
        tail = tail_of(reading)
        signs = name == "name" and mark.start >= tail and not mark.owner
        # 乙方指派…，电话…: in an article a label may be of somebody who acts for the party.
        told = reading.head <= mark.start < tail and not opens_line(reading, mark)
        if found:
            yield Piece(owner=owner, name=name, found=lowered(found, 0.25 if signs else 0.12 if told else 0))


def _marks(reading: Reading, introduced: Sequence[Introduced], labels: Sequence[Mark]) -> list[Mark]:
    """Return roles and labels in reading order; in a table with a column a party, its cells instead."""
    cells, tables = table_marks(reading.template, reading.text)
    roles = role_marks(reading.template, reading.text)
    roles = sorted((*roles, *defined_marks(reading, roles)), key=lambda m: m.start)
    roles = sorted((*roles, *described_marks(reading, introduced, roles)), key=lambda m: m.start)
    found = merged(roles, of_roles(reading.template, reading.text, labels))
    found = sorted((*found, *bare_name_marks(reading, found)), key=lambda m: (m.start, -m.end))
    found = [m for m in found if not any(start <= m.start <= end for start, end in tables)]
    return sorted((*found, *cells), key=lambda m: (m.start, -m.end))


def _behind_role(reading: Reading, owner: str, mark: Mark, end: int) -> Iterator[Piece]:
    """Yield the name behind a role, and what follows it without labels: 卖方：…，长沙市…9号，139…."""
    in_tail = mark.start >= tail_of(reading)
    in_body = reading.head <= mark.start and not in_tail
    for match in WORDS.finditer(reading.text, mark.end, end):
        piece = match[0].strip()
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        kind = kind_of(piece)
        if kind and (found := value_of(reading, kind, start, match.end(), mark.start)):
            yield Piece(owner=owner, name=kind, found=lowered(found, 0.1))
        elif match.start() - mark.end <= 2 and (name := name_of(reading, start, match.end())):
            yield Piece(owner=owner, name="name", found=lowered(name, 0.2 if in_tail else 0.45 if in_body else 0))
            if number := _number_behind(reading, name.end, match.end()):
                yield Piece(owner=owner, name="id_no", found=lowered(number, 0.1))


def _number_behind(reading: Reading, start: int, end: int) -> Found | None:
    """Return the card's or the firm's number that stands right behind a name."""
    number = _BARE_NUMBER.match(reading.text, start, end)
    is_one = number and kind_of(number["number"]) == "id_no"
    return value_of(reading, "id_no", number.start("number"), number.end(), start) if number and is_one else None


_BARE_NUMBER = re.compile(r"\s{1,4}(?P<number>[0-9A-Z]{18})(?![0-9A-Za-z])")


def _named(reading: Reading, introduced: Sequence[Introduced]) -> Iterator[Piece]:
    """Yield the names that sentences introduce: 某某公司（以下简称“甲方”）."""
    names = role_names(reading.template)
    for one in introduced:
        name = reading.text[one.start : one.end]
        if name not in names and not NOT_NAME.search(name):
            found = reading.found(reading.template.text[one.start : one.end], one.start, one.end, 0.85)
            yield Piece(owner=one.owner, name="name", found=found)
