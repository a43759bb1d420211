"""Annex lists, headings, and the places that refer to them."""

from __future__ import annotations

import pytest

from pipeline.model.document import Cell, Document, Paragraph, Run, Table
from pipeline.model.flow import flow
from pipeline.model.template import Annex, AnnexReference
from pipeline.parsing.annexes import annexes
from pipeline.parsing.structure import read_structure
from tests.unit.parsing.cases import cases, read


def _annex(annex: Annex) -> str:
    return f"{'-' if annex.listed is None else 'L'}{'-' if annex.headed is None else 'H'} {annex.number} {annex.title}"


def _reference(reference: AnnexReference, text: str) -> str:
    words = text[reference.start : reference.end]
    if reference.by == "number":
        return f"number {reference.number or words} @{reference.clause}"
    return f"{reference.by} {reference.number} @{reference.clause} {words}"


@pytest.mark.parametrize(("title", "given", "expected"), cases("annexes"))
def test_annexes(title: str, given: str, expected: list[str]) -> None:
    contract, structure = read(given)
    found, references = annexes(contract.text, structure)
    assert [*map(_annex, found), *(_reference(r, contract.text) for r in references)] == expected


def test_a_table_lists_annexes() -> None:
    rows = [["序号", "附件名称", "页数"], ["1", "权属证明", ""], ["2", "平面图", ""], ["……", "", ""]]
    cells = tuple(
        tuple(Cell(blocks=(Paragraph(runs=(Run(text=words),)),), row=y, column=x) for x, words in enumerate(row))
        for y, row in enumerate(rows)
    )
    blocks = (Paragraph(runs=(Run(text="附件清单："),)), Table(rows=cells))
    contract = flow(Document(blocks=blocks, format="docx", name="x.docx", sha256="0" * 64))
    found, _ = annexes(contract.text, read_structure(contract))
    assert [(a.number, a.title) for a in found] == [("1", "权属证明"), ("2", "平面图")]
