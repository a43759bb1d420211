"""Annexes as others send them: PDFs with turned pages, fields, scripts and layers; pictures of every kind."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import pikepdf
from PIL import Image


def _font() -> pikepdf.Dictionary:
    return pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)


def pdf_file(
    words: Sequence[str] = ("annex",), *, rotate: int = 0, box: tuple[int, int, int, int] = (0, 0, 595, 842),
    encryption: pikepdf.Encryption | None = None,
) -> bytes:  # fmt: skip
    """Return a PDF with a page for every text; all pages share their resources."""
    pdf = pikepdf.new()
    resources = pdf.make_indirect(pikepdf.Dictionary(Font=pikepdf.Dictionary(F=pdf.make_indirect(_font()))))
    for text in words:
        page: Any = pdf.add_blank_page(page_size=(box[2] - box[0], box[3] - box[1]))
        page.MediaBox = pikepdf.Array(box)
        page.Resources = resources
        page.Contents = pdf.make_stream(f"BT /F 24 Tf 1 0 0 1 {box[0] + 90} {box[1] + 120} Tm ({text}) Tj ET".encode())
        if rotate:
            page.Rotate = rotate
    return saved(pdf, encryption)


def saved(pdf: pikepdf.Pdf, encryption: pikepdf.Encryption | None = None) -> bytes:
    buffer = io.BytesIO()
    pdf.save(buffer, encryption=encryption or False)
    return buffer.getvalue()


def acting_pdf() -> bytes:
    """A PDF with a filled text field, a script, a page action, a good link and a bad one."""
    pdf = pikepdf.open(io.BytesIO(pdf_file()))
    page: Any = pdf.pages[0].obj
    field = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Tx, T="name", V="FILLED", F=4,
            Rect=[90, 600, 300, 630], DA="/F 12 Tf 0 g",
        )
    )  # fmt: skip
    good, bad = (
        pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[90, 500, 300, 530], A=action, StructParent=0
            )
        )
        for action in (
            pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://example.com"),
            pikepdf.Dictionary(S=pikepdf.Name.Launch, F="calc.exe"),
        )
    )
    page.Annots = pikepdf.Array([field, good, bad])
    page.AA = pikepdf.Dictionary(O=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)"))
    pdf.Root.AcroForm = pikepdf.Dictionary(
        Fields=[field], NeedAppearances=True, DA="/F 12 Tf 0 g",
        DR=pikepdf.Dictionary(Font=pikepdf.Dictionary(F=pdf.make_indirect(_font()))),
    )  # fmt: skip
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(2)")
    return saved(pdf)


def layered_pdf(name: str) -> bytes:
    """A PDF with a layer that is hidden."""
    pdf = pikepdf.open(io.BytesIO(pdf_file()))
    layer = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=name))
    pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=[layer], D=pikepdf.Dictionary(OFF=[layer], Order=[layer]))
    resources: Any = pdf.pages[0].obj.Resources
    resources.Properties = pikepdf.Dictionary(L=layer)
    pdf.pages[0].contents_add(b"/OC /L BDC BT /F 24 Tf 1 0 0 1 90 300 Tm (HIDDEN) Tj ET EMC")
    return saved(pdf)


def picture(
    form: str, size: tuple[int, int] = (60, 40), *, mode: str = "RGB", frames: int = 1, turned: int = 1
) -> bytes:
    """Return a picture; `turned` is its EXIF orientation."""
    images = [Image.new(mode, size, color) for color in ("red", "green", "blue")[:frames]]
    exif = Image.Exif()
    exif[0x0112] = turned
    buffer = io.BytesIO()
    more: dict[str, Any] = {"save_all": True, "append_images": images[1:]} if frames > 1 else {}
    images[0].save(buffer, form, **more, **({"exif": exif} if turned != 1 else {}))
    return buffer.getvalue()
