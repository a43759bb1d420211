"""A choice whose alternatives hold gaps of their own → every way it can be printed, and what stands in its gaps.

【身份证】【护照】【____】 prints 护照 alone, or what was written into the last; 【每月____日】 keeps its gap. So such a
choice is laid whole, and taken apart by the form that it has.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.model.record import JsonValue
from pipeline.model.template import Blank, Slot
from pipeline.text.skeleton import skeleton
from pipeline.values.alternatives import Alternatives
from pipeline.values.choice import option_names

_MANY = 6  # of so many alternatives every selection is tried, of more the single ones and the pairs


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One way a choice is printed.

    Attributes:
        data: The choice's value; None where nothing was chosen.
        pattern: The skeleton of what is printed, a group for every gap that is left in it.
        held: The gaps of the groups, with their blanks.
        emptied: The gaps that went with what was not chosen.
        is_sure: False where two gaps stand side by side, so that it is open what stands in which.
    """

    data: JsonValue
    pattern: re.Pattern[str]
    held: tuple[tuple[Blank, Slot], ...]
    emptied: tuple[Slot, ...]
    is_sure: bool


def forms(found: Alternatives, blanks: Sequence[Blank], text: str) -> tuple[Form, ...]:
    """Return the ways a choice is printed: left as it is, one alternative, several, what was written in.

    Args:
        found: The choice.
        blanks: The blanks of the template that data fills.
        text: The template's text.
    """
    outer = found.blank.slots[0]
    inside = [
        (blank, slot)
        for blank in blanks
        for place in (blank.slots, *blank.repeats)
        for slot in place
        if blank is not found.blank and outer.start <= slot.start and slot.end <= outer.end
    ]
    inside.sort(key=lambda pair: (pair[1].start, pair[1].end))
    made = [_form(found, inside, data) for data in _selections(found)]
    unfilled = [text[piece.start : piece.end] for piece in found.pieces]
    return (_built(found, inside, None, unfilled, frozenset()), *made)


def _selections(found: Alternatives) -> Iterator[list[str]]:
    names: tuple[str, ...] = option_names(found.blank)
    yield from ([name] for name in names)
    if found.blank.multiple:
        most = len(names) if len(names) <= _MANY else 2
        for size in range(2, most + 1):
            yield from (list(chosen) for chosen in itertools.combinations(names, size))
    if any(not within for within in found.inner.values()):
        yield []


def _form(found: Alternatives, inside: Sequence[tuple[Blank, Slot]], names: list[str]) -> Form:
    data: list[JsonValue] = [*names]
    chosen = set(names)
    alone = {key for key, within in found.inner.items() if not within}
    kept = {key for key, within in found.inner.items() if chosen.intersection(within)}
    # What stands by itself is written instead of an alternative, or beside one where several may be.
    closed = found.inner.keys() - kept - (alone if not data or found.blank.multiple else set())
    printed = [one.text if one else "" for one in found.print(data)]
    return _built(found, inside, data, printed, frozenset(closed))


def _built(
    found: Alternatives,
    inside: Sequence[tuple[Blank, Slot]],
    data: JsonValue,
    printed: Sequence[str],
    closed: frozenset[str],
) -> Form:
    words = {piece.start: text for piece, text in zip(found.pieces, printed, strict=True)}
    held, emptied = [], []
    pattern: list[str] = []
    for start, slot_of in sorted([*((at, None) for at in words), *((s.start, (b, s)) for b, s in inside)], key=_at):
        if slot_of is None:
            pattern.append(re.escape(skeleton(words[start])))
        elif slot_of[0].key in closed:
            emptied.append(slot_of[1])
        else:
            held.append(slot_of)
            pattern.append(_GROUP)
    tight = [part for part in pattern if part]
    beside = any(one == two == _GROUP for one, two in itertools.pairwise(tight))
    return Form(
        data=data, pattern=re.compile("".join(pattern)), held=tuple(held), emptied=tuple(emptied), is_sure=not beside
    )  # fmt: skip


def _at(one: tuple[int, tuple[Blank, Slot] | None]) -> tuple[int, bool]:
    # A gap without width stands before the words that begin where it does.
    return one[0], one[1] is None


_GROUP = "(.*?)"


def fitting(ways: Sequence[Form], text: str) -> Iterator[tuple[Form, re.Match[str]]]:
    """Yield the forms that a skeleton has, with what stands in their gaps."""
    for form in ways:
        match = form.pattern.fullmatch(text)
        if match:
            yield form, match
