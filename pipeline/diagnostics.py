"""Findings: something that was read and is wrong, or worth a look."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Severity(enum.StrEnum):
    """How much a finding weighs: an error refuses the contract, a warning asks, a note tells."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


SEVERITY_NAMES = {Severity.ERROR: "错误", Severity.WARNING: "警告", Severity.NOTE: "提示"}
"""Severity → what a person reads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One finding (问题).

    Attributes:
        severity: error, warning or note.
        code: Stable code such as `ANX001`.
        message: What was found, in Chinese, one sentence.
        location: Where, in words a person can follow: 第三条, 第2页, 附件列表; "" for the whole document.
        hint: What to do next, in Chinese; may be "".
        start: Character offset into the document's text, None if it has no place there.
        end: End offset, None with start.
        quote: The words in question, shortened.
        key: The field concerned, "" if none.
    """

    severity: Severity
    code: str
    message: str
    location: str = ""
    hint: str = ""
    start: int | None = None
    end: int | None = None
    quote: str = ""
    key: str = ""


def has_errors(diagnostics: tuple[Diagnostic, ...]) -> bool:
    """True where one of the findings is an error."""
    return any(d.severity is Severity.ERROR for d in diagnostics)
