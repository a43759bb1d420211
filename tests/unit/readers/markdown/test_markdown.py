from __future__ import annotations

import pytest

from pipeline.model.document import Document, Mark, Paragraph, Table
from pipeline.readers.markdown import read


def markdown(text: str) -> Document:
    return read(text.encode(), name="a.md")


def lines(text: str) -> list[str]:
    return [block.text for block in markdown(text).blocks]


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (r"租金\_\_\_\_元", "租金____元"),
        ("租金____元", "租金____元"),
        ("**甲方**：__________", "甲方：__________"),
        ("签订日期：__年__月__日", "签订日期：__年__月__日"),
        ("签订日期：__年__", "签订日期：__年__"),
        ("__甲方__：_____", "甲方：_____"),
        ("*斜体*和 _斜体_ 以及***粗斜***", "斜体和 斜体 以及粗斜"),
        ("5 * 3 * 2 = 30", "5 * 3 * 2 = 30"),
        ("snake_case_name", "snake_case_name"),
        ("甲方&nbsp;&emsp;乙方&amp;丙方", "甲方\xa0\u2003乙方&丙方"),
        (r"\*注\*：\[ \] 号", "*注*：[ ] 号"),
        ("见[附件一](http://127.0.0.1/a)和![图](a.png)。", "见附件一和。"),
        ("`代码`", "代码"),
        ("> 引用", "引用"),
        ("- 甲方", "甲方"),
        ("1. 乙方", "1. 乙方"),
        ("- [ ] 现金", "□现金"),
        ("- [x] 转账", "☑转账"),
        ("【 】 [ ] （ ）", "【 】 [ ] （ ）"),
        ("第一行  ", "第一行"),
        ("租金[    ]{.underline}元", "租金    元"),
        ("[]{#_Toc1 .anchor}**第一条**", "第一条"),
        ('[[甲方]{.underline}]{custom-style="Strong"}：\\ 乙方', "甲方：\xa0乙方"),
        ("数量【[ ]】{台}", "数量【[ ]】{台}"),
        ('<a id="_Toc1"></a>第一条', "第一条"),
        (r"\_\_\_\___第一条__标的", "____第一条标的"),
    ],
)
def test_reads_a_line_as_it_is_shown(source: str, shown: str) -> None:
    assert lines(source) == [shown]


def test_headings_have_levels_and_lines_stay_lines() -> None:
    document = markdown("合同\n====\n\n# 第一章 #\n## 第一条 标的\n甲方：____\n乙方：____\n\n***\n正文<br>第二行")
    found = [(block.text, block.level) for block in document.blocks if isinstance(block, Paragraph)]
    assert found == [
        ("合同", 0), ("", None), ("第一章", 0), ("第一条 标的", 1), ("甲方：____", None), ("乙方：____", None), ("", None),
        ("正文", None), ("第二行", None),
    ]  # fmt: skip


def test_reads_tables_with_their_heading_row() -> None:
    document = markdown("| 名称 | **数量** |\n|:--|--:|\n| 甲\\|乙 | \\_\\_ |\n| 丙 |\n\n以上")
    table = document.blocks[0]
    assert isinstance(table, Table)
    assert [[(c.text, c.header) for c in row] for row in table.rows] == [
        [("名称", True), ("数量", True)],
        [("甲|乙", False), ("__", False)],
        [("丙", False), ("", False)],
    ]


def test_underlined_room_of_pandoc_is_a_blank() -> None:
    runs = [run for block in markdown("租金[ ]{.underline}元").blocks for run in getattr(block, "runs", ())]
    assert [(run.text, Mark.UNDERLINE in run.marks) for run in runs] == [("租金", False), (" ", True), ("元", False)]


def test_reads_tables_drawn_with_signs() -> None:
    table = markdown("+-----+----+\n| > 承 | 数 |\n| 租   | 量 |\n+=====+====+\n| 甲   |    |\n+-----+----+\n").blocks[
        0
    ]
    assert isinstance(table, Table)
    assert [[cell.text for cell in row] for row in table.rows] == [["承租", "数量"], ["甲", ""]]


def test_reads_tables_written_in_html() -> None:
    document = markdown("前\n<table border=1>\n<tr><td>名称<td colspan=2>\n</table>\n后")
    before, table, after = document.blocks
    assert isinstance(table, Table)
    assert table.rows[0][1].column_span == 2
    assert (before.text, after.text) == ("前", "后")


def test_underlined_and_bold_words_look_so() -> None:
    (line,) = markdown("租金<u>&nbsp;&nbsp;</u>**元整**").blocks
    assert isinstance(line, Paragraph)
    assert [(run.text, run.marks) for run in line.runs] == [
        ("租金", Mark.NONE), ("\xa0\xa0", Mark.UNDERLINE), ("元整", Mark.BOLD),
    ]  # fmt: skip


def test_leaves_out_struck_words_and_says_so() -> None:
    document = markdown("租金~~一千~~二千元")
    assert document.blocks[0].text == "租金二千元"
    assert [(d.code, d.quote) for d in document.diagnostics] == [("TRU002", "一千")]


def test_leaves_out_front_matter_comments_and_fences() -> None:
    text = "---\ntitle: 合同\nauthor: 某\n---\n<!-- 说明\n第二行 -->甲方\n```\n**原样**\n```"
    assert lines(text) == ["甲方", "**原样**"]


def test_repairs_damage_as_in_plain_text() -> None:
    assert lines("# 協(xié)議\n雙方經(jīng)協(xié)商達(dá)成**協(xié)議**") == ["协议", "双方经协商达成协议"]


@pytest.mark.parametrize(
    "text", ["*" * 50_000, "_" * 100_000, "[" * 50_000, "`" * 50_000, "** a" * 20_000, "~~" * 50_000]
)
def test_reads_long_lines_of_signs(text: str) -> None:
    assert markdown(text).blocks is not None


def test_one_escaped_rule_does_not_make_emphasis_of_all_the_others() -> None:
    source = "乙方：\\_\\_\\_\\_\n\n   起止：____年____月至____年____月，共____天"
    assert lines(source) == ["乙方：____", "", "   起止：____年____月至____年____月，共____天"]
