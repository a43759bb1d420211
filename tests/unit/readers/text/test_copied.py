"""Tables copied out of a browser: tabs beside cells, line ends between rows."""

from __future__ import annotations

from pipeline.model.document import Table
from pipeline.readers.copied import tables_on_lines
from pipeline.readers.text import read

PROSE = "双方应当按照本合同的约定全面履行各自的义务。"
LIST = "名称\n\n\t\n\n数量\n\n\t\n\n备注\n\n\n\n\n显示器\n\n\t\t\n\t\t\n"


def tables(text: str) -> list[list[list[str]]]:
    """The tables that the reader makes of a text: rows of cells."""
    blocks = read(text.encode(), name="a.txt").blocks
    return [[[cell.text for cell in row] for row in block.rows] for block in blocks if isinstance(block, Table)]


def test_rows_and_cells_are_told_by_the_empty_lines() -> None:
    text = f"{PROSE}\n\n{LIST}\n{PROSE}\n\n{PROSE}"
    assert tables(text) == [[["名称", "数量", "备注"], ["显示器", "", ""], ["", "", ""]]]


def test_what_stands_below_a_table_is_no_cell() -> None:
    blocks = read(f"{PROSE}\n\n{LIST}\n甲方代表：\n\n{PROSE}".encode(), name="a.txt").blocks
    assert [block.text for block in blocks if not isinstance(block, Table) and block.text][-2:] == ["甲方代表：", PROSE]


def test_a_cell_keeps_its_paragraphs() -> None:
    text = f"{PROSE}\n\n编号\n\n\t\n\n甲方\n\n（盖章）\n\n\t\n\n乙方\n\n\n\n\n一\n\n\t\t\n\n{PROSE}"
    assert tables(text)[0][0] == ["编号", "甲方\n（盖章）", "乙方"]


def test_tabs_of_a_text_that_keeps_them_are_room() -> None:
    lines = ["第一条\t标的", "", "\t\t", "", "甲方：\t乙方：\t", "", PROSE]
    assert tables_on_lines(lines) is lines


def test_a_text_without_tabs_stays() -> None:
    lines = [PROSE, "", PROSE]
    assert tables_on_lines(lines) is lines
