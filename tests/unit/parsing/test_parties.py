"""Who concludes the contract, under which names."""

from __future__ import annotations

import pytest

from pipeline.parsing.parties import roles
from tests.unit.parsing.cases import cases, read


@pytest.mark.parametrize(("title", "given", "expected"), cases("parties"))
def test_parties(title: str, given: str, expected: list[str]) -> None:
    _, structure = read(given)
    found = [f"{p.key} {p.role}|{p.label}|{'、'.join(p.aliases)}" for p in structure.parties]
    assert found + [d.code for d in structure.diagnostics] == expected


def test_start_is_where_the_role_is_printed() -> None:
    contract, structure = read("委托合同\n委托人：____\n受托人：____\n第一条　事务")
    assert [contract.text[p.start : p.start + 3] for p in structure.parties] == ["委托人", "受托人"]


def test_every_pair_of_roles_names_two() -> None:
    assert all(first != second for first, second in roles().pairs)
