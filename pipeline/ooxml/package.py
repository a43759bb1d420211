"""bytes → Package: the gate before every parser of Office files.

First the zip directory must keep its limits, then every XML part: no document type, a known encoding, a bounded
number of elements before it is parsed, and bounded depth, attributes and spans after. libxml2 itself stops at a depth
of 256 and at ten million characters in one text as long as it is not told otherwise.
"""

from __future__ import annotations

import functools
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import cast

from lxml import etree

from pipeline.errors import ReadError
from pipeline.ooxml.archive import (
    DamagedPackage,
    EncryptedPackage,
    Member,
    RefusedPackage,
    TooLargePackage,
    read_members,
)
from pipeline.ooxml.landmarks import SPANS, Landmarks, landmarks
from pipeline.ooxml.limits import LIMITS, Limits
from pipeline.ooxml.names import R_URI, RELS, STRICT_W_URI, TABLE, W_URI, Element, W, value

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_KINDS = (
    (b"%PDF", "PDF"),
    (_OLE, "旧版 Word（.doc）或 WPS（.wps）"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "PNG 图片"),
    (b"\xff\xd8\xff", "JPEG 图片"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf", "7z 压缩包"),
)
_OFFICE = {"xl/workbook.xml": "Excel 表格", "ppt/presentation.xml": "PowerPoint 演示文稿"}
_DECLARED = re.compile(rb"""^<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_ENCODINGS = frozenset({b"utf-8", b"utf8", b"us-ascii", b"ascii", b"utf-16", b"utf16"})
_STYLES = frozenset({"word/styles.xml", "word/stylesWithEffects.xml"})
_SHARED = 1 << 19  # bytes; a few parts of this size are kept
# No attribute value may hold a "<", so an element with more than 256 attributes has a stretch this long without one.
_WIDE = 1280
_MANY = etree.XPath(f"boolean(//*[@*[{LIMITS.attributes + 1}]])")
_LENGTH = etree.XPath("string-length(string(/))")
# ISO "strict" files differ from everybody's in the addresses of their namespaces only.
_STRICT = (
    (STRICT_W_URI.encode(), W_URI.encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R_URI.encode()),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
)


class NotWord(ReadError):
    """The bytes are no Word file; says what they are instead."""

    def __init__(self, kind: str) -> None:
        hint = "请确认选对了文件；只是后缀写错的，请按实际格式命名" if kind else "请用 Word 或 WPS 另存为 .docx 后重试"
        super().__init__(f"不是 Word 文件（.docx）{f'，是 {kind}' if kind else ''}", hint=hint)


@dataclass(frozen=True, slots=True, kw_only=True)
class Relationship:
    """A relationship of a part: `target` is a part name, or an address where it is external."""

    id: str
    kind: str  # last piece of the type's address: "header", "hyperlink", "attachedTemplate" …
    target: str
    external: bool


APPLICATION = "docProps/app.xml"
"""The part that says which program saved the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A Word package that passed the gate.

    Attributes:
        members: As stored, in the order of the zip directory.
        document: Name of the main part, "word/document.xml" as a rule.
        texts: Name → unpacked bytes of every XML part, in UTF-8.
        trees: Name → root element of every XML part. Nobody may change a tree.
        landmarks: Name → the landmarks of every XML part.
    """

    members: tuple[Member, ...]
    document: str
    texts: dict[str, bytes] = field(repr=False)
    trees: dict[str, Element] = field(repr=False)
    landmarks: dict[str, Landmarks] = field(repr=False)
    _relationships: dict[str, tuple[Relationship, ...]] = field(default_factory=dict, repr=False, compare=False)

    @property
    def names(self) -> tuple[str, ...]:
        """The part names in the order of the zip directory."""
        return tuple(member.name for member in self.members)

    def relationships(self, part: str) -> tuple[Relationship, ...]:
        """Return the relationships of a part; "" asks for those of the package."""
        found = self._relationships.get(part)
        if found is None:
            folder, name = posixpath.split(part)
            rels = self.trees.get(posixpath.join(folder, "_rels", f"{name}.rels"))
            elements = () if rels is None else rels.iterfind(f"{RELS}*")
            found = self._relationships[part] = tuple(_relationship(element, folder) for element in elements)
        return found

    def related(self, part: str, kind: str) -> Iterator[str]:
        """Yield the names of the XML parts that a part points to with relationships of that kind."""
        for relationship in self.relationships(part):
            if relationship.kind == kind and relationship.target in self.trees:
                yield relationship.target


def _relationship(element: Element, folder: str) -> Relationship:
    target = element.get("Target", "")
    external = element.get("TargetMode") == "External"
    if not external:
        target = posixpath.normpath(target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target))
    kind = element.get("Type", "").rsplit("/", 1)[-1]
    return Relationship(id=element.get("Id", ""), kind=kind, target=target, external=external)


def open_package(data: bytes, *, limits: Limits = LIMITS) -> Package:
    """Return the Word package that the bytes hold, checked before any of it is used.

    Args:
        data: The whole file: .docx, .docm, .dotx or .dotm.
        limits: What it may hold at most.

    Raises:
        NotWord: The bytes are of another format.
        EncryptedPackage: The file is protected by a password.
        TooLargePackage: The file is larger than any contract.
        DamagedPackage: Zip or XML is broken.
        RefusedPackage: A limit is broken, or the XML holds what no Word file holds (a DOCTYPE).
    """
    _check_kind(data, limits)
    members = read_members(data, limits)
    for name, kind in _OFFICE.items():
        if any(member.name == name for member in members):
            raise NotWord(kind)
    texts: dict[str, bytes] = {}
    for member in members:
        if member.name.lower().endswith((".xml", ".rels")):
            texts[member.name] = _utf8(member.unpack(), member.name)
        else:
            member.verify()
    _check_counts(texts, limits)
    read = {name: (_read_again if _is_shared(name, text) else _read)(text, name) for name, text in texts.items()}
    trees = {name: root for name, (root, _) in read.items()}
    found = {name: marks for name, (_, marks) in read.items()}
    package = Package(members=members, document="", texts=texts, trees=trees, landmarks=found)
    document = next(package.related("", "officeDocument"), "word/document.xml")
    root = trees.get(document)
    if root is None or root.find(f"{W}body") is None:
        raise NotWord("")
    for name, marks in found.items():
        _check_tables(marks.marks, name, limits)
    return replace(package, document=document)


def parse_alone(data: bytes, *, limits: Limits = LIMITS) -> Element:
    """Return the root of an XML file that is no part of a package, behind the same gate.

    Raises:
        TooLargePackage: The file is larger than any contract.
        DamagedPackage: The XML is broken.
        RefusedPackage: A limit is broken, or the XML holds what no Word file holds (a DOCTYPE).
    """
    if len(data) > limits.part:
        raise TooLargePackage(len(data), limits.part)
    text = _utf8(data, "")
    _check_counts({"": text}, limits)
    return _parse(text, "")


def _check_kind(data: bytes, limits: Limits) -> None:
    if not data:
        raise DamagedPackage("文件是空的（0 字节）")
    if len(data) > limits.file:
        raise TooLargePackage(len(data), limits.file)
    if data.startswith(_OLE) and "EncryptedPackage".encode("utf-16-le") in data:
        raise EncryptedPackage
    if not data.startswith(b"PK\3\4"):
        raise NotWord(next((kind for magic, kind in _KINDS if data.startswith(magic)), ""))


def _utf8(text: bytes, name: str) -> bytes:
    """Return the part in UTF-8: what is counted below must be what is parsed."""
    if text.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            text = text.decode("utf-16").encode()
        except UnicodeError:
            raise DamagedPackage("编码有误", part=name) from None
        return re.sub(rb"^<\?xml[^>]*\?>", b"", text)
    text = text.removeprefix(b"\xef\xbb\xbf")
    declared = _DECLARED.match(text)
    if declared and declared[1].lower() not in _ENCODINGS:
        raise RefusedPackage(f"XML 编码 {declared[1].decode()[:20]} 不受支持", part=name)
    return text


def _check_counts(texts: dict[str, bytes], limits: Limits) -> None:
    """Check by counting bytes, so that nothing is built before its size is known."""
    # Each takes a byte at least, so what a small package has of them is not counted.
    size = sum(map(len, texts.values()))
    elements = attributes = 0
    for name, text in texts.items():
        if b"<!DOCTYPE" in text:
            raise RefusedPackage("XML 中含有文档类型声明（DOCTYPE）", part=name)
        if size > limits.elements:
            elements += text.count(b"<") - text.count(b"</")
        if size > limits.attributes_total:
            attributes += text.count(b"=")
        if elements > limits.elements:
            raise RefusedPackage(f"XML 元素超过 {limits.elements} 个", part=name)
        if attributes > limits.attributes_total:
            raise RefusedPackage(f"XML 属性超过 {limits.attributes_total} 个", part=name)


def _is_shared(name: str, text: bytes) -> bool:
    """True for a part of styles: files made from one template have the same, often longer than all their text."""
    return name in _STYLES and len(text) <= _SHARED


def _read(text: bytes, name: str) -> tuple[Element, Landmarks]:
    """Return the root of a part and its landmarks."""
    root = _parse(text, name)
    return root, landmarks(root)


# Kept from file to file; nobody may change a tree.
_read_again = functools.lru_cache(maxsize=4)(_read)


def _parse(text: bytes, name: str) -> Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True, encoding="utf-8",
    )  # fmt: skip
    if b"http://purl.oclc.org/ooxml/" in text:
        for strict, usual in _STRICT:
            text = text.replace(strict, usual)
    try:
        root = etree.fromstring(text, parser)
    except etree.XMLSyntaxError as error:
        if "XML_PARSE_HUGE" in str(error):
            raise RefusedPackage("XML 嵌套过深或单段文字过长", part=name) from None
        raise DamagedPackage("XML 不合语法", part=name) from None
    if _is_wide(text) and _MANY(root):
        raise RefusedPackage(f"XML 元素的属性超过 {LIMITS.attributes} 个", part=name)
    if len(text) > LIMITS.characters and int(cast("float", _LENGTH(root))) > LIMITS.characters:
        raise RefusedPackage(f"文字超过 {LIMITS.characters} 个字符", part=name)
    return root


def _is_wide(text: bytes) -> bool:
    """True where a stretch of `_WIDE` bytes behind a "<" has no other: only the last one in reach is looked for."""
    at = text.find(b"<")
    while 0 <= at < len(text) - _WIDE:
        following = text.rfind(b"<", at + 1, at + 1 + _WIDE)
        if following < 0:
            return True
        at = following
    return False


def _check_tables(marks: tuple[Element, ...], name: str, limits: Limits) -> None:
    for element in marks:
        tag = element.tag
        if tag in SPANS:
            columns = value(element)
            if not columns.isdecimal() or len(columns) > 9 or int(columns) > limits.span:
                raise RefusedPackage(f"单元格横跨 {columns[:12]} 列，上限 {limits.span}", part=name)
        elif tag == TABLE and sum(1 for _ in element.iterancestors(TABLE)) >= limits.nesting:
            raise RefusedPackage(f"表格嵌套超过 {limits.nesting} 层", part=name)
