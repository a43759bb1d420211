"""Document → Flow: the text in reading order, and for every offset what stands there."""

from __future__ import annotations

import bisect
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.model.document import Block, Cell, Document, Mark, Paragraph, Run, Table
from pipeline.model.making import maker

_HIDDEN = int(Mark.HIDDEN)
_UNSURE = int(Mark.UNSURE)


@dataclass(frozen=True, slots=True, kw_only=True)
class CellSpan:
    """A table cell in the flow: its table's ordinal, its position in the grid, and its characters."""

    table: int
    row: int
    column: int
    row_span: int
    column_span: int
    start: int
    end: int
    header: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A paragraph in the flow.

    Attributes:
        start: Offset of its first character, automatic number included.
        body: Offset where the paragraph's own text begins, behind number and separator.
        end: Offset behind its last character (the line end is not part of it).
        paragraph: The paragraph.
        cell: Index into `Flow.cells` of the innermost cell that it stands in, None outside tables.
    """

    start: int
    body: int
    end: int
    paragraph: Paragraph
    cell: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSpan:
    """A run in the flow: its characters' offsets and the run."""

    start: int
    end: int
    run: Run


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """The visible text of a document (正文), one line a paragraph.

    Paragraphs are joined by a line end, the cells of a table row by a tab. `text` and `marks` have the same
    length; marks[i] is the `Mark` of character i.

    Attributes:
        text: The text, automatic numbers written out.
        marks: One mark a character.
        lines: The paragraphs in reading order.
        cells: The table cells in reading order.
        spans: The runs in reading order.
        ruled: For every table ordinal, whether its cells are ruled.
    """

    text: str
    marks: tuple[Mark, ...]
    lines: tuple[Line, ...]
    cells: tuple[CellSpan, ...] = ()
    spans: tuple[RunSpan, ...] = ()
    ruled: tuple[bool, ...] = ()

    def line_at(self, offset: int) -> int:
        """Return the index of the line that character `offset` stands in, or of the last line before it."""
        index = bisect.bisect_right(self.lines, offset, key=lambda line: line.start) - 1
        return max(index, 0)


def hidden(text: Flow) -> tuple[tuple[int, int], ...]:
    """Return where characters stand that no page shows: start and end of each stretch."""
    return tuple((span.start, span.end) for span in text.spans if int(span.run.marks) & _HIDDEN)


def unsure(text: Flow) -> tuple[tuple[int, int], ...]:
    """Return where characters stand that were recognised without certainty: start and end of each stretch."""
    return tuple((span.start, span.end) for span in text.spans if int(span.run.marks) & _UNSURE)


def veiled(text: str, stretches: tuple[tuple[int, int], ...]) -> str:
    """Return a text with spaces for what is hidden, so that every offset stays what it is.

    Args:
        text: The text.
        stretches: Start and end of what is hidden, in the order of the text.
    """
    pieces: list[str] = []
    at = 0
    for start, end in stretches:
        pieces += (text[at:start], " " * (end - start))
        at = end
    return "".join((*pieces, text[at:])) if pieces else text


def shown(text: Flow) -> Flow:
    """Return a flow with spaces for the characters that no page shows."""
    stretches = hidden(text)
    return replace(text, text=veiled(text.text, stretches)) if stretches else text


_new_line, _new_run_span, _new_cell_span = maker(Line), maker(RunSpan), maker(CellSpan)


class _Builder:
    """Collects the pieces of a flow while the blocks are walked in reading order."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.marks: list[Mark] = []
        self.lines: list[Line] = []
        self.cells: dict[int, CellSpan] = {}  # by their order: an outer cell ends behind those inside it
        self.opened = 0
        self.spans: list[RunSpan] = []
        self.ruled: list[bool] = []
        self.at = 0

    def add(self, text: str) -> None:
        """Add what no run holds: a number, a line end, the end of a cell."""
        self.pieces.append(text)
        self.marks += [Mark.NONE] * len(text)
        self.at += len(text)

    def paragraph(self, paragraph: Paragraph, cell: int | None) -> None:
        start = self.at
        if paragraph.number:
            self.add(paragraph.number + paragraph.separator)
        body = at = self.at
        for run in paragraph.runs:
            begin, at = at, at + len(run.text)
            self.pieces.append(run.text)
            self.marks += [run.marks] * len(run.text)
            self.spans.append(_new_run_span(start=begin, end=at, run=run))
        self.at = at
        self.lines.append(_new_line(start=start, body=body, end=self.at, paragraph=paragraph, cell=cell))

    def blocks(self, blocks: tuple[Block, ...], cell: int | None) -> None:
        for index, block in enumerate(blocks):
            if index:
                self.add("\n")
            if isinstance(block, Paragraph):
                self.paragraph(block, cell)
            else:
                self.table(block)

    def table(self, table: Table) -> None:
        ordinal = len(self.ruled)
        self.ruled.append(table.ruled)
        for index, row in enumerate(table.rows):
            if index:
                self.add("\n")
            for column, cell in enumerate(row):
                if column:
                    self.add("\t")
                self.cell(cell, ordinal)

    def cell(self, cell: Cell, ordinal: int) -> None:
        index, start = self.opened, self.at
        self.opened += 1
        self.blocks(cell.blocks, index)
        self.cells[index] = _new_cell_span(
            table=ordinal, row=cell.row, column=cell.column, row_span=cell.row_span,
            column_span=cell.column_span, start=start, end=self.at, header=cell.header,
        )  # fmt: skip


def flow(document: Document) -> Flow:
    """Return the document's body as one text with marks, lines and cells."""
    builder = _Builder()
    builder.blocks(document.blocks, None)
    cells = (builder.cells[index] for index in range(builder.opened))
    return Flow(
        text="".join(builder.pieces), marks=tuple(builder.marks), lines=tuple(builder.lines),
        cells=tuple(cells), spans=tuple(builder.spans), ruled=tuple(builder.ruled),
    )  # fmt: skip


def furniture_lines(blocks: tuple[Block, ...]) -> tuple[str, ...]:
    """Return the lines of headers, footers and notes that a page shows, each once.

    Args:
        blocks: The blocks of `Document.furniture`.
    """
    builder = _Builder()
    builder.blocks(blocks, None)
    stretches = ((span.start, span.end) for span in builder.spans if int(span.run.marks) & _HIDDEN)
    lines = veiled("".join(builder.pieces), tuple(stretches)).split("\n")
    return tuple(dict.fromkeys(line.strip() for line in lines if line.strip()))


def paragraphs(blocks: tuple[Block, ...]) -> Iterator[Paragraph]:
    """Yield every paragraph of the blocks in reading order, those in tables included."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            for row in block.rows:
                for cell in row:
                    yield from paragraphs(cell.blocks)
