"""Definitions, formulas and instalments."""

from __future__ import annotations

import pytest

from pipeline.parsing.definitions import definitions
from pipeline.parsing.formulas import formulas
from pipeline.parsing.payments import payments
from tests.unit.parsing.cases import cases, read


@pytest.mark.parametrize(("title", "given", "expected"), cases("definitions"))
def test_definitions(title: str, given: str, expected: list[str]) -> None:
    contract, structure = read(given)
    found = definitions(contract.text, structure)
    assert [f"{d.term}|{'、'.join(d.aliases)}|{d.text}" for d in found] == expected


@pytest.mark.parametrize(("title", "given", "expected"), cases("formulas"))
def test_formulas(title: str, given: str, expected: list[str]) -> None:
    found = formulas(given)
    assert [f"{f.name}|{f.expression}|{'、'.join(f.variables)}" for f in found] == expected
    assert all(given.startswith(f.name[0], f.start) for f in found if f.name[0] not in "（(")


@pytest.mark.parametrize(("title", "given", "expected"), cases("payments"))
def test_payments(title: str, given: str, expected: list[str]) -> None:
    contract, structure = read(given)
    found = payments(contract.text, structure)
    assert [f"{p.share}|{p.trigger}|{p.clause}" for p in found] == expected
