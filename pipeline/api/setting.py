"""A DOCX with its anchors → the DOCX and the PDF of contracts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from pipeline.model.contract import Contract
from pipeline.model.document import Document
from pipeline.model.flow import flow
from pipeline.model.template import Anchor, Clause, Template
from pipeline.writers.docx import DocxTemplate, compile_docx
from pipeline.writers.pdf import Heading, PdfTemplate, compile_pdf

if TYPE_CHECKING:
    from pipeline.api.issuing import Issue


class Setting:
    """A text to be issued, compiled for each format when that is first asked for.

    Args:
        source: The DOCX.
        anchors: Where values go in it.
        template: The same text, understood.
        document: The same text, as read.
        issue: How contracts are to be issued.
    """

    def __init__(
        self, source: bytes, anchors: Sequence[Anchor], template: Template, document: Document, issue: Issue
    ) -> None:
        self._source, self._anchors, self._issue = source, anchors, issue
        self._template, self._document = template, document

    @cached_property
    def _docx(self) -> DocxTemplate:
        return compile_docx(self._source, self._anchors)

    @cached_property
    def _pdf(self) -> PdfTemplate:
        return compile_pdf(
            self._source,
            self._anchors,
            title=self._template.title,
            font_paths=self._issue.font_paths,
            headings=bookmarks(self._template, self._document),
        )

    def files(self, contract: Contract, record: bytes) -> dict[str, bytes]:
        """Return the DOCX and the PDF of a contract, those of them that are asked for.

        Args:
            contract: The contract.
            record: Its record, to go into both.

        Raises:
            WriteError: A value can't be set, for example a character that no font has.
            DependencyError: A PDF engine that was asked for is not installed.
        """
        issue, draft = self._issue, contract.state == "draft"
        made: dict[str, bytes] = {}
        if "docx" in issue.formats or self._by_libreoffice:
            made["docx"] = self._docx.render(contract.placements, record=record, controls=issue.controls, draft=draft)
        if self._by_libreoffice:
            from pipeline.writers.libreoffice import convert_pdf

            made["pdf"] = convert_pdf(made["docx"], record=record, date=issue.today, font_paths=issue.font_paths)
        elif "pdf" in issue.formats:
            made["pdf"] = self._pdf.render(contract.placements, record=record, date=issue.today, draft=draft)
        return {name: data for name, data in made.items() if name in issue.formats}

    @cached_property
    def _by_libreoffice(self) -> bool:
        if "pdf" not in self._issue.formats:
            return False
        engine = self._issue.pdf_engine
        return engine == "libreoffice" or (engine == "auto" and by_libreoffice(engine, self._pdf))


def by_libreoffice(engine: str, compiled: PdfTemplate) -> bool:
    """Return whether LibreOffice makes the PDF: it is to, or it is there and Typst can't set all faithfully."""
    if engine != "auto":
        return engine == "libreoffice"
    from pipeline.writers.libreoffice import find_soffice

    return bool(compiled.diagnostics) and find_soffice() is not None


def bookmarks(template: Template, document: Document) -> tuple[Heading, ...]:
    """Return the headings that a PDF's bookmarks are made of: the articles, and what has a title below."""
    text = flow(document)

    def below(clauses: tuple[Clause, ...], depth: int) -> Iterator[Heading]:
        for clause in clauses:
            place = text.lines[text.line_at(clause.start)].paragraph.place
            joint = "" if clause.number.endswith("、") else " "
            title = f"{clause.number}{joint}{clause.title}".strip()
            yield Heading(part=place.part, paragraph=place.paragraph, level=depth, title=title)
            yield from below(tuple(c for c in clause.children if c.level <= 1 or (depth == 1 and c.title)), depth + 1)

    return tuple(below(template.clauses, 1))
