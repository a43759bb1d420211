"""Template + Record → the files of an issued contract."""

from __future__ import annotations

import hashlib
import importlib.metadata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from pipeline.api.annexes import supplied_annexes
from pipeline.api.templates import LoadedTemplate
from pipeline.checks import annex_statuses, apply_acceptance, run_checks, subject_of
from pipeline.diagnostics import Diagnostic, Severity, has_errors
from pipeline.errors import PipelineError, WriteError
from pipeline.filling import compile_template
from pipeline.model.contract import Contract
from pipeline.model.document import Document
from pipeline.model.flow import flow
from pipeline.model.record import Record
from pipeline.model.template import Clause, Template
from pipeline.writers.docx import DocxTemplate, compile_docx
from pipeline.writers.pdf import Heading, PdfTemplate, compile_pdf
from pipeline.writers.record import contract_record, record_bytes

FORMATS = ("docx", "pdf", "json")
PDF_ENGINES = ("auto", "typst", "libreoffice")


class ChecksFailed(PipelineError):
    """The checks found errors: the contract is not issued."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...], source: str) -> None:
        errors = sum(d.severity is Severity.ERROR for d in diagnostics)
        super().__init__(
            f"检查发现 {errors} 个错误，合同未出具",
            location=source,
            hint="改正后再试；有意接受的，请写入 accept 并说明理由",
        )
        self.diagnostics = diagnostics


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """How a contract is to be issued.

    Attributes:
        formats: Which files to write, of `FORMATS`.
        draft: Leave missing values blank and mark the contract a draft; checks then only report.
        strict: Findings that a strict check refuses are errors.
        annexes: Annex folders and files; those that the record names come in addition.
        controls: Wrap every value in the DOCX in a content control tagged with its key.
        pdf_engine: "typst", "libreoffice", or "auto": LibreOffice where Typst can't set the template faithfully.
        font_paths: Folders with fonts that come before the system's.
        today: The day that provenance and PDF carry; None: the signing date if known, else none.
    """

    formats: tuple[str, ...] = FORMATS
    draft: bool = False
    strict: bool = False
    annexes: tuple[Path, ...] = ()
    controls: bool = False
    pdf_engine: str = "auto"
    font_paths: tuple[Path, ...] = ()
    today: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """An issued contract: the fact, and its files by format."""

    contract: Contract
    files: Mapping[str, bytes] = field(default_factory=dict)


class Issuer:
    """A template compiled once, to issue any number of contracts.

    Args:
        loaded: The template folder.
        issue: How the contracts are to be issued.
    """

    def __init__(self, loaded: LoadedTemplate, issue: Issue) -> None:
        self.loaded = loaded
        self.issue = issue
        self._binder = compile_template(loaded.template)
        self._annexes = supplied_annexes(issue.annexes)

    @cached_property
    def _docx(self) -> DocxTemplate:
        return compile_docx(self.loaded.source, self._binder.anchors)

    @cached_property
    def _pdf(self) -> PdfTemplate:
        loaded = self.loaded
        return compile_pdf(
            loaded.source,
            self._binder.anchors,
            title=loaded.template.title,
            font_paths=self.issue.font_paths,
            headings=bookmarks(loaded.template, loaded.document),
        )

    def bind(self, record: Record) -> Contract:
        """Return the contract: values bound, annexes matched, checks run.

        Raises:
            RecordError: Values are missing, unknown or wrong.
            ChecksFailed: The checks found errors, and it is not a draft.
        """
        provenance = {"generator": f"hetong {importlib.metadata.version('hetong')}", "source": record.source}
        contract = self._binder.bind(record, draft=self.issue.draft, provenance=provenance, today=self.issue.today)
        supplied = self._annexes + supplied_annexes(Path(p) for p in record.annexes)
        template = self.loaded.template
        asked = bool(self.issue.annexes or record.annexes)
        document = self.loaded.document
        subject = subject_of(template, contract=contract, document=document, supplied=supplied, asked=asked)
        accept = {**self.loaded.file.accept, **record.accept}
        found = apply_acceptance(run_checks(subject, strict=self.issue.strict), accept)
        checked = replace(
            contract,
            annexes=annex_statuses(template, supplied),
            diagnostics=contract.diagnostics + found,
            accepted=accept,
        )
        if not self.issue.draft and has_errors(checked.diagnostics):
            raise ChecksFailed(checked.diagnostics, record.source)
        return checked

    def write(self, contract: Contract) -> Issued:
        """Return the contract's files.

        Raises:
            WriteError: A value can't be set, for example a character that no font has.
            DependencyError: A PDF engine that was asked for is not installed.
        """
        record = contract_record(contract)
        embedded = record_bytes(record)
        files: dict[str, bytes] = {}
        draft = contract.state == "draft"
        if "docx" in self.issue.formats or self._by_libreoffice:
            files["docx"] = self._docx.render(
                contract.placements, record=embedded, controls=self.issue.controls, draft=draft
            )
        if "pdf" in self.issue.formats:
            files["pdf"] = self._render_pdf(contract, embedded, files)
        if "json" in self.issue.formats:
            files["json"] = record_bytes({**record, "outputs": _outputs(files)})
        return Issued(contract=contract, files={name: files[name] for name in self.issue.formats})

    @property
    def _by_libreoffice(self) -> bool:
        if "pdf" not in self.issue.formats or self.issue.pdf_engine == "typst":
            return False
        if self.issue.pdf_engine == "libreoffice":
            return True
        from pipeline.writers.libreoffice import find_soffice

        return bool(self._pdf.diagnostics) and find_soffice() is not None

    def _render_pdf(self, contract: Contract, embedded: bytes, files: Mapping[str, bytes]) -> bytes:
        if self._by_libreoffice:
            from pipeline.writers.libreoffice import convert_pdf

            return convert_pdf(files["docx"], record=embedded, date=self.issue.today)
        draft = contract.state == "draft"
        return self._pdf.render(contract.placements, record=embedded, date=self.issue.today, draft=draft)

    def run(self, record: Record) -> Issued:
        """Bind, check and write one record; see `bind` and `write` for what is raised."""
        return self.write(self.bind(record))


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


def _outputs(files: Mapping[str, bytes]) -> list[dict[str, object]]:
    return [
        {"format": name, "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)} for name, data in files.items()
    ]


class UnknownFormat(WriteError):
    """A format was asked for that can't be written."""

    def __init__(self, name: str) -> None:
        super().__init__(f"不支持的输出格式『{name}』", hint=f"可用：{'、'.join(FORMATS)}")


def formats_of(names: Iterable[str]) -> tuple[str, ...]:
    """Return the formats named, in the order of `FORMATS`.

    Raises:
        UnknownFormat: One of them can't be written.
    """
    wanted = [name.strip().lower() for name in names if name.strip()]
    for name in wanted:
        if name not in FORMATS:
            raise UnknownFormat(name)
    return tuple(name for name in FORMATS if name in wanted)
