"""The Chinese characters of a Word file and of a text, for comparing the two."""

from __future__ import annotations

import re

from pipeline.ooxml.names import W
from pipeline.ooxml.package import open_package
from pipeline.ooxml.spans import Walk, paragraphs

HANZI = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]")


def hanzi(text: str) -> str:
    """Return the hanzi of a text."""
    return "".join(HANZI.findall(text))


def hanzi_of_docx(data: bytes) -> str:
    """Return the hanzi that a Word file shows, in document order."""
    package = open_package(data)
    atoms = (atom for p in paragraphs(package.trees[package.document]) for atom in Walk(p).atoms)
    return hanzi("".join(a.text for a in atoms if a.run.find(f"{W}rPr/{W}vanish") is None))


def first_lost(wanted: str, shown: str) -> str | None:
    """Return the first character of `wanted` that `shown` lacks, in this order, with the ten before it."""
    rest = iter(shown)
    lost = next((index for index, character in enumerate(wanted) if character not in rest), None)
    return None if lost is None else wanted[max(0, lost - 10) : lost + 1]
