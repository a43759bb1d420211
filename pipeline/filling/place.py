"""Blanks and values → placements: what to write at which anchor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from pipeline import values
from pipeline.filling.refusal import BlankUnusable
from pipeline.model.contract import Placement
from pipeline.model.record import JsonValue
from pipeline.model.template import Anchor, Blank, Kind, Role, Slot, Template
from pipeline.values import address, dates, duration, money, table
from pipeline.values.alternatives import Alternatives, alternatives
from pipeline.values.gap import Printed

Overflow = Callable[[JsonValue], tuple[tuple[str, ...], ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a placement may stand: its anchor, and its offsets in the template's text."""

    anchor: Anchor
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """One place of a blank, ready to print into.

    Attributes:
        key: Field key.
        slots: Its gaps.
        tails: For each gap the printed words behind it that a value may have to replace; None if there are none.
        print: The values' printer.
        overflow: For a table, the texts of the rows to be added; None for other kinds.
    """

    key: str
    slots: tuple[Target, ...]
    tails: tuple[Target | None, ...]
    print: Callable[[JsonValue], tuple[Printed | None, ...]]
    overflow: Overflow | None = None

    @property
    def anchors(self) -> tuple[Anchor, ...]:
        """Every anchor that a placement of this place can have."""
        return tuple(target.anchor for target in (*self.slots, *self.tails) if target is not None)


def spots(template: Template) -> dict[str, tuple[Spot, ...]]:
    """Return the places of every blank that data may fill, by field key.

    Raises:
        BlankUnusable: A slot has no anchor.
    """
    nested = alternatives(template)
    every = (slot for blank in template.blanks for slots in (blank.slots, *blank.repeats) for slot in slots)
    stops = sorted({slot.start for slot in every})
    return {
        blank.key: (_nested_spot(nested[blank.key]),)
        if blank.key in nested
        else tuple(_spot(template, blank, slots, stops) for slots in (blank.slots, *blank.repeats))
        for blank in template.blanks
        if blank.kind is not Kind.SIGNATURE
    }


def _spot(template: Template, blank: Blank, slots: tuple[Slot, ...], stops: Sequence[int]) -> Spot:
    if slots[0].role is Role.TAG:
        return _tag_spot(template, blank, slots, stops)
    around = values.gaps(blank, slots, template.text, stops)
    targets = _targets(blank, slots)
    return Spot(
        key=blank.key,
        slots=targets,
        tails=tuple(
            _tail(target, length) if length else None
            for target, length in zip(targets, values.reach(blank, around), strict=True)
        ),
        print=values.printer(blank, around),
        overflow=table.overflow(blank, around) if blank.kind is Kind.TABLE else None,
    )


def _tag_spot(template: Template, blank: Blank, slots: tuple[Slot, ...], stops: Sequence[int]) -> Spot:
    """Return a place where nothing is written: the printer alone, for what the tag prints."""
    as_value = tuple(replace(slot, role=Role.VALUE, name="") for slot in slots)
    around = values.gaps(blank, as_value, template.text, stops)
    if blank.kind is Kind.TABLE:  # its rows are printed by the tags, cell by cell
        return Spot(key=blank.key, slots=(), tails=(), print=lambda _: ())
    return Spot(key=blank.key, slots=(), tails=(), print=values.printer(replace(blank, slots=as_value), around))


def _nested_spot(found: Alternatives) -> Spot:
    targets = _targets(found.blank, found.pieces)
    return Spot(key=found.blank.key, slots=targets, tails=tuple(None for _ in targets), print=found.print)


def _targets(blank: Blank, slots: tuple[Slot, ...]) -> tuple[Target, ...]:
    return tuple(Target(anchor=_anchor(blank, slot), start=slot.start, end=slot.end) for slot in slots)


def _anchor(blank: Blank, slot: Slot) -> Anchor:
    if slot.anchor is None:
        raise BlankUnusable(blank.label, "没有锚点，不知道写在源文件的哪里")
    return slot.anchor


def _tail(target: Target, length: int) -> Target:
    anchor = replace(target.anchor, start=target.anchor.end, end=target.anchor.end + length)
    return Target(anchor=anchor, start=target.end, end=target.end + length)


def placements(spot: Spot, data: JsonValue) -> list[Placement]:
    """Return what a value writes at one place: one placement a gap, and one for every printed word that has to go.

    Raises:
        BadValue: The value can't be printed there.
    """
    printed = spot.print(data)
    if not spot.slots:
        return []
    found = [_placement(target, one.text, spot.key) for target, one in zip(spot.slots, printed, strict=True) if one]
    if spot.overflow:
        more = spot.overflow(data)
        found = [replace(one, texts=texts) if texts else one for one, texts in zip(found, more, strict=True)]
    return found + [
        _placement(tail, "", spot.key)
        for tail, one in zip(spot.tails, printed, strict=True)
        if one and one.swallow and tail is not None
    ]


def emptied(spot: Spot) -> list[Placement]:
    """Return the placements that empty the gaps of a place that goes with what was not chosen."""
    return [_placement(target, "", spot.key) for target in spot.slots]


def _placement(target: Target, text: str, key: str) -> Placement:
    return Placement(anchor=target.anchor, text=text, key=key, start=target.start, end=target.end)


def reading(blank: Blank, data: JsonValue, first: list[Placement], spot: Spot) -> str:
    """Return a value as a person reads it: as printed, or whole where its gaps print it in pieces.

    Args:
        blank: The blank.
        data: Its canonical value.
        first: What is written for it, first place first; empty where only tags use it.
        spot: Its first place.
    """
    if blank.kind is Kind.DATE:
        return dates.spoken(str(data))
    if blank.kind is Kind.CHOICE and isinstance(data, list):
        return "、".join(str(label) for label in data)
    if blank.kind is Kind.TABLE and isinstance(data, list):
        return f"{len(data)}行"
    if blank.slots[0].role is Role.DIGIT:
        return money.spoken(str(data), blank)
    if blank.kind is Kind.DURATION and len(blank.slots) > 1:
        return duration.spoken(data)
    if blank.kind is Kind.ADDRESS:
        return address.spoken(data)
    return first[0].text if first else next((one.text for one in spot.print(data) if one), "")
