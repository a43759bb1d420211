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


class _Telling:
    """The words that tell the categories, and which is the first of the file that has a word of a text."""

    def __init__(self, where: str) -> None:
        words = [(word, order) for order, category in enumerate(_categories()) for word in category[where]]
        self._any = re.compile(one_of(word for word, _ in words))
        # The longest word at a place is found, and a category further up may have one that begins it.
        self._first = {
            found: min(order for word, order in words if found.startswith(word)) for found, _ in words
        }  # fmt: skip

    def first_in(self, text: str) -> str:
        """Return the name of the first category that has a word in the text, "" if none has."""
        orders = []
        found = self._any.search(text)
        while found:
            orders.append(self._first[found[0]])
            found = self._any.search(text, found.start() + 1)
        return str(_categories()[min(orders)]["name"]) if orders else ""


@functools.cache
def _telling(where: str) -> _Telling:
    """Return the words that tell a clause by its heading ("title") or, where it has none, by its "text"."""
    return _Telling(where)


def names() -> tuple[str, ...]:
    """Return the 26 categories in the order in which they are tried."""
    return tuple(dict.fromkeys(category["name"] for category in _categories()))


def categorize(title: str, text: str) -> str:
    """Return the category of a clause.

    The heading tells it: the first category of the file that has one of its words there, narrow ones before wide ones
    (合同解除后的保密义务 is 保密 before it is 解除). A clause without a heading is told by its first sentences.

    Args:
        title: The heading, "" if there is none.
        text: The clause's own words.
    """
    by_title = _telling("title").first_in(title) if title else ""
    return by_title or _telling("text").first_in(text[:_SENTENCE]) or _OTHER
