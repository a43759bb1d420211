"""A picture → lines of characters with their boxes, by rapidocr, whose wheel ships its models: nothing is fetched."""

from __future__ import annotations

import functools
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from rapidocr import RapidOCR

_UNSURE = 0.8
_MAKERS = ("rapidocr", "cv2", "onnxruntime")  # whose exceptions are about the picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A character or a Latin word and its box in pixels."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    unsure: bool = False  # its line was recognised without certainty


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line as recognised: its letters, how sure the recogniser is (0 to 1), and how far it falls a pixel across."""

    letters: tuple[Letter, ...]
    score: float
    slope: float

    @property
    def text(self) -> str:
        """Its characters."""
        return "".join(letter.text for letter in self.letters)

    @property
    def is_unsure(self) -> bool:
        """True where a person has to compare it with the picture."""
        return self.score < _UNSURE


@functools.cache
def _engine() -> Any:  # rapidocr's result types are unions of all its modes
    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    # Pages come at the resolution that suits it: made smaller, thin lines of small print are overlooked. Its model
    # for lines that stand on their heads takes lines of boxes for such, so pages are turned as a whole instead.
    return RapidOCR(params={"Global.log_level": "error", "Global.max_side_len": 3_000, "Global.use_cls": False})


def recognise(picture: np.ndarray[Any, Any]) -> list[Line]:
    """Return the lines of a picture; none of one that the recogniser can do nothing with, as a strip of few pixels.

    Args:
        picture: Height × width × 3, red, green and blue.
    """
    result = _asked(picture, use_det=True, return_word_box=True, return_single_char_box=True)
    if result is None or result.boxes is None:
        return []
    found = zip(result.boxes, result.scores, result.word_results, strict=False)
    return [_line(box, float(score), words) for box, score, words in found]


def recognise_words(picture: np.ndarray[Any, Any]) -> str:
    """Return what a picture of one line, or of a piece of one, says; nothing where it is read without certainty.

    Args:
        picture: Height × width × 3, red, green and blue.
    """
    result = _asked(picture, use_det=False, return_word_box=False) if picture.size else None
    if result is None or not result.txts or float(result.scores[0]) < _UNSURE:
        return ""
    return str(result.txts[0])


def _asked(picture: np.ndarray[Any, Any], **how: bool) -> Any:
    """What the recogniser says, None of a picture that it can do nothing with.

    It keeps what a call asks of it for the next one, so each call says whether lines are to be found first.
    """
    try:
        return _engine()(np.ascontiguousarray(picture[:, :, ::-1]), **how)
    except Exception as error:
        if type(error).__module__.startswith(_MAKERS):
            return None
        raise


def _line(box: Any, score: float, words: Any) -> Line:
    letters = tuple(_letters(words))
    (left, top), (right, fall) = box[0], box[1]
    slope = (float(fall) - float(top)) / max(1.0, float(right) - float(left))
    return Line(letters=letters, score=score, slope=slope)


def _letters(words: Any) -> Iterator[Letter]:
    for text, _, box in words:
        xs, ys = [float(x) for x, _ in box], [float(y) for _, y in box]
        yield Letter(text=str(text), x0=min(xs), x1=max(xs), top=min(ys), bottom=max(ys))
