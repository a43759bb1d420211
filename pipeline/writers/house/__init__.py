"""Document → DOCX in the house style, whatever format it was read from.

A4, margins 2.5 and 3 cm, 宋体 小四, 1.25 lines, two characters of first-line indent, headings in 黑体. The text is the
text that was read: reading the DOCX again gives the same characters with the same marks, so anchors made on one hold
on the other. Automatic numbers are written out.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from pipeline.ooxml.archive import freeze, read_members, write_archive
from pipeline.ooxml.limits import LIMITS
from pipeline.writers.house.blocks import body_xml
from pipeline.writers.house.page import house_page

if TYPE_CHECKING:
    from pipeline.model.document import Document


def set_house(document: Document) -> bytes:
    """Return any document as a DOCX in the house style.

    Args:
        document: As read from PDF, HTML, text, Markdown … Headers and footers are left out.

    Returns:
        The file; the same document gives the same bytes.
    """
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    page: Any = house_page()
    body = page.element.body
    parsed = parse_xml(f"<w:body {nsdecls('w')}>{body_xml(document.blocks)}</w:body>")
    section = body.sectPr
    for block in list(parsed):
        section.addprevious(block)
    buffer = io.BytesIO()
    page.save(buffer)
    # Written again for the timestamps: python-docx stamps the day into the zip directory.
    return write_archive(freeze(read_members(buffer.getvalue(), LIMITS)))
