"""Official contracts are not damaged: no repair may change a character of them."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from pipeline.text.boilerplate import strip_furniture
from pipeline.text.ending import find_cut_off
from pipeline.text.lines import restore_lines
from pipeline.text.repair import repair
from tests.conftest import SHARED

FILES = sorted((SHARED / "corpus" / "files").glob("*.[dt][ox][ct]*")) if SHARED.is_dir() else []


def _text(path: Path) -> str:
    if path.suffix == ".txt":
        return path.read_text(encoding="utf-8")
    return "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)


@pytest.mark.skipif(not FILES, reason="the corpus folder ../shared is not on this machine")
@pytest.mark.parametrize(
    "path", [path for path in FILES if path.suffix in {".docx", ".txt"}], ids=lambda path: path.stem
)
def test_no_repair_touches_an_official_contract(path: Path) -> None:
    text = _text(path)
    assert repair(text).text is text
    assert strip_furniture(text).text is text
    assert restore_lines(text).text is text
    assert find_cut_off(text) == ()
