"""Characters → those that no font can draw.

Typst itself is asked, as PDF/A export refuses a missing glyph; what it drew once is remembered for the process.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from weakref import WeakKeyDictionary

import orjson
import typst

from pipeline.errors import WriteError
from pipeline.writers.pdf.archive import moment
from pipeline.writers.pdf.fonts import SYMBOLS, FontSet
from pipeline.writers.pdf.markup import array, quote

_drawn: WeakKeyDictionary[FontSet, set[str]] = WeakKeyDictionary()
_PRIVATE = (range(0xE000, 0xF900), range(0xF0000, 0x110000))


class MissingGlyph(WriteError):
    """No font at hand draws a character.

    Args:
        character: The character.
        where: Key of the field, or words for the place.
    """

    def __init__(self, character: str, where: str) -> None:
        super().__init__(
            f"没有字体能显示字符「{character}」（U+{ord(character):04X}）",
            location=where,
            hint="请改用其他字符，或用 --font-path 指定含有该字符的字体",
        )


def check_coverage(fonts: FontSet, texts: Mapping[str, str]) -> None:
    """Check that every character of the texts can be drawn.

    Args:
        fonts: The fonts to draw them with.
        texts: Where → text.

    Raises:
        MissingGlyph: One can't.
    """
    known = _drawn.setdefault(fonts, set())
    new = set().union(*texts.values()) - known if texts else set()
    missing = missing_characters(fonts, new)
    if missing:
        where, character = next((w, c) for w, text in texts.items() for c in text if c in missing)
        raise MissingGlyph(character, where)


def missing_characters(fonts: FontSet, characters: Iterable[str]) -> frozenset[str]:
    """Return those of the characters that no font draws."""
    known = _drawn.setdefault(fonts, set())
    wanted = sorted(c for c in set(characters) - known if c not in "\t\n\r")
    missing = {c for c in wanted if any(ord(c) in private for private in _PRIVATE) or "\ud800" <= c <= "\udfff"}
    wanted = [c for c in wanted if c not in missing]
    missing |= _probe(fonts, wanted)
    known.update(c for c in wanted if c not in missing)
    return frozenset(missing)


def _probe(fonts: FontSet, characters: list[str]) -> set[str]:
    """Return the characters that Typst can't draw, found by halving."""
    if not characters or _draws(fonts, "".join(characters)):
        return set()
    if len(characters) == 1:
        return set(characters)
    middle = len(characters) // 2
    return _probe(fonts, characters[:middle]) | _probe(fonts, characters[middle:])


def _draws(fonts: FontSet, text: str) -> bool:
    families = (*fonts.named("song").families[:2], *SYMBOLS)
    source = f'#set text(lang:"zh",font:{array([quote(f) for f in families])})\n#text(data)'
    try:
        fonts.typesetter.set(source, orjson.dumps(text), moment(None))
    except typst.TypstError:
        return False
    return True
