"""Template + TemplateFile → Template: what a person wrote in template.yaml wins over what was parsed.

Two uses: loading a template folder (`overlay`, the file's fields are the fields) and parsing a source again
(`keep_edits`, the file's names are kept for the blanks that are still there).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from pipeline.model.flow import Flow, Line
from pipeline.model.folder import AnnexEntry, ClauseEntry, TemplateFile
from pipeline.model.template import Anchor, Annex, Blank, Clause, Option, Party, Role, Slot, Template
from pipeline.ooxml.anchors import AnchorLost, fingerprint


def overlay(template: Template, flow: Flow, file: TemplateFile) -> Template:
    """Return the template as template.yaml has it.

    Args:
        template: What parsing source.docx gives now.
        flow: The flow of source.docx.
        file: What template.yaml says.

    Raises:
        AnchorLost: A field's anchor does not fit source.docx.
    """
    lines = {(line.paragraph.place.part, line.paragraph.place.paragraph): line for line in flow.lines}
    parsed = {blank.start: blank for blank in template.blanks}
    return replace(
        template,
        id=file.id,
        title=file.title or template.title,
        category=file.category or template.category,
        blanks=tuple(_listed(_located(blank, lines), parsed) for blank in file.fields),
        parties=_parties(template.parties, file),
        annexes=_annexes(template, file.annexes),
        clauses=_clauses(template.clauses, file.clauses),
    )


def keep_edits(template: Template, file: TemplateFile) -> Template:
    """Return a freshly parsed, anchored template with the names that a person gave in the old template.yaml.

    A blank is the same one where its first anchor is the same; its key, label, kind, unit, required, options, columns
    and pair are then the file's. Blanks that a person made one (`also`) stay one.
    """
    old = {_place(blank): blank for blank in file.fields}
    parts = [part for blank in template.blanks for part in _parted(blank, old)]
    new = {_place(part): part for part in parts}
    merged = {_place_of(place) for blank in file.fields for place in blank.repeats} & set(new)
    blanks = tuple(
        _edited(_merged(part, old.get(_place(part)), new), old.get(_place(part)))
        for part in parts
        if _place(part) not in merged
    )
    return replace(
        template,
        id=file.id,
        title=file.title or template.title,
        category=file.category or template.category,
        blanks=blanks,
        parties=_parties(template.parties, file),
        clauses=_clauses(template.clauses, file.clauses),
    )


def _place(blank: Blank) -> tuple[Anchor | None, str]:
    """Return what tells a blank from the others: several can stand in one tag, by name."""
    return _place_of(blank.slots)


def _place_of(slots: tuple[Slot, ...]) -> tuple[Anchor | None, str]:
    return slots[0].anchor, slots[0].name


def _merged(blank: Blank, old: Blank | None, new: dict[tuple[Anchor | None, str], Blank]) -> Blank:
    """Return the blank with the further places that a person gave it."""
    own = {_place_of(place) for place in blank.repeats}
    further = [_place_of(place) for place in old.repeats] if old else []
    more = tuple(new[place].slots for place in further if place in new and place not in own)
    return replace(blank, repeats=(*blank.repeats, *more)) if more else blank


def _parted(blank: Blank, old: Mapping[tuple[Anchor | None, str], Blank]) -> tuple[Blank, ...]:
    """Return a blank of several places without those that are fields of their own in the old file, and these."""
    own = [slots for slots in blank.repeats if _place_of(slots) in old]
    kept = tuple(slots for slots in blank.repeats if slots not in own)
    return (replace(blank, repeats=kept), *(replace(blank, slots=slots, repeats=()) for slots in own))


def _edited(blank: Blank, old: Blank | None) -> Blank:
    if old is None:
        return blank
    options = blank.options
    if len(old.options) == len(options):
        options = tuple(replace(new, label=was.label) for new, was in zip(options, old.options, strict=True))
    columns = old.columns if len(old.columns) == len(blank.columns) else blank.columns
    return replace(
        blank,
        key=old.key,
        label=old.label,
        kind=old.kind,
        unit=old.unit,
        required=old.required,
        multiple=old.multiple,
        pair=old.pair,
        party=old.party,
        options=options,
        columns=columns,
    )


def _located(blank: Blank, lines: dict[tuple[str, int], Line]) -> Blank:
    slots = tuple(_placed(slot, blank.label, lines) for slot in blank.slots)
    boxes = [slot for slot in slots if slot.role is Role.BOX]
    options = blank.options
    if len(boxes) == len(options):
        options = tuple(Option(label=o.label, start=b.start, end=b.end) for o, b in zip(options, boxes, strict=True))
    repeats = tuple(tuple(_placed(slot, blank.label, lines) for slot in place) for place in blank.repeats)
    return replace(blank, slots=slots, options=options, repeats=repeats)


def _listed(blank: Blank, parsed: dict[int, Blank]) -> Blank:
    """Return a choice with the places of the entries that it chooses from; template.yaml has only their words."""
    found = parsed.get(blank.start)
    if found is None or blank.slots[0].role is Role.BOX or len(found.options) != len(blank.options):
        return blank
    places = zip(blank.options, found.options, strict=True)
    return replace(blank, options=tuple(replace(place, label=option.label) for option, place in places))


def _placed(slot: Slot, label: str, lines: dict[tuple[str, int], Line]) -> Slot:
    anchor = slot.anchor
    if anchor is None:
        raise ValueError("a slot of template.yaml always has an anchor")
    line = lines.get((anchor.part, anchor.paragraph))
    if line is None or line.body + anchor.end > line.end or fingerprint(line.paragraph.text) != anchor.fingerprint:
        raise AnchorLost(anchor, f"找不到空白处『{label}』，该段文字已改动")
    return replace(slot, start=line.body + anchor.start, end=line.body + anchor.end)


def _parties(parties: tuple[Party, ...], file: TemplateFile) -> tuple[Party, ...]:
    entries = {entry.key: entry for entry in file.parties}
    return tuple(
        replace(p, role=entries[p.key].role, label=entries[p.key].label) if p.key in entries else p for p in parties
    )


def _annexes(template: Template, entries: tuple[AnnexEntry, ...]) -> tuple[Annex, ...]:
    """The file's list is the list of annexes that must be there; where they stand is what parsing found."""
    headed_only = tuple(annex for annex in template.annexes if annex.listed is None)
    listed = [annex for annex in template.annexes if annex.listed is not None]
    end = len(template.text)
    out: list[Annex] = []
    for entry in entries:
        found = next((a for a in listed if a.title == entry.title), None) or next(
            (a for a in listed if a.number == entry.number and a.number), None
        )
        if found is not None:
            listed.remove(found)
        base = found or Annex(number=entry.number, title=entry.title, listed=end)
        out.append(replace(base, number=entry.number, title=entry.title))
    return tuple(out) + headed_only


def _clauses(clauses: Iterable[Clause], entries: Iterable[ClauseEntry]) -> tuple[Clause, ...]:
    wanted: dict[tuple[str, str], list[str]] = {}
    for entry in entries:
        wanted.setdefault((entry.number, entry.title), []).append(entry.category)
    return tuple(_categorised(clause, wanted) for clause in clauses)


def _categorised(clause: Clause, wanted: dict[tuple[str, str], list[str]]) -> Clause:
    names = wanted.get((clause.number, clause.title))
    category = names.pop(0) if names else clause.category
    children = tuple(_categorised(child, wanted) for child in clause.children) if clause.level < 1 else clause.children
    return replace(clause, category=category or clause.category, children=children)
