"""w:tbl → Table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.model.document import Block, Cell, Paragraph, Table
from pipeline.model.making import maker
from pipeline.ooxml.frames import Frame, control_frame
from pipeline.ooxml.names import (
    CELL,
    CONTROL,
    CONTROL_CONTENT,
    ROW,
    Element,
    W,
    child_value,
    children,
    is_on,
    leading,
    value,
    whole,
)
from pipeline.ooxml.styles import Styles, has_ground

_CELL_PROPERTIES, _ROW_PROPERTIES = f"{W}tcPr", f"{W}trPr"
_COLUMNS, _VERTICAL, _HORIZONTAL = f"{W}gridSpan", f"{W}vMerge", f"{W}hMerge"
_BORDERS, _SHADING = f"{W}tcBorders", f"{W}shd"
_WRAPPERS = frozenset({f"{W}customXml", f"{W}ins", f"{W}moveTo"})
_new_cell = maker(Cell)
_NO_LINE = frozenset({"none", "nil"})


@dataclass(slots=True)
class _Slot:
    """A cell while the table is being read; `lines` are the sides whose line the cell itself sets or leaves out."""

    element: Element
    frame: Frame
    row: int
    column: int
    columns: int
    header: bool
    lines: dict[str, bool]
    rows: int = 1


class _Properties(NamedTuple):
    """What a w:tcPr says."""

    columns: int = 1
    vertical: str = ""
    horizontal: str = ""
    lines: dict[str, bool] = {}  # noqa: RUF012 — never changed
    on_colour: bool = False


def _properties(cell: Element) -> _Properties:
    tc = leading(cell, _CELL_PROPERTIES)
    columns, vertical, horizontal, lines, on_colour = 1, "", "", {}, False
    for child in children(tc) if tc is not None else ():
        tag = child.tag
        if tag == _COLUMNS:
            columns = max(1, whole(value(child), 1))
        elif tag == _VERTICAL:
            vertical = value(child, "continue")
        elif tag == _HORIZONTAL:
            horizontal = value(child, "continue")
        elif tag == _BORDERS:
            lines = _lines(child)
        elif tag == _SHADING:
            on_colour = has_ground(child)
    return _Properties(columns, vertical, horizontal, lines, on_colour)


def _children(parent: Element, tag: str, frame: Frame) -> Iterator[tuple[Element, Frame]]:
    """Yield the rows of a table or the cells of a row, also those in content controls."""
    for child in parent:
        if child.tag == tag:
            yield child, frame
        elif child.tag == CONTROL:
            content = child.find(CONTROL_CONTENT)
            if content is not None:
                yield from _children(content, tag, control_frame(child, frame))
        elif child.tag in _WRAPPERS:
            yield from _children(child, tag, frame)


def table(
    element: Element,
    styles: Styles,
    frame: Frame,
    blocks: Callable[[Element, Frame], tuple[Block, ...]],
) -> Table:
    """Return a table with its merged cells given once.

    Args:
        element: The w:tbl.
        styles: For the borders that a table style draws.
        frame: What the table stands in.
        blocks: Reads what stands in a cell.
    """
    style = child_value(element.find(f"{W}tblPr"), f"{W}tblStyle")
    if any(has_ground(shading) for base in styles.chain(style) for shading in base.iter(f"{W}shd")):
        frame = frame._replace(on_colour=True)
    rows: list[list[_Slot]] = []
    open_merges: dict[int, _Slot] = {}
    for row, row_frame in _children(element, ROW, frame):
        properties = row.find(_ROW_PROPERTIES)
        if properties is not None and properties.find(f"{W}del") is not None:
            continue
        rows.append(_row(row, row_frame, len(rows), open_merges))
    slots = [slot for row in rows for slot in row]
    return Table(
        rows=tuple(tuple(_cell(slot, blocks) for slot in row) for row in rows),
        ruled=_is_ruled(element, slots, styles),
    )


def _row(row: Element, frame: Frame, index: int, merges: dict[int, _Slot]) -> list[_Slot]:
    properties = row.find(_ROW_PROPERTIES)
    column = whole(child_value(properties, f"{W}gridBefore"))
    header = properties is not None and is_on(properties.find(f"{W}tblHeader"))
    found: list[_Slot] = []
    for cell, cell_frame in _children(row, CELL, frame):
        said = _properties(cell)
        above = merges.get(column)
        if found and said.horizontal == "continue":
            found[-1].columns += said.columns
        elif said.vertical == "continue" and above:
            above.rows += 1
        else:
            if said.on_colour:
                cell_frame = cell_frame._replace(on_colour=True)  # noqa: PLW2901
            slot = _Slot(cell, cell_frame, index, column, said.columns, header, said.lines)
            found.append(slot)
            merges.pop(column, None)
            if said.vertical:
                merges[column] = slot
        column += said.columns
    return found


def _cell(slot: _Slot, blocks: Callable[[Element, Frame], tuple[Block, ...]]) -> Cell:
    found = blocks(slot.element, slot.frame)
    # Word demands a paragraph behind a table that ends a cell; it is nobody's text.
    if len(found) > 1 and isinstance(found[-2], Table) and isinstance(found[-1], Paragraph) and not found[-1].text:
        found = found[:-1]
    return _new_cell(
        blocks=found, row=slot.row, column=slot.column, row_span=slot.rows, column_span=slot.columns,
        header=slot.header,
    )  # fmt: skip


def _is_ruled(element: Element, slots: list[_Slot], styles: Styles) -> bool:
    """True where lines make cells of the text: half of the cells have lines on two sides or more.

    A line below an otherwise open cell is a rule to write on, not a table.
    """
    properties = element.find(f"{W}tblPr")
    whole_table: dict[str, bool] = {}
    for style in styles.chain(child_value(properties, f"{W}tblStyle")):
        whole_table.update(_lines(style.find(f"{W}tblPr/{W}tblBorders")))
    if properties is not None:
        whole_table.update(_lines(properties.find(f"{W}tblBorders")))
    inner_sides = {
        "top": whole_table.get("insideH", False), "bottom": whole_table.get("insideH", False),
        "left": whole_table.get("insideV", False), "right": whole_table.get("insideV", False),
    }  # fmt: skip
    if sum(inner_sides.values()) == 0 and sum(whole_table.get(side, False) for side in inner_sides) == 4:
        inner_sides = dict.fromkeys(inner_sides, True)  # a frame around the whole
    others = [slot.lines for slot in slots if slot.lines]  # the other cells have the lines of the table
    ruled = (sum(inner_sides.values()) > 1) * (len(slots) - len(others))
    for lines in others:
        sides = inner_sides | lines
        ruled += sum(sides[side] for side in inner_sides) > 1
    return ruled * 2 >= len(slots) > 0


def _lines(borders: Element | None) -> dict[str, bool]:
    """Return for each side that the element names whether a line is drawn there."""
    if borders is None:
        return {}
    names = {f"{W}start": "left", f"{W}end": "right"}
    return {
        names.get(str(side.tag), str(side.tag).removeprefix(W)): value(side, "single") not in _NO_LINE
        for side in borders
    }
