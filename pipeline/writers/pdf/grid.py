"""w:tbl → its cells in a grid: merged cells once, gaps filled, and the widths of the columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.ooxml.names import CELL, CONTROL, CONTROL_CONTENT, ROW, Element, W, child_value, value, whole

_OVERHANG = 21.6  # points that a table may be wider than the text: a cell margin and a little more on each side


@dataclass(slots=True, kw_only=True)
class Box:
    """A cell in the grid: first row and column, rows and columns that it spans, and its w:tc (None for a gap)."""

    row: int
    column: int
    columns: int
    rows: int = 1
    element: Element | None = None


@dataclass(slots=True)
class Grid:
    """A table's cells by row, and the widths of its columns in points."""

    rows: list[Element] = field(default_factory=list)
    boxes: list[list[Box]] = field(default_factory=list)
    widths: list[float] = field(default_factory=list)


def _rows(container: Element) -> Iterator[Element]:
    for child in container:
        if child.tag == ROW:
            yield child
        elif child.tag == CONTROL:
            inner = child.find(CONTROL_CONTENT)
            if inner is not None:
                yield from _rows(inner)
        elif child.tag in {f"{W}ins", f"{W}customXml"}:
            yield from _rows(child)


def _cells(row: Element) -> Iterator[Element]:
    for child in row:
        if child.tag == CELL:
            yield child
        elif child.tag == CONTROL:
            inner = child.find(CONTROL_CONTENT)
            if inner is not None:
                yield from _cells(inner)
        elif child.tag == f"{W}customXml":
            yield from _cells(child)


def _deleted(row: Element) -> bool:
    return row.find(f"{W}trPr/{W}del") is not None


def grid_of(table: Element, width: float) -> Grid:
    """Return the cells of a table in its grid, merged cells once, gaps filled.

    Args:
        table: The w:tbl.
        width: What the table may take, in points, where its own columns say nothing.
    """
    grid = Grid()
    open_cells: dict[int, Box] = {}
    for row in _rows(table):
        if _deleted(row):
            continue
        index, column = len(grid.rows), whole(child_value(row.find(f"{W}trPr"), f"{W}gridBefore"))
        boxes = [Box(row=index, column=0, columns=column)] if column else []
        for cell in _cells(row):
            properties = cell.find(f"{W}tcPr")
            span = max(whole(child_value(properties, f"{W}gridSpan"), 1), 1)
            merge = None if properties is None else properties.find(f"{W}vMerge")
            above = open_cells.get(column)
            if merge is not None and value(merge) != "restart" and above and above.columns == span:
                above.rows += 1
            else:
                box = Box(row=index, column=column, columns=span, element=cell)
                boxes.append(box)
                open_cells[column] = box
                if merge is None:
                    del open_cells[column]
            column += span
        grid.rows.append(row)
        grid.boxes.append(boxes)
    _fill(grid)
    _measure(grid, table, width)
    return grid


def _fill(grid: Grid) -> None:
    """Put empty boxes where rows are shorter than others, so that every place of the grid is taken."""
    columns = max((b.column + b.columns for row in grid.boxes for b in row), default=0)
    taken = {
        (r, c)
        for row in grid.boxes
        for b in row
        for r in range(b.row, b.row + b.rows)
        for c in range(b.column, b.column + b.columns)
    }
    for index, row in enumerate(grid.boxes):
        gaps = [column for column in range(columns) if (index, column) not in taken]
        row += [Box(row=index, column=column, columns=1) for column in gaps]
        row.sort(key=lambda box: box.column)
    grid.widths = [0.0] * columns


def _measure(grid: Grid, table: Element, width: float) -> None:
    stated = [whole(column.get(f"{W}w")) / 20 for column in table.iterfind(f"{W}tblGrid/{W}gridCol")]
    for index in range(len(grid.widths)):
        grid.widths[index] = stated[index] if index < len(stated) else 0.0
    for row in grid.boxes:  # columns that the grid leaves open take what their cells say
        for box in row:
            if box.columns == 1 and box.element is not None and grid.widths[box.column] <= 0:
                grid.widths[box.column] = _cell_width(box.element, width)
    total = sum(grid.widths)
    open_columns = [index for index, size in enumerate(grid.widths) if size <= 0]
    for index in open_columns:
        grid.widths[index] = max((width - total) / len(open_columns), 12.0)
    _shrink(grid, table, width)


def _cell_width(cell: Element, width: float) -> float:
    stated = cell.find(f"{W}tcPr/{W}tcW")
    if stated is None:
        return 0.0
    amount, kind = whole(stated.get(f"{W}w")), stated.get(f"{W}type", "dxa")
    return width * amount / 5000 if kind == "pct" else amount / 20 if kind == "dxa" else 0.0


def _shrink(grid: Grid, table: Element, width: float) -> None:
    """Bring the columns to the width that the table states, and never far beyond the text."""
    stated = table.find(f"{W}tblPr/{W}tblW")
    total = sum(grid.widths)
    wanted = total
    if stated is not None and stated.get(f"{W}type") == "pct":
        wanted = width * whole(stated.get(f"{W}w")) / 5000
    limit = width + _OVERHANG
    wanted = min(wanted or total, limit)
    if total and (abs(wanted - total) > 0.5):
        grid.widths = [size * wanted / total for size in grid.widths]
