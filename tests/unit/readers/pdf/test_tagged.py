"""A tagged PDF of ours is read by its structure; what its pages show beside it is not lost."""

from __future__ import annotations

import io

import pdfplumber
import pikepdf
import pytest
import typst

from pipeline import readers
from pipeline.model.document import Document, Table
from pipeline.model.flow import flow, shown

_SOURCE = """
#set page(width: 9cm, height: 8cm, footer: context counter(page).display("1"))
#set text(font: "Noto Serif SC", size: 10pt, lang: "zh")
甲方应当在收到发票之日起十个工作日内，将合同价款 参照 GB/T 36319 执行 的全部金额一次性支付到乙方指定的银行账户。

#table(columns: 2, [甲方], [乙方], [云杉科技有限公司的全称写在这里，写得很长], [百川商贸])
"""


def _pdf(source: str = _SOURCE) -> bytes:
    return bytes(typst.compile(source.encode(), pdf_standards=["a-3b"]))


def _read(data: bytes) -> Document:
    return readers.read(data, name="a.pdf")


def test_a_paragraph_is_one_line_and_a_cell_one_cell() -> None:
    document = _read(_pdf())
    first, table = document.blocks
    assert not document.wrapped
    assert first.text.startswith("甲方应当在收到发票之日起")
    assert "参照 GB/T 36319 执行" in first.text
    assert "\n" not in first.text
    assert isinstance(table, Table)
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["甲方", "乙方"],
        ["云杉科技有限公司的全称写在这里，写得很长", "百川商贸"],
    ]


def test_words_outside_the_structure_are_still_read() -> None:
    source = _SOURCE + "\n#pdf.artifact[另付拾万元整]\n"
    assert "另付拾万元整" in "".join(block.text for block in _read(_pdf(source)).blocks)


def test_the_number_of_a_page_is_no_text() -> None:
    assert _read(_pdf()).blocks[-1].text.endswith("百川商贸")


def test_without_a_structure_the_page_itself_is_read() -> None:
    with pikepdf.open(io.BytesIO(_pdf())) as pdf:
        del pdf.Root.StructTreeRoot
        out = io.BytesIO()
        pdf.save(out)
    document = _read(out.getvalue())
    assert document.wrapped
    assert "".join(document.blocks[0].text.split()).startswith("甲方应当在收到发票之日起")


_LONG = """
#set page(width: 9cm, height: 5cm, footer: context counter(page).display("1"))
#set text(font: "Noto Serif SC", size: 10pt, lang: "zh")
#table(columns: (2cm, 3cm), table.header([序号], [货物名称]), ..range(12).map(k => ([#k], [货架])).flatten())
"""


def test_the_head_of_a_table_that_goes_on_over_pages_is_read_once() -> None:
    data = _pdf(_LONG)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert len(pdf.pages) == 3
    (table,) = _read(data).blocks
    assert isinstance(table, Table)
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["序号", "货物名称"], *([str(number), "货架"] for number in range(12))
    ]  # fmt: skip


def test_what_only_looks_like_the_head_of_a_table_is_still_read() -> None:
    again = "#pagebreak()\n#pdf.artifact(table(columns: (2cm, 3cm), [序号], [货物价款]))\n"
    assert [block.text for block in _read(_pdf(_LONG + again)).blocks[1:]] == ["序号货物价款"]
    elsewhere = "#pagebreak()\n#pdf.artifact(table(columns: (3cm, 3cm), [序号], [货物名称]))\n"
    assert [block.text for block in _read(_pdf(_LONG + elsewhere)).blocks[1:]] == ["序号货物名称"]


_NUMBERED = """
#set page(width: 9cm, height: 8cm, footer: context counter(page).display("1"))
#set text(font: "Noto Serif SC", size: 10pt, lang: "zh")
第一条 货款为7500元。
#pagebreak()
第二条 交货地点为仓库。
"""


def _laid_over(content: str, *, annotation: str = "", source: str = _NUMBERED) -> Document:
    """Return the PDF as read after someone drew something over the 7 of its first page."""
    pdf = _pdf(source)
    with pdfplumber.open(io.BytesIO(pdf)) as pages:
        digit = next(one for one in pages.pages[0].chars if one["text"] == "7")
        x, y = digit["x0"], float(pages.pages[0].height) - digit["bottom"]
    box = f"{x:.2f} {y:.2f} {digit['width']:.2f} {digit['height']:.2f}"
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        page = opened.pages[0]
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )  # fmt: skip
        page.add_resource(font, pikepdf.Name.Font, pikepdf.Name("/Added"))
        if content:
            page.contents_add(f"q {content.format(box=box, x=x, y=y + 2)} Q".encode())
        if annotation:
            page.Annots = opened.make_indirect(pikepdf.Array([pikepdf.Object.parse(annotation.encode())]))
        out = io.BytesIO()
        opened.save(out)
    return _read(out.getvalue())


_DIGIT = "BT /Added 10 Tf {x} {y} Td (8) Tj ET"


def _words(document: Document) -> str:
    return "".join(shown(flow(document)).text.split())


@pytest.mark.parametrize("content", [_DIGIT, f"/Artifact BMC {_DIGIT} EMC"])
def test_a_digit_drawn_over_a_page_is_not_taken_for_its_number(content: str) -> None:
    assert _words(_laid_over("")) == "第一条货款为7500元。第二条交货地点为仓库。"
    assert _words(_laid_over(content)).endswith("8")


def test_what_is_blotted_out_in_white_is_not_shown() -> None:
    document = _laid_over("1 1 1 rg {box} re f")
    assert "货款为500元" in _words(document)
    assert "HID023" in {found.code for found in document.diagnostics}


@pytest.mark.parametrize("content", ["1 1 0 rg {box} re f", "1 1 1 rg 0 0 2000 2000 re f"])
def test_a_coloured_area_and_the_ground_of_a_page_hide_nothing(content: str) -> None:
    assert "货款为7500元" in _words(_laid_over(content))


def test_a_white_cell_below_its_words_hides_nothing() -> None:
    source = _NUMBERED.replace("第一条 货款", "#box(fill: white, width: 8cm, height: 1cm)[货款]")
    assert "为7500元" in _words(_laid_over("", source=source))


@pytest.mark.parametrize(
    ("annotation", "is_told"),
    [
        ("<</Type/Annot/Subtype/FreeText/Rect[0 0 50 20]/Contents(800)/DA(/F 9 Tf)/F 4>>", True),
        ("<</Type/Annot/Subtype/Stamp/Rect[0 0 50 20]/F 4>>", True),
        ("<</Type/Annot/Subtype/FreeText/Rect[0 0 50 20]/Contents(800)/F 2>>", False),
        ("<</Type/Annot/Subtype/Link/Rect[0 0 50 20]/F 4>>", False),
    ],
)
def test_a_text_box_laid_over_a_page_is_told(annotation: str, *, is_told: bool) -> None:
    found = [one for one in _laid_over("", annotation=annotation).diagnostics if one.code == "TRU003"]
    assert [one.location for one in found] == (["第1页"] if is_told else [])
