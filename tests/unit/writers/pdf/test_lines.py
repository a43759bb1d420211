"""Words and lines look and break as Word has them."""

from __future__ import annotations

import io

import pytest

from tests.pdf_files import beyond, logical_text
from tests.pdf_set import A4, height_of, rendered
from tests.word_files import p, r


@pytest.mark.parametrize("word", ["HT-2026-5305-ABCDEFGHIJKLMNOPQRST", "A" * 300, "0" * 3000])
def test_a_word_longer_than_its_line_breaks(word: str) -> None:
    narrow = '<w:ind w:left="6000"/>'
    pdf = rendered(p("编号：", word, properties=narrow) + f"<w:sectPr>{A4}</w:sectPr>")
    assert beyond(pdf) == []
    assert word in logical_text(pdf)


def _marks(pdf: bytes) -> list[tuple[float, float]]:
    """Return where the drawn shapes of the first page stand."""
    import pdfplumber

    with pdfplumber.open(io.BytesIO(pdf)) as document:
        page = document.pages[0]
        return [(shape["x0"], shape["top"]) for shape in (*page.curves, *page.rects)]


@pytest.mark.parametrize("kind", ["dot", "underDot", "comma", "circle"])
def test_emphasis_stands_at_every_character_but_punctuation(kind: str) -> None:
    pdf = rendered(p(r("甲方，应当", f'<w:em w:val="{kind}"/>')))
    assert logical_text(pdf) == "甲方，应当"
    assert len(_marks(pdf)) == 4


@pytest.mark.parametrize("per_cent", [50, 95, 150])
def test_characters_are_as_wide_as_the_file_says(per_cent: int) -> None:
    import pdfplumber

    def width(properties: str) -> float:
        with pdfplumber.open(io.BytesIO(rendered(p(r("商品房买卖合同", properties), "终")))) as document:
            first, *_, last = document.pages[0].chars
            return float(last["x0"] - first["x0"])

    assert width(f'<w:w w:val="{per_cent}"/>') == pytest.approx(width("") * per_cent / 100, rel=0.02)


def test_a_distributed_line_reaches_both_edges() -> None:
    import pdfplumber

    pdf = rendered(p("市场监管", properties='<w:jc w:val="distribute"/>') + f"<w:sectPr>{A4}</w:sectPr>")
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        first, *_, last = document.pages[0].chars
    assert last["x1"] - first["x0"] == pytest.approx(595.3 - 180, abs=2)


def test_lines_are_never_drawn_over_each_other() -> None:
    squeezed = '<w:spacing w:line="12" w:lineRule="auto"/>'
    pdf = rendered(p("上行", properties=squeezed) + p("下行", properties=squeezed))
    assert height_of(pdf, "上") - height_of(pdf, "下") > 7


def test_hidden_text_and_deletions_do_not_show() -> None:
    hidden = r("看不见", "<w:vanish/>")
    deleted = "<w:del><w:r><w:delText>删去</w:delText></w:r></w:del>"
    assert logical_text(rendered(p("看得见", hidden, deleted))) == "看得见"


def test_automatic_numbers_are_set() -> None:
    level = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="第%1条"/>'
        '<w:suff w:val="space"/></w:lvl>'
    )
    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{level}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    body = p("定义", properties=numbered) + p("期限", properties=numbered)
    assert logical_text(rendered(body, numbering=numbering)) == "第一条 定义第二条 期限"


def test_the_blank_line_of_a_wide_blank_is_drawn_on_both_lines() -> None:
    import pdfplumber

    blank = r(" " * 200, '<w:u w:val="single"/>')
    pdf = rendered(p("地址：", blank, "（后）"))
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        page = document.pages[0]
        heights = {round(line["top"]) for line in (*page.lines, *page.rects, *page.curves)}
    assert len(heights) >= 2
    assert logical_text(pdf) == "地址：（后）"
