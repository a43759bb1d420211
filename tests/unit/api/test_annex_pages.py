"""What becomes of an annex that is to be bound: pages, a title page that says why not, or a refusal."""

from __future__ import annotations

import io
import re
from pathlib import Path

import openpyxl
import pikepdf
import pytest
from PIL import Image

from pipeline import api
from pipeline.api.annex_pages import AnnexUnreadable, piece_of
from pipeline.writers import libreoffice
from pipeline.writers.libreoffice import find_soffice
from tests.foreign_files import pdf_file, picture
from tests.pdf_files import page_texts
from tests.word_files import p, word_file

ISSUE = api.Issue()


def sizes(pdf: bytes) -> list[tuple[int, int]]:
    with pikepdf.open(io.BytesIO(pdf)) as file:
        return [(round(float(page.mediabox[2])), round(float(page.mediabox[3]))) for page in file.pages]


def sheet() -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"] = "设备清单"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def has_calc() -> bool:
    program = find_soffice()
    return program is not None and Path(program).resolve().with_name("libsclo.so").exists()


def test_a_word_annex_is_set_with_bookmarks_of_its_clauses() -> None:
    words = word_file(
        p("保密协议") + p("第一条 范围") + p("本协议所称保密信息包括技术资料。") + p("第二条 期限") + p("五年。")
    )
    piece, found = piece_of(words, "附件1 保密协议.docx", ISSUE)
    assert "本协议所称保密信息" in page_texts(piece.pdf)[0]
    assert [b.title for b in piece.bookmarks] == ["第一条 范围", "第二条 期限"]
    assert piece.archival
    assert found == ()


@pytest.mark.parametrize(
    ("name", "text"), [("说明.txt", "一、范围\n本说明适用于全部设备。\n"), ("说明.md", "# 说明\n\n适用于全部设备。\n")]
)
def test_plain_text_is_set_in_the_house_style(name: str, text: str) -> None:
    piece, _ = piece_of(text.encode(), name, ISSUE)
    assert "适用于全部设备" in page_texts(piece.pdf)[0]


def test_a_pdf_without_bookmarks_gets_those_of_its_clauses() -> None:
    made, _ = piece_of(
        word_file(p("保密协议") + p("第一条 范围") + p("本协议所称保密信息包括技术资料和图纸。")), "a.docx", ISSUE
    )
    with pikepdf.open(io.BytesIO(made.pdf)) as file:
        del file.Root.Outlines
        buffer = io.BytesIO()
        file.save(buffer)
    piece, _ = piece_of(buffer.getvalue(), "a.pdf", ISSUE)
    assert [(b.title, b.page) for b in piece.bookmarks] == [("第一条 范围", 0)]
    assert not piece.archival


@pytest.mark.parametrize(
    ("data", "pages"),
    [
        (picture("PNG"), [(842, 595)]),
        (picture("PNG", (40, 60), mode="RGBA"), [(595, 842)]),
        (picture("JPEG", turned=6), [(595, 842)]),
        (picture("JPEG", mode="CMYK"), [(842, 595)]),
        (picture("TIFF", frames=3), [(842, 595)] * 3),
        (picture("GIF", frames=3), [(842, 595)]),
        (picture("BMP"), [(842, 595)]),
    ],
    ids=["png", "transparent", "turned", "cmyk", "tiff", "gif", "bmp"],
)
def test_a_picture_is_a_page_or_one_a_frame(data: bytes, pages: list[tuple[int, int]]) -> None:
    piece, found = piece_of(data, "扫描.png", ISSUE)
    assert sizes(piece.pdf) == pages
    assert found == ()


def test_a_turned_photograph_stands_upright() -> None:
    image = Image.new("RGB", (60, 40), "white")
    image.paste("black", (0, 0, 60, 8))  # on top as stored; EXIF 6 turns it to the right
    exif = Image.Exif()
    exif[0x0112] = 6
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", exif=exif, quality=95)
    piece, _ = piece_of(buffer.getvalue(), "照片.jpg", ISSUE)
    import pypdfium2

    page = pypdfium2.PdfDocument(piece.pdf)[0].render(scale=1).to_pil().convert("L")
    dark = [at % page.width for at, value in enumerate(page.tobytes()) if value < 80]
    assert dark
    assert min(dark) > page.width / 2


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (pdf_file(encryption=pikepdf.Encryption(owner="a", user="b")), "a.pdf", "密码"),
        (pdf_file()[:300], "b.pdf", "损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "c.docx", "LibreOffice|损坏|加密|密码"),
        (word_file(p("文字"))[:-200], "d.docx", "损坏"),
        (picture("PNG")[:60], "e.png", "损坏"),
        (b"", "f.docx", "空"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "g.xlsx", "密码"),
        (sheet()[:-90], "h.xlsx", "完整"),
    ],
    ids=["encrypted", "cut pdf", "ole", "cut docx", "cut picture", "empty", "protected sheet", "cut sheet"],
)
def test_what_is_broken_or_protected_is_refused_by_name(data: bytes, name: str, words: str) -> None:
    with pytest.raises(AnnexUnreadable, match=words) as caught:
        piece_of(data, name, ISSUE)
    assert caught.value.location == name


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"AC1032" + bytes(100), "图纸.dwg", r"\.dwg 文件不能转成 PDF"),
        (sheet(), "资料.zip", r"\.zip 文件不能转成 PDF"),
        (
            pdf_file(encryption=pikepdf.Encryption(owner="a", user="", allow=pikepdf.Permissions(modify_assembly=False, modify_other=False))),
            "锁定.pdf",
            "权限",
        ),
    ],
    ids=["drawing", "archive", "owner-locked"],
)  # fmt: skip
def test_what_can_not_become_pages_is_named(data: bytes, name: str, words: str) -> None:
    piece, found = piece_of(data, name, ISSUE)
    assert piece.pdf == b""
    assert name in piece.reason
    assert [(d.code, d.location) for d in found] == [("BND001", name)]
    assert re.search(words, found[0].message)


def test_a_sheet_without_libreoffice_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "find_soffice", lambda: None)
    piece, found = piece_of(sheet(), "清单.xlsx", ISSUE)
    assert piece.pdf == b""
    assert "LibreOffice" in found[0].message


@pytest.mark.slow
@pytest.mark.skipif(not has_calc(), reason="LibreOffice Calc is not installed")
def test_a_sheet_is_laid_out_by_libreoffice() -> None:
    piece, found = piece_of(sheet(), "清单.xlsx", ISSUE)
    assert found == ()
    assert "设备清单" in page_texts(piece.pdf)[0]
