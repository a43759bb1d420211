r"""w:p → its own text, character by character, with the element that each character comes from.

This is the one definition of a paragraph's *own text*: readers, anchors and writers count the same characters.

- w:t gives its characters (white space at its ends only where xml:space says so), w:tab and w:ptab "\t", w:br and
  w:cr "\n", w:noBreakHyphen "-", w:sym the character that looks like it. Page and column breaks give nothing.
- Symbol fonts are read as the characters that they look like, boxes as □ ☑ ☒ (`ooxml.symbols`).
- Tracked deletions are out, insertions in. Of fields the result is in, the instruction out. A legacy check box is one
  □ or ☑, a legacy drop-down its chosen entry. Of ruby the base is in, of mathematics the characters of m:t.
- Text boxes are paragraphs of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.ooxml.frames import Frame, control_frame, face, merge_name, outer_frame
from pipeline.ooxml.names import (
    ALTERNATE,
    BOX_CONTENT,
    CHOICE,
    CONTROL,
    CONTROL_CONTENT,
    FALLBACK,
    INSERTED,
    INSTRUCTION,
    PARAGRAPH,
    RUN,
    RUN_PROPERTIES,
    SIMPLE_FIELD,
    TAB,
    TEXT,
    W16SE,
    Element,
    M,
    W,
    by_name,
    child_value,
    children,
    first_child,
    leading,
)
from pipeline.ooxml.symbols import EMPTY, TICKED, font_name, glyph, visible

_FONTS, _ASCII, _HIGH = W + "rFonts", W + "ascii", W + "hAnsi"
_BREAKS = frozenset({W + "br", W + "cr"})
_TABS = frozenset({TAB, W + "ptab"})
_MATH_RUN, _MATH_TEXT = M + "r", M + "t"
_FIELD_CHARACTER = W + "fldChar"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_BLANKS = " \t\r\n"
_LINE_ENDS = str.maketrans("\r\n", "  ")
_TRANSPARENT = frozenset(
    {W + name for name in ("hyperlink", "smartTag", "customXml", "dir", "bdo", "ruby", "rubyBase", "r")}
    | {M + name for name in ("oMath", "oMathPara", "e", "num", "den", "sup", "sub", "deg", "fName", "lim")}
    | {M + name for name in ("f", "sSup", "sSub", "sSubSup", "sPre", "rad", "d", "nary", "func", "limLow", "limUpp")}
    | {M + name for name in ("m", "mr", "eqArr", "acc", "bar", "box", "borderBox", "groupChr", "phant")}
)
_HANGING = frozenset({W + "drawing", W + "pict", W + "object"})


class Atom(NamedTuple):
    """Characters of own text that one element draws.

    Attributes:
        text: The characters as they look, one or more.
        node: The element: w:t, m:t, w:tab, w:br, w:sym, w:fldChar …
        run: The w:r or m:r around it.
        frame: What it stands in.
    """

    text: str
    node: Element
    run: Element
    frame: Frame


@dataclass(slots=True)
class _Field:
    """A complex field that is being walked through; `name` is None unless a value is to be put there."""

    start: int
    nodes: list[Element]
    name: str | None = None
    default: str = ""
    instruction: str = ""
    in_result: bool = False
    is_drawn: bool = False  # its face came from the form data already; what follows is not shown


class MergeField(NamedTuple):
    """A merge field: its result are the atoms `first:last`; `nodes` are what makes it a field."""

    first: int
    last: int
    nodes: tuple[Element, ...]


def raw_text(node: Element) -> str:
    """Return the stored characters of a w:t that count: as many as it has in the own text."""
    text = node.text or ""
    if text and (text[0] in _BLANKS or text[-1] in _BLANKS) and not _is_preserved(node):
        text = text.strip(_BLANKS)
    return text.translate(_LINE_ENDS) if "\n" in text or "\r" in text else text


def _is_preserved(node: Element) -> bool:
    element: Element | None = node
    while element is not None:
        space = element.get(_SPACE)
        if space is not None:
            return space == "preserve"
        element = element.getparent()
    return False


def symbol_font(run: Element) -> str:
    """Return the run's font for Latin letters if it is a symbol font, else ""."""
    properties = leading(run, RUN_PROPERTIES)
    fonts = None if properties is None else first_child(properties, _FONTS)
    if fonts is None:
        return ""
    name = fonts.get(_ASCII) or fonts.get(_HIGH) or ""
    return name if font_name(name) else ""


def symbol_text(node: Element) -> str:
    """Return the one character that a w:sym draws."""
    try:
        code = int(node.get(W + "char", ""), 16)
    except ValueError:
        code = 0
    return glyph(node.get(W + "font", ""), code)


class Walk:
    """A walk through one paragraph.

    Args:
        paragraph: The w:p.
        outer: What it stands in, if the caller knows; it is looked up otherwise.

    Attributes:
        atoms: Its own text, piece by piece.
        boxes: The w:txbxContent that hang on it.
        merges: Its merge fields.
    """

    __slots__ = ("_fields", "atoms", "boxes", "merges")

    def __init__(self, paragraph: Element, outer: Frame | None = None) -> None:
        self.atoms: list[Atom] = []
        self.boxes: list[Element] = []
        self.merges: list[MergeField] = []
        self._fields: list[_Field] = []
        self._inline(paragraph, outer_frame(paragraph) if outer is None else outer)

    @property
    def text(self) -> str:
        """The paragraph's own text."""
        return "".join(atom.text for atom in self.atoms)

    def _inline(self, parent: Element, frame: Frame) -> None:
        for child in children(parent):
            tag = child.tag
            if tag == RUN:
                self._run(child, frame)
            elif tag in _TRANSPARENT:
                self._inline(child, frame)
            elif tag in INSERTED:
                self._inline(child, frame._replace(inserted=True))
            elif tag == CONTROL:
                content = child.find(CONTROL_CONTENT)
                if content is not None:
                    self._inline(content, control_frame(child, frame))
            elif tag == SIMPLE_FIELD:
                self._simple_field(child, frame)
            elif tag == ALTERNATE:
                self._alternate(child, None, frame)
            elif tag == _MATH_RUN:
                for text in child.iterchildren(_MATH_TEXT):
                    self._add(text.text or "", text, child, frame)

    def _simple_field(self, element: Element, frame: Frame) -> None:
        name = merge_name(element.get(f"{W}instr", ""))
        if name is None:
            self._inline(element, frame)
            return
        first = len(self.atoms)
        self._inline(element, frame._replace(name=name, is_field=True))
        self.merges.append(MergeField(first, len(self.atoms), (element,)))

    def _run(self, run: Element, base: Frame) -> None:
        frame = self._framed(base) if self._fields else base
        for child in children(run):
            tag = child.tag
            if tag == TEXT:
                self._add(visible(raw_text(child), symbol_font(run)), child, run, frame)
            elif tag == RUN_PROPERTIES:
                continue
            elif tag in _TABS:
                self._add("\t", child, run, frame)
            elif tag in _BREAKS:
                if tag == f"{W}cr" or child.get(f"{W}type", "textWrapping") == "textWrapping":
                    self._add("\n", child, run, frame)
            elif tag == _FIELD_CHARACTER:
                self._field_character(child, run, base)
                frame = self._framed(base)
            elif tag == INSTRUCTION:
                if self._fields:
                    self._fields[-1].instruction += child.text or ""
                    self._fields[-1].nodes.append(child)
            else:
                self._rare(child, run, frame)

    def _framed(self, base: Frame) -> Frame:
        """Return the frame with the innermost field around it that takes a value."""
        for current in reversed(self._fields):
            if current.name is not None:
                return base._replace(name=current.name, is_field=True)
        return base

    def _rare(self, child: Element, run: Element, frame: Frame) -> None:
        tag = child.tag
        if tag == f"{W}sym":
            self._add(symbol_text(child), child, run, frame)
        elif tag == f"{W}noBreakHyphen":
            self._add("-", child, run, frame)
        elif tag == f"{W}ruby":
            self._inline(child, frame)
        elif tag == ALTERNATE:
            self._alternate(child, run, frame)
        elif tag in _HANGING:
            self.boxes.extend(_boxes(child))

    def _alternate(self, alternate: Element, run: Element | None, frame: Frame) -> None:
        choice = alternate.find(CHOICE)
        if choice is None:
            return
        for child in choice:
            if run is None:
                self._inline(choice, frame)
                return
            if child.tag == f"{W16SE}symEx":
                self._add(visible(chr(int(child.get(f"{W16SE}char", "FFFD"), 16))), child, run, frame)
            elif child.tag == TEXT:
                self._add(visible(raw_text(child)), child, run, frame)
            else:
                self._rare(child, run, frame)

    def _add(self, text: str, node: Element, run: Element, frame: Frame) -> None:
        if not text or (self._fields and any(not f.in_result or f.is_drawn for f in self._fields)):
            return
        if frame.ticked is not None and len(text) == 1:
            text = TICKED if frame.ticked else EMPTY
        self.atoms.append(Atom(text, node, run, frame))

    def _field_character(self, node: Element, run: Element, base: Frame) -> None:
        """Follow a field's begin, separator or end."""
        kind = node.get(f"{W}fldCharType")
        if kind == "begin":
            self._begin(node, run, base)
        elif kind == "separate" and self._fields:
            current = self._fields[-1]
            current.in_result = True
            current.nodes.append(node)
            if current.name is None:
                current.name = merge_name(current.instruction)
        elif kind == "end" and self._fields:
            done = self._fields.pop()
            done.nodes.append(node)
            self._end(done)

    def _begin(self, node: Element, run: Element, base: Frame) -> None:
        current = _Field(len(self.atoms), [node])
        data = node.find(f"{W}ffData")
        if data is not None:
            current.name = child_value(data, f"{W}name")
            current.default = child_value(data.find(f"{W}textInput"), f"{W}default")
            shown = face(data)
            if shown:
                current.is_drawn = True
                frame = base._replace(name=current.name, is_field=True, choices=shown[1])
                self._add(shown[0], node, run, frame)
        self._fields.append(current)

    def _end(self, done: _Field) -> None:
        """A text field that somebody wrote something into is no placeholder any more."""
        if done.name is None or done.is_drawn:
            return
        if merge_name(done.instruction) is not None:
            self.merges.append(MergeField(done.start, len(self.atoms), tuple(done.nodes)))
            return
        text = "".join(atom.text for atom in self.atoms[done.start :]).strip()
        if text and text != done.default.strip():
            for index in range(done.start, len(self.atoms)):
                atom = self.atoms[index]
                self.atoms[index] = atom._replace(frame=atom.frame._replace(is_field=False))


def _boxes(node: Element) -> Iterator[Element]:
    """Yield the outermost text boxes in a drawing, each once."""
    for content in node.iter(BOX_CONTENT):
        for ancestor in content.iterancestors():
            if ancestor is node:
                yield content
                break
            if ancestor.tag in {BOX_CONTENT, FALLBACK}:
                break


def paragraphs(root: Element) -> list[Element]:
    """Return every w:p that is not inside mc:Fallback, in document order: the order that ordinals count."""
    return once(by_name(root, PARAGRAPH, FALLBACK))


def once(found: Mapping[str, list[Element]]) -> list[Element]:
    """Return the w:p that are not inside mc:Fallback, of all elements of these two names in a part."""
    doubled = {p for fallback in found[FALLBACK] for p in fallback.iter(PARAGRAPH)}
    return [p for p in found[PARAGRAPH] if p not in doubled] if doubled else found[PARAGRAPH]
