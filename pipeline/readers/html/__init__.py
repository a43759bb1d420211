"""HTML bytes → Document: saved pages, pages with their parts (.mht) and Word's HTML."""

from __future__ import annotations

import hashlib

from selectolax.lexbor import LexborHTMLParser

from pipeline.model.document import Document
from pipeline.readers.html.findings import findings
from pipeline.readers.html.series import completed
from pipeline.readers.html.sheets import Sheets
from pipeline.readers.html.source import markup
from pipeline.readers.html.walk import Walker
from pipeline.readers.mending import mend_blocks
from pipeline.readers.ruled import narrowed_rooms


def read(data: bytes, *, name: str) -> Document:
    """Read a page.

    Args:
        data: The whole file.
        name: File name without folders.

    Returns:
        Its text as a browser shows it, nothing fetched and nothing run; hidden and struck-out words are left out
        with a finding. Damage of copying sites is repaired as in plain text.

    Raises:
        ReadError: The bytes are no page, or one with more or deeper elements than any contract.
    """
    digest = hashlib.sha256(data).hexdigest()
    text, decoded = markup(data, name=name)
    walker = walk(text, name=name)
    found = completed(walker.blocks) if walker.by_office else walker.blocks
    blocks, mended = mend_blocks(tuple(found))
    return Document(
        blocks=narrowed_rooms(blocks),
        format="html",
        name=name,
        sha256=digest,
        furniture=tuple(walker.furniture),
        diagnostics=(*decoded, *findings(walker), *mended),
    )


def walk(text: str, *, name: str) -> Walker:
    """Walk through a page or a piece of one.

    Args:
        text: Markup that `source.markup` or `source.check` let pass.
        name: File name, for messages.

    Returns:
        The walk, with the blocks it collected.
    """
    page = LexborHTMLParser(text)
    sheets = Sheets("\n".join(style.text() or "" for style in page.css("style")))
    walker = Walker(sheets, name, by_office=_is_by_office(page))
    if page.body is not None:
        walker.page(page.body)
    return walker


def _is_by_office(page: LexborHTMLParser) -> bool:
    """Whether LibreOffice or OpenOffice wrote the page."""
    programs = [node.attributes.get("content") or "" for node in page.css("meta[name=generator i]")]
    return any("LibreOffice" in program or "OpenOffice" in program for program in programs)
