"""w:sectPr → page geometry, headers and footers of a section."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.ooxml.names import OFF, Element, R, W, child_value, is_on, whole
from pipeline.writers.pdf.setting import Area

_COLUMNS = 10  # that a page may have


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The pages of a section (节); lengths in points.

    Attributes:
        pitch: Distance of the lines of the grid, 0 if the text keeps to none.
        tracking: What the grid adds between characters.
        columns: Number of columns.
        gutter: Space between them.
        uneven: Width of every column and the space behind it, where they are not alike; else empty.
        header: Distance of the header from the upper edge; footer likewise from the lower.
        start: Number of the first page, None to count on.
        form: ST_NumberFormat of the page numbers.
        kind: How the section begins: nextPage, continuous, evenPage, oddPage.
        has_first: The first page has furniture of its own.
        valign: Where the text stands on the page: top, center, bottom, both.
        fixed: Upper and lower margin stay as they are even where header or footer are higher.
    """

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float
    header: float
    footer: float
    pitch: float
    tracking: float
    columns: int
    gutter: float
    uneven: tuple[tuple[float, float], ...]
    start: int | None
    form: str
    kind: str
    has_first: bool
    valign: str
    fixed: tuple[bool, bool]

    @property
    def room(self) -> float:
        """The width of a line of text."""
        return max((self.width - self.left - self.right - self.gutter * (self.columns - 1)) / self.columns, 20.0)

    def area(self, *, flows: bool = True, column: int = 0) -> Area:
        """Return where the body's blocks (or with flows=False, those of header and footer) are set."""
        room = self.uneven[min(column, len(self.uneven) - 1)][0] if self.uneven else self.room
        return Area(
            width=room if flows else max(self.width - self.left - self.right, 20.0),
            pitch=self.pitch if flows else 0.0,
            tracking=self.tracking if flows else 0.0,
            flows=flows,
            page_width=self.width,
            page_height=self.height,
            page_top=self.top,
            page_room=self.height - self.top - self.bottom,
        )

    @property
    def shape(self) -> tuple[float, ...]:
        """What two sections must share to stand on one page."""
        return (self.width, self.height, self.top, self.bottom, self.left, self.right)


def page_of(section: Element) -> Page:
    """Return the page geometry that a w:sectPr states; A4 with Word's margins where it says nothing."""
    size, margin = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
    grid, columns, numbers = section.find(f"{W}docGrid"), section.find(f"{W}cols"), section.find(f"{W}pgNumType")

    def of(element: Element | None, name: str, default: int) -> int:
        return default if element is None else whole(element.get(f"{W}{name}"), default)

    kind = "" if grid is None else grid.get(f"{W}type", "")
    start = None if numbers is None else numbers.get(f"{W}start")
    left = abs(of(margin, "left", 1800)) + of(margin, "gutter", 0)
    return Page(
        width=max(of(size, "w", 11906) / 20, 72.0),
        height=max(of(size, "h", 16838) / 20, 72.0),
        top=abs(of(margin, "top", 1440)) / 20,
        bottom=abs(of(margin, "bottom", 1440)) / 20,
        left=left / 20,
        right=abs(of(margin, "right", 1800)) / 20,
        header=of(margin, "header", 851) / 20,
        footer=of(margin, "footer", 992) / 20,
        pitch=of(grid, "linePitch", 0) / 20 if kind in {"lines", "linesAndChars", "snapToChars"} else 0.0,
        tracking=of(grid, "charSpace", 0) / 4096 if kind in {"linesAndChars", "snapToChars"} else 0.0,
        columns=min(max(of(columns, "num", 1), 1), _COLUMNS),
        gutter=of(columns, "space", 425) / 20,
        uneven=_uneven(columns),
        start=None if start is None else whole(start, 1),
        form="decimal" if numbers is None else numbers.get(f"{W}fmt", "decimal"),
        kind=child_value(section, f"{W}type", "nextPage"),
        has_first=is_on(section.find(f"{W}titlePg")),
        valign=child_value(section, f"{W}vAlign", "top"),
        fixed=(of(margin, "top", 1440) < 0, of(margin, "bottom", 1440) < 0),
    )


def _uneven(columns: Element | None) -> tuple[tuple[float, float], ...]:
    stated = [] if columns is None else columns.findall(f"{W}col")
    if columns is None or columns.get(f"{W}equalWidth", "1") not in OFF or not 1 < len(stated) <= _COLUMNS:
        return ()
    return tuple((max(whole(c.get(f"{W}w")) / 20, 20.0), whole(c.get(f"{W}space")) / 20) for c in stated)


def references(section: Element) -> dict[tuple[str, str], str]:
    """Return (header or footer, default, first or even) → relationship id of the parts that a section names."""
    found = {}
    for kind in ("header", "footer"):
        for reference in section.iterfind(f"{W}{kind}Reference"):
            found[kind, reference.get(f"{W}type", "default")] = reference.get(f"{R}id", "")
    return found
