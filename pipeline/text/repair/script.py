"""Traditional characters → simplified ones, keeping offsets."""

from __future__ import annotations

import functools
import itertools
from typing import Protocol, cast

from pipeline.text.likelihood import log_likelihood
from pipeline.text.patterns import pattern

_MOST = 2_000  # places that are weighed
_AROUND = 4  # characters of context on either side when two readings of one character are weighed


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


@functools.cache
def _converter() -> _Converter:
    import opencc

    return cast("_Converter", opencc.OpenCC("t2s"))


@functools.lru_cache(maxsize=30_000)
def simplify_character(character: str) -> str:
    """The simplified form of one character, itself if it has none."""
    converted = _converter().convert(character)
    return converted if len(converted) == 1 else character


def is_traditional(character: str) -> bool:
    """True for a character that simplification changes."""
    return simplify_character(character) != character


def simplify(text: str) -> str:
    """Write a converted text in simplified characters again.

    Args:
        text: A text that was converted to traditional characters by a character table, as copying sites do.

    Returns:
        A text of the same length. 著 becomes 着 where that reads better, since such tables write both alike.
    """
    converted = _converter().convert(text)
    if len(converted) != len(text):  # a phrase rule that changes the length would break every offset after it
        converted = "".join(map(simplify_character, text))
    return _settle_zhe(converted)


def _settle_zhe(text: str) -> str:
    characters = list(text)
    for found in itertools.islice(pattern("著").finditer(text), _MOST):
        at = found.start()
        if _is_zhe(text[max(0, at - _AROUND) : at], text[at + 1 : at + 1 + _AROUND]):
            characters[at] = "着"
    return "".join(characters)


@functools.lru_cache(maxsize=5_000)
def _is_zhe(before: str, after: str) -> bool:
    return log_likelihood(f"{before}着{after}") > log_likelihood(f"{before}著{after}")
