"""Root → its landmarks: the elements that limits and findings are about, and its paragraphs, found in one walk.

Walking over a large tree takes longer than all that is done with the few elements that are met.
"""

from __future__ import annotations

from typing import NamedTuple

from pipeline.ooxml.names import FALLBACK, INSERTED, INSTRUCTION, PARAGRAPH, SIMPLE_FIELD, TABLE, Element, W

SPANS = frozenset({W + "gridSpan", W + "gridBefore", W + "gridAfter"})
DELETED = frozenset({W + "del", W + "moveFrom"})
CHUNK = W + "altChunk"

_LANDMARKS = (TABLE, *sorted(SPANS | INSERTED | DELETED), SIMPLE_FIELD, INSTRUCTION, CHUNK)


class Landmarks(NamedTuple):
    """What a walk over a tree met, in document order.

    Attributes:
        marks: The landmarks.
        paragraphs: Every w:p, and every mc:Fallback that may hold some of them a second time, by name.
    """

    marks: tuple[Element, ...]
    paragraphs: dict[str, list[Element]]


def landmarks(root: Element) -> Landmarks:
    """Return what stands below a root."""
    paragraphs: dict[str, list[Element]] = {PARAGRAPH: [], FALLBACK: []}
    marks: list[Element] = []
    for element in root.iter(*_LANDMARKS, *paragraphs):
        paragraphs.get(element.tag, marks).append(element)
    return Landmarks(tuple(marks), paragraphs)
