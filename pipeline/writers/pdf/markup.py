"""Values → Typst literals: the only place that writes them, so that no text of a document is ever read as markup."""

from __future__ import annotations

import re
from collections.abc import Iterable

BREAK = "\u200b"  # marks, in a string, a place where a line may end
_HEX = re.compile(r"[0-9A-Fa-f]{6}\Z")
# Typst knows \n \r \t \" \\ and \u{…}; every other control character is written by number.
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_ESCAPED = re.compile(r'[\\"\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]')


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    if "\ud800" <= character <= "\udfff":  # a lone surrogate is not a character: it shows as U+FFFD
        return "\ufffd"
    return _ESCAPES.get(character) or f"\\u{{{ord(character):x}}}"


def quote(text: str) -> str:
    """Return the text as a Typst string literal."""
    return '"' + _ESCAPED.sub(_escape, text) + '"'


def points(length: float) -> str:
    """Return a length in points, two decimals at most."""
    return f"{round(length, 2):g}pt"


def flag(value: object) -> str:
    """Return a Typst boolean."""
    return "true" if value else "false"


def colour(code: str) -> str:
    """Return an RGB hexadecimal code as a Typst colour, "" if it is none (`auto`, a theme name)."""
    return f'rgb("{code}")' if _HEX.match(code) else ""


def array(items: list[str]) -> str:
    """Return the literals as a Typst array."""
    return "(" + "".join(f"{item}," for item in items) + ")"


def block(statements: Iterable[str]) -> str:
    """Return the statements as a Typst code block; empty ones are left out."""
    return "{" + ";".join(statement for statement in statements if statement) + "}"


def call(name: str, *positional: str, **named: str) -> str:
    """Return a call of a function; named arguments that are "" are left out, underscores stand for hyphens."""
    parts = [f"{key.replace('_', '-')}:{value}" for key, value in named.items() if value]
    return f"{name}({','.join([*parts, *positional])})"
