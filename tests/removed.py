"""A contract as read → its text without any blank: what a reader finds in that is no blank of the contract."""

from __future__ import annotations

import html
import re

from pipeline.model.template import Blank, Kind, Slot, Template

# What stands where there is nothing to take away: in a cell, behind a label, on a line to sign.
STATED = "见附页"
# What is taken out with the words between its pieces: 年, 月, an answer's words.
_WHOLE = frozenset((Kind.DATE, Kind.CHOICE, Kind.ADDRESS))
_SPACES = " \t\u3000\xa0"
_BRACKETS = re.compile(r"[【（(\[《]\Z")
_CLOSING = re.compile(r"[】）)\]》]")


def without_blanks(template: Template) -> str:
    """Return the text with every blank taken out; a word stands where only a cell or a label told of one."""
    text, at = template.text, 0
    pieces: list[str] = []
    for start, end, word in sorted((edit for blank in template.blanks for edit in _edits(text, blank)), key=_outer):
        if start >= at:
            pieces += (text[at:start], word)
            at = end
    return "".join((*pieces, text[at:]))


def _outer(edit: tuple[int, int, str]) -> tuple[int, int]:
    return edit[0], -edit[1]


def _edits(text: str, blank: Blank) -> list[tuple[int, int, str]]:
    return [edit for slots in (blank.slots, *blank.repeats) for edit in _place(text, blank, slots)]


def _place(text: str, blank: Blank, places: tuple[Slot, ...]) -> list[tuple[int, int, str]]:
    slots = sorted((slot.start, slot.end) for slot in places)
    if blank.kind is Kind.TABLE or any(start == end for start, end in slots):
        return [(start, end, STATED) for start, end in slots]
    spans: list[tuple[int, int]] = []
    for start, end in slots:
        if spans and blank.kind in _WHOLE and "\n" not in text[spans[-1][1] : start]:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return [(*around, _word(text, around[0])) for around in (_widened(text, *span) for span in spans)]


def _word(text: str, start: int) -> str:
    """The word that is put in: apart from what follows only behind a colon, where the next label may follow."""
    return f" {STATED} " if text[:start].endswith(("：", ":")) else STATED


def _widened(text: str, start: int, end: int) -> tuple[int, int]:
    """The span with the brackets and the spaces around it, and 日 behind a date."""
    while _BRACKETS.search(text[:start][-1:]) and _CLOSING.match(text, end):
        start, end = start - 1, end + 1
    end += text[end : end + 1] == "日"
    before, behind = text[:start].rstrip(_SPACES), text[end:].lstrip(_SPACES)
    return len(before), len(text) - len(behind)


def as_html(text: str) -> str:
    """Return a text as a saved page, a paragraph a line."""
    lines = "".join(f"<p>{html.escape(line)}</p>\n" for line in text.split("\n"))
    return f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>\n{lines}</body></html>'
