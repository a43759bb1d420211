"""Traditional characters → simplified ones, keeping offsets."""

from __future__ import annotations

import functools
import itertools
from typing import Protocol, cast

from pipeline.text.likelihood import log_likelihood
from pipeline.text.patterns import late, pattern

# Characters that every contract in traditional script has and none in simplified script.
_SIGNS = late("[違幣國償貨貸轉讓債證產動數東華條約簽雙權義務當協議實際執則費業關係為於與個們電話號碼單價間發賃買賣]")
_FEWEST = 5
_SHARE = 50  # at least one of so many characters
_MOST = 2_000  # places that are weighed
_AROUND = 4  # characters of context on either side when two readings of one character are weighed


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


@functools.cache
def _converter() -> _Converter:
    import opencc

    return cast("_Converter", opencc.OpenCC("t2s"))


@functools.cache
def _traditional() -> _Converter:
    import opencc

    return cast("_Converter", opencc.OpenCC("s2t"))


def as_traditional(words: str) -> str:
    """Return words in traditional characters."""
    return _traditional().convert(words)


def in_simplified(text: str) -> str | None:
    """Return a text that is printed in traditional characters in simplified ones, of the same length; None for others.

    Args:
        text: A document's text.
    """
    if _SIGNS.search(text) is None:
        return None
    count = len(_SIGNS.findall(text))
    return None if count < _FEWEST or count * _SHARE < len(text) else simplify(text)


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
