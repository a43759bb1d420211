"""A part's bytes → where each of its elements begins and ends.

The parsed tree knows what an element means, the bytes know where it stands; element number n of the one is element
number n of the other. Editing the bytes leaves everything that is not edited exactly as it was.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from lxml import etree

from pipeline.ooxml.names import W_URI, Element

_TOKEN = re.compile(
    rb"""
    <!--.*?-->                                            # a comment: its tags are none
    | <!\[CDATA\[.*?\]\]>
    | <\?.*?\?>
    | <(?P<close>/)?
      [^\s/>"']++
      (?>(?:[^>"']++ | "[^"]*+" | '[^']*+')*)             # attributes; a value may hold ">"
      >
    """,
    re.VERBOSE | re.DOTALL,
)


class Span(NamedTuple):
    """Byte offsets of an element: its start tag `start:inner`, its content `inner:close`, its end tag `close:end`."""

    start: int
    inner: int
    close: int
    end: int

    @property
    def is_empty(self) -> bool:
        """True for an element written as one tag."""
        return self.inner == self.end


class Tags:
    """Where the elements of one part stand in its bytes.

    Args:
        text: The part in UTF-8, without DOCTYPE.
        root: The tree that was parsed from it.
    """

    def __init__(self, text: bytes, root: Element) -> None:
        self.text = text
        self._numbers = {element: number for number, element in enumerate(root.iter())}
        self._spans = _spans(text, len(self._numbers))

    def span(self, element: Element) -> Span:
        """Return where an element of the tree stands."""
        return Span._make(self._spans[self._numbers[element]])

    def bytes_of(self, element: Element) -> bytes:
        """Return an element's bytes as they stand in the file."""
        span = self.span(element)
        return self.text[span.start : span.end]


def _spans(text: bytes, count: int) -> list[list[int]]:
    spans: list[list[int]] = []
    open_elements: list[list[int]] = []
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        if text[start + 1] in b"!?":
            continue
        if match["close"]:
            span = open_elements.pop()
            span[2:] = start, end
            continue
        span = [start, end, end, end]
        spans.append(span)
        if text[end - 2] != 0x2F:  # "/"
            open_elements.append(span)
    assert len(spans) == count, "the bytes and the tree of a part have the same elements"
    return spans


def usual_prefix(text: bytes, root: Element) -> tuple[bytes, Element]:
    """Return the part with Word's elements under the prefix w, under which new elements are written."""
    if root.nsmap.get("w") == W_URI:
        return text, root
    prefixes: dict[Any, str] = {prefix: uri for prefix, uri in root.nsmap.items() if uri != W_URI}
    prefixes["w"] = W_URI
    attributes: dict[Any, Any] = {**root.attrib}
    renamed = etree.Element(root.tag, attributes, nsmap=prefixes)
    # Elements that move into another tree take the prefixes that it has for their namespaces.
    renamed.extend(etree.fromstring(etree.tostring(root)))
    text = etree.tostring(renamed, xml_declaration=True, encoding="UTF-8", standalone=True)
    return text, etree.fromstring(text)
