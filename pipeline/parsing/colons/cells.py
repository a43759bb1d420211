"""The cell to the right of a line that ends with a colon → whether the value stands there, or goes there."""

from __future__ import annotations

import bisect

from pipeline.model.template import Kind
from pipeline.parsing.colons.beside import MARKS
from pipeline.parsing.shapes.scene import Scene
from pipeline.text.patterns import late


def has_answer_cell(scene: Scene, stop: int) -> bool:
    """True where the line ends its cell and the cell to the right is empty: the value goes there."""
    return _beside(scene, stop) == ""


def is_answered_in_cell(scene: Scene, begin: int, stop: int, kind: Kind | None) -> bool:
    """True where the label is all that its cell says and the cell to the right says a value: 总价： | 126,000元."""
    value = _beside(scene, stop) if begin in scene.view.cell_starts and kind is not Kind.SIGNATURE else None
    return bool(value) and len(value or "") > 1 and not _ASKS_TOO.search(value or "")


def heads_table(scene: Scene, stop: int) -> bool:
    """True where the next line with anything on it is the first row of a table of named columns."""
    rest = scene.text[stop : stop + _SPACE]
    start = stop + len(rest) - len(rest.lstrip())
    if start not in scene.view.cell_starts or stop in scene.view.cell_ends:
        return False
    cells = scene.view.flow.cells
    index = bisect.bisect_left(cells, start, key=lambda cell: cell.start)
    first = cells[index]
    row = [cell for cell in cells[index : index + 24] if cell.table == first.table and cell.row == first.row]
    return first.row == 0 and len(row) > _FEWEST and all(scene.text[c.start : c.end].strip() for c in row)


_SPACE = 24  # characters of empty lines between a colon and what it heads
_FEWEST = 2  # cells of a row with which a form, too, may begin: label and value


def _beside(scene: Scene, stop: int) -> str | None:
    """Return the words of the cell to the right of a line that ends its cell, None where there is none."""
    index = scene.view.cell_ends.get(stop)
    if index is None:
        return None
    cells = scene.view.flow.cells
    cell = cells[index]
    for other in cells[index + 1 : index + 40]:
        if other.table == cell.table and other.row == cell.row and other.column == cell.column + cell.column_span:
            return scene.text[other.start : other.end].strip()
    return None


# Another label, room to write, or what a form prints beside a value: a legend, a day to be filled.
_ASKS_TOO = late(rf"：$|[{MARKS}]|^[（(][^（）]*[）)]$|年[ ]*月|^[^0-9\n]{{0,8}}[元份年月日天]$")
