"""Text → the same text with widths folded, line by line, since most lines of a batch have been folded before."""

from __future__ import annotations

from pipeline.checks.memory import by_piece, kept
from pipeline.text.width import fold


@kept
def folded(text: str) -> str:
    """Write full-width letters, digits and signs in half width; see `fold`.

    Args:
        text: A contract's text.

    Returns:
        A text of the same length.
    """
    return "\n".join(folded_piece(line) for line in text.split("\n"))


class _Folded(dict[int, int]):
    """Character → its folded form, worked out when it is first met: a table without gaps is read twice as fast."""

    def __missing__(self, code: int) -> int:
        self[code] = folded = ord(fold(chr(code)))
        return folded


_TABLE = _Folded()


@by_piece
def folded_piece(piece: str) -> str:
    """Fold a sentence or a line; see `fold`."""
    return piece.translate(_TABLE)
