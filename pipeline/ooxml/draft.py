"""Package → the parts that show that a contract is a draft: a watermark on every page, and the document's status."""

from __future__ import annotations

import itertools
import posixpath
from collections.abc import Mapping

from lxml import etree

from pipeline.ooxml.custom import TYPES_PART, copy_of, declare, relate, rels_name, serialize
from pipeline.ooxml.names import BOX_CONTENT, PARAGRAPH, R_URI, RELS_URI, TYPES_URI, W_URI, R, W
from pipeline.ooxml.package import Package

DRAFT = "草稿"
_CORE = "docProps/core.xml"
_CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
_CORE_KIND = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_CP = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_HEADER_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"
_HEADER_ID = "rIdHetongDraft"
_SECTION = f"{W}sectPr"
# WordArt behind the text, as Word's own Design → Watermark writes it.
_WATERMARK = f"""<w:r xmlns:w="{W_URI}" xmlns:v="urn:schemas-microsoft-com:vml"
 xmlns:o="urn:schemas-microsoft-com:office:office">
<w:rPr><w:noProof/></w:rPr><w:pict>
<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e">
<v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>
<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/>
<v:f eqn="if @0 @4 21600"/></v:formulas>
<v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" fitshape="t"/></v:shapetype>
<v:shape id="HetongDraft{{number}}" type="#_x0000_t136" o:allowincell="f" fillcolor="silver" stroked="f"
 style="position:absolute;margin-left:0;margin-top:0;width:300pt;height:150pt;rotation:315;z-index:-251658752;
mso-position-horizontal:center;mso-position-horizontal-relative:margin;
mso-position-vertical:center;mso-position-vertical-relative:margin">
<v:fill opacity=".4"/><v:textpath style="font-family:&quot;宋体&quot;;font-size:1pt" string="{DRAFT}"/></v:shape>
</w:pict></w:r>"""


class DraftMarks:
    """What a package needs to be seen to be a draft.

    Args:
        package: The source.

    Attributes:
        marked: Names of the parts of the source that `mark` changes.
    """

    def __init__(self, package: Package) -> None:
        self._package = package
        self._headers = tuple(dict.fromkeys(package.related(package.document, "header")))
        self._new = "" if self._headers else _free_name(package)
        self.marked = frozenset(self._headers or (package.document,))

    def parts(self, made: Mapping[str, bytes]) -> dict[str, bytes]:
        """Return the parts that come new or change whatever the values are.

        Args:
            made: Parts that change already, to be changed further.
        """
        changed = _status(self._package, made)
        if not self._new:
            return changed
        both = {**made, **changed}
        types = copy_of(self._package, TYPES_PART, f'<Types xmlns="{TYPES_URI}"/>', both)
        declare(types, self._new, _HEADER_TYPE)
        name = rels_name(self._package.document)
        rels = copy_of(self._package, name, f'<Relationships xmlns="{RELS_URI}"/>', both)
        relate(rels, f"{R_URI}/header", posixpath.basename(self._new), _HEADER_ID)
        header = etree.fromstring(f'<w:hdr xmlns:w="{W_URI}"><w:p/></w:hdr>')
        return changed | {
            TYPES_PART: serialize(types), name: serialize(rels), self._new: _with_watermark(serialize(header), 1)
        }  # fmt: skip

    def mark(self, name: str, content: bytes) -> bytes:
        """Return one of the `marked` parts with its mark."""
        if name in self._headers:
            return _with_watermark(content, self._headers.index(name) + 1)
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
        section = next(root.iter(_SECTION), None)
        if section is None:
            body = root.find(f"{W}body")
            assert body is not None, "the gate lets no document without a body through"
            section = etree.SubElement(body, _SECTION)
        section.insert(0, etree.Element(f"{W}headerReference", {f"{W}type": "default", f"{R}id": _HEADER_ID}))
        return serialize(root)


def _free_name(package: Package) -> str:
    folder = posixpath.dirname(package.document)
    names = (posixpath.join(folder, f"header{number}.xml") for number in itertools.count(1))
    return next(name for name in names if name not in package.names)


def _with_watermark(content: bytes, number: int) -> bytes:
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    outside = (p for p in root.iter(PARAGRAPH) if next(p.iterancestors(BOX_CONTENT), None) is None)
    paragraph = next(outside, None)
    if paragraph is None:
        paragraph = etree.SubElement(root, PARAGRAPH)
    paragraph.append(etree.fromstring(_WATERMARK.replace("\n", "").format(number=number)))
    return serialize(root)


def _status(package: Package, made: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the parts that say so in the document's properties."""
    part = next(package.related("", "core-properties"), _CORE)
    core = copy_of(package, part, f'<cp:coreProperties xmlns:cp="{_CP}"/>', made)
    status = core.find(f"{{{_CP}}}contentStatus")
    if status is None:
        status = etree.SubElement(core, f"{{{_CP}}}contentStatus")
    status.text = DRAFT
    changed = {part: serialize(core)}
    if part not in package.names:
        types = copy_of(package, TYPES_PART, f'<Types xmlns="{TYPES_URI}"/>', made)
        declare(types, part, _CORE_TYPE)
        rels = copy_of(package, "_rels/.rels", f'<Relationships xmlns="{RELS_URI}"/>', made)
        relate(rels, _CORE_KIND, part)
        changed |= {TYPES_PART: serialize(types), "_rels/.rels": serialize(rels)}
    return changed
