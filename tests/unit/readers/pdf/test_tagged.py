"""A tagged PDF of ours is read by its structure; what its pages show beside it is not lost."""

from __future__ import annotations

import io

import pikepdf
import typst

from pipeline import readers
from pipeline.model.document import Document, Table

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
