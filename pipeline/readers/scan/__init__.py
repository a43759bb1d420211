"""Pictures of pages → pages of glyphs and rules, by character recognition (extra `ocr`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pipeline.diagnostics import Diagnostic, Severity
from pipeline.errors import DependencyError, ReadError
from pipeline.readers.pdf.shapes import Page

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_PAGES = 200
_DPI = 200  # enough for the smallest print of contracts, and what the recogniser was trained on
_POINTS = 72
_LARGEST = 3_000  # pixels of the longer side
_UNSURE = 0.8


class OcrMissing(DependencyError):
    """Character recognition is not installed."""

    def __init__(self, name: str) -> None:
        super().__init__(
            "这是扫描件或图片，没有文字层",
            location=name,
            hint="请安装文字识别组件后再试：pip install 'hetong[ocr]'",
        )


class TooManyPictures(ReadError):
    """More pages to recognise than any contract has."""

    def __init__(self, name: str, count: int) -> None:
        super().__init__(
            f"有 {count} 页需要文字识别，上限 {MAX_PAGES} 页",
            location=name,
            hint="请只导出需要的页，或使用有文字层的文件",
        )


def read_pdf_pages(data: bytes, numbers: Sequence[int], *, name: str) -> tuple[list[Page], tuple[Diagnostic, ...]]:
    """Recognise pages of a PDF.

    Args:
        data: The PDF, as its gate let it pass.
        numbers: Page numbers from 1.
        name: File name, for messages.

    Raises:
        OcrMissing: The extra is not installed.
        TooManyPictures: More than `MAX_PAGES`.
    """
    return read_pictures(_rendered(data, numbers), len(numbers), name=name)


def read_pictures(
    pictures: Iterator[tuple[int, Image, float]], count: int, *, name: str
) -> tuple[list[Page], tuple[Diagnostic, ...]]:
    """Recognise pictures.

    Args:
        pictures: For each page its number from 1, its picture, and the pixels that a point takes.
        count: How many there are.
        name: File name, for messages.

    Returns:
        The pages, and findings: that the text was recognised, and what is uncertain.

    Raises:
        OcrMissing: The extra is not installed.
        TooManyPictures: More than `MAX_PAGES`.
    """
    if count > MAX_PAGES:
        raise TooManyPictures(name, count)
    try:
        from pipeline.readers.scan.page import read_page
    except ImportError as error:
        raise OcrMissing(name) from error
    pages: list[Page] = []
    unsure: list[tuple[int, str]] = []
    for number, picture, scale in pictures:
        page, lines = read_page(picture, number=number, scale=scale)
        pages.append(page)
        unsure += [(number, line.text) for line in lines if line.score < _UNSURE]
    return pages, tuple(_findings(count, unsure))


def _rendered(data: bytes, numbers: Sequence[int]) -> Iterator[tuple[int, Image, float]]:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        for number in numbers:
            page = document[number - 1]
            # A page whose size is that of its picture in pixels is no poster.
            scale = min(_DPI / _POINTS, _LARGEST / max(page.get_size()))
            yield number, page.render(scale=scale).to_pil(), scale
    finally:
        document.close()


def _findings(count: int, unsure: Sequence[tuple[int, str]]) -> Iterator[Diagnostic]:
    yield Diagnostic(
        severity=Severity.NOTE,
        code="OCR001",
        message=f"有 {count} 页的文字由图像识别得出",
        hint="请对照原件核对文字和空白处",
    )
    if unsure:
        pages = sorted({number for number, _ in unsure})
        yield Diagnostic(
            severity=Severity.WARNING,
            code="OCR002",
            message=f"有 {len(unsure)} 行文字识别把握不大",
            location=f"第{'、'.join(map(str, pages[:10]))}页",
            hint="请对照原件核对",
            quote=" ".join(text for _, text in unsure)[:40],
        )
