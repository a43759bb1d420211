"""Contracts of the corpus, saved in other formats by LibreOffice: the same clauses and the same blanks."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.twins import Likeness, figures

SHARED = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "files"
FILES = sorted(SHARED.glob("*.docx"))
# What every format has to reach over all files together, and the blanks and clauses of a single file at least. A
# format without tabs (Word 2003 XML as LibreOffice writes it) loses where a clause begins, too; RTF loses some numbers.
BLANKS = {"pdf": 0.99, "txt": 0.985, "html": 0.995, "xml": 0.985, "doc": 0.98, "odt": 0.98, "rtf": 0.98}
RAW = {"txt": 0.978, "html": 0.99, "pdf": 0.978}  # what LibreOffice leaves out or prints besides is counted as well
CLAUSES = {"pdf": 0.99, "xml": 0.95, "rtf": 0.95}
WORST = 0.8
TRACKED = {"rtf": 0.5}  # the same where LibreOffice writes tracked changes so that their words come back or go
_FEW = 16  # blanks of a file of which next to nothing is left in the format: no share of so few tells anything

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not FILES, reason="the corpus folder ../shared is not on this machine"),
    pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed"),
]


@pytest.mark.parametrize("suffix", BLANKS)
def test_a_contract_reads_the_same_in_every_format(suffix: str, tmp_path: Path) -> None:
    total, worst = Likeness(), {}
    for path, _, _, one in figures(FILES, suffix, tmp_path):
        total.add(one)
        if len(one.shared) + len(one.missing) > _FEW:
            worst[path.stem] = one.fair
    assert total.fair >= BLANKS[suffix], sorted(worst.items(), key=lambda item: item[1])[:5]
    assert total.raw >= RAW.get(suffix, 0.0)
    assert total.clause_f1 >= CLAUSES.get(suffix, 0.98)
    assert min(worst.values()) >= TRACKED.get(suffix, WORST), sorted(worst.items(), key=lambda item: item[1])[:5]
