"""A pdfplumber page → glyphs, rules and boxes, in points from the top left corner."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipeline.ooxml.symbols import font_name, visible
from pipeline.readers.pdf.overprinted import printed_once
from pipeline.readers.pdf.struck import struck

# A path this thin is a rule, not an area; a gap this wide between two pieces still belongs to one dashed rule.
THIN = 2.5
DASH_GAP = 4.5
SHORTEST_RULE = 4.0
# The side of a drawn check box, in points: about as large as the text beside it.
BOX_SIDE = (5.0, 16.0)


# Points from the corner of any page beyond which nothing is drawn to be seen: no page is wider.
_FARTHEST = 30_000

Colour = tuple[Any, ...]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Glyph:
    """A character on the page: its box, and whether its face is bold or it can't be seen."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool = False
    hidden: bool = False
    name: str = ""  # the widget that it stands in for, "" for a printed character
    choices: tuple[str, ...] = ()
    widget: bool = False
    box: bool = False

    @property
    def middle(self) -> float:
        """Height of the glyph's middle."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A straight line: horizontal where y0 == y1, vertical where x0 == x1; `change` where it marks a tracked change."""

    x0: float
    x1: float
    y0: float
    y1: float
    change: bool = False

    @property
    def length(self) -> float:
        """Its length in points."""
        return max(self.x1 - self.x0, self.y1 - self.y0)


_SMALLEST = 2  # points; below, letters are specks


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a page shows that matters for reading a contract."""

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    across: tuple[Rule, ...]
    down: tuple[Rule, ...]
    hidden: int = 0
    slanted: int = 0
    struck: int = 0
    pictured: float = 0.0  # the share of the page that pictures cover


def page_glyphs(page: Any) -> list[Glyph | None]:  # a pdfplumber Page, which has no types
    """Return the characters of a page as glyphs, in the order of its content; None for one outside it or slanted."""
    box = _box_shown(page)
    glyphs = printed_once([_glyph(c) if c.get("upright", True) and _on_page(c, box) else None for c in page.chars])
    if any(glyph is not None and glyph.hidden for glyph in glyphs):
        grounds = [path for path in (*page.rects, *page.curves) if _is_ground(path)]
        return [replace(g, hidden=False) if g and g.hidden and _is_read(g, grounds) else g for g in glyphs]
    return glyphs


def _is_ground(path: Mapping[str, Any]) -> bool:
    """True for a coloured area, on which white letters can be read."""
    return bool(path.get("fill")) and not _is_white(path.get("non_stroking_color")) and path["height"] > THIN


def _is_read(glyph: Glyph, grounds: Sequence[Mapping[str, Any]]) -> bool:
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
    return glyph.size >= _SMALLEST and any(
        path["x0"] <= x <= path["x1"] and path["top"] <= y <= path["bottom"] for path in grounds
    )


def page_geometry(page: Any, glyphs: Sequence[Glyph | None], number: int) -> Page:
    """Return what a page shows.

    Args:
        page: A pdfplumber page.
        glyphs: Its characters, as `page_glyphs` returned them.
        number: Its number from 1.
    """
    shown = [(c, glyph) for c, glyph in zip(page.chars, glyphs, strict=True) if glyph is not None]
    upright = [c for c, _ in shown]
    drawn = [*page.lines, *page.rects, *page.curves]
    marked = _change_colours(drawn, upright)
    across, down, boxes = _paths(drawn, _ink(page), marked)
    letters, strikes = struck(upright, across)
    box = _box_shown(page)
    left_out = [c for c, glyph in zip(page.chars, glyphs, strict=True) if glyph is None]
    outside = sum(not _on_page(c, box) for c in left_out)
    hidden = sum(glyph is not None and glyph.hidden for glyph in glyphs)
    return Page(
        number=number,
        width=float(page.width),
        height=float(page.height),
        glyphs=(*(glyph for c, glyph in shown if id(c) not in letters), *boxes),
        across=tuple(joined(rule for rule in across if rule not in strikes)),
        down=tuple(_turned(joined([_turn(rule) for rule in down]))),
        hidden=hidden + outside,
        slanted=sum(not c.get("upright", True) and _on_page(c, box) for c in left_out),
        struck=len(letters),
        pictured=_pictured(page),
    )


def _pictured(page: Any) -> float:
    area = sum(max(0.0, i["x1"] - i["x0"]) * max(0.0, i["bottom"] - i["top"]) for i in page.images)
    return float(area) / max(1.0, float(page.width) * float(page.height))


def _box_shown(page: Any) -> Box:
    """The edges of what is shown of a page: left, top, right, bottom."""
    x0, top, x1, bottom = (float(edge) for edge in page.bbox)
    left, upper, right, lower = (float(edge) for edge in page.cropbox)
    shown = (max(x0, left), max(top, upper), min(x1, right), min(bottom, lower))
    return shown if shown[0] < shown[2] and shown[1] < shown[3] else (x0, top, x1, bottom)


def _on_page(char: Mapping[str, Any], box: Box) -> bool:
    """True for a character that can be seen; a broken matrix gives one no size, or one beyond every page."""
    left, top, right, bottom = box
    inside = char["x1"] > left and char["x0"] < right and char["bottom"] > top and char["top"] < bottom
    return bool(inside and 0 < char["size"] < _FARTHEST and char["x1"] - char["x0"] < _FARTHEST)


def _glyph(char: Mapping[str, Any]) -> Glyph:
    name = str(char.get("fontname") or "").lower()
    return Glyph(
        text=_text(str(char["text"]), name),
        x0=float(char["x0"]),
        x1=float(char["x1"]),
        top=float(char["top"]),
        bottom=float(char["bottom"]),
        size=float(char["size"]),
        bold="bold" in name or "heavy" in name or "black" in name,
        hidden=_is_white(char.get("non_stroking_color")) or float(char["size"]) < _SMALLEST,
    )


def _text(text: str, font: str) -> str:
    """Control characters that broken encodings leave are nothing a reader sees; a glyph without a meaning is shown."""
    if text.startswith("(cid:"):
        return "\ufffd"
    if (symbols := _symbol_font(font, text)) and text not in "●•":
        return visible(text, symbols)
    return "".join(c for c in text if c.isprintable() or c in "\u00a0\u3000")


def _symbol_font(font: str, text: str) -> str:
    """The symbol font that a glyph comes from; OpenSymbol is what LibreOffice sets in place of the Wingdings."""
    plain = font.rsplit("+", 1)[-1].replace("-regular", "").replace(" ", "")
    if plain.startswith("opensymbol"):
        return "wingdings 2" if text in "£RSTQ" else "wingdings"
    if plain.startswith("wingdings"):
        return font_name({"wingdings2": "wingdings 2", "wingdings3": "wingdings 3"}.get(plain, "wingdings"))
    return ""


def _is_white(colour: object) -> bool:
    if isinstance(colour, int | float):
        colour = (colour,)
    if not isinstance(colour, Sequence) or isinstance(colour, str) or not colour:
        return False
    numbers = [c for c in colour if isinstance(c, int | float)]
    if len(numbers) != len(colour):
        return False
    return not any(numbers) if len(numbers) == 4 else min(numbers) >= 0.99  # CMYK has its white at 0


def _ink(page: Any) -> float:
    """The height of most of the text, to tell a check box from a table cell."""
    sizes = sorted(float(c["size"]) for c in page.chars)
    return sizes[len(sizes) // 2] if sizes else 10.5


def _paths(
    paths: Iterable[Mapping[str, Any]], ink: float, marked: set[Colour]
) -> tuple[list[Rule], list[Rule], list[Glyph]]:
    across: list[Rule] = []
    down: list[Rule] = []
    boxes: list[Glyph] = []
    for path in paths:
        if not (path.get("stroke") or path.get("fill")) or (
            _is_white(path.get("non_stroking_color")) and not path.get("stroke")
        ):
            continue
        x0, x1, y0, y1 = (float(path[k]) for k in ("x0", "x1", "top", "bottom"))
        if not (-_FARTHEST < x0 <= x1 < _FARTHEST and -_FARTHEST < y0 <= y1 < _FARTHEST):
            continue
        if y1 - y0 <= THIN and x1 - x0 > y1 - y0:
            across.append(Rule(x0=x0, x1=x1, y0=(y0 + y1) / 2, y1=(y0 + y1) / 2, change=_colour(path) in marked))
        elif x1 - x0 <= THIN:
            down.append(Rule(x0=(x0 + x1) / 2, x1=(x0 + x1) / 2, y0=y0, y1=y1))
        elif _is_box(x1 - x0, y1 - y0, ink):
            boxes.append(Glyph(text="□", x0=x0, x1=x1, top=y0, bottom=y1, size=y1 - y0, box=True))
        elif path.get("stroke") and path.get("object_type") == "rect":
            across += [Rule(x0=x0, x1=x1, y0=y, y1=y) for y in (y0, y1)]
            down += [Rule(x0=x, x1=x, y0=y0, y1=y1) for x in (x0, x1)]
    return across, down, boxes


def _change_colours(paths: Iterable[Mapping[str, Any]], chars: Sequence[Mapping[str, Any]]) -> set[Colour]:
    """The colours in which a program that shows tracked changes underlines them: bright ones, mostly under text."""
    bright = [path for path in paths if path["bottom"] - path["top"] <= THIN and _is_bright(_colour(path))]
    under: dict[Colour, float] = {}
    length: dict[Colour, float] = {}
    for path in bright:
        colour, width = _colour(path), float(path["x1"] - path["x0"])
        length[colour] = length.get(colour, 0.0) + width
        under[colour] = under.get(colour, 0.0) + min(width, _width_above(path, chars))
    return {colour for colour, width in length.items() if under[colour] > width / 2}


def _width_above(path: Mapping[str, Any], chars: Sequence[Mapping[str, Any]]) -> float:
    """How much of a rule has letters on it, the space that spread letters leave between them included."""
    above = sorted(
        (float(c["x0"]), float(c["x1"]))
        for c in chars
        if c["x0"] < path["x1"] and c["x1"] > path["x0"] and -2 < path["top"] - c["bottom"] < 6 and c["text"].strip()
    )
    apart = (max(0.0, right - end) for (_, end), (right, _) in itertools.pairwise(above))
    spread = (gap if gap <= x1 - x0 else 0.0 for gap, (x0, x1) in zip(apart, above, strict=False))
    return sum(x1 - x0 for x0, x1 in above) + sum(spread)


def _colour(path: Mapping[str, Any]) -> Colour:
    colour = path.get("stroking_color") if path.get("stroke") else path.get("non_stroking_color")
    return tuple(colour) if isinstance(colour, Sequence) and not isinstance(colour, str) else ()


def _is_bright(colour: Colour) -> bool:
    """Neither black, grey nor the dark blue of a form: red, green, blue far apart."""
    numbers = [c for c in colour if isinstance(c, int | float)]
    return len(numbers) == 3 == len(colour) and max(numbers) - min(numbers) > 0.2


def _is_drawn(path: Mapping[str, Any]) -> bool:
    return bool(path.get("stroke") or (path.get("fill") and not _is_white(path.get("non_stroking_color"))))


def _is_box(width: float, height: float, ink: float) -> bool:
    smallest, largest = BOX_SIDE
    square = abs(width - height) <= 0.2 * max(width, height)
    return square and smallest <= height <= min(largest, 1.5 * ink)


def joined(rules: Iterable[Rule]) -> Iterator[Rule]:
    """Yield horizontal rules, the pieces of a dashed one joined, those too short to mean anything left out."""
    current: Rule | None = None
    for rule in sorted(rules, key=lambda r: (round(r.y0), r.change, r.x0)):
        if (
            current is not None
            and current.change == rule.change
            and abs(rule.y0 - current.y0) < THIN
            and rule.x0 - current.x1 <= DASH_GAP
            and current.x0 - rule.x1 <= DASH_GAP  # the edges of two tables differ by a hair: sorted, the lower is first
        ):
            current = replace(current, x0=min(current.x0, rule.x0), x1=max(current.x1, rule.x1))
            continue
        if current is not None and current.length >= SHORTEST_RULE:
            yield current
        current = rule
    if current is not None and current.length >= SHORTEST_RULE:
        yield current


def _turn(rule: Rule) -> Rule:
    return Rule(x0=rule.y0, x1=rule.y1, y0=rule.x0, y1=rule.x1)


def _turned(rules: Iterable[Rule]) -> Iterator[Rule]:
    return (_turn(rule) for rule in rules)
