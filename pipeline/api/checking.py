"""A file, or a template with values, and its annexes → findings."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline import readers
from pipeline.api.parsing import Parsed, parse_document
from pipeline.checks import apply_acceptance, run_checks
from pipeline.checks.subject import subject_of
from pipeline.diagnostics import Diagnostic, Severity
from pipeline.errors import DependencyError, ReadError
from pipeline.model.contract import SuppliedAnnex
from pipeline.model.template import Kind

# Files that an office leaves in a folder without meaning them: locks, thumbnails, system files.
_STRAY = ("~$", ".", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedFile:
    """A file that was checked: what it says, its annexes as supplied, and the findings."""

    parsed: Parsed
    supplied: tuple[SuppliedAnnex, ...]
    diagnostics: tuple[Diagnostic, ...]


def check_file(
    path: Path, *, annexes: Iterable[Path] = (), strict: bool = False, accept: Mapping[str, str] | None = None
) -> CheckedFile:
    """Check a contract file, blank or filled, and the annexes supplied with it.

    Args:
        path: The contract.
        annexes: Folders or files.
        strict: Findings that a strict check refuses are errors.
        accept: Finding code → reason, for findings accepted on purpose.

    Raises:
        ReadError: The contract can't be read. An annex that can't is a finding.
    """
    parsed = parse_document(readers.read(readers.read_bytes(path), name=path.name))
    supplied = supplied_annexes(annexes)
    subject = subject_of(parsed.template, document=parsed.document, supplied=supplied)
    found = run_checks(subject, strict=strict)
    return CheckedFile(parsed=parsed, supplied=supplied, diagnostics=apply_acceptance(found, accept or {}))


def supplied_annexes(paths: Iterable[Path]) -> tuple[SuppliedAnnex, ...]:
    """Return the annex files in the folders and at the paths given, read, in the order of their names.

    Raises:
        FileMissing: A path is not there.
    """
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            files += sorted(f for f in path.iterdir() if f.is_file() and not f.name.startswith(_STRAY))
        else:
            files.append(path)
    return tuple(_supplied(path) for path in files)


def _supplied(path: Path) -> SuppliedAnnex:
    data = readers.read_bytes(path)
    digest = hashlib.sha256(data).hexdigest()
    form = path.suffix.lower().lstrip(".") or "?"
    try:
        form, pages, heading, length, blanks = _contents(data, path.name)
        problems: tuple[Diagnostic, ...] = ()
    except (ReadError, DependencyError) as error:
        pages, heading, length, blanks = None, "", 0, 0
        problems = (_unreadable(path, error),)
    return SuppliedAnnex(
        path=str(path),
        sha256=digest,
        bytes=len(data),
        format=form,
        pages=pages,
        heading=heading,
        text_length=length,
        blanks=blanks,
        diagnostics=problems,
    )


def _contents(data: bytes, name: str) -> tuple[str, int | None, str, int, int]:
    """Format, pages, first line, characters and blanks of an annex file."""
    form = readers.sniff(data, name)
    if data and name.lower().endswith((".xlsx", ".xlsm")):
        return "xlsx", None, "", len(data), 0
    if form == "image":
        return form, 1, "", len(data), 0
    parsed = parse_document(readers.read(data, name=name))
    lines = [line for line in parsed.template.text.splitlines() if line.strip()]
    pages = {line.paragraph.place.page for line in parsed.flow.lines} - {None}
    blanks = [b for b in parsed.template.blanks if b.kind is not Kind.SIGNATURE]
    length = sum(len(line.strip()) for line in lines)
    return form, len(pages) or None, parsed.template.title or (lines[0].strip() if lines else ""), length, len(blanks)


def _unreadable(path: Path, error: ReadError | DependencyError) -> Diagnostic:
    return Diagnostic(
        severity=Severity.ERROR,
        code="unreadable",
        message=error.message,
        location=path.name,
        hint=error.hint,
    )
