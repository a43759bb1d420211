"""Comparison → DOCX with tracked changes: accepting all gives the second text, rejecting all the first."""

from __future__ import annotations

import difflib
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from pipeline.model.comparison import Comparison, Piece

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    '<Override PartName="/word/styles.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>'
)
_RELS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
_DOCUMENT_RELS = _RELS.replace("relationships/officeDocument", "relationships/styles").replace(
    "word/document.xml", "styles.xml"
)
_STYLES = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:styles xmlns:w="{_W}"><w:docDefaults>'
    '<w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="宋体"/>'
    '<w:sz w:val="24"/><w:szCs w:val="24"/></w:rPr></w:rPrDefault>'
    '<w:pPrDefault><w:pPr><w:spacing w:line="300" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style></w:styles>'
)
_PAGE = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1417" w:right="1701" w:bottom="1417" w:left="1701" w:header="851" w:footer="992" w:gutter="0"/>'
    "</w:sectPr>"
)
# What XML can't carry; a text of a contract has none of them but for damage.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_TOKEN = re.compile(
    r"[0-9]+(?:[,.][0-9]+)*|[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]{2,}|[A-Za-z]+|_+|[ \u3000\u00a0]+|.", re.DOTALL
)


def tracked_docx(comparison: Comparison, *, author: str, date: datetime) -> bytes:
    """Return a Word file that shows the second contract as tracked changes of the first.

    Args:
        comparison: The comparison.
        author: Who the changes are said to be of.
        date: When they are said to have been made; no clock is read.

    Returns:
        The bytes of the file: the same for the same arguments.
    """
    changes = _Changes(author, date)
    body = "".join(_paragraphs(comparison.text_before.split("\n"), comparison.text_after.split("\n"), changes))
    document = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:document xmlns:w="{_W}">'
        f"<w:body>{body}{_PAGE}</w:body></w:document>"
    )
    return _package(
        {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": _RELS,
            "word/document.xml": document,
            "word/_rels/document.xml.rels": _DOCUMENT_RELS,
            "word/styles.xml": _STYLES,
        }
    )


def _package(parts: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), text.encode(), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


class _Changes:
    """Numbers the changes and signs them."""

    def __init__(self, author: str, date: datetime) -> None:
        self._signed = f'w:author={quoteattr(author)} w:date="{date:%Y-%m-%dT%H:%M:%SZ}"'
        self._number = 0

    def open(self, kind: str, *, empty: bool = False) -> str:
        self._number += 1
        return f'<w:{kind} w:id="{self._number}" {self._signed}{"/" if empty else ""}>'


def _paragraphs(before: list[str], after: list[str], changes: _Changes) -> Iterator[str]:
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from (_paragraph(_run(line, "t")) for line in before[i1:i2])
            continue
        common = min(i2 - i1, j2 - j1)
        for was, has in zip(before[i1 : i1 + common], after[j1 : j1 + common], strict=True):
            yield _paragraph("".join(_runs(was, has, changes)))
        yield from (_whole(line, "del", changes) for line in before[i1 + common : i2])
        yield from (_whole(line, "ins", changes) for line in after[j1 + common : j2])


def _whole(line: str, kind: str, changes: _Changes) -> str:
    """Return a paragraph that was added or deleted, its mark included."""
    mark = f"<w:pPr><w:rPr>{changes.open(kind, empty=True)}</w:rPr></w:pPr>"
    return f"<w:p>{mark}{_change(line, kind, changes)}</w:p>"


def _runs(was: str, has: str, changes: _Changes) -> Iterator[str]:
    for piece in _stretches(was, has):
        if piece.is_same:
            yield _run(piece.before, "t")
        else:
            yield _change(piece.before, "del", changes)
            yield _change(piece.after, "ins", changes)


def _stretches(was: str, has: str) -> Iterator[Piece]:
    one, two = _TOKEN.findall(was), _TOKEN.findall(has)
    for _, i1, i2, j1, j2 in difflib.SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        yield Piece(before="".join(one[i1:i2]), after="".join(two[j1:j2]))


def _change(words: str, kind: str, changes: _Changes) -> str:
    if not words:
        return ""
    return f"{changes.open(kind)}{_run(words, 'delText' if kind == 'del' else 't')}</w:{kind}>"


def _paragraph(inside: str) -> str:
    return f"<w:p>{inside}</w:p>"


def _run(words: str, element: str) -> str:
    pieces = _FORBIDDEN.sub("", words).split("\t")
    text = "<w:tab/>".join(
        f'<w:{element} xml:space="preserve">{escape(piece)}</w:{element}>' if piece else "" for piece in pieces
    )
    return f"<w:r>{text}</w:r>" if text else ""
