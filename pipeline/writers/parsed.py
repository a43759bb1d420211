"""Template → the JSON form of `hetong parse --json`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from pipeline.diagnostics import Diagnostic
from pipeline.model.record import JsonValue
from pipeline.model.template import Annex, AnnexReference, Blank, Clause, Role, Template

JsonObject = dict[str, JsonValue]


def parsed_json(template: Template) -> JsonObject:
    """Return what `parse --json` prints; offsets count characters of "text"."""
    return {
        "title": template.title,
        "category": template.category,
        "text": template.text,
        "source": {"name": template.name, "format": template.format, "sha256": template.sha256},
        "blanks": [{**blank_json(b), "start": _begin(b, template.text)} for b in places(template.blanks)],
        "filled": [_filled(b) for b in template.filled],
        "parties": [
            {"key": p.key, "role": p.role, "label": p.label, "start": p.start, "aliases": list(p.aliases)}
            for p in template.parties
        ],
        "regions": [{"section": str(r.section), "start": r.start, "end": r.end} for r in template.regions],
        "clauses": [_clause(c) for c in reading_order(template.clauses)],
        "annexes": [_annex(a) for a in template.annexes],
        "annex_references": [_reference(r) for r in template.annex_references if _by_name(r)],
        "annex_title_references": [_reference(r) for r in template.annex_references if not _by_name(r)],
        "definitions": [
            {"term": d.term, "aliases": list(d.aliases), "text": d.text, "start": d.start} for d in template.definitions
        ],
        "formulas": [
            {"name": f.name, "expression": f.expression, "variables": list(f.variables), "start": f.start}
            for f in template.formulas
        ],
        "payments": [
            {"share": p.share, "trigger": p.trigger, "start": p.start, "clause": p.clause} for p in template.payments
        ],
        "items": [
            {"group": i.group, "text": i.text, "answer": i.answer, "truncated": i.truncated, "start": i.start}
            for i in template.items
        ],
        "diagnostics": [diagnostic_json(d) for d in template.diagnostics],
    }


def places(blanks: Iterable[Blank]) -> list[Blank]:
    """Return every place of every blank as one of its own, in reading order; those of one field share its key."""
    every: list[Blank] = []
    for blank in blanks:
        labels = blank.called if len(blank.called) == len(blank.repeats) else (blank.label,) * len(blank.repeats)
        every.append(replace(blank, repeats=(), called=()))
        every += [
            replace(blank, slots=slots, label=label, repeats=(), called=())
            for slots, label in zip(blank.repeats, labels, strict=True)
        ]
    return sorted(every, key=lambda blank: blank.start)


_CENTURY = re.compile(r"(?:20|２０|19|１９|一九|二[〇○◯零0])[ \u3000\xa0]?$")


def _begin(blank: Blank, text: str) -> int:
    """Return where a blank begins: the date 20__年__月__日 with its printed 20."""
    if blank.slots[0].role is not Role.YEAR_SHORT:
        return blank.start
    century = _CENTURY.search(text, max(0, blank.start - 4), blank.start)
    return century.start() if century else blank.start


def reading_order(clauses: Iterable[Clause]) -> Iterator[Clause]:
    """Yield every clause of the tree, parents before children."""
    for clause in clauses:
        yield clause
        yield from reading_order(clause.children)


def blank_json(blank: Blank) -> JsonObject:
    """Return one blank as `parse --json` prints it."""
    return {
        "key": blank.key,
        "label": blank.label,
        "kind": str(blank.kind),
        "unit": blank.unit,
        "required": blank.required,
        "start": blank.start,
        "end": blank.end,
        "options": [o.label for o in blank.options],
        "multiple": blank.multiple,
        "columns": [{"key": c.key, "label": c.label, "kind": str(c.kind), "unit": c.unit} for c in blank.columns],
        "pair": blank.pair,
        "party": blank.party,
        "clause": blank.clause,
        "shape": blank.shape,
        "confidence": round(blank.confidence, 2),
        "slots": [{"start": s.start, "end": s.end, "role": str(s.role), "name": s.name} for s in blank.slots],
    }


def diagnostic_json(diagnostic: Diagnostic) -> JsonObject:
    """Return one finding as every `--json` prints it."""
    return {
        "severity": str(diagnostic.severity),
        "code": diagnostic.code,
        "message": diagnostic.message,
        "location": diagnostic.location,
        "hint": diagnostic.hint,
        "start": diagnostic.start,
        "end": diagnostic.end,
        "quote": diagnostic.quote,
        "key": diagnostic.key,
    }


def _filled(blank: Blank) -> JsonObject:
    return {
        "key": blank.key,
        "label": blank.label,
        "kind": str(blank.kind),
        "unit": blank.unit,
        "text": blank.filled,
        "start": blank.start,
        "end": blank.end,
    }


def clause_head(clause: Clause) -> JsonObject:
    """Return what every `--json` and the contract record say of a clause first."""
    return {
        "number": clause.number,
        "title": clause.title,
        "level": clause.level,
        "category": clause.category,
        "section": str(clause.section),
    }


def _clause(clause: Clause) -> JsonObject:
    return {
        **clause_head(clause),
        "start": clause.start,
        "end": clause.end,
        "children": [{"number": c.number, "title": c.title, "start": c.start} for c in clause.children],
    }


def _annex(annex: Annex) -> JsonObject:
    return {
        "number": annex.number,
        "title": annex.title,
        "listed": annex.listed is not None,
        "headed": annex.headed is not None,
        "start": annex.start,
    }


def _by_name(reference: AnnexReference) -> bool:
    """True where the text uses the annex's name: 附件四, or its title where the list does not number it so."""
    return reference.by == "number" or "附" not in reference.number


def _reference(reference: AnnexReference) -> JsonObject:
    return {
        "number": reference.number,
        "title": reference.title,
        "start": reference.start,
        "end": reference.end,
        "by": reference.by,
        "clause": reference.clause,
    }
