"""Lines of plain text → paragraphs and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.model.document import Block, Cell, Mark, Paragraph, Place, Run, Table
from pipeline.readers.boxed import boxed_table
from pipeline.readers.copied import lined_table
from pipeline.readers.flattened import flat_table, tabbed_table
from pipeline.readers.piped import piped_table

_BOXES = re.compile("([□☐▢◻☑☒])")
_AS_READ = str.maketrans("☐▢◻", "□□□")


def runs(text: str, marks: Mark = Mark.NONE) -> tuple[Run, ...]:
    """Make runs of a text, check boxes apart.

    Args:
        text: Any text.
        marks: How all of it looks.

    Returns:
        Runs whose texts joined have the length of the text; none for the empty text.
    """
    return tuple(
        Run(text=piece.translate(_AS_READ), marks=marks | Mark.BOX if _BOXES.fullmatch(piece) else marks)
        for piece in _BOXES.split(text)
        if piece
    )


def paragraph(text: str, number: int, level: int | None = None) -> Paragraph:
    """Make a paragraph of a line.

    Args:
        text: The line.
        number: Its ordinal in the file.
        level: Outline level, None for body text.
    """
    return Paragraph(runs=runs(text), place=Place(paragraph=number), level=level)


def blocks(lines: list[str], *, flat: bool = False) -> Iterator[Block]:
    """Make a paragraph of every line and a table of every stretch of lines that draws one.

    Args:
        lines: The text's lines, without line ends.
        flat: Whether lines may also be the cells of a table that was lost.

    Yields:
        Blocks in order; an empty line is an empty paragraph.
    """
    at = 0
    while at < len(lines):
        grid, used = (
            lined_table(lines, at)
            or boxed_table(lines, at)
            or piped_table(lines, at)
            or (flat and (tabbed_table(lines, at) or flat_table(lines, at)))
            or ([], 0)
        )
        if used:
            yield table(grid, at)
            at += used
        else:
            yield paragraph(lines[at], at)
            at += 1


def table(grid: list[list[tuple[str, int, int]]], number: int, *, header: bool = False) -> Table:
    """Make a table of rows of (text, column, columns spanned).

    Args:
        grid: The rows; lines of a cell are separated by line ends. A cell goes on below where a row has none in its
            column.
        number: Ordinal of its first line in the file.
        header: Whether the first row is a heading.
    """
    return Table(
        rows=tuple(
            tuple(
                _cell(text, (row, _height(grid, row, column)), column, span, number + row, header=header and row == 0)
                for text, column, span in cells
            )
            for row, cells in enumerate(grid)
        )
    )


def _height(grid: list[list[tuple[str, int, int]]], row: int, column: int) -> int:
    """Return how many rows a cell spans."""
    below = row + 1
    while below < len(grid) and not any(at <= column < at + span for _, at, span in grid[below]):
        below += 1
    return below - row


def _cell(text: str, rows: tuple[int, int], column: int, span: int, number: int, *, header: bool) -> Cell:
    return Cell(
        blocks=tuple(paragraph(line, number) for line in text.split("\n")),
        row=rows[0],
        column=column,
        row_span=rows[1],
        column_span=span,
        header=header,
    )
