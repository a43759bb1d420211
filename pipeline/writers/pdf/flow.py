"""Blocks one under the other: what one owes the next in space, and where a page or container begins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.ooxml.names import (
    ALTERNATE,
    CHOICE,
    CONTROL,
    CONTROL_CONTENT,
    PARAGRAPH,
    PARAGRAPH_PROPERTIES,
    TABLE,
    Element,
    W,
)
from pipeline.writers.pdf.layouts import Layout
from pipeline.writers.pdf.markup import call, flag, points

_WRAPPERS = frozenset({f"{W}ins", f"{W}moveTo", f"{W}smartTag", f"{W}customXml"})


def contents(container: Element) -> Iterator[Element]:
    """Yield the paragraphs and tables of a container; content controls and insertions are seen through."""
    for child in container:
        tag = child.tag
        if tag in {PARAGRAPH, TABLE}:
            yield child
        elif tag == CONTROL:
            inner = child.find(CONTROL_CONTENT)
            if inner is not None:
                yield from contents(inner)
        elif tag in _WRAPPERS:
            yield from contents(child)
        elif tag == ALTERNATE:
            choice = child.find(CHOICE)
            if choice is not None:
                yield from contents(choice)


def section_of(paragraph: Element) -> Element | None:
    """Return the section properties that a paragraph ends a section with."""
    return paragraph.find(f"{PARAGRAPH_PROPERTIES}/{W}sectPr") if paragraph.tag == PARAGRAPH else None


@dataclass(slots=True)
class Flow:
    """A run of blocks while it is set; lengths in points.

    Attributes:
        out: Their code.
        fresh: A page or container begins here: space above is kept.
        after: Space that the block before asks for.
        style: Its style.
        contextual: It asks for no space towards blocks of its own style.
        borders: Its borders.
        height: About how high all is together.
        column_breaks: Where in `out` a new column begins.
    """

    out: list[str] = field(default_factory=list)
    fresh: bool = True
    after: float = 0.0
    style: str = ""
    contextual: bool = False
    borders: tuple[tuple[str, str], ...] = ()
    height: float = 0.0
    column_breaks: list[int] = field(default_factory=list)

    def above(self, layout: Layout) -> float:
        """Return the space between the block before and a paragraph of that layout."""
        alike = bool(self.style) and self.style == layout.style
        owed = 0.0 if alike and self.contextual else self.after
        return owed + (0.0 if alike and layout.contextual else layout.before)

    def add(self, code: str, height: float) -> None:
        """Append a block."""
        self.out.append(code)
        self.height += height
        self.fresh = False

    def leave(self, layout: Layout | None) -> None:
        """Remember what the last block, a paragraph of that layout or a table, owes the next."""
        self.after = 0.0 if layout is None else layout.after
        self.style = "" if layout is None else layout.style
        self.contextual = layout is not None and layout.contextual
        self.borders = () if layout is None else layout.borders

    def page(self, *, weak: bool = False) -> None:
        """Begin a new page, with weak=True only where the page is not empty."""
        self._turn(call("pagebreak", weak=flag(True) if weak else ""))

    def column(self) -> None:
        """Begin a new column."""
        self.column_breaks.append(len(self.out))
        self._turn("colbreak()")

    def _turn(self, code: str) -> None:
        self.out.append(code)
        self.leave(None)
        self.fresh = True

    def finish(self) -> str:
        """Return the blocks as the inside of a code block, with the space that the last one asks for."""
        tail = [call("v", points(self.after))] if self.after else []
        return ";".join(code for code in (*self.out, *tail) if code)

    def columns(self) -> list[str]:
        """Return the blocks of every column as the inside of a code block."""
        starts = [0, *(at + 1 for at in self.column_breaks)]
        ends = [*self.column_breaks, len(self.out)]
        return [";".join(filter(None, self.out[start:end])) for start, end in zip(starts, ends, strict=True)]
