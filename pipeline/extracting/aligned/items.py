"""Template → what its filled text is made of: fixed words and gaps, in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline import values
from pipeline.extracting.aligned.forms import Form, forms
from pipeline.model.template import Blank, Kind, Slot, Template
from pipeline.text.skeleton import skeleton
from pipeline.values.alternatives import alternatives
from pipeline.values.gap import Gap


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
        index: Which of its slots; -1 for all of a table.
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


def items(template: Template, among: Sequence[Place], *, by_cell: bool = True) -> tuple[Item, ...]:
    """Return the template's text cut into fixed words and gaps.

    Of two gaps that overlap the inner one is a gap, and what the outer one has around it are words that may go. A
    choice whose alternatives hold gaps is one gap with all that it holds.

    Args:
        template: The template.
        among: Its places, as `places` returned them.
        by_cell: Every cell of a table is a gap; otherwise, where rows may have been added, the table is one.
    """
    every = (cut for place in among for cut in _cuts(place, by_cell=by_cell))
    cuts = sorted(every, key=lambda c: (c[0], -c[1]))
    found: list[Item] = []
    at = 0
    for number, (start, end, place, index) in enumerate(cuts):
        if start < at or (end == at and found and found[-1].place and found[-1].place.forms and start == end):
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


def _inside(cuts: list[tuple[int, int, Place, int]], number: int) -> bool:
    """True for a gap that holds another: its own words may go, so they are read around the inner one."""
    start, end, _, _ = cuts[number]
    following = cuts[number + 1 : number + 2]
    return bool(following) and start <= following[0][0] and following[0][1] <= end and following[0][:2] != (start, end)


def _cuts(place: Place, *, by_cell: bool) -> list[tuple[int, int, Place, int]]:
    if place.blank.kind is Kind.TABLE and not by_cell:
        return [(place.slots[0].start, place.slots[-1].end, place, -1)]
    return [(slot.start, slot.end, place, index) for index, slot in enumerate(place.slots)]


def _fixed(template: Template, start: int, end: int) -> list[Item]:
    words = skeleton(template.text[start:end])
    return [Item(text=words, start=start, end=end)] if words else []
