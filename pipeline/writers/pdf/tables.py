"""w:tbl → a Typst table: grid, spans, borders, shading, margins, header rows, and rows that grow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pipeline.ooxml.names import CELL, CONTROL, CONTROL_CONTENT, ROW, Element, W, child_value, is_on, value, whole
from pipeline.writers.pdf.borders import SIDES, Edges, said, table_borders
from pipeline.writers.pdf.markup import array, call, colour, points
from pipeline.writers.pdf.setting import Area, Setting

if TYPE_CHECKING:
    from pipeline.writers.pdf.story import Story

_MARGIN = 5.4  # points: Word's cell margin left and right
_VERTICAL = {"center": "horizon", "bottom": "bottom"}
_STACKED = frozenset({"tbRl", "tbRlV", "tbLrV", "btLr", "tbV", "rl"})


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
    limit = width + 4 * _MARGIN
    wanted = min(wanted or total, limit)
    if total and (abs(wanted - total) > 0.5):
        grid.widths = [size * wanted / total for size in grid.widths]


class Tables:
    """Sets the tables of a part."""

    def __init__(self, setting: Setting, story: Story) -> None:
        self._setting, self._story = setting, story

    def set(self, table: Element, area: Area) -> str:
        """Return a table as Typst code, "" if it has no cells."""
        grid = grid_of(table, area.width)
        if not grid.widths:
            return ""
        style = child_value(table.find(f"{W}tblPr"), f"{W}tblStyle") or self._setting.styles.defaults.get("table", "")
        steps = [step.find(f"{W}tblPr") for step in self._setting.styles.chain(style)]
        properties = [*steps, table.find(f"{W}tblPr")]
        edges = Edges(grid.boxes, table_borders(properties), len(grid.rows), len(grid.widths))
        inner = replace(area, table_style=style, flows=False)
        margins = _margins(properties)
        heights = [_height(row) for row in grid.rows]
        strut = any(heights)
        rows = [
            self._row(grid, index, edges, inner, margins, heights[index] if strut else None)
            for index in range(len(grid.rows))
        ]
        header = self._header_rows(grid)
        if header:
            rows = [call("table.header", *[f"..{row}" for row in rows[:header]]), *rows[header:]]
        cells = [row if index == 0 and header else f"..{row}" for index, row in enumerate(rows)]
        widths = [*(points(size) for size in grid.widths), *(["0pt"] if strut else [])]
        code = call("table", *cells, columns=array(widths))
        return self._aligned(code, table, sum(grid.widths), area, margins)

    @staticmethod
    def _header_rows(grid: Grid) -> int:
        """Return how many rows at the top are repeated on every page."""
        count = 0
        for row in grid.rows:
            if not is_on(row.find(f"{W}trPr/{W}tblHeader")):
                break
            count += 1
        spans = all(box.row + box.rows <= count for boxes in grid.boxes[:count] for box in boxes)
        return count if spans and count < len(grid.rows) else 0

    def _row(
        self, grid: Grid, index: int, edges: Edges, area: Area, margins: dict[str, float], height: float | None
    ) -> str:
        """Return a row as an array of cells; one whose blanks grow as the array of all its copies."""
        row = grid.rows[index]
        keep = is_on(row.find(f"{W}trPr/{W}cantSplit"))
        cells = [self._cell(grid, box, edges, area, margins, keep=keep) for box in grid.boxes[index]]
        if height is not None:
            cells.append(
                call("table.cell", f"v({points(height)})", inset="0pt") if height else "table.cell(inset:0pt)[]"
            )
        growing = self._growing(row)
        if growing:
            return f"range(G({','.join(map(str, growing))})+1).map(k=>{array(cells)}).flatten()"
        return array(cells)

    def _growing(self, row: Element) -> list[int]:
        """Return the anchors in a row, if they may make it grow: each stands in a cell of its own."""
        return self._story.anchors_in(row)

    def _cell(self, grid: Grid, box: Box, edges: Edges, area: Area, margins: dict[str, float], *, keep: bool) -> str:
        properties = None if box.element is None else box.element.find(f"{W}tcPr")
        inset = {**margins, **_cell_margins(properties)}
        width = sum(grid.widths[box.column : box.column + box.columns])
        inner = replace(area, width=max(width - inset["left"] - inset["right"], 4.0))
        body = "[]" if box.element is None else "{" + self._story.blocks(box.element, inner) + "}"
        if _is_stacked(properties):
            body = f"align(center,block(width:1.1em,{body}))"
        vertical = _VERTICAL.get(child_value(properties, f"{W}vAlign"), "top")
        return call(
            "table.cell", body,
            colspan=str(box.columns) if box.columns > 1 else "",
            rowspan=self._rowspan(grid, box),
            align=f"{vertical}+left",
            inset="(" + ",".join(f"{side}:{points(inset[side])}" for side in SIDES) + ")",
            stroke=edges.of(box),
            fill=_fill_of(properties),
            breakable="false" if keep else "",
        )  # fmt: skip

    def _rowspan(self, grid: Grid, box: Box) -> str:
        if box.rows == 1:
            return ""
        growing = [i for row in grid.rows[box.row : box.row + box.rows] for i in self._growing(row)]
        extra = [
            f"G({','.join(map(str, found))})"
            for row in grid.rows[box.row : box.row + box.rows]
            if (found := self._growing(row))
        ]
        return "+".join([str(box.rows), *extra]) if growing else str(box.rows)

    def _aligned(self, code: str, table: Element, total: float, area: Area, margins: dict[str, float]) -> str:
        """Return the table at its place across the line: Word's tables stand out by their cell margin."""
        properties = table.find(f"{W}tblPr")
        jc = child_value(properties, f"{W}jc")
        indent = None if properties is None else properties.find(f"{W}tblInd")
        start = (
            whole(indent.get(f"{W}w")) / 20 if indent is not None and indent.get(f"{W}type", "dxa") == "dxa" else 0.0
        )
        if properties is not None and properties.find(f"{W}tblpPr") is not None:
            self._setting.findings.add("PDF007", "浮动表格按普通表格排在原处")
            position = properties.find(f"{W}tblpPr")
            jc = jc or (position.get(f"{W}tblpXSpec", "") if position is not None else "")
        if jc in {"center", "right", "end"}:
            slack = area.width - total
            start = slack / 2 if jc == "center" else slack
        else:
            start -= margins["left"] if not area.table_style or area.flows else 0.0
        start = max(start, -40.0)
        return call(
            "pad",
            f"block(width:{points(total)},{code})",
            left=points(start),
            right=points(min(area.width - total - start, 0.0)),
        )


def _is_stacked(properties: Element | None) -> bool:
    return child_value(properties, f"{W}textDirection") in _STACKED


def _fill_of(properties: Element | None) -> str:
    shading = None if properties is None else properties.find(f"{W}shd")
    return "" if shading is None else colour(shading.get(f"{W}fill", ""))


def _height(row: Element) -> float:
    stated = row.find(f"{W}trPr/{W}trHeight")
    return whole(value(stated)) / 20 if stated is not None else 0.0


def _margins(properties: list[Element | None]) -> dict[str, float]:
    margins = {"top": 0.0, "bottom": 0.0, "left": _MARGIN, "right": _MARGIN}
    for stated in properties:
        element = None if stated is None else stated.find(f"{W}tblCellMar")
        margins.update(_stated_margins(element))
    return margins


def _cell_margins(properties: Element | None) -> dict[str, float]:
    return _stated_margins(None if properties is None else properties.find(f"{W}tcMar"))


def _stated_margins(element: Element | None) -> dict[str, float]:
    found = {}
    for side, names in (("top", "top"), ("bottom", "bottom"), ("left", "left start"), ("right", "right end")):
        for name in names.split():
            stated = None if element is None else element.find(f"{W}{name}")
            if stated is not None and stated.get(f"{W}type", "dxa") == "dxa":
                found[side] = whole(stated.get(f"{W}w")) / 20
    return found


__all__ = ["Box", "Grid", "Tables", "grid_of", "said"]
