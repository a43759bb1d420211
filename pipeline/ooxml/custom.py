"""Package → the parts that tie a contract record to it."""

from __future__ import annotations

import hashlib
import itertools
import posixpath
import uuid
from collections.abc import Mapping

from lxml import etree

from pipeline.ooxml.names import R_URI, RECORD_URI, RELS_URI, TYPES_URI, Element
from pipeline.ooxml.package import Package
from pipeline.ooxml.record import record_parts

_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
TYPES_PART = "[Content_Types].xml"
_XML_URI = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_PROPS_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"


def serialize(root: Element) -> bytes:
    """Return a part's bytes."""
    return _DECLARATION + etree.tostring(root, encoding="utf-8")


def copy_of(package: Package, name: str, fresh: str, made: Mapping[str, bytes]) -> Element:
    """Return a part's root to change, an empty one where the package has no such part."""
    text = made.get(name) or package.texts.get(name) or fresh.encode()
    return etree.fromstring(text, etree.XMLParser(resolve_entities=False, no_network=True))


def rels_name(part: str) -> str:
    """Return the name of the part that holds a part's relationships."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def relate(rels: Element, kind: str, target: str, name: str = "") -> None:
    """Add a relationship, with a free id unless one is given."""
    taken = {relationship.get("Id") for relationship in rels}
    name = name or next(f"rId{number}" for number in itertools.count(1) if f"rId{number}" not in taken)
    etree.SubElement(rels, f"{{{RELS_URI}}}Relationship", Id=name, Type=kind, Target=target)


def declare(types: Element, part: str, content_type: str) -> None:
    """Add a part's content type unless it is there."""
    if not any(element.get("PartName") == f"/{part}" for element in types):
        etree.SubElement(types, f"{{{TYPES_URI}}}Override", PartName=f"/{part}", ContentType=content_type)


def record_parts_of(package: Package, made: Mapping[str, bytes]) -> tuple[str, dict[str, bytes]]:
    """Return where the contract record goes, and the parts that must change or come with it.

    Args:
        package: The source.
        made: Parts that change already, to be changed further.

    Returns:
        Name of the part, and name → content of all others: relationships, properties and content types.
    """
    there = record_parts(package)
    if there:
        return there[0], {}
    number = next(n for n in itertools.count(1) if f"customXml/item{n}.xml" not in package.names)
    part, props = f"customXml/item{number}.xml", f"customXml/itemProps{number}.xml"
    # The same record part in every file made here: an id drawn at random would make each run's bytes differ.
    item = str(uuid.UUID(bytes=hashlib.sha256(RECORD_URI.encode()).digest()[:16])).upper()
    types = copy_of(package, TYPES_PART, f'<Types xmlns="{TYPES_URI}"/>', made)
    if not any(element.get("Extension", "").lower() == "xml" for element in types):
        etree.SubElement(types, f"{{{TYPES_URI}}}Default", Extension="xml", ContentType="application/xml")
    declare(types, props, _PROPS_TYPE)
    main_rels = rels_name(package.document)
    fresh = f'<Relationships xmlns="{RELS_URI}"/>'
    rels = copy_of(package, main_rels, fresh, made)
    up = "../" * package.document.count("/")
    relate(rels, f"{R_URI}/customXml", up + part)
    own = etree.fromstring(fresh)
    relate(own, f"{R_URI}/customXmlProps", posixpath.basename(props))
    data_item = (
        f'<ds:datastoreItem xmlns:ds="{_XML_URI}" ds:itemID="{{{item}}}">'
        f'<ds:schemaRefs><ds:schemaRef ds:uri="{RECORD_URI}"/></ds:schemaRefs></ds:datastoreItem>'
    )
    return part, {
        TYPES_PART: serialize(types),
        main_rels: serialize(rels),
        rels_name(part): serialize(own),
        props: _DECLARATION + data_item.encode(),
    }
