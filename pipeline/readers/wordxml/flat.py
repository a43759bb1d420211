"""A package in one XML file ("Word XML document") → the parts of the package."""

from __future__ import annotations

import base64
import binascii
import posixpath

from lxml import etree

from pipeline.ooxml.archive import DamagedPackage
from pipeline.ooxml.names import Element

PACKAGE = "http://schemas.microsoft.com/office/2006/xmlPackage"
_PKG = f"{{{PACKAGE}}}"


def flat_parts(root: Element) -> dict[str, bytes]:
    """Return the parts by name.

    Args:
        root: The root of the file, a pkg:package.

    Raises:
        DamagedPackage: A part has no name, one that leaves the package or one that is there already, or can't be
            decoded.
    """
    parts: dict[str, bytes] = {}
    for part in root.iterfind(f"{_PKG}part"):
        name = posixpath.normpath(part.get(f"{_PKG}name", "").lstrip("/"))
        if name.startswith((".", "/")) or name in parts:
            raise DamagedPackage("部件名称无效或重复", part=name[:80])
        parts[name] = _content(part, name)
    return parts


def _content(part: Element, name: str) -> bytes:
    xml = part.find(f"{_PKG}xmlData")
    if xml is not None:
        return etree.tostring(xml[0], encoding="UTF-8") if len(xml) else b"<empty/>"
    binary = part.find(f"{_PKG}binaryData")
    try:
        return base64.b64decode("" if binary is None else binary.text or "")
    except (binascii.Error, ValueError):
        raise DamagedPackage("部件内容无法解码", part=name) from None
