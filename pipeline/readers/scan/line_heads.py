"""Numbers at the head of a line that the recogniser has overlooked: 一、 and 二、 are thin strokes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from PIL.Image import Image

from pipeline.readers.scan.engine import Letter, Line, recognise_words
from pipeline.readers.scan.rules import Grey

_REACH = 3.0  # heights of a letter that a number stands before the first letter at most
_KNOWN = 4  # letters read once more with it, so that it can be told where the number ends
_SLACK = 0.2  # of a letter's height, above and below
_NUMBER = re.compile(
    r"[（(](?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）]|(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）、.．]"
)  # a bare 一 is a rule
_SPECKS = 6  # pixels of ink that are no sign


def with_heads(picture: Image, ink: Grey, lines: Sequence[Line]) -> list[Line]:
    """Return the lines, those with the number at their head that the recogniser has overlooked.

    Args:
        picture: The page.
        ink: Which of its pixels are ink.
        lines: As recognised.
    """
    return [_with_head(picture, ink, line, lines) for line in lines]


def _with_head(picture: Image, ink: Grey, line: Line, lines: Sequence[Line]) -> Line:
    first = line.letters[0]
    height = first.bottom - first.top
    left = max([0.0, first.x0 - _REACH * height, *(_end(other) for other in lines if _stands_before(other, line))])
    columns = _inked(ink, first, left)
    if not columns:
        return line
    last = line.letters[:_KNOWN][-1]
    area = (round(left), round(first.top - _SLACK * height), round(last.x1), round(first.bottom + _SLACK * height))
    said = recognise_words(np.asarray(picture.crop(area).convert("RGB")))
    number = _before(said, line)
    if not number:
        return line
    step = (first.x0 - columns[0]) / len(number)
    places = (columns[0] + step * at for at in range(len(number)))
    head = (replace(first, text=sign, x0=x, x1=x + step) for sign, x in zip(number, places, strict=True))
    return replace(line, letters=(*head, *line.letters))


def _stands_before(other: Line, line: Line) -> bool:
    """Another line of the same height, to the left."""
    first, last = line.letters[0], other.letters[-1]
    return other is not line and last.x0 < first.x0 and last.top < first.bottom and last.bottom > first.top


def _end(line: Line) -> float:
    return line.letters[-1].x1


def _inked(ink: Grey, first: Letter, left: float) -> list[int]:
    """The columns before a line's first letter that have ink at its height, where that is no speck."""
    start = round(left)
    area = ink[max(0, round(first.top)) : round(first.bottom), start : round(first.x0) - 2]
    inked = area.any(axis=0) if area.size and int(area.sum()) > _SPECKS else np.zeros(0, dtype=bool)
    return [start + int(column) for column in np.flatnonzero(inked)]


def _before(said: str, line: Line) -> str:
    """The number that stands before the words of the line, if it is one."""
    words = "".join(line.text.split())[:2]
    head, found, _ = said.partition(words)
    return head if found and _NUMBER.fullmatch(head) else ""
