"""DOCX → the copy that LibreOffice lays out; the file that is issued stays as it is.

Where Wingdings is not installed LibreOffice draws what the next font has for a missing glyph: a crossed box for an
empty one. The copy has letters there. Faces that stand for SimSun are higher than it: on the grid of a page each line
would take two of its rows, and the contract a third more pages than in Word. The copy has no grid then.
"""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

from pipeline.ooxml.archive import read_members, write_members
from pipeline.ooxml.limits import LIMITS
from pipeline.ooxml.symbols import font_name, glyph

_SYMBOL = re.compile(rb"<w:sym\b[^<>]*/>")
_RUN = re.compile(rb"<w:r\b[^<>]*>(?:(?!</w:r>).)*?<w:sym\b.*?</w:r>", re.DOTALL)
_FONTS = re.compile(rb"<w:rFonts\b[^<>]*/>")
_FONT = re.compile(rb'w:font="([^"<>]*)"')
_GRID = re.compile(rb"<w:docGrid\b[^<>]*/>")
_CODE = re.compile(rb'w:char="([0-9A-Fa-f]{1,6})"')


def office_copy(docx: bytes, *, grid: bool) -> bytes:
    """Return a DOCX whose glyphs of known symbol fonts (`w:sym`) are letters that every font has.

    Args:
        docx: A DOCX that can be read.
        grid: Lines keep to the grid of the page: the Chinese font is as high as Word's.
    """
    members = read_members(docx, LIMITS)
    texts = {m.name: m.unpack() for m in members if m.name.startswith("word/") and m.name.endswith(".xml")}
    copied = {name: _RUN.sub(_run, text) if b"<w:sym" in text else text for name, text in texts.items()}
    if not grid:
        copied = {name: _GRID.sub(b"", text) for name, text in copied.items()}
    changed = {name: text for name, text in copied.items() if text != texts[name]}
    return write_members(members, changed) if changed else docx


def _run(found: re.Match[bytes]) -> bytes:
    """The run with letters; its own fonts go, since no symbol font has them."""
    run = _SYMBOL.sub(_letter, found[0])
    return run if _SYMBOL.search(run) else _FONTS.sub(b"", run)


def _letter(found: re.Match[bytes]) -> bytes:
    font, code = _FONT.search(found[0]), _CODE.search(found[0])
    if not font or not code or not font_name(font[1].decode("utf-8", "replace")):
        return found[0]
    letter = glyph(font[1].decode("utf-8", "replace"), int(code[1], 16))
    return f"<w:t>{escape(letter)}</w:t>".encode()
