"""Run properties → Look → a named Typst text style."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.ooxml.names import whole
from pipeline.writers.pdf.fonts import SYMBOLS, Face, FontSet
from pipeline.writers.pdf.markup import array, call, colour, points, quote
from pipeline.writers.pdf.styles import ON, StyleSheet

DEFAULT_SIZE = 20  # half points: Word's 10 pt where nothing is said
_ASCENT = 0.88  # of the em square, as the Chinese faces draw it
_LEAST = 0.8  # em that a line with characters is high at least
_SNAP = 0.3  # points that a line may be higher than the grid without taking another line of it
_SMALL = 0.65  # size of superscripts and subscripts
_SPACE = 0.25  # em, of a Latin face; a half-width Chinese face has 0.5
_SLIGHT = 8  # per cent that the width of characters may differ without the characters themselves being set so
_DOT = 0.3  # em under the baseline where the lower edge of an emphasis dot stands
_STROKE = 0.022  # em: what makes a regular face look bold
# What the Latin face sets; everything else, quotation marks and × ÷ ° § among it, is set in the Chinese face.
_LATIN = r'regex("[\u{20}-\u{7e}\u{a0}\u{a9}\u{ae}\u{c0}-\u{d6}\u{d8}-\u{f6}\u{f8}-\u{24f}\u{370}-\u{4ff}\u{20ac}]")'
_HIGHLIGHTS = {
    "yellow": "FFFF00", "green": "00FF00", "cyan": "00FFFF", "magenta": "FF00FF", "blue": "0000FF", "red": "FF0000",
    "darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000", "darkMagenta": "800080", "darkRed": "800000",
    "darkYellow": "808000", "darkGray": "808080", "lightGray": "C0C0C0", "black": "000000", "white": "FFFFFF",
}  # fmt: skip
_DASHES = {
    "dotted": "dotted",
    "dash": "dashed",
    "dashLong": "dashed",
    "dotDash": "dash-dotted",
    "dotDotDash": "dash-dotted",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a run's characters look; sizes in points."""

    size: float
    east: str
    latin: str
    bold: bool = False
    italic: bool = False
    underline: str = ""
    underline_colour: str = ""
    strike: int = 0  # 1 or 2 lines
    hidden: bool = False
    caps: bool = False
    colour: str = ""
    fill: str = ""
    vertical: str = ""  # superscript or subscript
    raised: float = 0.0
    tracking: float = 0.0
    framed: bool = False
    scale: int = 100  # how wide the characters are, in per cent
    emphasis: str = ""  # dot, underDot, comma or circle at every character

    @property
    def drawn(self) -> float:
        """The size that the characters are drawn in."""
        return self.size * _SMALL if self.vertical else self.size


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The height of a line, and how much of it hangs under the baseline, in points."""

    height: float
    depth: float

    def seen(self, size: float) -> Line:
        """Return the line, never so low that characters of that size would be drawn over those of the line before."""
        least = size * _LEAST
        if self.height >= least:
            return self
        return Line(height=least, depth=size * (1 - _ASCENT))


@dataclass(frozen=True, slots=True, kw_only=True)
class Leading:
    """The height of a paragraph's lines.

    Attributes:
        rule: "auto" (a multiple of single spacing), "exact" or "atLeast".
        amount: The multiple, or points.
        pitch: Distance of the page's line grid in points, 0 if the paragraph does not keep to it.
    """

    rule: str = "auto"
    amount: float = 1.0
    pitch: float = 0.0

    def line(self, size: float, face: Face) -> Line:
        """Return the line that characters of that size and face stand in.

        Word puts what a multiple adds below the characters and what a minimum adds above them, centres them between
        the lines of the grid, and gives the fifth part of an exact height to what hangs under the baseline.
        """
        if self.rule == "exact":
            return Line(height=self.amount, depth=self.amount / 5)
        single = size * face.natural
        if self.pitch:
            single = max(1, math.ceil((size * face.grid - _SNAP) / self.pitch)) * self.pitch
        depth = size * (1 - _ASCENT) + (single - size) / 2
        if self.rule == "atLeast":
            return Line(height=max(single, self.amount), depth=depth)
        if self.amount < 1:
            return Line(height=single * self.amount, depth=depth * self.amount)
        return Line(height=single * self.amount, depth=depth + single * (self.amount - 1))


def look_of(properties: Mapping[str, str], styles: StyleSheet) -> Look:
    """Return how characters with these properties look."""
    size = (whole(properties.get("sz")) or DEFAULT_SIZE) / 2
    underline = properties.get("u", "none")
    fill = _HIGHLIGHTS.get(properties.get("highlight", ""), "") or properties.get("shd", "")
    return Look(
        size=min(max(size, 1.0), 800.0),
        east=styles.font(properties.get("eastAsia", "")) or "宋体",
        latin=styles.font(properties.get("ascii", "")) or "Times New Roman",
        bold=properties.get("b") == ON,
        italic=properties.get("i") == ON,
        underline="" if underline == "none" else underline,
        underline_colour=colour(properties.get("u.color", "")),
        strike=2 if properties.get("dstrike") == ON else int(properties.get("strike") == ON),
        hidden=properties.get("vanish") == ON,
        caps=properties.get("caps") == ON,
        colour=colour(properties.get("color", "")),
        fill=colour(fill) if fill.upper() != "FFFFFF" else "",
        vertical=properties.get("vertAlign", "").replace("baseline", ""),
        raised=whole(properties.get("position")) / 2,
        tracking=whole(properties.get("spacing")) / 20,
        framed=properties.get("bdr", "none") not in {"none", "nil"},
        scale=min(max(whole(properties.get("w")) or 100, 1), 600),
        emphasis=properties.get("em", "none").replace("none", ""),
    )


class Looks:
    """The looks that a document uses, each written once as a Typst function."""

    def __init__(self, fonts: FontSet) -> None:
        self._fonts = fonts
        self._names: dict[tuple[Look, float, float, bool], str] = {}
        self._rules: dict[str, str] = {}
        self.definitions: list[str] = []

    def space(self, look: Look) -> float:
        """Return the width of a space in points."""
        return look.drawn * (0.5 if self._fonts.face(look.latin).half else _SPACE)

    def face(self, look: Look, *, latin: bool = False) -> Face:
        """Return the face that sets the Chinese characters, or the Latin letters."""
        return self._fonts.face(look.latin if latin else look.east)

    def name(self, look: Look, line: Line, *, wide: bool = False) -> str:
        """Return the name of the function that sets text so.

        Args:
            look: How the characters look.
            line: The line that they stand in.
            wide: For ideographic spaces, which keep their width; all other spaces get that of the document's font.
        """
        key = (look, round(line.height, 2), round(line.depth, 2), wide)
        known = self._names.get(key)
        if known is None:
            known = self._names[key] = f"s{len(self._names)}"
            self.definitions.append(self._define(known, look, line, wide=wide))
        return known

    def rule(self, look: Look, line: Line) -> str:
        """Return the name of the dictionary that describes the rule under characters, "none" if they have none."""
        if not look.underline:
            return "none"
        drop = self._drop(look)
        code = (
            f"(stroke:{self._stroke(look)},offset:{points(drop)},drop:{points(drop - line.depth)},"
            f"up:{points(line.height - line.depth)},down:{points(line.depth)})"
        )
        name = self._rules.get(code)
        if name is None:
            name = self._rules[code] = f"r{len(self._rules)}"
            self.definitions.append(f"#let {name}={code}\n")
        return name

    @staticmethod
    def _stroke(look: Look) -> str:
        thick = 1.2 if "hick" in look.underline or "eavy" in look.underline else max(0.5, look.size / 24)
        dash = next((quote(_DASHES[kind]) for kind in _DASHES if look.underline.startswith(kind)), "")
        paint = look.underline_colour or look.colour or "black"
        return f"(paint:{paint},thickness:{points(thick)}{f',dash:{dash}' if dash else ''})"

    @staticmethod
    def _drop(look: Look) -> float:
        """Return how far under the baseline the rule stands."""
        return look.size * 0.17 + 0.4

    def _define(self, name: str, look: Look, line: Line, *, wide: bool) -> str:
        arguments = self._arguments(look, line)
        text = call("text.with", **arguments | {"spacing": "100%"} if wide else arguments)
        wrapped = f"t{name}(x)"
        if abs(look.scale - 100) > _SLIGHT:
            wrapped = call("NARROWED", "x", f"t{name}", f"{look.scale}%")
        if look.emphasis:
            low = look.emphasis in {"dot", "underDot"}  # 着重号: Word sets the dot of Chinese text underneath
            at = line.depth - look.drawn * _DOT if low else line.height - line.depth - look.drawn * (1 + _DOT)
            wrapped = call("DOTTED", "x", f"t{name}", "bottom" if low else "top", points(-at if low else at))
        if look.fill:
            wrapped = call("highlight", wrapped, fill=look.fill, extent="0pt")
        for index in range(look.strike):
            offset = points((-0.30 + 0.12 * index) * look.drawn) if look.strike > 1 else ""
            wrapped = call("strike", wrapped, offset=offset)
        if look.underline:
            drop = points(self._drop(look))
            wrapped = call("underline", wrapped, offset=drop, stroke=self._stroke(look), evade="false")
            if look.underline == "double":
                second = points(self._drop(look) + 1.5)
                wrapped = call("underline", wrapped, offset=second, stroke=self._stroke(look), evade="false")
        if look.caps:
            wrapped = f"upper({wrapped})"
        if look.framed:
            wrapped = call("box", wrapped, stroke="0.5pt", outset="(y:1pt)")
        return f"#let t{name}={text}\n#let {name}(x)={wrapped}\n"

    def _arguments(self, look: Look, line: Line) -> dict[str, str]:
        east, latin = self._fonts.face(look.east), self._latin(look)
        faux = look.bold and not east.bold
        # Characters a little wider or narrower are only set a little apart or closer.
        slight = abs(look.scale - 100) <= _SLIGHT
        tracking = look.tracking + (look.drawn * (look.scale - 100) / 100 if slight else 0.0)
        shift = {"superscript": -0.33, "subscript": 0.14}.get(look.vertical, 0.0) * look.size - look.raised
        return {
            "size": points(look.drawn),
            "font": self._families(east, latin),
            "weight": "700" if look.bold and not faux else "",
            "stroke": f"{points(max(0.2, look.drawn * _STROKE))}+{look.colour or 'black'}" if faux else "",
            "style": '"italic"' if look.italic else "",
            "fill": look.colour,
            "tracking": points(tracking) if tracking else "",
            "spacing": points(self.space(look)),
            "baseline": points(shift) if shift else "",
            "top_edge": points(line.height - line.depth),
            "bottom_edge": points(-line.depth),
        }

    def _latin(self, look: Look) -> Face:
        face = self._fonts.face(look.latin)
        return (
            face
            if face.latin in {"times", "arial", "calibri", "courier"} and not face.half
            else self._fonts.named(face.latin)
        )

    @staticmethod
    def _families(east: Face, latin: Face) -> str:
        names = [f"(name:{quote(family)},covers:LATIN)" for family in latin.families[:1]]
        return array([*names, *(quote(family) for family in (*east.families[:2], *SYMBOLS))])

    @property
    def prelude(self) -> str:
        """The definitions, to stand before the text that uses them."""
        return f"#let LATIN={_LATIN}\n" + "".join(self.definitions)
