"""Text → its skeleton: what is printed, without the layout that another program may set otherwise.

Saving a file in another program, or printing it, moves spaces, line ends and rules and changes widths; it changes no
letter, digit or mark. So two texts with one skeleton say the same.
"""

from __future__ import annotations

import hashlib

from pipeline.text.width import SPACES, ZERO_WIDTH, fold

_CONTROLS = "".join(map(chr, (*range(32), *range(127, 160))))
_LAYOUT = dict.fromkeys(map(ord, f"{SPACES}{ZERO_WIDTH}{_CONTROLS}_\u2028\u2029"))


def skeleton(text: str) -> str:
    """Return the printed characters of a text in half width, without spaces, line ends and underscores.

    Args:
        text: Any text.
    """
    return fold(text).translate(_LAYOUT)


def positions(text: str) -> tuple[str, tuple[int, ...]]:
    """Return the skeleton of a text and, for each character of it, its offset in the text."""
    folded = fold(text)
    kept = tuple(i for i, c in enumerate(folded) if ord(c) not in _LAYOUT)
    return "".join(folded[i] for i in kept), kept


def digest(text: str) -> str:
    """Return the SHA-256 of a text's skeleton, lower-case hexadecimal."""
    return hashlib.sha256(skeleton(text).encode("utf-8", "surrogatepass")).hexdigest()
