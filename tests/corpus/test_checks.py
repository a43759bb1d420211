"""The checks on official contracts: no false alarm on the blank ones, the known faults of the filled ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.api import parse_document, read
from pipeline.checks import run_checks, subject_of
from pipeline.diagnostics import Diagnostic, Severity
from pipeline.errors import DependencyError, ReadError

# Contracts filled with values, some of them with faults on purpose; all others are blank official texts.
FILLED = ("111-", "134-", "138-", "142-", "162-")


def _found(path: Path) -> tuple[Diagnostic, ...]:
    try:
        parsed = parse_document(read(path))
    except (DependencyError, ReadError) as error:
        pytest.skip(str(error))
    return run_checks(subject_of(parsed.template, document=parsed.document))


def _errors(path: Path) -> set[str]:
    return {d.code for d in _found(path) if d.severity is Severity.ERROR}


@pytest.mark.slow
def test_blank_official_texts_have_no_error(shared: Path) -> None:
    alarms = {}
    for path in sorted((shared / "corpus" / "files").iterdir()):
        if path.name.startswith(FILLED) or path.suffix not in (".docx", ".txt"):
            continue
        codes = _errors(path)
        if codes:
            alarms[path.name] = codes
    assert alarms == {}


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("111-mock-loan-filled.docx", {"LOA025", "CIV670"}),  # 3 % a month; interest taken off in advance
        ("134-trio-labour.docx", {"LAB024", "LBL050"}),  # three years of non-compete; wages held back
        ("142-trio-lease.txt", set()),
        ("162-techservice-sample.txt", set()),
    ],
)
def test_filled_contracts(shared: Path, name: str, codes: set[str]) -> None:
    assert _errors(shared / "corpus" / "files" / name) == codes


def test_the_nine_annexes_of_a_scraped_page_are_missed(shared: Path) -> None:
    found = _found(next((shared / "seed").glob("000_*.txt")))
    assert len({d.message for d in found if d.code == "ANX001"}) == 9
    never = [d for d in found if d.code == "ANX004"]
    assert len(never) == 4  # five of the nine are referred to in the body by their titles
    assert not [d for d in found if d.code in ("ANX003", "FML001")]
