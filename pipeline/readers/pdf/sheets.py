"""Pages taken apart into glyphs and rules → blocks: page furniture away, tables from their rules, lines joined."""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.model.document import Block, Cell, Mark, Paragraph, Run, Table
from pipeline.readers.pdf.asides import Aside, without_asides
from pipeline.readers.pdf.columns import parts
from pipeline.readers.pdf.frames import unframed
from pipeline.readers.pdf.furniture import furniture, separators
from pipeline.readers.pdf.lines import Row, lines_of, rows, rows_of
from pipeline.readers.pdf.notes import foot, signs, without_signs
from pipeline.readers.pdf.paragraphs import Measure, Placed, measure, paragraphs
from pipeline.readers.pdf.shapes import Glyph, Page, Rule
from pipeline.readers.pdf.splices import Piece, goes_on, joined
from pipeline.readers.pdf.tables import Area, Grid, finder, grids


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    """A page taken apart: its lines of text, and its tables with the glyphs and rules in them."""

    page: Page
    rows: tuple[Row, ...]
    notes: tuple[Row, ...]
    tables: tuple[tuple[Grid, tuple[Glyph, ...], tuple[Rule, ...]], ...]


def blocks_of(pages: Sequence[Page]) -> tuple[Block, ...]:
    """Return the blocks of a document.

    Args:
        pages: Its pages in order, of a PDF or of a picture.
    """
    return read_sheets(pages)[0]


def read_sheets(pages: Sequence[Page]) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Return the blocks of a document, and its footnotes.

    Args:
        pages: Its pages in order, of a PDF or of a picture.
    """
    sheets = [_sheet(page) for page in pages]
    outside = furniture([(s.page.height, (*s.rows, *s.notes)) for s in sheets])
    sheets = [replace(s, rows=_within(s.rows, outside), notes=_within(s.notes, outside)) for s in sheets]
    return tuple(_numbered(_blocks(sheets))), tuple(_numbered(iter(_notes(sheets))))


def _within(rows: Sequence[Row], outside: Collection[int]) -> tuple[Row, ...]:
    return tuple(row for row in rows if id(row) not in outside)


def _notes(sheets: Sequence[_Sheet]) -> list[Paragraph]:
    every = [(row, sheet.page) for sheet in sheets for row in sheet.notes]
    column = measure([row for row, _ in every], sheets[0].page.width if sheets else 595.0)
    return paragraphs([Placed(row=row, page=page.number, column=column) for row, page in every])


def _sheet(page: Page) -> _Sheet:
    found, rules = grids(page)
    inside: list[list[Glyph]] = [[] for _ in found]
    under: list[list[Rule]] = [[] for _ in found]
    free: list[Glyph] = []
    loose: list[Rule] = []
    for glyph in page.glyphs:
        home = _home(found, (glyph.x0 + glyph.x1) / 2, glyph.middle)
        (free if home is None else inside[home]).append(glyph)
    for rule in rules:
        home = _home(found, (rule.x0 + rule.x1) / 2, rule.y0)
        (loose if home is None else under[home]).append(rule)
    tables = tuple(
        (grid, tuple(letters), tuple(mine)) for grid, letters, mine in zip(found, inside, under, strict=True)
    )
    lines = _lines(free, loose)
    notes = foot(lines, free)
    if notes:
        edge = min(row.top for row in notes if row.text.strip())
        text = [glyph for glyph in free if glyph.middle < edge]
        lines = _lines(without_signs(text, signs(notes)), [rule for rule in loose if rule.y0 < notes[0].top])
    notes = tuple(row for row in notes if row.text.strip())
    return _Sheet(page=page, rows=tuple(lines), notes=notes, tables=tables)


def _lines(glyphs: Sequence[Glyph], rules: Sequence[Rule]) -> list[Row]:
    """The lines of a page in reading order, what stands beside the text before the line beside it."""
    lines, notes = without_asides(unframed(lines_of(glyphs)))
    found = [
        replace(row, column=part.column) for part in parts(lines, rules) for row in rows_of(part.lines, part.rules)
    ]
    for note in notes:
        at = next((n for n, row in enumerate(found) if row.bottom >= note.middle), len(found))
        found.insert(at, _beside(note))
    return found


def _beside(note: Aside) -> Row:
    """A note in the margin as one line, however many it is set in."""
    runs = (Run(text="".join(glyph.text for glyph in note.glyphs if glyph.is_shown)),)
    first = note.glyphs[0]
    right = max(glyph.x1 for glyph in note.glyphs)
    return Row(runs=runs, x0=first.x0, x1=right, top=first.top, bottom=first.bottom, size=first.size)


def _home(found: Sequence[Grid], x: float, y: float) -> int | None:
    return next((i for i, g in enumerate(found) if g.x0 <= x <= g.x1 and g.top <= y <= g.bottom), None)


def _blocks(sheets: Sequence[_Sheet]) -> Iterator[Block]:
    """The paragraphs and tables of all pages; a paragraph may run on over the end of a page."""
    columns = _columns(sheets)
    column = columns[0]
    waiting: list[Placed] = []
    pieces: list[Piece] = []
    for sheet in sheets:
        apart = separators(sheet.rows, column.left, column.right)
        left = [row for row in sheet.rows if id(row) not in apart]
        for grid, glyphs, rules in sheet.tables:
            above = [row for row in left if row.top < grid.top]
            left = [row for row in left if row.top >= grid.top]
            waiting += [Placed(row=row, page=sheet.page.number, column=columns[row.column]) for row in above]
            cells = _cells(grid, glyphs, rules, sheet.page.number, minds=column.minds)
            piece = Piece(grid=grid, cells=cells, page=sheet.page.number)
            if waiting or not pieces or not goes_on(pieces[-1], piece):
                yield from _whole(pieces)
                pieces = []
            yield from paragraphs(waiting)
            waiting = []
            pieces.append(piece)
        if left:
            yield from _whole(pieces)
            pieces = []
        waiting += [Placed(row=row, page=sheet.page.number, column=columns[row.column]) for row in left]
    yield from _whole(pieces)
    yield from paragraphs(waiting)


def _columns(sheets: Sequence[_Sheet]) -> tuple[Measure, ...]:
    """How wide text over a whole page is set, and that of the left and the right column."""
    width = sheets[0].page.width if sheets else 595.0
    every = [[row for sheet in sheets for row in sheet.rows if row.column == column] for column in range(3)]
    whole, *narrow = (measure(lines, width) for lines in every)
    edges = [max((row.x1 for row in lines), default=width) for lines in every[1:]]
    return whole, *(replace(one, right=edge) for one, edge in zip(narrow, edges, strict=True))


def _whole(pieces: list[Piece]) -> list[Table]:
    return [joined(pieces)] if pieces else []


def _cells(grid: Grid, glyphs: Sequence[Glyph], rules: Sequence[Rule], page: int, *, minds: bool) -> tuple[Cell, ...]:
    letters: dict[Area, list[Glyph]] = {area: [] for area in grid.areas}
    under: dict[Area, list[Rule]] = {area: [] for area in grid.areas}
    area_at = finder(grid)
    for glyph in glyphs:
        if (area := area_at((glyph.x0 + glyph.x1) / 2, glyph.middle)) is not None:
            letters[area].append(glyph)
    for rule in rules:
        if (area := area_at((rule.x0 + rule.x1) / 2, rule.y0)) is not None:
            under[area].append(rule)
    return tuple(_cell(area, rows(letters[area], under[area]), page, minds=minds) for area in grid.areas)


def _cell(area: Area, lines: Sequence[Row], page: int, *, minds: bool) -> Cell:
    size = lines[0].size if lines else 10.5
    # A cell as narrow as a character or two has its label set downwards, however far apart.
    step = (3.0 if area.x1 - area.x0 < 3 * size else 1.6) * size
    step = max(step, min(_step(lines), 2.6 * size))
    left = min((row.x0 for row in lines), default=area.x0)
    column = Measure(left=left, right=area.x1 - 0.5 * size, step=step, minds=minds)
    blocks: tuple[Block, ...] = tuple(_uncut(paragraphs([Placed(row=r, page=page, column=column) for r in lines])))
    return Cell(
        blocks=blocks or (Paragraph(),),
        row=area.row,
        column=area.column,
        row_span=area.row_span,
        column_span=area.column_span,
    )


def _uncut(found: list[Paragraph]) -> list[Paragraph]:
    """A row of fixed height cuts off the rest of its words: where it cuts a bracket open, what that asks for."""
    if found and found[-1].text.endswith(_OPEN):
        found[-1] = replace(found[-1], runs=(*found[-1].runs, Run(text="  ", marks=Mark.UNDERLINE)))
    return found


_OPEN = ("【", "（", "〔", "《")


def _step(lines: Sequence[Row]) -> float:
    """How far apart the lines of a cell are set, 0 for one line."""
    steps = [below.top - above.top for above, below in itertools.pairwise(lines)]
    return statistics.median(steps) if steps else 0.0


def _numbered(blocks: Iterator[Block]) -> Iterator[Block]:
    """Give every paragraph its ordinal in the document."""
    count = 0

    def number(block: Block) -> Block:
        nonlocal count
        if isinstance(block, Paragraph):
            block = replace(block, place=replace(block.place, paragraph=count))
            count += 1
            return block
        cells = (tuple(replace(c, blocks=tuple(number(b) for b in c.blocks)) for c in row) for row in block.rows)
        return replace(block, rows=tuple(cells))

    return (number(block) for block in blocks)
