"""Label → key: a stable English snake_case path, unique in its contract."""

from __future__ import annotations

import functools
import tomllib
import unicodedata
from pathlib import Path
from typing import Any

from pipeline.model.template import Kind
from pipeline.parsing.lexicon import role_pattern
from pipeline.text.patterns import Dictionary, late, pattern

_PLAIN = late(r"[A-Za-z_][A-Za-z0-9_.]*$")
_NOT_HAN = late(r"[^\u4e00-\u9fff]")
# What a contract calls itself: 协议份数 is what 合同份数 is.
_CALLED = late(r"^(?:协议书?|协定|契约|合约)")
_ENOUGH = 0.55  # share of the label's characters that the dictionary must know
_LONGEST = 4  # English words of a key


@functools.cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("keys.toml").read_text(encoding="utf-8"))


def _parts() -> dict[str, str]:
    parts: dict[str, str] = _tables()["parts"]
    return parts


@functools.cache
def _words() -> Dictionary:
    return Dictionary(_parts())


@functools.cache
def _silent() -> Dictionary:
    return Dictionary(_tables()["silent"]["words"])


def key_of(label: str, kind: Kind, party: str, clause: str) -> tuple[str, bool]:
    """Return a key for a label and whether it says what the label says.

    Args:
        label: The blank's label.
        kind: Its kind, the stem of a numbered key.
        party: Key of its party, "" if none.
        clause: Number of its clause, "" if none.

    Returns:
        (`party_a.address`, True), or (`clause_3.text`, False) where the dictionary does not know the label.
    """
    stem = _translated(label) or _translated(_CALLED.sub("合同", label)) if label else ""
    if kind is Kind.PARTY and party and (stem in ("", "name", "unit_name") or _is_role(label)):
        stem = "name"
    if stem:
        return (f"{party}.{stem}" if party else stem), True
    place = party or _clause_path(clause)
    return (f"{place}.{kind.value}" if place else kind.value), bool(kind is Kind.PARTY and party)


def _is_role(label: str) -> bool:
    """True for the party's own name: 委托方, 出租人."""
    return pattern(role_pattern()).fullmatch(label) is not None


def _clause_path(clause: str) -> str:
    digits = "_".join(pattern(r"[0-9]+").findall(unicodedata.normalize("NFKC", clause))) or str(_han(clause) or "")
    return f"clause_{digits}" if digits else ""


def _han(number: str) -> int:
    from pipeline.parsing.shapes.numbers import number_of

    found = number_of(number) or number_of(number + "、")
    return found[1] if found else 0


def _translated(label: str) -> str:
    """Return the label's words in English, "" where too few of them are known."""
    if _PLAIN.match(label):
        return pattern(r"[^a-z0-9_.]").sub("", pattern(r"(?<=[a-z])(?=[A-Z])").sub("_", label).lower())
    bare = _NOT_HAN.sub("", label)
    words: list[str] = []
    known, parts = 0, _parts()
    rest = ""
    for piece, is_known in _words().pieces(bare):
        if not is_known:
            rest += piece
            continue
        known += len(piece)
        word = parts[piece]
        if not words or words[-1] != word:
            words.append(word)
    unknown = sum(len(piece) for piece, is_silent in _silent().pieces(rest) if not is_silent)
    if not known or known / (known + unknown) < _ENOUGH:
        return ""
    return "_".join(words[-_LONGEST:])


def unique(key: str, taken: dict[str, int]) -> str:
    """Return the key, numbered where it is taken already: text, text_2, text_3."""
    count = taken.get(key, 0) + 1
    taken[key] = count
    if count == 1:
        return key
    numbered = f"{key}_{count}"
    while numbered in taken:
        count += 1
        numbered = f"{key}_{count}"
    taken[key] = count
    taken[numbered] = 1
    return numbered
