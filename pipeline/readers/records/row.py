"""What was typed → Row: one record with what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.diagnostics import Diagnostic, Severity
from pipeline.model.record import Record

UNREAD = "ROW001"  # nothing of the line could be read
VALUE_BYTES = 1 << 20  # docs/limits.md: one value 1 MiB

# XML 1.0 §2.2 has no way to write these, so no DOCX could hold them; a lone surrogate is no character at all.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One record of a source, usable or not.

    Attributes:
        record: The values.
        number: Its place in the source, from 1: the row of a sheet, the line of a text file, the item of a list.
        id: What the office calls it (业务编号), "" if the source has none.
        cells: What was typed, by the source's own headings, to give back for mending.
        problems: What makes the record unusable; () if it was read well.
        hidden: A person who looks at the sheet does not see the row: it is filtered out, folded away or hidden.
    """

    record: Record
    number: int
    id: str = ""
    cells: Mapping[str, object]
    problems: tuple[Diagnostic, ...] = ()
    hidden: bool = False


def problem(code: str, message: str, *, location: str = "", hint: str = "", key: str = "") -> Diagnostic:
    """Return an error about one value of a row."""
    return Diagnostic(severity=Severity.ERROR, code=code, message=message, location=location, hint=hint, key=key)


def text_problem(value: str, location: str, key: str) -> Diagnostic | None:
    """Return what makes a string unfit to stand in a contract, None if nothing does.

    Args:
        value: The string.
        location: Where it stands, for the message.
        key: The field concerned.
    """
    found = _FORBIDDEN.search(value)
    if found:
        what = f"含有不能出现在文档里的字符 U+{ord(found.group()):04X}"
        return problem("ROW002", what, location=location, hint="请删去该字符", key=key)
    if len(value) > VALUE_BYTES // 4 and len(value.encode()) > VALUE_BYTES:
        return problem("ROW003", "内容超过 1 MiB", location=location, hint="长内容请作为附件提供", key=key)
    return None


def value_problems(value: object, location: str, key: str) -> list[Diagnostic]:
    """Return what makes a value, with all that it holds, unfit to stand in a contract."""
    if isinstance(value, str):
        found = text_problem(value, location, key)
        return [found] if found else []
    if isinstance(value, Mapping):
        parts = [*value.keys(), *value.values()]
    elif isinstance(value, list):
        parts = value
    else:
        return []
    return [each for part in parts for each in value_problems(part, location, key)]


def is_empty(value: object) -> bool:
    """True if nothing was given: an empty cell, null, or only spaces."""
    return value is None or (isinstance(value, str) and not value.strip())
