"""Template → a form to fill: XLSX, YAML, JSON, and the JSON Schema of its records."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from pipeline.model.template import Template
from pipeline.writers.form.schema import Sources, form_schema
from pipeline.writers.form.sheet import form_xlsx
from pipeline.writers.form.skeleton import form_json, form_yaml

__all__ = ["FORMATS", "form_json", "form_schema", "form_xlsx", "form_yaml"]


def _schema_bytes(template: Template, sources: Sources) -> bytes:
    return (json.dumps(form_schema(template, sources), ensure_ascii=False, indent=2) + "\n").encode()


# File name ending → how to make the form of a template and of what filling computes; the longer endings stand first.
FORMATS: Mapping[str, Callable[[Template, Sources], bytes]] = {
    ".schema.json": _schema_bytes,
    ".json": lambda template, _: form_json(template).encode(),
    ".yaml": lambda template, _: form_yaml(template).encode(),
    ".yml": lambda template, _: form_yaml(template).encode(),
    ".xlsx": lambda template, _: form_xlsx(template),
}
