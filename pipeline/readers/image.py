"""bytes of a picture of a contract → Document, by character recognition (extra `ocr`)."""

from __future__ import annotations

import hashlib
import io
import warnings
from collections.abc import Iterator

from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from pipeline.errors import ReadError
from pipeline.model.document import Document
from pipeline.readers.pdf.sheets import blocks_of
from pipeline.readers.scan import read_pictures

MAX_PIXELS = 100_000_000
_SHORT, _LONG = 595.0, 842.0  # points of an A4 page
_LARGEST = 3_000  # pixels of the longer side that the recogniser gets


class ImageDamaged(ReadError):
    """The bytes say that they are a picture, but can't be read as one."""

    def __init__(self, name: str) -> None:
        super().__init__("图片已损坏或格式不受支持", location=name, hint="请重新导出为 PNG 或 JPEG")


class ImageTooLarge(ReadError):
    """The picture has more pixels than any scan."""

    def __init__(self, name: str, width: int, height: int) -> None:
        super().__init__(f"图片有 {width}×{height} 像素，超过读取上限", location=name, hint="请以 200–300 dpi 重新扫描")


def read(data: bytes, *, name: str) -> Document:
    """Return the document in a picture.

    Args:
        data: A PNG, JPEG, TIFF (one page a frame), GIF or BMP.
        name: File name, for messages.

    Raises:
        ImageDamaged: It can't be decoded.
        ImageTooLarge: It has more than a hundred million pixels.
        OcrMissing: The extra `ocr` is not installed.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limit stands below
            picture = Image.open(io.BytesIO(data))
    except Image.DecompressionBombError as error:
        raise ImageTooLarge(name, 0, 0) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise ImageDamaged(name) from error
    if picture.width * picture.height > MAX_PIXELS:
        raise ImageTooLarge(name, picture.width, picture.height)
    try:
        frames = int(getattr(picture, "n_frames", 1)) if picture.format == "TIFF" else 1
        found = read_pictures(_frames(picture, name), frames, name=name)
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise ImageDamaged(name) from error
    return Document(
        blocks=blocks_of(found.pages),
        format="image",
        wrapped=True,
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        diagnostics=found.diagnostics,
        pictures=found.pictures,
    )


def _frames(picture: Image.Image, name: str) -> Iterator[tuple[int, Image.Image, float]]:
    for number, frame in enumerate(ImageSequence.Iterator(picture), 1):
        if number > 1 and picture.format != "TIFF":
            return
        if frame.width * frame.height > MAX_PIXELS:
            raise ImageTooLarge(name, frame.width, frame.height)
        shown = _on_white(ImageOps.exif_transpose(frame) or frame)
        shown.thumbnail((_LARGEST, _LARGEST))
        yield number, shown, shown.width / (_SHORT if shown.width <= shown.height else _LONG)


def _on_white(picture: Image.Image) -> Image.Image:
    """What is transparent shows as paper."""
    if picture.mode not in {"RGBA", "LA", "PA"} and "transparency" not in picture.info:
        return picture.convert("RGB")
    paper = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(paper, picture.convert("RGBA")).convert("RGB")
