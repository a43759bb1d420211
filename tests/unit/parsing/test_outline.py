"""The clause tree of many ways to number a contract."""

from __future__ import annotations

import pytest

from pipeline.parsing.structure import flatten
from tests.unit.parsing.cases import cases, read


@pytest.mark.parametrize(("title", "given", "expected"), cases("outline"))
def test_outline(title: str, given: str, expected: list[str]) -> None:
    _, structure = read(given)
    assert [f"{c.level} {c.number}|{c.title}" for c in flatten(structure.clauses)] == expected
