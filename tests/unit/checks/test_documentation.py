"""docs/checks.md says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

from pipeline.checks import CHECKS, codes
from pipeline.checks.documentation import checks_document

DOCUMENT = Path(__file__).parents[3] / "docs" / "checks.md"


def test_the_document_is_current() -> None:
    assert DOCUMENT.read_text("utf-8") == checks_document(), (
        "run python -m pipeline.checks.documentation > docs/checks.md"
    )


def test_it_says_that_it_is_no_legal_advice() -> None:
    assert "不是法律意见" in checks_document()


def test_every_code_is_given_once_and_explained() -> None:
    listed = [code for check in CHECKS for code in check.codes()]
    assert len({code.code for code in listed}) == len(listed)
    assert all(code.title and code.explanation for code in listed)
    assert {code.code for code in listed} <= set(codes())


def test_an_error_comes_with_advice() -> None:
    assert [
        c.code for c in codes().values() if c.severity == "error" and not c.hint and not c.code.startswith("TRU")
    ] == []


def test_every_code_in_the_source_is_explained() -> None:
    document = DOCUMENT.read_text("utf-8")
    source = Path(__file__).parents[3] / "pipeline"
    given = {
        code for path in source.rglob("*.py") for code in re.findall(r'"([A-Z]{3,6}[0-9]{3})"', path.read_text("utf-8"))
    }
    assert sorted(code for code in given if f"| {code} |" not in document) == []


def test_a_code_is_listed_once() -> None:
    listed = re.findall(r"^\| ([A-Z]{3,6}[0-9]{3}) \|", DOCUMENT.read_text("utf-8"), re.MULTILINE)
    assert len(listed) == len(set(listed))
