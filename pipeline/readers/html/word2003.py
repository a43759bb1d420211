"""Word 2003 XML bytes → blocks: text, underlines, boxes, list numbers and tables; nothing else of that format."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from pipeline.errors import ReadError
from pipeline.model.document import Block, Cell, Mark, Paragraph, Place, Run, Table
from pipeline.readers.html.source import MAX_DEPTH, MAX_TAGS, PageTooComplex
from pipeline.readers.plain import runs

_URI = "http://schemas.microsoft.com/office/word/2003/wordml"
_W = f"{{{_URI}}}"
_WX = "{http://schemas.microsoft.com/office/word/2003/auxHint}"
_HEAD = 8_192
_SHOWN = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}


class DamagedWordXml(ReadError):
    """The XML can't be read."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"Word 2003 XML 无法读取：{reason}", location=name, hint="请用 Word 另存为 .docx")


def is_word_2003(data: bytes) -> bool:
    """True where the bytes are a document that Word 2003 saved as XML."""
    head = data[:_HEAD]
    return (
        head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<?xml") and _URI.encode() in head and b"wordDocument" in head
    )


def read_word_2003(data: bytes, *, name: str) -> tuple[Block, ...]:
    """Read the body of a Word 2003 XML document.

    Args:
        data: The whole file.
        name: File name, for messages.

    Raises:
        DamagedWordXml: It is not well-formed, or declares a document type.
        PageTooComplex: It has more elements than any contract.
    """
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise DamagedWordXml(name, "含有文档类型声明")
    if data.count(b"<") > 10 * MAX_TAGS:
        raise PageTooComplex(name, f"超过 {10 * MAX_TAGS} 个标签")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise DamagedWordXml(name, "XML 格式错误") from error
    body = root.find(f"{_W}body")
    return tuple(_blocks(body, [0], name, 0)) if body is not None else ()


def _blocks(parent: etree._Element, counter: list[int], name: str, depth: int) -> Iterator[Block]:
    if depth > MAX_DEPTH:
        raise PageTooComplex(name, f"标签嵌套超过 {MAX_DEPTH} 层")
    for child in parent:
        if child.tag == f"{_W}p":
            yield _paragraph(child, counter[0])
            counter[0] += 1
        elif child.tag == f"{_W}tbl":
            yield _table(child, counter, name, depth)
        elif child.tag != f"{_W}sectPr":  # sections and the like that hold paragraphs
            yield from _blocks(child, counter, name, depth + 1)


def _paragraph(element: etree._Element, number: int) -> Paragraph:
    found = tuple(run for child in element.iter(f"{_W}r") for run in _runs(child))
    marker = element.find(f"{_W}pPr/{_W}listPr/{_WX}t")
    return Paragraph(
        runs=found,
        number=(marker.get(f"{_WX}val") or "") if marker is not None else "",
        place=Place(paragraph=number),
    )


def _runs(element: etree._Element) -> tuple[Run, ...]:
    underline = element.find(f"{_W}rPr/{_W}u")
    marks = Mark.NONE
    if underline is not None and underline.get(f"{_W}val") != "none":
        marks |= Mark.UNDERLINE
    if element.find(f"{_W}rPr/{_W}b") is not None:
        marks |= Mark.BOLD
    if element.find(f"{_W}rPr/{_W}vanish") is not None:
        marks |= Mark.HIDDEN
    text = "".join(child.text or "" if child.tag == f"{_W}t" else _SHOWN.get(str(child.tag), "") for child in element)
    return runs(text, marks)


def _table(element: etree._Element, counter: list[int], name: str, depth: int) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for number, row in enumerate(element.findall(f"{_W}tr")):
        cells: list[Cell] = []
        column = 0
        for cell in row.findall(f"{_W}tc"):
            span = cell.find(f"{_W}tcPr/{_W}gridSpan")
            width = (span.get(f"{_W}val") or "1") if span is not None else "1"
            columns = min(int(width), 1_000) if width.isdigit() and len(width) < 9 else 1
            blocks = tuple(_blocks(cell, counter, name, depth + 1)) or (Paragraph(),)
            cells.append(Cell(blocks=blocks, row=number, column=column, column_span=max(columns, 1)))
            column += max(columns, 1)
        rows.append(tuple(cells))
    return Table(rows=tuple(rows))
