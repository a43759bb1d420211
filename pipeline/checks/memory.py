"""Pure functions → the same functions that remember: a batch asks the same of the same sentences over and over.

Results never depend on what is remembered, and what is remembered is bounded: memory does not grow with the records.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

MOST = 4096  # results by value; a contract has some hundred sentences
_FEW = 4  # results by identity: template, document, subject, text at hand
_LONG = 2000  # characters; no sentence is longer, and what is would fill the memory

_forget: list[Callable[[], None]] = []


def forget() -> None:
    """Forget everything: for tests that compare remembered with fresh results."""
    for clear in _forget:
        clear()


def on_forget(clear: Callable[[], None]) -> None:
    """Register what empties a memory of its own kind."""
    _forget.append(clear)


def remembered(function: Callable[P, R]) -> Callable[P, R]:
    """Return a function of names, numbers and the like that remembers its results by their value."""
    remembering = functools.lru_cache(maxsize=MOST)(function)
    on_forget(remembering.cache_clear)
    return functools.wraps(function)(remembering)  # type: ignore[return-value]


def by_piece(find: Callable[[str], R]) -> Callable[[str], R]:
    """Return a function of a piece of text that remembers its results by the text; what is too long it forgets."""
    remembering = remembered(find)

    @functools.wraps(find)
    def look_up(text: str) -> R:
        return (find if len(text) > _LONG else remembering)(text)

    return look_up


def kept(function: Callable[P, R]) -> Callable[P, R]:
    """Return a function that remembers its last results by the identity of its arguments.

    For arguments whose comparison would cost more than the work: templates, documents, subjects, whole texts.
    """
    last: list[tuple[tuple[object, ...], R]] = []
    on_forget(last.clear)

    @functools.wraps(function)
    def look_up(*args: P.args, **kwargs: P.kwargs) -> R:
        for known, result in last:
            if known[0] is args[0] and all(one is other for one, other in zip(known, args, strict=True)):
                return result
        result = function(*args, **kwargs)
        # The list is replaced in place, in one step: another thread sees the old or the new one.
        last[:] = [(args, result), *last[: _FEW - 1]]
        return result

    return look_up


def pieces(text: str, joint: str = "。") -> list[tuple[int, str]]:
    """Cut a text at its full stops, or at whatever can't stand within what is looked for.

    Args:
        text: The text.
        joint: What to cut at; it belongs to no piece.

    Returns:
        The pieces with their offsets.
    """
    found, at = [], 0
    for piece in text.split(joint):
        found.append((at, piece))
        at += len(piece) + len(joint)
    return found
