"""Annex file → its piece of the bundle: as PDF where it can become one, by the way that loses least of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from pipeline import readers
from pipeline.api.setting import bookmarks, by_libreoffice
from pipeline.diagnostics import Diagnostic, Severity
from pipeline.errors import DependencyError, ReadError, WriteError
from pipeline.model.document import Document
from pipeline.model.flow import flow
from pipeline.model.template import Clause, Template
from pipeline.readers.records.workbook import inspect
from pipeline.writers.bundle import Bookmark, Piece, admit_foreign, nested, picture_pdf, with_bookmarks
from pipeline.writers.house import set_house
from pipeline.writers.libreoffice import convert_pdf
from pipeline.writers.pdf import compile_pdf

if TYPE_CHECKING:
    from pipeline.api.issuing import Issue

Found = tuple[Diagnostic, ...]

UNBOUND, ROUGH = "BND001", "BND002"  # codes: an annex without pages; one that is not set as Word sets it

# What only LibreOffice can lay out, by suffix: the program of it that does.
_OFFICE: Mapping[str, str] = {
    **dict.fromkeys((".xlsx", ".xlsm", ".xls", ".et", ".ods"), "calc"),
    **dict.fromkeys((".pptx", ".ppt", ".dps", ".odp"), "impress"),
    **dict.fromkeys((".doc", ".wps", ".rtf", ".odt"), "writer"),
}
_WORDS = frozenset(
    (".docx", ".docm", ".dotx", ".dotm", ".html", ".htm", ".mht", ".mhtml", ".xml", ".md", ".markdown", ".txt")
)


class AnnexUnreadable(ReadError):
    """An annex can't be bound because it is broken or needs a password."""

    def __init__(self, name: str, error: ReadError) -> None:
        super().__init__(f"附件无法装订：{error.message}", location=name, hint=error.hint)


class NoPages(WriteError):
    """Nothing turns a file of that kind into pages."""

    def __init__(self, name: str) -> None:
        suffix = PurePath(name).suffix
        super().__init__(
            f"{suffix or '无后缀'} 文件不能转成 PDF", location=name, hint="如需合订，请提供它的 PDF 或图片"
        )


def piece_of(data: bytes, name: str, issue: Issue) -> tuple[Piece, Found]:
    """Return an annex as a piece without number and title, and what is worth telling.

    One that can't become a PDF here is a piece without pages, and BND001 says why; what is not set faithfully BND002.

    Args:
        data: The file.
        name: Its name.
        issue: How the contract is issued: engine, fonts and date are the annexes' too.

    Raises:
        AnnexUnreadable: It is broken or needs a password.
    """
    bare = Piece(number="", title="", file=name)
    try:
        return _converted(bare, data, issue)
    except (DependencyError, WriteError) as error:
        reason = f"本附件（{name}）未合订：{error.message}。原件见随附压缩包。"
        found = _finding(UNBOUND, name, f"附件未合订，只放入压缩包：{error.message}", error.hint)
        return replace(bare, reason=reason), (found,)
    except ReadError as error:
        raise AnnexUnreadable(name, error) from error


def _finding(code: str, name: str, message: str, hint: str) -> Diagnostic:
    return Diagnostic(severity=Severity.WARNING, code=code, message=message, location=name, hint=hint)


def _converted(bare: Piece, data: bytes, issue: Issue) -> tuple[Piece, Found]:
    name = bare.file
    form, suffix = readers.sniff(data, name), PurePath(name).suffix.lower()
    if not data:
        raise readers.FileEmpty(name)
    if form == "image":
        return replace(bare, pdf=picture_pdf(data, name=name, date=issue.today), archival=True), ()
    if suffix in _OFFICE and form in {"docx", "doc"}:
        _look_into(data, name, suffix)
        pdf = convert_pdf(data, suffix=suffix, program=_OFFICE[suffix], date=issue.today, font_paths=issue.font_paths)
        return with_bookmarks(replace(bare, pdf=pdf, archival=True)), ()
    if form != "pdf" and suffix not in _WORDS:
        raise NoPages(name)
    document = readers.read(data, name=name)
    from pipeline.api.parsing import parse_document  # most contracts do without it

    template = parse_document(document).template
    if form == "pdf":
        piece = with_bookmarks(replace(bare, pdf=admit_foreign(data, name=name)))
        return piece if piece.bookmarks else replace(piece, bookmarks=_by_pages(template, document)), ()
    return _set(bare, data if form == "docx" else set_house(document), template, document, issue)


def _look_into(data: bytes, name: str, suffix: str) -> None:
    """Find what is protected or broken before LibreOffice does: it says nothing but that it made no file."""
    if suffix in {".xlsx", ".xlsm"}:
        inspect(data, name)
    elif _OFFICE[suffix] == "writer":
        readers.read(data, name=name)


def _set(bare: Piece, docx: bytes, template: Template, document: Document, issue: Issue) -> tuple[Piece, Found]:
    """Return a Word annex set as a main text is: by Typst, or by LibreOffice where Typst can't or is not to."""
    found: Found = ()
    compiled = compile_pdf(
        docx, (), title=template.title, font_paths=issue.font_paths, headings=bookmarks(template, document)
    )
    if by_libreoffice(issue.pdf_engine, compiled):
        pdf = convert_pdf(docx, date=issue.today, font_paths=issue.font_paths)
    else:
        pdf = compiled.render((), record=None, date=issue.today)
        found = tuple(_finding(ROUGH, bare.file, f"附件排版：{d.message}", d.hint) for d in compiled.diagnostics)
    return with_bookmarks(replace(bare, pdf=pdf, archival=True)), found


def _by_pages(template: Template, document: Document) -> tuple[Bookmark, ...]:
    """Return bookmarks of the clauses of a PDF that has none of its own."""
    text = flow(document)

    def below(clauses: tuple[Clause, ...], depth: int) -> list[tuple[int, str, int]]:
        found = []
        for clause in clauses:
            page = text.lines[text.line_at(clause.start)].paragraph.place.page
            title = f"{clause.number} {clause.title}".strip()
            if page is not None and title:
                found.append((depth, title, page - 1))
            if depth == 1:
                found += below(tuple(c for c in clause.children if c.title), depth + 1)
        return found

    return nested(below(template.clauses, 1))
