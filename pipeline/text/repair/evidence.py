"""Text → is it damaged at all?

Only a damaged text is touched. A glossed name (单(shàn)某), a Latin abbreviation in brackets, a contract in traditional
characters from the start: none of them shows what is counted here.
"""

from __future__ import annotations

from pipeline.text.patterns import late
from pipeline.text.repair.readings import ANNOTATION, SYLLABLE, is_reading, is_toned, is_usual_reading
from pipeline.text.repair.rules import is_listed_pair
from pipeline.text.repair.script import is_traditional, simplify_character
from pipeline.text.width import is_ideograph
from pipeline.text.words import frequency

# What must be there for a text to be damaged: a quick look before any dictionary is loaded.
_SUSPICIOUS = late(rf"[(（?�？]{SYLLABLE}[ \u3000]?[)）]|[?�？]{{2}}|。[\u3100-\u312f\u2010-\u2040ā-ǜɑɡ]")

_ENOUGH = 1.0
_SEVERAL = 3  # so many annotations of different characters are no coincidence, whatever their tone
_COMMON = 500  # nobody explains how to read a character that stands in the dictionary's corpus this often


def is_suspicious(text: str) -> bool:
    """True where a quick look finds something that damage leaves behind.

    Args:
        text: Any text.

    Returns:
        Whether it is worth loading dictionaries to look closer.
    """
    return bool(_SUSPICIOUS.search(text))


def has_annotations(text: str) -> bool:
    """True where readings were glued to characters of the text.

    One annotation is enough if it is the usual reading, with its tone, of a common character in traditional form:
    a gloss explains an unusual reading or a rare character. Otherwise several are needed.

    Args:
        text: Any text.

    Returns:
        Whether the annotations found are damage.
    """
    weights: dict[str, float] = {}
    for found in ANNOTATION.finditer(text):
        before, syllable = text[found.start() - 1 : found.start()], found["syllable"]
        if is_listed_pair(text[max(0, found.start() - 2) : found.start()], syllable):
            return True
        if is_ideograph(before or " ") and is_reading(syllable, before):
            weights[before] = max(weights.get(before, 0.0), _weight(before, syllable))
    return sum(weights.values()) >= _ENOUGH


def _weight(annotated: str, syllable: str) -> float:
    if frequency(simplify_character(annotated)) < _COMMON or (not is_toned(syllable) and len(syllable) < 2):
        return 0.0
    if is_traditional(annotated):
        return _ENOUGH if is_toned(syllable) and is_usual_reading(syllable, annotated) else _ENOUGH / 2
    return _ENOUGH / _SEVERAL
