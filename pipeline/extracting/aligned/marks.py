"""Flow → its skeleton with signs where table cells begin and lines end, so that two values never run together.

The template's items get the same signs among their fixed words.
"""

from __future__ import annotations

import enum
import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.extracting.aligned.items import Item
from pipeline.model.flow import Flow
from pipeline.text.skeleton import positions

CELL, LINE = "\x1f", "\x1e"
"""Stand in a skeleton where a table cell begins and where a line ends."""
HOLE = "\ue000"
"""Stands for a gap where a template's words are compared."""
UNMARKED = str.maketrans("", "", CELL + LINE)


class Lines(enum.Enum):
    """How far line ends tell neighbouring values apart: all of them, those that are there, none."""

    ALL = enum.auto()
    SOME = enum.auto()
    NONE = enum.auto()


def marked_skeleton(flow: Flow, *, lines: Lines) -> tuple[str, tuple[int, ...]]:
    """Return the skeleton of a flow with its marks, and the offsets of its characters."""
    text, kept = positions(flow.text)
    marks = _marks(flow, lines=lines)
    characters: list[str] = []
    offsets: list[int] = []
    at = 0
    for character, offset in zip(text, kept, strict=True):
        while at < len(marks) and marks[at][0] <= offset:
            characters.append(marks[at][1])
            offsets.append(marks[at][0])
            at += 1
        characters.append(character)
        offsets.append(offset)
    characters += [mark for _, mark in marks[at:]]
    offsets += [offset for offset, _ in marks[at:]]
    if lines is Lines.SOME:
        kept_marks = [n for n, c in enumerate(characters) if c != LINE or (n and characters[n - 1] not in (LINE, CELL))]
        characters, offsets = [characters[n] for n in kept_marks], [offsets[n] for n in kept_marks]
    return "".join(characters), tuple(offsets)


def marked_items(parts: Sequence[Item], blank: Flow, *, lines: Lines) -> tuple[Item, ...]:
    """Return the items with the marks of cells and lines among their fixed words.

    Args:
        parts: What the template is made of.
        blank: The flow of its source.
        lines: Which line ends get a mark.
    """
    marks = _marks(blank, lines=lines)
    found: list[Item] = []
    at = 0
    for item in parts:
        while at < len(marks) and (marks[at][0] < item.start or marks[at] == (item.start, CELL)):
            found.append(Item(text=marks[at][1], start=marks[at][0], end=marks[at][0]))
            at += 1
        inside = []
        while at < len(marks) and (marks[at][0] < item.end or (item.index < 0 and marks[at] == (item.end, CELL))):
            inside.append(marks[at])
            at += 1
        found.append(item if item.place is not None or not inside else _marked(item, inside, blank.text))
    found += [Item(text=mark, start=start, end=start) for start, mark in marks[at:]]
    joined = _joined(found)
    return tuple(_loosened(joined) if lines is Lines.SOME else joined)


def _marks(flow: Flow, *, lines: Lines) -> list[tuple[int, str]]:
    """Return where cells begin and lines end."""
    marks = [(cell.start, CELL) for cell in flow.cells]
    if lines is not Lines.NONE:
        marks += [(offset, LINE) for offset, character in enumerate(flow.text) if character == "\n"]
    return sorted(marks, key=lambda m: m[0])


def _loosened(parts: Sequence[Item]) -> list[Item]:
    """Return the items with every line end as one that may be missing, several in a row as one."""
    found: list[Item] = []
    for item in parts:
        if item.place is not None or LINE not in item.text:
            found.append(item)
            continue
        for text in re.split(f"({LINE}+)", item.text):
            if not text:
                continue
            is_line = text[0] == LINE
            if not (is_line and found and (found[-1].text == LINE or found[-1].text.endswith(CELL))):
                where = replace(item, text=LINE if is_line else text, optional=item.optional or is_line)
                found.append(where)
    return found


def _marked(item: Item, marks: list[tuple[int, str]], text: str) -> Item:
    cuts = [item.start, *(start for start, _ in marks), item.end]
    words = [positions(text[a:b])[0] for a, b in itertools.pairwise(cuts)]
    signs = ["", *(mark for _, mark in marks)]
    joined = "".join(sign + word for sign, word in zip(signs, words, strict=True))
    return Item(text=joined, start=item.start, end=item.end, optional=item.optional)


def _joined(parts: Sequence[Item]) -> list[Item]:
    """Return the items with neighbouring fixed words as one."""
    found: list[Item] = []
    for item in parts:
        last = found[-1] if found else None
        if last and last.place is None and item.place is None and not last.optional and not item.optional:
            found[-1] = Item(text=last.text + item.text, start=last.start, end=item.end)
        else:
            found.append(item)
    return [item for item in found if item.text or item.place is not None]
