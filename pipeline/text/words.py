"""Text → words, and how common a word is.

The only module that knows of jieba. Cutting is done by rjieba (the same algorithm and dictionary, compiled into the
module, loaded in a sixth of the time that jieba takes at first); frequencies come from the dictionary file that the
jieba package ships, read without importing jieba itself, which writes to stderr and builds a cache file when it starts.
"""

from __future__ import annotations

import functools
import importlib.util
import math
import tomllib
from pathlib import Path
from typing import Any

from pipeline.errors import DependencyError

_OWN_WORDS = Path(__file__).with_name("words.toml")


class DictionaryMissing(DependencyError):
    """The word dictionary is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "没有找到中文词典（jieba 软件包的 dict.txt）", hint="请重新安装 hetong，或运行 pip install jieba"
        )


def cut(text: str) -> list[str]:
    """Cut a text into words.

    Args:
        text: Any text; nothing is dropped, the words joined give it back.

    Returns:
        The words in order, punctuation and blanks as words of their own.
    """
    import rjieba

    return list(rjieba.cut(text))


def frequency(word: str) -> int:
    """How often the word stands in the dictionary's corpus of some 60 million words.

    Args:
        word: A word in simplified characters.

    Returns:
        Its count, 0 for a word that the dictionary does not list.
    """
    return _frequencies().get(word, 0)


def log_probability(word: str) -> float | None:
    """The natural logarithm of the word's share of the corpus.

    Args:
        word: A word in simplified characters.

    Returns:
        A negative number, None for a word that the dictionary does not list.
    """
    count = _frequencies().get(word)
    return math.log(count) - _log_total() if count else None


def stands_alone(character: str) -> bool:
    """True for a character that is often a word of its own in contracts, such as 的 or 由.

    Args:
        character: One simplified character.

    Returns:
        Whether the list of this package holds it.
    """
    return character in _own()["alone"]["characters"]


@functools.cache
def _own() -> dict[str, Any]:
    return tomllib.loads(_OWN_WORDS.read_text(encoding="utf-8"))


@functools.cache
def _frequencies() -> dict[str, int]:
    """All words with their counts; each line of the file is `word count part-of-speech`."""
    parts = _dictionary().read_text(encoding="utf-8").split()
    counts = dict(zip(parts[::3], map(int, parts[1::3]), strict=True))
    for word, count in _own()["words"].items():
        counts[word] = max(count, counts.get(word, 0))
    return counts


@functools.cache
def _log_total() -> float:
    return math.log(sum(_frequencies().values()))


def _dictionary() -> Path:
    spec = importlib.util.find_spec("jieba")
    path = Path(spec.origin).with_name("dict.txt") if spec and spec.origin else None
    if path is None or not path.is_file():
        raise DictionaryMissing
    return path
