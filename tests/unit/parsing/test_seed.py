"""The damaged page of the seed, as its repaired text: exactly what ../shared/seed/expected.json lists."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.model.flow import Flow
from pipeline.model.template import Section
from pipeline.parsing.annexes import annexes
from pipeline.parsing.definitions import definitions
from pipeline.parsing.formulas import formulas
from pipeline.parsing.items import items
from pipeline.parsing.payments import payments
from pipeline.parsing.structure import Structure, flatten
from tests.unit.parsing.cases import read


@pytest.fixture(scope="module")
def expected(shared: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((shared / "seed/expected.json").read_text("utf-8"))
    return loaded


@pytest.fixture(scope="module")
def seed(shared: Path) -> tuple[Flow, Structure]:
    return read((shared / "seed/clean.txt").read_text("utf-8"))


def test_title_and_parties(seed: tuple[Flow, Structure], expected: dict[str, Any]) -> None:
    _, structure = seed
    assert structure.title == expected["title"]
    assert [p.role for p in structure.parties] == expected["parties"]


def test_clauses(seed: tuple[Flow, Structure], expected: dict[str, Any]) -> None:
    _, structure = seed
    body = [c for c in structure.clauses if c.section is Section.BODY]
    assert [c.number + c.title for c in body] == expected["body_clauses"]
    assert [c.level for c in body] == [1] * 8
    assert [[child.number for child in c.children] for c in body[:2]] == [["1.1", "1.2", "1.3"], ["2.1", "2.2", "2.3"]]


def test_appendix_counts_for_itself(seed: tuple[Flow, Structure], expected: dict[str, Any]) -> None:
    _, structure = seed
    appendix = [c for c in structure.clauses if c.section is Section.APPENDIX]
    assert [c.number + c.title for c in appendix] == expected["appendix_sections"]
    assert all(c.level != 1 for c in flatten(tuple(appendix)))


def test_annexes(seed: tuple[Flow, Structure], expected: dict[str, Any]) -> None:
    contract, structure = seed
    found, references = annexes(contract.text, structure)
    assert [a.title for a in found] == expected["annexes"]
    meant: dict[str, list[str]] = {}
    for reference in references:
        meant.setdefault(reference.clause.rstrip("、"), []).append(reference.title)
    assert meant == expected["annexes_meant_in_body_by_title"]


def test_definitions_formulas_payments(seed: tuple[Flow, Structure], expected: dict[str, Any]) -> None:
    contract, structure = seed
    assert [[d.term, *d.aliases] for d in definitions(contract.text, structure)] == expected["definitions"]
    assert [{"name": f.name, "expression": f.expression} for f in formulas(contract.text)] == expected["formulas"]
    found = payments(contract.text, structure)
    assert [{"share": p.share, "trigger": p.trigger} for p in found] == expected["payments"]


def test_items_and_the_cut(seed: tuple[Flow, Structure], expected: dict[str, Any]) -> None:
    contract, structure = seed
    found, diagnostics = items(contract.text, structure)
    groups = [i.group for i in found]
    assert groups.count("breach") == expected["breaches"]
    assert groups.count("problem") == expected["problems_and_remedies"]
    assert groups.count("scenario") == expected["scenarios"]
    assert all(i.answer for i in found if i.group == "problem")
    assert [i.truncated for i in found] == [False] * (len(found) - 1) + [expected["scenarios_truncated"]]
    assert [d.code for d in diagnostics] == ["CUT001"]
