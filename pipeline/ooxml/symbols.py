"""Glyph of a symbol font → Unicode character, and back for check boxes."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources

EMPTY, TICKED, CROSSED = "□", "☑", "☒"
BOXES = frozenset({EMPTY, TICKED, CROSSED})
# Word moves the glyphs of symbol fonts to this stretch of the private-use area.
_PRIVATE = range(0xF000, 0xF100)
ODD = "\uf000-\uf0ff☐▢\U0001f5f7\U0001f5f9"  # set of the characters that look like others in any font
_ODD = re.compile(f"[{ODD}]")
_UNKNOWN = "\ufffd"


@cache
def _tables() -> dict[str, dict[str, object]]:
    text = resources.files("pipeline.ooxml").joinpath("symbols.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def _fonts() -> dict[str, dict[int, str]]:
    tables = {name: table for name, table in _tables().items() if name not in {"boxes", "plain", "stray"}}
    return {font: {int(code, 16): str(character) for code, character in t.items()} for font, t in tables.items()}


@cache
def _plain() -> dict[int, str]:
    return {ord(character): str(box) for character, box in _tables()["plain"].items()}


@cache
def font_name(font: str) -> str:
    """Return the name under which a symbol font is known, "" for an ordinary font.

    Args:
        font: As a file names it; alternatives may follow behind a semicolon.
    """
    name = font.split(";", 1)[0].strip().lower()
    return name if name in _fonts() else ""


def glyph(font: str, code: int) -> str:
    """Return the character that stands for a glyph: always exactly one.

    Args:
        font: The font as the file names it; boxes and ticks of Wingdings are known in every font.
        code: Code of the glyph, in the private-use area or not.
    """
    name = font_name(font)
    if name or code in _PRIVATE:
        known = _fonts()[name or "wingdings"].get(code & 0xFF)
        if known and (name or known in str(_tables()["stray"]["known"])):
            return known
    is_character = 0x20 <= code <= 0x10FFFF and code not in range(0xD800, 0xE000)
    return _plain().get(code, chr(code)) if is_character else _UNKNOWN


def visible(text: str, font: str = "") -> str:
    """Return the text as it looks: glyphs of symbol fonts and box-like characters replaced one by one.

    Args:
        text: The characters as stored.
        font: Name of the run's font for Latin letters where it is a symbol font, else "".
    """
    if font:
        return "".join(glyph(font, ord(c)) if "!" <= c <= "\xff" or ord(c) in _PRIVATE else c for c in text)
    if not _ODD.search(text):
        return text
    return "".join(glyph("", ord(c)) if ord(c) in _PRIVATE else c for c in text.translate(_plain()))


def box_code(font: str, box: str) -> int | None:
    """Return the code with which a symbol font draws a box (□, ☑ or ☒), None if it has none that is known."""
    table = _tables()["boxes"].get(font_name(font) or "wingdings")
    code = table.get(box) if isinstance(table, dict) else None
    return None if code is None else 0xF000 + int(code, 16)
