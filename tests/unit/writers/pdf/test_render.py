"""A template compiled once renders contracts: values literal, files the same, nothing lost."""

from __future__ import annotations

import datetime as dt
import io
import pickle

import pdfplumber
import pikepdf
import pytest

from pipeline.model.contract import Placement
from pipeline.model.flow import paragraphs
from pipeline.model.template import Anchor
from pipeline.ooxml.anchors import AnchorLost, anchor_for
from pipeline.ooxml.patch import AnchorsOverlap
from pipeline.readers.docx import read
from pipeline.writers.pdf import Heading, MissingGlyph, PdfTemplate, compile_pdf
from tests.pdf_files import attachments, beyond, bookmarks, logical_text, page_texts
from tests.word_files import p, r, word_file

UNDERLINE = '<w:u w:val="single"/>'
PARTY = p(r("甲方："), r("          ", UNDERLINE), r("，地址："), r("      ", UNDERLINE))


def anchors_of(data: bytes, *places: tuple[int, int, int]) -> list[Anchor]:
    """Return anchors by (number of the paragraph among those read, start, end)."""
    found = list(paragraphs(read(data, name="试.docx").blocks))
    return [anchor_for(found[number], start, end) for number, start, end in places]


def compiled(data: bytes, *places: tuple[int, int, int]) -> PdfTemplate:
    return compile_pdf(data, anchors_of(data, *places), title="试合同", system_fonts=False)


def filled(data: bytes, *places: tuple[int, int, int, str], **how: object) -> bytes:
    template = compiled(data, *(place[:3] for place in places))
    values = [Placement(anchor=a, text=place[3], key="k") for a, place in zip(template.anchors, places, strict=True)]
    return template.render(values, **{"record": None, **how})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "value",
    [
        "张三 & 李四 <甲>",
        "{{7*7}}",
        '#read("/etc/passwd")',
        "=cmd|' /C calc'!A0",
        "$x^2$ *粗* _斜_ `码` @甲 <标> \\ // 注",
        "仓库A座 12号  二层",
        "邵𬇙㼆",
        "①②㎡‰￥☑□☒",
        "张　三",
        "-- ... --- \"引\" 'a'",
    ],
)
def test_a_value_arrives_literally(value: str) -> None:
    text = logical_text(filled(word_file(PARTY), (0, 3, 13, value)))
    assert text == f"甲方：{value}，地址："


def test_a_box_that_hangs_between_the_characters_of_a_blank_stays_when_it_is_filled() -> None:
    shape = "position:absolute;margin-left:10pt;margin-top:5pt;width:100pt;height:40pt"
    box = f'<w:pict><v:shape style="{shape}"><v:textbox><w:txbxContent>{p("框中文字")}</w:txbxContent></v:textbox></v:shape></w:pict>'
    line = p(r("甲方："), r("     ", UNDERLINE), f"<w:r>{box}</w:r>", r("     ", UNDERLINE), r("，地址"))
    text = logical_text(filled(word_file(line), (0, 3, 13, "张三")))
    assert text.replace("框中文字", "") == "甲方：张三，地址"
    assert text.count("框中文字") == 1


@pytest.mark.parametrize("value", ["合同2026-001号", "12万元", "AB公司3楼"])
def test_no_space_is_read_where_none_was_written(value: str) -> None:
    assert value in page_texts(filled(word_file(PARTY), (0, 3, 13, value)))[0]


def test_a_number_without_spaces_stays_inside_a_narrow_column() -> None:
    data = word_file(p(r("合同编号："), r("      ", UNDERLINE), properties='<w:ind w:left="6800"/>'))
    pdf = filled(data, (0, 5, 11, "HT-2026-5305-0001-2345-6789"))
    assert beyond(pdf) == []
    assert "HT-2026-5305-0001-2345-6789" in logical_text(pdf)


def test_a_number_ends_the_line_behind_a_hyphen_as_in_word() -> None:
    data = word_file(
        p(r("合同编号："), r("      ", UNDERLINE), properties='<w:ind w:left="6300"/><w:jc w:val="both"/>')
    )
    pdf = filled(data, (0, 5, 11, "HT-2026-5305"))
    lines = ["".join(line.split()) for line in page_texts(pdf)[0].split("\n")]
    assert lines == ["合同编号：HT-2026-", "5305"]
    assert "HT-2026-5305" in logical_text(pdf)


def test_the_rule_of_a_long_blank_ends_with_the_value_in_running_text() -> None:
    sentence = p(r("甲方应按下列方式支付：" * 3), r(" " * 120, UNDERLINE), r("元整，"), r("逾期的承担责任。" * 6))
    text = page_texts(filled(word_file(sentence), (0, 33, 153, "壹万贰仟")))[0]
    assert [len(line.strip()) > 30 for line in text.split("\n")[:-1]] == [True] * text.count("\n")


def test_a_value_is_not_squeezed_as_the_spaces_of_its_blank_are() -> None:
    def width(properties: str) -> float:
        pdf = filled(word_file(p(r("甲方："), r("      ", properties), r("终"))), (0, 3, 9, "江城长虹物流有限公司"))
        with pdfplumber.open(io.BytesIO(pdf)) as document:
            characters = document.pages[0].chars
            first, last = (next(c for c in characters if c["text"] == text) for text in "江司")
            return float(last["x0"] - first["x0"])

    assert width(f'<w:spacing w:val="-120"/>{UNDERLINE}') == pytest.approx(width(UNDERLINE))
    assert width(f'<w:spacing w:val="-4"/>{UNDERLINE}') < width(UNDERLINE)


def test_the_lines_of_a_value_stay_lines() -> None:
    assert "甲公司\n乙公司" in page_texts(filled(word_file(PARTY), (0, 3, 13, "甲公司\n乙公司")))[0]


def test_a_value_of_ten_thousand_characters_is_all_there_and_inside_the_page() -> None:
    value = "91310000MA1FL0XX3K" * 600
    pdf = filled(word_file(PARTY), (0, 3, 13, value))
    assert value in logical_text(pdf)
    assert len(page_texts(pdf)) > 1


def test_a_value_that_no_font_has_is_refused_with_its_field() -> None:
    template = compiled(word_file(PARTY), (0, 3, 13))
    with pytest.raises(MissingGlyph) as caught:
        template.render([Placement(anchor=template.anchors[0], text="甲😀", key="party_a.name")], record=None)
    assert caught.value.location == "party_a.name"
    assert "😀" in str(caught.value)


def test_a_character_of_the_document_that_no_font_has_is_found_and_refused() -> None:
    template = compiled(word_file(p("笑😀脸")))
    assert [(d.code, d.severity.value) for d in template.diagnostics] == [("PDF009", "error")]
    with pytest.raises(MissingGlyph):
        template.render([], record=None)


def test_the_same_input_gives_the_same_bytes() -> None:
    data = word_file(PARTY)
    one, two = (filled(data, (0, 3, 13, "张三"), record=b'{"a":1}') for _ in range(2))
    assert one == two


def test_a_compiled_template_survives_the_way_to_another_process() -> None:
    template = compiled(word_file(PARTY), (0, 3, 13))
    value = [Placement(anchor=template.anchors[0], text="张三", key="k")]
    assert pickle.loads(pickle.dumps(template)).render(value, record=None) == template.render(value, record=None)


def test_the_file_is_pdf_a_3b_with_language_title_and_record() -> None:
    record = '{"schema_version":"1","名称":"试"}'.encode()
    pdf = filled(word_file(PARTY), (0, 3, 13, "张三"), record=record)
    assert attachments(pdf) == {"contract.json": record}
    with pikepdf.open(io.BytesIO(pdf)) as file:
        metadata = file.open_metadata()
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "B")
        assert str(file.docinfo["/Title"]) == "试合同"
        assert file.Root.Lang == "zh-CN"
        assert file.Root.MarkInfo.Marked
        specification = file.attachments["contract.json"].obj
        assert specification.AFRelationship == "/Data"
        assert specification.EF.F.Subtype == "/application/json"


def test_without_a_record_nothing_is_attached() -> None:
    assert attachments(filled(word_file(PARTY), (0, 3, 13, "张三"))) == {}


def _created(pdf: bytes) -> str:
    with pikepdf.open(io.BytesIO(pdf)) as file:
        return str(file.docinfo["/CreationDate"])


def test_the_date_comes_from_the_caller_the_environment_or_is_fixed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    data = word_file(PARTY)
    assert _created(filled(data)).startswith("D:20000101")
    assert _created(filled(data, date=dt.date(2026, 11, 22))).startswith("D:20261122")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert _created(filled(data)).startswith("D:20231114")


def test_a_draft_is_marked_on_every_page() -> None:
    data = word_file(PARTY + p('<w:r><w:br w:type="page"/></w:r>') + p("第二页"))
    assert not any("草稿" in text for text in page_texts(filled(data)))
    marked = page_texts(filled(data, draft=True))
    assert len(marked) == 2
    assert all("草稿" in text for text in marked)
    assert logical_text(filled(data, draft=True)) == logical_text(filled(data))


def test_a_blank_without_a_value_keeps_its_line() -> None:
    template = compiled(word_file(PARTY), (0, 3, 13))
    assert template.render([], record=None) == compiled(word_file(PARTY)).render([], record=None)


def test_a_source_that_changed_is_never_filled() -> None:
    anchors = anchors_of(word_file(PARTY), (0, 3, 13))
    with pytest.raises(AnchorLost):
        compile_pdf(word_file(p("乙方：          ")), anchors, title="试")
    beyond = Anchor(part="word/document.xml", paragraph=7, start=0, end=0, fingerprint="0" * 16)
    with pytest.raises(AnchorLost):
        compile_pdf(word_file(PARTY), [beyond], title="试")


def test_two_anchors_on_the_same_characters_are_refused() -> None:
    data = word_file(PARTY)
    with pytest.raises(AnchorsOverlap):
        compile_pdf(data, anchors_of(data, (0, 3, 13), (0, 5, 14)), title="试")


def test_values_go_in_between_and_into_empty_paragraphs() -> None:
    data = word_file(p("甲方：") + p("") + p("乙方：", r("（章）")))
    text = page_texts(filled(data, (0, 3, 3, "张三"), (1, 0, 0, "李四"), (2, 3, 3, "王五")))[0]
    assert text == "甲方：张三\n李四\n乙方：王五（章）"


def test_an_anchor_over_several_runs_takes_one_value() -> None:
    data = word_file(p(r("甲方："), r("  ", UNDERLINE), r("    "), r("  ", UNDERLINE), r("。")))
    assert logical_text(filled(data, (0, 3, 11, "张三"))) == "甲方：张三。"


def test_a_blank_of_tabs_takes_a_value() -> None:
    tab = f"<w:r><w:rPr>{UNDERLINE}</w:rPr><w:tab/></w:r>"
    data = word_file(p(r("甲方："), tab, r("地址："), tab))
    assert logical_text(filled(data, (0, 3, 4, "张三"), (0, 7, 8, "上海"))) == "甲方：张三地址：上海"


def test_underscores_give_way_to_the_value() -> None:
    assert logical_text(filled(word_file(p("共____份")), (0, 1, 5, "叁"))) == "共叁份"


def test_the_number_of_a_row_counts_on() -> None:
    def row(*texts: str) -> str:
        return "<w:tr>" + "".join(f"<w:tc><w:tcPr/>{p(text)}</w:tc>" for text in texts) + "</w:tr>"

    column = '<w:gridCol w:w="2000"/>'
    data = word_file(f"<w:tbl><w:tblGrid>{column * 2}</w:tblGrid>{row('序号', '名称')}{row('7', '')}</w:tbl>" + p("尾"))
    empty = next(q for q in paragraphs(read(data, name="试.docx").blocks) if not q.text)
    template = compile_pdf(data, [anchor_for(empty, 0, 0)], title="试", system_fonts=False)
    grown = [Placement(anchor=anchor_for(empty, 0, 0), text="甲", key="k", texts=("乙", "丙"))]
    assert "".join(logical_text(template.render(grown, record=None)).split()) == "序号名称7甲8乙9丙尾"


def test_a_table_row_grows_by_what_its_blanks_need() -> None:
    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"

    first = cell("类", '<w:vMerge w:val="restart"/>')
    column = '<w:gridCol w:w="2000"/>'
    rows = (
        f"<w:tr>{first}{cell('名称')}{cell('数量')}</w:tr>"
        f"<w:tr>{cell('', '<w:vMerge/>')}{cell('')}{cell('')}</w:tr>"
        f"<w:tr>{cell('合计')}{cell('')}{cell('3')}</w:tr>"
    )
    data = word_file(f"<w:tbl><w:tblGrid>{column * 3}</w:tblGrid>{rows}</w:tbl>" + p("尾"))
    document = read(data, name="试.docx")
    empty = [q for q in paragraphs(document.blocks) if not q.text][:2]
    template = compile_pdf(data, [anchor_for(q, 0, 0) for q in empty], title="试", system_fonts=False)
    texts = (("甲", ("乙", "丙")), ("1", ("2", "3")))
    values = [
        Placement(anchor=a, text=first, key="k", texts=more)
        for a, (first, more) in zip(template.anchors, texts, strict=True)
    ]
    assert logical_text(template.render(values, record=None)) == "类名称数量甲1乙2丙3合计3尾"
    assert logical_text(template.render([], record=None)) == "类名称数量合计3尾"


def test_bookmarks_are_the_articles() -> None:
    data = word_file(
        p("第一章 总则") + p("第一条 定义") + p("第二条规定的情形除外。") + p("第二条", "<w:r><w:tab/></w:r>", "期限")
    )
    assert bookmarks(filled(data)) == [(0, "第一章 总则"), (1, "第一条 定义"), (1, "第二条 期限")]


def test_bookmarks_are_what_the_caller_says() -> None:
    data = word_file(p("一、定义") + p("正文") + p("二、期限"))
    headings = [
        Heading(part="word/document.xml", paragraph=0, level=1),
        Heading(part="word/document.xml", paragraph=2, level=3, title="期限"),
    ]
    pdf = compile_pdf(data, [], title="试", headings=headings, system_fonts=False).render([], record=None)
    assert bookmarks(pdf) == [(0, "一、定义"), (1, "期限")]


def _font_files(pdf: bytes) -> set[bytes]:
    with pikepdf.open(io.BytesIO(pdf)) as file:
        streams = [each for each in file.objects if isinstance(each, pikepdf.Stream)]
        return {each.read_bytes() for each in streams if each.get("/Subtype") == "/CIDFontType0C"}


def test_what_the_document_needs_of_a_font_does_not_depend_on_the_values() -> None:
    """Picking it out anew for each contract is a third of the work."""
    data = word_file(PARTY)
    one, other = (_font_files(filled(data, (0, 3, 13, value))) for value in ("镇江路公司", "桐庐乡医院"))
    assert len(one & other) == 1
    assert len(one) == len(other) == 2
