"""The head of a table that goes on over pages → what stands on the pages below only to repeat it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.readers.pdf.shapes import Glyph
from pipeline.readers.pdf.tags import Element, Mark

_NEAR = 1.0  # points: how far a character may stand from where the head has it


def heads(tree: Element, texts: Mapping[Mark, Sequence[Glyph]]) -> Iterator[tuple[int, tuple[Glyph, ...]]]:
    """Yield the characters of every table's head, and the page that it stands on.

    Args:
        tree: The structure tree.
        texts: The characters by their marks.
    """
    for child in tree.children:
        if not isinstance(child, Element):
            continue
        if child.kind != "THead":
            yield from heads(child, texts)
            continue
        marks = list(marks_of(child))
        glyphs = tuple(glyph for mark in marks for glyph in texts.get(mark, ()) if glyph.text.strip())
        if glyphs and len({page for page, _ in marks}) == 1:
            yield marks[0][0], glyphs


def marks_of(node: Element | Mark) -> Iterator[Mark]:
    """Yield the marks of an element in their order."""
    if isinstance(node, Element):
        for child in node.children:
            yield from marks_of(child)
    else:
        yield node


def without_head(glyphs: Sequence[Glyph], head: Sequence[Glyph]) -> list[Glyph]:
    """Return what a page shows outside its structure without a head that it repeats.

    Every character of the head has to be there, side by side as in the head: words that differ stay.
    """
    first = head[0]
    for start in glyphs:
        if _stands(start, first, start.top - first.top):
            again = _again(glyphs, head, start.top - first.top)
            if again:
                return [glyph for number, glyph in enumerate(glyphs) if number not in again]
    return list(glyphs)


def _again(glyphs: Sequence[Glyph], head: Sequence[Glyph], down: float) -> set[int]:
    """Return the numbers of the characters that stand as those of the head do, so far below; none if one is missing."""
    found: set[int] = set()
    for one in head:
        number = next((n for n, g in enumerate(glyphs) if n not in found and _stands(g, one, down)), None)
        if number is None:
            return set()
        found.add(number)
    return found


def _stands(glyph: Glyph, one: Glyph, down: float) -> bool:
    is_there = abs(glyph.x0 - one.x0) <= _NEAR and abs(glyph.top - one.top - down) <= _NEAR
    return is_there and glyph.text == one.text
