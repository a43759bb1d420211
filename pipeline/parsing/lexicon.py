"""TOML → the dictionaries of units and labels, compiled once and only when asked for."""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path

from pipeline.model.template import Kind
from pipeline.parsing.parties import roles
from pipeline.text.patterns import Dictionary, one_of

_HERE = Path(__file__).parent


@functools.cache
def _units() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((_HERE / "units.toml").read_text(encoding="utf-8"))


@functools.cache
def _labels() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((_HERE / "labels.toml").read_text(encoding="utf-8"))


@functools.cache
def units(group: str) -> tuple[str, ...]:
    """Return the words of a group of units.toml: duration, amount, percent, number and so on."""
    table = _units()[group]
    return tuple(table.get("units") or table["words"])


@functools.cache
def unit_pattern(group: str) -> str:
    """Return the pattern of a group of units."""
    return one_of(units(group))


@functools.cache
def label_words(table: str, key: str) -> tuple[str, ...]:
    """Return a list of labels.toml, such as ("heads", "phone") or ("introducing", "words")."""
    return tuple(_labels()[table][key])


@functools.cache
def kind_by_head() -> dict[str, Kind]:
    """Return the kind of every head word."""
    return {word: Kind(kind) for kind, words in reversed(_labels()["heads"].items()) for word in words}


@functools.cache
def heads() -> Dictionary:
    """Return the dictionary of all head words."""
    return Dictionary(kind_by_head())


def head_of(label: str, behind: str = "") -> str:
    """Return the longest head word that ends a label, "" if none does.

    Args:
        label: A label without spaces.
        behind: Characters of which one may stand behind the head: 号 in 联系电话号.
    """
    found = heads().at_end(label)
    return found if found or label[-1:] not in tuple(behind) else heads().at_end(label[:-1])


@functools.cache
def role_names() -> tuple[str, ...]:
    """Return every name that a party goes by."""
    return (*roles().every, *label_words("roles", "words"))


@functools.cache
def role_words() -> Dictionary:
    """Return the dictionary of every name that a party goes by."""
    return Dictionary(role_names())


@functools.cache
def role_pattern() -> str:
    """Return the pattern of every name that a party goes by."""
    return one_of(role_names())
