"""From each shipped template's good record: every defect, one at a time, is found; the good contract has none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from pipeline import readers
from pipeline.api import Issue, Issuer, load_template, parse_document, supplied_annexes
from pipeline.checks import run_checks, subject_of
from pipeline.diagnostics import Diagnostic, Severity
from pipeline.errors import RecordError
from pipeline.model.record import Record
from tests.unit.checks.defects import applied
from tests.unit.checks.mutants import FILES, FileMutant, Files

ROOT = Path(__file__).parents[3]
TEMPLATES = sorted(p for p in (ROOT / "templates").glob("*") if (ROOT / "samples" / p.name / "record.yaml").is_file())


WITH_FILES = [p for p in TEMPLATES if (ROOT / "samples" / p.name / "annexes").is_dir()]
# The mutants of files need annexes to mix up and the defects were written for a contract of services.
MIXED = [p for p in WITH_FILES if len(list((ROOT / "samples" / p.name / "annexes").iterdir())) > 3]


def _annexes(folder: Path) -> tuple[Path, ...]:
    return (folder / "annexes",) if (folder / "annexes").is_dir() else ()


@pytest.fixture(scope="module", params=MIXED, ids=lambda path: path.name)
def good(request: pytest.FixtureRequest) -> tuple[str, Files]:
    """Return the text of the good contract and its annex files."""
    folder = ROOT / "samples" / request.param.name
    issuer = Issuer(load_template(request.param), Issue(annexes=_annexes(folder)))
    values = yaml.safe_load((folder / "record.yaml").read_text("utf-8"))
    contract = issuer.bind(Record(values=values))
    supplied = tuple(replace(file, filled=1) for file in supplied_annexes([folder / "annexes"]))
    return subject_of(contract.template, contract=contract).text, supplied


def _found(text: str, supplied: Files) -> tuple[Diagnostic, ...]:
    parsed = parse_document(readers.read(text.encode(), name="合同.txt"))
    return run_checks(subject_of(parsed.template, document=parsed.document, supplied=supplied))


def test_the_good_contract_has_no_error_and_no_warning(good: tuple[str, Files]) -> None:
    assert [d for d in _found(*good) if d.severity is not Severity.NOTE] == []


def test_every_defect_is_found(good: tuple[str, Files]) -> None:
    text, supplied = good
    before = {(d.code, d.message) for d in _found(text, supplied)}
    missed = []
    for defect, changed in applied(text):
        new = {d.code for d in _found(changed, supplied) if (d.code, d.message) not in before}
        if not defect.codes & new:
            missed.append((defect.name, sorted(new)))
    assert missed == []


def test_every_annex_that_is_left_out_is_missed(good: tuple[str, Files]) -> None:
    text, supplied = good
    for index in range(len(supplied)):
        found = [d for d in _found(text, supplied[:index] + supplied[index + 1 :]) if d.code == "ANX001"]
        assert len(found) == 1
        assert found[0].severity is Severity.ERROR


@pytest.mark.parametrize("mutant", [m for m in FILES if "missing" not in m.name], ids=lambda mutant: mutant.name)
def test_every_defect_of_a_file_is_found(good: tuple[str, Files], mutant: FileMutant) -> None:
    text, supplied = good
    assert mutant.code in {d.code for d in _found(text, mutant.change(supplied))}


def test_sixty_defects_and_more(good: tuple[str, Files]) -> None:
    text, supplied = good
    assert len(list(applied(text))) + len(supplied) + len(FILES) - 2 >= 60


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_every_required_value_that_is_left_out_is_named(template: Path) -> None:
    loaded = load_template(template)
    folder = ROOT / "samples" / template.name
    issuer = Issuer(loaded, Issue(annexes=_annexes(folder)))
    values = yaml.safe_load((folder / "record.yaml").read_text("utf-8"))
    flat = {f"{k}.{n}" if n else k: v for k, e in values.items()
            for n, v in (e.items() if isinstance(e, dict) else [("", e)])}  # fmt: skip
    for key in flat:
        blank = loaded.template.blank(key)
        if blank is None or not blank.required:
            continue
        left = Record(values={k: v for k, v in flat.items() if k != key})
        try:
            contract = issuer.bind(left)
        except RecordError as refused:
            assert blank.label in str(refused)  # noqa: PT017 - or it follows from the rest
        else:
            assert contract.values[key].derived
