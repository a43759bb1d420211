"""The verbs: read parse form fill check write, for the command line, a program or a service (docs/python.md).

Each verb takes and returns the frozen values of `pipeline.model`; where two rooms need each other, the verb does
the one and hands its result to the other. Modules are imported when a verb is first used: start-up stays short.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.api.annexes import supplied_annexes
    from pipeline.api.calculating import (
        calculated,
        calculated_json,
        calculated_lines,
        formulas_of,
        listed_json,
        listed_lines,
    )
    from pipeline.api.checking import Checked, check
    from pipeline.api.clock import now, today
    from pipeline.api.comparing import compare, write_comparison
    from pipeline.api.demo import demonstrate
    from pipeline.api.doctor import environment
    from pipeline.api.extracting import ReadBack, extract, extract_files, write_extracted
    from pipeline.api.issuing import FORMATS, ChecksFailed, Issue, Issued, Issuer, formats_of
    from pipeline.api.loaded import LoadedTemplate
    from pipeline.api.outputs import publish_issued
    from pipeline.api.parsing import Parsed, parse, parse_document, read
    from pipeline.api.recognising import Templates, known_templates
    from pipeline.api.records import complete, read_record, write_form
    from pipeline.api.reports import annex_rows, checked_json, issued_json
    from pipeline.api.templates import load_template, make_template, template_digest
    from pipeline.diagnostics import Diagnostic, Severity
    from pipeline.errors import PipelineError
    from pipeline.model.record import Record

__all__ = [
    "FORMATS",
    "Checked",
    "ChecksFailed",
    "Diagnostic",
    "Issue",
    "Issued",
    "Issuer",
    "LoadedTemplate",
    "Parsed",
    "PipelineError",
    "ReadBack",
    "Record",
    "Severity",
    "Templates",
    "annex_rows",
    "calculated",
    "calculated_json",
    "calculated_lines",
    "check",
    "checked_json",
    "compare",
    "complete",
    "demonstrate",
    "environment",
    "extract",
    "extract_files",
    "formats_of",
    "formulas_of",
    "issued_json",
    "known_templates",
    "listed_json",
    "listed_lines",
    "load_template",
    "make_template",
    "now",
    "parse",
    "parse_document",
    "publish_issued",
    "read",
    "read_record",
    "supplied_annexes",
    "template_digest",
    "today",
    "write_comparison",
    "write_extracted",
    "write_form",
]

_HOMES = {
    "pipeline.api.annexes": ("supplied_annexes",),
    "pipeline.api.calculating": (
        "calculated",
        "calculated_json",
        "calculated_lines",
        "formulas_of",
        "listed_json",
        "listed_lines",
    ),
    "pipeline.api.checking": (
        "Checked",
        "check",
    ),
    "pipeline.api.clock": ("now", "today"),
    "pipeline.api.comparing": (
        "compare",
        "write_comparison",
    ),
    "pipeline.api.demo": ("demonstrate",),
    "pipeline.api.doctor": ("environment",),
    "pipeline.api.extracting": (
        "ReadBack",
        "extract",
        "extract_files",
        "write_extracted",
    ),
    "pipeline.api.issuing": (
        "FORMATS",
        "ChecksFailed",
        "Issue",
        "Issued",
        "Issuer",
        "formats_of",
    ),
    "pipeline.api.outputs": ("publish_issued",),
    "pipeline.api.parsing": (
        "Parsed",
        "parse",
        "parse_document",
        "read",
    ),
    "pipeline.api.recognising": ("Templates", "known_templates"),
    "pipeline.api.records": (
        "complete",
        "read_record",
        "write_form",
    ),
    "pipeline.api.reports": (
        "annex_rows",
        "checked_json",
        "issued_json",
    ),
    "pipeline.api.loaded": ("LoadedTemplate",),
    "pipeline.api.templates": ("load_template", "make_template", "template_digest"),
    "pipeline.diagnostics": ("Diagnostic", "Severity"),
    "pipeline.errors": ("PipelineError",),
    "pipeline.model.record": ("Record",),
}


def __getattr__(name: str) -> object:
    module = next((module for module, names in _HOMES.items() if name in names), None)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(module), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})  # for help() and for completion, before a name is first used
