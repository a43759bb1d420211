"""Title, roles and text → the kind of contract (合同类型)."""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path

from pipeline.parsing.parties import roles

_FILE = Path(__file__).with_name("contract_kinds.toml")
_OFTEN = 5


@functools.cache
def _kinds() -> tuple[tuple[str, str], ...]:
    raw = tomllib.loads(_FILE.read_text("utf-8"))["kind"]
    return tuple((word, kind["name"]) for kind in raw for word in kind["words"])


def contract_kind(title: str, role_names: tuple[str, ...], text: str = "") -> str:
    """Return the kind of contract (合同类型), "" if nothing tells it.

    The title tells it; else the roles of the parties; else the word of contract_kinds.toml that the text uses most.

    Args:
        title: The contract's title.
        role_names: Roles and aliases of the parties.
        text: The contract's text.
    """
    by_title = next((kind for word, kind in _kinds() if word in title), "")
    if by_title:
        return by_title
    known = set(role_names)
    by_role = next((kind for pair, kind in roles().categories.items() if kind and pair <= known), "")
    if by_role:
        return by_role
    times, best = max(((text.count(word), kind) for word, kind in _kinds()), key=lambda found: found[0])
    return best if times > _OFTEN else ""
