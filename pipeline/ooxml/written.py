"""A part's bytes and tree → for each of its property elements what it is written like.

A contract has tens of thousands of w:rPr and w:pPr, but some dozen different ones. What an element means takes long to
read from its children; elements that are written alike mean the same, so whoever reads them does it once a wording.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping

from pipeline.ooxml.names import PARAGRAPH_PROPERTIES, RUN_PROPERTIES, STRICT_W_URI, W_URI, Element

_NAMES = {RUN_PROPERTIES: b"w:rPr", PARAGRAPH_PROPERTIES: b"w:pPr"}
_DECLARED = re.compile(rb"""xmlns(?::([^\s=]*))?\s*=\s*("[^"]*"|'[^']*')""")
_WORD = frozenset({W_URI.encode(), STRICT_W_URI.encode()})


class Written:
    """What the w:rPr and w:pPr of one part are written like.

    Args:
        text: The part in UTF-8, without DOCTYPE.
        found: All elements of these names in the tree that was parsed from it.
    """

    def __init__(self, text: bytes, found: Mapping[str, list[Element]]) -> None:
        self._wordings: dict[Element, bytes | None] = {}
        if not _has_plain_prefixes(text):
            return
        for tag, name in _NAMES.items():
            wordings = _wordings(text, name)
            # With the prefixes as they are, there are more wordings than elements only where some stand in comments.
            if len(found[tag]) == len(wordings) and not any(map(_hides, set(wordings))):
                self._wordings.update(zip(found[tag], wordings, strict=True))

    def like(self, element: Element | None) -> Hashable:
        """Return what is equal for elements of one name that mean the same: the wording, else the element itself."""
        return self._wordings.get(element) or element  # type: ignore[arg-type]


def _wordings(text: bytes, name: bytes) -> list[bytes | None]:
    """Return what stands behind the names of the elements of that name, up to their ends, in document order.

    An element that holds another of its name, as one with tracked changes does, gives None.
    """
    pieces = text.split(b"<" + name)[1:]
    end = b"</" + name
    return [
        None if (stop := piece.find(end)) < 0 else piece[:stop]
        for piece in pieces
        if piece[:1] in b"> /\t\r\n"  # else it is the beginning of a longer name
    ]


def _hides(wording: bytes | None) -> bool:
    """True where an end may stand in a comment, a section of characters or an instruction."""
    return wording is not None and (b"<!" in wording or b"<?" in wording)


def _has_plain_prefixes(text: bytes) -> bool:
    """True where every prefix means the same all over the part, and w alone stands for Word's elements."""
    meanings: dict[bytes, bytes] = {}
    for prefix, quoted in _DECLARED.findall(text):
        address = quoted[1:-1]
        if meanings.setdefault(prefix, address) != address or b"&" in address:
            return False
    return [prefix for prefix, address in meanings.items() if address in _WORD] == [b"w"]
