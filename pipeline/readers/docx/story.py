"""A part's XML → blocks."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from pipeline.model.document import Block, Paragraph, Place, Run
from pipeline.ooxml.frames import BARE, Frame, control_frame
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
    is_on,
    leading,
)
from pipeline.ooxml.numbering import Counter, Numbering
from pipeline.ooxml.spans import Walk, paragraphs
from pipeline.ooxml.styles import FLUSH, Layout, Style, Styles, layout_over, read_paragraph
from pipeline.readers.docx.runs import Looks, hidden_words, runs
from pipeline.readers.docx.tables import table

_WRAPPERS = frozenset({f"{W}customXml", f"{W}ins", f"{W}moveTo", f"{W}smartTag"})
_ALIGN = {"center": "center", "right": "right", "end": "right", "both": "both", "distribute": "both"}
_SHAPE = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WHITE = frozenset({"white", "#ffffff", "#fff", "window"})
_BODY_LEVEL = 9  # outline level of body text


class Story:
    """The text of one part: body, header, footer or notes.

    Attributes:
        hidden: Hidden words found on the way.
    """

    def __init__(self, part: str, root: Element, styles: Styles, numbering: Numbering) -> None:
        self.hidden: list[str] = []
        self._part = part
        self._root = root
        self._styles = styles
        self._numbering = numbering
        self._counter = Counter(numbering)
        self._looks = Looks(styles)
        self._layouts: dict[tuple[str, Layout, str, int], Layout] = {}
        self._ordinals = {paragraph: index for index, paragraph in enumerate(paragraphs(root))}

    def body(self) -> tuple[Block, ...]:
        """Return the blocks of the document's body."""
        body = self._root.find(f"{W}body")
        return () if body is None else self.blocks(body)

    def blocks(self, parent: Element, frame: Frame = BARE, *, boxed: bool = False) -> tuple[Block, ...]:
        """Return the blocks in an element in reading order."""
        return tuple(self._blocks(parent, frame, boxed=boxed))

    def _blocks(self, parent: Element, frame: Frame, *, boxed: bool) -> Iterator[Block]:
        for child in parent:
            tag = child.tag
            if tag == PARAGRAPH:
                yield from self._paragraph(child, frame, boxed=boxed)
            elif tag == TABLE:
                yield table(child, self._styles, frame, partial(self.blocks, boxed=boxed))
            elif tag == CONTROL:
                content = child.find(CONTROL_CONTENT)
                if content is not None:
                    yield from self._blocks(content, control_frame(child, frame), boxed=boxed)
            elif tag in _WRAPPERS:
                yield from self._blocks(child, frame, boxed=boxed)
            elif tag == ALTERNATE:
                choice = child.find(CHOICE)
                if choice is not None:
                    yield from self._blocks(choice, frame, boxed=boxed)

    def _paragraph(self, element: Element, frame: Frame, *, boxed: bool) -> Iterator[Block]:
        properties = leading(element, PARAGRAPH_PROPERTIES)
        style_id, direct, mark = ("", FLUSH, None) if properties is None else read_paragraph(properties)
        style = self._styles.paragraph(style_id)
        walk = Walk(element, frame)
        # A paragraph whose end was deleted with changes tracked, and all its text, is not there.
        if walk.atoms or mark is None or mark.find(f"{W}del") is None:
            layout, number, separator = self._number(style, direct, mark)
            found = self._runs(walk, style, layout) if walk.atoms else ()
            self.hidden += hidden_words(found)
            width = (style.look.size or 20) * 10
            yield Paragraph(
                runs=found, number=number, separator=separator, style=style.name, boxed=boxed,
                place=Place(part=self._part, paragraph=self._ordinals[element]),
                level=None if layout.outline is None or layout.outline >= _BODY_LEVEL else layout.outline,
                align=_ALIGN.get(layout.align or "", "left"),
                indent=_characters(layout.first, layout.first_chars, width),
                left=_characters(layout.left, layout.left_chars, width),
            )  # fmt: skip
        for box in walk.boxes:
            yield from self._blocks(box, BARE._replace(on_colour=_is_filled(box)), boxed=True)

    def _runs(self, walk: Walk, style: Style, layout: Layout) -> tuple[Run, ...]:
        return runs(
            walk.atoms, style, self._looks, ruled_tabs=bool(layout.ruled_tabs), on_colour=bool(layout.shaded)
        )  # fmt: skip

    def _layout(self, style: Style, direct: Layout, list_id: str, level: int) -> Layout:
        """Return the layout of a paragraph: its own over its list's over its style's."""
        key = style.id, direct, list_id, level
        if key not in self._layouts:
            lists = self._numbering.layout(list_id, level)
            self._layouts[key] = layout_over(layout_over(style.layout, lists), direct)
        return self._layouts[key]

    def _number(self, style: Style, direct: Layout, mark: Element | None) -> tuple[Layout, str, str]:
        """Return the paragraph's layout, and its automatic number with what stands behind it."""
        list_id = direct.list_id or style.layout.list_id or "0"
        if list_id == "0":
            return self._layout(style, direct, "", 0), "", ""
        level = direct.list_level if direct.list_level is not None else style.layout.list_level or 0
        if direct.list_id is None and direct.list_level is None:
            # A number that comes with the style stands on the level that is tied to the style.
            tied = self._numbering.level_of_style(list_id, style.id)
            level = level if tied is None else tied
        layout = self._layout(style, direct, list_id, level)
        if mark is not None and is_on(mark.find(f"{W}vanish")):
            return layout, "", ""
        number, separator = self._counter.next(list_id, level)
        return layout, number, separator


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


def _characters(twips: int | None, hundredths: int | None, width: int) -> float:
    """Return an indent in characters; width is that of one character in twips."""
    return round(hundredths / 100 if hundredths else (twips or 0) / width, 2)
