"""Filling in place: what changes, and what must not."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from pipeline.errors import WriteError
from pipeline.model.contract import Placement
from pipeline.model.document import Mark, Paragraph
from pipeline.ooxml.anchors import AnchorLost, anchor_for
from pipeline.ooxml.fills import IllegalCharacter, NotAChoice
from pipeline.ooxml.package import open_package
from pipeline.ooxml.patch import AnchorsOverlap
from pipeline.readers.docx import read
from pipeline.writers.docx import compile_docx
from tests.word_files import NAMESPACES, fill, lines, p, part, parts_of, r, read_body, texts, word_file, zipped

LINE = '<w:u w:val="single"/>'
PARTY = p(r("甲方："), r("   ", LINE), r("     ", LINE + "<w:b/>"), r("（盖章）"))


def xml(data: bytes, name: str = "word/document.xml") -> str:
    return open_package(data).texts[name].decode()


def runs_of(data: bytes, number: int = 0) -> list[tuple[str, Mark]]:
    return [(run.text, run.marks) for run in lines(read(data, name=""))[number].runs]


def body_of(data: bytes) -> str:
    return xml(data).split("<w:body>")[1].split("</w:body>")[0]


def test_a_value_takes_the_look_of_the_first_run_that_it_replaces() -> None:
    data = fill(word_file(PARTY), (0, 3, 11, "某某公司"))
    assert runs_of(data) == [("甲方：", Mark.NONE), ("某某公司", Mark.UNDERLINE), ("（盖章）", Mark.NONE)]


def test_only_the_anchored_characters_change() -> None:
    body = p("前", r("  ___  ", LINE), "后") + p("其他 &amp; 不动")
    data = fill(word_file(body), (0, 3, 6, "值"))
    assert texts(data) == ["前  值  后", "其他 & 不动"]
    assert body_of(data) == body.replace("  ___  ", "  值  ")


@pytest.mark.parametrize(("twips", "kept"), [(-120, False), (-15, False), (-4, True), (40, True)])
def test_a_value_is_not_squeezed_as_the_spaces_of_its_blank_are(twips: int, *, kept: bool) -> None:
    spacing = f'<w:spacing w:val="{twips}"/>'
    look = f'{spacing}<w:fitText w:val="900"/><w:u w:val="single"/>'
    body = body_of(fill(word_file(p("甲方：", r("    ", look), "。")), (0, 3, 7, "江城公司")))
    run = next(run for run in body.split("<w:r>") if "江城公司" in run)
    assert (spacing in run) is kept
    assert "fitText" not in run
    assert '<w:u w:val="single"/>' in run


def test_two_values_in_one_run() -> None:
    body = p("  年  月  日")
    assert texts(fill(word_file(body), (0, 0, 2, "2026"), (0, 3, 5, "11"), (0, 6, 8, "22"))) == ["2026年11月22日"]


def test_a_value_over_tabs_and_breaks() -> None:
    body = p("地址：", f"<w:r><w:rPr>{LINE}</w:rPr><w:tab/><w:br/><w:tab/></w:r>", "。")
    data = fill(word_file(body), (0, 3, 6, "某路1号"))
    assert runs_of(data) == [("地址：", Mark.NONE), ("某路1号", Mark.UNDERLINE), ("。", Mark.NONE)]


def test_line_ends_and_tabs_of_a_value() -> None:
    data = fill(word_file(p("   ")), (0, 0, 3, "一\n二\t三\r\n四"))
    assert texts(data) == ["一\n二\t三\n四"]


@pytest.mark.parametrize(
    "value", ["张三 & 李四 <甲>", "{{7*7}}", "</w:t></w:r></w:p>", '=cmd|"x"', "𬇙㼆😀", "a  b ", "字" * 10_000]
)
def test_values_arrive_literally(value: str) -> None:
    assert texts(fill(word_file(p("甲：__")), (0, 2, 4, value))) == ["甲：" + value]


@pytest.mark.parametrize("value", ["\0", "a\x0bb", "\ud800", "\uffff"])
def test_characters_that_no_word_file_may_hold_are_refused(value: str) -> None:
    with pytest.raises(IllegalCharacter, match=r"key_0.*U\+"):
        fill(word_file(p("__")), (0, 0, 2, value))


def test_inserted_behind_a_label_it_is_not_underlined() -> None:
    assert runs_of(fill(word_file(p(r("地址：", "<w:b/>"))), (0, 3, 3, "某路"))) == [("地址：某路", Mark.BOLD)]
    data = fill(word_file(p(r("地址：", LINE + "<w:b/>"))), (0, 3, 3, "某路"))
    assert runs_of(data) == [("地址：", Mark.BOLD | Mark.UNDERLINE), ("某路", Mark.BOLD)]


def test_inserted_within_a_line_it_stands_on_the_line() -> None:
    assert runs_of(fill(word_file(p(r("    ", LINE))), (0, 2, 2, "值"))) == [("  值  ", Mark.UNDERLINE)]


def test_an_underline_from_a_style_is_switched_off_for_an_insertion() -> None:
    style = f'<w:style w:type="character" w:styleId="L"><w:name w:val="L"/><w:rPr>{LINE}</w:rPr></w:style>'
    data = fill(word_file(p(r("甲：", '<w:rStyle w:val="L"/><w:lang w:val="x"/>')), styles=style), (0, 2, 2, "值"))
    assert runs_of(data) == [("甲：", Mark.UNDERLINE), ("值", Mark.NONE)]
    assert '<w:u w:val="none"/><w:lang' in xml(data)


def test_an_insertion_beside_hidden_text_is_visible() -> None:
    data = fill(word_file(p(r("暗", "<w:vanish/>"))), (0, 1, 1, "明"))
    assert runs_of(data) == [("暗", Mark.HIDDEN), ("明", Mark.NONE)]


def test_inserted_before_the_first_character() -> None:
    assert texts(fill(word_file(p("元")), (0, 0, 0, "5"))) == ["5元"]
    assert texts(fill(word_file(p("<w:r><w:tab/></w:r>")), (0, 0, 0, "5"))) == ["5\t"]


@pytest.mark.parametrize(
    "paragraph",
    [
        "<w:p/>",
        '<w:p w14:paraId="1"/>',
        "<w:p></w:p>",
        "<w:p><w:pPr><w:rPr><w:b/></w:rPr></w:pPr></w:p>",
        '<w:p><w:r><w:br w:type="page"/></w:r></w:p>',
    ],
)
@pytest.mark.parametrize("controls", [False, True])
def test_empty_paragraphs_take_values(paragraph: str, *, controls: bool) -> None:
    data = fill(word_file(p("前") + paragraph), (1, 0, 0, "值"), controls=controls)
    assert texts(data) == ["前", "值"]
    assert (runs_of(data, 1)[0][1] == Mark.BOLD) == ("<w:b/>" in paragraph)


def test_an_empty_cell_does_not_take_a_hidden_or_tracked_mark() -> None:
    mark = '<w:pPr><w:rPr><w:ins w:id="1" w:author="a"/><w:vanish/><w:b/></w:rPr></w:pPr>'
    data = fill(word_file(f"<w:p>{mark}</w:p>"), (0, 0, 0, "值"))
    assert runs_of(data) == [("值", Mark.BOLD)]


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


BOX = (
    "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx><w:txbxContent>{0}</w:txbxContent></wps:txbx></w:drawing>"
    "</mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>{0}</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


def test_both_copies_of_a_text_box_are_filled() -> None:
    source = word_file(p("前", BOX.format(p("编号：") + p("__"))) + p("后"))
    data = fill(source, (2, 0, 2, "7号"), (1, 3, 3, "X"), (3, 1, 1, "!"))
    assert texts(data) == ["前", "编号：X", "7号", "后!"]
    assert xml(data).count("7号") == xml(data).count("编号：X") == 2


def table(*rows: str) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def cell(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def grown(source: bytes, cells: dict[int, tuple[str, ...]], **how: object) -> bytes:
    found = lines(read(source, name=""))
    placements = [
        Placement(anchor=anchor_for(found[n], 0, 0), text=first, texts=tuple(rest), key=f"t{n}")
        for n, (first, *rest) in cells.items()
    ]
    return compile_docx(source, [x.anchor for x in placements]).render(placements, **how)  # type: ignore[arg-type]


def test_rows_grow() -> None:
    mark = '<w:bookmarkStart w:id="0" w:name="b"/><w:bookmarkEnd w:id="0"/>'
    last = cell(f'<w:p w14:paraId="0A">{mark}</w:p>') + cell("<w:p/>", '<w:vMerge w:val="restart"/>')
    source = word_file(table(cell(p("名称")) + cell(p("数量")), last) + p("合计"))
    data = grown(source, {2: ("笔", "纸", "墨"), 3: ("1", "2")})
    assert texts(data) == ["名称", "数量", "笔", "1", "纸", "墨", "合计"]
    assert xml(data).count("<w:tr>") == 4
    assert xml(data).count("paraId=") == xml(data).count("bookmarkStart") == xml(data).count('"restart"') == 1
    assert texts(grown(source, {2: ("笔",), 3: ("1",)})) == ["名称", "数量", "笔", "1", "合计"]


def test_the_number_of_a_row_counts_on() -> None:
    source = word_file(table(cell(p("序号")) + cell(p("名称")), cell(p("1")) + cell(p("")), cell(p("2")) + cell(p(""))))
    assert texts(grown(source, {5: ("笔", "纸", "墨")})) == ["序号", "名称", "1", "", "2", "笔", "3", "纸", "4", "墨"]


def test_headers_and_footnotes_are_filled() -> None:
    source = word_file(p("正文"), related={"header": p("编号：__")})
    data = fill(source, (1, 3, 5, "7"))
    assert texts(data) == ["正文", "编号：7"]
    assert open_package(data).texts["word/document.xml"] == open_package(source).texts["word/document.xml"]


def test_nothing_filled_nothing_changed() -> None:
    source = word_file(PARTY, related={"header": p("__")})
    template = compile_docx(source, [anchor_for(lines(read(source, name=""))[0], 3, 11)])
    before, after = open_package(source), open_package(template.render([]))
    assert [(m.name, m.raw) for m in before.members] == [(m.name, m.raw) for m in after.members]


def test_a_changed_source_is_an_error() -> None:
    anchor = anchor_for(lines(read_body(PARTY))[0], 3, 11)
    with pytest.raises(AnchorLost, match="文字已改变"):
        compile_docx(word_file(p("甲方： ", r("   ", LINE))), [anchor])
    with pytest.raises(AnchorLost, match="段落不存在"):
        compile_docx(word_file(PARTY), [replace(anchor, paragraph=5)])
    with pytest.raises(AnchorLost, match="超出段落"):
        compile_docx(word_file(PARTY), [replace(anchor, end=99)])
    with pytest.raises(AnchorLost, match="缺少部件"):
        compile_docx(word_file(PARTY), [replace(anchor, part="word/header9.xml")])


def test_a_placement_that_was_not_compiled_is_an_error() -> None:
    paragraph = lines(read_body(PARTY))[0]
    template = compile_docx(word_file(PARTY), [anchor_for(paragraph, 3, 11)])
    with pytest.raises(AnchorLost, match="不在"):
        template.render([Placement(anchor=anchor_for(paragraph, 0, 1), text="x", key="k")])


def test_anchors_may_repeat_but_not_overlap() -> None:
    paragraph = lines(read_body(PARTY))[0]
    one, other = anchor_for(paragraph, 3, 11), anchor_for(paragraph, 4, 6)
    compile_docx(word_file(PARTY), [one, one])
    with pytest.raises(AnchorsOverlap):
        compile_docx(word_file(PARTY), [one, other])


def test_other_prefixes_and_quotes() -> None:
    text = (
        part("document", f"<w:body>{p('甲：__')}</w:body>")
        .replace("<w:", "<x:")
        .replace("</w:", "</x:")
        .replace("xmlns:w=", "xmlns:x=")
    )
    text = text.replace("<x:t ", "<!-- <x:t> --><x:t ")
    source = zipped(parts_of("") | {"word/document.xml": text})
    assert texts(fill(source, (0, 2, 4, "1\n2"))) == ["甲：1\n2"]


def test_attributes_with_angle_brackets_and_cdata() -> None:
    body = "<w:p><w:pPr><w:pStyle w:val=\"a>b\"/></w:pPr><w:r><w:t xml:space='preserve'><![CDATA[甲<&]]>：__</w:t></w:r></w:p>"
    assert texts(fill(word_file(body), (0, 4, 6, "值"))) == ["甲<&：值"]


def test_a_strict_file_is_filled() -> None:
    text = part("document", f"<w:body>{p('甲：__')}</w:body>").replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    data = fill(zipped(parts_of("") | {"word/document.xml": text}), (0, 2, 4, "值"))
    assert texts(data) == ["甲：值"]
    assert "purl.oclc.org" in xml(data)


def test_formulas_take_flat_text() -> None:
    data = fill(word_file("<w:p><m:oMath><m:r><m:t>x__</m:t></m:r></m:oMath></w:p>"), (0, 1, 3, "1\n2"), controls=True)
    assert texts(data) == ["x1 2"]
    assert NAMESPACES in xml(data)


def test_errors_are_write_errors() -> None:
    assert issubclass(IllegalCharacter, WriteError)
    assert issubclass(NotAChoice, WriteError)
    assert isinstance(read_body("<w:p/>").blocks[0], Paragraph)


def test_a_value_stands_on_the_line_that_underscores_drew() -> None:
    data = fill(word_file(p("甲方：____。")), (0, 3, 7, "江河公司"))
    assert runs_of(data) == [("甲方：", Mark.NONE), ("江河公司", Mark.UNDERLINE), ("。", Mark.NONE)]
