"""Where bytes vanished without a trace: what may have stood there.

About one in twelve pairs of bytes at the wrong offset falls into the user-defined areas of GBK, whose characters pages
drop. The two characters that the pair straddled are then known by half: the first by its lead, the second by its trail
or by what follows. The dictionary supplies the rest.
"""

from __future__ import annotations

import functools

from pipeline.text.likelihood import weight
from pipeline.text.repair.gbk import (
    FULL_WIDTH_ROW,
    LEADS,
    TRAILS,
    character,
    is_assigned,
    is_private,
    pair,
    private_pairs,
    private_rows,
)
from pipeline.text.repair.readings import ANNOTATION, CUT_ANNOTATION, LONGEST, annotated
from pipeline.text.repair.script import simplify_character
from pipeline.text.width import is_ideograph
from pipeline.text.words import frequency

_WINDOW = LONGEST + 4  # what follows: a character with its annotation
_KEPT = 30  # readings of each sort that are followed up
_WORDS = 30  # words over two vanished pairs
_FREQUENT = 5_000
_COMMON = 200  # count from which a character is worth supplying

# (characters, how many characters of the source they are read from, byte that waits then)
_Joined = tuple[str, int, int | None]


@functools.cache
def is_usual(read: str) -> bool:
    """True for a sign, and for an ideograph that the dictionary lists."""
    return not is_ideograph(read) or frequency(simplify_character(read)) > 0


def around_vanished(lead: int, source: str, index: int, before: str) -> tuple[_Joined, ...]:
    """The likeliest characters around one vanished pair or two.

    Args:
        lead: The byte that waits for its trail.
        source: The damaged text.
        index: Where the bytes vanished.
        before: The character read before, "" at the beginning.

    Returns:
        (characters, characters of the source read, byte that waits then), likeliest first.
    """
    return _joined(lead, _window(source, index), simplify_character(before))


def _window(source: str, index: int) -> str:
    """What decides how bytes before it can end: a whole annotation, else the next character."""
    first = source[index : index + 1]
    return source[index : index + _WINDOW] if first.isascii() or first in "（�？" else first


def before_nothing(lead: int, following: str) -> tuple[str, ...]:
    """The characters that begin with a byte and end with one that no decoder pairs up with what follows.

    Args:
        lead: The byte that waits for its trail.
        following: The next character of the source, a line end at the end.

    Returns:
        Characters of the dictionary.
    """
    next_pair = pair(following)
    return _before_byte(lead, next_pair[0] if next_pair else min(ord(following), 0xFF))


@functools.lru_cache(maxsize=5_000)
def _before_byte(lead: int, following: int) -> tuple[str, ...]:
    lone = (trail for trail in LEADS if not is_assigned(trail, following) and not is_private(trail, following))
    found = (character(lead, trail) for trail in lone if trail in TRAILS)
    return tuple(read for read in found if read and is_usual(read))


@functools.lru_cache(maxsize=2_000)
def _joined(lead: int, window: str, before: str) -> tuple[_Joined, ...]:
    """What `around_vanished` gives, judged after the character before."""
    ending: dict[_Joined, float] = {}
    for first, joined in _by_first(lead, window).items():
        gain = weight(before + first) - weight(before) - weight(first) if before else 0.0
        if gain > 0:  # the first character ends a word that the one before begins
            ending.update({each: score + gain for each, score in joined})
    return tuple(dict.fromkeys((*_best(ending), *_judged_alone(lead, window))))


@functools.lru_cache(maxsize=500)
def _by_first(lead: int, window: str) -> dict[str, list[tuple[_Joined, float]]]:
    """The readings around one vanished pair with their scores, by their first character (simplified)."""
    by_first: dict[str, list[tuple[_Joined, float]]] = {}
    completions = _completions(window)
    for read, trail in _before_one(lead):
        first = simplify_character(read)
        for last, length, waits in completions.get(trail, ()):
            second = simplify_character(last)
            score = max(weight(first) + weight(second), weight(first + second))
            by_first.setdefault(first, []).append(((read + last, length, waits), score))
    return by_first


@functools.lru_cache(maxsize=500)
def _judged_alone(lead: int, window: str) -> tuple[_Joined, ...]:
    """The best readings around one vanished pair and around two, whatever stands before."""
    completions = _completions(window)
    around_one = {each: score for joined in _by_first(lead, window).values() for each, score in joined}
    around_two = {
        (word + last, length, waits): _word_score(word) + weight(simplify_character(last))
        for word, trail in _before_two(lead)
        for last, length, waits in completions.get(trail, ())
    }
    return (*_best(around_one), *_best(around_two))


def _best(scores: dict[_Joined, float]) -> tuple[_Joined, ...]:
    return tuple(sorted(scores, key=scores.__getitem__, reverse=True)[:_KEPT])


@functools.cache
def _word_score(word: str) -> float:
    return weight("".join(map(simplify_character, word)))


@functools.lru_cache(maxsize=500)
def _completions(window: str) -> dict[int, list[_Joined]]:
    """What each lead byte may become with what follows, by lead byte."""
    by_lead: dict[int, list[_Joined]] = {}
    for lead in LEADS:
        for read, length, waits in _completed(lead, window):
            if frequency(simplify_character(read)) > _COMMON or not is_ideograph(read):
                by_lead.setdefault(lead, []).append((read, length, waits))
    return by_lead


def _completed(lead: int, window: str) -> list[_Joined]:
    if annotation := CUT_ANNOTATION.match(window) or ANNOTATION.match(window):
        return [(read, annotation.end(), None) for read in annotated(lead, annotation["syllable"])]
    first = window[:1] or "\n"
    found: list[tuple[str | None, int, int | None]] = []
    if following := pair(first):
        found.append((character(lead, following[0]), 1, following[1]))
    elif "@" <= first <= "~":
        after = ANNOTATION.match(window, 1)
        found.append((character(lead, ord(first)), after.end() if after else 1, None))
        found.append((character(lead, FULL_WIDTH_ROW), 1, ord(first) | 0x80))
    # That a lone byte vanished too, right behind the pair, is only assumed of signs and of very common characters.
    lone = (read for read in before_nothing(lead, first) if not is_ideograph(read) or _is_frequent(read))
    found += [(read, 0, None) for read in lone]
    return [(read, length, waits) for read, length, waits in found if read]


@functools.cache
def _is_frequent(read: str) -> bool:
    return frequency(simplify_character(read)) > _FREQUENT


@functools.cache
def _before_one(lead: int) -> tuple[tuple[str, int], ...]:
    """The characters that a byte and the first byte of a vanished pair make, with the pair's second byte."""
    found = ((character(lead, first), second) for first, second in private_pairs())
    return tuple((read, second) for read, second in found if read and is_usual(read))


@functools.cache
def _before_two(lead: int) -> tuple[tuple[str, int], ...]:
    """The commonest words of two characters before and between two vanished pairs, with the last byte that vanished."""
    words: dict[tuple[str, int], int] = {}
    for first, middle in _before_one(lead):
        for row in private_rows():
            second = character(middle, row)
            count = frequency(simplify_character(first) + simplify_character(second)) if second else 0
            if count > _COMMON:
                words[first + (second or ""), row] = count
    commonest = sorted(words, key=lambda word: -words[word])[:_WORDS]
    return tuple((word, last) for word, row in commonest for last in private_rows()[row])
