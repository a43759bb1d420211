"""What a paragraph consists of: characters, blanks, tabs, breaks, fields, drawings, notes and the slots of anchors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.ooxml.names import Element
from pipeline.writers.pdf.looks import Look


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Characters of one look."""

    text: str
    look: Look


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A blank line `width` points long; `trailing` if it ends its paragraph and is cut off at the end of the line."""

    width: float
    look: Look
    trailing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """A tab; the look says whether it is underlined. `to` is a fixed alignment (ptab), "" for the next tab stop."""

    look: Look
    to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """A break of the line, page or column."""

    kind: str = "line"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageField:
    """A page number or number of pages: page, pages or section-pages."""

    kind: str
    look: Look


@dataclass(frozen=True, slots=True, kw_only=True)
class Hanging:
    """A drawing, picture, text box or embedded object, at its place in the text."""

    element: Element
    look: Look


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A reference to a footnote or endnote."""

    kind: str
    id: str
    look: Look


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """The characters of an anchor: `index` is its ordinal, `blank` what stands there while it is not filled."""

    index: int
    look: Look
    blank: tuple[Piece, ...]
    trailing: bool = False


Piece = Text | Rule | Tab | Break | PageField | Hanging | Note | Slot


def flat(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield the pieces, and behind each slot those of its blank."""
    for piece in pieces:
        yield piece
        if isinstance(piece, Slot):
            yield from piece.blank


def is_visible(pieces: Iterable[Piece]) -> bool:
    """True where there is anything to show, spaces included."""
    return any(not isinstance(p, Text) or (p.text and not p.look.hidden) for p in pieces)


def divide(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """Return the pieces divided at page and column breaks; each part but the first starts with its break."""
    parts: list[list[Piece]] = [[]]
    for piece in pieces:
        if isinstance(piece, Break) and piece.kind != "line":
            parts.append([])
        parts[-1].append(piece)
    return parts


def without_breaks(pieces: Iterable[Piece]) -> list[Piece]:
    """Return the pieces without page and column breaks, for where no page can end."""
    return [piece for piece in pieces if not isinstance(piece, Break) or piece.kind == "line"]
