"""Borders of tables and cells → one stroke for every edge, conflicts settled."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.ooxml.names import Element, W
from pipeline.writers.pdf.layouts import stroke

if TYPE_CHECKING:
    from pipeline.writers.pdf.tables import Box

SIDES = ("top", "bottom", "left", "right")
_NAMES = {"top": ("top",), "bottom": ("bottom",), "left": ("left", "start"), "right": ("right", "end"),
          "insideH": ("insideH",), "insideV": ("insideV",)}  # fmt: skip
_THICKNESS = re.compile(r"thickness:([\d.]+)pt")


def said(element: Element | None, side: str) -> str:
    """Return the stroke that a w:tblBorders or w:tcBorders states for a side, "" where it says nothing."""
    for name in _NAMES[side] if element is not None else ():
        found = element.find(f"{W}{name}") if element is not None else None
        if found is not None:
            return stroke(found)
    return ""


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
        rows: Number of rows.
        columns: Number of columns.
    """

    def __init__(self, boxes: Sequence[Sequence[Box]], borders: dict[str, str], rows: int, columns: int) -> None:
        self._across: dict[tuple[int, int], str] = {}  # (row boundary, column) → stroke
        self._down: dict[tuple[int, int], str] = {}  # (row, column boundary) → stroke
        for box in (box for row in boxes for box in row):
            own = None if box.element is None else box.element.find(f"{W}tcPr/{W}tcBorders")
            last_row, last_column = box.row + box.rows, box.column + box.columns
            top, bottom = (
                self._inherited(borders, own, "top", box.row == 0),
                self._inherited(borders, own, "bottom", last_row == rows),
            )
            left, right = (
                self._inherited(borders, own, "left", box.column == 0),
                self._inherited(borders, own, "right", last_column == columns),
            )
            if box.element is None:
                top = bottom = left = right = "none"
            for column in range(box.column, last_column):
                self._set(self._across, (box.row, column), top)
                self._set(self._across, (last_row, column), bottom)
            for row in range(box.row, last_row):
                self._set(self._down, (row, box.column), left)
                self._set(self._down, (row, last_column), right)

    @staticmethod
    def _inherited(borders: dict[str, str], own: Element | None, side: str, outer: bool) -> str:  # noqa: FBT001
        inner = "insideH" if side in {"top", "bottom"} else "insideV"
        return said(own, side) or borders.get(side if outer else inner, "none")

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
