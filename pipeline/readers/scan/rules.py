"""A grey picture → the straight rules drawn in it, by the lengths of dark runs in its rows and columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

Grey = np.ndarray[Any, Any]

_BLOCK = 32  # pixels: light differs little within such a square
_DARK = 0.72  # of the paper's brightness around it, where letters are black
_SHADED = 0.9  # of the paper's brightness: darker is ink, or what is left of it
_CORE = 10  # per cent of the ink that show how dark it is where no edge of a letter is near
_FULL = 0.7  # how much darker than paper that ink is in a good print
_PALEST = 0.87  # lighter is nothing but the grain of the paper
_THICK = 9  # pixels: what is thicker is an area, a photograph or a heavy letter
_BREAK = 3  # pixels: a scanned rule is broken by no more
_UPRIGHT = 1e-4  # a slope that moves no pixel of a page
_POINTS = 60_000  # pixels of ink that tell how a page leans
_DOUBT = 0.012  # how far the slope of short lines may be off
_TRIES = 25
_CLEARER = 1.02  # how much sharper the rows must be under another slope
_EMPTY = 0.06  # of the pixels of a place where nothing is written: dust
_STEP = 5  # pixels: how far the pieces of a rule that leans may stand apart, in height
_APART = 8  # and along it


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """A straight dark run in pixels: `at` is its row (or column), from `start` to `end` along it."""

    start: float
    end: float
    at: float


def dark(grey: Grey) -> Grey:
    """Return which pixels are ink, whatever the light on the paper.

    Args:
        grey: Height × width, 0 black to 255 white.
    """
    height, width = grey.shape
    rows, columns = -(-height // _BLOCK), -(-width // _BLOCK)
    padded = np.pad(grey, ((0, rows * _BLOCK - height), (0, columns * _BLOCK - width)), mode="edge")
    blocks = padded.reshape(rows, _BLOCK, columns, _BLOCK).swapaxes(1, 2).reshape(rows, columns, -1)
    paper = np.percentile(blocks, 85, axis=2)
    # A square that is all ink takes its paper from its surroundings.
    paper = np.maximum(paper, 0.6 * np.percentile(paper, 75))
    ground = np.kron(paper, np.ones((_BLOCK, _BLOCK)))[:height, :width]
    return np.asarray(grey < _darkness(grey / np.maximum(ground, 1.0)) * ground)


def _darkness(share: Grey) -> float:
    """How bright ink may be, of the paper around it: brighter where all of a page is grey."""
    ink = share[share < _SHADED]
    if not ink.size:
        return _DARK
    strength = 1.0 - float(np.percentile(ink, _CORE))
    return min(_PALEST, 1.0 - (1.0 - _DARK) * min(1.0, strength / _FULL))


def upright(ink: Grey, slope: float) -> Grey:
    """Return a picture that leans turned upright.

    Args:
        ink: Which pixels are ink.
        slope: How many pixels its lines fall a pixel across; small, so that moving columns and rows turns it.
    """
    if abs(slope) < _UPRIGHT:
        return ink
    return np.ascontiguousarray(_sheared(_sheared(ink, slope).T, -slope).T)


def lean(ink: Grey, about: float) -> float:
    """Return how much a picture leans: the slope at which its ink falls into the fewest rows.

    Args:
        ink: Which pixels are ink.
        about: The slope that its lines of text have, as far as short lines tell it.
    """
    rows, columns = np.nonzero(ink)
    if not rows.size:
        return about
    step = max(1, rows.size // _POINTS)
    rows, columns = rows[::step], columns[::step]
    best = _sharpest(rows, columns, _sharpest(rows, columns, about, _DOUBT), 2 * _DOUBT / _TRIES)
    clearer = _sharpness(rows - best * columns) > _CLEARER * _sharpness(rows - about * columns)
    return best if clearer else about


def _sharpest(rows: Grey, columns: Grey, about: float, doubt: float) -> float:
    tried = about + np.linspace(-doubt, doubt, _TRIES)
    return float(tried[int(np.argmax([_sharpness(rows - slope * columns) for slope in tried]))])


def _sharpness(heights: Grey) -> float:
    counts = np.bincount(np.rint(heights - heights.min()).astype(np.int64))
    return float((counts.astype(np.float64) ** 2).sum())


def _sheared(ink: Grey, slope: float) -> Grey:
    height, width = ink.shape
    shifts = np.rint(np.arange(width) * slope).astype(np.int64)
    rows = np.arange(height)[:, None] + shifts[None, :]
    inside = (rows >= 0) & (rows < height)
    return np.asarray(ink[np.clip(rows, 0, height - 1), np.arange(width)] & inside)


def strokes(ink: Grey, shortest: float) -> list[Stroke]:
    """Return the level rules of a picture from top to bottom.

    Args:
        ink: Which pixels are ink.
        shortest: Pixels that a rule has at least.
    """
    near = ink.copy()
    near[1:] |= ink[:-1]
    near[:-1] |= ink[1:]
    runs = _runs(near, shortest)
    groups: list[list[tuple[int, int, int]]] = []
    open_groups: list[list[tuple[int, int, int]]] = []
    for row, start, end in runs:
        open_groups = [group for group in open_groups if row - group[-1][0] <= 1]
        home = next((g for g in open_groups if start < g[-1][2] and end > g[-1][1]), None)
        if home is None:
            home = []
            groups.append(home)
            open_groups.append(home)
        home.append((row, start, end))
    return _joined([_stroke(group) for group in groups if group[-1][0] - group[0][0] < _THICK])


def _joined(pieces: list[Stroke]) -> list[Stroke]:
    """Pieces that go on from one another, a row or two higher or lower, are one rule."""
    rules: list[Stroke] = []
    for piece in sorted(pieces, key=lambda stroke: stroke.start):
        near = (i for i, r in enumerate(rules) if abs(r.at - piece.at) <= _STEP and piece.start - r.end <= _APART)
        home = next(near, None)
        if home is None:
            rules.append(piece)
        else:
            first = rules[home]
            rules[home] = Stroke(start=first.start, end=max(first.end, piece.end), at=(first.at + piece.at) / 2)
    return sorted(rules, key=lambda stroke: (stroke.at, stroke.start))


def squares(ink: Grey, smallest: float, largest: float) -> list[tuple[float, float, float, float]]:
    """Return the empty squares of a picture, as (left, top, right, bottom).

    Args:
        ink: Which pixels are ink.
        smallest: Their side, in pixels, at least.
        largest: And at most.
    """
    sides = [s for s in strokes(ink, smallest) if s.end - s.start <= largest + 2 * _BREAK]
    by_place: dict[int, list[Stroke]] = {}
    found: list[tuple[float, float, float, float]] = []
    for low in sorted(sides, key=lambda stroke: stroke.at):
        place = round((low.start + low.end) / 2 / _STEP)
        near = [stroke for at in (place - 1, place, place + 1) for stroke in by_place.get(at, ())]
        found += [_square(high, low) for high in near if _is_square(ink, high, low)]
        by_place.setdefault(place, []).append(low)
    return found


def _square(high: Stroke, low: Stroke) -> tuple[float, float, float, float]:
    return min(high.start, low.start), high.at, max(high.end, low.end), low.at


def _is_square(ink: Grey, high: Stroke, low: Stroke) -> bool:
    left, top, right, bottom = (round(edge) for edge in _square(high, low))
    side = (right - left + bottom - top) / 2
    if abs((right - left) - (bottom - top)) > 0.25 * side or abs(high.start - low.start) + abs(high.end - low.end) > 8:
        return False
    rim = max(3, round(0.2 * side))
    inside = ink[top + rim : bottom - rim + 1, left + rim : right - rim + 1]
    walls = ink[top : bottom + 1, [*range(max(0, left - 2), left + 4)]], ink[top : bottom + 1, right - 3 : right + 3]
    is_empty = inside.size > 0 and float(inside.mean()) < _EMPTY
    return is_empty and all(float(wall.any(axis=1).mean()) > 0.85 for wall in walls)


def is_clear(ink: Grey, stroke: Stroke, size: float) -> bool:
    """True where nothing stands above a rule: no text that the recogniser has overlooked.

    Args:
        ink: Which pixels are ink.
        stroke: A level rule.
        size: Height of the letters in pixels.
    """
    top, bottom = max(0, round(stroke.at - 0.7 * size)), max(0, round(stroke.at) - 4)
    slack = 0.25 * (stroke.end - stroke.start)  # the letters beside it may reach over its ends
    above = ink[top:bottom, round(stroke.start + slack) : round(stroke.end - slack)]
    return above.size == 0 or float(above.mean()) < _EMPTY


def gaps(ink: Grey, stroke: Stroke, x: float) -> list[int]:
    """Return the columns about a place of a rule where it has no ink: breaks that were closed.

    Args:
        ink: Which pixels are ink.
        stroke: A level rule.
        x: The place, in pixels.
    """
    row = round(stroke.at)
    first, last = max(round(stroke.start), round(x) - _APART), min(round(stroke.end), round(x) + _APART)
    near = ink[max(0, row - 1) : row + 2, first : last + 1]
    return [first + int(column) for column in np.flatnonzero(~near.any(axis=0))]


def _stroke(group: list[tuple[int, int, int]]) -> Stroke:
    return Stroke(
        start=float(min(start for _, start, _ in group)),
        end=float(max(end for _, _, end in group)),
        at=(group[0][0] + group[-1][0]) / 2,
    )


def _runs(ink: Grey, shortest: float) -> list[tuple[int, int, int]]:
    """(row, start, end) of every dark run that is long enough, small breaks closed."""
    width = ink.shape[1]
    closed = ink.copy()
    for step in range(1, _BREAK + 1):
        closed[:, step:] |= ink[:, :-step]
    edges = np.diff(np.pad(closed.astype(np.int8), ((0, 0), (1, 1))), axis=1)
    rows, starts = np.nonzero(edges == 1)
    _, ends = np.nonzero(edges == -1)
    long = ends - starts - _BREAK >= shortest
    return [
        (int(row), int(start), min(width, int(end) - _BREAK))
        for row, start, end in zip(rows[long], starts[long], ends[long], strict=True)
    ]
