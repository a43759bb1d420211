"""Text → the same text with widths folded, character for character, so that offsets stay true."""

from __future__ import annotations

# Spaces that typesetting and web pages put where a person sees a blank: no-break, en, em, thin, ideographic …
SPACES = "\u0020\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
# Characters without any width of their own.
ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f\u061c\u180e"

_FULL_WIDTH_OFFSET = 0xFEE0  # U+FF01…U+FF5E are U+0021…U+007E this much higher
_FOLD = {code: code - _FULL_WIDTH_OFFSET for code in range(0xFF01, 0xFF5F)} | {ord(space): " " for space in SPACES}
# Signs that look like a colon and stand for one in copied texts: ratio, small colon, upright colon.
_COLONS = "\u2236\ufe55\ufe30"
_NOTHING = dict.fromkeys(map(ord, ZERO_WIDTH))


def fold(text: str) -> str:
    """Write full-width letters, digits and signs in half width, every kind of space as U+0020.

    Args:
        text: Any text.

    Returns:
        A text of the same length: offset n in it is offset n in the original.
    """
    return text.translate(_FOLD)


def with_colons(text: str) -> str:
    """Write the signs that stand for a colon (甲方∶) as one, character for character.

    Args:
        text: Any text.
    """
    for colon in _COLONS:  # far faster than to translate a text that has none of them
        text = text.replace(colon, "：")
    return text


def compact(text: str) -> str:
    """Fold widths and drop all spaces and zero-width characters: for comparing labels, not for offsets.

    Args:
        text: Any text.

    Returns:
        The folded text without blanks; `甲　方（ 章 ）：` gives `甲方(章):`.
    """
    return "".join(fold(text).translate(_NOTHING).split())


def is_ideograph(character: str) -> bool:
    """True for a Chinese character (CJK unified ideographs, extension A and those beyond the basic plane).

    Args:
        character: One character.

    Returns:
        Whether it is an ideograph; 〇 counts as one.
    """
    return "\u3400" <= character <= "\u9fff" or "\U00020000" <= character <= "\U000323af" or character == "〇"
