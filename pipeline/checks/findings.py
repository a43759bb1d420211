"""Code + words → Diagnostic: every finding's code stands in one table, with its weight and what it means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.diagnostics import Diagnostic, Severity

if TYPE_CHECKING:
    from pipeline.checks.subject import Subject

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE

_QUOTE_LENGTH = 60  # characters: what fits beside a message on one line of a terminal


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A kind of finding.

    Attributes:
        code: Stable code, never given to another finding.
        severity: How much it weighs, unless the check says otherwise.
        title: Its name in a few Chinese words.
        explanation: When it is reported and why that matters, in Chinese, for the documentation.
        hint: What to do next, in Chinese.
        strict: True if a warning of this code refuses the contract where a strict check is asked for.
    """

    code: str
    severity: Severity
    title: str
    explanation: str
    hint: str = ""
    strict: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A check: its name, what it looks at in Chinese, the function, and what gives every code that it may report."""

    name: str
    title: str
    run: Callable[[Subject], tuple[Diagnostic, ...]]
    codes: Callable[[], tuple[Code, ...]]


def shorten(words: str) -> str:
    """The words on one line, cut to what fits beside a message."""
    line = " ".join(words.split())
    return line if len(line) <= _QUOTE_LENGTH else line[: _QUOTE_LENGTH - 1] + "…"


def finding(
    code: Code,
    message: str,
    subject: Subject | None = None,
    *,
    start: int | None = None,
    end: int | None = None,
    severity: Severity | None = None,
    location: str = "",
    hint: str = "",
    key: str = "",
) -> Diagnostic:
    """Word one finding.

    Args:
        code: Its kind.
        message: What was found, one Chinese sentence.
        subject: What was checked, needed to say where `start` is.
        start: Offset into `Subject.text`, None if it has no place there.
        end: End offset; with `start` alone nothing is quoted.
        severity: Another weight than the code's own.
        location: Where, in words; by default the clause that `start` stands in.
        hint: Another advice than the code's own.
        key: The field concerned.

    Returns:
        The finding; its offsets are those of the template's text, which a person has before them.
    """
    quote = ""
    if subject is not None and start is not None:
        location = location or subject.place(start)
        if end is not None and end > start:
            quote = shorten(subject.text[start:end])
        start, end = subject.span(start, start if end is None else end)
    return Diagnostic(
        severity=severity or code.severity, code=code.code, message=message, location=location,
        hint=hint or code.hint, start=start, end=end, quote=quote, key=key,
    )  # fmt: skip


def stricter(diagnostic: Diagnostic, code: Code | None) -> Diagnostic:
    """The finding as a strict check weighs it: a warning of a code that may refuse the contract is an error."""
    if code is not None and code.strict and diagnostic.severity is WARNING:
        return replace(diagnostic, severity=ERROR)
    return diagnostic
