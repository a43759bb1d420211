"""A table element → its cells on a grid."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from selectolax.lexbor import LexborNode

from pipeline.model.document import Block, Cell, Paragraph, Table

_MAX_SPAN = 1_000
_MAX_CELLS = 200_000


def read_table(node: LexborNode, read_cell: Callable[[LexborNode], tuple[Block, ...]]) -> Table | None:
    """Read a table.

    Args:
        node: The table element.
        read_cell: Reads the blocks of a cell element.

    Returns:
        The table, merged cells once at their upper left corner; None if it has no cell.
    """
    taken: set[tuple[int, int]] = set()
    rows: list[tuple[Cell, ...]] = []
    for number, row in enumerate(_rows(node)):
        cells: list[Cell] = []
        column = 0
        for element in _children(row, {"td", "th"}):
            while (number, column) in taken:
                column += 1
            cell = _cell(element, number, column, read_cell(element))
            _take(taken, cell)
            cells.append(cell)
            column += cell.column_span
        rows.append(tuple(cells))
    filled = tuple(row for row in rows if row)
    return Table(rows=tuple(rows), ruled=_is_ruled(node)) if filled else None


def _cell(element: LexborNode, row: int, column: int, blocks: tuple[Block, ...]) -> Cell:
    return Cell(
        blocks=blocks or (Paragraph(),),
        row=row,
        column=column,
        row_span=_span(element, "rowspan"),
        column_span=_span(element, "colspan"),
        header=element.tag == "th",
    )


def _take(taken: set[tuple[int, int]], cell: Cell) -> None:
    if cell.row_span * cell.column_span + len(taken) > _MAX_CELLS:
        return  # such a table lays nothing out that anybody reads; its cells follow one another
    taken.update(
        (row, column)
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.column, cell.column + cell.column_span)
    )


def _span(element: LexborNode, name: str) -> int:
    written = (element.attributes.get(name) or "1").strip()
    return min(max(int(written), 1), _MAX_SPAN) if written.isascii() and written.isdigit() and len(written) < 9 else 1


def _rows(node: LexborNode) -> Iterator[LexborNode]:
    for child in node.iter():
        if child.tag == "tr":
            yield child
        elif child.tag in {"thead", "tbody", "tfoot"}:
            yield from _children(child, {"tr"})


def _children(node: LexborNode, tags: set[str]) -> Iterator[LexborNode]:
    return (child for child in node.iter() if child.tag in tags)


def _is_ruled(node: LexborNode) -> bool:
    """False for tables that say that they have no lines: they only set text side by side."""
    attributes = node.attributes
    if attributes.get("role") == "presentation":
        return False
    style = (attributes.get("style") or "").lower()
    if "border" in attributes:
        return attributes["border"] != "0" or "border" in style
    return "border:none" not in style.replace(" ", "") and "border:0" not in style.replace(" ", "")
