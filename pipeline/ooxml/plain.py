"""Package → what turns a template (.dotx) or a file with macros (.docm) into an ordinary document.

What is issued is a .docx. Word refuses to open one whose main part says that it is a template or holds macros.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from pipeline.ooxml.custom import TYPES_PART, copy_of, rels_name, serialize
from pipeline.ooxml.names import RELS_URI, TYPES_URI
from pipeline.ooxml.package import Package

_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_MACRO_TYPES = ("vbaproject", "vbadata", "ms-word.keymapcustomizations", "ms-word.attachedtoolbars")
_MACRO_KINDS = frozenset({"vbaProject", "wordVbaData", "keyMapCustomizations", "attachedToolbars"})


class Plain(NamedTuple):
    """Parts to replace, and names of parts to leave out; both are empty for an ordinary .docx."""

    replaced: Mapping[str, bytes]
    dropped: frozenset[str]


def plain_document(package: Package) -> Plain:
    """Return what changes so that the package is an ordinary document, without macros."""
    types = copy_of(package, TYPES_PART, f'<Types xmlns="{TYPES_URI}"/>', {})
    main = next((e for e in types if e.get("PartName", "").lstrip("/") == package.document), None)
    if main is None or main.get("ContentType") == _MAIN:
        return Plain({}, frozenset())
    main.set("ContentType", _MAIN)
    dropped: set[str] = set()
    for element in list(types):
        if any(word in element.get("ContentType", "").lower() for word in _MACRO_TYPES):
            types.remove(element)
    replaced = {TYPES_PART: serialize(types)}
    name = rels_name(package.document)
    rels = copy_of(package, name, f'<Relationships xmlns="{RELS_URI}"/>', {})
    targets = {r.id: r.target for r in package.relationships(package.document) if r.kind in _MACRO_KINDS}
    for relationship in list(rels):
        if relationship.get("Id") in targets:
            rels.remove(relationship)
    if targets:
        replaced[name] = serialize(rels)
    for target in targets.values():
        own = package.relationships(target)
        dropped |= {target, rels_name(target)} | {r.target for r in own if r.kind in _MACRO_KINDS}
    return Plain(replaced, frozenset(dropped))
