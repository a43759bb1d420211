"""Boxes, controls and fields of every kind take values in their own ways."""

from __future__ import annotations

import re

import pytest

from pipeline.model.document import Mark
from pipeline.ooxml.fills import NotAChoice
from pipeline.readers.docx import read
from tests.word_files import PARTY, fill, lines, p, r, texts, word_file, xml


def symbol(char: str, font: str = "Wingdings") -> str:
    return f'<w:r><w:sym w:font="{font}" w:char="{char}"/></w:r>'


@pytest.mark.parametrize(("font", "empty", "ticked"), [("Wingdings", "F0A8", "F0FE"), ("Wingdings 2", "F0A3", "F052")])
@pytest.mark.parametrize("controls", [False, True])
def test_boxes_are_ticked_in_their_own_font(font: str, empty: str, ticked: str, *, controls: bool) -> None:
    data = fill(word_file(p(symbol(empty, font), "是")), (0, 0, 1, "☑"), controls=controls)
    assert f'<w:sym w:font="{font}" w:char="{ticked}"/>' in xml(data)
    assert texts(data) == ["☑是"]
    assert texts(fill(data, (0, 0, 1, "□"))) == ["□是"]


@pytest.mark.parametrize("controls", [False, True])
def test_boxes_typed_in_a_symbol_font(*, controls: bool) -> None:
    fonts = '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'
    data = fill(word_file(p(r("oo", fonts), "是")), (0, 1, 2, "☑"), controls=controls)
    assert texts(data) == ["□☑是"]
    assert '<w:sym w:font="Wingdings" w:char="F0FE"/>' in xml(data)
    plain = fill(word_file(p(r("oo", fonts))), (0, 0, 2, "abc"), controls=controls)
    assert texts(plain) == ["abc"], "letters must not be drawn as dingbats"


def test_boxes_of_ordinary_fonts() -> None:
    assert texts(fill(word_file(p("□是 ☐否")), (0, 0, 1, "☑"), (0, 3, 4, "☒"))) == ["☑是 ☒否"]


CHECKBOX = (
    '<w:sdt><w:sdtPr><w:tag w:val="ok"/><w14:checkbox><w14:checked w14:val="0"/>'
    '<w14:checkedState w14:val="2612" w14:font="MS Gothic"/><w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/>'
    "</w14:checkbox></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
)


@pytest.mark.parametrize("body", [p(CHECKBOX.format(r("☐")), "是"), CHECKBOX.format(p("☐"))], ids=["inline", "block"])
def test_check_box_controls_change_state_and_glyph(body: str) -> None:
    data = fill(word_file(body), (0, 0, 1, "☑"), controls=True)
    assert '<w14:checked w14:val="1"/>' in xml(data)
    assert "\u2612" in xml(data)
    assert texts(data)[0][0] == "☑"
    assert "\u2610" in xml(fill(data, (0, 0, 1, "□")))
    with pytest.raises(NotAChoice, match="是"):
        fill(word_file(body), (0, 0, 1, "是"))


def test_placeholders_become_content() -> None:
    bound = '<w:dataBinding w:xpath="/x" w:storeItemID="{0}"/>'
    hint = r("单击此处", '<w:rStyle w:val="PlaceholderText"/>')
    control = (
        f'<w:sdt><w:sdtPr><w:tag w:val="a"/><w:showingPlcHdr/>{bound}</w:sdtPr>'
        f"<w:sdtContent>{hint}</w:sdtContent></w:sdt>"
    )
    data = fill(word_file(p("甲：", control, "。")), (0, 2, 6, "某公司"), controls=True)
    (line,) = lines(read(data, name=""))
    assert [(run.text, run.marks, run.name) for run in line.runs] == [
        ("甲：", Mark.NONE, ""),
        ("某公司", Mark.NONE, "a"),
        ("。", Mark.NONE, ""),
    ]
    assert not re.search("showingPlcHdr|dataBinding|PlaceholderText", xml(data))
    assert xml(data).count("<w:sdt>") == 1


def test_values_in_a_control_around_a_clause_get_their_own() -> None:
    group = (
        f'<w:sdt><w:sdtPr><w:tag w:val="clause"/></w:sdtPr><w:sdtContent>{p("甲：__，乙：__")}</w:sdtContent></w:sdt>'
    )
    data = fill(word_file(group), (0, 2, 4, "张"), (0, 7, 9, "李"), controls=True)
    (line,) = lines(read(data, name=""))
    assert [(run.text, run.name) for run in line.runs] == [
        ("甲：", "clause"),
        ("张", "key_0"),
        ("，乙：", "clause"),
        ("李", "key_1"),
    ]


def test_a_box_in_a_control_is_drawn_in_its_font() -> None:
    control = f"<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{symbol('F0A8')}</w:sdtContent></w:sdt>"
    data = fill(word_file(p(control, "是")), (0, 0, 1, "☑"))
    assert '<w:sym w:font="Wingdings" w:char="F0FE"/>' in xml(data)


def form(state: str, code: str, *, result: str = "") -> str:
    middle = f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}' if result else ""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="f"/>{state}</w:ffData></w:fldChar></w:r>'
        f'<w:r><w:instrText>{code}</w:instrText></w:r>{middle}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


@pytest.mark.parametrize(
    "state",
    ["<w:checkBox><w:sizeAuto/></w:checkBox>", '<w:checkBox><w:checked w:val="0"/></w:checkBox>', "<w:checkBox/>"],
)
def test_legacy_check_boxes(state: str) -> None:
    data = fill(word_file(p(form(state, "FORMCHECKBOX"), "是")), (0, 0, 1, "☑"))
    assert texts(data) == ["☑是"]
    assert '<w:checked w:val="1"/>' in xml(data)


def test_legacy_drop_downs() -> None:
    source = word_file(
        p(form('<w:ddList><w:listEntry w:val="现金"/><w:listEntry w:val="转账"/></w:ddList>', "FORMDROPDOWN"))
    )
    assert texts(source) == ["现金"]
    assert texts(fill(source, (0, 0, 2, "转账"))) == ["转账"]
    with pytest.raises(NotAChoice, match="现金、转账"):
        fill(source, (0, 0, 2, "汇票"))


def test_legacy_text_fields_stay_fields() -> None:
    data = fill(word_file(p("甲：", form("<w:textInput/>", "FORMTEXT", result=r("\u2002\u2002")))), (0, 2, 4, "某公司"))
    assert texts(data) == ["甲：某公司"]
    assert xml(data).count("fldChar ") == 3


def test_merge_fields_become_text() -> None:
    simple = '<w:fldSimple w:instr=" MERGEFIELD 甲 ">' + r("«甲»", "<w:b/>") + "</w:fldSimple>"
    complex_field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> MERGEFIELD 乙 </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{r("«乙»")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    source = word_file(p(simple, "和", complex_field))
    data = fill(source, (0, 0, 3, "A"), (0, 4, 7, "B"))
    assert texts(data) == ["A和B"]
    assert "MERGEFIELD" not in xml(data)
    assert "fldChar" not in xml(data)
    half = fill(source, (0, 0, 3, "A"))
    assert "MERGEFIELD 乙" in xml(half), "a field without a value stays one"


def test_controls_wrap_each_value_and_nothing_else() -> None:
    data = fill(word_file(PARTY), (0, 3, 11, "甲&乙"), controls=True)
    (line,) = lines(read(data, name=""))
    assert [(run.text, run.marks, run.name) for run in line.runs] == [
        ("甲方：", Mark.NONE, ""),
        ("甲&乙", Mark.UNDERLINE, "key_0"),
        ("（盖章）", Mark.NONE, ""),
    ]
