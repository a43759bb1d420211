"""Font dictionaries of a PDF → nothing, or a refusal: a range of a CMap or of a width array is one line that stands for
any number of entries, and a parser makes them all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pikepdf

MAX_RANGE = 65_536  # all codes of two bytes (ISO 32000-1, 9.7.5)
MAX_CMAP = 8 << 20  # bytes; the largest CMap of Adobe's collections has one

# Only these sections hold ranges; in a bfchar section two codes side by side are a code and its text.
_SECTION = re.compile(rb"begin(?:bf|cid|notdef)range(.*?)end(?:bf|cid|notdef)range", re.DOTALL)
_RANGE = re.compile(rb"<\s*([0-9A-Fa-f]{1,16})\s*>\s*<\s*([0-9A-Fa-f]{1,16})\s*>\s*(?:<[^>]*>|\[[^\]]*\]|[0-9]+)")


def too_wide(font: pikepdf.Dictionary) -> str:
    """Return what of a font goes beyond the limits, in Chinese; "" where nothing does."""
    for key in ("/ToUnicode", "/Encoding"):
        cmap = font.get(key)
        if isinstance(cmap, pikepdf.Stream) and _cmap_too_wide(cmap):
            return f"字体的编码表一行超过 {MAX_RANGE:,} 个编码"
    for key in ("/W", "/W2"):
        widths = font.get(key)
        if isinstance(widths, pikepdf.Array) and any(span > MAX_RANGE for span in _spans(widths)):
            return f"字体的宽度表一行超过 {MAX_RANGE:,} 个字符"
    return ""


def _cmap_too_wide(cmap: pikepdf.Stream) -> bool:
    data = cmap.read_bytes()
    if len(data) > MAX_CMAP:
        return True
    ranges = (found for section in _SECTION.findall(data) for found in _RANGE.findall(section))
    return any(int(high, 16) - int(low, 16) > MAX_RANGE for low, high in ranges)


def _spans(widths: pikepdf.Array) -> Iterator[int]:
    """The lengths of the ranges in a width array: `first last width` (ISO 32000-1, 9.7.4.3)."""
    numbers: list[Any] = []
    for item in widths:
        if isinstance(item, pikepdf.Array):
            numbers.clear()
            continue
        numbers.append(item)
        if len(numbers) == 3:
            yield abs(int(numbers[1]) - int(numbers[0]))
            numbers.clear()


_PAIRS = re.compile(rb"<\s*([0-9A-Fa-f]{2})\s*>\s*<\s*([0-9A-Fa-f]{4})\s*>")
_CHARACTERS = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
# Encodings in which the codes of digits and Latin letters are those of ASCII (ISO 32000-1, annex D).
_PLAIN = frozenset(("/WinAnsiEncoding", "/MacRomanEncoding", "/StandardEncoding"))
# The Latin ones of the standard 14 fonts; where nothing else is said, their encoding is StandardEncoding (9.6.6.1).
_STANDARD = ("/Helvetica", "/Times-", "/Courier")


def disagreements(font: pikepdf.Dictionary) -> set[tuple[str, str]]:
    """Return the digits and letters that a font shows as one character and gives out as another.

    Args:
        font: A font dictionary; only simple fonts with a standard encoding, said or implied, are judged, since in
            others a code alone does not tell what is drawn.

    Returns:
        Pairs of the character that is seen and the one that a program reads.
    """
    cmap = font.get("/ToUnicode")
    if not isinstance(cmap, pikepdf.Stream) or not _is_plain(font):
        return set()
    pairs = (pair for section in _CHARACTERS.findall(cmap.read_bytes()) for pair in _PAIRS.findall(section))
    read = ((chr(int(code, 16)), chr(int(character, 16))) for code, character in pairs)
    return {(drawn, given) for drawn, given in read if drawn.isascii() and drawn.isalnum() and drawn != given}


def _is_plain(font: pikepdf.Dictionary) -> bool:
    """True where the codes of a font's digits and letters are those of ASCII."""
    encoding = font.get("/Encoding")
    if encoding is None:
        return "/FontDescriptor" not in font and str(font.get("/BaseFont", "")).startswith(_STANDARD)
    return str(encoding) in _PLAIN
