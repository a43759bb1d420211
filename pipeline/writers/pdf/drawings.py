"""Drawings, pictures, text boxes and embedded objects → Typst, or a finding that says what can't be set.

What stands in the line is set there. What floats is placed where Word places it, over or under the text; where the
text should run beside it, the text stands above and below instead, and a finding says so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from pipeline.ooxml.names import TABLE, Element, W
from pipeline.writers.pdf.drawingml import read_drawing
from pipeline.writers.pdf.images import image_code
from pipeline.writers.pdf.layouts import Layout
from pipeline.writers.pdf.markup import block, call, points, quote
from pipeline.writers.pdf.pieces import Hanging, Piece
from pipeline.writers.pdf.setting import Area, Setting
from pipeline.writers.pdf.shapes import Shape
from pipeline.writers.pdf.vml import read_picture

_LINE, _SPARE = 40.0, 1.25  # text boxes no higher than that, in points, get so much more width
_EMPTY = 0.5  # points: shapes smaller than that in both directions are not seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Floats:
    """What floats at a paragraph: behind its text and before it, and the room above and below that is kept free."""

    behind: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    top: float = 0.0
    bottom: float = 0.0

    def __bool__(self) -> bool:
        return bool(self.behind or self.before)


class Drawings:
    """Sets the drawings of a part.

    Args:
        setting: What the template's parts share.
        part: Name of the part.
        blocks: Sets the blocks of a text box.
    """

    def __init__(self, setting: Setting, part: str, blocks: Callable[[Element, Area], str]) -> None:
        self._setting, self._part, self._blocks = setting, part, blocks
        self._members = {member.name: member for member in setting.package.members}
        self._targets = {r.id: r for r in setting.package.relationships(part)}

    def floating(
        self, pieces: Sequence[Piece], layout: Layout, area: Area, line: float, height: float
    ) -> tuple[Floats, Sequence[Piece]]:
        """Return what floats at a paragraph, and the pieces that stand in its lines.

        Args:
            pieces: Of the paragraph.
            layout: Its layout.
            area: Where it stands.
            line: Height of its first line in points.
            height: About how high all its lines are.
        """
        behind: list[str] = []
        before: list[str] = []
        rest: list[Piece] = []
        top = bottom = 0.0
        for piece in pieces:
            shapes = self._shapes(piece.element) if isinstance(piece, Hanging) else ()
            for shape in (_eased(s) for s in shapes if s.wrap != "inline"):
                (behind if shape.behind else before).append(self._floated(shape, layout, area))
                above, below = self._band(shape, line, height)
                top, bottom = max(top, above), max(bottom, below)
            if not shapes or any(s.wrap == "inline" for s in shapes):
                rest.append(piece)
        return Floats(
            behind=tuple(filter(None, behind)), before=tuple(filter(None, before)), top=top, bottom=bottom
        ), rest

    def inline(self, hanging: Hanging, area: Area) -> str:
        """Return what stands in the line."""
        shapes = [shape for shape in self._shapes(hanging.element) if shape.wrap == "inline"]
        return ";".join(call("box", code) for shape in shapes if (code := self._code(_fitted(shape, area), area)))

    def _shapes(self, element: Element) -> tuple[Shape, ...]:
        if element.tag == f"{W}drawing":
            shape = read_drawing(element)
            return () if shape is None else (shape,)
        return read_picture(element)

    def _band(self, shape: Shape, line: float, height: float) -> tuple[float, float]:
        """Return the room above and below a paragraph's text that a shape takes away from it."""
        if shape.wrap == "none":
            return 0.0, 0.0
        if shape.wrap == "beside":
            self._setting.findings.add("PDF003", "文字环绕的图形或文本框排在文字上方或下方，不作环绕")
        if shape.down in {"page", "margin"}:
            return 0.0, 0.0
        end = shape.y + shape.height
        if shape.y + shape.height / 2 <= line / 2:
            return max(end, 0.0), 0.0
        return 0.0, max(end - height, 0.0)

    def _floated(self, shape: Shape, layout: Layout, area: Area) -> str:
        code = self._code(shape, area)
        if not code:
            return ""
        inset = layout.left + min(layout.first, 0.0)
        x = self._across(shape, area)
        y = self._down(shape, area)
        return call(
            "F", points(x if shape.across == "page" else x - inset), points(y),
            quote("page" if shape.across == "page" else ""), quote("page" if shape.down in {"page", "margin"} else ""),
            block([code]),
            high="auto" if shape.grows else points(shape.height) if _may_leave(shape, y, area) else "",
        )  # fmt: skip

    @staticmethod
    def _across(shape: Shape, area: Area) -> float:
        whole = area.page_width if shape.across == "page" else area.width
        aligned = {"center": (whole - shape.width) / 2, "right": whole - shape.width, "left": 0.0}
        x = aligned.get(shape.align_x, shape.x)
        return _within(x, shape.width, area.page_width) if not shape.snug and shape.across == "page" else x

    @staticmethod
    def _down(shape: Shape, area: Area) -> float:
        """Return where a shape stands: from the paragraph's upper edge, or from the page's."""
        start, size = (0.0, area.page_height) if shape.down == "page" else (area.page_top, area.page_room)
        aligned = {"top": 0.0, "center": (size - shape.height) / 2, "bottom": size - shape.height}
        if shape.down in {"page", "margin"} and shape.grows and not shape.align_y:
            return start + shape.y
        if shape.down in {"page", "margin"}:
            return _within(start + aligned.get(shape.align_y, shape.y), shape.height, area.page_height)
        return shape.y if not shape.align_y else 0.0

    def _code(self, shape: Shape, area: Area) -> str:
        """Return the code of a shape by itself, "" where it shows nothing."""
        if shape.kind == "image":
            return self._image(shape)
        if shape.kind == "box":
            return self._box(shape, area)
        if shape.kind == "group":
            parts = [
                call("place", block([code]), dx=points(part.x), dy=points(part.y))
                for part in shape.parts
                if (code := self._code(part, area))
            ]
            return call("box", block(parts), width=points(shape.width), height=points(shape.height))
        if shape.kind in {"rect", "ellipse"}:
            return self._frame(shape)
        if shape.kind in {"line", "path"}:
            return self._path(shape)
        return self._unknown(shape)

    @staticmethod
    def _frame(shape: Shape) -> str:
        if not shape.stroke and not shape.fill:
            return ""
        size = {"width": points(shape.width), "height": points(shape.height)}
        return call("pdf.artifact", call(shape.kind, **size, stroke=shape.stroke or "none", fill=shape.fill))

    @staticmethod
    def _path(shape: Shape) -> str:
        if not shape.stroke and not shape.fill:
            return ""
        first, *others = [f"({points(x * shape.width)},{points(y * shape.height)})" for x, y in shape.corners]
        steps = [call("curve.move", first), *(call("curve.line", other) for other in others)]
        return call("pdf.artifact", call("curve", *steps, stroke=shape.stroke or "none", fill=shape.fill))

    def _box(self, shape: Shape, area: Area) -> str:
        assert shape.content is not None
        left, top, right, bottom = shape.inset
        width = shape.width or area.width
        # A box as wide as its text that is centred is one whose text is centred.
        align = shape.align_x if shape.snug and shape.align_x in {"center", "right"} else "left"
        room = replace(area, width=max(width - left - right, 4.0), flows=False, pitch=0.0, align=align)
        inner = self._blocks(shape.content, room)
        if not inner and not shape.stroke and not shape.fill:
            return ""
        body = block([inner])
        height = 0.0 if shape.grows and not shape.stroke and not shape.fill else shape.height
        if height and next(shape.content.iter(TABLE), None) is not None:
            body = call(
                "X", points(max(width - left - right, 4.0)), points(max(shape.height - top - bottom, 4.0)), body
            )
        return call(
            "block", call("align", shape.anchor, body) if shape.anchor != "top" else body,
            width=points(width), height=points(height) if height else "",
            inset=f"(left:{points(left)},top:{points(top)},right:{points(right)},bottom:{points(bottom)})",
            stroke=shape.stroke, fill=shape.fill,
        )  # fmt: skip

    def _image(self, shape: Shape) -> str:
        relationship = self._targets.get(shape.image)
        if relationship is None or relationship.external:
            self._setting.findings.add("PDF002", "图片在文件之外或缺失，无法排入")
            return self._placeholder(shape)
        member = self._members.get(relationship.target)
        code = None if member is None else image_code(member.unpack(), shape)
        if code is None:
            suffix = relationship.target.rsplit(".", 1)[-1].upper()[:8]
            self._setting.findings.add("PDF002", f"{suffix} 图片无法排入，以空框代替")
            return self._placeholder(shape)
        return code

    def _unknown(self, shape: Shape) -> str:
        if max(shape.width, shape.height) <= _EMPTY:
            return ""
        self._setting.findings.add("PDF004", f"无法排入的图形：{shape.kind}")
        return "" if shape.kind == "艺术字" else self._placeholder(shape)

    @staticmethod
    def _placeholder(shape: Shape) -> str:
        size = {"width": points(max(shape.width, 1.0)), "height": points(max(shape.height, 1.0))}
        return call("pdf.artifact", call("rect", **size, stroke="0.5pt+luma(150)"))


def _within(at: float, size: float, whole: float) -> float:
    """Return the place of a shape moved onto the page, as Word moves it; what is larger than the page stays."""
    return min(max(at, 0.0), whole - size) if size <= whole else at


def _may_leave(shape: Shape, y: float, area: Area) -> bool:
    """True where a shape that hangs on a paragraph may reach under the page's lower edge."""
    spare = area.page_height - area.page_top - area.page_room
    return shape.down not in {"page", "margin"} and y + shape.height > spare and shape.height <= area.page_room


def _eased(shape: Shape) -> Shape:
    """Return a text box of one line with room to spare: Word fitted its width to other fonts than ours."""
    if shape.kind != "box" or shape.stroke or shape.height > _LINE:
        return shape
    return replace(shape, width=shape.width * _SPARE)


def _fitted(shape: Shape, area: Area) -> Shape:
    """Return an inline shape no wider than the line it stands in."""
    if shape.width <= area.width or shape.kind != "image":
        return shape
    return replace(shape, width=area.width, height=shape.height * area.width / shape.width)
