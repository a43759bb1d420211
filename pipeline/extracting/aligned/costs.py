"""A gap and the words in it → how unlikely they are there, 0 for words of just its kind."""

from __future__ import annotations

import re

from pipeline.extracting.aligned.forms import Form, fitting
from pipeline.extracting.aligned.inverse import likelihood
from pipeline.extracting.aligned.items import ADDED, Item
from pipeline.extracting.aligned.marks import CELL, LINE
from pipeline.model.template import Role

_NEVER = float("inf")
_BOXES = "□☑☐☒○●◇◆■√✓、"


def cost(item: Item, text: str) -> float:
    """Return how unlikely a text is in a gap.

    Args:
        item: The gap.
        text: Skeleton of what stands there; of a table's with the marks of its cells.
    """
    assert item.place is not None
    if item.index == ADDED:
        # Whole rows of lines of their own, each with its cells.
        return 0.0 if not text else 0.1 + 0.0001 * len(text) if text.lstrip(LINE).startswith(CELL) else _NEVER
    if item.index < 0:
        return 0.1 + 0.0001 * len(text)
    if text == item.text and item.text:
        return 0.02
    if item.place.forms:
        return min((form_cost(form, match) for form, match in fitting(item.place.forms, text)), default=2.0)
    if item.place.slots[item.index].role is Role.BOX:
        is_box = len(text) <= len(item.text) + 1 and set(text) <= {*item.text, *_BOXES}
        return 0.02 if is_box and (text or len(item.text) != 1) else 2.0
    return likelihood(item.place.blank, item.place.slots[item.index].role, text, first=item.index == 0)


def form_cost(form: Form, match: re.Match[str]) -> float:
    """Return how unlikely a form is: words that an alternative has are that one, not another that says the same."""
    inside = sum(
        likelihood(blank, slot.role, words)
        for (blank, slot), words in zip(form.held, match.groups(), strict=True)
        if words
    )
    return 0.02 + inside + (0.0 if form.data else 0.3)
