"""Templates written as text: ⟦key|kind|unit|role=…|own=…⟧ stands for a gap."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from pipeline.model.contract import Contract
from pipeline.model.template import Anchor, Blank, Column, Kind, Option, Party, Role, Slot, Template

_GAP = re.compile(r"⟦([^⟧]+)⟧")


def template_of(source: str, **more: Any) -> Template:
    """Build a template from marked text.

    Attributes of a gap: key|kind|unit, then name=value: role, own (its characters, ____), name, label, pair, clause,
    options (A/B), columns (key:label:kind:unit,…), and the bare words optional, multiple, repeat.
    """
    found: list[Any] = []
    text, at = "", 0
    for match in _GAP.finditer(source):
        text += source[at : match.start()]
        at = match.end()
        key, kind, unit, *rest = [*match[1].split("|"), "", ""][: max(3, match[1].count("|") + 1)]
        facts = {k: v for k, _, v in (item.partition("=") for item in rest)}
        if "inside" in facts:  # key:offset:length, a gap within the characters of one that was written before
            slot = _inside(found, *facts["inside"].split(":"))
            found.append((key, Kind(kind), unit, facts, slot))
            continue
        own = facts.get("own", "____")
        start, line = len(text), text.count("\n")
        column = start - (text.rfind("\n") + 1)
        anchor = Anchor(
            part="word/document.xml", paragraph=line, start=column, end=column + len(own), fingerprint="0" * 16
        )
        slot = Slot(
            start=start,
            end=start + len(own),
            role=Role(facts.get("role", "value")),
            name=facts.get("name", ""),
            anchor=anchor,
        )
        found.append((key, Kind(kind or "text"), unit, facts, slot))
        text += own
    text += source[at:]
    return Template(
        title="t", text=text, format="docx", name="t.docx", sha256="0" * 64, blanks=tuple(_blanks(found)), **more
    )


def _inside(found: list[Any], outer: str, offset: str, length: str) -> Slot:
    host: Slot = next(entry[4] for entry in found if entry[0] == outer)
    assert host.anchor is not None
    start, end = int(offset), int(offset) + int(length)
    anchor = replace(host.anchor, start=host.anchor.start + start, end=host.anchor.start + end)
    return Slot(start=host.start + start, end=host.start + end, anchor=anchor)


def _blanks(found: list[Any]) -> list[Blank]:
    grouped: dict[str, list[list[Any]]] = {}
    for entry in found:
        places = grouped.setdefault(entry[0], [])
        if not places or "repeat" in entry[3]:
            places.append([])
        places[-1].append(entry)
    return [_blank(places) for places in grouped.values()]


def _blank(places: list[list[Any]]) -> Blank:
    key, kind, unit, facts, _ = places[0][0]
    slots = [tuple(entry[4] for entry in place) for place in places]
    labels = [label for label in facts.get("options", "").split("/") if label]
    boxes = [s for s in slots[0] if s.role is Role.BOX]
    spans = [
        [slots[0][0].start + int(x) for x in pair.split(":")] for pair in facts.get("spans", "").split(",") if pair
    ]
    options = (
        [Option(label=label, start=a, end=b) for label, (a, b) in zip(labels, spans, strict=True)]
        if spans
        else [
            Option(
                label=label, start=boxes[i].start if i < len(boxes) else 0, end=boxes[i].end if i < len(boxes) else 0
            )
            for i, label in enumerate(labels)
        ]
    )
    columns = [c.split(":") for c in facts.get("columns", "").split(",") if c]
    return Blank(
        key=key,
        kind=kind,
        unit=unit,
        label=facts.get("label", key),
        slots=slots[0],
        repeats=tuple(slots[1:]),
        required="optional" not in facts and kind is not Kind.SIGNATURE,
        options=tuple(options),
        multiple="multiple" in facts,
        columns=tuple(Column(key=c[0], label=c[1], kind=Kind(c[2]), unit=c[3] if len(c) > 3 else "") for c in columns),
        pair=facts.get("pair", ""),
        clause=facts.get("clause", ""),
        party=facts.get("party", ""),
    )


def printed_text(contract: Contract) -> str:
    """Return the template's text with the placements written in, as a writer would do it paragraph by paragraph."""
    lines = contract.template.text.split("\n")
    extra: dict[int, list[list[str]]] = {}
    for p in sorted(contract.placements, key=lambda p: (p.anchor.paragraph, -p.anchor.start, -p.anchor.end)):
        line = lines[p.anchor.paragraph]
        lines[p.anchor.paragraph] = line[: p.anchor.start] + p.text + line[p.anchor.end :]
        if p.texts:
            extra.setdefault(p.anchor.paragraph, []).insert(0, list(p.texts))
    for number in sorted(extra, reverse=True):
        lines[number + 1 : number + 1] = ["+" + "|".join(row) for row in zip(*extra[number], strict=True)]
    return "\n".join(lines)


@pytest.fixture
def make() -> Callable[..., Template]:
    return template_of


@pytest.fixture
def shown() -> Callable[[Contract], str]:
    return printed_text


@pytest.fixture
def parties() -> tuple[Party, ...]:
    return (
        Party(key="party_a", role="甲方", label="甲方（委托方）", start=0),
        Party(key="party_b", role="乙方", label="乙方", start=0),
    )
