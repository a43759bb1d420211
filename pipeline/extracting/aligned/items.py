"""Template → what its filled text is made of: fixed words and gaps, in reading order."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline import values
from pipeline.extracting.aligned.forms import Form, forms
from pipeline.model.template import Blank, Kind, Slot, Template
from pipeline.text.skeleton import skeleton
from pipeline.values.alternatives import alternatives
from pipeline.values.gap import Gap
from pipeline.values.table import placed_cells

WHOLE, ADDED = -1, -2


class Tables(enum.Enum):
    """How tables are laid: cell by cell, with rows added below the printed ones, or each as one gap."""

    CELLS = enum.auto()
    GROWN = enum.auto()
    WHOLE = enum.auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place of a blank: its slots, and what is printed around each.

    Attributes:
        blank: The blank.
        slots: Its slots at this place.
        gaps: What is printed around each.
        tails: How many printed characters behind each a value may bring itself.
        first: It is the blank's first place.
        forms: The ways a choice is printed whose alternatives hold gaps; () for all others.
    """

    blank: Blank
    slots: tuple[Slot, ...]
    gaps: tuple[Gap, ...]
    tails: tuple[int, ...]
    first: bool
    forms: tuple[Form, ...] = ()

    def blank_between(self, index: int) -> str:
        """Return the words printed behind a gap as far as they belong to the value."""
        gap = self.gaps[index]
        return gap.until if gap.until is not None else gap.after[: self.tails[index]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A stretch of the template: fixed words (`place` None), words that a value may replace, or a gap.

    Attributes:
        text: Skeleton of the words; of a gap what stands in it unfilled.
        start: Offset in the template's text.
        end: Behind it.
        place: The place that a gap belongs to.
        index: Which of its slots; WHOLE for all of a table, ADDED for the rows below the last that is printed.
        optional: Words behind a gap that the value may bring itself.
    """

    text: str
    start: int
    end: int
    place: Place | None = None
    index: int = 0
    optional: bool = False


def places(template: Template) -> tuple[Place, ...]:
    """Return every place that a value can stand at, in the template's order; places to sign are fixed words."""
    fillable = [b for b in template.blanks if b.kind is not Kind.SIGNATURE]
    stops = sorted({slot.start for b in fillable for slots in (b.slots, *b.repeats) for slot in slots})
    nested = alternatives(template)
    found = []
    for blank in fillable:
        ways = forms(nested[blank.key], fillable, template.text) if blank.key in nested else ()
        for number, slots in enumerate((blank.slots,) if ways else (blank.slots, *blank.repeats)):
            around = values.gaps(blank, slots, template.text, stops)
            found.append(
                Place(
                    blank=blank, slots=slots, gaps=around, tails=values.reach(blank, around), first=number == 0,
                    forms=ways,
                )
            )  # fmt: skip
    return tuple(found)


def items(template: Template, among: Sequence[Place], tables: Tables = Tables.CELLS) -> tuple[Item, ...]:
    """Return the template's text cut into fixed words and gaps.

    Of two gaps that overlap the inner one is a gap, and what the outer one has around it are words that may go. A
    choice whose alternatives hold gaps is one gap with all that it holds.

    Args:
        template: The template.
        among: Its places, as `places` returned them.
        tables: How tables are laid.
    """
    every = (cut for place in among for cut in _cuts(place, tables, template))
    cuts = sorted(every, key=lambda c: (c[0], -c[1]))
    found: list[Item] = []
    at = 0
    for number, (start, end, place, index) in enumerate(cuts):
        if start < at or (index != ADDED and start == end == at and found and _is_form(found[-1])):
            continue
        inner = not place.forms and _inside(cuts, number)
        if inner:
            found += _fixed(template, at, start)
            at = start
            continue
        found += _fixed(template, at, start)
        words = skeleton(template.text[start:end])
        found.append(Item(text=words, start=start, end=end, place=place, index=index))
        at = end
        tail = place.tails[index] if index >= 0 else 0
        if tail and not any(s < end + tail and e > end for s, e, *_ in cuts[number + 1 :][:2]):
            found.append(Item(text=skeleton(template.text[end : end + tail]), start=end, end=end + tail, optional=True))
            at = end + tail
    return tuple(found) + tuple(_fixed(template, at, len(template.text)))


def _is_form(item: Item) -> bool:
    return item.place is not None and bool(item.place.forms)


def _inside(cuts: list[tuple[int, int, Place, int]], number: int) -> bool:
    """True for a gap that holds another: its own words may go, so they are read around the inner one."""
    start, end, _, _ = cuts[number]
    following = cuts[number + 1 : number + 2]
    if following and following[0][3] == ADDED:
        return False
    return bool(following) and start <= following[0][0] and following[0][1] <= end and following[0][:2] != (start, end)


def _cuts(place: Place, tables: Tables, template: Template) -> list[tuple[int, int, Place, int]]:
    is_table = place.blank.kind is Kind.TABLE
    if is_table and tables is Tables.WHOLE:
        return [(place.slots[0].start, place.slots[-1].end, place, WHOLE)]
    cells = [(slot.start, slot.end, place, index) for index, slot in enumerate(place.slots)]
    if is_table and tables is Tables.GROWN:
        at = last_row(place, template).end
        cells.append((at, at, place, ADDED))
    return cells


@dataclass(frozen=True, slots=True, kw_only=True)
class LastRow:
    """The last printed row of data of a table, below which rows are added.

    Attributes:
        keys: The column of each of its cells, "" for one without a gap.
        words: What the template prints in each.
        others: The cells that hold gaps of other fields: nothing of theirs stands in an added row.
        end: Offset behind it in the template's text.
    """

    keys: tuple[str, ...]
    words: tuple[str, ...]
    others: frozenset[int]
    end: int


def last_row(place: Place, template: Template) -> LastRow:
    """Return the last row of data that a template prints of a table."""
    text = template.text
    cells = placed_cells(place.blank, place.gaps)
    last = max((cell.row for cell in cells), default=0)
    columns = {slot.start: cell.column.key for slot, cell in zip(place.slots, cells, strict=True) if cell.row == last}
    begin = text.rfind("\n", 0, min(columns)) + 1
    end = text.find("\n", max(columns))
    end = end if end >= 0 else len(text)
    words = tuple(text[begin:end].split("\t"))
    keys = [""] * len(words)
    for start, key in columns.items():
        keys[text.count("\t", begin, start)] = key
    others = {
        text.count("\t", begin, slot.start)
        for blank in template.blanks if blank.key != place.blank.key
        for slots in (blank.slots, *blank.repeats)
        for slot in slots if begin <= slot.start and slot.end <= end
    }  # fmt: skip
    return LastRow(keys=tuple(keys), words=words, others=frozenset(others), end=end)


def _fixed(template: Template, start: int, end: int) -> list[Item]:
    words = skeleton(template.text[start:end])
    return [Item(text=words, start=start, end=end)] if words else []
