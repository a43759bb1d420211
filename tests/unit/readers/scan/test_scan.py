"""Scans and pictures, from pixels to blanks."""

from __future__ import annotations

import io
import struct
import sys
import zlib
from pathlib import Path

import pikepdf
import pytest
import typst
from PIL import Image

from pipeline.model.document import Document, Mark, Paragraph, Table
from pipeline.model.flow import flow
from pipeline.readers import read
from pipeline.readers.image import ImageDamaged, ImageTooLarge
from pipeline.readers.scan import OcrMissing, TooManyPictures, read_pictures

SOURCE = """
#set page(width: 595pt, height: 420pt, margin: 60pt)
#set text(font: "Noto Serif CJK SC", size: 13pt, lang: "zh")
#let blank(w) = box(width: w, stroke: (bottom: 0.8pt), outset: (bottom: 2pt))[]
#align(center, text(size: 18pt)[房屋租赁合同])

甲方：#blank(120pt) 电话：#blank(120pt)

第一条 月租金为人民币#blank(70pt)元，租期#blank(40pt)个月。

第二条 付款方式：□现金 #h(1em) □转账

#table(columns: (100pt, 150pt), rows: 28pt, [名称], [数量], [], [])
"""


def _picture() -> Image.Image:
    png = typst.compile(SOURCE.encode(), format="png", ppi=200)
    return Image.open(io.BytesIO(png)).convert("RGB")


def _bytes(picture: Image.Image, form: str) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, form)
    return buffer.getvalue()


@pytest.fixture(scope="module")
def picture() -> Image.Image:
    pytest.importorskip("rapidocr", reason="the extra ocr is not installed")
    return _picture()


def _check(document: Document) -> None:
    text = flow(document)
    assert "月租金为人民币" in text.text
    ruled = [
        run.text for block in document.blocks if isinstance(block, Paragraph) for run in block.runs
        if run.marks & Mark.UNDERLINE and not run.text.strip()
    ]  # fmt: skip
    assert len(ruled) == 4
    assert text.text.count("□") == 2
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    assert [[cell.text for cell in row] for row in table.rows] == [["名称", "数量"], ["", ""]]
    assert document.diagnostics[0].code == "OCR001"
    (shown,) = document.pictures
    assert shown.page == 1
    assert max(Image.open(io.BytesIO(shown.jpeg)).size) == 1_400


@pytest.mark.slow
def test_reads_text_rules_boxes_and_tables_of_a_picture(picture: Image.Image) -> None:
    document = read(_bytes(picture, "PNG"), name="合同.png")
    assert document.format == "image"
    _check(document)


@pytest.mark.slow
def test_a_page_on_its_side_that_leans_a_little_reads_the_same(picture: Image.Image) -> None:
    leaning = picture.rotate(0.7, fillcolor="white", resample=Image.Resampling.BICUBIC)
    document = read(_bytes(leaning.transpose(Image.Transpose.ROTATE_90), "JPEG"), name="合同.jpg")
    _check(document)


@pytest.mark.slow
def test_a_scanned_pdf_is_read_from_its_pictures(picture: Image.Image) -> None:
    document = read(_bytes(picture, "PDF"), name="扫描.pdf")
    assert document.format == "pdf"
    _check(document)


@pytest.mark.slow
def test_a_real_scan_has_its_blanks(shared: Path) -> None:
    pytest.importorskip("rapidocr", reason="the extra ocr is not installed")
    data = (shared / "corpus" / "files" / "181-ras-lease-beijing.pdf").read_bytes()
    text = flow(read(data, name="181.pdf"))
    ruled = [span for span in text.spans if span.run.marks & Mark.UNDERLINE and not span.run.text.strip()]
    assert text.text.startswith("房屋租赁合同\n出租人")
    assert text.text.count("□") >= 15
    assert len(ruled) >= 40


def test_without_the_extra_the_message_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pipeline.readers.scan.page", None)
    with pytest.raises(OcrMissing) as caught:
        read(_bytes(Image.new("RGB", (80, 80), "white"), "PNG"), name="合同.png")
    assert "hetong[ocr]" in caught.value.hint


def test_a_pdf_with_some_scanned_pages_is_read_without_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pipeline.readers.scan.page", None)
    typed = typst.compile('#set text(font: "Noto Serif CJK SC")\n甲方应当按照约定支付租金。'.encode())
    scanned = _bytes(Image.new("RGB", (595, 842), "white"), "PDF")
    with pytest.raises(OcrMissing):
        read(scanned, name="扫描.pdf")
    with pikepdf.open(io.BytesIO(typed)) as pdf, pikepdf.open(io.BytesIO(scanned)) as more:
        pdf.pages.extend(more.pages)
        buffer = io.BytesIO()
        pdf.save(buffer)
    document = read(buffer.getvalue(), name="混合.pdf")
    assert flow(document).text == "甲方应当按照约定支付租金。"
    assert [(d.code, d.location) for d in document.diagnostics] == [("OCR003", "第2页")]


def _png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (_png(30_000, 30_000), ImageTooLarge),
        (_png(11_000, 10_000), ImageTooLarge),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), ImageDamaged),
        (b"\xff\xd8\xff" + bytes(50), ImageDamaged),
        (_png(20, 20), ImageDamaged),
    ],
)
def test_refuses_what_is_no_picture_of_a_page(data: bytes, error: type[Exception]) -> None:
    pytest.importorskip("rapidocr", reason="the extra ocr is not installed")
    with pytest.raises(error):
        read(data, name="合同.png")


def test_refuses_more_pages_than_a_contract_has() -> None:
    with pytest.raises(TooManyPictures):
        read_pictures(iter(()), 201, name="合同.tiff")
