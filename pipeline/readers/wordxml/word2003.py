"""A Word 2003 XML document → the parts of a DOCX that say the same."""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path

from lxml import etree

from pipeline.ooxml.names import VAL, Element, W
from pipeline.ooxml.package import NotWord
from pipeline.readers.wordxml.lost_tabs import has_lost_tabs, put_back_tabs

WORD_2003 = "http://schemas.microsoft.com/office/word/2003/wordml"
_OLD = f"{{{WORD_2003}}}"
_WX = "{http://schemas.microsoft.com/office/word/2003/auxHint}"
_AML = "{http://schemas.microsoft.com/aml/2001/core}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
# What a reader of the body must not meet: heads, feet and notes stand in the middle of the text.
_OUTSIDE = (f"{W}hdr", f"{W}ftr", f"{W}footnote", f"{W}endnote", f"{W}binData")
_TRACKED = {"Word.Insertion": f"{W}ins", "Word.Deletion": f"{W}del"}
_TEXT = frozenset((f"{W}p", f"{W}r", f"{W}tbl", f"{W}tr", f"{W}tc", f"{W}sectPr"))


@functools.cache
def _names() -> dict[str, dict[str, str]]:
    return tomllib.loads(Path(__file__).with_name("word2003.toml").read_text("utf-8"))


def word_2003_parts(root: Element) -> dict[str, bytes]:
    """Return the parts of a DOCX: document, styles and numbering.

    Args:
        root: The root of the file; it is changed.

    Raises:
        NotWord: It holds no document.
    """
    body = root.find(f"{_OLD}body")
    if body is None:
        raise NotWord("")
    if has_lost_tabs(root):
        put_back_tabs(root)
    styles, lists = root.find(f"{_OLD}styles"), root.find(f"{_OLD}lists")
    for part in (body, styles, lists):
        if part is not None:
            _rename(part)
    _unwrap(body)
    _print_unlisted(body, lists)
    parts = {"word/document.xml": _part("document", [body])}
    if styles is not None:
        parts["word/styles.xml"] = _part("styles", list(styles))
    if lists is not None:
        parts["word/numbering.xml"] = _part("numbering", list(lists))
    return parts


def _part(name: str, content: list[Element]) -> bytes:
    root = etree.Element(f"{W}{name}", nsmap={"w": W[1:-1]})
    root.extend(content)
    return etree.tostring(root, encoding="UTF-8")


def _rename(part: Element) -> None:
    names = _names()
    for element in part.iter(f"{_OLD}*"):
        old = str(element.tag).removeprefix(_OLD)
        element.tag = f"{W}{names['elements'].get(old, old)}"
        for key, value in list(element.attrib.items()):
            if str(key).startswith(_OLD):
                plain = str(key).removeprefix(_OLD)
                del element.attrib[key]
                element.set(f"{W}{names['attributes'].get(plain, plain)}", str(value))
        if old == "nfc":
            element.set(VAL, names["numbers"].get(element.get(VAL, ""), "decimal"))
        elif old == "suff":
            element.set(VAL, element.get(VAL, "").lower())
        elif old == "t":
            element.set(_SPACE, "preserve")  # said once at the root of the file


def _unwrap(body: Element) -> None:
    """Take away what only groups text (sections, smart tags) and turn annotations into tracked changes."""
    for element in list(body.iter(*_OUTSIDE)):
        _drop(element)
    for element in list(body.iter(f"{_AML}annotation")):
        content = element.find(f"{_AML}content")
        kind = element.get(f"{W}type") or element.get(f"{_OLD}type") or ""
        if content is None or kind not in _TRACKED:
            _drop(element)
        else:
            element.tag = _TRACKED[kind]
            element[:] = list(content)
    for element in list(body.iter()):
        is_foreign = isinstance(element.tag, str) and not element.tag.startswith(W)
        if is_foreign and any(child.tag in _TEXT for child in element):
            _splice(element)


def _drop(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _splice(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        at = parent.index(element)
        parent[at : at + 1] = list(element)


def _print_unlisted(body: Element, lists: Element | None) -> None:
    """Write a number that no list of the file counts before its paragraph, as Word noted that it prints it."""
    known = {e.get(f"{W}numId") for e in lists.iterfind(f"{W}num")} if lists is not None else set()
    for properties in list(body.iter(f"{W}numPr")):
        number, note = properties.find(f"{W}numId"), properties.find(f"{_WX}t")
        listed = number is not None and number.get(VAL) in known
        outer = properties.getparent()
        paragraph = outer.getparent() if outer is not None else None
        if note is None or listed or outer is None or paragraph is None or paragraph.tag != f"{W}p":
            continue
        run = etree.Element(f"{W}r")
        etree.SubElement(run, f"{W}t").text = note.get(f"{_WX}val") or ""
        outer.addnext(run)
