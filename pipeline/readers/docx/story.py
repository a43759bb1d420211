"""A part's XML → blocks."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.model.document import Block, Paragraph, Place
from pipeline.ooxml.names import (
    ALTERNATE,
    CHOICE,
    CONTROL,
    CONTROL_CONTENT,
    PARAGRAPH,
    PARAGRAPH_PROPERTIES,
    RUN_PROPERTIES,
    TABLE,
    Element,
    W,
    child_value,
    is_on,
)
from pipeline.ooxml.numbering import Counter, Numbering
from pipeline.ooxml.spans import BARE, Frame, Walk, control_frame, paragraphs
from pipeline.ooxml.styles import Layout, Style, Styles, layout_over, read_layout
from pipeline.readers.docx.runs import Looks, hidden_words, runs
from pipeline.readers.docx.tables import table

_WRAPPERS = frozenset({f"{W}customXml", f"{W}ins", f"{W}moveTo", f"{W}smartTag"})
_ALIGN = {"center": "center", "right": "right", "end": "right", "both": "both", "distribute": "both"}
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
                yield table(child, self._styles, frame, self.blocks)
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
        properties = element.find(PARAGRAPH_PROPERTIES)
        style = self._styles.paragraph(child_value(properties, f"{W}pStyle"))
        direct = read_layout(properties)
        walk = Walk(element, frame)
        if walk.atoms or not _is_deleted(properties):
            layout, number, separator = self._number(style, direct, properties)
            found = runs(walk.atoms, style, self._looks, ruled_tabs=bool(layout.ruled_tabs))
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
            yield from self._blocks(box, BARE, boxed=True)

    def _number(self, style: Style, direct: Layout, properties: Element | None) -> tuple[Layout, str, str]:
        """Return the paragraph's layout, and its automatic number with what stands behind it."""
        layout = layout_over(style.layout, direct)
        list_id = layout.list_id or "0"
        if list_id == "0":
            return layout, "", ""
        level = direct.list_level if direct.list_level is not None else layout.list_level or 0
        if direct.list_id is None:
            # A number that comes with the style stands on the level that is tied to the style.
            tied = self._numbering.level_of_style(list_id, style.id)
            level = level if tied is None or direct.list_level is not None else tied
        layout = layout_over(layout_over(style.layout, self._numbering.layout(list_id, level)), direct)
        mark = None if properties is None else properties.find(RUN_PROPERTIES)
        if mark is not None and is_on(mark.find(f"{W}vanish")):
            return layout, "", ""
        number, separator = self._counter.next(list_id, level)
        return layout, number, separator


def _is_deleted(properties: Element | None) -> bool:
    """True where the paragraph's end was deleted with changes tracked."""
    return properties is not None and properties.find(f"{RUN_PROPERTIES}/{W}del") is not None


def _characters(twips: int | None, hundredths: int | None, width: int) -> float:
    """Return an indent in characters; width is that of one character in twips."""
    return round(hundredths / 100 if hundredths else (twips or 0) / width, 2)
