"""What LibreOffice is given: letters in place of the glyphs of symbol fonts, and no grid under higher faces."""

from __future__ import annotations

import io
import zipfile

import pytest

from pipeline.writers.office_copy import office_copy
from tests.word_files import word_file

FONTS = '<w:rPr><w:rFonts w:ascii="Wingdings 2" w:hAnsi="Wingdings 2"/><w:sz w:val="18"/></w:rPr>'


def _body(symbol: str) -> str:
    """The paragraph that LibreOffice gets for a run with a symbol."""
    runs = f"<w:r>{FONTS}{symbol}</w:r><w:r>{FONTS}<w:t>x</w:t></w:r>"
    with zipfile.ZipFile(io.BytesIO(office_copy(word_file(f"<w:p>{runs}</w:p>"), grid=True))) as package:
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
    assert office_copy(data, grid=True) is data


@pytest.mark.parametrize("grid", [True, False])
def test_lines_keep_to_the_grid_only_where_the_font_is_as_high_as_words(grid: bool) -> None:  # noqa: FBT001
    mark = '<w:docGrid w:type="lines" w:linePitch="312"/>'
    data = word_file(f"<w:p/><w:sectPr>{mark}</w:sectPr>")
    with zipfile.ZipFile(io.BytesIO(office_copy(data, grid=grid))) as package:
        assert (mark in package.read("word/document.xml").decode()) is grid
