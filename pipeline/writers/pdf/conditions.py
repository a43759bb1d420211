"""Conditional formatting of table styles: what the first row, the last column or every other row get."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.ooxml.names import OFF, RUN_PROPERTIES, Element, W, whole
from pipeline.writers.pdf.grid import Box
from pipeline.writers.pdf.styles import run_properties

# w:tblLook: attribute, bit of its older hexadecimal form, and what it switches on or (noHBand, noVBand) off.
_SWITCHES = {
    "firstRow": 0x20, "lastRow": 0x40, "firstColumn": 0x80, "lastColumn": 0x100, "noHBand": 0x200, "noVBand": 0x400,
}  # fmt: skip


class Conditions:
    """The conditional parts of a table's style.

    Args:
        steps: The style and what it is based on, the root first.
        look: The table's w:tblLook.
        rows: Number of rows.
        columns: Number of columns.
    """

    def __init__(self, steps: Sequence[Element], look: Element | None, rows: int, columns: int) -> None:
        self._rows, self._columns = rows, columns
        self._on = {name: _is_on(look, name, bit) for name, bit in _SWITCHES.items()}
        self._parts: dict[str, list[Element]] = {}
        for step in steps:
            for part in step.iterfind(f"{W}tblStylePr"):
                self._parts.setdefault(part.get(f"{W}type", ""), []).append(part)

    def of(self, box: Box) -> list[Element]:
        """Return the w:tblStylePr that hold for a cell, the weakest first."""
        return [part for name in self._names(box) for part in self._parts.get(name, ())] if self._parts else []

    def _names(self, box: Box) -> Iterator[str]:
        """Yield the conditions that a cell meets, in the order of their strength (17.7.6)."""
        yield "wholeTable"
        first_row, first_column = box.row == 0, box.column == 0
        if not self._on["noVBand"]:
            yield "band1Vert" if (box.column - self._on["firstColumn"]) % 2 == 0 else "band2Vert"
        if not self._on["noHBand"] and not (first_row and self._on["firstRow"]):
            yield "band1Horz" if (box.row - self._on["firstRow"]) % 2 == 0 else "band2Horz"
        if self._on["firstColumn"] and first_column:
            yield "firstCol"
        if self._on["lastColumn"] and box.column + box.columns == self._columns:
            yield "lastCol"
        if self._on["firstRow"] and first_row:
            yield "firstRow"
        if self._on["lastRow"] and box.row + box.rows == self._rows:
            yield "lastRow"


def emphasis(parts: Sequence[Element]) -> tuple[tuple[str, str], ...]:
    """Return the run properties that conditional parts state, the last strongest."""
    found: dict[str, str] = {}
    for part in parts:
        found.update(run_properties(part.find(RUN_PROPERTIES)))
    return tuple(sorted(found.items()))


def _is_on(look: Element | None, name: str, bit: int) -> bool:
    if look is None:
        return False
    stated = look.get(f"{W}{name}")
    if stated is not None:
        return stated not in OFF
    value = look.get(f"{W}val", "")
    try:
        return bool(int(value, 16) & bit)
    except ValueError:
        return bool(whole(value) & bit)
