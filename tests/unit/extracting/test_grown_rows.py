"""Rows beyond those that a template prints: Word file, PDF and record show the same, and it reads back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline import readers
from pipeline.api import load_template, make_template
from pipeline.api.loaded import LoadedTemplate
from pipeline.model.contract import Contract
from pipeline.model.flow import flow
from pipeline.model.record import JsonValue, Record
from pipeline.text.skeleton import skeleton
from pipeline.writers.docx import compile_docx
from pipeline.writers.pdf import compile_pdf
from pipeline.writers.record import contract_record
from tests.unit.extracting.test_aligned import assert_read_back
from tests.word_files import p, r, word_file

_LIST = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:suff w:val="nothing"/><w:lvlText w:val="%1"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)
_NUMBERED = p(properties='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')


def _row(*cells: str) -> str:
    inside = (cell if cell.startswith("<w:p>") else p(cell) for cell in cells)
    return "<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in inside) + "</w:tr>"


def _made(folder: Path, *rows: str) -> LoadedTemplate:
    table = "<w:tbl>" + "".join(rows) + "</w:tbl>"
    body = p("设备采购合同") + p("第一条　设备清单") + table + p("第二条　付款：按月结算。")
    (folder / "空白.docx").write_bytes(word_file(body, numbering=_LIST))
    make_template(folder / "空白.docx", folder / "模板")
    return load_template(folder / "模板")


def _lines(data: bytes, name: str) -> list[str]:
    return [skeleton(line) for line in flow(readers.read(data, name=name)).text.split("\n")]


def _texts(contract: Contract, loaded: LoadedTemplate) -> tuple[list[str], list[str], list[str]]:
    """Return the lines of a contract as Word file, as PDF and in its record; both files read back exactly."""
    anchors = loaded.binder.anchors
    docx = compile_docx(loaded.source, anchors).render(contract.placements)
    pdf = compile_pdf(loaded.source, anchors, title="试").render(contract.placements, record=None)
    assert_read_back(contract, docx, "a.docx", loaded)
    assert_read_back(contract, pdf, "a.pdf", loaded)
    recorded = [skeleton(line) for line in _clause_lines(contract_record(contract)["clauses"])]
    return _lines(docx, "a.docx"), _lines(pdf, "a.pdf"), recorded


def _clause_lines(clauses: JsonValue) -> Iterator[str]:
    for clause in clauses if isinstance(clauses, list) else []:
        assert isinstance(clause, dict)
        yield from str(clause["text"]).split("\n")
        yield from _clause_lines(clause["children"])


PRINTED = [
    (p("2"), ["2货架17台", "3货架28台", "4货架39台"]),
    (p(r("0"), r("9", "<w:b/>")), ["09货架17台", "10货架28台", "11货架39台"]),
    (p("第2期"), ["第2期货架17台", "第3期货架28台", "第4期货架39台"]),
    (p("2026"), ["2026货架17台", "2026货架28台", "2026货架39台"]),
    (_NUMBERED, ["1货架17台", "2货架28台", "3货架39台"]),
]


@pytest.mark.parametrize(("printed", "shown"), PRINTED, ids=["2", "09", "第2期", "2026", "auto"])
def test_the_number_of_a_row_counts_on_alike_everywhere(printed: str, shown: list[str], tmp_path: Path) -> None:
    loaded = _made(tmp_path, _row("序号", "名称", "数量", "单位"), _row(printed, "", "", "台"))
    (blank,) = [b for b in loaded.template.blanks if b.columns]
    named = {column.label: column.key for column in blank.columns}
    goods = [{named["名称"]: f"货架{n}", named["数量"]: 6 + n} for n in range(1, 4)]
    contract = loaded.binder.bind(Record(values={blank.key: goods}, source="试"), draft=True)
    for lines in _texts(contract, loaded):
        assert [line for line in lines if "货架" in line] == shown


@pytest.mark.parametrize("chosen", [["不正常"], []])
def test_a_cell_with_a_field_of_its_own_stays_out_of_the_added_rows(chosen: list[str], tmp_path: Path) -> None:
    rows = [_row(str(n), "", "", "【正常】【不正常】【 】") for n in (1, 2)]
    loaded = _made(tmp_path, _row("序号", "名称", "数量", "状况"), *rows)
    (table,) = [b for b in loaded.template.blanks if b.columns]
    last = [b for b in loaded.template.blanks if b.options][-1]
    named = {column.label: column.key for column in table.columns}
    goods: JsonValue = [{named["名称"]: f"货架{n}", named["数量"]: str(6 + n)} for n in range(1, 5)]
    values = {table.key: goods} | ({last.key: chosen} if chosen else {})
    contract = loaded.binder.bind(Record(values=values, source="试"), draft=True)
    below = "" if chosen else "【正常】【不正常】【】"
    for lines in _texts(contract, loaded):
        found = [line for line in lines if line.startswith(("2货架", "3货架", "4货架"))]
        assert found == [f"2货架28{'不正常' if chosen else below}", f"3货架39{below}", f"4货架410{below}"]
