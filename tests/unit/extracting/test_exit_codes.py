"""What `hetong extract` ends with: findings that are errors, and files of several that could not be read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import api
from pipeline.console.extracting import read_back
from pipeline.diagnostics import Diagnostic, Severity

TEXT = "供货合同\n甲方：天津海河食品有限公司\n乙方：保定白洋粮油有限公司\n第一条 标的\n乙方供应面粉。\n"


@pytest.fixture
def contract(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, "utf-8")
    return path


def test_a_contract_that_reads_ends_with_nought(contract: Path) -> None:
    assert read_back([contract], None, None, as_json=True) == 0
    assert read_back([contract, contract], None, None, as_json=True) == 0


def test_one_of_several_that_can_not_be_read_is_told(contract: Path) -> None:
    assert read_back([contract, contract.with_name("none.txt")], None, None, as_json=True) == 8


@pytest.mark.parametrize(
    ("code", "severity", "ends"),
    [
        ("TAMPER001", Severity.ERROR, 1),
        ("TPL004", Severity.ERROR, 1),
        ("TPL001", Severity.WARNING, 0),
        ("AMT001", Severity.ERROR, 0),
    ],
)
def test_only_errors_of_reading_back_are_findings(
    contract: Path, monkeypatch: pytest.MonkeyPatch, code: str, severity: Severity, ends: int
) -> None:
    note = Diagnostic(severity=severity, code=code, message="两处不一致")
    read = replace(api.extract(contract), diagnostics=(note,))
    monkeypatch.setattr(api, "extract", lambda *_: read)
    assert read_back([contract], None, None, as_json=True) == ends
