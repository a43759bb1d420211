"""w:pPr → what it makes of a paragraph."""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.ooxml.names import PARAGRAPH_PROPERTIES, Element, W, children, is_on, leading
from pipeline.ooxml.numbering import Numbering
from pipeline.ooxml.styles import FLUSH, Layout, Style, Styles, layout_over, read_paragraph

_ALIGN = {"center": "center", "right": "right", "end": "right", "both": "both", "distribute": "both"}
_VANISH, _DELETED = W + "vanish", W + "del"
_BODY_LEVEL = 9  # outline level of body text
# What a w:pPr says and nobody asks: distances, how lines break, indents on the right, tab stops that draw no line.
_UNHEARD = re.compile(
    rb"<w:(?:spacing|snapToGrid|adjustRightInd|autoSpaceDE|autoSpaceDN|keepNext|keepLines|widowControl|kinsoku|wordWrap"
    rb"|overflowPunct|topLinePunct|textAlignment|suppressAutoHyphens|contextualSpacing|rPr)(?: [^<>]*)?/>"
    rb'| w:(?:right|end)(?:Chars)?="[^"<>]*"'
    rb'|<w:tab(?: (?!w:leader="[uh])w:\w+="[^"<>]*")*/>'
)


class Setting(NamedTuple):
    """How a paragraph is set.

    Attributes:
        style: Its style.
        list_id: The list that counts it, "" if none does.
        list_level: Its level in that list.
        is_joined: Its end was deleted with changes tracked.
        ruled_tabs: Its tab stops draw a line.
        on_colour: It stands on a coloured ground.
        level: Outline level, None for body text.
        align: "left", "center", "right" or "both".
        indent: First-line indent in characters.
        left: Left indent in characters.
    """

    style: Style
    list_id: str
    list_level: int
    is_joined: bool
    ruled_tabs: bool
    on_colour: bool
    level: int | None
    align: str
    indent: float
    left: float


def _said(wording: bytes) -> bytes:
    """Return what of the wording of a w:pPr can matter to the paragraph's text: most differ in nothing else."""
    said, start, mark = wording.partition(b"<w:rPr")
    # How the paragraph's mark looks is nothing to its text, unless it is hidden or gone.
    said = wording if start and (b"<w:vanish" in mark or b"<w:del" in mark) else said
    return said if b"'" in said else _UNHEARD.sub(b"", said)


class Settings:
    """How the paragraphs of one part are set, worked out once for all whose properties are written alike."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self._styles = styles
        self._numbering = numbering
        self._by_wording: dict[bytes, Setting] = {}
        self._settings: dict[tuple[str, Layout, bool, bool], Setting] = {}

    def of(self, paragraph: Element, wording: bytes | None) -> Setting:
        """Return how a w:p is set.

        Args:
            paragraph: The w:p.
            wording: What its w:pPr is written like; None if that is not known.
        """
        if wording is None:
            return self._read(leading(paragraph, PARAGRAPH_PROPERTIES))
        setting = self._by_wording.get(wording)
        if setting is None:
            said = _said(wording)
            setting = self._by_wording.get(said)
            if setting is None:
                setting = self._by_wording[said] = self._read(leading(paragraph, PARAGRAPH_PROPERTIES))
            self._by_wording[wording] = setting
        return setting

    def _read(self, properties: Element | None) -> Setting:
        style_id, direct, mark = ("", FLUSH, None) if properties is None else read_paragraph(properties)
        is_counted, is_joined = True, False
        for child in () if mark is None else children(mark):
            if child.tag == _VANISH:
                is_counted = is_counted and not is_on(child)
            elif child.tag == _DELETED:
                is_joined = True
        said = style_id, direct, is_counted, is_joined
        if said not in self._settings:
            self._settings[said] = self._setting(*said)
        return self._settings[said]

    def _setting(self, style_id: str, direct: Layout, is_counted: bool, is_joined: bool) -> Setting:  # noqa: FBT001
        style = self._styles.paragraph(style_id)
        list_id, level = self._list(style, direct)
        lists = self._numbering.layout(list_id, level) if list_id else FLUSH
        # Its own layout over its list's over its style's.
        layout = layout_over(layout_over(style.layout, lists), direct)
        width = (style.look.size or 20) * 10
        return Setting(
            style=style, list_id=list_id if is_counted else "", list_level=level, is_joined=is_joined,
            ruled_tabs=bool(layout.ruled_tabs), on_colour=bool(layout.shaded),
            level=None if layout.outline is None or layout.outline >= _BODY_LEVEL else layout.outline,
            align=_ALIGN.get(layout.align or "", "left"),
            indent=_characters(layout.first, layout.first_chars, width),
            left=_characters(layout.left, layout.left_chars, width),
        )  # fmt: skip

    def _list(self, style: Style, direct: Layout) -> tuple[str, int]:
        """Return the list that a paragraph stands in, "" if in none, and its level."""
        list_id = direct.list_id or style.layout.list_id or "0"
        if list_id == "0":
            return "", 0
        level = direct.list_level if direct.list_level is not None else style.layout.list_level or 0
        if direct.list_id is None and direct.list_level is None:
            # A number that comes with the style stands on the level that is tied to the style.
            tied = self._numbering.level_of_style(list_id, style.id)
            level = level if tied is None else tied
        return list_id, level


def _characters(twips: int | None, hundredths: int | None, width: int) -> float:
    """Return an indent in characters; width is that of one character in twips."""
    return round(hundredths / 100 if hundredths else (twips or 0) / width, 2)
