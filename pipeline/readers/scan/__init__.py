"""Pictures of pages → pages of glyphs and rules, by character recognition (extra `ocr`)."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.diagnostics import Diagnostic, Severity
from pipeline.errors import DependencyError, ReadError
from pipeline.model.document import Picture
from pipeline.readers.pdf.shapes import Page

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_PAGES = 200
_DPI = 200  # enough for the smallest print of contracts, and what the recogniser was trained on
_POINTS = 72
_LARGEST = 3_000  # pixels of the longer side
_QUOTED = 200  # characters of a finding
_SHOWN = 40  # pages whose pictures are kept for a person to look at
_SIDE, _QUALITY = 1_400, 60  # of these pictures, so that small print can be read


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """Pages recognised from their pictures, with these pictures, and findings: what is uncertain."""

    pages: tuple[Page, ...]
    pictures: tuple[Picture, ...]
    diagnostics: tuple[Diagnostic, ...]


def read_pdf_pages(data: bytes, numbers: Sequence[int], *, name: str) -> Recognised:
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


def read_pictures(pictures: Iterator[tuple[int, Image, float]], count: int, *, name: str) -> Recognised:
    """Recognise pictures.

    Args:
        pictures: For each page its number from 1, its picture, and the pixels that a point takes.
        count: How many there are.
        name: File name, for messages.

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
    shown: list[Picture] = []
    unsure: list[tuple[int, str]] = []
    wordless: list[int] = []
    for number, picture, scale in pictures:
        page, lines = read_page(picture, number=number, scale=scale)
        pages.append(page)
        if len(shown) < _SHOWN:
            shown.append(Picture(page=number, jpeg=_small(picture)))
        unsure += [(number, line.text) for line in lines if line.is_unsure]
        wordless += [] if lines else [number]
    findings = tuple(_findings(count, unsure, wordless))
    return Recognised(pages=tuple(pages), pictures=tuple(shown), diagnostics=findings)


def _small(picture: Image) -> bytes:
    """A page's picture, no larger than it takes to compare words with it."""
    small = picture.convert("L")
    small.thumbnail((_SIDE, _SIDE))
    buffer = io.BytesIO()
    small.save(buffer, "JPEG", quality=_QUALITY)
    return buffer.getvalue()


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


def _findings(count: int, unsure: Sequence[tuple[int, str]], wordless: Sequence[int]) -> Iterator[Diagnostic]:
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
            location=_pages(pages),
            hint="请对照原件核对",
            quote=" / ".join(text for _, text in unsure)[:_QUOTED],
        )
    if wordless:
        yield Diagnostic(
            severity=Severity.WARNING,
            code="OCR004",
            message=f"有 {len(wordless)} 页没有识别出文字",
            location=_pages(wordless),
            hint="不是空白页的，请换更清楚的图像，或人工录入",
        )


def _pages(numbers: Sequence[int]) -> str:
    return f"第{'、'.join(map(str, numbers[:10]))}页"
