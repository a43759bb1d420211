"""What a drawing holds, whichever of Word's two drawing languages it is written in; lengths in points."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.ooxml.names import Element


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One shape, or a group of them.

    Attributes:
        kind: image, box (text in a frame), rect, ellipse, line, path, group, or another word for what can't be set.
        x: Offset to the right from what `across` names.
        y: Offset downward from what `down` names.
        width: Width.
        height: Height.
        across: column, margin, page or character.
        down: paragraph, line, margin or page.
        align_x: left, center, right; "" if x counts.
        align_y: top, center, bottom; "" if y counts.
        wrap: inline (stands in the line), none (over or under the text), band (text above and below), beside.
        behind: Stands behind the text, not before it.
        stroke: Typst stroke, "" for none.
        fill: Typst colour, "" for none.
        content: The w:txbxContent of a box.
        inset: Left, top, right and bottom inner margins of a box.
        grows: A box is as high as its text, whatever height the file says.
        snug: A box is as wide as its text.
        anchor: Where a box's text stands: top, horizon, bottom.
        image: Relationship id of an image.
        crop: Left, top, right and bottom parts of an image that are cut off, 0 … 1.
        alt: Description of an image.
        corners: Of a line or path, from the upper left corner, in parts of width and height.
        parts: The shapes of a group, placed from its upper left corner.
    """

    kind: str
    x: float = 0.0
    y: float = 0.0
    width: float = 0.0
    height: float = 0.0
    across: str = "column"
    down: str = "paragraph"
    align_x: str = ""
    align_y: str = ""
    wrap: str = "inline"
    behind: bool = False
    stroke: str = ""
    fill: str = ""
    content: Element | None = None
    inset: tuple[float, float, float, float] = (7.2, 3.6, 7.2, 3.6)
    grows: bool = False
    snug: bool = False
    anchor: str = "top"
    image: str = ""
    crop: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    alt: str = ""
    corners: tuple[tuple[float, float], ...] = ()
    parts: tuple[Shape, ...] = ()
