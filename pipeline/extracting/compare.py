"""Template × Template → Comparison: clauses matched by what they say, then by how alike they are."""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.extracting.valued import called, labels, whole
from pipeline.extracting.wording import pieces
from pipeline.model.comparison import Comparison, Difference, Piece
from pipeline.model.template import Clause, Template
from pipeline.text.skeleton import positions, skeleton

_ALIKE = 55.0
_HEADING = 20  # characters of a heading at most
_TELLING = 2  # characters behind the number by which a line is known
_NUMBERED = re.compile(
    r"\s*(?:第\s*[0-9零〇一二三四五六七八九十百千]{1,8}\s*[条章节款编]|[（(]?[0-9一二三四五六七八九十百]{1,4}(?:\.[0-9]{1,3}){0,4}[）)、.．]?)[\s\u3000、.．]*"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A clause's own text (children left out), or a stretch outside clauses.

    `body` is the text without the number, `key` its skeleton: what tells the unit however it is numbered.
    """

    number: str
    title: str
    text: str
    body: str
    key: str
    start: int


def compare(before: Template, after: Template, *, names: tuple[str, str] | None = None) -> Comparison:
    """Return what differs between two contracts, clause by clause.

    Args:
        before: The first contract, or the template.
        after: The second.
        names: What to call them; their file names if not given.
    """
    rows = _same(before, after) or _rows(before, after)
    called = names or (before.name, after.name)
    return Comparison(
        name_before=called[0], name_after=called[1], text_before=before.shown, text_after=after.shown,
        rows=tuple(rows),
    )  # fmt: skip


def _same(before: Template, after: Template) -> list[Difference]:
    """Return the clauses of two contracts that print the same characters, none if they don't.

    A tab that only one of two formats has may tell where a clause begins within a line: cut otherwise, they still say
    the same.
    """
    (was, starts), (has, ends) = positions(before.shown), positions(after.shown)
    if was != has:
        return []
    rows: list[Difference] = []
    for unit in units(before):
        first = bisect.bisect_left(starts, unit.start)
        last = first + len(skeleton(unit.text)) - 1
        piece = Piece(before=unit.text, after=after.shown[ends[first] : ends[last] + 1])
        rows.append(
            Difference(
                kind="same", number_before=unit.number, number_after=unit.number, title=unit.title, pieces=(piece,),
                before=unit.start, after=ends[first],
            )
        )  # fmt: skip
    return rows


def _rows(before: Template, after: Template) -> list[Difference]:
    one, two = units(before), units(after)
    one, two = _cut_like(one, two), _cut_like(two, one)
    pairs = _matched(one, two)
    gaps = _gaps(before)
    naming = _Names(before, after)
    stay = _in_order([(i, j) for i, j in pairs.items()])
    rows = [_row(one[i], two[j], gaps, naming, moved=(i, j) not in stay) for i, j in pairs.items()]
    rows += [_only(unit, "added") for j, unit in enumerate(two) if j not in pairs.values()]
    gone = [(i, _only(unit, "deleted")) for i, unit in enumerate(one) if i not in pairs]
    return _ordered(rows, gone, one)


def units(template: Template) -> list[Unit]:
    """Return the clauses of a contract and what stands between them, in reading order, empty ones left out."""
    found: list[Unit] = []
    at = 0

    def stretch(start: int, end: int) -> None:
        where = "首部" if not found else "尾部" if end == len(template.shown) else "其他"
        found.extend(_unit(template, start, end, "", where))

    def walk(clauses: tuple[Clause, ...], above: str) -> None:
        for clause in clauses:
            stop = clause.children[0].start if clause.children else clause.end
            number = clause.number if clause.level <= 1 or not above else f"{above} {clause.number}"
            found.extend(_unit(template, clause.start, stop, number, clause.title, clause.number))
            walk(clause.children, clause.number if clause.level <= 1 else above)

    for clause in template.clauses:
        if clause.start > at:
            stretch(at, clause.start)
        walk((clause,), "")
        at = max(at, clause.end)
    stretch(at, len(template.shown))
    return found


def _unit(template: Template, start: int, end: int, number: str, title: str, own: str = "") -> list[Unit]:
    text = template.shown[start:end].strip()
    if not skeleton(text):
        return []
    begin = template.shown.index(text, start)
    numbered = _NUMBERED.match(text) if own else None
    body = text[len(own) :] if own and text.startswith(own) else text[numbered.end() :] if numbered else text
    return [Unit(number=number, title=title, text=text, body=body, key=skeleton(body), start=begin)]


def _cut_like(found: Sequence[Unit], other: Sequence[Unit]) -> list[Unit]:
    """Return the units, cut wherever a line begins a unit of the other contract too.

    Where a clause was moved or deleted and the numbers stayed, they no longer count on, and what follows is taken for
    words of the clause before; the other contract tells that a clause begins there.
    """
    firsts: dict[tuple[str, str], list[Unit]] = {}
    for unit in other:
        firsts.setdefault(_opening(unit.text.split("\n", 1)[0]), []).append(unit)
    known = {opening: same[0] for opening, same in firsts.items() if len(same) == 1 and len(opening[1]) >= _TELLING}
    starts = [_starts(unit, known) for unit in found]
    # Its own numbers hold unless a clause of it was not seen: then those below are said to be of another clause.
    misread = any(at and like and like.number for places in starts for at, like in places)
    return [piece for unit, places in zip(found, starts, strict=True) for piece in _cut(unit, places, misread=misread)]


def _opening(line: str) -> tuple[str, str]:
    """Return the number that a line begins with, "" if with none, and the skeleton of the rest."""
    numbered = _NUMBERED.match(line)
    return (skeleton(numbered[0]), skeleton(line[numbered.end() :])) if numbered else ("", skeleton(line))


def _starts(unit: Unit, known: dict[tuple[str, str], Unit]) -> list[tuple[int, Unit | None]]:
    """Return where in a unit's text its own words begin, and each unit that the other contract has there."""
    starts: list[tuple[int, Unit | None]] = []
    at = 0
    for line in unit.text.split("\n"):
        like = known.get(_opening(line))
        if like is not None or at == 0:
            starts.append((at, like))
        at += len(line) + 1
    return starts


def _cut(unit: Unit, starts: list[tuple[int, Unit | None]], *, misread: bool) -> Iterator[Unit]:
    for (start, like), (end, _) in itertools.pairwise((*starts, (len(unit.text) + 1, None))):
        named = like if like is not None and (start or misread) else unit
        text = unit.text[start:end].rstrip()
        body = text[_behind(text, named.text[: len(named.text) - len(named.body)]) :]
        yield replace(named, text=text, body=body, key=skeleton(body), start=unit.start + start)


def _behind(text: str, number: str) -> int:
    """Return where in a text the number that it begins with ends, whatever its width and the spaces in it."""
    wanted = skeleton(number)
    return next((at for at in range(len(text)) if skeleton(text[:at]) == wanted), 0)


def _matched(one: Sequence[Unit], two: Sequence[Unit]) -> dict[int, int]:
    """Return which unit of the first is which of the second: the same words first, then the most alike."""
    pairs: dict[int, int] = {}
    places: dict[str, list[int]] = {}
    for j, unit in enumerate(two):
        places.setdefault(unit.key, []).append(j)
    for i, unit in enumerate(one):
        if places.get(unit.key):
            pairs[i] = places[unit.key].pop(0)
    left = [i for i in range(len(one)) if i not in pairs]
    right = [j for j in range(len(two)) if j not in set(pairs.values())]
    scored = sorted(((_likeness(one[i], two[j]), -abs(i - j), i, j) for i in left for j in right), reverse=True)
    taken: set[int] = set()
    for score, _, i, j in scored:
        if score >= _ALIKE and i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    pairs.update(dict(_renamed(one, two, pairs)))
    return dict(sorted(pairs.items()))


def _renamed(one: Sequence[Unit], two: Sequence[Unit], pairs: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """Yield the headings too short to be alike that have their number and their place in both contracts."""
    rest = set(range(len(two))) - set(pairs.values())
    for i, unit in enumerate(one):
        j = pairs.get(i + 1, 0) - 1
        if i in pairs or j not in rest or not unit.number or unit.number != two[j].number:
            continue
        if max(len(unit.key), len(two[j].key)) <= _HEADING:
            yield i, j


def _likeness(one: Unit, two: Unit) -> float:
    from rapidfuzz import fuzz

    if bool(one.number) != bool(two.number):
        return 0.0
    score = fuzz.ratio(one.key, two.key)
    if one.title and one.title == two.title:
        score += 25
    if one.number and one.number == two.number:
        score += 10
    return score


def _in_order(pairs: list[tuple[int, int]]) -> set[tuple[int, int]]:
    """Return the longest part of the pairs that keeps its order: the rest was moved."""
    tails: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_, j) in enumerate(pairs):
        at = bisect.bisect_left(tails, j)
        before.append(last[at - 1] if at else -1)
        if at == len(tails):
            tails.append(j)
            last.append(number)
        else:
            tails[at], last[at] = j, number
    found: set[tuple[int, int]] = set()
    number = last[-1] if last else -1
    while number >= 0:
        found.add(pairs[number])
        number = before[number]
    return found


def _gaps(template: Template) -> frozenset[int]:
    slots = (s for b in template.blanks for places in (b.slots, *b.repeats) for s in places)
    return frozenset(at for slot in slots for at in range(slot.start, slot.end + 1))


class _Names:
    """What values are called: by the label of the gap that they stand in, or by the words before them."""

    def __init__(self, before: Template, after: Template) -> None:
        self._before, self._after = tuple(labels(before)), tuple(labels(after))

    def named(self, found: Sequence[Piece], one: Unit, two: Unit) -> Iterator[Piece]:
        """Yield the pieces of a clause, those of values with the whole value and what it is called."""
        i = j = 0
        for piece in found:
            was, has = (i, i + len(piece.before)), (j, j + len(piece.after))
            i, j = was[1], has[1]
            if not piece.is_value:
                yield piece
                continue
            first, last = whole(one.text, *was), whole(two.text, *has)
            label = (
                _at(self._before, one.start + was[0], one.start + was[1])
                or _at(self._after, two.start + has[0], two.start + has[1])
                or called(two.text, last[0])
            )
            yield replace(
                piece, label=label, whole_before=_said(one.text, piece.before, first),
                whole_after=_said(two.text, piece.after, last),
            )  # fmt: skip


_OPEN = re.compile(r"[\s_年月日时分元角万仟佰拾]*")


def _said(text: str, words: str, where: tuple[int, int]) -> str:
    """Return a whole value, "" for a gap that nothing was written into."""
    return "" if _OPEN.fullmatch(words) else text[slice(*where)].strip()


def _at(places: Sequence[tuple[int, int, str]], start: int, end: int) -> str:
    return next((label for first, last, label in places if first <= start and end <= last), "")


def _row(one: Unit, two: Unit, gaps: frozenset[int], names: _Names, *, moved: bool) -> Difference:
    inside = frozenset(at - one.start for at in gaps if one.start <= at <= one.start + len(one.text))
    if one.key == two.key:
        # Only layout differs, or the number.
        found: tuple[Piece, ...] = (Piece(before=one.text, after=two.text),)
        kind = "moved" if moved else "renumbered" if skeleton(one.text) != skeleton(two.text) else "same"
    else:
        found = tuple(names.named(pieces(one.text, two.text, inside), one, two))
        different = [p for p in found if skeleton(p.before) != skeleton(p.after)]
        kind = "value" if all(p.is_value for p in different) else "changed"
    return Difference(
        kind=kind, number_before=one.number, number_after=two.number, title=two.title or one.title, pieces=found,
        moved=moved, before=one.start, after=two.start,
    )  # fmt: skip


def _only(unit: Unit, kind: str) -> Difference:
    added = kind == "added"
    return Difference(
        kind=kind, number_before="" if added else unit.number, number_after=unit.number if added else "",
        title=unit.title, pieces=(Piece(before="" if added else unit.text, after=unit.text if added else ""),),
        before=-1 if added else unit.start, after=unit.start if added else -1,
    )  # fmt: skip


def _ordered(rows: list[Difference], gone: list[tuple[int, Difference]], one: Sequence[Unit]) -> list[Difference]:
    """Return the rows in the second's order, each deleted one behind what stood before it."""
    ordered = sorted(rows, key=lambda row: row.after)
    for index, row in gone:
        previous = one[index - 1].start if index else -1
        at = next((n for n, other in enumerate(ordered) if previous >= 0 and other.before == previous), -1)
        ordered.insert(at + 1, row)
    return ordered
