"""Template → which blanks are owed only where an option is chosen: the court's name where 第2种方式 is litigation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from pipeline.model.template import Blank, Kind, Option, Role, Slot, Template

_GAP = "____"  # how an option's label writes a gap


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What must be chosen for a blank to be owed (附条件必填).

    Attributes:
        choice: Key of the choice.
        option: Index of the option that the blank stands in.
        label: Its label.
    """

    choice: str
    option: int
    label: str


def conditions(template: Template) -> Mapping[str, Condition]:
    """Return the conditions of a template's blanks, by key.

    A blank that stands in an option of a numbered list or behind a box has one. Blanks that have a place outside as
    well have none.
    """
    found: dict[str, Condition] = {}
    for choice in template.blanks:
        if choice.kind is Kind.CHOICE and len(choice.options) > 1:
            for key, option in _inside(choice, template).items():
                # Of a choice within a choice the inner one counts: it is found later.
                found[key] = Condition(choice=choice.key, option=option, label=choice.options[option].label)
    return found


def _inside(choice: Blank, template: Template) -> dict[str, int]:
    spans = list(_spans(choice, template))
    found: dict[str, int] = {}
    for blank in template.blanks:
        if blank is choice or blank.kind is Kind.SIGNATURE or blank.repeats or not blank.slots:
            continue
        first, *others = {_option_of(slot, spans) for slot in blank.slots}
        if first is not None and not others:
            found[blank.key] = first
    return found


def _option_of(slot: Slot, spans: list[tuple[int, int]]) -> int | None:
    return next((i for i, (start, end) in enumerate(spans) if start <= slot.start and slot.end <= end), None)


def _spans(choice: Blank, template: Template) -> Iterator[tuple[int, int]]:
    """Yield where the words of each option begin and end."""
    role = choice.slots[0].role if choice.slots else Role.VALUE
    options = choice.options
    if role not in (Role.BOX, Role.ORDINAL) or any(a.start >= b.start for a, b in pairwise(options)):
        return
    for option, following in pairwise(options):
        yield option.end, following.start
    last = options[-1]
    line = template.text.find("\n", last.end)
    end = line if line >= 0 else len(template.text)
    yield last.end, end if role is Role.ORDINAL else _last_gap(last, end, choice, template)


def _last_gap(last: Option, line: int, choice: Blank, template: Template) -> int:
    """Return where the last gap ends that a last box's own words hold; behind it the sentence goes on for all."""
    ends = sorted(
        slot.end
        for blank in template.blanks
        if blank is not choice
        for slot in blank.slots
        if last.end <= slot.start and slot.end <= line
    )
    count = last.label.count(_GAP)
    return ends[:count][-1] if count and ends else last.end
