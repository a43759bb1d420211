"""Every defect introduced into a good contract is found under its code, and the good one has none."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import readers
from pipeline.api import parse_document
from pipeline.checks import run_checks, subject_of
from pipeline.diagnostics import Diagnostic
from tests.unit.checks.mutants import FILES, TEXT, FileMutant, Files, TextMutant, annex

GOOD = (Path(__file__).parents[2] / "fixtures" / "checks" / "good_contract.txt").read_text("utf-8")
ANNEXES = (
    annex("附件1 需求说明书.docx", "附件一 需求说明书"),
    annex("验收标准.pdf", "附件二 验收标准"),
    annex("03_实施计划_终稿.docx", "实施计划"),
)


def _found(text: str, supplied: Files) -> tuple[Diagnostic, ...]:
    parsed = parse_document(readers.read(text.encode(), name="合同.txt"))
    return run_checks(subject_of(parsed.template, document=parsed.document, supplied=supplied))


def test_the_good_contract_has_no_finding() -> None:
    assert _found(GOOD, ANNEXES) == ()


@pytest.mark.parametrize("mutant", TEXT, ids=lambda mutant: f"{mutant.code} {mutant.name}")
def test_a_defect_of_the_text_is_found(mutant: TextMutant) -> None:
    found = _found(mutant.apply(GOOD), ANNEXES)
    assert mutant.code in {d.code for d in found}


@pytest.mark.parametrize("mutant", FILES, ids=lambda mutant: f"{mutant.code} {mutant.name}")
def test_a_defect_of_the_annexes_is_found(mutant: FileMutant) -> None:
    found = _found(GOOD, mutant.change(ANNEXES))
    assert mutant.code in {d.code for d in found}


def test_there_are_at_least_sixty() -> None:
    assert len(TEXT) + len(FILES) >= 60
    assert len({m.name for m in TEXT}) == len(TEXT)
