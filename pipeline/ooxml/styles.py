"""styles.xml → how a paragraph and a run look, with everything that they inherit."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from pipeline.ooxml.archive import DamagedPackage
from pipeline.ooxml.names import (
    PARAGRAPH_PROPERTIES,
    RUN_PROPERTIES,
    VAL,
    Element,
    W,
    child_value,
    first_child,
    is_on,
    value,
    whole,
)

_NO_FILL = frozenset({"auto", "FFFFFF", "ffffff", ""})
_NO_THEME = frozenset({None, "background1", "light1"})
_BOLD, _UNDERLINE, _COLOR, _SIZE = W + "b", W + "u", W + "color", W + "sz"
_HIGHLIGHT, _SHADING, _RUN_STYLE = W + "highlight", W + "shd", W + "rStyle"
_VANISH = frozenset({W + "vanish", W + "specVanish"})
_RUN_SAYS = _VANISH | {_BOLD, _UNDERLINE, _COLOR, _SIZE, _HIGHLIGHT, _SHADING, _RUN_STYLE}
_FILL, _THEME_FILL, _THEME_COLOR, _THEME_SHADE = (W + n for n in ("fill", "themeFill", "themeColor", "themeShade"))
_STYLE, _ALIGN, _OUTLINE, _INDENT, _LIST, _TABS = (
    W + n for n in ("pStyle", "jc", "outlineLvl", "ind", "numPr", "tabs")
)
_PARAGRAPH_SAYS = frozenset({_STYLE, _ALIGN, _OUTLINE, _INDENT, _LIST, _TABS, _SHADING, RUN_PROPERTIES})
_LEADERS = frozenset({"underscore", "heavy"})
_DEPTH = 50  # styles that a style may be based on, one after the other


class Look(NamedTuple):
    """How characters look; None where nothing is said. `size` is in half-points, `color` RRGGBB or "auto"."""

    bold: bool | None = None
    underline: bool | None = None
    hidden: bool | None = None
    color: str | None = None
    size: int | None = None
    shaded: bool | None = None


class Layout(NamedTuple):
    """How a paragraph is laid out; None where nothing is said. Indents in twips, those in characters in 1/100."""

    align: str | None = None
    outline: int | None = None
    first: int | None = None
    first_chars: int | None = None
    left: int | None = None
    left_chars: int | None = None
    list_id: str | None = None
    list_level: int | None = None
    ruled_tabs: bool | None = None  # its tab stops draw a line
    shaded: bool | None = None


class Style(NamedTuple):
    """A paragraph style with what it inherits."""

    id: str
    name: str
    look: Look
    layout: Layout


# Attribute of w:ind → what it sets; the later one wins.
_INDENTS = (
    (W + "left", "left", 1),
    (W + "start", "left", 1),
    (W + "leftChars", "left_chars", 1),
    (W + "startChars", "left_chars", 1),
    (W + "firstLine", "first", 1),
    (W + "hanging", "first", -1),
    (W + "firstLineChars", "first_chars", 1),
    (W + "hangingChars", "first_chars", -1),
)

PLAIN = Look()
FLUSH = Layout()


def read_look(properties: Element | None) -> Look:
    """Return what a w:rPr says by itself."""
    return PLAIN if properties is None else _read_run(properties)[1]


def _read_run(properties: Element) -> tuple[str, Look]:
    """Return the id of the character style that a w:rPr names, and what it says by itself."""
    style_id = bold = underline = hidden = color = size = shaded = None
    for child in properties:
        tag = child.tag
        if tag not in _RUN_SAYS:
            continue
        if tag == _SIZE:
            size = whole(child.get(VAL), 21)
        elif tag == _COLOR:
            color = _color(child)
        elif tag == _BOLD:
            bold = is_on(child)
        elif tag == _UNDERLINE:
            underline = child.get(VAL, "single") != "none"
        elif tag in _VANISH:
            hidden = is_on(child)
        elif tag == _HIGHLIGHT:
            shaded = value(child) not in {"none", "white"}
        elif tag == _RUN_STYLE:
            style_id = value(child) if style_id is None else style_id
        elif not shaded:
            shaded = has_ground(child)
    return style_id or "", Look(bold, underline, hidden, color, size, shaded)


def has_ground(shading: Element) -> bool:
    """True where a w:shd colours the ground."""
    fill, theme = shading.get(_FILL, "auto"), shading.get(_THEME_FILL)
    return fill not in _NO_FILL or theme not in _NO_THEME


def _color(element: Element) -> str:
    theme = element.get(_THEME_COLOR)
    if theme is not None and theme in _NO_THEME and element.get(_THEME_SHADE) is None:
        return "FFFFFF"
    return element.get(VAL, "auto").upper()


def read_layout(properties: Element | None) -> Layout:
    """Return what a w:pPr says by itself."""
    return FLUSH if properties is None else read_paragraph(properties)[1]


def read_paragraph(properties: Element) -> tuple[str, Layout, Element | None]:
    """Return the style id that a w:pPr names, what it says by itself, and the properties of the paragraph's mark."""
    style_id, mark = "", None
    found: dict[str, str | int | bool | None] = {}
    for child in properties:
        tag = child.tag
        if tag not in _PARAGRAPH_SAYS:
            continue
        if tag == RUN_PROPERTIES:
            mark = child
        elif tag == _STYLE:
            style_id = value(child)
        elif tag == _INDENT:
            found.update(_indents(child))
        elif tag == _ALIGN:
            found["align"] = value(child)
        elif tag == _OUTLINE:
            found["outline"] = whole(child.get(VAL), 9)
        elif tag == _LIST:
            list_id, level = first_child(child, f"{W}numId"), first_child(child, f"{W}ilvl")
            found["list_id"] = None if list_id is None else value(list_id)
            found["list_level"] = None if level is None else whole(value(level))
        elif tag == _SHADING:
            found["shaded"] = has_ground(child)
        else:
            found["ruled_tabs"] = any(stop.get(f"{W}leader") in _LEADERS for stop in child)
    return style_id, (Layout(**found) if found else FLUSH), mark  # type: ignore[arg-type]


def _indents(element: Element) -> dict[str, int]:
    """Return the indents that a w:ind sets; a hanging one is a negative first line."""
    said = element.keys()
    return {key: sign * whole(element.get(name)) for name, key, sign in _INDENTS if name in said}


@lru_cache(maxsize=1024)
def look_over(lower: Look, upper: Look) -> Look:
    """Return what is said on two floors: the upper one wins wherever it says something."""
    if upper is PLAIN:
        return lower
    return Look._make(low if up is None else up for low, up in zip(lower, upper, strict=True))


@lru_cache(maxsize=1024)
def layout_over(lower: Layout, upper: Layout) -> Layout:
    """Return what is said on two floors: the upper one wins wherever it says something."""
    if upper is FLUSH:
        return lower
    merged = Layout._make(low if up is None else up for low, up in zip(lower, upper, strict=True))
    # An indent in characters outweighs one in twips on its own floor, but not one set nearer to the paragraph.
    if upper.first is not None and upper.first_chars is None:
        merged = merged._replace(first_chars=None)
    if upper.left is not None and upper.left_chars is None:
        merged = merged._replace(left_chars=None)
    return merged


class Styles:
    """The styles of a package; a style is resolved when it is first asked for."""

    def __init__(self, root: Element | None) -> None:
        self._elements: dict[str, Element] = {}
        self._paragraphs: dict[str, Style] = {}
        self._characters: dict[str, Look] = {}
        self._default = ""
        self._look, self._layout = PLAIN, FLUSH
        if root is None:
            return
        for element in root.iterfind(f"{W}style"):
            style_id = element.get(f"{W}styleId", "")
            self._elements.setdefault(style_id, element)
            if element.get(f"{W}type") == "paragraph" and element.get(f"{W}default") in {"1", "true", "on"}:
                self._default = style_id
        self._look = read_look(root.find(f"{W}docDefaults/{W}rPrDefault/{RUN_PROPERTIES}"))
        self._layout = read_layout(root.find(f"{W}docDefaults/{W}pPrDefault/{PARAGRAPH_PROPERTIES}"))

    def _chain(self, style_id: str) -> list[Element]:
        """Return the style and what it is based on, the outermost base first."""
        chain: list[Element] = []
        while style_id and (element := self._elements.get(style_id)) is not None:
            if element in chain or len(chain) >= _DEPTH:
                raise DamagedPackage("样式互相引用，无法确定格式", part="word/styles.xml")
            chain.append(element)
            style_id = child_value(element, f"{W}basedOn")
        return chain[::-1]

    def paragraph(self, style_id: str) -> Style:
        """Return a paragraph style by id, the default one where the id is "" or unknown.

        Raises:
            DamagedPackage: The style is based on itself.
        """
        key = style_id if style_id in self._elements else self._default
        if key not in self._paragraphs:
            look, layout, name = self._look, self._layout, ""
            for element in self._chain(key):
                look = look_over(look, read_look(element.find(RUN_PROPERTIES)))
                layout = layout_over(layout, read_layout(element.find(PARAGRAPH_PROPERTIES)))
                name = child_value(element, f"{W}name")
            self._paragraphs[key] = Style(key, name, look, layout)
        return self._paragraphs[key]

    def character(self, style_id: str) -> Look:
        """Return what a character style says, with what it inherits."""
        if style_id not in self._characters:
            look = PLAIN
            for element in self._chain(style_id):
                look = look_over(look, read_look(element.find(RUN_PROPERTIES)))
            self._characters[style_id] = look
        return self._characters[style_id]

    def run(self, style: Style, properties: Element | None) -> Look:
        """Return how a run looks: its own properties over its character style over its paragraph's style."""
        if properties is None:
            return style.look
        style_id, direct = _read_run(properties)
        if not style_id:
            return look_over(style.look, direct)
        character = self.character(style_id)
        # Toggle properties said by both styles cancel each other (ISO 29500-1, 17.7.3).
        bold = (style.look.bold or False) ^ character.bold if character.bold is not None else None
        return look_over(look_over(style.look, character._replace(bold=bold)), direct)

    def element(self, style_id: str) -> Element | None:
        """Return the w:style with that id."""
        return self._elements.get(style_id)

    def chain(self, style_id: str) -> list[Element]:
        """Return the w:style with that id and those that it is based on, the outermost base first."""
        return self._chain(style_id)
