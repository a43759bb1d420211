"""annex_words.toml: the words that annex titles are made of."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from pathlib import Path

_FILE = Path(__file__).with_name("annex_words.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnexWords:
    """The dictionary of annex titles, the longest words first.

    Attributes:
        documents: What a document is called at the end of its title.
        methods: How something is computed or judged.
        agreements: What an agreement on one subject is called, as a clause and as an annex.
        generic: Titles that every contract may speak of without meaning its annex.
    """

    documents: tuple[str, ...]
    methods: tuple[str, ...]
    agreements: tuple[str, ...]
    generic: frozenset[str]


@functools.cache
def annex_words() -> AnnexWords:
    """Return the words of annex_words.toml."""
    raw = tomllib.loads(_FILE.read_text("utf-8"))
    longest = {key: tuple(sorted(raw[key], key=len, reverse=True)) for key in ("documents", "methods", "agreements")}
    return AnnexWords(**longest, generic=frozenset(raw["generic"]))


def names_document(title: str) -> bool:
    """True for a title that ends in what documents are called: 设备清单, 廉洁协议."""
    return title.endswith(annex_words().documents)
