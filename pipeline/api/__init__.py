"""The verbs: read parse form fill check write, for the command line, a program or a service.

Each verb takes and returns the frozen values of `pipeline.model`; where two rooms need each other, the verb does
the one and hands its result to the other.
"""

from __future__ import annotations

from pipeline.api.checking import CheckedFile, check_file, supplied_annexes
from pipeline.api.issuing import FORMATS, ChecksFailed, Issue, Issued, Issuer
from pipeline.api.parsing import Parsed, parse, parse_document, read
from pipeline.api.templates import load_template, make_template

__all__ = [
    "FORMATS",
    "CheckedFile",
    "ChecksFailed",
    "Issue",
    "Issued",
    "Issuer",
    "Parsed",
    "check_file",
    "load_template",
    "make_template",
    "parse",
    "parse_document",
    "read",
    "supplied_annexes",
]
