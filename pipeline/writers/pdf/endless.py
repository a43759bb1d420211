"""Text → the same with marks where a word too long for its line may end, as Word breaks it."""

from __future__ import annotations

import re

from pipeline.writers.pdf.markup import BREAK

_WORD = re.compile(r"[\x21-\x7e\xa1-\u024f]+")
_BROAD = frozenset("ABCDEFGHKLMNOPQRSTUVWXYZmw@%&")
_EM_BROAD, _EM = 0.75, 0.5  # how wide letters are drawn at most, in parts of the size
_MANY = 400  # characters from which on a word may end behind every eighth only


def with_breaks(text: str, room: float, size: float) -> str:
    """Return the text with marks inside the words that are longer than a line.

    Args:
        text: The text.
        room: Width of the line in points.
        size: Size of the characters in points.
    """
    if len(text) * size * _EM_BROAD <= room:
        return text
    return _WORD.sub(lambda match: _broken(match[0], room / size), text)


def _broken(word: str, room: float) -> str:
    if sum(_EM_BROAD if character in _BROAD else _EM for character in word) <= room:
        return word
    step = min(8, max(int(room / _EM_BROAD), 1)) if len(word) > _MANY else 1
    return BREAK.join(word[at : at + step] for at in range(0, len(word), step))
