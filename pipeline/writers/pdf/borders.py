"""Borders of tables and cells → one stroke for every edge, conflicts settled."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.ooxml.names import Element, W
from pipeline.writers.pdf.conditions import Conditions
from pipeline.writers.pdf.grid import Box
from pipeline.writers.pdf.layouts import stroke

SIDES = ("top", "bottom", "left", "right")
_NAMES = {"top": ("top",), "bottom": ("bottom",), "left": ("left", "start"), "right": ("right", "end"),
          "insideH": ("insideH",), "insideV": ("insideV",)}  # fmt: skip
_THICKNESS = re.compile(r"thickness:([\d.]+)pt")


def said(element: Element | None, side: str) -> str:
    """Return the stroke that a w:tblBorders or w:tcBorders states for a side, "" where it says nothing."""
    if element is None:
        return ""
    found = (element.find(f"{W}{name}") for name in _NAMES[side])
    return next((stroke(border) for border in found if border is not None), "")


def table_borders(properties: Sequence[Element | None]) -> dict[str, str]:
    """Return the strokes of a table: those of its style and ancestors, and over them its own."""
    borders: dict[str, str] = {}
    for stated in properties:
        element = None if stated is None else stated.find(f"{W}tblBorders")
        borders.update({side: line for side in _NAMES if (line := said(element, side))})
    return borders


def _stronger(first: str, second: str) -> str:
    """Return the border that shows where two cells meet: the wider one, the first where they are alike."""

    def weight(line: str) -> float:
        found = _THICKNESS.search(line)
        return float(found[1]) if found else 0.0

    return first if weight(first) >= weight(second) else second


class Edges:
    """The strokes of a table's grid.

    Args:
        boxes: The cells by row.
        borders: Strokes of the table itself.
        conditions: What the table's style gives single cells.
        size: Number of rows and of columns.
    """

    def __init__(
        self,
        boxes: Sequence[Sequence[Box]],
        borders: dict[str, str],
        conditions: Conditions,
        size: tuple[int, int],
    ) -> None:
        self._borders, self._conditions, self._size = borders, conditions, size
        self._across: dict[tuple[int, int], str] = {}  # (row boundary, column) → stroke
        self._down: dict[tuple[int, int], str] = {}  # (row, column boundary) → stroke
        for row in boxes:
            for box in row:
                self._add(box)

    def _add(self, box: Box) -> None:
        lines = self._lines(box)
        for column in range(box.column, box.column + box.columns):
            self._set(self._across, (box.row, column), lines["top"])
            self._set(self._across, (box.row + box.rows, column), lines["bottom"])
        for row in range(box.row, box.row + box.rows):
            self._set(self._down, (row, box.column), lines["left"])
            self._set(self._down, (row, box.column + box.columns), lines["right"])

    def _lines(self, box: Box) -> dict[str, str]:
        """Return what a cell wants on its sides: its own word, then its style's, then the table's."""
        if box.element is None:
            return dict.fromkeys(SIDES, "none")
        stated = [box.element.find(f"{W}tcPr/{W}tcBorders")]
        stated += [part.find(f"{W}tcPr/{W}tcBorders") for part in reversed(self._conditions.of(box))]
        rows, columns = self._size
        outer = {
            "top": box.row == 0, "bottom": box.row + box.rows == rows,
            "left": box.column == 0, "right": box.column + box.columns == columns,
        }  # fmt: skip
        lines = {}
        for side in SIDES:
            own = next((line for element in stated if (line := said(element, side))), "")
            inner = "insideH" if side in {"top", "bottom"} else "insideV"
            lines[side] = own or self._borders.get(side if outer[side] else inner, "none")
        return lines

    @staticmethod
    def _set(edges: dict[tuple[int, int], str], key: tuple[int, int], line: str) -> None:
        edges[key] = _stronger(edges.get(key, "none"), line)

    def of(self, box: Box) -> str:
        """Return the strokes of a cell's four sides as a Typst dictionary."""
        columns = range(box.column, box.column + box.columns)
        rows = range(box.row, box.row + box.rows)
        strokes = {
            "top": [self._across[box.row, column] for column in columns],
            "bottom": [self._across[box.row + box.rows, column] for column in columns],
            "left": [self._down[row, box.column] for row in rows],
            "right": [self._down[row, box.column + box.columns] for row in rows],
        }
        parts = []
        for side, lines in strokes.items():
            line = lines[0]
            for other in lines[1:]:
                line = _stronger(line, other)
            parts.append(f"{side}:{line}")
        return "none" if all(part.endswith(":none") for part in parts) else f"({','.join(parts)})"
