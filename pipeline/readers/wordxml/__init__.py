"""Word's XML files (Word 2003 XML, and the package in one file that newer ones save) → Document.

Both say what a DOCX says: they are packed as one and read by its reader, behind its gate.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace

from pipeline.model.document import Block, Document, Paragraph
from pipeline.ooxml.archive import pack, write_members
from pipeline.ooxml.package import parse_alone
from pipeline.readers.docx import read as read_docx
from pipeline.readers.ruled import ruled
from pipeline.readers.wordxml.flat import PACKAGE, flat_parts
from pipeline.readers.wordxml.lost_tabs import has_lost_tabs
from pipeline.readers.wordxml.word2003 import word_2003_parts


def read(data: bytes, *, name: str) -> Document:
    """Return the document in an XML file of Word.

    Args:
        data: The whole file.
        name: Its name, for messages.

    Raises:
        ReadError: It is damaged, holds no document, or breaks a limit of Word files.
    """
    root = parse_alone(data)
    lost = has_lost_tabs(root)
    parts = flat_parts(root) if root.tag == f"{{{PACKAGE}}}package" else word_2003_parts(root)
    packed = write_members([pack(part, content, 1) for part, content in parts.items()], {})
    document = read_docx(packed, name=name)
    blocks = tuple(map(_with_rooms, document.blocks)) if lost else document.blocks
    return replace(document, blocks=blocks, format="doc", name=name, sha256=hashlib.sha256(data).hexdigest())


def _with_rooms(block: Block) -> Block:
    """A tab that was put back has lost the rule under it."""
    return ruled(block) if isinstance(block, Paragraph) else block
