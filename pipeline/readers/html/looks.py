"""Attributes and style sheets of a page → how its text looks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from pipeline.model.document import Mark
from pipeline.readers.html.borders import is_ruled, length, points
from pipeline.readers.html.sheets import Declarations

_WHITE = frozenset(("#fff", "#ffffff", "white", "rgb(255,255,255)"))
_TINY = 1.5  # points: nobody reads smaller letters
_BOLD = frozenset(("bold", "bolder", "600", "700", "800", "900"))
_LIGHT = frozenset(("normal", "lighter", "100", "200", "300", "400"))
_INHERITED = frozenset(("", "inherit"))
_UNPAINTED = frozenset(("", "none", "transparent", "inherit", "initial", "unset"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What an element's text inherits and shows.

    Attributes:
        marks: Underline, bold, hidden, highlight.
        font: Name of the font family, "" if none is named.
        align: "left", "center", "right" or "both".
        indent: First-line indent in characters.
        left: Left margin in characters.
        keeps_space: Blanks and line ends stand as written (pre).
        white: Its letters are white.
        tiny: Its letters are too small to read.
        grounded: What it stands on is not white.
    """

    marks: Mark = Mark.NONE
    font: str = ""
    align: str = "left"
    indent: float = 0.0
    left: float = 0.0
    keeps_space: bool = False
    white: bool = False
    tiny: bool = False
    grounded: bool = False


def is_hidden(attributes: Mapping[str, str | None], style: Declarations) -> bool:
    """True where an element is not shown at all."""
    return (
        "hidden" in attributes
        or style.get("display") == "none"
        or style.get("visibility") in {"hidden", "collapse"}
        or style.get("mso-hide") == "all"
    )


def look_of(tag: str, attributes: Mapping[str, str | None], style: Declarations, outer: Look) -> Look:
    """How an element's text looks within what surrounds it.

    Args:
        tag: Its name.
        attributes: Its attributes.
        style: Its declarations, those of its classes included.
        outer: The look around it.
    """
    return replace(
        painted(attributes, style, _decorated(tag, attributes, style, outer)),
        font=_font(attributes, style) or outer.font,
        align=_align(tag, attributes, style) or outer.align,
        indent=length(style["text-indent"]) if "text-indent" in style else outer.indent,
        left=max(0.0, length(style.get("margin-left", "")) or length(style.get("padding-left", ""))),
        keeps_space=outer.keeps_space or tag == "pre" or style.get("white-space", "").startswith("pre"),
    )


def _decorated(tag: str, attributes: Mapping[str, str | None], style: Declarations, outer: Look) -> Look:
    """The look with what an element draws under, and how heavy and bright it sets its text."""
    marks = outer.marks
    lined = "underline" in style.get("text-decoration", "") or "underline" in style.get("text-decoration-line", "")
    # A line under a link says that it is one.
    if tag in {"u", "ins"} or ((lined or is_ruled(style)) and not (tag == "a" and "href" in attributes)):
        marks |= Mark.UNDERLINE
    if tag in {"b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"} or style.get("font-weight") in _BOLD:
        marks |= Mark.BOLD
    if style.get("font-weight") in _LIGHT:
        marks &= ~Mark.BOLD
    if tag == "mark":
        marks |= Mark.HIGHLIGHT
    return replace(outer, marks=marks)


def painted(attributes: Mapping[str, str | None], style: Declarations, outer: Look) -> Look:
    """The look with the colours and the size of the letters that an element sets: white on white is not seen.

    Args:
        attributes: Its attributes.
        style: Its declarations.
        outer: The look around it.
    """
    ground = (style.get("background-color") or style.get("background") or attributes.get("bgcolor") or "").lower()
    ground = ground.replace(" ", "")
    grounded = outer.grounded if ground in _UNPAINTED else ground not in _WHITE
    colour = (style.get("color") or attributes.get("color") or "").lower().replace(" ", "")
    white = outer.white if colour in _INHERITED else colour in _WHITE
    size = points(style.get("font-size", "")) if "font-size" in style else None
    tiny = outer.tiny if size is None else size <= _TINY
    hidden = tiny or (white and not grounded)
    marks = outer.marks | Mark.HIDDEN if hidden else outer.marks & ~Mark.HIDDEN
    return replace(outer, marks=marks, white=white, tiny=tiny, grounded=grounded)


def _font(attributes: Mapping[str, str | None], style: Declarations) -> str:
    named = style.get("font-family") or (attributes.get("face") or "").lower()
    return named.split(",", 1)[0].strip("\"' ")


def _align(tag: str, attributes: Mapping[str, str | None], style: Declarations) -> str:
    if tag == "center":
        return "center"
    named = style.get("text-align") or (attributes.get("align") or "").lower()
    return {"justify": "both", "start": "left", "end": "right"}.get(
        named, named if named in {"left", "center", "right"} else ""
    )
