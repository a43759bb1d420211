"""Qualified names of WordprocessingML that the rooms of this floor read and write."""

from __future__ import annotations

from typing import TypeAlias

from lxml import etree

Element: TypeAlias = etree._Element  # noqa: SLF001 — lxml gives the class of its elements no public name

W_URI = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT_W_URI = "http://purl.oclc.org/ooxml/wordprocessingml/main"  # in files of ISO's "strict" kind
R_URI = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS_URI = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES_URI = "http://schemas.openxmlformats.org/package/2006/content-types"
RECORD_URI = "urn:hetong:contract-record:1"

W = f"{{{W_URI}}}"
R = f"{{{R_URI}}}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
W16SE = "{http://schemas.microsoft.com/office/word/2015/wordml/symex}"
RELS = f"{{{RELS_URI}}}"

VAL = W + "val"

PARAGRAPH = W + "p"
PARAGRAPH_PROPERTIES = W + "pPr"
RUN = W + "r"
RUN_PROPERTIES = W + "rPr"
TEXT = W + "t"
TAB = W + "tab"
INSERTED = frozenset({W + "ins", W + "moveTo"})
SIMPLE_FIELD = W + "fldSimple"
INSTRUCTION = W + "instrText"
TABLE = W + "tbl"
ROW = W + "tr"
CELL = W + "tc"
CONTROL = W + "sdt"
CONTROL_PROPERTIES = W + "sdtPr"
CONTROL_CONTENT = W + "sdtContent"
BOX_CONTENT = W + "txbxContent"
ALTERNATE = MC + "AlternateContent"
CHOICE = MC + "Choice"
FALLBACK = MC + "Fallback"

OFF = frozenset({"0", "false", "off", "none"})


def first_child(parent: Element, tag: str) -> Element | None:
    """Return the first child with that tag, None if there is none: `find` without reading its argument as a path."""
    return next(parent.iterchildren(tag), None)


def leading(parent: Element, tag: str) -> Element | None:
    """Return the first child with that tag, which the schema puts before all others: most often no search is needed."""
    if len(parent):
        first = parent[0]
        return first if first.tag == tag else first_child(parent, tag)
    return None


def children(parent: Element) -> list[Element]:
    """Return the children of an element: fetched in one go, which takes half as long as one after the other."""
    return parent.getchildren()  # type: ignore[attr-defined,no-any-return]


def by_name(root: Element, *tags: str) -> dict[str, list[Element]]:
    """Return the elements with each of the tags in document order; to walk over a large tree takes long, so once."""
    found: dict[str, list[Element]] = {tag: [] for tag in tags}
    for element in root.iter(*tags):
        found[element.tag].append(element)
    return found


def value(element: Element | None, default: str = "") -> str:
    """Return the w:val of an element, the default if the element or the attribute is missing."""
    return default if element is None else element.get(VAL, default)


def is_on(element: Element | None) -> bool:
    """True where an on/off property is there and not switched off."""
    return element is not None and element.get(VAL, "1") not in OFF


def child_value(element: Element | None, tag: str, default: str = "") -> str:
    """Return the w:val of the child with that tag, the default if there is none."""
    return default if element is None else value(first_child(element, tag), default)


def whole(text: str | None, default: int = 0) -> int:
    """Return the whole number that an attribute holds, the default where it holds none."""
    if not text:
        return default
    try:
        return int(float(text))
    except (ValueError, OverflowError):
        return default
