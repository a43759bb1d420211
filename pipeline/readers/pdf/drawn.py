"""A pdfplumber page → its letters and paths as they are drawn, from its top left corner.

The objects of pdfminer are taken as they are: pdfplumber makes a dictionary of each, a fifth of the time of reading.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pdfminer.layout import LTChar, LTContainer, LTCurve, LTImage, LTRect

from pipeline.ooxml.symbols import font_name, visible
from pipeline.readers.pdf.blots import blotted
from pipeline.readers.pdf.overprinted import printed_once
from pipeline.readers.pdf.shapes import THIN, Colour, Glyph, Path, is_faint, is_white

# Points from the corner of any page beyond which nothing is drawn to be seen: no page is wider.
FARTHEST = 30_000
_SMALLEST = 2  # points; below, letters are specks

ARTIFACT = -1  # in place of the number of a marked stretch: what belongs to the layout of the page

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """The content of a page in its order.

    `letters` has None for a letter outside the page, slanted, or printed once more; `marks` says of each letter in
    which marked stretch of the content it stands (MCID), `ARTIFACT` for what belongs to the page's layout, None for
    neither.
    """

    width: float
    height: float
    letters: tuple[Glyph | None, ...]
    marks: tuple[int | None, ...]
    paths: tuple[Path, ...]
    outside: int
    slanted: int
    pictured: float


def drawn(page: Any) -> Drawn:  # a pdfplumber Page, which has no types
    """Return what a page draws; a page whose letters lie on their side, or stand on their heads, is turned.

    Args:
        page: A pdfplumber page.
    """
    items = list(_items(page.layout))
    chars = [item for item in items if isinstance(item, LTChar)]
    sheet = _Sheet(page, _direction(chars))
    letters = [sheet.letter(char) for char in chars]
    paths = tuple(sheet.path(item) for item in items if isinstance(item, LTCurve))
    once = printed_once([None if glyph is None or isinstance(glyph, str) else glyph for glyph in letters])
    once = blotted(once, paths, list(_before(items)), sheet.width * sheet.height)
    return Drawn(
        width=sheet.width,
        height=sheet.height,
        letters=tuple(_on_grounds(once, paths)),
        marks=tuple(_marks(chars)),
        paths=paths,
        outside=sum(glyph == _OUTSIDE for glyph in letters),
        slanted=sum(glyph == _SLANTED for glyph in letters),
        pictured=sheet.pictured([item for item in items if isinstance(item, LTImage)]),
    )


def _items(container: LTContainer[Any]) -> Iterator[Any]:
    for item in container:
        if isinstance(item, LTContainer):
            yield from _items(item)
        else:
            yield item


def _before(items: Sequence[Any]) -> Iterator[int]:
    """How many letters are drawn before each path."""
    count = 0
    for item in items:
        count += isinstance(item, LTChar)
        if isinstance(item, LTCurve):
            yield count


def _marks(chars: Sequence[LTChar]) -> Iterator[int | None]:
    mark: int | None = None
    for char in chars:
        # pdfminer forgets a mark at the end of one inside it, as a no-break space has.
        if getattr(char, "tag", None) == "Artifact":
            mark = None
            yield ARTIFACT
            continue
        if (own := getattr(char, "mcid", None)) is not None:
            mark = int(own)
        yield mark


_OUTSIDE, _SLANTED = "outside", "slanted"


class _Sheet:
    """A page's corner, edges and direction: where what pdfminer gives stands on it."""

    def __init__(self, page: Any, direction: int) -> None:
        self._direction = direction
        self._left, self._upper = (float(edge) for edge in page.mediabox[:2])
        self._page_height = float(page.height)
        self._page = (float(page.bbox[0]), float(page.bbox[1]), float(page.bbox[2]), float(page.bbox[3]))
        turned = direction in {1, 3}
        self.width, self.height = (page.height, page.width) if turned else (page.width, page.height)
        self._shown = self._turned(_box_shown(page))

    def _box(self, item: Any) -> Box:
        top, bottom = (self._page_height - y + self._upper for y in (item.y1, item.y0))
        box = (item.x0 + self._left, top, item.x1 + self._left, bottom)
        return self._turned(box) if self._direction else box

    def _turned(self, box: Box) -> Box:
        """Where a box stands when the page is turned so that its letters stand upright."""
        x0, top, x1, bottom = box
        left, upper, right, lower = self._page
        if self._direction == 1:  # they run from the lower edge to the upper one
            return lower - bottom, x0 - left, lower - top, x1 - left
        if self._direction == 2:
            return right - x1 + left, lower - bottom + upper, right - x0 + left, lower - top + upper
        if self._direction == 3:
            return top - upper, right - x1, bottom - upper, right - x0
        return box

    def letter(self, char: LTChar) -> Glyph | str:
        """The glyph of a character, or why there is none to read."""
        x0, top, x1, bottom = self._box(char)
        left, upper, right, lower = self._shown
        size = float(char.size) if self._direction in {0, 2} else bottom - top
        # A broken matrix gives a letter no size, or one beyond every page.
        if not (x1 > left and x0 < right and bottom > upper and top < lower and 0 < size < FARTHEST) or (
            x1 - x0 >= FARTHEST
        ):
            return _OUTSIDE
        if _quarter(char) != self._direction:
            return _SLANTED
        font, colour = str(char.fontname or "").lower(), _colour(char.graphicstate.ncolor)
        return Glyph(
            text=_text(char.get_text(), font), x0=x0, x1=x1, top=top, bottom=bottom, size=size, bold=_is_bold(font),
            hidden=size < _SMALLEST or is_white(colour), faint=is_faint(colour),
            baseline=bottom - (char.matrix[5] - char.y0) if not self._direction else bottom - 0.15 * size,
        )  # fmt: skip

    def path(self, item: LTCurve) -> Path:
        """A line, a rectangle or a curve."""
        x0, top, x1, bottom = self._box(item)
        return Path(
            x0=x0, x1=x1, top=top, bottom=bottom, is_rectangle=isinstance(item, LTRect),
            outline=_colour(item.stroking_color) if item.stroke else None,
            inside=_colour(item.non_stroking_color) if item.fill else None,
        )  # fmt: skip

    def pictured(self, pictures: Sequence[LTImage]) -> float:
        """The share of the page that pictures cover."""
        area = sum(max(0.0, p.x1 - p.x0) * max(0.0, p.y1 - p.y0) for p in pictures)
        return float(area) / max(1.0, float(self.width) * float(self.height))


def _box_shown(page: Any) -> Box:
    """The edges of what is shown of a page."""
    x0, top, x1, bottom = (float(edge) for edge in page.bbox)
    left, upper, right, lower = (float(edge) for edge in page.cropbox)
    shown = (max(x0, left), max(top, upper), min(x1, right), min(bottom, lower))
    return shown if shown[0] < shown[2] and shown[1] < shown[3] else (x0, top, x1, bottom)


def _direction(chars: Sequence[LTChar]) -> int:
    """The direction that nearly all letters of a page run in, as `_quarter` counts it; 0 where they differ."""
    counts = Counter(_quarter(char) for char in chars if not char.get_text().isspace())
    direction, count = max(counts.items(), key=lambda item: item[1], default=(0, 0))
    return direction if direction > 0 and count >= _NEARLY_ALL * counts.total() else 0


_NEARLY_ALL = 0.8
_ASKEW = -1
_LEANING = 0.1  # a line that rises by more is set askew, as a watermark is


def _quarter(char: LTChar) -> int:
    """The direction that a letter runs in: 0 to the right, 1 upwards, 2 to the left, 3 downwards, -1 askew."""
    a, b, c, d = char.matrix[:4]
    if char.upright and abs(b) <= _LEANING * abs(a):
        return 2 if a < 0 else 0
    flat = abs(a) + abs(d) < 0.01 * (abs(b) + abs(c))
    return (1 if b > 0 else 3) if flat and b * c < 0 else _ASKEW


def _on_grounds(letters: Sequence[Glyph | None], paths: Sequence[Path]) -> list[Glyph | None]:
    """The letters, those in white on a coloured area no longer hidden."""
    if not any(glyph is not None and glyph.hidden for glyph in letters):
        return list(letters)
    grounds = [p for p in paths if p.inside is not None and not is_white(p.inside) and p.height > THIN]
    if len(grounds) * sum(glyph is not None and glyph.hidden for glyph in letters) > _MOST_GROUNDS:
        return list(letters)
    return [replace(g, hidden=False) if g and g.hidden and _is_read(g, grounds) else g for g in letters]


# Pairs of a white letter and an area: a page of white letters on so many areas is a drawing.
_MOST_GROUNDS = 5_000_000


def _is_read(glyph: Glyph, grounds: Sequence[Path]) -> bool:
    x, y = (glyph.x0 + glyph.x1) / 2, glyph.middle
    return glyph.size >= _SMALLEST and any(p.x0 <= x <= p.x1 and p.top <= y <= p.bottom for p in grounds)


def _colour(value: Any) -> Colour:
    if isinstance(value, int | float):
        return (value,)
    return tuple(value) if isinstance(value, list | tuple) else ()


def _text(text: str, font: str) -> str:
    """Control characters that broken encodings leave are nothing a reader sees; a glyph without a meaning is shown."""
    if text.startswith("(cid:"):
        return "\ufffd"
    if (symbols := _symbol_font(font)) and text not in "●•":
        if symbols == _OPEN_SYMBOL:
            symbols = "wingdings 2" if text in "£RSTQ" else "wingdings"
        return visible(text, symbols)
    return text if text.isprintable() else "".join(c for c in text if c.isprintable() or c in "\u00a0\u3000")


_OPEN_SYMBOL = "opensymbol"


@functools.lru_cache(maxsize=256)
def _symbol_font(font: str) -> str:
    """The symbol font that a glyph comes from; OpenSymbol is what LibreOffice sets in place of the Wingdings."""
    plain = font.rsplit("+", 1)[-1].replace("-regular", "").replace(" ", "")
    if plain.startswith(_OPEN_SYMBOL):
        return _OPEN_SYMBOL
    if plain.startswith("wingdings"):
        return font_name({"wingdings2": "wingdings 2", "wingdings3": "wingdings 3"}.get(plain, "wingdings"))
    return ""


@functools.lru_cache(maxsize=256)
def _is_bold(font: str) -> bool:
    return "bold" in font or "heavy" in font or "black" in font
