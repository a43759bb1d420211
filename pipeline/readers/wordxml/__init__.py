"""Word's XML files (Word 2003 XML, and the package in one file that newer ones save) → Document.

Both say what a DOCX says: they are packed as one and read by its reader, behind its gate.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from pipeline.model.document import Document
from pipeline.ooxml.archive import pack, write_members
from pipeline.ooxml.names import Element
from pipeline.ooxml.package import parse_alone
from pipeline.readers.docx import read as read_docx
from pipeline.readers.wordxml.flat import PACKAGE, flat_parts
from pipeline.readers.wordxml.word2003 import word_2003_parts


def read(data: bytes, *, name: str) -> Document:
    """Return the document in an XML file of Word.

    Args:
        data: The whole file.
        name: Its name, for messages.

    Raises:
        ReadError: It is damaged, holds no document, or breaks a limit of Word files.
    """
    parts = _parts(parse_alone(data))
    docx = write_members([pack(part, content, 1) for part, content in parts.items()], {})
    return replace(read_docx(docx, name=name), format="doc", name=name, sha256=hashlib.sha256(data).hexdigest())


def _parts(root: Element) -> Mapping[str, bytes]:
    return flat_parts(root) if root.tag == f"{{{PACKAGE}}}package" else word_2003_parts(root)
