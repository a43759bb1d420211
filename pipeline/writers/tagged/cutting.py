"""A part with tags → CutPart: its bytes between the tags, and the tags in the order of the bytes.

A tag that Word has split over runs becomes one; {%p %}, {%tr %} and {%tc %} take the place of their paragraph, row or
cell. The places are marked with processing instructions, which no part that passed the gate has of its own.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from pipeline.ooxml.fills import unrepeated
from pipeline.ooxml.holes import unit_of
from pipeline.ooxml.names import CELL, PARAGRAPH, ROW, RUN, TEXT, Element
from pipeline.ooxml.package import Package
from pipeline.ooxml.spans import Atom, Walk, raw_text
from pipeline.text.tags.errors import TagMisplaced, TagRefused
from pipeline.text.tags.scan import Tag, scan

_MARK = "hetong-tag"
_MARKED = re.compile(rf"<\?{_MARK} ([0-9]+)\?>".encode())
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_SCOPES = {"p": (PARAGRAPH, "段落"), "tr": (ROW, "表格行"), "tc": (CELL, "单元格")}


@dataclass(frozen=True, slots=True, kw_only=True)
class CutPart:
    """A part of a package, cut at its tags.

    Attributes:
        between: The bytes before, between and behind the tags: one more than tags.
        tags: In the order of the bytes.
        places: Where each of them stands, in words.
    """

    between: tuple[bytes, ...]
    tags: tuple[Tag, ...]
    places: tuple[str, ...]

    def joined(self, pieces: Iterable[int | bytes], largest: int) -> bytes:
        """Return the part that a rendering makes.

        Args:
            pieces: Numbers of `between`, and what tags have printed, as XML.
            largest: Bytes that the part may have.

        Raises:
            TagRefused: It would be larger.
        """
        seen: set[int] = set()
        out: list[bytes] = []
        size = 0
        for piece in pieces:
            made = piece if isinstance(piece, bytes) else self.between[piece]
            if isinstance(piece, int) and piece in seen:
                made = unrepeated(made)
            elif isinstance(piece, int):
                seen.add(piece)
            size += len(made)
            if size > largest:
                raise TagRefused(f"标签生成的内容超过 {largest >> 20} MiB")
            out.append(made)
        return b"".join(out)


def roots(package: Package) -> Mapping[str, Element]:
    """Return the parts that may hold text: body, headers, footers, notes."""
    return {
        name: root
        for name, root in package.trees.items()
        if name.startswith("word/") and next(root.iter(PARAGRAPH), None) is not None
    }


def tags_in(root: Element) -> Iterator[Tag]:
    """Yield the tags of a part, paragraph by paragraph."""
    for paragraph in root.iter(PARAGRAPH):
        yield from scan(Walk(paragraph).text)


def cut(root: Element, part: str) -> CutPart:
    """Return a part cut at its tags.

    Args:
        root: The part; it is not changed.
        part: Its name.

    Raises:
        TagMisplaced: A tag stands where it would take text with it.
    """
    cutter = _Cutter(copy.deepcopy(root), part)
    cutter.mark()
    pieces = _MARKED.split(etree.tostring(cutter.root, encoding="utf-8", xml_declaration=True, standalone=True))
    order = [int(number) for number in pieces[1::2]]
    return CutPart(
        between=tuple(pieces[0::2]),
        tags=tuple(cutter.tags[number] for number in order),
        places=tuple(cutter.places[number] for number in order),
    )


class _Cutter:
    """Puts marks where the tags of one part stand.

    Attributes:
        root: The part, changed.
        tags: The tags, in the order of their paragraphs.
        places: Where each stands.
    """

    def __init__(self, root: Element, part: str) -> None:
        self.root = root
        self.tags: list[Tag] = []
        self.places: list[str] = []
        self._part = part
        self._whole: dict[Element, list[int]] = {}  # paragraphs, rows and cells that tags stand for

    def mark(self) -> None:
        """Mark all tags."""
        for ordinal, paragraph in enumerate(list(self.root.iter(PARAGRAPH))):
            walk = Walk(paragraph)
            found = list(scan(walk.text))
            place = f"{self._part} 第{ordinal + 1}段"
            inline = []
            for tag in found:
                number = len(self.tags)
                self.tags.append(tag)
                self.places.append(place)
                if tag.scope:
                    self._stands_for(tag, number, paragraph)
                else:
                    inline.append((tag, number))
            if inline:
                _mark_inline(walk.atoms, inline, place)
        for element, numbers in self._whole.items():
            self._replace(element, numbers)

    def _stands_for(self, tag: Tag, number: int, paragraph: Element) -> None:
        kind, words = _SCOPES[tag.scope]
        element = paragraph if tag.scope == "p" else next(paragraph.iterancestors(kind), None)
        if element is None:
            raise TagMisplaced(f"它不在{words}里", tag=tag.raw, place=self.places[number])
        self._whole.setdefault(element, []).append(number)

    def _replace(self, element: Element, numbers: list[int]) -> None:
        parent = element.getparent()
        if parent is None or self._other_text(element, numbers):
            first = numbers[0]
            hint = "请让它单独占一段、一行或一格，或改用不带 p、tr、tc 的写法"
            raise TagMisplaced(
                "它所在之处还有别的文字，会一起消失", tag=self.tags[first].raw, place=self.places[first], hint=hint
            )
        for number in numbers:
            element.addprevious(etree.ProcessingInstruction(_MARK, str(number)))
        parent.remove(element)

    def _other_text(self, element: Element, numbers: list[int]) -> str:
        """Return what would go with an element beside the tags that stand for it."""
        text = "".join(Walk(p).text for p in element.iter(PARAGRAPH))
        for number in numbers:
            text = text.replace(self.tags[number].raw, "", 1)
        return text.strip()


def _mark_inline(atoms: Sequence[Atom], found: Sequence[tuple[Tag, int]], place: str) -> None:
    """Replace the characters of tags by marks, in whatever runs they stand."""
    cuts: dict[Element, list[tuple[int, int, int | None]]] = {}
    for tag, number in found:
        at, is_first = 0, True
        for atom in atoms:
            begin, at = at, at + len(atom.text)
            first, last = max(tag.start, begin) - begin, min(tag.end, at) - begin
            if first >= last:
                continue
            if atom.node.tag == TEXT and atom.run.tag == RUN:
                cuts.setdefault(atom.node, []).append((first, last, number if is_first else None))
            elif is_first:
                raise TagMisplaced("它在公式或域里，无法替换", tag=tag.raw, place=place)
            else:
                _drop(atom)
            is_first = False
    for node, pieces in cuts.items():
        _cut_text(node, pieces)


def _drop(atom: Atom) -> None:
    unit = unit_of(atom)
    parent = unit.getparent()
    if parent is not None:
        parent.remove(unit)


def _cut_text(node: Element, pieces: Sequence[tuple[int, int, int | None]]) -> None:
    text, at = raw_text(node), 0
    node.set(_SPACE, "preserve")
    node.text = ""
    last: Element | None = None
    for first, end, number in sorted(pieces, key=lambda piece: piece[:2]):
        _append(node, last, text[at:first])
        if number is not None:
            last = etree.ProcessingInstruction(_MARK, str(number))
            node.append(last)
        at = end
    _append(node, last, text[at:])


def _append(node: Element, last: Element | None, text: str) -> None:
    if last is None:
        node.text = (node.text or "") + text
    else:
        last.tail = (last.tail or "") + text
