"""Template → JSON Schema (2020-12) of the records that fill it."""

from __future__ import annotations

from pipeline.model.field import Field, fields, heading
from pipeline.model.template import Kind, Template
from pipeline.writers.form.wording import advice, example, need, wordings

DIALECT = "https://json-schema.org/draft/2020-12/schema"

# What people type is coerced later (12万, 2026年11月22日), so the schema asks for the type and not for the spelling.
_FIGURES = frozenset({Kind.AMOUNT, Kind.AMOUNT_UPPER, Kind.NUMBER, Kind.PERCENT, Kind.DURATION})

JsonSchema = dict[str, object]


def form_schema(template: Template) -> JsonSchema:
    """Return the JSON Schema of the template's records, with titles and descriptions in Chinese.

    Args:
        template: A template whose blanks have keys and labels.
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
        "properties": {**{field.key: _property(field) for field in all_fields}, **reserved},
        "patternProperties": {r"^[#$]": {}},
        "required": [field.key for field in all_fields if field.required],
        "additionalProperties": False,
    }


def _property(field: Field) -> JsonSchema:
    said: JsonSchema = {
        "title": heading(field.label, field.unit),
        "description": f"{wordings()[field.kind].name}，{need(field)}。{advice(field)}",
    }
    shape = _shape(field)
    # A value that is not required may be left out, null or empty, as skeletons have it.
    said |= shape if field.required else {"anyOf": [shape, {"enum": [None, ""]}]}
    if example(field):
        said["examples"] = [list(field.choices[:2]) if field.multiple else example(field)]
    return said


def _shape(field: Field) -> JsonSchema:
    if field.kind is Kind.TABLE:
        columns: JsonSchema = {c.key: {"title": heading(c.label, c.unit), **_scalar(c.kind)} for c in field.columns}
        row: JsonSchema = {"type": "object", "properties": columns, "additionalProperties": False}
        return {"type": "array", "items": row}
    if field.choices and field.multiple:
        return {"anyOf": [{"type": "array", "items": {"enum": [*field.choices]}}, {"type": "string", "minLength": 1}]}
    if field.choices:
        return {"enum": [*field.choices]}
    return _scalar(field.kind)


def _scalar(kind: Kind) -> JsonSchema:
    return {"type": ["string", "number"] if kind in _FIGURES else "string"}
