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
    return "\n".join(_line(line) for line in text.split("\n"))


@by_piece
def _line(line: str) -> str:
    return fold(line)
