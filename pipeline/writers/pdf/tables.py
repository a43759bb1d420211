"""w:tbl → a Typst table: grid, spans, borders, shading, margins, header rows, and rows that grow."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.model.ordinal import ordinal
from pipeline.ooxml.names import PARAGRAPH, PARAGRAPH_PROPERTIES, ROW, Element, W, child_value, is_on, value, whole
from pipeline.writers.pdf.borders import SIDES, Edges, table_borders
from pipeline.writers.pdf.conditions import Conditions, emphasis
from pipeline.writers.pdf.grid import Box, grid_of
from pipeline.writers.pdf.markup import array, block, call, colour, points, quote
from pipeline.writers.pdf.setting import Area, Setting

if TYPE_CHECKING:
    from pipeline.writers.pdf.story import Story

_MARGIN = 5.4  # points: Word's cell margin left and right
_OUT = -40.0  # points that a table may stand out to the left at most
_VERTICAL = {"center": "horizon", "bottom": "bottom"}
_ALONG = {"center": "horizon", "distribute": "horizon", "right": "bottom", "end": "bottom"}  # of lines set downward
_STACKED = frozenset({"tbRl", "tbRlV", "tbLrV", "btLr", "tbV", "rl"})
_LITERAL = re.compile(r'"([^"\\]*)"')
_NAMES = (("top", ("top",)), ("bottom", ("bottom",)), ("left", ("left", "start")), ("right", ("right", "end")))


class Tables:
    """Sets the tables of a part."""

    def __init__(self, setting: Setting, story: Story) -> None:
        self._setting, self._story = setting, story

    def set(self, element: Element, area: Area) -> str:
        """Return a table as Typst code, "" if it has no cells."""
        table = _Table(element, area, self._setting, self._story)
        return table.code() if table.grid.widths else ""


class _Table:
    """One table while it is set."""

    def __init__(self, element: Element, area: Area, setting: Setting, story: Story) -> None:
        self._element, self._area, self._setting, self._story = element, area, setting, story
        self.grid = grid_of(element, area.width)
        own = element.find(f"{W}tblPr")
        style = child_value(own, f"{W}tblStyle") or setting.styles.defaults.get("table", "")
        steps = setting.styles.chain(style)
        properties = [*(step.find(f"{W}tblPr") for step in steps), own]
        rows, columns = len(self.grid.rows), len(self.grid.widths)
        look = None if own is None else own.find(f"{W}tblLook")
        self._conditions = Conditions(steps, look, rows, columns)
        self._edges = Edges(self.grid.boxes, table_borders(properties), self._conditions, (rows, columns))
        self._inner = replace(area, table_style=style, flows=False)
        self._margins = _margins(properties)
        self._heights = [_height(row) for row in self.grid.rows]
        self._growing = [self._anchors(row) for row in self.grid.rows]

    def _anchors(self, row: Element) -> list[int]:
        """Return the anchors that stand in a row itself, not in a table within it."""
        return self._story.anchors_in(row, lambda paragraph: next(paragraph.iterancestors(ROW), None) is row)

    def code(self) -> str:
        """Return the table."""
        rows = [self._row(index) for index in range(len(self.grid.rows))]
        header = self._header_rows()
        if header:
            rows = [
                call("table.header", *(f"..{row}" for row in rows[:header])),
                *(f"..{row}" for row in rows[header:]),
            ]
        else:
            rows = [f"..{row}" for row in rows]
        widths = [points(size) for size in self.grid.widths]
        if any(self._heights):
            widths.append("0pt")
        return self._aligned(call("table", *rows, columns=array(widths)))

    def _header_rows(self) -> int:
        """Return how many rows at the top are repeated on every page."""
        count = 0
        while count < len(self.grid.rows) and is_on(self.grid.rows[count].find(f"{W}trPr/{W}tblHeader")):
            count += 1
        whole_cells = all(box.row + box.rows <= count for boxes in self.grid.boxes[:count] for box in boxes)
        return count if whole_cells and count < len(self.grid.rows) else 0

    def _row(self, index: int) -> str:
        """Return a row as an array of cells; one with blanks as the array of all the copies that they need."""
        keep = is_on(self.grid.rows[index].find(f"{W}trPr/{W}cantSplit"))
        growing = self._growing[index]
        cells = []
        for number, box in enumerate(self.grid.boxes[index]):
            if growing and number == 0 and ordinal(_own_words(box)):
                _in_one_run(box)
            cell = self._cell(box, split=f"LONG({','.join(map(str, growing))})" if keep else "")
            if growing and number == 0:
                cell = _counted_on(cell, _own_words(box))
            # A cell that reaches into the rows below stands in the first copy only, and reaches over the others.
            cells.append(f"..if k==0{{({cell},)}}else{{()}}" if growing and box.rows > 1 else cell)
        if any(self._heights):
            # The height of a row is that of a column without width: cells then stand in it as their alignment says.
            strut = block([call("v", points(self._heights[index]))] if self._heights[index] else [])
            cells.append(call("table.cell", strut, inset="0pt"))
        if not growing:
            return array(cells)
        return f"range({_growth(growing)}+1).map(k=>{array(cells)}).flatten()"

    def _cell(self, box: Box, *, split: str) -> str:
        """Return a cell; `split` is whether a page may end in it, "" where that is left open."""
        properties = None if box.element is None else box.element.find(f"{W}tcPr")
        conditions = self._conditions.of(box)
        inset = {**self._margins, **_stated_margins(None if properties is None else properties.find(f"{W}tcMar"))}
        width = sum(self.grid.widths[box.column : box.column + box.columns]) - inset["left"] - inset["right"]
        inner = replace(self._inner, width=max(width, 4.0), emphasis=emphasis(conditions))
        body = block([] if box.element is None else [self._story.blocks(box.element, inner)])
        upright = _VERTICAL.get(child_value(properties, f"{W}vAlign"), "top")
        if child_value(properties, f"{W}textDirection") in _STACKED:
            body = f"align(center,block(width:1.1em,{body}))"
            upright = _ALONG.get(_first_alignment(box), "top")
        fills = [_fill(part.find(f"{W}tcPr")) for part in conditions]
        return call(
            "table.cell", body,
            colspan=str(box.columns) if box.columns > 1 else "",
            rowspan=self._rowspan(box) if box.rows > 1 else "",
            align=f"{upright}+left",
            inset="(" + ",".join(f"{side}:{points(inset[side])}" for side in SIDES) + ")",
            stroke=self._edges.of(box),
            fill=_fill(properties) or next((fill for fill in reversed(fills) if fill), ""),
            breakable=split if box.rows == 1 else "",  # else all rows beside it would have to stay together
        )  # fmt: skip

    def _rowspan(self, box: Box) -> str:
        growing = [found for found in self._growing[box.row : box.row + box.rows] if found]
        return "+".join([str(box.rows), *(_growth(found) for found in growing)])

    def _aligned(self, code: str) -> str:
        """Return the table at its place across the line: Word's tables stand out by their cell margin."""
        own, total, room = self._element.find(f"{W}tblPr"), sum(self.grid.widths), self._area.width
        side = child_value(own, f"{W}jc")
        floating = None if own is None else own.find(f"{W}tblpPr")
        if floating is not None:
            self._setting.findings.add("PDF007", "浮动表格按普通表格排在原处")
            side = side or floating.get(f"{W}tblpXSpec", "")
        indent = None if own is None else own.find(f"{W}tblInd")
        start = -self._margins["left"]
        if side in {"center", "right", "end"}:
            start = (room - total) / (2 if side == "center" else 1)
        elif indent is not None and indent.get(f"{W}type", "dxa") == "dxa":
            start += whole(indent.get(f"{W}w")) / 20
        start = max(start, _OUT)
        right = points(min(room - total - start, 0.0))
        return call("pad", call("block", code, width=points(total)), left=points(start), right=right)


def _first_alignment(box: Box) -> str:
    paragraph = None if box.element is None else box.element.find(PARAGRAPH)
    return "" if paragraph is None else child_value(paragraph.find(PARAGRAPH_PROPERTIES), f"{W}jc")


def _own_words(box: Box) -> str:
    return "" if box.element is None else "".join(node.text or "" for node in box.element.iter(f"{W}t")).strip()


def _in_one_run(box: Box) -> None:
    """Put the words of a cell into the first of its runs: a number that counts on is in none of its figures alone."""
    words = _own_words(box)
    for node in () if box.element is None else box.element.iter(f"{W}t"):
        node.text, words = words, ""


def _counted_on(cell: str, words: str) -> str:
    """Return the first cell of a row that grows, its printed number counted on in the copies: below 5 comes 6.

    Args:
        cell: The cell as Typst code.
        words: Its own words, "" where the number is one that Word counts itself.
    """
    literals = [match for match in _LITERAL.finditer(cell) if match[1] == words or not words]
    counted = [(match, number) for match in literals if (number := ordinal(match[1]))]
    if len(counted) != 1:
        return cell
    match, number = counted[0]
    code = call("N", quote(number.before), str(number.number), str(number.width), quote(number.after), "k")
    return cell[: match.start()] + code + cell[match.end() :]


def _growth(anchors: list[int]) -> str:
    return f"G({','.join(map(str, anchors))})"


def _fill(properties: Element | None) -> str:
    shading = None if properties is None else properties.find(f"{W}shd")
    return "" if shading is None else colour(shading.get(f"{W}fill", ""))


def _height(row: Element) -> float:
    stated = row.find(f"{W}trPr/{W}trHeight")
    return whole(value(stated)) / 20 if stated is not None else 0.0


def _margins(properties: list[Element | None]) -> dict[str, float]:
    margins = {"top": 0.0, "bottom": 0.0, "left": _MARGIN, "right": _MARGIN}
    for stated in properties:
        margins.update(_stated_margins(None if stated is None else stated.find(f"{W}tblCellMar")))
    return margins


def _stated_margins(element: Element | None) -> dict[str, float]:
    found = {}
    for side, names in _NAMES:
        for name in names:
            stated = None if element is None else element.find(f"{W}{name}")
            if stated is not None and stated.get(f"{W}type", "dxa") == "dxa":
                found[side] = whole(stated.get(f"{W}w")) / 20
    return found
