"""Attributes and style sheets of a page → how its text looks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from pipeline.model.document import Mark

_POINTS_A_CHARACTER = 10.5  # 五号, the size that Word and browsers' pages of contracts mostly set text in
_UNITS = {"pt": 1.0, "px": 0.75, "in": 72.0, "cm": 28.35, "mm": 2.835, "pc": 12.0}
_LENGTH = re.compile(r"(-?\d{1,6}(?:\.\d{1,6})?)\s*(pt|px|in|cm|mm|pc|em|rem|ch|%)?")
_CLASS = re.compile(r"(?:[a-z][a-z0-9]*)?\.([\w-]+)", re.IGNORECASE)
_SHEET = 500_000
_WHITE = frozenset(("#fff", "#ffffff", "white", "rgb(255,255,255)"))
_TINY = 1.5  # points: nobody reads smaller letters
_BOLD = frozenset(("bold", "bolder", "600", "700", "800", "900"))
_NO_BORDER = re.compile(r"\b(?:none|hidden|0(?:px|pt)?)\b")

Declarations = dict[str, str]


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
    """

    marks: Mark = Mark.NONE
    font: str = ""
    align: str = "left"
    indent: float = 0.0
    left: float = 0.0
    keeps_space: bool = False


def declarations(style: str) -> Declarations:
    """Read the declarations of a style attribute or rule.

    Args:
        style: `text-decoration: underline; width: 80px`.

    Returns:
        Values by property, both in lower case.
    """
    found: Declarations = {}
    for declaration in style[:4_000].split(";"):
        name, colon, value = declaration.partition(":")
        if colon:
            found[name.strip().lower()] = value.replace("!important", "").strip().lower()
    return found


def class_rules(sheets: str) -> dict[str, Declarations]:
    """Read the rules of style sheets that hang on a class alone (`.line`, `span.line`).

    Args:
        sheets: The text of the page's style elements.

    Returns:
        Declarations by class name; other selectors are left out.
    """
    rules: dict[str, Declarations] = {}
    for rule in _without_comments(sheets[:_SHEET]).split("}"):
        selectors, _, body = rule.partition("{")
        for selector in selectors.split(","):
            if found := _CLASS.fullmatch(selector.strip()):
                rules.setdefault(found[1], {}).update(declarations(body))
    return rules


def _without_comments(sheets: str) -> str:
    first, *others = sheets.replace("<!--", "").replace("-->", "").split("/*")
    return first + "".join(other.partition("*/")[2] for other in others)


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
        outer,
        marks=outer.marks | _marks(tag, style),
        font=_font(attributes, style) or outer.font,
        align=_align(tag, attributes, style) or outer.align,
        indent=length(style["text-indent"]) if "text-indent" in style else outer.indent,
        left=max(0.0, length(style.get("margin-left", "")) or length(style.get("padding-left", ""))),
        keeps_space=outer.keeps_space or tag in {"pre", "textarea"} or style.get("white-space", "").startswith("pre"),
    )


def length(value: str) -> float:
    """A length in characters of text, 0 for one that can't be told."""
    found = _LENGTH.match(value)
    if not found or found[2] == "%":
        return 0.0
    number = float(found[1])
    if found[2] in {"em", "rem"}:
        return number
    if found[2] == "ch":
        return number / 2
    return number * _UNITS.get(found[2] or "px", 0.75) / _POINTS_A_CHARACTER


def _marks(tag: str, style: Declarations) -> Mark:
    marks = Mark.NONE
    if tag in {"u", "ins"} or _is_underlined(style):
        marks |= Mark.UNDERLINE
    if tag in {"b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"} or style.get("font-weight") in _BOLD:
        marks |= Mark.BOLD
    if tag == "mark":
        marks |= Mark.HIGHLIGHT
    if _is_invisible(style):
        marks |= Mark.HIDDEN
    return marks


def _is_underlined(style: Declarations) -> bool:
    if "underline" in style.get("text-decoration", "") or "underline" in style.get("text-decoration-line", ""):
        return True
    border = style.get("border-bottom", "") or style.get("border-bottom-width", "")
    # A border all around, or around a block, is a box and not a line to write on.
    return bool(border) and not _NO_BORDER.search(border) and "border" not in style and "border-top" not in style


def _is_invisible(style: Declarations) -> bool:
    color = style.get("color", "").replace(" ", "")
    grounded = "background" in style or "background-color" in style
    size = _LENGTH.match(style.get("font-size", ""))
    tiny = bool(size) and size is not None and float(size[1]) * _UNITS.get(size[2] or "px", 99.0) <= _TINY
    return (color in _WHITE and not grounded) or tiny


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
