"""Fonts that bring an encoding of their own."""

from __future__ import annotations

import pytest

from pipeline.model.document import Paragraph
from pipeline.readers.pdf import read
from pipeline.readers.pdf.encodings import OwnEncoding
from tests.pdf_made import one_page, stream, written

_FONT = (
    b"<</Type/Font/Subtype/Type0/BaseFont/AAAAAA+Own/Encoding 6 0 R/ToUnicode 7 0 R/DescendantFonts["
    b"<</Type/Font/Subtype/CIDFontType2/BaseFont/AAAAAA+Own/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
    b"/Supplement 0>>/DW 1000/FontDescriptor<</Type/FontDescriptor/FontName/AAAAAA+Own/Flags 4"
    b"/FontBBox[0 -120 1000 880]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 80>>>>]>>"
)
_ENCODING = b"""1 begincodespacerange <0000> <ffff> endcodespacerange
1 begincidchar <0014> 3 endcidchar
1 begincidrange <0020> <0029> 40 endcidrange"""
_TEXT = b"""1 beginbfchar <0014> <5408> endbfchar
1 beginbfrange <0020> <0029> <0030> endbfrange"""


def test_a_text_in_a_fonts_own_encoding_is_read() -> None:
    content = b"BT /F1 12 Tf 72 700 Td <0014002000290021> Tj ET"
    encoding = stream(_ENCODING, b"/Type/CMap/CMapName/Own-0")
    data = written(one_page(content, font=_FONT, more=(encoding, stream(_TEXT))))
    blocks = read(data, name="合同.pdf").blocks
    assert [block.text for block in blocks if isinstance(block, Paragraph)] == ["合091"]


@pytest.mark.parametrize(
    ("code", "glyphs"), [(b"\x00\x14\x00\x22", [3, 42]), (b"\x00\x15", [0]), (b"\x00\x14\x00", [3, 0]), (b"", [])]
)
def test_codes_have_the_glyphs_that_the_encoding_gives(code: bytes, glyphs: list[int]) -> None:
    encoding = OwnEncoding(_ENCODING)
    assert list(encoding.decode(code)) == glyphs
    assert [encoding.code(cid) for cid in (3, 40, 49, 50)] == [0x14, 0x20, 0x29, 50]


def test_codes_may_be_of_several_lengths_and_an_encoding_be_based_on_another() -> None:
    data = b"/Identity-H usecmap 2 begincodespacerange <00> <7f> <8000> <ffff> endcodespacerange "
    encoding = OwnEncoding(data + b"begincidrange <20> <7e> 1 endcidrange")
    assert list(encoding.decode(b"\x21\x81\x02\x20")) == [2, 0x8102, 1]
