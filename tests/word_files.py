"""Word files built from the XML that a test is about."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from pipeline.model.contract import Placement
from pipeline.model.document import Document, Mark, Paragraph
from pipeline.model.flow import paragraphs
from pipeline.ooxml.anchors import anchor_for
from pipeline.ooxml.package import open_package
from pipeline.readers.docx import read
from pipeline.writers.docx import compile_docx

NAMESPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "v": "urn:schemas-microsoft-com:vml",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
        "w16se": "http://schemas.microsoft.com/office/word/2015/wordml/symex",
    }.items()
)
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
ROOT_RELATIONS = (
    f'{_DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_RELATION}/officeDocument" Target="word/document.xml"/></Relationships>'
)
TYPES = (
    f'{_DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)


def part(root: str, content: str) -> str:
    """Return a part with every prefix that tests use."""
    return f"{_DECLARATION}<w:{root} {NAMESPACES}>{content}</w:{root}>"


def relation(number: int, kind: str, target: str, *, external: bool = False) -> str:
    mode = ' TargetMode="External"' if external else ""
    return f'<Relationship Id="rId{number}" Type="{_RELATION}/{kind}" Target="{target}"{mode}/>'


def relations(content: str) -> str:
    return f'{_DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{content}</Relationships>'


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def parts_of(
    body: str,
    *,
    styles: str = "",
    numbering: str = "",
    related: Mapping[str, str] | None = None,
    extra: Mapping[str, str | bytes] | None = None,
    external: str = "",
) -> dict[str, str | bytes]:
    """Return the parts of a Word file.

    Args:
        body: Content of w:body.
        styles: Content of w:styles.
        numbering: Content of w:numbering.
        related: Kind of relationship → content of the part it leads to, "header" → a w:hdr and so on.
        extra: Further parts by name.
        external: Relationship elements to add to those of the document.
    """
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": ROOT_RELATIONS,
        "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
    }
    rows = []
    roots = {"header": "hdr", "footer": "ftr"}
    named = {"styles": styles, "numbering": numbering, **(related or {})}
    for number, (kind, content) in enumerate(named.items(), start=1):
        if content:
            parts[f"word/{kind}.xml"] = part(roots.get(kind, kind), content)
            rows.append(relation(number, kind, f"{kind}.xml"))
    parts["word/_rels/document.xml.rels"] = relations("".join(rows) + external)
    return parts | dict(extra or {})


def word_file(body: str, **more: object) -> bytes:
    """Return a Word file; for the arguments see `parts_of`."""
    return zipped(parts_of(body, **more))  # type: ignore[arg-type]


def p(*runs: str, properties: str = "") -> str:
    """Return a w:p of runs; a bare text becomes a run."""
    content = "".join(run if run.startswith("<") else r(run) for run in runs)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{content}</w:p>"


def r(text: str, properties: str = "") -> str:
    """Return a w:r with a text."""
    inner = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{inner}<w:t xml:space="preserve">{text}</w:t></w:r>'


def read_body(body: str, **more: object) -> Document:
    return read(word_file(body, **more), name="试.docx")


def lines(document: Document) -> list[Paragraph]:
    return list(paragraphs(document.blocks))


def fill(data: bytes, *places: tuple[int, int, int, str], **how: object) -> bytes:
    """Return the file with values: (number of the paragraph among those read, start, end, text)."""
    document = read(data, name="试.docx")
    found = [*paragraphs(document.blocks), *paragraphs(document.furniture)]
    placements = [
        Placement(anchor=anchor_for(found[number], start, end), text=text, key=f"key_{index}")
        for index, (number, start, end, text) in enumerate(places)
    ]
    return compile_docx(data, [placement.anchor for placement in placements]).render(placements, **how)  # type: ignore[arg-type]


def texts(data: bytes) -> list[str]:
    document = read(data, name="试.docx")
    return [paragraph.text for paragraph in (*paragraphs(document.blocks), *paragraphs(document.furniture))]


def xml(data: bytes, name: str = "word/document.xml") -> str:
    """Return a part of a file as text."""
    return open_package(data).texts[name].decode()


def runs_of(data: bytes, number: int = 0) -> list[tuple[str, Mark]]:
    """Return the runs of a line as they read, with their marks."""
    return [(run.text, run.marks) for run in lines(read(data, name=""))[number].runs]


LINE = '<w:u w:val="single"/>'
"""Properties of a run: a blank line."""
PARTY = p(r("甲方："), r("   ", LINE), r("     ", LINE + "<w:b/>"), r("（盖章）"))
"""A paragraph with a blank that two runs share."""
