r"""Hypothesis, source, index → the hypotheses that reading one more piece of the source leads to.

What copying sites do to a text, and what these rules undo. The text is stored in GBK, two bytes a character; a list of
replacements is then applied to the *bytes*, at odd offsets too, and the result is decoded:

- a character gets its reading after it: 協 → 協(xié). Where the pair (trail of one character, lead of the next) happens
  to be a listed character, the annotation lands between the two: 家帶 → 家 8E `(guī)` A7. The lone lead byte is lost
  (as `?`, mostly with the bracket after it), and what follows is decoded one byte off: 家?guī)淼…
- the pair A3 BF (a full-width question mark) becomes one `?`: 保客 B1 A3|BF CD → B1 `?` CD: 確??蛻
- pairs of the user-defined areas vanish; a lead byte with nothing to pair up with vanishes or becomes `?`.
- full-width letters, digits and signs come out in half width, here too: byte pair A3 xx ↔ the ASCII character.

A rule reads the source at an index and yields (hypothesis, next index). Aligned rules apply while no byte is pending.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator

from pipeline.text.patterns import late
from pipeline.text.repair.gbk import FULL_WIDTH_ROW, LEADS, TRAILS, character, is_private, pair
from pipeline.text.repair.hypothesis import Hypothesis
from pipeline.text.repair.readings import ANNOTATION, CUT_ANNOTATION, annotated, is_reading
from pipeline.text.repair.script import is_traditional
from pipeline.text.repair.vanished import around_vanished, before_nothing, is_usual
from pipeline.text.width import is_ideograph

Step = tuple[Hypothesis, int]
Rule = Callable[[Hypothesis, str, int], Iterator[Step]]

_MARKS = late(r"[?�？]{1,2}")

# What each assumption costs, in nats. Chosen on simulated damage (tests/unit/text/damage.py), not on single pages.
_ANNOTATION_BETWEEN = 1.0
_MARK_REPLACED = 2.0
_BYTE_EATEN = 4.0
_PAIR_LOST = 1.0
_LEAD_LOST = 3.0
_FOLDED = 1.0
_BRACKET_SHIFTED = 2.0
_EURO = 0x80  # code page 936 decodes the lone byte 80 as €
_LOOK_AHEAD = 40

_NUMERALS = "一二三四五六七八九十"
_CLOSING = 0xA9  # the trail byte of ）, A3 A9


def _read_on(hypothesis: Hypothesis, source: str, index: int) -> Iterator[Step]:
    yield hypothesis.literal(source[index]), index + 1


def _drop_annotation(hypothesis: Hypothesis, source: str, index: int) -> Iterator[Step]:
    found = ANNOTATION.match(source, index)
    if found and is_reading(found["syllable"], hypothesis.text[-1:] or " "):
        yield hypothesis, found.end()


def _annotation_between(hypothesis: Hypothesis, source: str, index: int) -> Iterator[Step]:
    """家?guī)淼: the annotation stands between the lead and the trail of the next character."""
    found = CUT_ANNOTATION.match(source, index) or ANNOTATION.match(source, index)
    before = pair(hypothesis.text[-1:] or " ")
    if not found or not before or is_reading(found["syllable"], hypothesis.text[-1]):
        return
    for listed in annotated(before[1], found["syllable"]):
        lead = (pair(listed) or before)[1]
        yield hypothesis.changed("", index, found.end(), pending=lead, penalty=_ANNOTATION_BETWEEN), found.end()


def _annotation_after_ascii(hypothesis: Hypothesis, source: str, index: int) -> Iterator[Step]:
    """為_(kāi): the trail of 為 and the underscore are the two bytes of 開; nothing was shifted."""
    found = ANNOTATION.match(source, index)
    if found and is_listed_pair(hypothesis.text[-2:], found["syllable"]):
        yield hypothesis.changed("", index, found.end(), pending=None), found.end()


def _mark_replaced(hypothesis: Hypothesis, source: str, index: int) -> Iterator[Step]:
    """確??蛻: A3 BF became a question mark; the lead byte before it was lost, BF waits for its trail."""
    found = _MARKS.match(source, index)
    if not found or not pair(source[found.end() : found.end() + 1] or " "):
        return
    for ideograph in _ending_in(FULL_WIDTH_ROW):
        yield (
            hypothesis.changed(ideograph, index, found.end(), pending=0xBF, penalty=_MARK_REPLACED, guessed=1),
            found.end(),
        )


def _bracket_shifted(hypothesis: Hypothesis, source: str, index: int) -> Iterator[Step]:
    """。ㄒ唬 is （一） after a stray byte A1: the 。 is one of its bytes, or also ended the sentence before."""
    for garbled, numeral in _shifted_numerals() if source[index] == "。" else ():
        if not source.startswith(garbled, index):
            continue
        end = index + len(garbled)
        stop = "。" if is_ideograph(hypothesis.text[-1:] or " ") else ""
        following = pair(source[end : end + 1] or " ")
        closed = not following or following[0] != _CLOSING  # then A9 paired up with nothing and vanished
        read = f"{stop}（{numeral}{'）' if closed else ''}"
        pending = None if closed else FULL_WIDTH_ROW
        yield hypothesis.changed(read, index, end, pending=pending, penalty=_BRACKET_SHIFTED), end


def _pair_up(hypothesis: Hypothesis, source: str, index: int) -> Iterator[Step]:
    """The pending byte takes the next character's lead; that character's trail waits in its turn."""
    following = pair(source[index])
    if following is None:
        return
    read = character(_pending(hypothesis), following[0])
    if not read:
        return
    yield hypothesis.changed(read, index, index + 1, pending=following[1]), index + 1
    found = ANNOTATION.match(source, index + 1)
    # The annotation may be there because the wrongly decoded character is itself one of the list.
    if found and is_reading(found["syllable"], source[index]):
        yield hypothesis.changed(read, index, found.end(), pending=following[1]), found.end()


def _take_ascii(hypothesis: Hypothesis, source: str, index: int) -> Iterator[Step]:
    """絷P: the trail byte was below 80, so a letter stands there; bytes and characters are aligned again."""
    code = _EURO if source[index] == "€" else ord(source[index])
    read = character(_pending(hypothesis), code) if code <= _EURO else None
    if not read:
        return
    end = index + 1
    found = ANNOTATION.match(source, end)
    if found and not is_reading(found["syllable"], read):
        return
    end = found.end() if found else end
    yield hypothesis.changed(read, index, end, pending=None), end


def _take_annotated(hypothesis: Hypothesis, source: str, index: int) -> Iterator[Step]:
    """瑑?yōu): the trail byte was lost before an annotation, whose reading tells the character."""
    found = CUT_ANNOTATION.match(source, index) or ANNOTATION.match(source, index)
    if not found:
        return
    fitting = annotated(_pending(hypothesis), found["syllable"])
    for read in fitting:
        yield (
            hypothesis.changed(read, index, found.end(), pending=None, guessed=int(len(fitting) > 1)),
            found.end(),
        )


def _unfold(hypothesis: Hypothesis, source: str, index: int) -> Iterator[Step]:
    """奖W: the letter is a full-width one that was folded, a byte A3 and one that waits."""
    code = ord(source[index])
    if 0x21 <= code <= 0x7E and (read := character(_pending(hypothesis), FULL_WIDTH_ROW)):
        yield hypothesis.changed(read, index, index + 1, pending=code | 0x80, penalty=_FOLDED), index + 1


def _mark_in_shift(hypothesis: Hypothesis, source: str, index: int) -> Iterator[Step]:
    """A question mark among shifted bytes stands for A3 BF, or for a lost trail byte and the ASCII sign after it."""
    if source[index] not in "?�？":
        return
    lead = _pending(hypothesis)
    if (read := character(lead, FULL_WIDTH_ROW)) and source[index] != "�":
        yield hypothesis.changed(read, index, index + 1, pending=0xBF, penalty=_MARK_REPLACED), index + 1
    bracket = "(" if _closes_unopened(source, index + 1) else ""
    for read in _beginning_with(lead) if not CUT_ANNOTATION.match(source, index) else ():
        yield (
            hypothesis.changed(read + bracket, index, index + 1, pending=None, penalty=_BYTE_EATEN, guessed=1),
            index + 1,
        )


def _lead_lost(hypothesis: Hypothesis, source: str, index: int) -> Iterator[Step]:
    """A9 A1|A2: A9 pairs up with nothing and vanishes; the next character is whole."""
    for read in before_nothing(_pending(hypothesis), source[index]):
        yield hypothesis.changed(read, index, index, pending=None, penalty=_LEAD_LOST, guessed=1), index


def _pair_lost(hypothesis: Hypothesis, source: str, index: int) -> Iterator[Step]:
    """Two bytes of a user-defined area vanished, or two such pairs one after the other."""
    for read, length, waits in around_vanished(_pending(hypothesis), source, index, hypothesis.text[-1:]):
        end, guessed = index + length, 2 * (len(read) - 1)
        yield hypothesis.changed(read, index, end, pending=waits, penalty=_PAIR_LOST, guessed=guessed), end


ALIGNED: tuple[Rule, ...] = (
    _read_on,
    _drop_annotation,
    _annotation_between,
    _annotation_after_ascii,
    _mark_replaced,
    _bracket_shifted,
)
SHIFTED: tuple[Rule, ...] = (_pair_up, _take_ascii, _take_annotated, _unfold, _mark_in_shift, _lead_lost)
LOSSY: tuple[Rule, ...] = (_pair_lost,)


def is_listed_pair(text: str, syllable: str) -> bool:
    """True where the trail byte of a character and the ASCII sign after it are a character that is read so.

    Args:
        text: A character and a sign, 為_.
        syllable: The annotation after them, kāi.

    Returns:
        Whether the annotation was put there for the two bytes (E9 5F are 開), not for the sign.
    """
    before = pair(text[0]) if len(text) == 2 and text[1].isascii() else None
    listed = character(before[1], ord(text[1])) if before else None
    return bool(listed) and is_traditional(listed or "") and is_reading(syllable, listed or "")


def _pending(hypothesis: Hypothesis) -> int:
    assert hypothesis.pending is not None
    return hypothesis.pending


@functools.cache
def _shifted_numerals() -> tuple[tuple[str, str], ...]:
    """What （一, （二 … （二十 and the lead byte of ） decode to after a stray A1, longest first."""
    tens = ("", "十", "二十")
    numerals = [ten + one for ten in tens for one in ("", *_NUMERALS[:9]) if ten + one]
    found = [(_decoded(b"\xa1" + f"（{numeral}）".encode("gbk")[:-1]), numeral) for numeral in numerals]
    return tuple(sorted(found, key=lambda both: -len(both[0])))


def _decoded(code: bytes) -> str:
    """Pairs of bytes decoded; those of the user-defined areas vanish."""
    pairs = [code[at : at + 2] for at in range(0, len(code), 2)]
    return "".join(both.decode("gb18030") for both in pairs if not is_private(*both))


@functools.cache
def _ending_in(trail: int) -> tuple[str, ...]:
    found = (character(lead, trail) for lead in LEADS)
    return tuple(c for c in found if c and is_usual(c))


@functools.cache
def _beginning_with(lead: int) -> tuple[str, ...]:
    found = (character(lead, trail) for trail in TRAILS)
    return tuple(c for c in found if c and is_usual(c))


def _closes_unopened(source: str, index: int) -> bool:
    """True where a bracket closes soon after `index` that nothing in between opens."""
    for sign in source[index : index + _LOOK_AHEAD]:
        if sign in ")）":
            return True
        if sign in "(（。；;\n":
            return False
    return False
