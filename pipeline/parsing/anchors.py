"""Template + Flow → Template: every slot gets its place in the source DOCX."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.diagnostics import Diagnostic, Severity
from pipeline.model.template import Blank, Slot, Template
from pipeline.ooxml.anchors import anchor_for

if TYPE_CHECKING:
    from pipeline.model.flow import Flow


def anchor(template: Template, flow: Flow) -> Template:
    """Return the template with an anchor at every slot.

    Args:
        template: A template parsed from `flow`.
        flow: The flow of the source DOCX.

    Returns:
        The template; a slot that stands in an automatic number or across paragraphs can't be filled in place and
        is reported as diagnostic ANC001, its blank left out of the form.
    """
    kept: list[Blank] = []
    lost: list[Diagnostic] = []
    for blank in template.blanks:
        anchored = _anchored(blank, flow)
        if anchored is None:
            lost.append(_unreachable(blank))
        else:
            kept.append(anchored)
    return replace(template, blanks=tuple(kept), diagnostics=template.diagnostics + tuple(lost))


def _anchored(blank: Blank, flow: Flow) -> Blank | None:
    slots = tuple(_slot(slot, flow) for slot in blank.slots)
    repeats = tuple(tuple(_slot(slot, flow) for slot in place) for place in blank.repeats)
    if any(s.anchor is None for s in slots) or any(s.anchor is None for place in repeats for s in place):
        return None
    return replace(blank, slots=slots, repeats=repeats)


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
