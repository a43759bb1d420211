"""Alternatives that hold gaps of their own: 【身份证】【护照】【____】, 【每月____日】【每季度末】.

What is chosen stays as it is printed, with its gaps; the rest goes, gaps and all. So the alternatives are cut at
their inner gaps into pieces, each with an anchor of its own. A gap that is an alternative by itself (the last 【____】
above) is chosen by filling it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from pipeline.model.record import JsonValue
from pipeline.model.template import Blank, Kind, Option, Role, Slot, Template
from pipeline.values.choice import option_names
from pipeline.values.gap import Printed


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternatives:
    """A choice whose alternatives hold gaps of other blanks.

    Attributes:
        blank: The choice.
        inner: Key of a blank inside → the names of the alternatives that it stands in; () if it is one by itself.
        pieces: What is left of the choice between the gaps, in reading order.
        kept: For each piece the (name, words) of every alternative that it holds a part of.
    """

    blank: Blank
    inner: Mapping[str, tuple[str, ...]]
    pieces: tuple[Slot, ...]
    kept: tuple[tuple[tuple[str, str], ...], ...]

    def written(self, known: Collection[str]) -> list[str]:
        """Return the keys among `known` of the gaps that are alternatives by themselves."""
        return [key for key, names in self.inner.items() if not names and key in known]

    def closed(self, data: JsonValue, known: Collection[str]) -> set[str]:
        """Return the keys of the blanks that go with what was not chosen."""
        chosen = set(data) if isinstance(data, list) else set()
        return {key for key, names in self.inner.items() if not (chosen.intersection(names) if names else key in known)}

    def print(self, data: JsonValue) -> tuple[Printed | None, ...]:
        """Return what each piece keeps."""
        chosen = [str(name) for name in data] if isinstance(data, list) else []
        first = {name: next((i for i, kept in enumerate(self.kept) if name in dict(kept)), -1) for name in chosen}
        return tuple(Printed(_words(kept, chosen, first, i)) for i, kept in enumerate(self.kept))


def _words(kept: tuple[tuple[str, str], ...], chosen: list[str], first: Mapping[str, int], index: int) -> str:
    """Return the words of a piece that stay, a 、 before every further alternative."""
    return "".join(
        ("、" if name != chosen[0] and first[name] == index else "") + words for name, words in kept if name in chosen
    )


def alternatives(template: Template) -> dict[str, Alternatives]:
    """Return the choices that hold gaps of other blanks, by field key."""
    others = [blank for blank in template.blanks if blank.kind is not Kind.SIGNATURE]
    found = {}
    for blank in others:
        if blank.kind is Kind.CHOICE and len(blank.slots) == 1 and blank.slots[0].role is Role.VALUE:
            inside = [
                (slot, other)
                for other in others
                for place in (other.slots, *other.repeats)
                for slot in place
                if other is not blank and _holds(blank.slots[0], slot)
            ]
            if inside:
                inside.sort(key=lambda pair: pair[0].start)
                found[blank.key] = _alternatives(blank, inside, template.text)
    return found


def _holds(outer: Slot, inner: Slot) -> bool:
    return outer.start <= inner.start <= inner.end <= outer.end and (inner.start, inner.end) != (outer.start, outer.end)


def _alternatives(blank: Blank, inside: list[tuple[Slot, Blank]], text: str) -> Alternatives:
    outer = blank.slots[0]
    pieces, at = [], outer.start
    for slot, _ in inside:
        if slot.start > at:
            pieces.append(_piece(outer, at, slot.start))
        at = max(at, slot.end)
    if at < outer.end:
        pieces.append(_piece(outer, at, outer.end))
    named = list(zip(option_names(blank), blank.options, strict=True))
    # A blank with a gap outside as well (an address around 【幢】【座】) is there whatever is chosen.
    whole = [other for _, other in inside if all(_holds(outer, slot) for slot in other.slots) and not other.repeats]
    return Alternatives(
        blank=blank,
        inner={other.key: _names(other, named) for other in whole},
        pieces=tuple(pieces),
        kept=tuple(tuple(_kept(slot, named, text)) for slot in pieces),
    )


def _piece(outer: Slot, start: int, end: int) -> Slot:
    anchor = outer.anchor
    if anchor is not None:
        base = anchor.start - outer.start
        anchor = replace(anchor, start=base + start, end=base + end)
    return replace(outer, start=start, end=end, anchor=anchor)


def _names(inner: Blank, named: list[tuple[str, Option]]) -> tuple[str, ...]:
    return tuple(
        name for name, option in named if any(option.start <= s.start and s.end <= option.end for s in inner.slots)
    )


def _kept(slot: Slot, named: list[tuple[str, Option]], text: str) -> list[tuple[str, str]]:
    return [
        (name, text[max(slot.start, option.start) : min(slot.end, option.end)])
        for name, option in named
        if max(slot.start, option.start) < min(slot.end, option.end)
    ]
