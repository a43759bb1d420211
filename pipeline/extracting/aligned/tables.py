"""The words of some table cells → the rows of a table blank."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extracting.aligned.inverse import coerced
from pipeline.extracting.aligned.items import LastRow, Place, last_row
from pipeline.extracting.aligned.marks import CELL
from pipeline.model.ordinal import ordinal
from pipeline.model.record import JsonValue
from pipeline.model.template import Kind, Template
from pipeline.text.skeleton import skeleton
from pipeline.values.table import CLOSING, column_blank, fixed_columns, placed_cells, rows_shown

_PAIR = 2


def rows_of(place: Place, text: str, words: str) -> JsonValue:
    """Return the rows that stand in a table blank, None if none is filled.

    Args:
        place: The table's place.
        text: The template's text.
        words: What stands there in the filled document, a cell mark before every cell but the first.
    """
    cells = [cell.strip(" _\u3000\t\n") for cell in words.removeprefix(CELL).split(CELL)]
    grid = _grid(place, text)
    width = len(grid)
    shown = [{column.key for column in row} for row in rows_shown(place.blank, place.gaps)]
    rows: list[JsonValue] = []
    for number, at in enumerate(range(0, len(cells), width)):
        gaps = shown[min(number, len(shown) - 1)]
        row = _row(place, [key if key in gaps else "" for key in grid], cells[at : at + width])
        if row:
            rows.append({**_empty(place), **row})
    return rows[:-1] if _closes(place, rows) else rows or None


def fits(place: Place, text: str, words: str) -> bool:
    """True where a table has whole rows more or fewer than the template, and no words where that prints others."""
    grid = _grid(place, text)
    cells = words.removeprefix(CELL).split(CELL)
    printed = text[place.slots[0].start : place.slots[-1].end].replace("\n", "\t").split("\t")
    known = {(n % len(grid), skeleton(cell)) for n, cell in enumerate(printed)}
    return (len(cells) - len(printed)) % len(grid) == 0 and all(
        grid[n % len(grid)] or not skeleton(cell) or ordinal(cell) or (n % len(grid), skeleton(cell)) in known
        for n, cell in enumerate(cells)
    )


def _closes(place: Place, rows: Sequence[JsonValue]) -> bool:
    """True where the last of the rows is what closes the table: the sums of the columns, and nothing else."""
    totals = {c.column.key: c.total for c in placed_cells(place.blank, place.gaps) if c.row == CLOSING and c.total}
    if not totals or len(rows) < _PAIR or not isinstance(rows[-1], dict):
        return False
    written = {key: cell for key, cell in rows[-1].items() if cell not in ("", None)}
    sums = {key: total(rows[:-1]) for key, total in totals.items()}
    return bool(written) and all(cell == sums.get(key) for key, cell in written.items())


def rows_by_cell(place: Place, written: Sequence[str]) -> JsonValue:
    """Return the rows that stand in the cells of a table blank, None if none is filled."""
    shown = placed_cells(place.blank, place.gaps)
    columns = {c.key: c for c in place.blank.columns}
    rows: dict[int, dict[str, JsonValue]] = {}
    for cell, words, gap in zip(shown, written, place.gaps, strict=True):
        if cell.row != CLOSING and skeleton(words) and skeleton(words) != skeleton(gap.own):
            value = coerced(column_blank(place.blank, columns[cell.column.key]), words)
            rows.setdefault(cell.row, {})[cell.column.key] = value if value is not None else words
    return [{**_empty(place), **rows[number]} for number in sorted(rows)] or None


def added_rows(place: Place, template: Template, words: str) -> list[JsonValue] | None:
    """Return the rows that stand below the last one that the template prints, None where their cells do not fit it.

    Args:
        place: The table's place.
        template: The template.
        words: What stands there in the filled document, a cell mark before every cell.
    """
    last = last_row(place, template)
    cells = words.split(CELL)[1:]
    width = len(last.keys)
    rows = [cells[at : at + width] for at in range(0, len(cells), width)]
    if not all(_continues(last, row, number) for number, row in enumerate(rows, 1)):
        return None
    return [{**_empty(place), **_row(place, list(last.keys), row)} for row in rows]


def _continues(last: LastRow, row: Sequence[str], number: int) -> bool:
    """True where a row has the printed words of the last printed one, its number counted on."""
    if len(row) != len(last.keys):
        return False
    for at, (key, printed, words) in enumerate(zip(last.keys, last.words, row, strict=True)):
        counted = ordinal(printed) if at == 0 else None
        wanted = counted.on(number) if counted else printed
        if not key and skeleton(words) != skeleton(wanted) and (at not in last.others or skeleton(words)):
            return False
    return True


def _grid(place: Place, text: str) -> list[str]:
    """Return for every cell of the first row, from the first gap on, the key of its column; "" for a printed cell."""
    shown = placed_cells(place.blank, place.gaps)
    first = [i for i, cell in enumerate(shown) if cell.row == shown[0].row]
    following = place.slots[len(first)].start if len(first) < len(place.slots) else None
    stop = following if following is not None else place.slots[first[-1]].end
    between = text[place.slots[0].start : stop]
    keys = {between_cells(text, place.slots[0].start, place.slots[i].start): shown[i].column.key for i in first}
    lines = between.count("\t") + between.count("\n")
    width = lines if following is not None else lines + 1
    return [keys.get(n, "") for n in range(max(width, max(keys) + 1))]


def is_broken(place: Place, rows: JsonValue, *, whole_rows: bool) -> bool:
    """True where a page broke the cells of a table, so that a part of a value stands for the whole.

    Args:
        place: The table's place.
        rows: What was read.
        whole_rows: Every row has to have all its cells: nothing else tells where a row begins.
    """
    fixed = fixed_columns(place.blank)
    columns = {c.key: column_blank(place.blank, c) for c in place.blank.columns if c not in fixed}
    cells = [
        (columns[k], v)
        for row in (rows if isinstance(rows, list) else [])
        if isinstance(row, dict)
        for k, v in row.items()
        if k in columns
    ]
    if whole_rows and any(value in ("", None) for _, value in cells):
        return True
    return any(value not in ("", None) and coerced(column, value) is None for column, value in cells)


def between_cells(text: str, start: int, at: int) -> int:
    """Return how many cells further a character stands."""
    between = text[start:at]
    return between.count("\t") + between.count("\n")


def _row(place: Place, grid: list[str], cells: list[str]) -> dict[str, JsonValue]:
    columns = {c.key: c for c in place.blank.columns}
    row: dict[str, JsonValue] = {}
    for key, words in zip(grid, cells, strict=False):
        if key and skeleton(words):
            value = coerced(column_blank(place.blank, columns[key]), words)
            row[key] = value if value is not None else words
    return row


def _empty(place: Place) -> dict[str, JsonValue]:
    return {c.key: "" if c.kind is Kind.TEXT else None for c in place.blank.columns}
