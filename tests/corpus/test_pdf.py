"""Every official contract becomes a PDF with all its characters, in their order."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.ooxml.names import W
from pipeline.ooxml.package import open_package
from pipeline.ooxml.spans import Walk, paragraphs
from pipeline.writers.pdf import compile_pdf
from tests.pdf_files import logical_text

SHARED = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "files"
FILES = sorted(SHARED.glob("*.docx"))
HANZI = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]")


def _hanzi(text: str) -> str:
    return "".join(HANZI.findall(text))


def _written(data: bytes) -> str:
    """Return the hanzi that a Word file shows, in document order."""
    package = open_package(data)
    atoms = (atom for p in paragraphs(package.trees[package.document]) for atom in Walk(p).atoms)
    return _hanzi("".join(a.text for a in atoms if a.run.find(f"{W}rPr/{W}vanish") is None))


@pytest.mark.slow
@pytest.mark.skipif(not FILES, reason="the corpus folder ../shared is not on this machine")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_all_hanzi_are_there_in_order(path: Path) -> None:
    data = path.read_bytes()
    pdf = compile_pdf(data, [], title=path.stem).render([], record=b"{}")
    shown = iter(_hanzi(logical_text(pdf)))
    lost = next((character for character in _written(data) if character not in shown), None)
    assert lost is None
