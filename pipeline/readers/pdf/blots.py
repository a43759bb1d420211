"""Letters + areas drawn over them → the letters, those hidden that were blotted out as editors of PDF do it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.readers.pdf.shapes import THIN, Glyph, Path, is_white

_SHEET = 0.2  # of a page: a larger white area is its ground, which may be drawn again, cut to a part of it
_STRIP = 10.0  # points: the height of the strips in which letters are looked up
_WORK = 2_000_000  # letters looked at: a page of a contract needs a few thousand


def blotted(
    letters: Sequence[Glyph | None], paths: Sequence[Path], before: Sequence[int], page: float
) -> list[Glyph | None]:
    """Return the letters, those hidden that a white area was drawn over afterwards.

    Args:
        letters: The letters in the order of the page's content.
        paths: Its paths in that order.
        before: For each path, how many letters are drawn before it.
        page: The page's area, in square points.
    """
    found = list(letters)
    blots = [(path, count) for path, count in zip(paths, before, strict=True) if _is_blot(path, page)]
    if not blots:
        return found
    strips: dict[int, list[int]] = defaultdict(list)
    for number, glyph in enumerate(letters):
        if glyph is not None:
            strips[int(glyph.middle // _STRIP)].append(number)
    left = _WORK
    for path, count in reversed(blots):
        for number in _near(path, strips):
            glyph = found[number]
            if number < count and glyph is not None and not glyph.hidden and _lies_on(path, glyph):
                found[number] = replace(glyph, hidden=True)
            left -= 1
        left -= len(strips)
        if left < 0:
            break
    return found


def _is_blot(path: Path, page: float) -> bool:
    is_area = path.is_rectangle and path.height > THIN and (path.x1 - path.x0) * path.height < _SHEET * page
    return is_area and path.inside is not None and is_white(path.inside)


def _near(path: Path, strips: Mapping[int, Sequence[int]]) -> Iterator[int]:
    low, high = int(path.top // _STRIP), int(path.bottom // _STRIP)
    for strip, numbers in strips.items():
        if low <= strip <= high:
            yield from numbers


def _lies_on(path: Path, glyph: Glyph) -> bool:
    return path.x0 <= (glyph.x0 + glyph.x1) / 2 <= path.x1 and path.top <= glyph.middle <= path.bottom
