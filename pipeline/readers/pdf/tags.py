"""The structure tree of a tagged PDF → its parts in logical order.

A page breaks lines, cells and words; the tree says which of them were one. Only trees that Typst wrote are taken: those
of our own files, in which every paragraph and every cell is an element.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf

_WRITER = "Typst"
_DEEPEST = 60
_MOST = 400_000

Mark = tuple[int, int]
"""Page from 1 and number of a marked stretch of its content (MCID)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """An element of the tree: its type, what it holds, how many rows and columns a cell spans, and how text looks."""

    kind: str
    children: tuple[Element | Mark, ...]
    row_span: int = 1
    column_span: int = 1
    underlined: bool = False


def structure(pdf: pikepdf.Pdf) -> Element | None:
    """Return the structure tree of a PDF, None where it has none that can be relied on.

    Args:
        pdf: The opened file.
    """
    root = pdf.Root.get("/StructTreeRoot")
    if not isinstance(root, pikepdf.Dictionary) or not str(pdf.docinfo.get("/Creator", "")).startswith(_WRITER):
        return None
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, start=1)}
    walk = _Walk(numbers)
    children = tuple(walk.children(root.get("/K"), 0, 0))
    return None if walk.failed else Element(kind="Root", children=children)


class _Walk:
    """Walks a tree that may be anything: too deep, in a circle, of the wrong types."""

    def __init__(self, numbers: dict[tuple[int, int], int]) -> None:
        self._numbers = numbers
        self._left = _MOST
        self.failed = False

    def children(self, node: object, page: int, depth: int) -> Iterator[Element | Mark]:
        self._left -= 1
        if depth > _DEEPEST or self._left < 0:
            self.failed = True
        elif isinstance(node, pikepdf.Array):
            for child in node:
                yield from self.children(child, page, depth + 1)
        elif isinstance(node, pikepdf.Dictionary):
            yield from self._element(node, page, depth)
        elif isinstance(node, int) and page:
            yield page, node
        elif node is not None:
            self.failed = True

    def _element(self, node: pikepdf.Dictionary, page: int, depth: int) -> Iterator[Element | Mark]:
        own = node.get("/Pg")
        if isinstance(own, pikepdf.Dictionary):
            page = self._numbers.get(own.objgen, 0)
        if "/MCID" in node:
            yield page, int(node["/MCID"])
            return
        look = {str(k): v for entry in _attributes(node.get("/A")) for k, v in entry.items()}
        yield Element(
            kind=str(node.get("/S", "")).removeprefix("/"),
            children=tuple(self.children(node.get("/K"), page, depth + 1)),
            row_span=_span(look.get("/RowSpan")),
            column_span=_span(look.get("/ColSpan")),
            underlined=str(look.get("/TextDecorationType")) == "/Underline",
        )


def _attributes(node: object) -> Iterator[pikepdf.Dictionary]:
    for entry in node if isinstance(node, pikepdf.Array) else (node,):
        if isinstance(entry, pikepdf.Dictionary):
            yield entry


def _span(value: object) -> int:
    return min(value, 1000) if isinstance(value, int) and value > 0 else 1
