"""Template → JSON Schema (2020-12) of the records that fill it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from pipeline.model.field import Field, fields, heading
from pipeline.model.template import Kind, Template
from pipeline.values.choice import ordinals, spoken
from pipeline.writers.form.wording import advice, example, need, wordings

DIALECT = "https://json-schema.org/draft/2020-12/schema"

# What people type is coerced later (12万, 2026年11月22日), so the schema asks for the type and not for the spelling.
_FIGURES = frozenset({Kind.AMOUNT, Kind.AMOUNT_UPPER, Kind.NUMBER, Kind.PERCENT, Kind.DURATION})

JsonSchema = dict[str, object]


Sources = Mapping[str, Sequence[Sequence[str]]]


def form_schema(template: Template, sources: Sources = MappingProxyType({})) -> JsonSchema:
    """Return the JSON Schema of the template's records, with titles and descriptions in Chinese.

    Args:
        template: A template whose blanks have keys and labels.
        sources: What filling computes: field key → the sets of fields of which each is enough. None of these is
            required; of two that follow from each other one is.
    """
    all_fields = fields(template)
    reserved: JsonSchema = {
        "annexes": {"title": "附件", "description": "附件所在文件夹，或附件文件的列表", "anyOf": [
            {"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
        "accept": {"title": "接受的问题", "description": "问题编号: 接受的理由", "type": "object",
                   "additionalProperties": {"type": "string"}},
        "business_id": {"title": "业务编号", "description": "本单位给这份合同的编号", "type": "string"},
    }  # fmt: skip
    return {
        "$schema": DIALECT,
        "$id": f"urn:hetong:form:{template.id or 'template'}:{template.sha256[:16]}",
        "title": template.title,
        "description": "一份合同的填写数据",
        "type": "object",
        "properties": {**{f.key: _property(f, computed=f.key in sources) for f in all_fields}, **reserved},
        "patternProperties": {r"^[#$]": {}},
        "required": [field.key for field in all_fields if field.required and field.key not in sources],
        **_either(all_fields, sources),
        "additionalProperties": False,
    }


def _either(all_fields: Sequence[Field], sources: Sources) -> JsonSchema:
    """Return the demand that of two fields which follow from each other, and from nothing else, one is given."""
    owed = {field.key for field in all_fields if field.required or field.derived}
    pairs: dict[frozenset[str], list[str]] = {}
    for key, ways in sources.items():
        for other in [way[-1] for way in ways if len(ways) == 1]:
            back = sources.get(other, ())
            if key in owed and other in owed and len(back) == 1 and back[0][-1] == key:
                pairs.setdefault(frozenset((key, other)), []).append(key)
    demands = [{"anyOf": [{"required": [key]} for key in sorted(pair)]} for pair in pairs]
    return {"allOf": demands} if demands else {}


def _property(field: Field, *, computed: bool) -> JsonSchema:
    said: JsonSchema = {
        "title": heading(field.label, field.unit),
        "description": f"{wordings()[field.kind].name}，{need(field)}。{advice(field)}",
    }
    shape = _shape(field)
    # A value that is not required may be left out, null or empty, as skeletons have it.
    said |= shape if field.required and not computed else {"anyOf": [shape, {"enum": [None, ""]}]}
    if example(field):
        said["examples"] = [list(field.choices[:2]) if field.multiple else example(field)]
    return said


def _shape(field: Field) -> JsonSchema:
    if field.kind is Kind.TABLE:
        columns: JsonSchema = {c.key: {"title": heading(c.label, c.unit), **_scalar(c.kind)} for c in field.columns}
        row: JsonSchema = {"type": "object", "properties": columns, "additionalProperties": False}
        return {"type": "array", "items": row}
    if field.choices:
        return _choice(field)
    return _scalar(field.kind)


def _choice(field: Field) -> JsonSchema:
    """Return the answers that a choice takes: an option by its name, its number or its letter, several if it may be."""
    count = len(field.choices)
    names = "|".join(sorted(map(_literal, field.choices), key=len, reverse=True))
    one = f"(?:{names}|{ordinals(count)})"
    answers: list[JsonSchema] = [
        {"enum": [*dict.fromkeys((*field.choices, *spoken(field.choices)))]},
        {"type": "integer", "minimum": 1, "maximum": count},
        {"type": "string", "pattern": f"^{one}$"},
    ]
    if not field.multiple:
        return {"anyOf": answers}
    several = {"type": "array", "minItems": 1, "items": {"anyOf": answers}}
    written = {"type": "string", "pattern": f"^{one}(?:[、,，;；\\n]{one})*$"}
    return {"anyOf": [*answers[:2], several, written]}


def _literal(text: str) -> str:
    """Return a text as a regular expression of ECMA-262 that it alone matches."""
    return re.sub(r"[\\^$.*+?()\[\]{}|/]", r"\\\g<0>", text)


def _scalar(kind: Kind) -> JsonSchema:
    if kind is Kind.CHOICE:
        return {"type": ["string", "integer"]}
    return {"type": ["string", "number"] if kind in _FIGURES else "string"}
