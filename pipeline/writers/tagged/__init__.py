"""Hand-tagged DOCX + Contract → the DOCX that the contract's values make of it.

What stands at an anchor is written first, as in any other template; then the tags that compute are rendered
({% if %}, {%tr for %}, {{ price|round }}). Braces in a value are out of the way meanwhile, so that no value is ever
taken for a tag.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.model.contract import Contract, Placement
from pipeline.model.template import Anchor
from pipeline.ooxml.archive import write_members
from pipeline.ooxml.fills import encode
from pipeline.ooxml.package import Package, open_package
from pipeline.text.tags.program import Program, source_of
from pipeline.writers.docx import LEVEL, DocxTemplate
from pipeline.writers.tagged.cutting import CutPart, cut, roots, tags_in
from pipeline.writers.tagged.meaning import known_names, meanings
from pipeline.writers.tagged.mending import mended

__all__ = ["TaggedTemplate", "compile_tagged"]

LARGEST = 32 << 20
"""Bytes of a rendered part at most."""


class TaggedTemplate:
    """A hand-tagged template.

    Args:
        package: The source.
        anchors: Every place that is written as it is.

    Raises:
        TagSyntax: A tag is not well-formed.
        TagRefused: A tag says what no tag may.
        TagMisplaced: A tag stands where it would tear the document.
    """

    def __init__(self, package: Package, anchors: Sequence[Anchor]) -> None:
        self._docx = DocxTemplate(package, anchors)
        self._braces = Braces(package)
        self._programs: dict[str, Program] = {}
        for name, part in _parts(package).items():
            self._program(name, part)

    def _program(self, name: str, part: CutPart) -> Program:
        """Return the program of a part's tags, the same for every record as long as the tags are."""
        key = f"{name}\n{source_of(part.tags)}"
        if key not in self._programs:
            self._programs[key] = Program(part.tags, part.places)
        return self._programs[key]

    def render(self, contract: Contract, *, controls: bool = False) -> bytes:
        """Return the DOCX of one contract, without tags and without its record.

        Args:
            contract: The contract as bound.
            controls: Wrap the values written at anchors in content controls tagged with their keys.

        Raises:
            TagValueMissing: The record lacks a value that a tag turned out to need.
            TagFailed: A tag can't be computed with these values.
            TagRefused: A tag would take too long, or too much memory.
            TagMisplaced: Beginning and end of a condition or loop do not stand on one level.
            WriteError: A value can't be written.
        """
        written = open_package(self._docx.render(self._braces.hidden(contract.placements), controls=controls))
        values, known = meanings(contract), known_names(contract.template)
        changed = {name: text for name, text in written.texts.items() if self._braces.are_in(text)}
        for name, part in _parts(written).items():
            pieces = self._program(name, part).run(values, draft=contract.state == "draft", known=known)
            changed[name] = mended(part.joined(map(_written, pieces), LARGEST), name)
        return write_members(written.members, {n: self._braces.back(text) for n, text in changed.items()}, LEVEL)


def _written(piece: int | str) -> int | bytes:
    return piece if isinstance(piece, int) else encode(piece, "")


def _parts(package: Package) -> dict[str, CutPart]:
    """Return the parts that hold tags, cut at them."""
    return {name: cut(root, name) for name, root in roots(package).items() if next(tags_in(root), None)}


class Braces:
    """Takes the braces of values out of the way of the tags, and back.

    Args:
        package: The source, to find a character that stands nowhere in it.
    """

    def __init__(self, package: Package) -> None:
        free = (chr(code) for code in range(0x10FFFD, 0x100000, -1))
        self._sign = next(c for c in free if not any(c.encode() in text for text in package.texts.values()))
        self._there, self._back = self._sign.encode() + b"0", self._sign.encode() + b"1"

    def hidden(self, placements: Sequence[Placement]) -> list[Placement]:
        """Return the placements without braces."""
        return [
            replace(one, text=self._plain(one.text), texts=tuple(map(self._plain, one.texts))) for one in placements
        ]

    def _plain(self, text: str) -> str:
        return text.replace(self._sign, f"{self._sign}0").replace("{", f"{self._sign}1")

    def are_in(self, text: bytes) -> bool:
        """True where a part holds what was hidden."""
        return self._sign.encode() in text

    def back(self, text: bytes) -> bytes:
        """Return a part as its values have it."""
        return text.replace(self._back, b"{").replace(self._there, self._sign.encode())


def compile_tagged(source: bytes, anchors: Sequence[Anchor]) -> TaggedTemplate | None:
    """Return a hand-tagged template ready to be rendered, None where no tag of the source computes anything.

    Args:
        source: The DOCX as received.
        anchors: Every place that is written as it is.

    Raises:
        ReadError: The source is no Word file, damaged, or breaks a limit.
        TemplateError: A tag can't be used, or an anchor does not fit.
    """
    package = open_package(source)
    return TaggedTemplate(package, anchors) if _computes(package) else None


def _computes(package: Package) -> bool:
    """True where a tag is more than a name; those that are names alone are blanks like any other."""
    return any(not tag.name for root in roots(package).values() for tag in tags_in(root))
