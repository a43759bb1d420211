"""A title page of our own → the same with tags: its words are a heading and paragraphs in the structure tree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import pikepdf

_H1 = pikepdf.Name.H1
_HEADING = 16.0  # points from which on a line of a title page belongs to the heading
_DRAWN = frozenset({"S", "s", "f", "F", "f*", "B", "b"})  # what ends a path: the line under the title


def tag_title(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    """Enter the words of a title page into the structure tree of the file that it was put into.

    Args:
        pdf: A tagged file.
        page: The page, which shows nothing but lines of text and rules.
    """
    root: Any = pdf.Root.get("/StructTreeRoot")
    document = _first(root)
    if document is None:
        return
    pieces = _mark(pdf, page)
    section = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name.Sect, P=document))
    elements: list[Any] = []
    owners: list[Any] = []
    for mark, piece in enumerate(pieces):
        is_heading = piece.size >= _HEADING
        goes_on = mark > 0 and (piece.line == pieces[mark - 1].line or (is_heading and elements[-1].S == _H1))
        if goes_on:
            elements[-1].K.append(mark)
        else:
            kind = _H1 if is_heading else pikepdf.Name.P
            element = pikepdf.Dictionary(
                Type=pikepdf.Name.StructElem, S=kind, P=section, Pg=page.obj, K=pikepdf.Array([mark])
            )
            elements.append(pdf.make_indirect(element))
        owners.append(elements[-1])
    section.K = pikepdf.Array(elements)
    document.K = pikepdf.Array([*_kids(document), section])
    key = int(root.get("/ParentTreeNextKey", 0))
    pikepdf.NumberTree(root.ParentTree)[key] = pdf.make_indirect(pikepdf.Array(owners))
    root.ParentTreeNextKey = key + 1
    page.obj.StructParents = key


def _first(root: Any) -> Any:
    """Return the structure element that holds all others, None in a file without tags."""
    if root is None or "/K" not in root or "/ParentTree" not in root:
        return None
    return root.K[0] if isinstance(root.K, pikepdf.Array) else root.K


def _kids(element: Any) -> Iterator[Any]:
    kids = element.get("/K", pikepdf.Array())
    yield from kids if isinstance(kids, pikepdf.Array) else (kids,)


class _Piece(NamedTuple):
    """A piece of text: its size, and the height on the page of the line that it stands in."""

    size: float
    line: float


def _mark(pdf: pikepdf.Pdf, page: pikepdf.Page) -> list[_Piece]:
    """Mark every piece of a page's text, and rules as what is only drawn; return the pieces."""
    pieces: list[_Piece] = []
    line = 0.0
    marked: list[Any] = []
    path: list[Any] = []
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        if operator == "cm":
            line = round(float(instruction.operands[5]), 1)
        elif operator == "BT":
            mark = pikepdf.Dictionary(MCID=len(pieces))
            marked.append(([pikepdf.Name.P, mark], pikepdf.Operator("BDC")))
            pieces.append(_Piece(0.0, line))
        elif operator == "Tf":
            pieces[-1] = _Piece(float(instruction.operands[1]), line)
        elif operator == "m" and not path:
            path.append(len(marked))
        marked.append(instruction)
        if operator == "ET":
            marked.append(([], pikepdf.Operator("EMC")))
        elif operator in _DRAWN and path:
            marked.insert(path.pop(), ([pikepdf.Name.Artifact], pikepdf.Operator("BMC")))
            marked.append(([], pikepdf.Operator("EMC")))
    page.obj.Contents = pdf.make_stream(pikepdf.unparse_content_stream(marked))
    return pieces
