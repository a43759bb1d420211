"""Blanks and values → placements: what to write at which anchor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from pipeline import values
from pipeline.filling.refusal import BlankUnusable
from pipeline.model.contract import Placement
from pipeline.model.record import JsonValue
from pipeline.model.template import Anchor, Blank, Kind, Role, Slot, Template
from pipeline.values import address, dates, duration, money, table
from pipeline.values.family import Printer

Overflow = Callable[[JsonValue], tuple[tuple[str, ...], ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """One place of a blank, ready to print into.

    Attributes:
        key: Field key.
        anchors: The anchors of its gaps.
        order: Where each gap comes among all gaps of the template.
        print: The values' printer.
        overflow: For a table, the texts of the rows to be added; None for other kinds.
    """

    key: str
    anchors: tuple[Anchor, ...]
    order: tuple[int, ...]
    print: Printer
    overflow: Overflow | None = None


def spots(template: Template) -> dict[str, tuple[Spot, ...]]:
    """Return the places of every blank that data may fill, by field key.

    Raises:
        BlankUnusable: A slot has no anchor.
    """
    fillable = [blank for blank in template.blanks if blank.kind is not Kind.SIGNATURE]
    every = [slot for blank in fillable for slots in (blank.slots, *blank.repeats) for slot in slots]
    order = {id(slot): n for n, slot in enumerate(sorted(every, key=lambda slot: (slot.start, slot.end)))}
    return {
        blank.key: tuple(_spot(template, blank, slots, order) for slots in (blank.slots, *blank.repeats))
        for blank in fillable
    }


def _spot(template: Template, blank: Blank, slots: tuple[Slot, ...], order: dict[int, int]) -> Spot:
    around = values.gaps(blank, slots, template.text)
    return Spot(
        key=blank.key,
        anchors=tuple(_anchor(blank, slot) for slot in slots),
        order=tuple(order[id(slot)] for slot in slots),
        print=values.printer(blank, around),
        overflow=table.overflow(blank, around) if blank.kind is Kind.TABLE else None,
    )


def _anchor(blank: Blank, slot: Slot) -> Anchor:
    if slot.anchor is None:
        raise BlankUnusable(blank.label, "没有锚点，不知道写在源文件的哪里")
    return slot.anchor


def placements(spot: Spot, data: JsonValue) -> list[tuple[int, Placement]]:
    """Return what a value writes at one place, each with its order; gaps that an earlier one covers have nothing.

    Raises:
        BadValue: The value can't be printed there.
    """
    printed = spot.print(data)
    more = spot.overflow(data) if spot.overflow else ((),) * len(printed)
    return [
        (number, Placement(anchor=_reaching(anchor, one.swallow), text=one.text, key=spot.key, texts=texts))
        for number, anchor, one, texts in zip(spot.order, spot.anchors, printed, more, strict=True)
        if one is not None
    ]


def _reaching(anchor: Anchor, swallow: int) -> Anchor:
    return replace(anchor, end=anchor.end + swallow) if swallow else anchor


def reading(blank: Blank, data: JsonValue, first: list[tuple[int, Placement]]) -> str:
    """Return a value as a person reads it: as printed, or whole where its gaps print it in pieces."""
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
    return address.spoken(data) if blank.kind is Kind.ADDRESS else first[0][1].text
