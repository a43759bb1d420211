"""Heading and text of a clause → its category."""

from __future__ import annotations

import functools
import re
import tomllib
from pathlib import Path
from typing import Any

from pipeline.text.patterns import one_of

_FILE = Path(__file__).with_name("categories.toml")
_OTHER = "其他"
_SENTENCE = 120


@functools.cache
def _categories() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads(_FILE.read_text("utf-8"))["category"]
    return found


@functools.cache
def _tables() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    return tuple((c["name"], _any(c["title"]), _any(c["text"])) for c in _categories())


@functools.cache
def _telling() -> re.Pattern[str]:
    """Any of the words that tell a clause without a heading: most have none, and are not searched for each kind's."""
    return _any([word for category in _categories() for word in category["text"]])


@functools.cache
def _titling() -> re.Pattern[str]:
    """Any of the words that tell a clause by its heading."""
    return _any([word for category in _categories() for word in category["title"]])


def _any(words: list[str]) -> re.Pattern[str]:
    return re.compile(one_of(words) if words else r"(?!)")


def names() -> tuple[str, ...]:
    """Return the 26 categories in the order in which they are tried."""
    return tuple(dict.fromkeys(name for name, _, _ in _tables()))


def categorize(title: str, text: str) -> str:
    """Return the category of a clause.

    The heading tells it: the first category of the file that has one of its words there, narrow ones before wide ones
    (合同解除后的保密义务 is 保密 before it is 解除). A clause without a heading is told by its first sentences.

    Args:
        title: The heading, "" if there is none.
        text: The clause's own words.
    """
    if title and _titling().search(title):
        by_title = next((name for name, words, _ in _tables() if words.search(title)), None)
        if by_title:
            return by_title
    opening = text[:_SENTENCE]
    if not _telling().search(opening):
        return _OTHER
    return next((name for name, _, words in _tables() if words.search(opening)), _OTHER)
