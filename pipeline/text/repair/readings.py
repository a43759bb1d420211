"""Characters → the ways they are read aloud, for telling a glued-in annotation from ordinary brackets."""

from __future__ import annotations

import functools
import unicodedata

from pipeline.text.patterns import late
from pipeline.text.repair.gbk import TRAILS, character
from pipeline.text.repair.script import is_traditional, simplify_character
from pipeline.text.words import frequency

# Letters that pinyin is written with: plain ones, vowels with tone marks, and the script a and g of GBK row A8.
_LETTERS = "a-zāáǎàēéěèêīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿɑɡ"
_COMMON = 100
LONGEST = 6  # zhuang, chuang, shuang
SYLLABLE = rf"[{_LETTERS}]{{1,{LONGEST}}}"
ANNOTATION = late(rf"[(（](?P<syllable>{SYLLABLE})[ \u3000]?[)）]")
# The bracket goes with a lead byte that stood alone before it.
CUT_ANNOTATION = late(rf"[?�？](?P<syllable>{SYLLABLE})[ \u3000]?[)）]")
_V = str.maketrans({"ü": "v", "ǖ": "v", "ǘ": "v", "ǚ": "v", "ǜ": "v", "ɑ": "a", "ɡ": "g"})


def untoned(syllable: str) -> str:
    """The syllable in plain letters, v for ü; `lǜ` gives `lv`."""
    plain = unicodedata.normalize("NFD", syllable.translate(_V))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def is_toned(syllable: str) -> bool:
    """True where a tone mark is written."""
    return any(not letter.isascii() for letter in syllable)


@functools.lru_cache(maxsize=10_000)
def readings(ideograph: str) -> tuple[str, ...]:
    """All readings of a character with tone marks, the usual one first; empty if the dictionary lacks it."""
    from pypinyin import Style, pinyin

    found = pinyin(ideograph, style=Style.TONE, heteronym=True, errors="ignore")
    return tuple(found[0]) if found else ()


@functools.lru_cache(maxsize=10_000)
def _untoned_readings(ideograph: str) -> frozenset[str]:
    both = (*readings(ideograph), *readings(simplify_character(ideograph)))
    return frozenset(map(untoned, both))


def is_reading(syllable: str, ideograph: str) -> bool:
    """True where the syllable, tone marks aside, is a reading of the character or of its simplified form."""
    return untoned(syllable) in _untoned_readings(ideograph)


def is_usual_reading(syllable: str, ideograph: str) -> bool:
    """True where the syllable with its tone is the character's usual reading."""
    return readings(ideograph)[:1] == (syllable.replace("ɑ", "a").replace("ɡ", "g"),)


@functools.lru_cache(maxsize=30_000)
def _is_listable(ideograph: str) -> bool:
    # Lists of characters to annotate hold common ones; a rare one would explain nothing that damaged pages show.
    return is_traditional(ideograph) and frequency(simplify_character(ideograph)) > _COMMON


@functools.lru_cache(maxsize=5_000)
def annotated(lead: int, syllable: str) -> tuple[str, ...]:
    """The traditional characters that begin with a byte and are read so: what an annotation may have stood after."""
    candidates = (character(lead, trail) for trail in TRAILS)
    return tuple(c for c in candidates if c and _is_listable(c) and is_reading(syllable, c))
