"""Text → how likely it is as Chinese, one character at a time.

A word model without context: the likelihood of a text is that of its best segmentation into words of the dictionary.
It is kept open at the right end, so that a search can extend many readings of a damaged stretch by a character each
and compare them without segmenting anything twice.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass

from pipeline.text.width import is_ideograph
from pipeline.text.words import log_probability, stands_alone

_LONGEST_WORD = 5
_RARE = -18.5  # an ideograph that the dictionary does not list
# A character that stands alone costs at least this much: without the cap, chains of very common single characters
# (的 一 不 是) would beat real words. Characters that are no words of their own in this prose cost more.
_FUNCTION = -5.5
_ALONE = -9.0
_NO_WORD = 3.0
_PUNCTUATION = -6.0
_FREQUENT_SIGNS = {"，": -3.5, ",": -3.5, "。": -4.0, "、": -4.5, "：": -5.0, ":": -5.0, "；": -5.5, ";": -5.5}
_ASCII = -9.0
_FOREIGN = -20.0  # box drawing, phonetic signs, private use: what shifted bytes decode to
_COMMON_SIGNS = frozenset("，。、；：？！（）“”《》【】,.;:?!()_0123456789%\n …—·")


@dataclass(frozen=True, slots=True, kw_only=True)
class Likelihood:
    """A text's log-likelihood with what is needed to extend it.

    Attributes:
        tail: The last characters, one fewer than the longest word has.
        scores: Log-likelihood of the text up to each of the last positions, the whole text's last.
    """

    tail: str = ""
    scores: tuple[float, ...] = (0.0,)

    @property
    def value(self) -> float:
        """Log-likelihood of the whole text."""
        return self.scores[-1]

    def extended(self, characters: str) -> Likelihood:
        """The likelihood of the text with some characters (simplified) appended."""
        tail, scores = self.tail, self.scores
        for character in characters:
            tail += character
            best = scores[-1] + weight(character)
            for size in range(2, min(len(tail), len(scores), _LONGEST_WORD) + 1):
                best = max(best, scores[-size] + weight(tail[-size:]))
            tail, scores = tail[1 - _LONGEST_WORD :], (*scores[1 - _LONGEST_WORD :], best)
        return Likelihood(tail=tail, scores=scores)

    def lowered(self, penalty: float) -> Likelihood:
        """The same with a cost taken off, for something that the text alone does not show."""
        return Likelihood(tail=self.tail, scores=tuple(score - penalty for score in self.scores))


def log_likelihood(text: str) -> float:
    """Log-likelihood of a text in simplified characters.

    Args:
        text: Any text.

    Returns:
        A negative number, 0 for the empty text; about −5 a character for plain prose, −12 and less for garbage.
    """
    return Likelihood().extended(text).value


@functools.lru_cache(maxsize=200_000)
def weight(word: str) -> float:
    """Log-likelihood of one word or sign, minus infinity for several characters that are no word."""
    probability = log_probability(word)
    if len(word) > 1:
        return -math.inf if probability is None else probability
    if is_ideograph(word):
        return _alone(word, probability)
    if word in _COMMON_SIGNS:
        return _FREQUENT_SIGNS.get(word, _PUNCTUATION)
    return _ASCII if word.isascii() else _FOREIGN


def _alone(character: str, probability: float | None) -> float:
    if probability is None:
        return _RARE
    return min(probability, _FUNCTION) if stands_alone(character) else min(probability, _ALONE) - _NO_WORD
