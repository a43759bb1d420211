"""Template + values → the text as it will read, with a map back to the template's text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pipeline.model.contract import Contract, Value
from pipeline.model.template import Blank, Kind, Role, Slot, Template

GAP = "____"  # how a gap without a value reads; checks take a run of underscores for "not known"

_SIGNING = ("签订日期", "签订时间", "签署日期", "签约日期", "签署时间", "签约时间")


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A stretch of the template's text and what stands there instead; `at` is its offset in the printed text."""

    start: int
    end: int
    text: str
    at: int = 0


def printed(template: Template, contract: Contract | None) -> tuple[str, tuple[Edit, ...]]:
    """Print the values into the template's text.

    Args:
        template: The template.
        contract: Its values; None leaves every gap open.

    Returns:
        The text, and the edits that made it in reading order, none overlapping.
    """
    pieces: list[str] = []
    edits: list[Edit] = []
    behind = length = 0
    for edit in sorted(_edits(template, contract), key=lambda e: (e.start, e.end)):
        if edit.start < behind:
            continue  # a slot inside another one, already printed with it
        kept = template.text[behind : edit.start]
        length += len(kept)
        edits.append(Edit(start=edit.start, end=edit.end, text=edit.text, at=length))
        pieces += [kept, edit.text]
        length += len(edit.text)
        behind = edit.end
    pieces.append(template.text[behind:])
    return "".join(pieces), tuple(edits)


def _edits(template: Template, contract: Contract | None) -> Iterator[Edit]:
    placements = contract.placements if contract else ()
    for placement in placements:
        yield Edit(start=placement.start, end=placement.end, text=placement.text)
    answered = {placement.key for placement in placements}
    for blank in template.blanks:
        if blank.key not in answered:
            yield from _gaps(template, blank, contract.values.get(blank.key) if contract else None)


def _gaps(template: Template, blank: Blank, value: Value | None) -> Iterator[Edit]:
    """How a blank reads that nothing is placed in: its value where it has one, else a gap."""
    for slot in (slot for slots in (blank.slots, *blank.repeats) for slot in slots):
        if value is not None:
            text = _slot_text(blank, slot, value)
            if text is not None:
                yield Edit(start=slot.start, end=slot.end, text=text)
        elif _is_open(blank, slot) and "_" not in template.text[slot.start : slot.end]:
            yield Edit(start=slot.start, end=slot.end, text=GAP)


def _is_open(blank: Blank, slot: Slot) -> bool:
    return slot.role not in (Role.BOX, Role.MORE, Role.CELL) and blank.kind is not Kind.SIGNATURE


def _slot_text(blank: Blank, slot: Slot, value: Value) -> str | None:
    """What a slot prints of a value where no placement says so; None leaves the slot as it is."""
    if slot.role is Role.VALUE:
        return value.text
    if slot.role is Role.MORE:
        return ""
    if slot.role in _DATE_PIECES and isinstance(value.data, str):
        first, last = _DATE_PIECES[slot.role]
        piece = value.data[first:last]
        return piece if slot.role in (Role.YEAR, Role.YEAR_SHORT) else piece.lstrip("0")
    if slot.role is Role.BOX and isinstance(value.data, list):
        option = next((o for o in blank.options if o.start == slot.start), None)
        return None if option is None else "☑" if option.label in value.data else "□"
    return None


# Stretches of an ISO date.
_DATE_PIECES = {Role.YEAR: (0, 4), Role.YEAR_SHORT: (2, 4), Role.MONTH: (5, 7), Role.DAY: (8, 10)}


def signing_date(template: Template, contract: Contract | None) -> date | None:
    """The signing date that the contract states, the latest where several parties sign.

    Args:
        template: The template; dates already written on it count too.
        contract: Its values, if it was filled here.

    Returns:
        The date, None if none is stated or it can't be read.
    """
    found: list[date] = []
    for blank in template.blanks:
        value = contract.values.get(blank.key) if contract else None
        if blank.kind is Kind.DATE and value is not None and _is_signing(blank):
            found += _iso(value.data)
    found += [d for blank in template.filled if blank.kind is Kind.DATE and _is_signing(blank)
              for d in _iso(_digits(blank.filled or ""))]  # fmt: skip
    return max(found, default=None)


def _is_signing(blank: Blank) -> bool:
    return blank.key.split(".")[-1].startswith("sign_date") or blank.label.endswith(_SIGNING)


def _iso(data: object) -> list[date]:
    try:
        return [date.fromisoformat(str(data))]
    except ValueError:
        return []


def _digits(words: str) -> str:
    """`2026年11月2日` or `2026/11/2` as `2026-11-02`."""
    numbers = "".join(c if c.isascii() and c.isdigit() else " " for c in words).split()
    return "-".join(number.zfill(2) for number in numbers[:3])
