"""Annex folders and files → SuppliedAnnexes: what each is, how long, and whether it can be read at all."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from pipeline import readers
from pipeline.api.shipped import AnyPath
from pipeline.diagnostics import Diagnostic, Severity
from pipeline.errors import DependencyError, ReadError
from pipeline.model.contract import SuppliedAnnex
from pipeline.model.template import Kind
from pipeline.readers.opening import why_unread
from pipeline.readers.records.workbook import inspect

# Files that an office leaves in a folder without meaning them: locks, thumbnails, system files.
_STRAY = ("~$", ".", "Thumbs.db", "desktop.ini")


def supplied_annexes(paths: Iterable[AnyPath]) -> tuple[SuppliedAnnex, ...]:
    """Return the annex files in the folders and at the paths given, read, in the order of their names.

    Raises:
        FileMissing: A path is not there, or may not be read.
    """
    return tuple(_supplied(file) for path in paths for file in _files(Path(path)))


def _files(path: Path) -> list[Path]:
    """The files of a folder but for the stray ones; a file is its own."""
    try:
        if not path.is_dir():
            return [path]
        return sorted(f for f in path.iterdir() if f.is_file() and not f.name.startswith(_STRAY))
    except OSError as error:
        raise readers.FileMissing(path, why_unread(error)) from error


def state_of(paths: Iterable[Path]) -> tuple[object, ...]:
    """Return what tells whether annex files are still those that were read: their names, sizes and times of change."""
    files = (file for path in paths for file in dict.fromkeys((path, *_files(path))))
    return tuple((str(file), (s.st_size, s.st_mtime_ns) if (s := _status(file)) else None) for file in files)


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None


def _supplied(path: Path) -> SuppliedAnnex:
    data = readers.read_bytes(path)
    bare = SuppliedAnnex(
        path=str(path),
        sha256=hashlib.sha256(data).hexdigest(),
        bytes=len(data),
        format=path.suffix.lower().lstrip(".") or "?",
    )
    try:
        return _read(bare, data, path.name)
    except (ReadError, DependencyError) as error:
        return replace(bare, diagnostics=(_unreadable(path, error),))


def _read(bare: SuppliedAnnex, data: bytes, name: str) -> SuppliedAnnex:
    """The annex with what its contents say; a sheet or a picture has contents, but no text to look for blanks in."""
    form = readers.sniff(data, name)
    if data and name.lower().endswith((".xlsx", ".xlsm")):
        inspect(data, name)  # a password, a broken file or a bomb is found here, not when somebody opens it
        return replace(bare, format="xlsx", text_length=len(data))
    if form == "image":
        return replace(bare, format=form, pages=1, text_length=len(data))
    from pipeline.api.parsing import parse_document  # most contracts do without it

    parsed = parse_document(readers.read(data, name=name))
    template = parsed.template
    lines = [line.strip() for line in template.text.splitlines() if line.strip()]
    pages = {line.paragraph.place.page for line in parsed.flow.lines} - {None}
    return replace(
        bare,
        format=form,
        pages=len(pages) or None,
        heading=template.title or (lines[0] if lines else ""),
        text_length=sum(len(line) for line in lines),
        blanks=sum(b.kind is not Kind.SIGNATURE for b in template.blanks),
        filled=sum(b.kind is not Kind.SIGNATURE for b in template.filled),
    )


def _unreadable(path: Path, error: ReadError | DependencyError) -> Diagnostic:
    return Diagnostic(
        severity=Severity.ERROR,
        code="unreadable",
        message=error.message,
        location=path.name,
        hint=error.hint,
    )
