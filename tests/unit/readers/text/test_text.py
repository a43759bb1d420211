from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import ReadError
from pipeline.model.document import Mark, Paragraph, Table
from pipeline.readers.encoding import BinaryFile, EncodingUnknown, TextTooLarge
from pipeline.readers.text import MAX_LINE, read

TEXT = "租赁合同\n甲方：____\n乙方：____\n"
TRADITIONAL = "本契約書由雙方當事人簽訂，甲方應於三十日內付清價款，乙方應於收款後交付貨物。\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_reads_every_encoding(encoding: str) -> None:
    document = read(TEXT.encode(encoding), name="合同.txt")
    assert [block.text for block in document.blocks] == ["租赁合同", "甲方：____", "乙方：____"]
    assert document.format == "text"


def test_tells_big5_from_gb18030() -> None:
    assert read(TRADITIONAL.encode("big5"), name="a.txt").blocks[0].text == TRADITIONAL.strip()
    assert read(TRADITIONAL.encode("gb18030"), name="a.txt").blocks[0].text == TRADITIONAL.strip()


def test_says_that_utf16_without_a_mark_was_inferred() -> None:
    assert [d.code for d in read("甲方：____".encode("utf-16-le"), name="a.txt").diagnostics] == ["ENC001"]
    blank = "甲方：" + "\xa0" * 40
    assert [d.code for d in read(blank.encode("utf-16-le"), name="a.txt").diagnostics] == ["ENC001"]


def test_says_that_the_last_character_is_not_whole() -> None:
    document = read(TEXT.strip().encode() + "有".encode()[:2], name="a.txt")
    assert document.blocks[-1].text == "乙方：____"
    assert "ENC002" in {d.code for d in document.diagnostics}


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"\x00\x01\x02\x03" * 50, BinaryFile),
        (b"\x01\x02" * 50, BinaryFile),
        (b"\xff\xfe\xfd", EncodingUnknown),
        (b"\xc3\x28\xff\xff", EncodingUnknown),
        (b"_" * (MAX_LINE + 1), TextTooLarge),
        (b"_" * (41 << 20), TextTooLarge),
        (b"\n" * 300_000, TextTooLarge),
    ],
)
def test_refuses_what_is_no_contract(data: bytes, error: type[ReadError]) -> None:
    with pytest.raises(error) as caught:
        read(data, name="坏文件.txt")
    assert caught.value.location == "坏文件.txt"
    assert caught.value.hint


def test_keeps_line_ends_of_every_kind_apart() -> None:
    document = read("一\r\n二\r三\u2028四\n\n五".encode(), name="a.txt")
    assert [block.text for block in document.blocks] == ["一", "二", "三", "四", "", "五"]


def test_marks_check_boxes() -> None:
    (line,) = read("付款方式：☐现金 ☑转账".encode(), name="a.txt").blocks
    assert isinstance(line, Paragraph)
    assert [(run.text, Mark.BOX in run.marks) for run in line.runs] == [
        ("付款方式：", False),
        ("□", True),
        ("现金 ", False),
        ("☑", True),
        ("转账", False),
    ]


DRAWN = """\
设备清单
┌──────┬────┬──────────┐
│名称  │数量│备注      │
├──────┼────┼──────────┤
│服务器│    │          │
│(机架)│    │          │
├──────┴────┼──────────┤
│合计       │          │
└───────────┴──────────┘
以上。"""
SIGNS = """\
+--------+------+
| 名称   | 单价 |
+--------+------+
| 显示器 |      |
+--------+------+"""
PIPES = """\
| 名称 | 单价 |
| --- | :-: |
| 打印机 | |"""


def test_reads_a_drawn_table() -> None:
    _, table, after = read(DRAWN.encode(), name="a.txt").blocks
    assert isinstance(table, Table)
    assert [[(c.text, c.column, c.column_span) for c in row] for row in table.rows] == [
        [("名称", 0, 1), ("数量", 1, 1), ("备注", 2, 1)],
        [("服务器\n(机架)", 0, 1), ("", 1, 1), ("", 2, 1)],
        [("合计", 0, 2), ("", 2, 1)],
    ]
    assert after.text == "以上。"


def test_rules_of_a_drawn_table_may_be_dashes() -> None:
    assert read(DRAWN.replace("─", "—").encode(), name="a.txt").blocks == read(DRAWN.encode(), name="a.txt").blocks


@pytest.mark.parametrize("drawn", [SIGNS, PIPES, SIGNS.replace("\n", "\r\n")])
def test_reads_tables_of_signs(drawn: str) -> None:
    (table,) = read(drawn.encode(), name="a.txt").blocks
    assert isinstance(table, Table)
    assert len(table.rows) == 2
    assert [len(row) for row in table.rows] == [2, 2]
    assert table.rows[1][1].text == ""


def test_reads_a_table_that_kept_only_its_bars() -> None:
    text = "| 序号 | 名称 | 数量 |\n| 1 | 试样 | |\n| | | |\n合计____元"
    table, after = read(text.encode(), name="a.txt").blocks
    assert isinstance(table, Table)
    assert [len(row) for row in table.rows] == [3, 3, 3]
    assert after.text == "合计____元"


def test_a_bar_in_a_line_is_no_table() -> None:
    text = "甲方|乙方\n+---+\n----\n│本行只是一行│\n|甲|乙|\n|丙|丁|\n|一|二|三|\n|只有一行|宽|不同|了|"
    assert all(isinstance(block, Paragraph) for block in read(text.encode(), name="a.txt").blocks)


def test_reads_the_damaged_page_as_the_clean_contract(shared: Path) -> None:
    data = next((shared / "seed").glob("000_*.txt")).read_bytes()
    clean = (shared / "seed" / "clean.txt").read_text(encoding="utf-8").strip("\n")
    document = read(data, name="page.txt")
    text = "\n".join(block.text for block in document.blocks)
    assert text == clean
    notes = {d.code: d for d in document.diagnostics}
    assert "222处" in notes["REP001"].message
    assert {"REP001", "REP002", "REP005", "FUR001", "CUT001"} <= set(notes)
    cut = notes["CUT001"]
    assert text[cut.start : cut.end] == "3.甲方和乙方就"


def test_a_clean_text_comes_out_as_it_is(shared: Path) -> None:
    for path in sorted((shared / "corpus" / "files").glob("*.txt")):
        document = read(path.read_bytes(), name=path.name)
        assert "\n".join(block.text for block in document.blocks) == path.read_text(encoding="utf-8").strip("\n")
        assert document.diagnostics == ()
