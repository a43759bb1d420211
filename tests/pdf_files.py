"""What a PDF says, read with tools that know nothing of how it was made."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterator

import pdfplumber
import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium


def page_texts(pdf: bytes) -> list[str]:
    """Return the text of every page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]
    finally:
        document.close()


def logical_text(pdf: bytes) -> str:
    """Return the text in the order of the structure tree, as a screen reader reads it."""
    marked: dict[tuple[int, object], list[str]] = defaultdict(list)
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            mark: object = None
            for character in page.chars:
                # pdfplumber forgets a mark at the end of one inside it, as a no-break space has.
                if character.get("tag") == "Artifact" or character.get("mcid") is not None:
                    mark = character.get("mcid")
                marked[page.page_number, mark].append(character["text"])
    with pikepdf.open(io.BytesIO(pdf)) as file:
        numbers = {page.obj.objgen: number for number, page in enumerate(file.pages, start=1)}
        return "".join("".join(marked[key]) for key in _marks(file.Root.StructTreeRoot.K, 0, numbers))


def _marks(node: pikepdf.Object, page: int, numbers: dict[tuple[int, int], int]) -> Iterator[tuple[int, int]]:
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from _marks(child, page, numbers)
    elif isinstance(node, pikepdf.Dictionary):
        page = numbers[node.Pg.objgen] if "/Pg" in node else page
        if "/MCID" in node:
            yield page, int(node.MCID)
        elif "/K" in node:
            yield from _marks(node.K, page, numbers)
    else:
        yield page, int(node)


def beyond(pdf: bytes, slack: float = 0.5) -> list[tuple[int, str]]:
    """Return the characters that reach over the edge of their page by more than so many points, with its number."""
    found: list[tuple[int, str]] = []
    document = pypdfium2.PdfDocument(pdf)
    try:
        for number, page in enumerate(document, start=1):
            width, height = page.get_size()
            text = page.get_textpage()
            for index in range(text.count_chars()):
                character = chr(pdfium.FPDFText_GetUnicode(text.raw, index))
                left, bottom, right, top = text.get_charbox(index)
                over = max(-left, right - width, -bottom, top - height)
                if over > slack and right > left and not character.isspace():
                    found.append((number, character))
    finally:
        document.close()
    return found


def attachments(pdf: bytes) -> dict[str, bytes]:
    """Return the attached files by name."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        return {name: spec.get_file().read_bytes() for name, spec in file.attachments.items()}


def bookmarks(pdf: bytes) -> list[tuple[int, str]]:
    """Return level and title of every bookmark."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [(mark.level, mark.get_title()) for mark in document.get_toc()]
    finally:
        document.close()
