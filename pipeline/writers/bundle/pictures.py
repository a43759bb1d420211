"""bytes of a picture → a PDF with it on a page of its own."""

from __future__ import annotations

import datetime as dt
import io
import warnings

import typst
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from pipeline.errors import ReadError
from pipeline.writers.pdf.archive import moment
from pipeline.writers.pdf.images import PIXELS, image_code
from pipeline.writers.pdf.shapes import Shape

_PAGES = 500
_PASSED = {"PNG": ("RGB", "L", "RGBA", "P", "1"), "JPEG": ("RGB", "L")}  # formats and modes that are set as they are
# A4 and its margins in points.
_SHORT, _LONG, _MARGIN = 595.28, 841.89, 56.7


class PictureUnusable(ReadError):
    """The picture can't be decoded, or has more pixels than any scan."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"图片{reason}，不能装订", location=name, hint="请重新导出为 PNG 或 JPEG")


def picture_pdf(data: bytes, *, name: str, date: dt.date | None = None) -> bytes:
    """Return a PDF/A-3b with the picture on an A4 page, upright or across as the picture is; a TIFF has a page a frame.

    Args:
        data: PNG, JPEG, TIFF, GIF, BMP or WebP.
        name: Its file name, for messages.
        date: Date of the document, as `pdf.archive.moment` takes it.

    Raises:
        PictureUnusable: It is damaged or too large.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data)) as picture:
                frames = _frames(picture, data, name)
    except Image.DecompressionBombError as error:
        raise PictureUnusable(name, "像素过多") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise PictureUnusable(name, "已损坏或格式不受支持") from error
    source = "".join(_page(frame, size, name) for frame, size in frames)
    try:
        pdf = typst.Compiler().compile(
            input=source.encode(), format="pdf", pdf_standards=["a-3b"], timestamp=moment(date), pdf_tags=False
        )
    except typst.TypstError as error:
        raise PictureUnusable(name, "无法排版") from error
    assert isinstance(pdf, bytes)
    return pdf


def _page(frame: bytes, size: tuple[int, int], name: str) -> str:
    """Return Typst code of a page with one picture: as large as fits, never more than a pixel a point."""
    width, height = (_LONG, _SHORT) if size[0] > size[1] else (_SHORT, _LONG)
    scale = min((width - 2 * _MARGIN) / size[0], (height - 2 * _MARGIN) / size[1], 1.0)
    code = image_code(frame, Shape(kind="image", width=size[0] * scale, height=size[1] * scale))
    if code is None:
        raise PictureUnusable(name, "格式不受支持")
    return f"#page(width:{width}pt,height:{height}pt,margin:{_MARGIN}pt,align(center+horizon,{code}))\n"


def _frames(picture: Image.Image, data: bytes, name: str) -> list[tuple[bytes, tuple[int, int]]]:
    """Return for each page its picture in a format that Typst reads, with width and height in pixels."""
    if picture.width * picture.height > PIXELS:
        raise PictureUnusable(name, "像素过多")
    is_upright = picture.getexif().get(0x0112, 1) == 1  # EXIF orientation
    if is_upright and picture.mode in _PASSED.get(picture.format or "", ()):
        picture.load()  # a picture cut off in the middle is found here
        return [(data, picture.size)]
    frames: list[tuple[bytes, tuple[int, int]]] = []
    for number, frame in enumerate(ImageSequence.Iterator(picture)):
        if number == _PAGES or (number and picture.format != "TIFF"):
            break
        if frame.width * frame.height > PIXELS:
            raise PictureUnusable(name, "像素过多")
        shown = ImageOps.exif_transpose(frame) or frame
        has_alpha = "A" in shown.getbands() or "transparency" in shown.info
        converted = io.BytesIO()
        shown.convert("RGBA" if has_alpha else "RGB").save(converted, "PNG")
        frames.append((converted.getvalue(), shown.size))
    return frames
