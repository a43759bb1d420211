"""TOML → the dictionaries of answers."""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path


@functools.cache
def _tables() -> dict[str, dict[str, list[str] | str]]:
    return tomllib.loads(Path(__file__).with_name("answers.toml").read_text(encoding="utf-8"))


@functools.cache
def answers(table: str, key: str = "words") -> tuple[str, ...]:
    """Return a list of answers.toml: ("cycles",), ("cyclic",), ("acts",), ("offered",) or ("offered", "verbs")."""
    return tuple(_tables()[table][key])


@functools.cache
def questions(table: str) -> dict[str, str]:
    """Return what each word of a table asks for: "whether", "doubts" or "prepositions"."""
    return {word: str(asked) for word, asked in _tables()[table].items()}
