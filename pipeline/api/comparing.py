"""Two contract files, or a file and its template → what differs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from pipeline.api.parsing import parse
from pipeline.api.shipped import AnyPath, located
from pipeline.api.templates import load_template
from pipeline.errors import WriteError
from pipeline.extracting.compare import compare as compare_templates
from pipeline.model.comparison import Comparison
from pipeline.places import is_folder
from pipeline.writers.compare_html import compare_html
from pipeline.writers.publish import publish, spare
from pipeline.writers.tracked import tracked_docx

FORMATS = (".html", ".docx")


class UnknownComparison(WriteError):
    """A comparison is to be written in a form that there is none of."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"不支持的比对格式『{path.suffix or path.name}』", hint=f"可用后缀：{' '.join(FORMATS)}")


def compare(path: AnyPath, other: AnyPath) -> Comparison:
    """Return what a contract says otherwise than another, or than the template that it was made from.

    Args:
        path: The contract in question; it is the second of the comparison.
        other: What it is compared with: a contract file, or a template folder.

    Raises:
        ReadError: A file can't be read.
        TemplateError: The template can't be used.
    """
    parsed = parse(path)
    path, other = Path(path), located(other)
    if not is_folder(other):
        return compare_templates(parse(other).template, parsed.template, names=(other.name, path.name))
    loaded = load_template(other)
    found = compare_templates(loaded.template, parsed.template, names=(loaded.template.title or other.name, path.name))
    aligned = loaded.aligner.read(parsed.flow, wrapped=parsed.document.wrapped)
    return replace(found, diagnostics=aligned.diagnostics)


def write_comparison(
    comparison: Comparison, path: AnyPath, *, author: str, date: datetime, keep: Iterable[AnyPath] = ()
) -> None:
    """Write a comparison as a page (.html) or as a Word file with tracked changes (.docx).

    Args:
        comparison: The comparison.
        path: Where to; its ending says which.
        author: Who the tracked changes are said to be of.
        date: When they are said to have been made.
        keep: Files not to be overwritten: those that were compared.

    Raises:
        OntoInput: One of `keep` stands there.
        UnknownComparison: The ending is neither.
        WriteError: The file can't be written.
    """
    path = Path(path)
    spare(map(Path, keep), [path])
    match path.suffix.lower():
        case ".html" | ".htm":
            publish({path: compare_html(comparison).encode()})
        case ".docx":
            publish({path: tracked_docx(comparison, author=author, date=date)})
        case _:
            raise UnknownComparison(path)
