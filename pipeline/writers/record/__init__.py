"""Contract → the contract record, and the record → its canonical bytes."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

import orjson

from pipeline.model.contract import AnnexStatus, Contract, Deadline, Value
from pipeline.model.record import JsonValue
from pipeline.model.template import Blank, Clause, Formula, Kind, Slot, Template
from pipeline.text.expressions import variables_of
from pipeline.text.skeleton import digest
from pipeline.values.money import currency_of
from pipeline.writers.parsed import clause_head, diagnostic_json
from pipeline.writers.record.elements import JsonObject, element_fields, elements, parties
from pipeline.writers.record.filled import FilledText

__all__ = ["SCHEMA_VERSION", "contract_record", "record_bytes", "record_schema"]

SCHEMA_VERSION = "1.0"
_MONEY = frozenset({Kind.AMOUNT, Kind.AMOUNT_UPPER})
_GENERAL = frozenset({"contract_no", "sign_date", "sign_place", "effective_date", "copies"})


def contract_record(contract: Contract) -> JsonObject:
    """Return the machine-readable record that every issued contract carries (合同记录).

    Args:
        contract: The contract as bound and checked.

    Returns:
        A JSON object that `contract_record.schema.json` describes, without `outputs`: a file can't hold its own hash.
    """
    template = contract.template
    prepared = _prepared(template)
    filled = FilledText(template.shown, contract.placements)
    return {
        "schema_version": SCHEMA_VERSION,
        "contract": {
            "title": template.title,
            "contract_no": _number(contract, prepared),
            "category": template.category,
            "template": {"id": template.id, "sha256": template.sha256},
            "state": contract.state,
        },
        "parties": parties(contract),
        "fields": {key: _field(prepared, key, value) for key, value in contract.values.items()},
        "elements": elements(contract, filled, prepared.elements),
        "clauses": [_clause(clause, filled) for clause in template.clauses],
        "text": _text(template, filled),
        "annexes": [_annex(status) for status in contract.annexes],
        "formulas": [_formula(formula, filled) for formula in template.formulas],
        "deadlines": [_deadline(deadline) for deadline in contract.deadlines],
        "definitions": [{"term": d.term, "aliases": [*d.aliases], "text": d.text} for d in template.definitions],
        "diagnostics": [diagnostic_json(diagnostic) for diagnostic in contract.diagnostics],
        "accepted": dict(contract.accepted),
        "provenance": dict(contract.provenance),
    }


def record_bytes(record: Mapping[str, JsonValue] | Mapping[str, object]) -> bytes:
    """Return the canonical bytes of a record: UTF-8, two-space indent, keys in order, a line end last.

    Args:
        record: What `contract_record` returned, or the same with `outputs`.
    """
    return orjson.dumps(dict(record), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


@functools.cache
def record_schema() -> dict[str, object]:
    """Return the JSON Schema (2020-12) of contract records."""
    text = (files(__package__) / "contract_record.schema.json").read_text(encoding="utf-8")
    schema: dict[str, object] = json.loads(text)
    return schema


@dataclass(frozen=True, slots=True, kw_only=True)
class _Prepared:
    """What records of one template have in common."""

    template: Template
    elements: Mapping[str, Blank]
    faces: Mapping[str, JsonObject]


_last: list[_Prepared] = []


def _prepared(template: Template) -> _Prepared:
    """Return what the template's records share; the last template's is kept, as a batch has but one."""
    if not _last or _last[0].template is not template:
        known = element_fields(template)
        general = {blank.key for name, blank in known.items() if name in _GENERAL}
        faces = {blank.key: _face(blank, general=blank.key in general) for blank in template.blanks}
        _last[:] = [_Prepared(template=template, elements=known, faces=faces)]
    return _last[0]


def _face(blank: Blank, *, general: bool) -> JsonObject:
    # The groups of GB/T 36319: general data, parties, subject.
    group = "parties" if blank.party and not general else "general" if general else "subject"
    face: JsonObject = {"label": blank.label, "kind": str(blank.kind), "unit": blank.unit, "group": group}
    if blank.kind in _MONEY:
        face["currency"] = currency_of(blank)
    face["at"] = [_place(blank, slots) for slots in (blank.slots, *blank.repeats)]
    return face


def _place(blank: Blank, slots: tuple[Slot, ...]) -> JsonValue:
    return {"clause": blank.clause, "start": slots[0].start, "end": slots[-1].end}


def _field(prepared: _Prepared, key: str, value: Value) -> JsonObject:
    face = prepared.faces[key]
    at = face["at"]
    plain = {name: each for name, each in face.items() if name != "at"}
    return {**plain, "value": value.data, "text": value.text, "derived": value.derived, "at": at}


def _number(contract: Contract, prepared: _Prepared) -> str:
    blank = prepared.elements.get("contract_no")
    value = contract.values.get(blank.key) if blank else None
    return value.text if value else ""


def _clause(clause: Clause, filled: FilledText) -> JsonObject:
    return {
        **clause_head(clause),
        "text": filled.clause(clause),
        "children": [_clause(child, filled) for child in clause.children],
    }


def _text(template: Template, filled: FilledText) -> JsonObject:
    """Return what tells a changed file: the digest of all visible text, and the text that stands in no clause."""
    ends = [0, *(clause.end for clause in template.clauses)]
    starts = [*(clause.start for clause in template.clauses), len(template.text)]
    outside: list[JsonValue] = [filled.between(a, max(a, b)).strip() for a, b in zip(ends, starts, strict=True)]
    told: JsonObject = {"sha256": digest(filled.between(0, len(template.text))), "outside": outside}
    if template.furniture:
        told["furniture"] = [*template.furniture]
    if template.hidden:
        told["hidden_sha256"] = digest("".join(template.text[start:end] for start, end in template.hidden))
    return told


def _formula(formula: Formula, filled: FilledText) -> JsonObject:
    """Return a formula with what was written into its gaps."""
    written = re.split("[=＝]", filled.between(formula.start, formula.end), maxsplit=1)[1:] if formula.end else []
    expression = "".join(written[0].split()) if written else formula.expression
    return {"name": formula.name, "expression": expression, "variables": [*variables_of(expression)]}


def _annex(status: AnnexStatus) -> JsonObject:
    supplied = status.supplied
    return {
        "number": status.number,
        "title": status.title,
        "referenced_in": [*status.referenced_in],
        "file": _file_name(supplied.path) if supplied else None,
        "sha256": supplied.sha256 if supplied else None,
        "pages": supplied.pages if supplied else None,
        "status": status.status,
    }


def _file_name(path: str) -> str:
    # The name alone: where the office keeps its files is nobody's business who gets the contract.
    return path.replace("\\", "/").rpartition("/")[2]


def _deadline(deadline: Deadline) -> JsonObject:
    return {
        "label": deadline.label,
        "days": deadline.days,
        "unit": deadline.unit,
        "from": deadline.start,
        "due": deadline.due or None,
        "key": deadline.key,
    }
