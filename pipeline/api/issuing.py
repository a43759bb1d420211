"""Template + Record → the files of an issued contract."""

from __future__ import annotations

import hashlib
import importlib.metadata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from pipeline.api.annex_pages import UNBOUND
from pipeline.api.annexes import state_of, supplied_annexes
from pipeline.api.bundling import BUNDLE_PDF, PARCEL, Bundler, Leaf, parcel_of
from pipeline.api.loaded import LoadedTemplate
from pipeline.api.setting import Setting
from pipeline.api.shipped import AnyPath
from pipeline.api.tagged import read_source, render, tagged_template
from pipeline.checks import annex_statuses, apply_acceptance, run_checks, subject_of
from pipeline.diagnostics import Diagnostic, Severity, has_errors
from pipeline.errors import PipelineError, WriteError
from pipeline.filling import compile_template
from pipeline.model.contract import Contract, SuppliedAnnex
from pipeline.model.document import Document
from pipeline.model.record import Record
from pipeline.writers.record import contract_record, record_bytes

_SETS = 64  # annex sets remembered: a batch has one for all its records, one for some, or one for each
FORMATS = ("docx", "pdf", "json")
_ORDER = (*FORMATS, BUNDLE_PDF, PARCEL)
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


class UnknownFormat(WriteError):
    """A format was asked for that can't be written, or none at all."""

    def __init__(self, name: str) -> None:
        message = f"不支持的输出格式『{name}』" if name else "没有说要输出什么格式"
        super().__init__(message, hint=f"可用：{'、'.join(FORMATS)}")


class UnknownEngine(WriteError):
    """A PDF engine was asked for that there is none of."""

    def __init__(self, name: str) -> None:
        super().__init__(f"没有 PDF 排版引擎『{name}』", hint=f"可用：{'、'.join(PDF_ENGINES)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """How a contract is to be issued; one format, annex or folder of fonts may stand without a tuple around it.

    Attributes:
        formats: Which files to write, of `FORMATS`.
        draft: Leave missing values blank and mark the contract a draft; checks then only report.
        strict: Findings that a strict check refuses are errors.
        annexes: Annex folders and files; those that the record names come in addition.
        controls: Wrap every value in the DOCX in a content control tagged with its key.
        pdf_engine: "typst", "libreoffice", or "auto": LibreOffice where Typst can't set the template faithfully.
        font_paths: Folders with fonts that come before the system's.
        bundle: Bind contract and annexes into one PDF, and put all files into one zip.
        today: The day that provenance and PDF carry; None: the signing date if known, else none.

    Raises:
        UnknownFormat: No format is named, or one that can't be written.
        UnknownEngine: There is no such engine.
    """

    formats: tuple[str, ...] = FORMATS
    draft: bool = False
    strict: bool = False
    annexes: tuple[AnyPath, ...] = ()
    controls: bool = False
    pdf_engine: str = "auto"
    font_paths: tuple[AnyPath, ...] = ()
    bundle: bool = False
    today: date | None = None

    def __post_init__(self) -> None:
        for name in ("formats", "annexes", "font_paths"):
            given = getattr(self, name)
            object.__setattr__(self, name, (given,) if isinstance(given, str | Path) else tuple(given))
        object.__setattr__(self, "formats", formats_of(self.formats))
        if self.pdf_engine not in PDF_ENGINES:
            raise UnknownEngine(self.pdf_engine)

    @property
    def made(self) -> Issue:
        """How its files are made: for a bundle there must be a PDF, whether it is asked for or not."""
        return replace(self, formats=formats_of((*self.formats, "pdf"))) if self.bundle else self


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
        self._generator = f"hetong {importlib.metadata.version('hetong')}"
        self._sets: dict[tuple[object, ...], tuple[SuppliedAnnex, ...]] = {}
        self._tagged = tagged_template(loaded, self._binder.anchors)
        self._setting = Setting(loaded.source, self._binder.anchors, loaded.template, loaded.document, issue.made)
        self._bundler = Bundler(issue.made)

    def bind(self, record: Record, *, found: tuple[Diagnostic, ...] | None = None) -> Contract:
        """Return the contract: values bound, annexes matched, checks run.

        Args:
            record: The values.
            found: What `examine` found of the same record, which then is not checked again.

        Raises:
            RecordError: Values are missing, unknown or wrong.
            TemplateError: A tag of a hand-tagged template can't be used.
            ChecksFailed: The checks found errors, and it is not a draft.
        """
        contract, document = self._bound(record)
        supplied = self._supplied(record)
        if found is None:
            found = self._found(contract, document, supplied, record)
        self._refuse_errors(contract.diagnostics + found, record)
        return replace(
            contract,
            annexes=annex_statuses(contract.template, supplied),
            diagnostics=contract.diagnostics + found,
            accepted=self._accepted(record),
        )

    def examine(self, record: Record) -> tuple[Diagnostic, ...]:
        """Return what the checks find, without finishing the contract; see `bind` for what is raised."""
        contract, document = self._bound(record)
        found = self._found(contract, document, self._supplied(record), record)
        self._refuse_errors(contract.diagnostics + found, record)
        return found

    def _bound(self, record: Record) -> tuple[Contract, Document]:
        provenance = {"generator": self._generator, "source": record.source}
        contract = self._binder.bind(record, draft=self.issue.draft, provenance=provenance, today=self.issue.today)
        if self._tagged is None:
            return contract, self.loaded.document
        return render(self._tagged, contract, controls=self.issue.controls)

    def _found(
        self, contract: Contract, document: Document, supplied: tuple[SuppliedAnnex, ...], record: Record
    ) -> tuple[Diagnostic, ...]:
        asked = bool(self.issue.annexes or record.annexes)
        subject = subject_of(contract.template, contract=contract, document=document, supplied=supplied, asked=asked)
        return apply_acceptance(run_checks(subject, strict=self.issue.strict), self._accepted(record))

    def _accepted(self, record: Record) -> Mapping[str, str]:
        return {**self.loaded.file.accept, **record.accept}

    def _refuse_errors(self, diagnostics: tuple[Diagnostic, ...], record: Record) -> None:
        if not self.issue.draft and has_errors(diagnostics):
            raise ChecksFailed(diagnostics, record.source)

    def _supplied(self, record: Record) -> tuple[SuppliedAnnex, ...]:
        """The annexes of a record; a set is read once as long as its files stay as they are."""
        if not record.annexes:
            return self._annexes
        state = state_of(Path(place) for place in record.annexes)
        known = self._sets.get(state)
        if known is None:
            known = self._annexes + supplied_annexes(record.annexes)
            self._sets = {**dict(list(self._sets.items())[1 - _SETS :]), state: known}
        return known

    def write(self, contract: Contract) -> Issued:
        """Return the contract's files.

        Raises:
            WriteError: A value can't be set, for example a character that no font has.
            DependencyError: A PDF engine that was asked for is not installed.
            ReadError: An annex that is to be bound is broken or needs a password.
            ChecksFailed: An annex can't be bound, and the checks are strict.
        """
        leaves = self._bundler.leaves(contract) if self.issue.bundle else ()
        contract = self._told(contract, leaves)
        record = contract_record(contract)
        made = dict(self._setting_of(contract).files(contract, record_bytes(record)))
        files = {name: made[name] for name in self.issue.formats if name in made}
        number = str(record["contract"]["contract_no"])  # type: ignore[call-overload, index]
        bound = self._bundler.bind(contract, number, made["pdf"], leaves) if self.issue.bundle else None
        if bound is not None:
            files[BUNDLE_PDF] = bound.pdf
        if "json" in self.issue.formats:
            files["json"] = record_bytes({**record, "outputs": _outputs(files)})
        if bound is not None:
            files[PARCEL] = parcel_of(contract, number, files, bound, leaves)
        return Issued(contract=contract, files={name: files[name] for name in _ORDER if name in files})

    def _told(self, contract: Contract, leaves: tuple[Leaf, ...]) -> Contract:
        """Return the contract with what binding its annexes has found.

        Raises:
            ChecksFailed: An annex could not be bound, and the checks are strict.
        """
        found = tuple(d for leaf in leaves for d in leaf.found)
        if self.issue.strict:
            found = tuple(replace(d, severity=Severity.ERROR) if d.code == UNBOUND else d for d in found)
        codes = {d.code for d in found}
        found = apply_acceptance(found, {code: why for code, why in contract.accepted.items() if code in codes})
        if not self.issue.draft and has_errors(found):
            raise ChecksFailed(found, contract.provenance.get("source", ""))
        return replace(contract, diagnostics=contract.diagnostics + found) if found else contract

    def _setting_of(self, contract: Contract) -> Setting:
        """Return what sets the contract: the template's text, or its own."""
        if contract.source is None:
            return self._setting
        return Setting(contract.source, (), contract.template, read_source(contract.source), self.issue.made)

    def run(self, record: Record, *, found: tuple[Diagnostic, ...] | None = None) -> Issued:
        """Bind, check and write one record; see `bind` and `write`."""
        return self.write(self.bind(record, found=found))


def _outputs(files: Mapping[str, bytes]) -> list[dict[str, object]]:
    return [
        {"format": name, "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)} for name, data in files.items()
    ]


def formats_of(names: Iterable[str]) -> tuple[str, ...]:
    """Return the formats named, in the order of `FORMATS`.

    Raises:
        UnknownFormat: One of them can't be written, or none is named.
    """
    wanted = [name.strip().lower() for name in names if name.strip()]
    unknown = next((name for name in wanted if name not in FORMATS), None)
    if unknown is not None or not wanted:
        raise UnknownFormat(unknown or "")
    return tuple(name for name in FORMATS if name in wanted)
