"""Values take the places of anchors, and nothing else in the file changes."""

from __future__ import annotations

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
from tests.word_files import (
    LINE,
    NAMESPACES,
    PARTY,
    fill,
    lines,
    p,
    part,
    parts_of,
    r,
    read_body,
    runs_of,
    texts,
    word_file,
    xml,
    zipped,
)


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
