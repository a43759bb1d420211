"""w:drawing → Shape: pictures, text boxes, lines and frames; anything else by its name."""

from __future__ import annotations

from dataclasses import replace

from pipeline.ooxml.names import BOX_CONTENT, Element, R, whole
from pipeline.writers.pdf.markup import colour, points
from pipeline.writers.pdf.shapes import Shape
from pipeline.writers.pdf.styles import local

_EMU = 12700  # a point
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_FORMS = {
    "line": "line", "straightConnector1": "line", "rect": "rect", "roundRect": "rect", "ellipse": "ellipse",
    "flowChartProcess": "rect", "snip1Rect": "rect",
}  # fmt: skip
_WRAPS = {
    "wrapNone": "none", "wrapTopAndBottom": "band",
    "wrapSquare": "beside", "wrapTight": "beside", "wrapThrough": "beside",
}  # fmt: skip
_ACROSS = {"page": "page", "margin": "margin", "column": "column", "character": "character", "leftMargin": "page"}
_DOWN = {"page": "page", "margin": "margin", "paragraph": "paragraph", "line": "line", "topMargin": "page"}
_ALIGN = {"inside": "left", "outside": "right"}
_OTHERS = {"chart": "图表", "diagram": "SmartArt 图示", "wordprocessingCanvas": "绘图画布", "wordprocessingInk": "墨迹"}


def read_drawing(drawing: Element) -> Shape | None:
    """Return the shape that a w:drawing holds, None if it is empty."""
    frame = next((child for child in drawing if local(child) in {"inline", "anchor"}), None)
    if frame is None:
        return None
    extent = frame.find(f"{_WP}extent")
    width, height = (_emu(extent, name) for name in ("cx", "cy"))
    data = frame.find(f"{_A}graphic/{_A}graphicData")
    shape = Shape(kind="空图形") if data is None else _graphic(data)
    description = frame.find(f"{_WP}docPr")
    alt = "" if description is None else description.get("descr", "") or description.get("title", "")
    if description is not None and description.get("hidden") in {"1", "true"}:
        return None
    return _placed(replace(shape, width=width, height=height, alt=alt), frame)


def _emu(element: Element | None, name: str) -> float:
    return 0.0 if element is None else whole(element.get(name)) / _EMU


def _placed(shape: Shape, frame: Element) -> Shape:
    if local(frame) == "inline":
        return shape
    wrap = next((_WRAPS[local(child)] for child in frame if local(child) in _WRAPS), "none")
    across, x, align_x = _position(frame.find(f"{_WP}positionH"), "column")
    down, y, align_y = _position(frame.find(f"{_WP}positionV"), "paragraph")
    return replace(
        shape, wrap=wrap, behind=frame.get("behindDoc") in {"1", "true"},
        x=x, y=y, across=_ACROSS.get(across, "margin"), down=_DOWN.get(down, "margin"),
        align_x=_ALIGN.get(align_x, align_x), align_y=_ALIGN.get(align_y, align_y),
    )  # fmt: skip


def _position(position: Element | None, default: str) -> tuple[str, float, str]:
    if position is None:
        return default, 0.0, ""
    offset, align = position.find(f"{_WP}posOffset"), position.find(f"{_WP}align")
    moved = 0.0 if offset is None else whole(offset.text) / _EMU
    return position.get("relativeFrom", default), moved, "" if align is None else align.text or ""


def _graphic(data: Element) -> Shape:
    kind = data.get("uri", "").rsplit("/", 1)[-1]
    inner = next((child for child in data if isinstance(child.tag, str)), None)
    if inner is None:
        return Shape(kind="空图形")
    if kind in _OTHERS:
        return Shape(kind=_OTHERS[kind])
    return _any(inner)


def _any(element: Element) -> Shape:
    name = local(element)
    if name == "pic":
        return _picture(element)
    if name in {"wsp", "cxnSp"}:
        return _form(element)
    if name in {"wgp", "grpSp"}:
        return _group(element)
    return Shape(kind=name)


def _picture(picture: Element) -> Shape:
    blip = next(picture.iter(f"{_A}blip"), None)
    cut = next(picture.iter(f"{_A}srcRect"), None)
    crop = tuple(0.0 if cut is None else whole(cut.get(side)) / 100000 for side in ("l", "t", "r", "b"))
    image = "" if blip is None else blip.get(f"{R}embed", "")
    return _sized(Shape(kind="image", image=image, crop=(crop[0], crop[1], crop[2], crop[3])), picture)


def _form(element: Element) -> Shape:
    properties = next((child for child in element if local(child) == "spPr"), None)
    geometry = None if properties is None else properties.find(f"{_A}prstGeom")
    kind = "rect" if geometry is None else _FORMS.get(geometry.get("prst", "rect"), "自选图形")
    if properties is not None and properties.find(f"{_A}custGeom") is not None:
        kind = "自由曲线"
    content = next(element.iter(BOX_CONTENT), None)
    body = next((child for child in element if local(child) == "bodyPr"), None)
    stroke, fill = _outline(properties), _filling(properties)
    if content is not None:
        shape = Shape(
            kind="box", content=content, stroke=stroke, fill=fill, inset=_inset(body), anchor=_anchor(body),
            grows=body is not None and body.find(f"{_A}spAutoFit") is not None,
            snug=body is not None and body.get("wrap") == "none",
        )  # fmt: skip
    else:
        # A line whose outline says nothing has that of its theme.
        unsaid = kind == "line" and (properties is None or properties.find(f"{_A}ln") is None)
        shape = Shape(kind=kind, stroke="0.75pt" if unsaid else stroke, fill=fill)
    shape = _sized(shape, element)
    if kind == "line":
        xfrm = next(element.iter(f"{_A}xfrm"), None)
        flipped = xfrm is not None and (xfrm.get("flipV") in {"1", "true"}) != (xfrm.get("flipH") in {"1", "true"})
        ends = ((0.0, 1.0), (1.0, 0.0)) if flipped else ((0.0, 0.0), (1.0, 1.0))
        shape = replace(shape, corners=ends)
    return shape


def _sized(shape: Shape, element: Element) -> Shape:
    """Return the shape with place and size in its group."""
    xfrm = next(element.iter(f"{_A}xfrm"), None)
    if xfrm is None:
        return shape
    offset, extent = xfrm.find(f"{_A}off"), xfrm.find(f"{_A}ext")
    return replace(shape, x=_emu(offset, "x"), y=_emu(offset, "y"), width=_emu(extent, "cx"), height=_emu(extent, "cy"))


def _group(group: Element) -> Shape:
    properties = next((child for child in group if local(child) == "grpSpPr"), None)
    xfrm = None if properties is None else properties.find(f"{_A}xfrm")
    parts = tuple(_any(child) for child in group if local(child) in {"wsp", "cxnSp", "pic", "grpSp", "wgp"})
    if xfrm is None:
        return Shape(kind="group", parts=parts)
    start, size = xfrm.find(f"{_A}chOff"), xfrm.find(f"{_A}chExt")
    outer = xfrm.find(f"{_A}ext")
    across = _emu(outer, "cx") / (_emu(size, "cx") or _emu(outer, "cx") or 1.0)
    down = _emu(outer, "cy") / (_emu(size, "cy") or _emu(outer, "cy") or 1.0)
    left, top = _emu(start, "x"), _emu(start, "y")
    moved = tuple(
        replace(p, x=(p.x - left) * across, y=(p.y - top) * down, width=p.width * across, height=p.height * down)
        for p in parts
    )
    offset = xfrm.find(f"{_A}off")
    return Shape(
        kind="group", parts=moved, x=_emu(offset, "x"), y=_emu(offset, "y"),
        width=_emu(outer, "cx"), height=_emu(outer, "cy"),
    )  # fmt: skip


def _outline(properties: Element | None) -> str:
    line = None if properties is None else properties.find(f"{_A}ln")
    if line is None or line.find(f"{_A}noFill") is not None:
        return ""
    paint = line.find(f"{_A}solidFill/{_A}srgbClr")
    code = "" if paint is None else colour(paint.get("val", ""))
    return f"(paint:{code or 'black'},thickness:{points(max(whole(line.get('w'), 9525) / _EMU, 0.25))})"


def _filling(properties: Element | None) -> str:
    fill = None if properties is None else properties.find(f"{_A}solidFill/{_A}srgbClr")
    if fill is None:
        return ""
    alpha = fill.find(f"{_A}alpha")
    return "" if alpha is not None and whole(alpha.get("val"), 100000) < 10000 else colour(fill.get("val", ""))


def _inset(body: Element | None) -> tuple[float, float, float, float]:
    def side(name: str, default: float) -> float:
        stated = None if body is None else body.get(name)
        return default if stated is None else whole(stated) / _EMU

    return side("lIns", 7.2), side("tIns", 3.6), side("rIns", 7.2), side("bIns", 3.6)


def _anchor(body: Element | None) -> str:
    return {"ctr": "horizon", "b": "bottom"}.get("" if body is None else body.get("anchor", ""), "top")
