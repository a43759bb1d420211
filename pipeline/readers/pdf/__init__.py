"""bytes of a PDF → Document; pages that are pictures are read by character recognition where it is installed."""

from __future__ import annotations

import hashlib
import io
import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.collector import sweep
from pipeline.diagnostics import Diagnostic, Severity
from pipeline.model.document import Document, Picture
from pipeline.readers.pdf.drawn import drawn
from pipeline.readers.pdf.encodings import with_own_encodings
from pipeline.readers.pdf.gate import PdfDamaged, admit
from pipeline.readers.pdf.geometry import page_geometry
from pipeline.readers.pdf.references import end_of_references
from pipeline.readers.pdf.shapes import Page
from pipeline.readers.pdf.sheets import read_sheets
from pipeline.readers.pdf.tagged import Marked, tagged_blocks
from pipeline.readers.pdf.watermarks import without_watermarks
from pipeline.readers.pdf.widgets import with_widgets

# What the libraries say of a damaged file is in English and about its objects; what matters of it becomes a finding.
for _library in ("pdfminer", "pikepdf"):
    logging.getLogger(_library).setLevel(logging.CRITICAL)
end_of_references()
with_own_encodings()

# Fewer characters than this on a page that a picture covers by half: a scan.
_SCAN = 10
_COVERED = 0.5


def read(data: bytes, *, name: str) -> Document:
    """Return the document in a PDF.

    Args:
        data: The file's bytes.
        name: Its name, for messages.

    Raises:
        ReadError: The file is damaged, protected or beyond the limits (see `gate`).
        OcrMissing: It has pictures of text but no text, and character recognition is not installed.
    """
    sweep()  # pdfminer's pages and fonts refer to each other
    admitted = admit(data, name=name)
    # The rules of blanks are drawn, not written: of a draft the pages tell more than the tree does.
    tree = None if _is_draft(admitted.record) else admitted.structure
    marked = Marked() if tree is not None else None
    pages, pictures, recognised = _scanned(data, _pages(data, name, marked), name)
    tagged = tagged_blocks(tree, marked, pages) if tree is not None and marked is not None else None
    blocks, furniture = tagged or read_sheets(pages)
    return Document(
        blocks=blocks,
        furniture=furniture,
        wrapped=tagged is None,
        format="pdf",
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        diagnostics=admitted.diagnostics + recognised + tuple(_findings(pages)),
        record=admitted.record,
        pictures=pictures,
    )


def _is_draft(record: bytes | None) -> bool:
    """True for the record of a contract in which values may still be missing."""
    return record is not None and _DRAFT.search(record) is not None


_DRAFT = re.compile(rb'"state":\s*"draft"')


def _pages(data: bytes, name: str, marked: Marked | None) -> list[Page]:
    import pdfplumber

    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            out = []
            for number, page in enumerate(pdf.pages, 1):
                content = drawn(page)
                shown = page_geometry(content, number)
                if marked is not None:
                    marked.add(content, number)
                out.append(replace(shown, glyphs=with_widgets(shown.glyphs, page)))
                page.close()
            return without_watermarks(out)
    except RecursionError as error:
        raise PdfDamaged(name, "嵌套过深") from error
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, AssertionError) as error:
        # pdfminer meets broken objects with whatever Python raises on them
        raise PdfDamaged(name, "页面内容读不出来") from error
    except Exception as error:
        if type(error).__module__.startswith(("pdfminer", "pdfplumber")):
            raise PdfDamaged(name, "页面内容读不出来") from error
        raise


def _scanned(
    data: bytes, pages: list[Page], name: str
) -> tuple[list[Page], tuple[Picture, ...], tuple[Diagnostic, ...]]:
    """The pages, those that are pictures as recognised; where only some are and nothing can read them, a finding."""
    pictures = [page.number for page in pages if len(page.glyphs) < _SCAN and page.pictured >= _COVERED]
    if not pictures:
        return pages, (), ()
    from pipeline.readers.scan import OcrMissing, read_pdf_pages

    try:
        found = read_pdf_pages(data, pictures, name=name)
    except OcrMissing:
        if len(pictures) == len(pages):
            raise
        places = "、".join(str(number) for number in pictures[:10])
        return pages, (), (_unread(len(pictures), places),)
    by_number = {page.number: page for page in found.pages}
    return [by_number.get(page.number, page) for page in pages], found.pictures, found.diagnostics


def _unread(count: int, places: str) -> Diagnostic:
    return Diagnostic(
        severity=Severity.WARNING, code="OCR003", message=f"有 {count} 页是图片，未读取", location=f"第{places}页",
        hint="请安装文字识别组件后再试：pip install 'hetong[ocr]'",
    )  # fmt: skip


def _findings(pages: Sequence[Page]) -> Iterator[Diagnostic]:
    for page in pages:
        if page.hidden:
            yield _finding(
                "HID023", f"有 {page.hidden} 个看不见的字符（白色、过小或在页面之外）", page, Severity.WARNING
            )
        if page.struck:
            yield _finding("TRU002", f"有 {page.struck} 个字符带删除线，未读取", page, Severity.WARNING)
        if page.slanted:
            yield _finding("PDF012", f"有 {page.slanted} 个水印字符（斜排，或大而浅），未计入正文", page, Severity.NOTE)
        unknown = sum(glyph.text == "\ufffd" for glyph in page.glyphs)
        if unknown:
            yield _finding("PDF011", f"有 {unknown} 个字符的字体没有给出文字编码，读作 \ufffd", page, Severity.WARNING)


def _finding(code: str, message: str, page: Page, severity: Severity) -> Diagnostic:
    hint = "请对照原文件查看这一页"
    return Diagnostic(severity=severity, code=code, message=message, location=f"第{page.number}页", hint=hint)
