"""w:p + anchors → pieces: its characters, tabs, breaks, fields and drawings in reading order.

The characters and their offsets are those of `ooxml.spans`; this walk only adds what has no characters.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from pipeline.model.template import Anchor
from pipeline.ooxml.anchors import AnchorLost, fingerprint
from pipeline.ooxml.names import BOX_CONTENT, FALLBACK, Element, W
from pipeline.ooxml.patch import AnchorsOverlap
from pipeline.ooxml.spans import Atom, Walk
from pipeline.writers.pdf.looks import Look
from pipeline.writers.pdf.pieces import Break, Hanging, Note, PageField, Piece, Slot, Tab, Text

_BREAK = f"{W}br"
_FIELD = f"{W}fldChar"
_SIMPLE = f"{W}fldSimple"
_INSTRUCTION = f"{W}instrText"
_DRAWN = frozenset({f"{W}drawing", f"{W}pict", f"{W}object"})
_NOTES = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes"}
_SKIPPED = frozenset({f"{W}del", f"{W}moveFrom", f"{W}pPr", f"{W}rPr", f"{W}sdtPr", f"{W}rt", BOX_CONTENT, FALLBACK})
PAGE_FIELDS = {"PAGE": "page", "NUMPAGES": "pages", "SECTIONPAGES": "section-pages"}


@dataclass(slots=True)
class _Cursor:
    """Where the walk stands, and what it has collected."""

    anchors: list[tuple[int, Anchor]]
    pieces: list[Piece] = field(default_factory=list)
    outer: list[Piece] = field(default_factory=list)  # what stands before the open slot
    slot: tuple[int, Anchor, Look] | None = None
    offset: int = 0
    look: Look | None = None


class Inline:
    """Turns one paragraph into pieces.

    Args:
        look_of: w:r → how its characters look.
        mark: How the paragraph's end mark looks, for what is inserted where no characters are.
    """

    def __init__(self, look_of: Callable[[Element], Look], mark: Look) -> None:
        self._look_of = look_of
        self._mark = mark
        self._fields: list[list[str]] = []  # of each open field: its instruction, and "result" or ""

    def pieces(self, paragraph: Element, anchors: Sequence[tuple[int, Anchor]] = ()) -> tuple[Piece, ...]:
        """Return the paragraph's pieces.

        Args:
            paragraph: A w:p.
            anchors: (ordinal, anchor) of the anchors in this paragraph.

        Raises:
            AnchorLost: The own text is not the one that an anchor was made for.
            AnchorsOverlap: Two anchors claim the same characters.
        """
        walk = Walk(paragraph)
        if anchors:
            check_anchors(walk.text, anchors)
        by_node: dict[Element, list[Atom]] = {}
        for atom in walk.atoms:
            by_node.setdefault(atom.node, []).append(atom)
        cursor = _Cursor(anchors=sorted(anchors, key=lambda a: (a[1].start, a[1].end)))
        self._walk(paragraph, by_node, cursor)
        self._advance(cursor)
        if cursor.slot:
            self._close(cursor)
        return tuple(cursor.pieces)

    def _walk(self, parent: Element, by_node: dict[Element, list[Atom]], cursor: _Cursor) -> None:
        for child in parent:
            tag = child.tag
            if tag in _SKIPPED:
                continue
            if tag in _DRAWN:
                cursor.pieces.append(Hanging(element=child, look=cursor.look or self._mark))
            elif tag == _FIELD:
                self._field(child, cursor)
                self._atoms(by_node.get(child, ()), cursor)
            elif tag == _SIMPLE:
                self._simple(child, by_node, cursor)
            elif child in by_node:
                self._atoms(by_node[child], cursor)
            elif tag == _BREAK:
                cursor.pieces.append(Break(kind=child.get(f"{W}type", "line")))
            elif tag in _NOTES:
                cursor.pieces.append(Note(kind=_NOTES[tag], id=child.get(f"{W}id", ""), look=self._look_of(parent)))
            elif tag == _INSTRUCTION:
                if self._fields:
                    self._fields[-1][0] += child.text or ""
            elif len(child):
                self._walk(child, by_node, cursor)

    def _field(self, node: Element, cursor: _Cursor) -> None:
        kind = node.get(f"{W}fldCharType")
        if kind == "begin":
            self._fields.append(["", ""])
        elif kind == "separate" and self._fields:
            self._fields[-1][1] = "result"
            self._page_field(self._fields[-1][0], node.getparent(), cursor)
        elif kind == "end" and self._fields:
            instruction, state = self._fields.pop()
            if not state:  # a field that was never computed has no result, but a page number can be
                self._page_field(instruction, node.getparent(), cursor)

    def _simple(self, node: Element, by_node: dict[Element, list[Atom]], cursor: _Cursor) -> None:
        instruction = node.get(f"{W}instr", "")
        self._fields.append([instruction, "result"])
        self._page_field(instruction, node.find(f"{W}r"), cursor)
        self._walk(node, by_node, cursor)
        self._fields.pop()

    def _page_field(self, instruction: str, run: Element | None, cursor: _Cursor) -> None:
        kind = _page_kind(instruction)
        look = self._mark if run is None else self._look_of(run)
        if kind and not look.hidden:
            cursor.pieces.append(PageField(kind=kind, look=look))

    def _atoms(self, atoms: Iterable[Atom], cursor: _Cursor) -> None:
        is_number = any(state and _page_kind(instruction) for instruction, state in self._fields)
        for atom in atoms:
            look = self._look_of(atom.run)
            cursor.look = look
            for part, ahead in self._split(atom.text, cursor, look):
                if not is_number and not look.hidden:
                    _append(cursor.pieces, part, atom.node, look)
                cursor.offset += ahead

    def _split(self, text: str, cursor: _Cursor, look: Look) -> Iterable[tuple[str, int]]:
        """Yield the text in stretches that no anchor starts or ends within; slots open and close in between."""
        at = 0
        while at < len(text):
            self._advance(cursor, look)
            stop = len(text) - at
            if cursor.slot:
                stop = min(stop, cursor.slot[1].end - cursor.offset)
            elif cursor.anchors:
                stop = min(stop, cursor.anchors[0][1].start - cursor.offset)
            yield text[at : at + stop], stop
            at += stop

    def _advance(self, cursor: _Cursor, look: Look | None = None) -> None:
        """Close the slot that ends here and open those that start here."""
        if cursor.slot and cursor.slot[1].end <= cursor.offset:
            self._close(cursor)
        while not cursor.slot and cursor.anchors and cursor.anchors[0][1].start <= cursor.offset:
            index, anchor = cursor.anchors.pop(0)
            beside = look or cursor.look or self._mark
            cursor.slot = (index, anchor, self._inserted(cursor.look, look) if anchor.start == anchor.end else beside)
            cursor.outer, cursor.pieces = cursor.pieces, []
            if anchor.end <= cursor.offset:
                self._close(cursor)

    def _inserted(self, before: Look | None, after: Look | None) -> Look:
        """Return how an inserted value looks: as what it follows, on a line only where the line goes on behind it."""
        look = before or after or self._mark
        on_line = before is not None and after is not None and before.underline and after.underline
        return look if on_line else replace(look, underline="")

    @staticmethod
    def _close(cursor: _Cursor) -> None:
        assert cursor.slot is not None
        index, _, look = cursor.slot
        # A value takes the place of characters: what hangs between them stays, filled or not.
        staying = [piece for piece in cursor.pieces if _stays(piece)]
        leading = len(list(itertools.takewhile(_stays, cursor.pieces)))
        slot = Slot(index=index, look=look, blank=tuple(piece for piece in cursor.pieces if not _stays(piece)))
        cursor.pieces = [*cursor.outer, *staying[:leading], slot, *staying[leading:]]
        cursor.slot = None


def _stays(piece: Piece) -> bool:
    """True for what has no characters that a value could replace."""
    return isinstance(piece, Hanging | Note) or (isinstance(piece, Break) and piece.kind != "line")


def check_anchors(text: str, anchors: Sequence[tuple[int, Anchor]]) -> None:
    """Check that the own text is the one that the anchors were made for, and that no two of them overlap.

    Raises:
        AnchorLost: It is another.
        AnchorsOverlap: Two anchors claim the same characters.
    """
    mark = fingerprint(text)
    end = 0
    for _, anchor in sorted(anchors, key=lambda a: (a[1].start, a[1].end)):
        if anchor.fingerprint != mark:
            raise AnchorLost(anchor, "段落文字已改变")
        if not 0 <= anchor.start <= anchor.end <= len(text):
            raise AnchorLost(anchor, "空白的位置超出段落")
        if anchor.start < end:
            raise AnchorsOverlap(anchor.part)
        end = anchor.end


def _page_kind(instruction: str) -> str:
    words = instruction.split()
    return PAGE_FIELDS.get(words[0].upper(), "") if words else ""


def _append(pieces: list[Piece], text: str, node: Element, look: Look) -> None:
    if text == "\t" and node.tag != f"{W}t":
        pieces.append(Tab(look=look, to=node.get(f"{W}alignment", "")))
    elif text == "\n" and node.tag != f"{W}t":
        pieces.append(Break())
    elif pieces and isinstance(pieces[-1], Text) and pieces[-1].look == look:
        pieces[-1] = Text(text=pieces[-1].text + text, look=look)
    else:
        pieces.append(Text(text=text, look=look))
