"""Underlined white space → Rule: the blank lines of a contract are drawn, not set as spaces.

Spaces at the end of a line take no room in any typesetter, so a blank made of them would vanish where a line breaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.writers.pdf.looks import Look, Looks
from pipeline.writers.pdf.pieces import Piece, Rule, Slot, Text

_BLANK = re.compile(r"[ \u00a0\u3000]{2,}")
_WHITE = " \u00a0\u3000"
_UNDERSCORES = "_＿﹍ˍ"
_FULL = "\u3000＿﹍"


def with_rules(pieces: Sequence[Piece], looks: Looks, room: float) -> list[Piece]:
    """Return the pieces of a paragraph with every underlined stretch of spaces as a rule.

    Args:
        pieces: Of the paragraph.
        looks: Widths of spaces.
        room: Width of a line in points: a blank at the paragraph's end that is no longer ends with the line.
    """
    drawn = _joined(part for piece in pieces for part in _drawn(piece, looks))
    index = len(drawn) - 1
    while index >= 0 and _is_plain_space(drawn[index]):
        index -= 1
    if index >= 0:
        drawn[index] = _trailing(drawn[index], room)
    return drawn


def without_end_spaces(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """Return the pieces without the spaces at the end: in Word they stand in the margin and never begin a line."""
    end = len(pieces)
    while end and _is_plain_space(pieces[end - 1]):
        end -= 1
    last = pieces[end - 1] if end else None
    if not isinstance(last, Text) or last.look.underline or last.look.fill or last.look.framed:
        return pieces[:end] or pieces
    return [*pieces[: end - 1], replace(last, text=last.text.rstrip(_WHITE))]


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Return the pieces with rules that touch as one, and a single underlined space beside a rule as part of it."""
    joined: list[Piece] = []
    for piece in pieces:
        before = joined[-1] if joined else None
        if isinstance(piece, Rule) and isinstance(before, Rule) and _alike(piece.look, before.look):
            joined[-1] = replace(before, width=before.width + piece.width)
        else:
            joined.append(piece)
    return joined


def _alike(one: Look, other: Look) -> bool:
    return (one.size, one.underline, one.colour) == (other.size, other.underline, other.colour)


def _drawn(piece: Piece, looks: Looks) -> Iterable[Piece]:
    if isinstance(piece, Slot):
        yield replace(piece, blank=tuple(part for inner in piece.blank for part in _drawn(inner, looks)))
    elif not isinstance(piece, Text) or not piece.look.underline or piece.look.hidden:
        yield piece
    elif not piece.text.strip(_WHITE):
        yield Rule(width=length(piece.text, piece.look, looks), look=piece.look)
    else:
        at = 0
        for match in _BLANK.finditer(piece.text):
            if match.start() > at:
                yield Text(text=piece.text[at : match.start()], look=piece.look)
            yield Rule(width=length(match[0], piece.look, looks), look=piece.look)
            at = match.end()
        if at < len(piece.text):
            yield Text(text=piece.text[at:], look=piece.look)


def _is_plain_space(piece: Piece) -> bool:
    if not isinstance(piece, Text):
        return False
    return piece.look.hidden or (not piece.text.strip(_WHITE) and not (piece.look.fill or piece.look.framed))


def _trailing(piece: Piece, room: float) -> Piece:
    """Return the last piece of a paragraph as one that ends with the line, if it is a blank."""
    if isinstance(piece, Rule) and piece.width <= room:
        return replace(piece, trailing=True)
    if room and isinstance(piece, Slot) and all(isinstance(part, Rule) for part in piece.blank):
        return replace(piece, blank=tuple(_trailing(part, room) for part in piece.blank), trailing=True)
    return piece


def length(text: str, look: Look, looks: Looks) -> float:
    """Return how long a blank of spaces or underscores is in points."""
    total = 0.0
    for character in text:
        if character in _FULL:
            total += look.drawn
        elif character in _UNDERSCORES:
            total += look.drawn / 2
        else:
            total += looks.space(look)
    return max(total + look.tracking * len(text), 0.0)


def spread(pieces: Iterable[Piece], looks: Looks) -> float:
    """Return about how long the pieces are side by side in points, with the blanks as they are printed."""
    total = 0.0
    for piece in pieces:
        if isinstance(piece, Rule):
            total += piece.width
        elif isinstance(piece, Slot):
            total += spread(piece.blank, looks)
        elif isinstance(piece, Text) and not piece.look.hidden:
            blank = "".join(character for character in piece.text if character in _WHITE + _UNDERSCORES)
            letters = len(piece.text) - len(blank)
            narrow = sum(map(str.isascii, piece.text)) - sum(map(str.isascii, blank))
            total += length(blank, piece.look, looks) + (letters - narrow / 2) * piece.look.drawn
    return total


def is_underscores(pieces: Iterable[Piece]) -> bool:
    """True where a blank is drawn with underscores."""
    text = "".join(piece.text for piece in pieces if isinstance(piece, Text)).strip(_WHITE)
    return bool(text) and not text.strip(_UNDERSCORES)


def rule_length(pieces: Iterable[Piece], looks: Looks) -> float:
    """Return the length of the rule that a blank shows, 0 where something else than a rule stands there."""
    total = 0.0
    for piece in pieces:
        if isinstance(piece, Rule):
            total += piece.width
        elif isinstance(piece, Text) and not piece.text.strip(_WHITE + _UNDERSCORES):
            total += length(piece.text, piece.look, looks)
        else:
            return 0.0
    return total
