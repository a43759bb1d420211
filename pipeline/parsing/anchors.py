"""Template + Flow → Template: every slot gets its place in the source DOCX."""

from __future__ import annotations

import bisect
import itertools
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.diagnostics import Diagnostic, Severity
from pipeline.model.template import Blank, Kind, Role, Slot, Template
from pipeline.ooxml.anchors import anchor_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.model.flow import Flow


def anchor(template: Template, flow: Flow) -> Template:
    """Return the template with an anchor at every slot.

    Args:
        template: A template parsed from `flow`.
        flow: The flow of the source DOCX.

    Returns:
        The template; a slot that stands in an automatic number or across paragraphs can't be filled in place and
        is reported as diagnostic ANC001, its blank left out of the form. So is, as ANC002, a blank that claims
        characters of another one: no file may get two values in one place.
    """
    kept: list[Blank] = []
    lost: list[Diagnostic] = []
    taken = _Taken()
    for blank in _reachable(template.blanks, flow, lost):
        anchored = _anchored(blank, flow)
        if anchored is None:
            lost.append(_unreachable(blank))
        elif not taken.add(anchored):
            lost.append(_doubled(blank))
        else:
            kept.append(anchored)
    return replace(template, blanks=tuple(kept), diagnostics=template.diagnostics + tuple(lost))


class _Taken:
    """The characters that blanks have claimed, in reading order of the blanks."""

    def __init__(self) -> None:
        self._slots: list[tuple[int, int, Blank]] = []
        self._furthest = 0

    def add(self, blank: Blank) -> bool:
        """Claim a blank's characters; False, and nothing is claimed, where another blank has one of them."""
        slots = [slot for place in (blank.slots, *blank.repeats) for slot in place if slot.role is not Role.TAG]
        if any(self._meets(slot, blank) for slot in slots):
            return False
        self._slots += [(slot.start, slot.end, blank) for slot in slots]
        self._slots.sort(key=lambda claim: claim[:2])
        self._furthest = max([self._furthest, *(slot.end - slot.start for slot in slots)])
        return True

    def _meets(self, slot: Slot, blank: Blank) -> bool:
        first = bisect.bisect_left(self._slots, slot.start - self._furthest, key=lambda claim: claim[0])
        for start, end, other in itertools.islice(self._slots, first, None):
            if start > slot.end:
                return False
            same = (start, end) == (slot.start, slot.end)
            crosses = max(start, slot.start) < min(end, slot.end)
            # Alternatives hold the gaps of their own: 【身份证】【____】.
            nested = (_may_hold(other) and start <= slot.start and slot.end <= end) or (
                _may_hold(blank) and slot.start <= start and end <= slot.end
            )
            if same or (crosses and not nested):
                return True
        return False


def _may_hold(blank: Blank) -> bool:
    return blank.kind is Kind.CHOICE and len(blank.slots) == 1 and blank.slots[0].role is Role.VALUE


def _reachable(blanks: Iterable[Blank], flow: Flow, lost: list[Diagnostic]) -> Iterator[Blank]:
    """Yield the blanks without those of several places that can't be filled; each of these is reported."""
    for blank in blanks:
        if not blank.repeats:
            yield blank
            continue
        places = (blank.slots, *blank.repeats)
        held = [place for place in places if all(_slot(slot, flow).anchor is not None for slot in place)]
        lost += [_unreachable(replace(blank, slots=place, repeats=())) for place in places if place not in held]
        if held:
            yield replace(blank, slots=held[0], repeats=tuple(held[1:]))


def _anchored(blank: Blank, flow: Flow) -> Blank | None:
    places = [tuple(_slot(slot, flow) for slot in place) for place in (blank.slots, *blank.repeats)]
    if any(slot.anchor is None for place in places for slot in place):
        return None
    return replace(blank, slots=places[0], repeats=tuple(places[1:]))


def _slot(slot: Slot, flow: Flow) -> Slot:
    line = flow.lines[flow.line_at(slot.start)]
    if slot.start < line.body or slot.end > line.end:
        return slot
    return replace(slot, anchor=anchor_for(line.paragraph, slot.start - line.body, slot.end - line.body))


def _unreachable(blank: Blank) -> Diagnostic:
    return Diagnostic(
        severity=Severity.WARNING,
        code="ANC001",
        message=f"空白处『{blank.label}』跨越段落或位于自动编号中，无法原位填写",
        hint="请在原文件中把这一处改为一段之内的空白后重新解析",
        start=blank.start,
        end=blank.end,
        key=blank.key,
    )


def _doubled(blank: Blank) -> Diagnostic:
    return Diagnostic(
        severity=Severity.WARNING,
        code="ANC002",
        message=f"空白处『{blank.label}』与另一处空白占用同样的文字，只保留前一处",
        hint="请在原文件中把两处空白分开后重新解析",
        start=blank.start,
        end=blank.end,
        key=blank.key,
    )
