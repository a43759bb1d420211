"""Structure tree + marked glyphs → the blocks of a tagged PDF, whole paragraphs and cells in their order.

What the eye sees decides: lines of a page that the tree leaves out are added behind its blocks, but for page furniture
and the head of a table that is printed again where the table goes on.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.model.document import Block, Cell, Paragraph, Place, Run, Table
from pipeline.model.document import Mark as Look
from pipeline.readers.pdf.drawn import ARTIFACT, Drawn
from pipeline.readers.pdf.furniture import EDGE, is_page_number
from pipeline.readers.pdf.headers import heads, marks_of, without_head
from pipeline.readers.pdf.shapes import Glyph, Page
from pipeline.readers.pdf.tags import Element, Mark

_INLINE = frozenset({"Span", "Link", "Lbl", "Reference", "Quote", "Em", "Strong", "Code", "Annot", "NonStruct"})
_ROWS = frozenset({"THead", "TBody", "TFoot"})
_SHIFTED = 0.25  # of its size: how much lower than the one before a glyph of a line ends
_BLANK = " \u00a0\u3000\u200b\u2060"


@dataclass(frozen=True, slots=True, kw_only=True)
class Loose:
    """A line that a page shows and the tree does not hold: a running head, a page's number, or what was added."""

    text: str
    page: int
    top: float
    is_artifact: bool = False


class Marked:
    """The glyphs of a file by the mark of its content that they stand in."""

    def __init__(self) -> None:
        self.texts: dict[Mark, list[Glyph]] = defaultdict(list)
        self._loose: dict[int, list[Glyph]] = defaultdict(list)
        self._artifacts: set[int] = set()  # identities of glyphs that are kept above

    def add(self, drawn: Drawn, number: int) -> None:
        """Enter the characters that a page shows, in the order of its content.

        Args:
            drawn: What the page draws.
            number: Its number from 1.
        """
        for glyph, mark in zip(drawn.letters, drawn.marks, strict=True):
            if glyph is None:
                continue
            if mark is not None and mark != ARTIFACT:
                self.texts[number, mark].append(glyph)
            elif glyph.text.strip(_BLANK):
                self._loose[number].append(glyph)
                if mark == ARTIFACT:
                    self._artifacts.add(id(glyph))

    def leave_out(self, head: Sequence[Glyph], page: int) -> None:
        """Forget what repeats the head of a table on the pages that follow.

        Args:
            head: The characters of the head.
            page: The page that it stands on.
        """
        for number in [number for number in self._loose if number > page]:
            self._loose[number] = without_head(self._loose[number], head)

    def loose(self, marks: Collection[Mark]) -> Iterator[Loose]:
        """Yield the lines that are not in the tree."""
        outside = {number: list(glyphs) for number, glyphs in self._loose.items()}
        for (number, mark), glyphs in self.texts.items():
            if (number, mark) not in marks:
                outside.setdefault(number, []).extend(g for g in glyphs if g.text.strip(_BLANK))
        for number, glyphs in sorted(outside.items()):
            for line in _lines(glyphs):
                is_artifact = all(id(glyph) in self._artifacts for glyph in line)
                yield Loose(text="".join(g.text for g in line), page=number, top=line[0].top, is_artifact=is_artifact)


def _lines(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """Yield the glyphs line by line; figures, of another font than the words beside them, may stand a hair lower."""
    line: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda g: g.bottom):
        if line and glyph.bottom - line[-1].bottom > _SHIFTED * glyph.size:
            yield sorted(line, key=lambda g: g.x0)
            line = []
        line.append(glyph)
    if line:
        yield sorted(line, key=lambda g: g.x0)


def tagged_blocks(
    tree: Element, marked: Marked, pages: Sequence[Page]
) -> tuple[tuple[Block, ...], tuple[Block, ...]] | None:
    """Return the blocks of a tagged PDF and its page furniture, None where its tags can't be relied on.

    Args:
        tree: The structure tree.
        marked: The characters of its pages.
        pages: The pages.
    """
    marks = list(marks_of(tree))
    known = set(marks)
    if len(marks) != len(known) or not known & marked.texts.keys():
        return None
    if any(glyph.name or glyph.widget for page in pages for glyph in page.glyphs):
        return None
    for page, head in heads(tree, marked.texts):
        marked.leave_out(head, page)
    builder = _Builder(marked.texts)
    body = tuple(builder.blocks(tree.children))
    lines = list(marked.loose(known))
    furniture = tuple(_furniture(lines, pages))
    outside = frozenset(furniture)
    added = tuple(builder.line(one) for one in lines if one not in outside)
    return (*body, *added), tuple(map(builder.line, furniture))


def _furniture(lines: Sequence[Loose], pages: Sequence[Page]) -> Iterator[Loose]:
    """Yield the lines outside the tree that stand on many pages, or at the edge of one as a part of its layout."""
    edges = {page.number: (EDGE * page.height, (1 - EDGE) * page.height) for page in pages}
    seen = Counter(key for key, _ in {(_key(one), one.page) for one in lines})
    often = max(2, len(pages) // 2)
    for one in lines:
        high, low = edges[one.page]
        is_edge = one.top < high or one.top > low
        if seen[_key(one)] >= often or (is_edge and (one.is_artifact or is_page_number(one.text))):
            yield one


def _key(line: Loose) -> tuple[str, int]:
    """Return what a running head and the foot of a page have in common on all pages: words, numbers apart, and place.

    A number that was put over another within a page is not at the place of the page's own.
    """
    return re.sub(r"\d+", "#", line.text), round(line.top)


class _Builder:
    def __init__(self, texts: Mapping[Mark, Sequence[Glyph]]) -> None:
        self._texts = texts
        self._count = 0

    def blocks(self, children: Sequence[Element | Mark]) -> Iterator[Block]:
        line: list[Element | Mark] = []
        for child in children:
            if not isinstance(child, Element) or child.kind in _INLINE:
                line.append(child)
                continue
            if line:
                yield self._paragraph(line)
                line = []
            if child.kind == "Table":
                yield self._table(child)
            elif all(not isinstance(c, Element) or c.kind in _INLINE for c in child.children):
                yield self._paragraph(child.children)
            else:
                yield from self.blocks(child.children)
        if line:
            yield self._paragraph(line)

    def _paragraph(self, children: Sequence[Element | Mark]) -> Paragraph:
        runs = tuple(run for child in children for run in self._runs(child, Look.NONE))
        page = next((mark[0] for child in children for mark in marks_of(child)), None)
        self._count += 1
        return Paragraph(runs=runs, place=Place(paragraph=self._count - 1, page=page))

    def _runs(self, node: Element | Mark, look: Look) -> Iterator[Run]:
        if isinstance(node, Element):
            inner = look | Look.UNDERLINE if node.underlined else look
            for child in node.children:
                yield from self._runs(child, inner)
        else:
            for hidden, glyphs in itertools.groupby(self._texts.get(node, ()), key=lambda g: g.hidden):
                # A page sets a space of a value that must not break as one that can't.
                text = "".join(g.text for g in glyphs).replace("\u00a0", " ")
                yield Run(text=text, marks=look | Look.HIDDEN if hidden else look)

    def line(self, loose: Loose) -> Paragraph:
        self._count += 1
        return Paragraph(runs=(Run(text=loose.text),), place=Place(paragraph=self._count - 1, page=loose.page))

    def _table(self, table: Element) -> Table:
        found: list[tuple[Cell, ...]] = []
        taken: set[tuple[int, int]] = set()
        for number, row in enumerate(_rows(table)):
            cells: list[Cell] = []
            column = 0
            for one in row.children:
                if not isinstance(one, Element):
                    continue
                while (number, column) in taken:
                    column += 1
                taken |= {
                    (number + down, column + right) for down in range(one.row_span) for right in range(one.column_span)
                }
                cells.append(
                    Cell(
                        blocks=tuple(self.blocks(one.children)) or (Paragraph(),), row=number, column=column,
                        row_span=one.row_span, column_span=one.column_span, header=one.kind == "TH",
                    )
                )  # fmt: skip
            found.append(tuple(cells))
        return Table(rows=tuple(found))


def _rows(table: Element) -> Iterator[Element]:
    for child in table.children:
        if isinstance(child, Element):
            if child.kind in _ROWS:
                yield from _rows(child)
            elif child.kind == "TR":
                yield child
