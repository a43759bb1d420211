"""A part's XML → blocks."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from pipeline.model.document import Block, Paragraph, Place, Run
from pipeline.model.making import maker
from pipeline.ooxml.frames import BARE, Frame, control_frame
from pipeline.ooxml.literal import literals
from pipeline.ooxml.names import (
    ALTERNATE,
    CHOICE,
    CONTROL,
    CONTROL_CONTENT,
    PARAGRAPH,
    TABLE,
    Element,
    W,
    children,
)
from pipeline.ooxml.numbering import Counter, Numbering
from pipeline.ooxml.package import Package
from pipeline.ooxml.spans import Walk, once
from pipeline.ooxml.styles import Styles
from pipeline.readers.docx.runs import Looks, hidden_words, literal_runs, runs
from pipeline.readers.docx.settings import Setting, Settings
from pipeline.readers.docx.tables import table

_WRAPPERS = frozenset({f"{W}customXml", f"{W}ins", f"{W}moveTo", f"{W}smartTag"})
_new_paragraph, _new_place = maker(Paragraph), maker(Place)
_GROUNDS = (BARE, BARE._replace(on_colour=True))  # what doesn't change the characters that stand in it
_SHAPE = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WHITE = frozenset({"white", "#ffffff", "#fff", "window"})


class Book(NamedTuple):
    """A package, and how its paragraphs and runs look: worked out once for all its parts."""

    package: Package
    styles: Styles
    numbering: Numbering
    looks: Looks
    settings: Settings


class Story:
    """The text of one part: body, header, footer or notes.

    Attributes:
        hidden: Hidden words found on the way.
    """

    def __init__(self, part: str, book: Book) -> None:
        self.hidden: list[str] = []
        self._part = part
        self._root = book.package.trees[part]
        self._styles, self._looks, self._settings = book.styles, book.looks, book.settings
        self._counter = Counter(book.numbering)
        found = book.package.landmarks[part].paragraphs
        self._ordinals = {paragraph: index for index, paragraph in enumerate(once(found))}
        read = literals(book.package.texts[part], len(found[PARAGRAPH]))
        self._literals = dict(zip(found[PARAGRAPH], read, strict=True))

    def body(self) -> tuple[Block, ...]:
        """Return the blocks of the document's body."""
        body = self._root.find(f"{W}body")
        return () if body is None else self.blocks(body)

    def blocks(self, parent: Element, frame: Frame = BARE, *, boxed: bool = False) -> tuple[Block, ...]:
        """Return the blocks in an element in reading order."""
        found: list[Block] = []
        self._blocks(found, parent, frame, boxed=boxed)
        return tuple(found)

    def _blocks(self, blocks: list[Block], parent: Element, frame: Frame, *, boxed: bool) -> None:
        """Add the blocks in an element."""
        for child in children(parent):
            tag = child.tag
            if tag == PARAGRAPH:
                self._paragraph(blocks, child, frame, boxed=boxed)
            elif tag == TABLE:
                blocks.append(table(child, self._styles, frame, partial(self.blocks, boxed=boxed)))
            elif tag == CONTROL:
                content = child.find(CONTROL_CONTENT)
                if content is not None:
                    self._blocks(blocks, content, control_frame(child, frame), boxed=boxed)
            elif tag in _WRAPPERS:
                self._blocks(blocks, child, frame, boxed=boxed)
            elif tag == ALTERNATE:
                choice = child.find(CHOICE)
                if choice is not None:
                    self._blocks(blocks, choice, frame, boxed=boxed)

    def _paragraph(self, blocks: list[Block], element: Element, frame: Frame, *, boxed: bool) -> None:
        """Add a paragraph, if it is there, and what stands in the text boxes that hang on it."""
        literal = self._literals[element] if frame in _GROUNDS else None
        if literal is not None:
            setting = self._settings.of(element, literal.properties)
            if literal.pieces or not setting.is_joined:
                on_colour = setting.on_colour or frame.on_colour
                found = literal_runs(literal, element, setting, self._looks, on_colour=on_colour)
                blocks.append(self._set(element, setting, found, boxed=boxed))
            return
        setting = self._settings.of(element, None)
        walk = Walk(element, frame)
        # A paragraph whose end was deleted with changes tracked, and all its text, is not there.
        if walk.atoms or not setting.is_joined:
            blocks.append(self._set(element, setting, runs(walk.atoms, setting, self._looks), boxed=boxed))
        for box in walk.boxes:
            self._blocks(blocks, box, BARE._replace(on_colour=_is_filled(box)), boxed=True)

    def _set(self, element: Element, setting: Setting, found: tuple[Run, ...], *, boxed: bool) -> Paragraph:
        """Return the paragraph that runs are, counted."""
        number, separator = self._counter.next(setting.list_id, setting.list_level) if setting.list_id else ("", "")
        if self._looks.hides:
            self.hidden += hidden_words(found)
        return _new_paragraph(
            runs=found, number=number, separator=separator, style=setting.style.name, boxed=boxed,
            place=_new_place(part=self._part, paragraph=self._ordinals[element]),
            level=setting.level, align=setting.align, indent=setting.indent, left=setting.left,
        )  # fmt: skip


def _is_filled(box: Element) -> bool:
    """True where the shape that holds a text box is coloured."""
    for shape in box.iterancestors():
        if shape.tag == f"{_SHAPE}wsp":
            return shape.find(f"{_SHAPE}spPr/{_DRAWING}solidFill") is not None
        if shape.get("fillcolor") is not None:
            return shape.get("filled") not in {"f", "false"} and shape.get("fillcolor", "").lower() not in _WHITE
        if shape.tag == PARAGRAPH:
            break
    return False
