"""A picture of a page → its glyphs and rules in points, levelled."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np
from PIL.Image import Image, Transpose

from pipeline.readers.pdf.geometry import joined
from pipeline.readers.pdf.shapes import Glyph, Page, Rule
from pipeline.readers.scan.engine import Letter, Line, recognise
from pipeline.readers.scan.line_heads import with_heads
from pipeline.readers.scan.rules import Grey, Stroke, dark, gaps, is_clear, lean, squares, strokes, upright

# The recogniser's boxes stand a little off the letters, above and below.
_MARGIN = 0.1
_SHORTEST = 1.1  # of a letter's height: no stroke of a letter is as long, hardly a blank is shorter
_RULED = frozenset("_＿－-—一ー─")
_LONG = 5  # letters of a line whose direction can be told
_FEW = 3  # such lines of a page
_READABLE = 0.8  # how sure the recogniser is of a page that stands upright
_UNDER = 0.12  # of a letter's height: an underline runs this close to its foot
_FOOT = 0.65  # of a letter's height: a rule to write on runs below, the stroke of 一 or of a dash above
_CORNER = 6  # pixels: rules that meet stop so close to one another
_SOLE = 0.35  # of a letter's height: its lowest stroke runs no further from its foot, and is no shorter
_STEEPEST = 0.15  # a page that leans more than this is no scan to level
# A box beside the words to tick is often taken for the character 口.
_BOX = re.compile(r"(?:(?<=[（(/／、\s])|(?<=\A))口(?![头岸号径味罩腔语述诀令])(?=[\u4e00-\u9fff])")

# The sign of the yuan in the brackets before the figures is taken for a character that looks like it.
_YUAN = re.compile(r"(?<=[（(])[夫羊丫](?=[)）])|(?<=\A[（(])[夫羊丫]\Z")


def read_page(picture: Image, *, number: int, scale: float) -> tuple[Page, list[Line]]:
    """Recognise a page.

    Args:
        picture: The page.
        number: Its number from 1.
        scale: How many pixels a point takes.

    Returns:
        The page, with underscores and drawn lines as rules, and the lines as recognised.
    """
    picture, lines = _turned(picture)
    inked = dark(np.asarray(picture.convert("L")))
    lines = with_heads(picture, inked, lines)
    slope = lean(inked, _slope(lines))
    letters = [
        replace(_levelled(letter, slope), unsure=line.is_unsure) for line in lines for letter in _with_signs(line)
    ]
    size = statistics.median([letter.bottom - letter.top for letter in letters]) if letters else 10 * scale
    ink = upright(inked, slope)
    letters += list(_unread_boxes(ink, letters, size))
    down = [s for s in strokes(np.ascontiguousarray(ink.T), 1.5 * size) if not _crosses(s, letters)]
    framed, loose = _parted(strokes(ink, _SHORTEST * size), down)
    ended = [_without_ends(ink, stroke, letters) for stroke in loose]
    drawn = framed + [s for s in _not_of_letters(ended, letters, _SHORTEST * size) if is_clear(ink, s, size)]
    shown = [letter for letter in letters if letter.text.strip() and not _is_rule(letter, drawn)]
    page = Page(
        number=number,
        width=picture.width / scale,
        height=picture.height / scale,
        glyphs=tuple(_glyph(letter, scale) for letter in shown),
        across=tuple(joined(_across(stroke, scale) for stroke in drawn)),
        down=tuple(_down(stroke, scale) for stroke in down),
    )
    return page, lines


def _turned(picture: Image) -> tuple[Image, list[Line]]:
    """The page the right way up, and its lines: a page that reads badly is tried on its head and on its sides."""
    best = picture, _lines(picture)
    for turn in (Transpose.ROTATE_180, Transpose.ROTATE_90, Transpose.ROTATE_270):
        if _sureness(best[1]) >= _READABLE:
            break
        turned = picture.transpose(turn)
        best = max(best, (turned, _lines(turned)), key=lambda tried: _sureness(tried[1]))
    return best


def _lines(picture: Image) -> list[Line]:
    return [line for line in recognise(np.asarray(picture.convert("RGB"))) if line.letters]


def _sureness(lines: Sequence[Line]) -> float:
    """How sure the recogniser is of a page: not at all of one on its side, and an empty page is what it is."""
    long = [line.letters for line in lines if len(line.letters) >= _LONG]
    if sum(_is_upright(letters) for letters in long) * 2 < len(long):
        return 0.0
    letters = sum(len(line.letters) for line in lines)
    return sum(line.score * len(line.letters) for line in lines) / letters if letters else 1.0


def _is_upright(letters: Sequence[Letter]) -> bool:
    wide = max(letter.x1 for letter in letters) - min(letter.x0 for letter in letters)
    return wide >= max(letter.bottom for letter in letters) - min(letter.top for letter in letters)


def _unread_boxes(ink: Grey, letters: Sequence[Letter], size: float) -> Iterator[Letter]:
    """Boxes to tick that the recogniser has overlooked."""
    for x0, top, x1, bottom in squares(ink, 0.5 * size, 1.2 * size):
        inside = (x0 < (g.x0 + g.x1) / 2 < x1 and top < (g.top + g.bottom) / 2 < bottom for g in letters)
        if not any(inside):
            middle = (top + bottom) / 2
            yield Letter(text="□", x0=x0, x1=x1, top=middle - size / 2, bottom=middle + size / 2)


def _slope(lines: Sequence[Line]) -> float:
    """How much the page leans: the middle of its lines, each for as many as it has letters."""
    level = [line for line in lines if len(line.letters) >= _LONG and abs(line.slope) < _STEEPEST]
    slopes = [line.slope for line in level for _ in line.letters]
    return statistics.median(slopes) if len(level) >= _FEW else 0.0


def _with_signs(line: Line) -> Iterator[Letter]:
    """The letters of a line, boxes and the sign of the yuan among them as what they are."""
    text = line.text
    boxes = {found.start() for found in _BOX.finditer(text)}
    signs = {found.start() for found in _YUAN.finditer(text)}
    at = 0
    for letter, behind in zip(line.letters, (*line.letters[1:], None), strict=True):
        if at in boxes and letter.text == "口":
            yield replace(letter, text="□")
        elif at in signs and (behind is None or behind.x0 - letter.x1 > letter.bottom - letter.top):
            yield replace(letter, text="¥")  # room to write in follows
        else:
            yield letter
        at += len(letter.text)


def _levelled(letter: Letter, slope: float) -> Letter:
    """A letter of a page that leans, turned upright: the recogniser's boxes stand a little off the letters."""
    fall = slope * (letter.x0 + letter.x1) / 2
    lean = slope * (letter.top + letter.bottom) / 2
    margin = _MARGIN * (letter.bottom - letter.top)
    return Letter(
        text=letter.text, x0=letter.x0 + lean, x1=letter.x1 + lean,
        top=letter.top - fall + margin, bottom=letter.bottom - fall - margin,
    )  # fmt: skip


def _parted(across: Iterable[Stroke], down: Sequence[Stroke]) -> tuple[list[Stroke], list[Stroke]]:
    """Rules that run from one upright rule to another, which are a table's whatever touches them, and the others."""
    parts: tuple[list[Stroke], list[Stroke]] = ([], [])
    for stroke in across:
        ends = (stroke.start, stroke.end)
        is_framed = all(any(_meets(side, end, stroke.at) for side in down) for end in ends)
        parts[0 if is_framed else 1].append(stroke)
    return parts


def _meets(side: Stroke, x: float, y: float) -> bool:
    return abs(side.at - x) <= _CORNER and side.start - _CORNER <= y <= side.end + _CORNER


def _without_ends(ink: Grey, stroke: Stroke, letters: Sequence[Letter]) -> Stroke:
    """A rule without the foot of a letter that begins close behind it or ends close before it: 出, 通."""
    start, end = stroke.start, stroke.end
    for letter in letters:
        height = letter.bottom - letter.top
        if abs(letter.bottom - stroke.at) > _SOLE * height or _is_within(stroke, letter):
            continue
        if letter.x0 < stroke.end <= letter.x1 + 3:
            breaks = [x for x in gaps(ink, stroke, letter.x0) if stroke.end - x > _SOLE * height]
            end = min([end, *breaks])
        if letter.x0 - 3 <= stroke.start < letter.x1:
            breaks = [x for x in gaps(ink, stroke, letter.x1) if x - stroke.start > _SOLE * height]
            start = max([start, *(x + 1 for x in breaks)])
    return replace(stroke, start=start, end=end)


def _not_of_letters(across: Iterable[Stroke], letters: Sequence[Letter], shortest: float) -> Iterator[Stroke]:
    """Rules without what is part of a letter: strokes through the body of one, not those at its foot."""
    for stroke in across:
        through = sorted(
            (letter.x0, letter.x1)
            for letter in letters
            if letter.text not in {"_", "＿"}
            and letter.x0 < stroke.end
            and letter.x1 > stroke.start
            and letter.top - 2 < stroke.at < _foot(letter, stroke)
        )
        at = stroke.start
        for x0, x1 in [*through, (stroke.end, stroke.end)]:
            if x0 - at >= shortest:
                yield Stroke(start=at, end=x0, at=stroke.at)
            at = max(at, x1)


def _foot(letter: Letter, stroke: Stroke) -> float:
    """Down to where a stroke is the letter's own."""
    return letter.bottom - (0.0 if _is_within(stroke, letter) else _UNDER * (letter.bottom - letter.top))


def _is_within(stroke: Stroke, letter: Letter) -> bool:
    """The foot of a large letter, not a rule under it."""
    return letter.x0 - 3 <= stroke.start and stroke.end <= letter.x1 + 3


def _is_rule(letter: Letter, drawn: Sequence[Stroke]) -> bool:
    """A rule that the recogniser took for a character."""
    if not set(letter.text) <= _RULED:
        return False
    middle = (letter.x0 + letter.x1) / 2
    return any(
        stroke.start - 2 <= middle <= stroke.end + 2
        and letter.top + _FOOT * (letter.bottom - letter.top) <= stroke.at <= letter.bottom + 8
        for stroke in drawn
    )


def _crosses(stroke: Stroke, letters: Sequence[Letter]) -> bool:
    """A vertical stroke of letters, not of a table."""
    return any(
        letter.x0 + 1 < stroke.at < letter.x1 - 1 and letter.top < stroke.end and letter.bottom > stroke.start
        for letter in letters
    )


def _glyph(letter: Letter, scale: float) -> Glyph:
    return Glyph(
        text=letter.text, x0=letter.x0 / scale, x1=letter.x1 / scale, top=letter.top / scale,
        bottom=letter.bottom / scale, size=(letter.bottom - letter.top) / scale, unsure=letter.unsure,
    )  # fmt: skip


def _across(stroke: Stroke, scale: float) -> Rule:
    y = stroke.at / scale
    return Rule(x0=stroke.start / scale, x1=stroke.end / scale, y0=y, y1=y)


def _down(stroke: Stroke, scale: float) -> Rule:
    x = stroke.at / scale
    return Rule(x0=x, x1=x, y0=stroke.start / scale, y1=stroke.end / scale)
