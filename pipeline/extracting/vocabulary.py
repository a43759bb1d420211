"""words.toml → compiled word lists: which topic the words before a value speak of."""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path


@functools.cache
def _data() -> dict[str, dict[str, list[str]]]:
    data: dict[str, dict[str, list[str]]] = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))
    return data


@functools.cache
def words(topic: str, name: str) -> tuple[str, ...]:
    """Return one word list of words.toml, longest word first."""
    return tuple(sorted(_data()[topic][name], key=lambda w: (-len(w), w)))


def alternatives(listed: tuple[str, ...], *, spaced: bool = False) -> str:
    """Return words as the alternatives of a pattern; `spaced` lets each be spread with spaces (地  址)."""
    return "|".join(r" {0,8}".join(map(re.escape, w)) if spaced else re.escape(w) for w in listed)


@functools.cache
def topic_pattern(topic: str) -> re.Pattern[str]:
    """Return the pattern of all words of a topic; the list that a word is in is the name of the group."""
    pairs = sorted(((w, name) for name, listed in _data()[topic].items() for w in listed), key=lambda p: -len(p[0]))
    return re.compile("|".join(re.escape(word) for word, _ in pairs))


@functools.cache
def _lists(topic: str) -> dict[str, str]:
    return {word: name for name, listed in _data()[topic].items() for word in listed}


@dataclass(frozen=True, slots=True)
class Mention:
    """A word of a topic in the text: the list that it is in, the word, and its offsets."""

    name: str
    word: str
    start: int
    end: int


def mentions(topic: str, text: str, start: int, end: int) -> list[Mention]:
    """Return the words of a topic between two offsets, in reading order."""
    lists = _lists(topic)
    return [Mention(lists[m[0]], m[0], m.start(), m.end()) for m in topic_pattern(topic).finditer(text, start, end)]
