from __future__ import annotations

import pytest

from pipeline.diagnostics import Diagnostic
from tests.word_files import p, r, read_body, relation, relations

INS = '<w:ins w:id="1" w:author="a">{}</w:ins>'
DELETED = '<w:del w:id="2" w:author="a"><w:r><w:delText>五千元</w:delText></w:r></w:del>'
FIELD = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> {} </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'


def found(body: str, **more: object) -> dict[str, Diagnostic]:
    diagnostics = read_body(body, **more).diagnostics
    assert len({d.code for d in diagnostics}) == len(diagnostics), "one finding a code"
    return {d.code: d for d in diagnostics}


@pytest.mark.parametrize(
    ("body", "code", "quote"),
    [
        (p("共", INS.format(r("五万元")), INS.format(r("整"))), "TRU001", "五万元 整"),
        (p("共", DELETED), "TRU002", "五千元"),
        (p(FIELD.format("DDEAUTO c:\\\\cmd.exe")), "TRU007", "DDEAUTO c:\\\\cmd.exe"),
        (p('<w:fldSimple w:instr="INCLUDETEXT http://x/a.docx"/>'), "TRU007", "INCLUDETEXT http://x/a.docx"),
        (p("甲") + '<w:altChunk r:id="rId9"/>', "TRU008", ""),
        (p(r("暗", "<w:vanish/>"), r("白", '<w:color w:val="FFFFFF"/>')), "HID001", "暗白"),
    ],
)
def test_found_in_the_body(body: str, code: str, quote: str) -> None:
    diagnostics = found(body)
    assert list(diagnostics) == [code]
    assert diagnostics[code].quote == quote
    assert diagnostics[code].hint


def test_counts_stand_in_the_message() -> None:
    body = p("共", INS.format(r("一")), INS.format(r("二")), DELETED)
    diagnostics = found(body)
    assert "2 处" in diagnostics["TRU001"].message
    assert "1 处" in diagnostics["TRU002"].message


def test_an_inserted_paragraph_mark_is_no_inserted_text() -> None:
    assert found(p("甲", properties='<w:rPr><w:ins w:id="1" w:author="a"/></w:rPr>')) == {}


def test_comments() -> None:
    comments = f'<w:comment w:id="0" w:author="a">{p("请核对金额")}</w:comment>'
    assert found(p("甲"), related={"comments": comments})["TRU003"].quote == "请核对金额"


def test_macros_and_objects() -> None:
    extra = {"word/vbaProject.bin": b"\xd0\xcf", "word/embeddings/oleObject1.bin": b"\xd0\xcf"}
    assert set(found(p("甲"), extra=extra)) == {"TRU005", "TRU006"}


def test_what_points_outside_is_named_and_ordinary_links_are_not() -> None:
    outside = relation(8, "image", "http://127.0.0.1/a.png", external=True)
    assert found(p("甲"), external=outside)["TRU004"].quote == "http://127.0.0.1/a.png"
    assert found(p("甲"), external=relation(8, "hyperlink", "https://www.gov.cn/", external=True)) == {}
    assert set(found(p("甲"), external=relation(8, "hyperlink", "javascript:alert(1)", external=True))) == {"TRU009"}


def test_attached_templates_of_the_settings() -> None:
    rels = relations(relation(1, "attachedTemplate", "http://x/evil.dotm", external=True))
    diagnostics = found(p("甲"), extra={"word/_rels/settings.xml.rels": rels})
    assert "attachedTemplate" in diagnostics["TRU004"].message


def test_hidden_text_in_a_header_is_found_too() -> None:
    assert "HID001" in found(p("甲"), related={"header": p(r("暗", "<w:vanish/>"))})


def test_long_quotes_are_shortened() -> None:
    assert len(found(p(r("暗" * 200, "<w:vanish/>")))["HID001"].quote) == 40


def test_white_on_a_dark_cell_is_visible() -> None:
    cell = '<w:tbl><w:tr><w:tc><w:tcPr><w:shd w:val="clear" w:fill="1F3864"/></w:tcPr>{}</w:tc></w:tr></w:tbl>'
    assert found(cell.format(p(r("项目", '<w:color w:val="FFFFFF"/>')))) == {}
