"""Image bytes → Typst code that shows them, or None where they can't be shown.

An image goes into the source as an SVG around its base64 form: the source stays one text that any process can render,
JPEG data is passed on as it is, and no file is written.
"""

from __future__ import annotations

import base64
import io
import warnings

from pipeline.writers.pdf.markup import call, points, quote
from pipeline.writers.pdf.shapes import Shape

PIXELS = 100_000_000  # more than any scan; what claims more is made to do harm
_PASSED = {"PNG": "png", "JPEG": "jpeg", "GIF": "gif"}
_INKS = "CMYK"  # PDF/A wants a profile for these colours, and Typst has none


def image_code(data: bytes, shape: Shape) -> str | None:
    """Return the code of an image in the shape's size.

    Args:
        data: Content of the image part.
        shape: Its size, cropping and description.
    """
    known = _readable(data)
    if known is None:
        return None
    kind, content, width, height = known
    left, top, right, bottom = shape.crop
    view = (left * width, top * height, max((1 - left - right) * width, 1), max((1 - top - bottom) * height, 1))
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{" ".join(f"{v:g}" for v in view)}" '
        f'width="{view[2]:g}" height="{view[3]:g}" preserveAspectRatio="none">'
        f'<image width="{width}" height="{height}" preserveAspectRatio="none" '
        f'href="data:image/{kind};base64,{base64.b64encode(content).decode()}"/></svg>'
    )
    return call(
        "image", f"bytes({quote(svg)})", format='"svg"', fit='"stretch"', alt=quote(shape.alt) if shape.alt else "",
        width=points(max(shape.width, 1.0)), height=points(max(shape.height, 1.0)),
    )  # fmt: skip


def _readable(data: bytes) -> tuple[str, bytes, int, int] | None:
    """Return kind, bytes, width and height of an image; formats that Typst does not read are turned into PNG."""
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data)) as image:
                width, height = image.size
                if not 0 < width * height <= PIXELS or image.format in {"WMF", "EMF", "EPS"}:
                    return None
                if image.format in _PASSED and image.mode != _INKS:
                    if image.format != "JPEG":  # of a JPEG that is cut off Typst shows what is there
                        image.load()
                    return _PASSED[image.format], data, width, height
                converted = io.BytesIO()
                image.convert("RGBA" if "A" in image.getbands() else "RGB").save(converted, "PNG")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError):
        return None
    return "png", converted.getvalue(), width, height
