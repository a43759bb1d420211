"""Paragraph properties → Layout: alignment, indents, spacing, tab stops and borders in points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.ooxml.names import PARAGRAPH_PROPERTIES, Element, W, value, whole
from pipeline.writers.pdf.looks import Leading
from pipeline.writers.pdf.markup import colour, points, quote
from pipeline.writers.pdf.styles import ON, Properties, StyleSheet, layer, local, paragraph_properties

_AUTOMATIC = 14.0  # points that Word puts before and after a paragraph of a web page
_LINE = 15.6  # points of "one line" of spacing where the page has no grid (12 pt at natural height)
_ALIGN = {"center": "center", "right": "right", "end": "right", "distribute": "left", "both": "left"}
_SIDES = ("top", "bottom", "left", "right")
_DASHED = {"dashed": "dashed", "dotted": "dotted", "dashSmallGap": "densely-dashed", "dotDash": "dash-dotted"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A tab stop: position from the paragraph's text edge, alignment, leader character ("" for none)."""

    at: float
    align: str = "left"
    leader: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How a paragraph is laid out; lengths in points. `first` is negative for a hanging indent."""

    align: str
    justify: bool
    spread: bool  # the last line is justified too
    left: float
    right: float
    first: float
    before: float
    after: float
    leading: Leading
    keep_next: bool
    keep_lines: bool
    page_break: bool
    widows: bool
    contextual: bool
    style: str
    level: int | None
    stops: tuple[Stop, ...]
    borders: tuple[tuple[str, str], ...]
    fill: str
    frame: str  # where a framed paragraph stands across the page: left, center, right; "" if it has no frame


class Paragraphs:
    """Resolves what the paragraphs of a package inherit."""

    def __init__(self, styles: StyleSheet, default_size: float) -> None:
        self.styles = styles
        self._default_size = default_size
        self._bases: dict[tuple[str, str], tuple[Properties, tuple[Element, ...]]] = {}

    def style_of(self, paragraph: Element) -> str:
        """Return the id of the style that a paragraph has."""
        named = value(paragraph.find(f"{PARAGRAPH_PROPERTIES}/{W}pStyle"))
        return named if self.styles.chain(named) else self.styles.defaults.get("paragraph", "")

    def layout(self, paragraph: Element, level: Element | None, table_style: str, pitch: float, size: float) -> Layout:
        """Return how a paragraph is laid out.

        Args:
            paragraph: The w:p.
            level: The w:lvl that numbers it, if any.
            table_style: Id of the style of the table it stands in, "".
            pitch: Distance of the page's line grid in points, 0 for none.
            size: Font size in points, for indents in characters.
        """
        style = self.style_of(paragraph)
        own = paragraph.find(PARAGRAPH_PROPERTIES)
        steps = (*self.styles.chain(table_style), *self.styles.chain(style))
        layers = [step.find(PARAGRAPH_PROPERTIES) for step in steps]
        # A level's indents outweigh the style's where the paragraph itself asks for the number, else the other way.
        numbered = None if level is None else level.find(PARAGRAPH_PROPERTIES)
        direct = own is not None and own.find(f"{W}numPr") is not None
        layers.insert(len(layers) if direct else 0, numbered)
        layers.append(own)
        merged = layer(self.styles.paragraph_defaults, *(paragraph_properties(ppr) for ppr in layers))
        return self._build(merged, layers, style, pitch, size)

    def is_kept(self, paragraph: Element) -> bool:
        """True for a paragraph that stays on the page of the next."""
        steps = [step.find(PARAGRAPH_PROPERTIES) for step in self.styles.chain(self.style_of(paragraph))]
        layers = (paragraph_properties(ppr) for ppr in (*steps, paragraph.find(PARAGRAPH_PROPERTIES)))
        return layer(self.styles.paragraph_defaults, *layers).get("keepNext") == ON

    def _build(
        self, found: Mapping[str, str], layers: list[Element | None], style: str, pitch: float, size: float
    ) -> Layout:
        left, right, first = self._indents(found, size)
        grid = pitch if found.get("snapToGrid", ON) == ON else 0.0
        justified = found.get("jc", "left")
        level = whole(found.get("outlineLvl"), 9)
        return Layout(
            align=_ALIGN.get(justified, "left"),
            justify=justified in {"both", "distribute"},
            spread=justified == "distribute",
            left=left,
            right=right,
            first=first,
            before=_space(found, "before", pitch),
            after=_space(found, "after", pitch),
            leading=_leading(found, grid),
            keep_next=found.get("keepNext") == ON,
            keep_lines=found.get("keepLines") == ON,
            page_break=found.get("pageBreakBefore") == ON,
            widows=found.get("widowControl", ON) == ON,
            contextual=found.get("contextualSpacing") == ON,
            style=style,
            level=level if 0 <= level < 9 else None,
            stops=_stops(layers, left),
            borders=_borders(layers),
            fill=colour(found.get("shd", "")),
            frame=_frame(layers[-1]),
        )

    def _indents(self, found: Mapping[str, str], size: float) -> tuple[float, float, float]:
        def sides(*names: str) -> float:
            """Return an indent: in characters of the default size where it is given so, else in twips."""
            for name in names:
                if whole(found.get(f"ind.{name}Chars")):
                    return whole(found.get(f"ind.{name}Chars")) / 100 * self._default_size
            return next((whole(found[f"ind.{name}"]) / 20 for name in names if f"ind.{name}" in found), 0.0)

        if whole(found.get("ind.hangingChars")):
            first = -whole(found.get("ind.hangingChars")) / 100 * size
        elif whole(found.get("ind.firstLineChars")):
            first = whole(found.get("ind.firstLineChars")) / 100 * size
        else:
            first = (whole(found.get("ind.firstLine")) - whole(found.get("ind.hanging"))) / 20
        return sides("left", "start"), sides("right", "end"), first


def _space(found: Mapping[str, str], side: str, pitch: float) -> float:
    if found.get(f"spacing.{side}Autospacing", "0") in {"1", "true", "on"}:
        return _AUTOMATIC
    lines = whole(found.get(f"spacing.{side}Lines"))
    return lines / 100 * (pitch or _LINE) if lines else whole(found.get(f"spacing.{side}")) / 20


def _leading(found: Mapping[str, str], pitch: float) -> Leading:
    line, rule = whole(found.get("spacing.line"), 240), found.get("spacing.lineRule", "auto")
    if rule == "auto" or line <= 0:
        return Leading(amount=line / 240 if line > 0 else 1.0, pitch=pitch)
    return Leading(rule="exact" if rule == "exact" else "atLeast", amount=line / 20, pitch=pitch)


def _stops(layers: list[Element | None], left: float) -> tuple[Stop, ...]:
    stops: dict[int, Stop] = {}
    for ppr in layers:
        for tab in () if ppr is None else ppr.iterfind(f"{W}tabs/{W}tab"):
            position, kind = whole(tab.get(f"{W}pos")), value(tab, "left")
            if kind == "clear":
                stops.pop(position, None)
            elif kind != "bar":
                leader = tab.get(f"{W}leader", "none").replace("none", "")
                stops[position] = Stop(at=position / 20 - left, align=kind, leader=leader)
    return tuple(stops[position] for position in sorted(stops))


def stroke(border: Element | None) -> str:
    """Return a border as a Typst stroke, "" where none is said, "none" where there is to be none."""
    if border is None:
        return ""
    kind = value(border, "single")
    if kind in {"nil", "none"}:
        return "none"
    thickness = max(whole(border.get(f"{W}sz"), 4) / 8, 0.4)
    paint = colour(border.get(f"{W}color", "")) or "black"
    dash = f",dash:{quote(_DASHED[kind])}" if kind in _DASHED else ""
    return f"(paint:{paint},thickness:{points(thickness)}{dash})"


def _borders(layers: list[Element | None]) -> tuple[tuple[str, str], ...]:
    found: dict[str, str] = {}
    for ppr in layers:
        for border in () if ppr is None else ppr.iterfind(f"{W}pBdr/*"):
            found[local(border)] = stroke(border)
    return tuple((side, found[side]) for side in _SIDES if found.get(side, "none") != "none")


def _frame(ppr: Element | None) -> str:
    frame = None if ppr is None else ppr.find(f"{W}framePr")
    if frame is None or frame.get(f"{W}dropCap", "none") != "none":
        return ""
    side = frame.get(f"{W}xAlign", "left")
    return {"center": "center", "right": "right", "outside": "right"}.get(side, "left")
