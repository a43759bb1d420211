"""A part's bytes → its literal paragraphs: those that hold nothing but runs of characters.

Nine of ten paragraphs of a contract are so. To walk through their elements (`ooxml.spans`, which says what a
paragraph's own text is) takes most of the time that reading takes, though nothing is found that the bytes don't say.
Besides, what is written alike says the same: a contract has tens of thousands of w:rPr, but some dozen different ones.

Whatever could make bytes say something else than they seem to (an entity, a comment, a prefix with two meanings, white
space that counts or does not, anything tracked, drawn, bound or nested) makes a paragraph none of these.
"""

from __future__ import annotations

import enum
import re
from typing import NamedTuple, TypeAlias

from pipeline.ooxml.names import STRICT_W_URI, W_URI

_DECLARED = re.compile(rb"""xmlns(?::([^\s=]*))?\s*=\s*("[^"]*"|'[^']*')""")
_WORD = frozenset({W_URI.encode(), STRICT_W_URI.encode()})

_OPEN = rb'(?: [^<>]*")?>'  # the rest of a start tag; one that ends its element too has a "/" here
_PASSED = rb"(?>(?:<w:(?:bookmarkStart|bookmarkEnd|proofErr) [^<>]*/>)*)"


def _properties(name: bytes) -> bytes:
    """Return the pattern of an element whose content is given; a comment or an instruction in it is refused."""
    return rb"(?>(?:<w:%b>([^<]*+(?>(?:<(?!/w:%b>|[!?])[^<]*+)*))</w:%b>)?)" % (name, name, name)


_START = re.compile(rb"<w:p[ >/]")
_HEAD = re.compile(rb"<w:p" + _OPEN + _properties(b"pPr"))
_TEXT = rb'<w:t( xml:space="preserve")?>([^<&\t\r\n]*+)</w:t>'
_RUN = re.compile(
    _PASSED + rb"<w:r" + _OPEN + _properties(b"rPr")
    + rb"(?:" + _TEXT + rb"</w:r>|((?>(?:<w:(?:tab|br|lastRenderedPageBreak)/>|" + _TEXT + rb")*))</w:r>)"
)  # fmt: skip
_PIECE = re.compile(rb"<w:(tab|br|lastRenderedPageBreak)/>|" + _TEXT)
_END = re.compile(_PASSED + rb"</w:p>")
_KEPT = rb' xml:space="preserve"'
# What elements of characters say of the spaces at their own ends, and what the root says of all others.
_OWN_SPACES = tuple(b"<" + name + _KEPT + b">" for name in (b"w:t", b"w:delText", b"w:instrText", b"m:t"))
_ALL_SPACES = re.compile(rb"\s*(?:<\?xml [^<>]*\?>\s*)?<[\w:]+(?: [^<>']*)?" + _KEPT)
_SPACE = ord(" ")
_DRAWN = {b"tab": "\t", b"br": "\n", b"lastRenderedPageBreak": ""}

Piece: TypeAlias = tuple[str, int, bytes]
"""Characters of a literal paragraph as stored ("\\t" is a w:tab, "\\n" a w:br), the how manieth of its runs they stand
in, from 0, and what the w:rPr of that is written like, b"" if it has none."""


class Literal(NamedTuple):
    """A literal paragraph: what its w:pPr is written like, b"" if it has none, and its characters."""

    properties: bytes
    pieces: list[Piece]


def literals(text: bytes, count: int) -> list[Literal | None]:
    """Return the paragraphs of a part in document order, None for each that is not literal.

    Args:
        text: The part in UTF-8, without DOCTYPE.
        count: How many w:p its tree has.
    """
    if has_plain_prefixes(text):
        ends = _ends(text)
        found = [_literal(text, match.start(), ends) for match in _START.finditer(text)]
        if len(found) == count:  # else some stand in comments
            return found
    return [None] * count


class _Ends(enum.Enum):
    """What counts of the spaces at the ends of characters that say nothing of them: none, all, or only XML tells."""

    TRIMMED = enum.auto()
    KEPT = enum.auto()
    UNKNOWN = enum.auto()


def _ends(text: bytes) -> _Ends:
    further_out = text.count(b"xml:space") - sum(map(text.count, _OWN_SPACES))
    if not further_out:
        return _Ends.TRIMMED
    return _Ends.KEPT if further_out == 1 and _ALL_SPACES.match(text) else _Ends.UNKNOWN


def _literal(text: bytes, start: int, ends: _Ends) -> Literal | None:
    head = _HEAD.match(text, start)
    if head is None:
        return None
    at, runs, pieces = head.end(), 0, list[Piece]()
    while run := _RUN.match(text, at):
        at = run.end()
        properties, is_kept, stored, several, _, _ = run.groups(b"")
        if several:
            found = _several(several, ends)
            if found is None:
                return None
            pieces += [(characters, runs, properties) for characters in found]
        elif stored:
            if not is_kept and (stored[0] == _SPACE or stored[-1] == _SPACE):
                counted = _counted(stored, ends)
                if counted is None:
                    return None
                stored = counted
            if stored:
                pieces.append((stored.decode(), runs, properties))
        runs += 1
    return Literal(head[1] or b"", pieces) if _END.match(text, at) else None


def _counted(stored: bytes, ends: _Ends) -> bytes | None:
    """Return what counts of characters that say nothing of the spaces at their ends, None if the bytes do not tell."""
    if ends is _Ends.KEPT or not stored or (stored[0] != _SPACE and stored[-1] != _SPACE):
        return stored
    return stored.strip(b" ") if ends is _Ends.TRIMMED else None


def _several(content: bytes, ends: _Ends) -> list[str] | None:
    """Return the characters of a run that holds more than one text, None where its spaces may not count."""
    found = []
    for drawn, is_kept, stored in _PIECE.findall(content):
        counted = stored if is_kept else _counted(stored, ends)
        if counted is None:
            return None
        found.append(_DRAWN[drawn] if drawn else counted.decode())
    return [characters for characters in found if characters]


def has_plain_prefixes(text: bytes) -> bool:
    """True where every prefix means the same all over a part, and w alone stands for Word's elements."""
    meanings: dict[bytes, bytes] = {}
    for prefix, quoted in _DECLARED.findall(text):
        address = quoted[1:-1]
        if meanings.setdefault(prefix, address) != address or b"&" in address:
            return False
    return [prefix for prefix, address in meanings.items() if address in _WORD] == [b"w"]
