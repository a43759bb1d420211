"""What stands beside the text: a changed header, footer or hidden word is told, the number of a page is none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import api, readers
from pipeline.extracting.beside import beside
from pipeline.model.contract import Contract
from pipeline.model.document import Mark, Run
from pipeline.model.flow import Flow, RunSpan, flow
from pipeline.model.record import JsonValue
from pipeline.text.skeleton import digest
from pipeline.writers.docx import compile_docx
from pipeline.writers.pdf import compile_pdf
from pipeline.writers.record import contract_record, record_bytes
from tests import generated
from tests.unit.extracting.test_aligned import _edited
from tests.word_files import p, r, word_file

_FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE \\* MERGEFORMAT </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{0}</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
_HEADS = (
    '<w:sectPr><w:headerReference w:type="default" r:id="rId{0}"/><w:footerReference w:type="default" r:id="rId{1}"/>'
    '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:bottom="1440" w:left="1800" w:right="1800" '
    'w:header="851" w:footer="992"/></w:sectPr>'
)


def _source(head: str = "仓储保管合同 编号A-17", page: str = "1") -> bytes:
    body = [
        p("仓储保管合同"), p("甲方：", r("        ", '<w:u w:val="single"/>')),
        p("第一条 保管期限为", r("      ", '<w:u w:val="single"/>'), "个月。"),
        p("第二条 保管费每月结算", r("内部编号3391", "<w:vanish/>"), "一次。"),
    ]  # fmt: skip
    related = {"header": p(head), "footer": p("第", _FIELD.format(page), "页")}
    return word_file("".join(body) + _HEADS.format(3, 4), styles=p(), numbering=p(), related=related)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> api.LoadedTemplate:
    folder = tmp_path_factory.mktemp("made")
    (folder / "a.docx").write_bytes(_source())
    api.make_template(folder / "a.docx", folder / "template")
    return api.load_template(folder / "template")


def _contract(made: api.LoadedTemplate) -> Contract:
    return generated.contract(made.binder, 3)[0]


def _issued(made: api.LoadedTemplate, form: str, source: bytes | None = None) -> bytes:
    """Return the contract issued from a source that may have been changed since, with the record as it was."""
    contract = _contract(made)
    source, anchors = source or made.source, made.binder.anchors
    writer = compile_docx(source, anchors) if form == "docx" else compile_pdf(source, anchors, title="合同")
    return writer.render(contract.placements, record=record_bytes(contract_record(contract)))


def _codes(data: bytes, form: str, folder: Path) -> list[str]:
    (folder / f"a.{form}").write_bytes(data)
    return [one.code for one in api.extract(folder / f"a.{form}").diagnostics if one.code.startswith("TAMPER")]


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_nothing_is_told_of_a_file_as_issued(made: api.LoadedTemplate, form: str, tmp_path: Path) -> None:
    data = _issued(made, form)
    assert _codes(data, form, tmp_path) == []
    document = readers.read(data, name=f"a.{form}")
    assert "编号A-17" in "".join(block.text for block in document.furniture)
    assert "编号A-17" not in flow(document).text


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_a_changed_digit_of_a_header_is_told(made: api.LoadedTemplate, form: str, tmp_path: Path) -> None:
    data = _issued(made, form, _source(head="仓储保管合同 编号A-19"))
    assert _codes(data, form, tmp_path) == ["TAMPER004"]


def test_another_number_of_a_page_is_no_change(made: api.LoadedTemplate, tmp_path: Path) -> None:
    assert _codes(_issued(made, "docx", _source(page="7")), "docx", tmp_path) == []


def test_a_changed_digit_that_nobody_sees_is_told_as_such(made: api.LoadedTemplate, tmp_path: Path) -> None:
    data = _edited(_issued(made, "docx"), lambda xml: xml.replace("3391", "3392"))
    assert _codes(data, "docx", tmp_path) == ["TAMPER005"]


def test_hidden_words_that_are_gone_are_nothing_to_tell(made: api.LoadedTemplate, tmp_path: Path) -> None:
    data = _edited(_issued(made, "docx"), lambda xml: xml.replace("内部编号3391", ""))
    assert _codes(data, "docx", tmp_path) == []


def _beside(furniture: list[str], issued: list[str], *, paged: bool) -> list[str]:
    record: dict[str, JsonValue] = {
        "text": {"sha256": digest(""), "outside": [], "furniture": [*issued]}, "contract": {"title": "采购合同"}
    }  # fmt: skip
    return [d.quote for d in beside(record, Flow(text="", marks=(), lines=()), furniture, paged=paged)]


@pytest.mark.parametrize("line", ["编号A-17  第3页", "第三页", "编号A-17", "— 12 —", "编号A-17共9页采购合同"])
def test_a_page_breaks_and_joins_lines(line: str) -> None:
    assert _beside([line], ["编号A-17", "第#页 共#页"], paged=True) == []


@pytest.mark.parametrize("line", ["编号A-18  第3页", "编号A-71", "1,200"])
def test_other_words_on_a_page_are_told(line: str) -> None:
    assert _beside([line], ["编号A-17", "第#页 共#页"], paged=True) == [line]


def test_a_word_file_has_its_lines_whole() -> None:
    assert _beside(["编号A-1", "第9页 共12页"], ["编号A-17", "第#页 共#页"], paged=False) == ["编号A-1"]


def test_hidden_words_that_the_record_has_none_of_are_told() -> None:
    span = RunSpan(start=0, end=3, run=Run(text="另付款", marks=Mark.HIDDEN))
    text = replace(Flow(text="另付款", marks=(Mark.HIDDEN,) * 3, lines=()), spans=(span,))
    record: dict[str, JsonValue] = {"text": {"sha256": digest(""), "outside": []}}
    assert [d.code for d in beside(record, text, (), paged=False)] == ["TAMPER005"]
    assert beside({"fields": {}}, text, ("甲",), paged=False) == ()
