"""Sections, columns, headers and footers, notes and breaks end up on the pages."""

from __future__ import annotations

import io

import pikepdf

from tests.pdf_files import logical_text, page_texts
from tests.pdf_set import A4, cell, codes, compiled, field, furnished, height_of, rendered
from tests.word_files import p

PAGE_BREAK = '<w:r><w:br w:type="page"/></w:r>'


def test_page_numbers_are_counted_not_copied() -> None:
    pdf = furnished("footer", p("第", field("PAGE"), "页 共", field("NUMPAGES"), "页"), p("一", PAGE_BREAK, "二"))
    last_lines = [text.split("\n")[-1].replace(" ", "") for text in page_texts(pdf)]
    assert last_lines == ["第1页共2页", "第2页共2页"]


def test_page_numbers_have_the_form_and_start_of_their_section() -> None:
    numbers = '<w:pgNumType w:fmt="upperRoman" w:start="3"/>'
    assert "IV" in page_texts(furnished("footer", p(field("PAGE")), p("一", PAGE_BREAK, "二"), numbers))[1]


def test_a_simple_field_is_a_page_number_too() -> None:
    pdf = furnished("header", p('<w:fldSimple w:instr="PAGE"><w:r><w:t>9</w:t></w:r></w:fldSimple>'), p("一"))
    assert page_texts(pdf)[0].startswith("1")


def test_a_header_that_is_higher_than_the_margin_pushes_the_text_down() -> None:
    low = furnished("header", p("页眉"), p("正文"))
    high = furnished("header", p("页眉") * 12, p("正文"))
    assert height_of(high, "正") < height_of(low, "正") - 60


def test_sections_have_pages_of_their_own_size() -> None:
    wide = '<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/></w:sectPr>'
    pdf = rendered(p("横", properties=wide) + p("竖") + f"<w:sectPr>{A4}</w:sectPr>")
    with pikepdf.open(io.BytesIO(pdf)) as file:
        widths = [round(float(page.mediabox[2])) for page in file.pages]
    assert widths == [842, 595]


COLUMN_BREAK = '<w:r><w:br w:type="column"/></w:r>'


def test_columns_of_unlike_width_stand_side_by_side() -> None:
    columns = '<w:cols w:num="2" w:equalWidth="0"><w:col w:w="2000" w:space="40"/><w:col w:w="7000"/></w:cols>'
    title = "商品房买卖合同示范文本"
    template = compiled(p("编号") + p(COLUMN_BREAK, title) + f"<w:sectPr>{A4}{columns}</w:sectPr>")
    assert template.diagnostics == ()
    pdf = template.render([], record=None)
    (text,) = page_texts(pdf)
    assert f"编号 {title}" in text
    assert abs(height_of(pdf, "编") - height_of(pdf, "商")) < 1


def test_columns_of_unlike_width_without_their_breaks_are_named() -> None:
    columns = '<w:cols w:num="2" w:equalWidth="0"><w:col w:w="2000" w:space="40"/><w:col w:w="7000"/></w:cols>'
    assert "PDF010" in codes(compiled(p("编号") * 3 + f"<w:sectPr>{A4}{columns}</w:sectPr>"))


def test_a_page_number_that_is_hidden_does_not_show() -> None:
    hidden = field("PAGE").replace("<w:r>", "<w:r><w:rPr><w:vanish/></w:rPr>")
    assert logical_text(rendered(p("正文", hidden))) == "正文"


def test_no_page_ends_with_a_heading() -> None:
    body = p("前") * 52 + p("第三章　房屋状况") + p("第四条　房屋") + p("该房屋坐落于本市。") + p("后") * 3
    first, second = page_texts(rendered(f"{body}<w:sectPr>{A4}</w:sectPr>"))
    assert "章" not in first
    assert second.startswith("第三章")
    sentence = p("前") * 52 + p("第四条　甲方应当按期付款。") + p("后") * 3
    assert "第四条" in page_texts(rendered(f"{sentence}<w:sectPr>{A4}</w:sectPr>"))[0]


def test_lines_that_shall_stay_together_do() -> None:
    lines = p("同页" * 120, properties="<w:keepLines/>")
    pdf = rendered(p("前") * 50 + lines + f"<w:sectPr>{A4}</w:sectPr>")
    assert [text.count("同") for text in page_texts(pdf)] == [0, 120]


def test_a_footnote_stands_on_the_page_of_its_reference() -> None:
    notes = '<w:footnote w:id="2">' + p("按实际天数计算。") + "</w:footnote>"
    body = p("租期", '<w:r><w:footnoteReference w:id="2"/></w:r>', "届满")
    text = logical_text(rendered(body, related={"footnotes": notes}))
    assert "按实际天数计算。" in text
    assert "届满" in text


def test_what_is_not_set_as_word_does_is_named() -> None:
    math = "<m:oMath><m:r><m:t>x+y</m:t></m:r></m:oMath>"
    assert codes(compiled(p("式：", math))) == ["PDF005"]
    private = "<w:r><w:t>\ue123</w:t></w:r>"
    assert codes(compiled(p("符：", private))) == ["PDF006"]
    floating = "<w:tbl><w:tblPr><w:tblpPr/></w:tblPr><w:tr>" + cell("甲") + "</w:tr></w:tbl>"
    assert codes(compiled(floating + p(""))) == ["PDF007"]
