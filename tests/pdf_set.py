"""Bodies of Word XML, set as PDF with the fonts that every machine has."""

from __future__ import annotations

import io

import pdfplumber

from pipeline.writers.pdf import PdfTemplate, compile_pdf
from tests.word_files import p, part, r, relation, word_file

A4 = '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:bottom="1440" w:left="1800" w:right="1800"/>'


def compiled(body: str, **more: object) -> PdfTemplate:
    """Return a body compiled for PDF; `more` goes to `word_file`."""
    return compile_pdf(word_file(body, **more), [], title="试", system_fonts=False)


def rendered(body: str, **more: object) -> bytes:
    """Return the PDF of a body."""
    return compiled(body, **more).render([], record=None)


def codes(template: PdfTemplate) -> list[str]:
    """Return the codes of what is not set as Word sets it."""
    return [diagnostic.code for diagnostic in template.diagnostics]


def field(instruction: str) -> str:
    """Return the runs of a field whose stored result is 99."""

    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    inner = f"<w:r><w:instrText> {instruction} </w:instrText></w:r>"
    return f"{mark('begin')}{inner}{mark('separate')}{r('99')}{mark('end')}"


def furnished(kind: str, content: str, body: str, section: str = "") -> bytes:
    """Return the PDF of a body with a header or footer."""
    reference = f'<w:{kind}Reference w:type="default" r:id="rId7"/>'
    return rendered(
        f"{body}<w:sectPr>{reference}{A4}{section}</w:sectPr>",
        external=relation(7, kind, "side.xml"),
        extra={"word/side.xml": part("ftr" if kind == "footer" else "hdr", content)},
    )


def height_of(pdf: bytes, character: str) -> float:
    """Return how far above the lower edge of the first page a character stands."""
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        page = document.pages[0]
        return float(page.height - next(c["top"] for c in page.chars if c["text"] == character))


def box(style: str, content: str) -> str:
    """Return a run with a text box in the old drawing language."""
    shape = (
        f'<v:shape style="position:absolute;{style}"><v:textbox><w:txbxContent>{content}</w:txbxContent></v:textbox>'
    )
    return f"<w:r><w:pict>{shape}</v:shape></w:pict></w:r>"


def cell(text: str, properties: str = "") -> str:
    """Return a table cell."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"
