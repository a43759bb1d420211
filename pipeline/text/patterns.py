"""Words → patterns, and patterns → matches, without a look at every character of a text.

The engine of `re` leaps over a text where a pattern begins with a character or a set of them, and tries all of the
pattern at every character where it does not. Most of a contract is prose that no recogniser is for: what is here
tells so at a glance.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast

_FEW = 4  # words that are tried one by one as fast


@functools.cache
def pattern(source: str) -> re.Pattern[str]:
    """Return a pattern that code spells out where it is used, compiled when it is first asked for and kept.

    `re.search` and its like keep 512 patterns, fewer than the dictionaries of a contract use, and take longer to find
    one than to match it. Only what the code itself says belongs here, not what a text does: nothing is ever dropped.
    """
    return re.compile(source)


def behind_last(sign: re.Pattern[str], text: str) -> str:
    """Return what stands behind the last sign in a text, all of it where there is none: looked for from the end.

    Args:
        sign: Matches one character.
        text: The text.
    """
    found = sign.search(text[::-1])
    return text[len(text) - found.start() :] if found else text


def first_of(words: Iterable[str]) -> str:
    """Return the set of the characters that any of the words begins with, as a pattern."""
    return f"[{''.join(map(re.escape, dict.fromkeys(word[0] for word in words)))}]"


def one_of(words: Iterable[str], between: str = "") -> str:
    """Return a pattern that matches any of the words, the longest first.

    Words that begin with the same character stand together, behind a look at all these characters: 甲方, 甲乙双方 and
    乙方 give (?=[甲乙])(?:甲(?:乙双方|方)|乙方). Alone, hundreds of words would be tried one after the other.

    Args:
        words: The words, none of them empty.
        between: Pattern of what may stand between the characters of a word.
    """
    heads: dict[str, list[str]] = {}
    for word in sorted(set(words), key=lambda w: (-len(w), w)):
        heads.setdefault(word[0], []).append(word[1:])
    branches = [re.escape(head) + _rest(rests, between) for head, rests in heads.items()]
    found = f"(?:{'|'.join(branches)})"
    return f"(?:(?={first_of(heads)}){found})" if len(heads) > _FEW else found


def _rest(rests: list[str], between: str) -> str:
    """Return the pattern of what may stand behind the first character of words."""
    tails = ["".join(between + re.escape(sign) for sign in rest) for rest in rests]
    return tails[0] if len(tails) == 1 else f"(?:{'|'.join(tails)})"


class _Late:
    """A pattern that is compiled when it is first used, and from then on as fast as any other."""

    def __init__(self, source: str, flags: re.RegexFlag) -> None:
        self._source, self._flags = source, flags

    @functools.cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self._source, self._flags)

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._compiled, name)
        setattr(self, name, found)
        return found


def late(source: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """Return a pattern that is compiled when it is first used: a contract of two pages needs two of three.

    It does what a pattern does, but is not the pattern that its matches tell of (`match.re`).
    """
    return cast("re.Pattern[str]", _Late(source, flags))


class Dictionary:
    """A dictionary of words to be found in short texts: no pattern, since that takes longer to compile than to use."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        self._from, self._to = self._sizes(0), self._sizes(-1)

    def _sizes(self, at: int) -> dict[str, tuple[int, ...]]:
        """Return how long the words are, the longest first, by their first or their last character."""
        sizes: dict[str, set[int]] = {}
        for word in self._words:
            sizes.setdefault(word[at], set()).add(len(word))
        return {sign: tuple(sorted(found, reverse=True)) for sign, found in sizes.items()}

    def at_start(self, text: str) -> Iterator[str]:
        """Yield the words that the text begins with, the longest first."""
        sizes = (size for size in self._from.get(text[:1], ()) if size <= len(text))
        return (text[:size] for size in sizes if text[:size] in self._words)

    def at_end(self, text: str) -> str:
        """Return the longest word that the text ends with, "" if none does."""
        for size in self._to.get(text[-1:], ()):
            if text[-size:] in self._words:
                return text[-size:]
        return ""

    def pieces(self, text: str) -> Iterator[tuple[str, bool]]:
        """Yield the text piece by piece: the words that stand in it, the longest first, and what stands between."""
        at = begin = 0
        while at < len(text):
            size = self._size_at(text, at)
            if not size:
                at += 1
                continue
            if at > begin:
                yield text[begin:at], False
            yield text[at : at + size], True
            at = begin = at + size
        if at > begin:
            yield text[begin:], False

    def _size_at(self, text: str, at: int) -> int:
        for size in self._from.get(text[at], ()):
            if text[at : at + size] in self._words:
                return size
        return 0


@dataclass(frozen=True, slots=True)
class Led:
    """A pattern, and what its matches begin with: a character or a set, which the engine leaps to.

    Attributes:
        lead: Matches the first character of every match, and at best little else.
        pattern: The pattern; no match of it is empty.
    """

    lead: re.Pattern[str]
    pattern: re.Pattern[str]

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Yield what `pattern.finditer` yields."""
        lead, match = self.lead.search, self.pattern.match
        at = 0
        while sign := lead(text, at):
            found = match(text, sign.start())
            if found:
                yield found
            at = found.end() if found else sign.start() + 1


@dataclass(frozen=True, slots=True)
class LedTo(Led):
    """A pattern whose matches begin shortly before a sign: looked for only there.

    Attributes:
        sign: What stands in every match, or right behind it, and in few other places.
        reach: How many characters behind the first one of a match the sign stands at most.
    """

    sign: re.Pattern[str]
    reach: int

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Yield what `pattern.finditer` yields."""
        lead, match = self.lead.search, self.pattern.match
        at = 0
        for sign in self.sign.finditer(text):
            at = max(at, sign.start() - self.reach)
            while at < sign.start() and (first := lead(text, at, sign.end())):
                found = match(text, first.start())
                if found:
                    yield found
                at = found.end() if found else first.start() + 1


def led_to(sign: str, reach: int, lead: str, pattern: str, flags: re.RegexFlag = re.NOFLAG) -> LedTo:
    """Return a pattern with the sign that its matches lead to, how far at most, and what they begin with.

    Both patterns may look no further than to the sign to tell where a match begins.
    """
    return LedTo(late(lead), late(pattern, flags), late(sign), reach)


def led(lead: str, pattern: str, flags: re.RegexFlag = re.NOFLAG) -> Led:
    """Return a pattern with what its matches begin with."""
    return Led(late(lead), late(pattern, flags))


@dataclass(frozen=True, slots=True)
class Lined:
    """A pattern whose matches stand inside one line each, and what such a line must have.

    Attributes:
        sign: Matches somewhere in every line that has a match, and in few others.
        pattern: The pattern; it looks no further than to the line's end.
    """

    sign: re.Pattern[str]
    pattern: re.Pattern[str]

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Yield what `pattern.finditer` yields."""
        at = 0
        while sign := self.sign.search(text, at):
            begin, end = text.rfind("\n", at, sign.start()) + 1, text.find("\n", sign.end()) + 1
            yield from self.pattern.finditer(text, max(begin, at), end or len(text))
            if not end:
                break
            at = end


def lined(sign: str, pattern: str, flags: re.RegexFlag = re.NOFLAG) -> Lined:
    """Return a pattern with what the lines of its matches have."""
    return Lined(late(sign), late(pattern, flags))
