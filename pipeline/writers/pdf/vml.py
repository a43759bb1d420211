"""w:pict and w:object → Shape: VML lines, frames, text boxes and pictures; anything else by its name."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.ooxml.names import BOX_CONTENT, Element, R
from pipeline.writers.pdf.markup import colour, points
from pipeline.writers.pdf.shapes import Shape
from pipeline.writers.pdf.styles import local

_V = "{urn:schemas-microsoft-com:vml}"
_O = "{urn:schemas-microsoft-com:office:office}"
_SHAPES = frozenset({"shape", "rect", "roundrect", "oval", "line", "group", "polyline", "arc", "curve", "image"})
_UNITS = {"pt": 1.0, "in": 72.0, "cm": 28.3465, "mm": 2.83465, "px": 0.75, "pc": 12.0, "": 0.75}
_LENGTH = re.compile(r"(-?\d*\.?\d+)\s*([a-z]*)")
_STEP = re.compile(r"([a-zA-Z]+)|(-?\d+)")
_NAMED = {"black": "000000", "white": "FFFFFF", "red": "FF0000", "blue": "0000FF", "gray": "808080"}
_ON, _OFF = frozenset({"t", "true", "1"}), frozenset({"f", "false", "0"})
_WRAPS = {"topAndBottom": "band", "square": "beside", "tight": "beside", "through": "beside", "none": "none"}
_ACROSS = {"page": "page", "margin": "margin", "char": "character", "text": "column", "left-margin-area": "page"}
_DOWN = {"page": "page", "margin": "margin", "line": "line", "text": "paragraph", "top-margin-area": "page"}


def read_picture(picture: Element) -> tuple[Shape, ...]:
    """Return the shapes that a w:pict or w:object holds."""
    shapes = [_placed(_any(child), child) for child in picture if local(child) in _SHAPES]
    if not shapes and any(local(child) in {"control", "OLEObject"} for child in picture):
        return (Shape(kind="嵌入对象"),)
    return tuple(shapes)


def _style(element: Element) -> dict[str, str]:
    pairs = (part.partition(":") for part in element.get("style", "").split(";"))
    return {key.strip().lower(): value.strip() for key, _, value in pairs if value}


def _length(text: str) -> float:
    match = _LENGTH.match(text.strip().lower())
    return float(match[1]) * _UNITS.get(match[2], 1.0) if match else 0.0


def _plain(text: str) -> float:
    """Return a length without its unit, as the coordinates of a group are."""
    match = _LENGTH.match(text.strip())
    return float(match[1]) if match else 0.0


def _pair(text: str) -> tuple[float, float]:
    first, _, second = text.partition(",")
    return _length(first) if first else 0.0, _length(second) if second else 0.0


def _placed(shape: Shape, element: Element) -> Shape:
    style = _style(element)
    if style.get("position") != "absolute":
        return shape
    wrap = next((child.get("type", "none") for child in element if local(child) == "wrap"), "none")
    return replace(
        shape, wrap=_WRAPS.get(wrap, "none"), behind=style.get("z-index", "0").startswith("-"),
        across=_ACROSS.get(style.get("mso-position-horizontal-relative", "text"), "column"),
        down=_DOWN.get(style.get("mso-position-vertical-relative", "text"), "paragraph"),
        align_x=style.get("mso-position-horizontal", "absolute").replace("absolute", ""),
        align_y=style.get("mso-position-vertical", "absolute").replace("absolute", ""),
        x=shape.x if local(element) == "line" else _length(style.get("margin-left") or style.get("left", "0")),
        y=shape.y if local(element) == "line" else _length(style.get("margin-top") or style.get("top", "0")),
    )  # fmt: skip


def _any(element: Element) -> Shape:
    name, style = local(element), _style(element)
    width, height = _length(style.get("width", "0")), _length(style.get("height", "0"))
    if name == "line":
        return _line(element, _pair(element.get("from", "")), _pair(element.get("to", "")))
    if name == "group":
        return _group(element, width, height)
    return replace(_form(element, name), width=width, height=height)


def _line(element: Element, start: tuple[float, float], end: tuple[float, float]) -> Shape:
    corners = tuple(
        (float(x > other_x), float(y > other_y)) for (x, y), (other_x, other_y) in ((start, end), (end, start))
    )
    return Shape(
        kind="line", x=min(start[0], end[0]), y=min(start[1], end[1]), width=abs(end[0] - start[0]),
        height=abs(end[1] - start[1]), stroke=_stroke(element), corners=corners,
    )  # fmt: skip


def _form(element: Element, name: str) -> Shape:
    stroke, fill = _stroke(element), _fill(element)
    content = next(element.iter(BOX_CONTENT), None)
    if content is not None:
        box = element.find(f"{_V}textbox")
        sides = (box.get("inset", "") if box is not None else "").split(",")
        inset = [
            _length(side) if side.strip() else default
            for side, default in zip([*sides, "", "", "", ""][:4], (7.2, 3.6, 7.2, 3.6), strict=True)
        ]
        fitted = {} if box is None else _style(box)
        return Shape(
            kind="box", content=content, stroke=stroke, fill=fill, inset=(inset[0], inset[1], inset[2], inset[3]),
            grows=fitted.get("mso-fit-shape-to-text") in _ON, snug=_style(element).get("mso-wrap-style") == "none",
        )  # fmt: skip
    image = element.find(f"{_V}imagedata")
    if image is not None:
        return Shape(
            kind="image", image=image.get(f"{R}id") or image.get(f"{_O}relid") or "", alt=element.get("alt", "")
        )
    if element.find(f"{_V}textpath") is not None:
        return Shape(kind="艺术字")
    if name in {"rect", "roundrect"}:
        return Shape(kind="rect", stroke=stroke, fill=fill)
    if name == "oval":
        return Shape(kind="ellipse", stroke=stroke, fill=fill)
    corners = _corners(element)
    return Shape(kind="path", corners=corners, stroke=stroke, fill=fill) if corners else Shape(kind="自选图形")


def _corners(element: Element) -> tuple[tuple[float, float], ...]:
    """Return the corners of a path of straight lines as parts of its width and height; () for any other path."""
    across, down = (_plain(part) or 1.0 for part in (element.get("coordsize", "1000,1000") + ",1").split(",")[:2])
    left, top = (_plain(part) for part in (element.get("coordorigin", "0,0") + ",0").split(",")[:2])
    corners: list[tuple[float, float]] = []
    numbers: list[float] = []
    for letters, number in _STEP.findall(element.get("path", "")):
        if number:
            numbers.append(float(number))
            if len(numbers) == 2:
                corners.append(((numbers[0] - left) / across, (numbers[1] - top) / down))
                numbers = []
        elif letters not in {"m", "l", "x", "e", "xe"}:
            return ()
    return tuple(corners)


def _group(group: Element, width: float, height: float) -> Shape:
    across, down = (_plain(part) or 1.0 for part in (group.get("coordsize", "1000,1000") + ",1").split(",")[:2])
    left, top = (_plain(part) for part in (group.get("coordorigin", "0,0") + ",0").split(",")[:2])
    scale = (width / across, height / down)
    parts = [_member(child, scale, (left, top)) for child in group if local(child) in _SHAPES]
    return Shape(kind="group", width=width, height=height, parts=tuple(parts))


def _member(element: Element, scale: tuple[float, float], origin: tuple[float, float]) -> Shape:
    """Return a shape of a group, its coordinates in points from the group's corner."""
    style = _style(element)

    def ends(name: str) -> tuple[float, float]:
        first, _, second = element.get(name, "0,0").partition(",")
        return (_plain(first) - origin[0]) * scale[0], (_plain(second) - origin[1]) * scale[1]

    if local(element) == "line":
        return _line(element, ends("from"), ends("to"))
    width, height = _plain(style.get("width", "0")) * scale[0], _plain(style.get("height", "0")) * scale[1]
    inner = _group(element, width, height) if local(element) == "group" else _form(element, local(element))
    return replace(
        inner, width=width, height=height,
        x=(_plain(style.get("left", "0")) - origin[0]) * scale[0],
        y=(_plain(style.get("top", "0")) - origin[1]) * scale[1],
    )  # fmt: skip


def _paint(text: str) -> str:
    code = text.split(" ", 1)[0].lstrip("#").lower()
    code = _NAMED.get(code, code)
    return colour("".join(c * 2 for c in code) if len(code) == 3 else code)


def _stroke(element: Element) -> str:
    if element.get("stroked", "t").lower() in _OFF:
        return ""
    weight = max(_length(element.get("strokeweight", "0.75pt")), 0.25)
    return f"(paint:{_paint(element.get('strokecolor', 'black')) or 'black'},thickness:{points(weight)})"


def _fill(element: Element) -> str:
    return "" if element.get("filled", "t").lower() in _OFF else _paint(element.get("fillcolor", ""))
