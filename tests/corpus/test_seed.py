"""The page that the project began with: damaged, from a document-sharing site, read as what it was."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from pipeline import api
from pipeline.diagnostics import Diagnostic
from pipeline.model.template import Blank, Section, Template
from pipeline.writers.parsed import reading_order


@pytest.fixture(scope="module")
def page(shared: Path) -> Path:
    return next((shared / "seed").glob("000_*.txt"))


@pytest.fixture(scope="module")
def expected(shared: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((shared / "seed" / "expected.json").read_text("utf-8"))
    return data


@pytest.fixture(scope="module")
def template(page: Path) -> Template:
    return api.parse(page).template


def plain(words: str) -> str:
    folded = unicodedata.normalize("NFKC", words)
    return "".join(c for c in folded if c.isalnum())


def with_code(template: Template, code: str) -> list[Diagnostic]:
    return [d for d in template.diagnostics if d.code == code]


def test_the_text_is_repaired_exactly(template: Template, shared: Path) -> None:
    clean = (shared / "seed" / "clean.txt").read_text("utf-8")
    assert re.sub(r"\s", "", template.text) == re.sub(r"\s", "", clean)


def test_every_annotation_is_reported(template: Template, expected: dict[str, Any]) -> None:
    reports = with_code(template, "REP001")
    assert [re.findall(r"注音(\d+)处", d.message) for d in reports] == [[str(expected["pinyin_annotations"])]]


def test_title_and_parties(template: Template, expected: dict[str, Any]) -> None:
    assert template.title == expected["title"]
    assert [p.role for p in template.parties] == expected["parties"]


def same(blank: Blank, want: dict[str, str]) -> bool:
    return blank.kind == want["kind"] and blank.unit == want.get("unit", blank.unit) and (
        plain(want["label"]) == plain(blank.label)
    ) and blank.clause == want.get("clause", "")  # fmt: skip


def test_blanks(template: Template, expected: dict[str, Any]) -> None:
    got = [(b.kind.value, plain(b.label), b.clause) for b in template.blanks]
    want = [(b["kind"], plain(b["label"]), b.get("clause", "")) for b in expected["blanks"]]
    assert got == want
    for blank, mark in zip(template.blanks, expected["blanks"], strict=True):
        assert blank.unit == mark.get("unit", blank.unit)
    fee, upper = (b for b in template.blanks if b.pair)
    assert (fee.pair, upper.pair) == (upper.key, fee.key)


def test_clauses(template: Template, expected: dict[str, Any]) -> None:
    roots = [c.number + c.title for c in template.clauses if c.section is Section.BODY]
    assert roots == expected["body_clauses"]
    assert [c.number + c.title for c in template.clauses if c.section is Section.APPENDIX] == expected[
        "appendix_sections"
    ]
    numbers = [c.number for c in reading_order(template.clauses) if c.level > 1 and c.section is Section.BODY]
    assert numbers[:6] == ["1.1", "1.2", "1.3", "2.1", "2.2", "2.3"]
    assert numbers[-2:] == ["8.1", "8.2"]


def test_annexes(template: Template, expected: dict[str, Any]) -> None:
    assert [a.title for a in template.annexes if a.listed is not None] == expected["annexes"]
    meant: dict[str, list[str]] = {}
    for reference in template.annex_references:
        if template.text.index("一、附件列表") > reference.start:
            meant.setdefault(reference.clause.rstrip("、"), []).append(reference.title)
    for clause, titles in expected["annexes_meant_in_body_by_title"].items():
        found = {
            t
            for number, ts in meant.items()
            if number == clause or (number.startswith("5.") and clause == "五")
            for t in ts
        }
        assert found >= set(titles), clause


def test_what_the_appendix_says(template: Template, expected: dict[str, Any]) -> None:
    groups = [i.group for i in template.items]
    assert groups.count("breach") == expected["breaches"]
    assert groups.count("problem") == expected["problems_and_remedies"]
    assert groups.count("scenario") == expected["scenarios"]
    assert all(i.answer for i in template.items if i.group == "problem")
    assert [
        (d.term, *d.aliases)[: len(w)] for d, w in zip(template.definitions, expected["definitions"], strict=True)
    ] == [tuple(w) for w in expected["definitions"]]
    assert template.items[-1].truncated
    assert len(with_code(template, "CUT001")) == 1


def test_formula_and_payments(template: Template, expected: dict[str, Any]) -> None:
    assert [{"name": f.name, "expression": f.expression} for f in template.formulas] == expected["formulas"]
    assert [{"share": p.share, "trigger": p.trigger} for p in template.payments] == expected["payments"]


def test_the_sites_words_are_gone(template: Template) -> None:
    for words in ("下载", "温馨提示", "最新文档", "评论", "人人文库"):
        assert words not in template.text
    assert len(with_code(template, "FUR001")) == 2
