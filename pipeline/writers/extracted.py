"""Extracted → what `hetong extract --json` prints, and one line of JSONL a contract."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation

import orjson

from pipeline.model.extracted import Extracted, Found, Obligation, ReadParty, Sum
from pipeline.model.record import JsonValue
from pipeline.model.template import Clause
from pipeline.writers.parsed import clause_head, diagnostic_json, reading_order

JsonObject = dict[str, JsonValue]


def extracted_json(extracted: Extracted, *, path: str = "") -> JsonObject:
    """Return a contract as read back, in the shape of a contract record; offsets count characters of "text".

    Args:
        extracted: What was read.
        path: The file that it was read from, as the caller named it.
    """
    template = extracted.template
    return {
        "source": {"path": path, "name": template.name, "format": template.format, "sha256": template.sha256},
        "origin": extracted.origin,
        "category": template.category,
        "elements": {name: found.value for name, found in extracted.elements.items()},
        "parties": [_party(party) for party in extracted.parties],
        "fields": {key: found.value for key, found in extracted.fields.items()},
        "clauses": [_clause(extracted, clause) for clause in reading_order(template.clauses)],
        "annexes": [
            {"number": a.number, "title": a.title, "listed": a.listed is not None, "headed": a.headed is not None}
            for a in template.annexes
        ],
        "annex_references": [
            {"number": r.number, "title": r.title, "clause": r.clause} for r in template.annex_references
        ],
        "definitions": [{"term": d.term, "aliases": [*d.aliases], "text": d.text} for d in template.definitions],
        "payments": [{"share": p.share, "trigger": p.trigger, "clause": p.clause} for p in template.payments],
        "formulas": [{"name": f.name, "expression": f.expression} for f in template.formulas],
        "obligations": [_obligation(o) for o in extracted.obligations],
        "sums": [_sum(s) for s in extracted.sums],
        "extracted": {
            "elements": {name: _evidence(found) for name, found in extracted.elements.items()},
            "parties": [{name: _evidence(found) for name, found in p.values.items()} for p in extracted.parties],
        },
        "text": template.text,
        "diagnostics": [diagnostic_json(d) for d in extracted.diagnostics],
    }


def jsonl_line(record: Mapping[str, JsonValue]) -> bytes:
    """Return one line of JSONL, UTF-8 with its line end."""
    return orjson.dumps(dict(record), option=orjson.OPT_APPEND_NEWLINE)


def list_bytes(records: Iterable[Mapping[str, JsonValue]]) -> bytes:
    """Return several contracts as one JSON list, UTF-8."""
    return orjson.dumps([dict(r) for r in records], option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _party(party: ReadParty) -> JsonObject:
    values: JsonObject = {name: found.value for name, found in party.values.items()}
    return {"key": party.key, "role": party.role, "label": party.label, **values}


def _clause(extracted: Extracted, clause: Clause) -> JsonObject:
    stop = clause.children[0].start if clause.children else clause.end
    return {
        **clause_head(clause),
        "start": clause.start,
        "end": clause.end,
        "text": extracted.template.text[clause.start : stop].strip(),
    }


def _evidence(found: Found) -> JsonObject:
    return {
        "confidence": found.confidence,
        "clause": found.clause,
        "start": found.start,
        "end": found.end,
        "words": found.words,
    }


def _obligation(one: Obligation) -> JsonObject:
    return {
        "who": one.who,
        "modal": one.modal,
        "what": one.what,
        "by": one.by,
        "length": one.length,
        "since": one.since,
        "due": one.due or None,
        "clause": one.clause,
        "start": one.start,
        "end": one.end,
    }


def _sum(one: Sum) -> JsonObject:
    return {
        "value": one.value,
        "unit": one.unit,
        "purpose": one.purpose,
        "words": one.words,
        "clause": one.clause,
        "start": one.start,
        "end": one.end,
    }


def element_rows(extracted: Extracted) -> Iterator[tuple[str, str, float, str]]:
    """Yield name, value as text, confidence and words of every element, for a table that a person reads."""
    for name, found in extracted.elements.items():
        yield name, plain_text(found.value), found.confidence, found.words


def plain_text(value: JsonValue) -> str:
    """Return a value as a person reads it: 120,000.00元, 3年, 诉讼, several lines as one."""
    if isinstance(value, dict):
        if "unit" in value:
            return f"{value['value']}{value['unit']}"
        return _sum_text(str(value["value"]), str(value.get("currency", "")))
    if isinstance(value, list):
        return "；".join(plain_text(v) for v in value)
    return "" if value is None else _METHODS.get(str(value), str(value))


_METHODS = {"arbitration": "仲裁", "litigation": "诉讼"}
_NATURES = {
    "不得": "禁止", "无权": "禁止", "有权": "权利", "可以": "权利", "保证": "保证", "承诺": "保证",
    "无需": "免除", "无须": "免除", "毋须": "免除", "毋需": "免除", "不必": "免除",
}  # fmt: skip


def nature(modal: str) -> str:
    """Return what a modal makes of a duty: 义务, 禁止, 权利, 保证, 免除."""
    return _NATURES.get(modal, "义务")


def _sum_text(value: str, currency: str) -> str:
    try:
        printed = f"{Decimal(value):,}"
    except InvalidOperation:
        printed = value
    return f"{printed}元" if currency == "CNY" else f"{printed} {currency}".strip()
