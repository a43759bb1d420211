"""Document fonts find a face on any machine."""

from __future__ import annotations

import pytest

from pipeline.writers.pdf import fonts
from pipeline.writers.pdf.coverage import MissingGlyph, check_coverage, missing_characters
from pipeline.writers.pdf.fonts import FontSet, font_set


@pytest.fixture(scope="module")
def bare() -> FontSet:
    """Return the fonts of a machine that has none of its own."""
    return font_set((), system=False)


@pytest.mark.parametrize("name", ["宋体", "SimSun", "仿宋_GB2312", "楷体", "方正书宋_GBK;微软雅黑", "没有这种字体", ""])
def test_text_faces_have_serifs_without_any_installed_font(bare: FontSet, name: str) -> None:
    assert bare.face(name).families[0] == "Noto Serif SC"


@pytest.mark.parametrize("name", ["黑体", "SimHei", "微软雅黑", "等线"])
def test_heading_faces_have_none(bare: FontSet, name: str) -> None:
    assert "Sans" in bare.face(name).families[0]


def test_every_word_of_the_table_leads_to_the_face_that_it_stands_under(bare: FontSet) -> None:
    entries = fonts._table()["names"]
    lost = [
        (word, entry["face"]) for entry in entries for word in entry["words"] if _face_of(bare, word) != entry["face"]
    ]
    assert len(entries) > 9
    assert not lost


def _face_of(bare: FontSet, name: str) -> str:
    return bare._recognise(name)[0]


def test_an_installed_font_of_the_very_name_comes_first(bare: FontSet) -> None:
    assert bare.face("Libertinus Serif").families[0] == "Libertinus Serif"
    assert bare.face("Times New Roman").families[0] == "Libertinus Serif"


def test_spaces_are_half_a_character_wide_in_the_fonts_that_have_such(bare: FontSet) -> None:
    assert bare.face("宋体").half
    assert not bare.face("方正书宋_GBK").half
    assert not bare.face("Times New Roman").half


def test_a_face_without_bold_says_so(bare: FontSet) -> None:
    assert not bare.face("宋体").bold
    assert bare.face("Times New Roman").bold


def test_every_usual_character_can_be_drawn_without_any_installed_font(bare: FontSet) -> None:
    usual = "合同甲方乙方○〇①⑳㎡㎏‰％￥¥×÷±≤≥√☑☒☐□■●◆★※→“”‘’《》【】〔〕…—·ⅠⅡ㈠㊣ＡＢ１２𬇙㼆"
    assert missing_characters(bare, usual) == frozenset()


def test_every_character_of_gb2312_can_be_drawn(bare: FontSet) -> None:
    hanzi = (bytes([row, cell]) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    assert missing_characters(bare, "".join(code.decode("gb2312", "ignore") for code in hanzi)) == frozenset()


def test_what_no_font_draws_is_named_with_its_field(bare: FontSet) -> None:
    with pytest.raises(MissingGlyph) as caught:
        check_coverage(bare, {"party_a.name": "张三", "party_b.name": "李四😀"})
    assert "😀" in caught.value.message
    assert "U+1F600" in caught.value.message
    assert caught.value.location == "party_b.name"


@pytest.mark.parametrize("character", ["\ue000", "\U000f0000", "\x01", "\ud800"])
def test_private_and_control_characters_are_missing(bare: FontSet, character: str) -> None:
    assert missing_characters(bare, character) == {character}


def _packages(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    table = {**fonts._table(), "packages": list(names)}
    monkeypatch.setattr(fonts, "_table", lambda: table)


def test_one_sans_package_is_enough_to_print_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("noto_cjk_sans_otc", reason="the second font package is not installed")
    _packages(monkeypatch, "noto_cjk_sans_otc")
    only_sans = FontSet(system=False)
    assert only_sans.face("宋体").families[0] == "Noto Sans CJK SC"
    assert missing_characters(only_sans, "合同𬇙㼆☑") == frozenset()


def test_without_any_chinese_font_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    _packages(monkeypatch)
    with pytest.raises(fonts.NoChineseFont) as caught:
        FontSet(system=False)
    assert "pip install" in caught.value.hint
