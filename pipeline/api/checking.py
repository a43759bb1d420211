"""A file, or a template with values, and its annexes → findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.api.annexes import supplied_annexes
from pipeline.api.loaded import LoadedTemplate
from pipeline.api.parsing import parse
from pipeline.api.records import read_record
from pipeline.api.shipped import AnyPath, located
from pipeline.api.tagged import render, tagged_template
from pipeline.api.templates import load_template
from pipeline.checks import Subject, apply_acceptance, run_checks, subject_of
from pipeline.diagnostics import Diagnostic, has_errors
from pipeline.model.contract import Contract, SuppliedAnnex
from pipeline.model.document import Document
from pipeline.model.record import Record
from pipeline.model.template import Template
from pipeline.places import is_folder


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What was checked: the template or the file as understood, its annexes as supplied, and the findings."""

    template: Template
    supplied: tuple[SuppliedAnnex, ...]
    diagnostics: tuple[Diagnostic, ...]

    @property
    def has_errors(self) -> bool:
        """True where a finding is an error."""
        return has_errors(self.diagnostics)


def check(
    path: AnyPath,
    data: AnyPath | None = None,
    *,
    annexes: Sequence[AnyPath] = (),
    strict: bool = False,
    accept: Mapping[str, str] | None = None,
) -> Checked:
    """Check a contract file, blank or filled, or a template folder with or without a record, and its annexes.

    Args:
        path: A contract file, or a template folder.
        data: A record file for the template.
        annexes: Folders or files; those that the record names come in addition.
        strict: Findings that a strict check refuses are errors.
        accept: Finding code → reason, for findings accepted on purpose; those of template and record hold as well.

    Raises:
        ReadError: The contract can't be read. An annex that can't is a finding.
        TemplateError: The template can't be used.
        RecordError: The record can't be bound.
    """
    path = located(path)
    if not is_folder(path):
        parsed = parse(path)
        supplied = supplied_annexes(annexes)
        subject = subject_of(parsed.template, document=parsed.document, supplied=supplied, asked=bool(annexes))
        return _checked(subject, strict=strict, accept=accept or {})
    loaded = load_template(path)
    record = None if data is None else read_record(data, loaded.template)
    named = record.annexes if record else ()
    contract, document = (None, loaded.document) if record is None else _bound(loaded, record)
    subject = subject_of(
        loaded.template if contract is None else contract.template,
        contract=contract,
        document=document,
        supplied=supplied_annexes([*annexes, *named]),
        asked=bool(annexes or named),
    )
    accepted = {**loaded.file.accept, **(record.accept if record else {}), **(accept or {})}
    return _checked(subject, strict=strict, accept=accepted)


def _bound(loaded: LoadedTemplate, record: Record) -> tuple[Contract, Document]:
    """Return the contract that a record makes, and the document that it stands in."""
    binder = loaded.binder
    contract = binder.bind(record)
    tagged = tagged_template(loaded, binder.anchors)
    return (contract, loaded.document) if tagged is None else render(tagged, contract)


def _checked(subject: Subject, *, strict: bool, accept: Mapping[str, str]) -> Checked:
    found = apply_acceptance(run_checks(subject, strict=strict), accept)
    return Checked(template=subject.template, supplied=subject.supplied, diagnostics=found)
