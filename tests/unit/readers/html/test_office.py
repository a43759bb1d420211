"""Pages that LibreOffice and Word write of a contract."""

from __future__ import annotations

import pytest

from pipeline.model.document import Block, Document, Mark, Paragraph
from pipeline.readers.html import read

WRITER = '<meta name="generator" content="LibreOffice 7.4.7.2 (Linux)"/>'


def page(body: str, head: str = WRITER) -> Document:
    return read(f"<html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>".encode(), name="a.html")


def shown(blocks: tuple[Block, ...]) -> list[tuple[str, str]]:
    return [(block.number, block.text) for block in blocks if isinstance(block, Paragraph)]


def blanks(document: Document) -> list[str]:
    (paragraph,) = document.blocks
    assert isinstance(paragraph, Paragraph)
    return [run.text for run in paragraph.runs if run.marks & Mark.UNDERLINE]


@pytest.mark.parametrize(
    ("body", "blank"),
    [
        ("<p>租金<u>\t</u>元</p>", "\t"),
        ("<p>租金<u>\n\t</u>元</p>", " "),
        ("<p>租金<u>\n\t       </u>元</p>", "        "),
        ("<p>租金<u>\n\t</u><font><u>\t</u></font>元</p>", " \t"),
        ("<p>租金<u><font>   \n\t\t  </font></u>元</p>", "      "),
    ],
)
def test_a_line_end_of_libreoffice_stands_for_a_space_and_other_blanks_for_themselves(body: str, blank: str) -> None:
    assert blanks(page(body)) == [blank]


@pytest.mark.parametrize(
    ("body", "blank"),
    [
        ("<p>租金<u>\t</u>元</p>", "\t"),
        ("<p>租金<u>   \n     </u>元</p>", "   "),
        ("<p>租金<u>\n</u>元</p>", " "),
    ],
)
def test_underlined_blanks_survive_in_every_page(body: str, blank: str) -> None:
    assert blanks(page(body, "")) == [blank]


def test_gaps_without_underline_are_kept() -> None:
    document = page(
        '<p class="western">\n\t<font>出租人：</font>\t<font>承租人：      （盖章）\n\t第一\n\tpage</font></p>'
    )
    assert shown(document.blocks) == [("", "出租人：\t承租人：      （盖章） 第一 page")]


def test_the_head_and_foot_of_printed_pages_and_footnotes_are_no_text() -> None:
    document = page(
        '<div title="header"><p>示范文本</p></div><p>价款<a class="sdfootnoteanc" href="#s"><sup>1</sup></a>如下</p>'
        '<div id="sdfootnote1"><p>含税</p></div><div title="footer"><p>18</p></div>'
    )
    assert shown(document.blocks) == [("", "价款如下")]
    assert shown(document.furniture) == [("", "示范文本"), ("", "含税"), ("", "18")]


def test_inner_lists_carry_the_outer_number_and_outer_lists_go_on() -> None:
    document = page(
        "<ol><li><p>标的</p><ol><li><p>数量</p><li><p>质量</p></ol></ol><p>说明</p>"
        '<ol><ol start="3"><li><p>包装</p></ol><li><p>价款</p></ol>'
    )
    assert shown(document.blocks) == [
        ("1.", "标的"), ("1.1", "数量"), ("1.2", "质量"), ("", "说明"), ("1.3", "包装"), ("2.", "价款"),
    ]  # fmt: skip


def test_an_inner_list_begins_below_the_outer_number_that_is_said_and_that_no_item_prints() -> None:
    document = page(
        '<p>第二条 服务</p><ol start="2"><ol><li><p>护理</p></ol></ol><p>说明</p>'
        '<ol start="2"><ol start="2"><li><p>膳食</p><ol><li><p>早餐</p></ol></ol></ol>'
    )
    assert shown(document.blocks)[1:] == [
        ("2.1", "护理"), ("", "说明"), ("2.2", "膳食"), ("2.2.1", "早餐"),
    ]  # fmt: skip


def test_a_count_does_not_go_on_below_an_article_from_above_it() -> None:
    document = page("<ol><li><p>诚信</p><li><p>自愿</p></ol><p>第一条 服务</p><ol><ol><li><p>护理</p></ol></ol>")
    assert shown(document.blocks)[-1] == ("1.", "护理")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<ol><li><p>标的</p></ol><p>二、价款</p>", [("一、", "标的"), ("", "二、价款")]),
        ("<p>第一条 标的</p><ol><li value=2><p>价款</p></ol><p>第三条 其他</p>", [("", "第一条 标的"), ("第二条", "价款"), ("", "第三条 其他")]),
        ("<ol><li><p>甲方应当付款。</p></ol><p>二、价款</p>", [("1.", "甲方应当付款。"), ("", "二、价款")]),
        ("<ol><li><p>标的</p></ol><p>三、价款</p>", [("1.", "标的"), ("", "三、价款")]),
        ("<p>一、标的</p><ol><li><p>价款</p></ol><p>二、其他</p>", [("", "一、标的"), ("1.", "价款"), ("", "二、其他")]),
        ("<ol><li value=12><p>第十条 价款</p></ol>", [("", "第十条 价款")]),
        ("<p>五、标的</p><ol start=6><li><p>价款</p></ol><p>甲方付款。</p><ol start=6><li><p>其他</p></ol><p>八、份数</p>", [("", "五、标的"), ("六、", "价款"), ("", "甲方付款。"), ("七、", "其他"), ("", "八、份数")]),
        ("<p>十、标的</p><ol start=11><li><p>价款</p></ol><p>甲方付款。</p><ol start=12><li><p>其他</p></ol>", [("", "十、标的"), ("十一、", "价款"), ("", "甲方付款。"), ("十二、", "其他")]),
        ("<p>一、标的</p><ol><li><p>数量</p><li><p>质量</p></ol>", [("", "一、标的"), ("1.", "数量"), ("2.", "质量")]),
    ],
)  # fmt: skip
def test_list_items_complete_a_typed_series(body: str, expected: list[tuple[str, str]]) -> None:
    assert shown(page(body).blocks) == expected


def test_a_list_within_typed_decimals_counts_in_brackets_unless_it_is_the_outer_one() -> None:
    clauses = "".join(f"<p>{n} 标的</p><p>{n}.1 数量</p>" for n in range(1, 7))
    items = "<ol><li><p>种类</p><li><p>规格</p></ol>"
    assert [number for number, _ in shown(page(clauses + items).blocks) if number] == ["（1）", "（2）"]
    clauses = "".join(f"<ol start={n}><li><p>标的</p></ol><p>{n}.1 数量</p>" for n in range(1, 7))
    assert [number for number, _ in shown(page(clauses).blocks) if number] == [f"{n}." for n in range(1, 7)]


@pytest.mark.parametrize(
    ("title", "number"),
    [("家政服务合同（中介制）", ""), ("借款协议", ""), ("第三方服务", "2."), ("变更和解除合同的条件", "2.")],
)
def test_a_level_of_headings_that_counts_the_title_of_the_contract_has_no_numbers(title: str, number: str) -> None:
    body = f"<ol><li><h1>JSF-01</h1><li><h1 align=center>{title}</h1></ol><ol start=3><li><h1>说明</h1></ol>"
    numbers = [printed for printed, _ in shown(page(f"{body}<ol><li><p>标的</p></ol>").blocks)]
    assert numbers == (["1.", "2.", "3.", "1."] if number else ["", "", "", "1."])


def test_a_heading_far_down_that_ends_like_a_title_keeps_its_number() -> None:
    body = "".join(f"<li><h1 align=center>{words}</h1>" for words in ("标的", "价款", "付款", "解除合同"))
    assert [number for number, _ in shown(page(f"<ol>{body}</ol>").blocks)] == ["1.", "2.", "3.", "4."]


WORD = """<p class=MsoNormal style='text-indent:24.0pt'><span lang=EN-US style='mso-spacerun:yes'>&nbsp;</span>甲方<span
lang=EN-US>:</span><u><span lang=EN-US><span style='mso-spacerun:yes'>&nbsp;&nbsp;&nbsp;
</span></span></u><span style='mso-tab-count:1'>&nbsp;&nbsp; </span>电话：<u><span
lang=EN-US>&nbsp;&nbsp;</span></u><a style='mso-footnote-id:ftn1' href="#_ftn1">[1]</a></p>
<p class=MsoNormal><![if !supportLists]><span style='mso-list:Ignore'>第二条<span style='font:7.0pt "Times New Roman"'>&nbsp;
</span></span><![endif]>价<span
lang=EN-US>&nbsp; </span>款</p><p class=MsoNormal><span lang=EN-US><o:p>&nbsp;</o:p></span></p>
<div style='mso-element:footnote-list'><div style='mso-element:footnote' id=ftn1><p>含税</p></div></div>"""


def test_reads_a_page_that_word_wrote() -> None:
    document = page(WORD, "<meta name=Generator content='Microsoft Word 15'>")
    assert shown(document.blocks) == [
        ("", "\xa0甲方:\xa0\xa0\xa0 \xa0\xa0 电话：\xa0\xa0"), ("第二条", "价\xa0 款"), ("", ""),
    ]  # fmt: skip
    paragraph = document.blocks[0]
    assert isinstance(paragraph, Paragraph)
    assert [run.text for run in paragraph.runs if run.marks & Mark.UNDERLINE] == ["\xa0\xa0\xa0 ", "\xa0\xa0"]
