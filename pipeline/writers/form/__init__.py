"""Template → a form to fill: XLSX, YAML, JSON, and the JSON Schema of its records."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from pipeline.model.template import Template
from pipeline.writers.form.schema import form_schema
from pipeline.writers.form.sheet import form_xlsx
from pipeline.writers.form.skeleton import form_json, form_yaml

__all__ = ["FORMATS", "form_json", "form_schema", "form_xlsx", "form_yaml"]


def _schema_bytes(template: Template) -> bytes:
    return (json.dumps(form_schema(template), ensure_ascii=False, indent=2) + "\n").encode()


# File name ending → how to make the form; the longer endings stand first.
FORMATS: Mapping[str, Callable[[Template], bytes]] = {
    ".schema.json": _schema_bytes,
    ".json": lambda template: form_json(template).encode(),
    ".yaml": lambda template: form_yaml(template).encode(),
    ".yml": lambda template: form_yaml(template).encode(),
    ".xlsx": form_xlsx,
}
