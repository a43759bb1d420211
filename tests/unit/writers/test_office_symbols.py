"""What LibreOffice is given in place of the glyphs of symbol fonts."""

from __future__ import annotations

import io
import zipfile

import pytest

from pipeline.writers.office_symbols import with_letters
from tests.word_files import word_file

FONTS = '<w:rPr><w:rFonts w:ascii="Wingdings 2" w:hAnsi="Wingdings 2"/><w:sz w:val="18"/></w:rPr>'


def _body(symbol: str) -> str:
    """The paragraph that LibreOffice gets for a run with a symbol."""
    runs = f"<w:r>{FONTS}{symbol}</w:r><w:r>{FONTS}<w:t>x</w:t></w:r>"
    with zipfile.ZipFile(io.BytesIO(with_letters(word_file(f"<w:p>{runs}</w:p>")))) as package:
        return package.read("word/document.xml").decode()


@pytest.mark.parametrize(
    ("font", "code", "letter"),
    [
        ("Wingdings 2", "F0A3", "□"),
        ("Wingdings", "F0A8", "□"),
        ("Wingdings", "00FE", "☑"),
        ("Wingdings 2", "F052", "☑"),
    ],
)
def test_a_box_is_a_letter_in_an_ordinary_font(font: str, code: str, letter: str) -> None:
    shown = _body(f'<w:sym w:font="{font}" w:char="{code}"/>')
    assert f'<w:r><w:rPr><w:sz w:val="18"/></w:rPr><w:t>{letter}</w:t></w:r>' in shown
    assert f"<w:r>{FONTS}<w:t>x</w:t></w:r>" in shown  # other runs keep their fonts


@pytest.mark.parametrize("symbol", ['<w:sym w:font="Some Logo" w:char="F041"/>', '<w:sym w:font="Wingdings"/>'])
def test_what_is_not_known_stays(symbol: str) -> None:
    assert f"<w:r>{FONTS}{symbol}</w:r>" in _body(symbol)


def test_a_file_without_symbols_stays_as_it_is() -> None:
    data = word_file("<w:p><w:r><w:t>甲方</w:t></w:r></w:p>")
    assert with_letters(data) is data
