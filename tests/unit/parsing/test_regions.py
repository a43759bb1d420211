"""The large parts of a contract's text."""

from __future__ import annotations

import pytest

from pipeline.model.template import Section
from tests.unit.parsing.cases import cases, read


@pytest.mark.parametrize(("title", "given", "expected"), cases("regions"))
def test_regions(title: str, given: str, expected: list[str]) -> None:
    contract, structure = read(given)
    found = [f"{r.section} {contract.text[r.start : r.end].split(chr(10))[0]}" for r in structure.regions]
    assert found == expected


@pytest.mark.parametrize(("title", "given", "expected"), cases("regions"))
def test_regions_leave_no_gap(title: str, given: str, expected: list[str]) -> None:
    contract, structure = read(given)
    ends = [0, *(r.end for r in structure.regions)]
    assert [r.start for r in structure.regions] == ends[:-1]
    assert ends[-1] == len(contract.text)


def test_an_empty_text_is_a_body() -> None:
    _, structure = read("")
    assert [r.section for r in structure.regions] == [Section.BODY]
    assert structure.section_at(0) is Section.BODY
