"""A rendered part → the same part as Word demands it: no cell without a paragraph, no row without a cell."""

from __future__ import annotations

from lxml import etree

from pipeline.ooxml.names import CELL, PARAGRAPH, ROW, TABLE, Element, W, whole
from pipeline.text.tags.errors import TagMisplaced


def mended(text: bytes, part: str) -> bytes:
    """Return a rendered part with what conditions and loops have emptied put right.

    Args:
        text: The part.
        part: Its name.

    Raises:
        TagMisplaced: It is no XML: beginning and end of a condition or loop do not stand on one level.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(text, parser)
    except etree.XMLSyntaxError:
        raise TagMisplaced(
            "条件或循环的开始标签与结束标签没有放在同一层（例如一个在表格里，一个在表格外）", place=part,
            hint="请用 {%p %} 让标签各占一段，或用 {%tr %} 让标签各占一行",
        ) from None  # fmt: skip
    for table in list(root.iter(TABLE)):
        _mend(table)
    for holder in root.iter(f"{W}txbxContent", f"{W}hdr", f"{W}ftr", f"{W}body"):
        if holder.find(PARAGRAPH) is None:
            holder.insert(0, etree.Element(PARAGRAPH))
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, standalone=True)


def _mend(table: Element) -> None:
    for row in list(table.iterfind(ROW)):
        if row.find(CELL) is None and row.find(f"{W}sdt") is None:
            table.remove(row)
    for cell in table.iterfind(f"{ROW}/{CELL}"):
        if len(cell) == 0 or cell[-1].tag != PARAGRAPH:  # Word wants a paragraph last in every cell
            cell.append(etree.Element(PARAGRAPH))
    parent = table.getparent()
    if parent is not None and next(table.iter(ROW), None) is None:
        parent.replace(table, etree.Element(PARAGRAPH))
        return
    _mend_grid(table)


def _mend_grid(table: Element) -> None:
    """Give the grid as many columns as the widest row has; {%tc for %} makes them."""
    grid = table.find(f"{W}tblGrid")
    widest = max((_columns(row) for row in table.iterfind(ROW)), default=0)
    if grid is None or len(grid) in (0, widest) or widest == 0:
        return
    total = sum(whole(column.get(f"{W}w")) for column in grid)
    for column in list(grid):
        grid.remove(column)
    for _ in range(widest):
        etree.SubElement(grid, f"{W}gridCol", {f"{W}w": str(total // widest)})


def _columns(row: Element) -> int:
    spans = (cell.find(f"{W}tcPr/{W}gridSpan") for cell in row.iterfind(CELL))
    return sum(1 if span is None else whole(span.get(f"{W}val"), 1) for span in spans)
