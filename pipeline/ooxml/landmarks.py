"""Root → its landmarks: the elements that limits and findings are about, found in one walk over the tree.

Walking over a large tree takes longer than all that is done with the few elements that are met.
"""

from __future__ import annotations

from pipeline.ooxml.names import INSERTED, INSTRUCTION, SIMPLE_FIELD, TABLE, Element, W

SPANS = frozenset({W + "gridSpan", W + "gridBefore", W + "gridAfter"})
DELETED = frozenset({W + "del", W + "moveFrom"})
CHUNK = W + "altChunk"

_LANDMARKS = (TABLE, *sorted(SPANS | INSERTED | DELETED), SIMPLE_FIELD, INSTRUCTION, CHUNK)


def landmarks(root: Element) -> tuple[Element, ...]:
    """Return the landmarks below a root in document order."""
    return tuple(root.iter(*_LANDMARKS))
