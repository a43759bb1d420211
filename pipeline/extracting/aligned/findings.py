"""What of a filled document is not the template's, can't be read or disagrees → diagnostics (TPL001 … TPL004)."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence

from pipeline.diagnostics import Diagnostic, Severity
from pipeline.extracting.aligned.items import Item, Place
from pipeline.extracting.aligned.marks import HOLE, UNMARKED
from pipeline.extracting.aligned.match import Edit
from pipeline.extracting.aligned.pieces import Piece
from pipeline.model.flow import Flow
from pipeline.model.template import Slot, Template

UNREAD = ("TPL002", "TPL003")
"""Codes of gaps whose value was not read."""


def unread(place: Place, template: Template) -> Diagnostic:
    """Return that the place of a blank was not found."""
    return Diagnostic(
        severity=Severity.WARNING,
        code="TPL002",
        message=f"没有找到『{place.blank.label}』的位置，周围的文字已被改动",
        location=place.blank.clause,
        hint="请对照原件核实",
        key=place.blank.key,
        quote=_around(template.text, place.slots[0]),
    )


def _around(text: str, slot: Slot) -> str:
    return text[max(0, slot.start - 15) : slot.end + 10].strip()


def odd(place: Place, got: Sequence[Piece]) -> Diagnostic:
    """Return that what stands in a blank is no value of its kind."""
    return Diagnostic(
        severity=Severity.WARNING,
        code="TPL003",
        message=f"『{place.blank.label}』处写的是“{''.join(p.text for p in got)}”，读不成这一栏的值",
        location=place.blank.clause,
        hint="请对照原件核实",
        key=place.blank.key,
        start=got[0].start,
        end=got[-1].end,
    )


def disagrees(place: Place, first: str, second: str, start: int, end: int) -> Diagnostic:
    """Return that two places of one blank say different things."""
    return Diagnostic(
        severity=Severity.ERROR,
        code="TPL004",
        message=f"『{place.blank.label}』在两处不一致：“{first}”与“{second}”",
        location=place.blank.clause,
        hint="同一项内容在合同中应当一致，请核实哪一处被改动",
        key=place.blank.key,
        start=start,
        end=end,
    )


def edited(
    parts: Sequence[Item],
    edits: Sequence[Edit],
    text: str,
    offsets: tuple[int, ...],
    template: Template,
    filled: Flow,
) -> Iterator[Diagnostic]:
    """Yield the words that are not the template's, with both readings.

    Args:
        parts: The template's items.
        edits: The stretches that were edited.
        text: The filled skeleton.
        offsets: Of its characters in the document's text.
        template: The template.
        filled: The filled document.
    """
    for edit in edits:
        wanted = parts[edit.first : edit.last]
        was = "".join(HOLE if item.place else item.text for item in wanted)
        starts = [item.start for item in wanted for _ in (HOLE if item.place else item.text)]
        for i1, i2, j1, j2 in _changed(was, text[edit.start : edit.end]):
            first, last = edit.start + j1, edit.start + j2
            start = offsets[first] if first < len(offsets) else len(filled.text)
            end = offsets[last - 1] + 1 if last > first else start
            place = starts[min(i1, len(starts) - 1)] if starts else len(template.text)
            yield _different(_words(was, i1, i2), _words(text, first, last), _clause(template, place), (start, end))


_NEAR = 8


def _changed(was: str, now: str) -> Iterator[tuple[int, int, int, int]]:
    """Yield the stretches of two texts that differ in more than what stands in the gaps."""
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        gone = was[i1:i2].replace(HOLE, "").translate(UNMARKED)
        beside = HOLE in was[max(0, i1 - 1) : i2 + 1]
        if tag != "equal" and (gone or (now[j1:j2].translate(UNMARKED) and not beside)):
            yield i1, i2, j1, j2


def _words(text: str, start: int, end: int) -> str:
    return text[max(0, start - _NEAR) : end + _NEAR].replace(HOLE, "…").translate(UNMARKED)


def _different(was: str, now: str, clause: str, span: tuple[int, int]) -> Diagnostic:
    return Diagnostic(
        severity=Severity.WARNING,
        code="TPL001",
        message=f"固定文字与模板不同：模板为“{_short(was)}”，此处为“{_short(now)}”",
        location=clause,
        hint="请核实改动是否经过双方同意",
        start=span[0],
        end=span[1],
        quote=now[:80],
    )


def _short(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:36]}……{words[-20:]}"


def _clause(template: Template, offset: int) -> str:
    level, number = template.clauses, ""
    while clause := next((c for c in level if c.start <= offset < c.end), None):
        number = number if not clause.number or clause.level > 1 else clause.number
        level = clause.children
    return number
