"""Subject → findings on what statutes ask for (法律法规)."""

from __future__ import annotations

from pipeline.checks.findings import Code
from pipeline.checks.subject import Subject
from pipeline.diagnostics import Diagnostic


def check(subject: Subject) -> tuple[Diagnostic, ...]:
    """Apply the rules."""
    del subject
    return ()


def codes() -> tuple[Code, ...]:
    """Return the rules' codes."""
    return ()
