"""The words for units, scales and currencies, read from units.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

_DATA = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))

DURATIONS: dict[str, str] = {word: unit for unit, words in _DATA["duration"].items() for word in words}
"""Unit word → unit of length: 个工作日 → 工作日."""

DURATION_WORDS: dict[str, str] = {unit: words[0] for unit, words in _DATA["duration"].items()}
"""Unit of length → how it is printed."""

MONTHS: dict[str, int] = _DATA["months"]
"""Unit → how many months it is exactly."""

SCALES: dict[str, int] = _DATA["scale"]
"""万 → 4, the power of ten."""

CURRENCIES: dict[str, tuple[str, ...]] = {code: tuple(words) for code, words in _DATA["currency"].items()}
"""ISO 4217 code → its words."""

CURRENCY_WORDS: dict[str, str] = dict(
    sorted(((word, code) for code, words in CURRENCIES.items() for word in words), key=lambda pair: -len(pair[0]))
)
"""Word → ISO 4217 code, longest word first."""

PERCENTS: dict[str, int] = _DATA["percent"]
"""Mark of a share → its power of ten below one."""


def alternatives(words: Iterable[str]) -> str:
    """Return the words as a regular expression's alternatives, longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
