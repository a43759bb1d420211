"""Every official contract becomes a PDF with all its characters, in their order."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.writers.pdf import compile_pdf
from tests.hanzi import first_lost, hanzi, hanzi_of_docx
from tests.pdf_files import logical_text

SHARED = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "files"
FILES = sorted(SHARED.glob("*.docx"))


@pytest.mark.slow
@pytest.mark.skipif(not FILES, reason="the corpus folder ../shared is not on this machine")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_all_hanzi_are_there_in_order(path: Path) -> None:
    data = path.read_bytes()
    pdf = compile_pdf(data, [], title=path.stem).render([], record=b"{}")
    assert first_lost(hanzi_of_docx(data), hanzi(logical_text(pdf))) is None
