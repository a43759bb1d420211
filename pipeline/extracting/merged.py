"""What the words say + what a template or record knows → Extracted, the surer of the two."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pipeline.diagnostics import Diagnostic
from pipeline.extracting.extract import NAMES
from pipeline.extracting.parties import ELEMENTS
from pipeline.model.extracted import Extracted, Found, ReadParty
from pipeline.model.record import JsonValue

JsonObject = Mapping[str, JsonValue]


def with_record(
    read: Extracted,
    record: JsonObject,
    *,
    fields: Mapping[str, Found] | None = None,
    origin: str = "record",
    findings: tuple[Diagnostic, ...] = (),
) -> Extracted:
    """Return what was read with the values of a contract record in place of what the words alone let guess.

    Args:
        read: What the words say.
        record: A contract record: the one in the file, or one made from the fields that a template let read.
        fields: The fields as they stand in the file; from the record if not given.
        origin: "record" or "template".
        findings: Findings to add.
    """
    told = fields if fields is not None else _fields(read, record)
    elements = _elements(read, record.get("elements"))
    return replace(
        read,
        elements=elements,
        parties=_parties(read, record.get("parties")),
        fields=told,
        origin=origin,
        diagnostics=(*read.diagnostics, *findings),
    )


def _fields(read: Extracted, record: JsonObject) -> dict[str, Found]:
    fields = record.get("fields")
    if not isinstance(fields, dict):
        return {}
    return {
        key: _found(read, field.get("value"), str(field.get("text", "")))
        for key, field in fields.items()
        if isinstance(field, dict)
    }


def _elements(read: Extracted, told: JsonValue) -> dict[str, Found]:
    known = told if isinstance(told, dict) else {}
    found = dict(read.elements)
    for name, value in known.items():
        before = read.elements.get(name)
        if name == "penalty" and before:
            continue  # the sentence says more than the number in it
        if before and _plain(before.value) == _plain(value):
            found[name] = replace(before, value=value, confidence=1.0)
        else:
            found[name] = _found(read, value, str(_plain(value)))
    return {name: found[name] for name in NAMES if name in found}


def _parties(read: Extracted, told: JsonValue) -> tuple[ReadParty, ...]:
    if not isinstance(told, list):
        return read.parties
    parties = []
    by_key = {party.key: party for party in read.parties}
    for entry in told:
        if not isinstance(entry, dict):
            continue
        key = str(entry.get("key", ""))
        before = by_key.get(key)
        values = dict(before.values) if before else {}
        for name in ELEMENTS:
            if name in entry:
                old = values.get(name)
                same = old is not None and old.value == entry[name]
                values[name] = (
                    replace(old, confidence=1.0) if same and old else _found(read, entry[name], str(entry[name]))
                )
        parties.append(
            ReadParty(key=key, role=str(entry.get("role", "")), label=str(entry.get("label", "")), values=values)
        )
    return tuple(parties) or read.parties


def _found(read: Extracted, value: JsonValue, words: str) -> Found:
    start = read.template.text.find(words) if words else -1
    return Found(
        value=value, start=max(start, 0), end=start + len(words) if start >= 0 else 0,
        words=words if start >= 0 else "", confidence=1.0,
    )  # fmt: skip


def _plain(value: JsonValue) -> JsonValue:
    return value["value"] if isinstance(value, dict) and "value" in value and "unit" not in value else value
