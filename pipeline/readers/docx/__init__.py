"""DOCX bytes → Document."""

from __future__ import annotations

import hashlib

from pipeline.collector import paused
from pipeline.model.document import Block, Document
from pipeline.ooxml.names import W
from pipeline.ooxml.numbering import Numbering, keeps_legal
from pipeline.ooxml.package import APPLICATION, Package, open_package
from pipeline.ooxml.record import embedded_record
from pipeline.ooxml.styles import Styles
from pipeline.readers.docx.findings import findings
from pipeline.readers.docx.page_numbers import without_page_numbers
from pipeline.readers.docx.runs import Looks
from pipeline.readers.docx.settings import Settings
from pipeline.readers.docx.story import Book, Story

_FURNITURE = ("header", "footer", "footnotes", "endnotes")
_NOTES = (f"{W}footnote", f"{W}endnote")


@paused()
def read(data: bytes, *, name: str) -> Document:
    """Return the document that a Word file (.docx, .docm, .dotx, .dotm) holds.

    Args:
        data: The whole file.
        name: File name without folders.

    Raises:
        ReadError: The file is no Word file, damaged, protected, or breaks a limit.
    """
    package = open_package(data)
    styles = _styles(package)
    numbering = _numbering(package, styles)
    book = Book(package, styles, numbering, Looks(styles), Settings(styles, numbering))
    story = Story(package.document, book)
    blocks = story.body()
    furniture, hidden = _furniture(book)
    return Document(
        blocks=blocks, format="docx", name=name, sha256=hashlib.sha256(data).hexdigest(), furniture=furniture,
        diagnostics=findings(package, story.hidden + hidden), record=embedded_record(package),
    )  # fmt: skip


def _styles(package: Package) -> Styles:
    part = next(package.related(package.document, "styles"), "word/styles.xml")
    return Styles(package.trees.get(part))


def _numbering(package: Package, styles: Styles) -> Numbering:
    part = next(package.related(package.document, "numbering"), "word/numbering.xml")
    return Numbering(package.trees.get(part), styles, keeps_legal=keeps_legal(package.trees.get(APPLICATION)))


def _furniture(book: Book) -> tuple[tuple[Block, ...], list[str]]:
    """Return headers, footers and notes, and the hidden text in them."""
    package = book.package
    blocks: list[Block] = []
    hidden: list[str] = []
    for kind in _FURNITURE:
        for part in dict.fromkeys(package.related(package.document, kind)):
            root = package.trees[part]
            without_page_numbers(root)
            story = Story(part, book)
            notes = [note for note in root.iter(*_NOTES) if note.get(f"{W}type", "normal") == "normal"]
            for parent in notes if kind.endswith("notes") else [root]:
                blocks.extend(story.blocks(parent))
            hidden += story.hidden
    return tuple(blocks), hidden
