from __future__ import annotations

import pytest

from pipeline.ooxml.numerals import numeral
from pipeline.ooxml.symbols import box_code, glyph, visible

# Number format → numbers and how Word prints them.
PRINTED = {
    "decimal": {1: "1", 32767: "32767"},
    "chineseCountingThousand": {0: "零", 1: "一", 10: "十", 11: "十一", 20: "二十", 99: "九十九", 100: "一百", 101: "一百零一",
                                110: "一百一十", 111: "一百一十一", 1001: "一千零一", 1010: "一千零一十", 10000: "一万", 20500: "二万零五百"},
    "chineseCounting": {9: "九", 10: "十", 15: "十五"},
    "taiwaneseCountingThousand": {12: "十二", 10000: "一萬"},
    "japaneseCounting": {10: "十", 100: "百", 111: "百十一", 1001: "千一"},
    "ideographDigital": {10: "一〇", 23: "二三"},
    "ideographTraditional": {1: "甲", 10: "癸", 11: "11"},
    "ideographZodiac": {1: "子", 12: "亥"},
    "ideographZodiacTraditional": {1: "甲子", 60: "癸亥", 61: "甲子"},
    "chineseLegalSimplified": {1: "壹", 10: "壹拾", 21: "贰拾壹", 105: "壹佰零伍"},
    "decimalEnclosedCircle": {1: "①", 20: "⑳", 21: "21"},
    "decimalEnclosedCircleChinese": {3: "③"},
    "decimalEnclosedParen": {2: "⑵"},
    "decimalEnclosedFullstop": {4: "⒋"},
    "ideographEnclosedCircle": {10: "㊉"},
    "decimalFullWidth": {12: "１２"},
    "decimalZero": {5: "05", 12: "12"},
    "upperLetter": {1: "A", 26: "Z", 27: "AA", 28: "BB"},
    "lowerLetter": {2: "b", 53: "aaa"},
    "upperRoman": {4: "IV", 1994: "MCMXCIV"},
    "lowerRoman": {9: "ix"},
    "numberInDash": {3: "- 3 -"},
    "ordinal": {1: "1st", 11: "11th", 22: "22nd", 103: "103rd"},
    "hex": {255: "FF"},
    "none": {7: ""},
    "somethingNew": {7: "7"},
}  # fmt: skip


@pytest.mark.parametrize("form", PRINTED)
def test_numerals(form: str) -> None:
    assert {number: numeral(number, form) for number in PRINTED[form]} == PRINTED[form]


def test_numbers_outside_the_range_are_digits() -> None:
    assert numeral(99999, "chineseCounting") == "99999"
    assert numeral(-1, "upperRoman") == "-1"


def test_custom_formats_keep_their_width() -> None:
    assert numeral(7, "custom", "001, 002, 003, ...") == "007"


def test_every_glyph_is_one_character() -> None:
    for font in ("Wingdings", "Wingdings 2", "Wingdings 3", "Webdings", "Symbol", "", "宋体"):
        for code in (*range(0x100), *range(0xF000, 0xF100), 0xD800, 0x110000):
            assert len(glyph(font, code)) == 1


def test_private_use_of_other_fonts_is_left_alone() -> None:
    assert visible("\uf04c\ue123", "") == "\uf04c\ue123"
    assert visible("\uf0a8", "") == "□"
    assert visible("甲ol", "Wingdings") == "甲□●"


def test_boxes_come_back_from_their_codes() -> None:
    for font in ("Wingdings", "Wingdings 2;Wingdings"):
        for box in "□☑☒":
            code = box_code(font, box)
            assert code is not None
            assert glyph(font, code) == box
    assert box_code("Symbol", "☑") in {None, 0xF0FE}
