"""Tables drawn with nothing but dashes, as Pandoc draws them."""

from __future__ import annotations

import pytest

from pipeline.model.document import Table
from pipeline.readers.dashed import dashed_on_lines
from pipeline.readers.markdown import read as read_markdown
from pipeline.readers.text import read

PROSE = "双方应当按照本合同的约定全面履行各自的义务。"
FRAMED = """\
  -------- ------ ----------
  名称     数量   备注

  显示器          附遥控器及
                  电源线

                  \x20

  打印机          \x20
  -------- ------ ----------
"""
WHOLE = """\
  --------------------------
  名称     数量   备注
  -------- ------ ----------
  显示器          附遥控器及
                  电源线

  打印机          \x20

  --------------------------
"""
HEADED = """\
  名称     数量   备注
  -------- ------ ------------
  显示器          附遥控器
  打印机
"""


def tables(text: str, *, markdown: bool = False) -> list[list[list[str]]]:
    """The tables that a reader makes of a text: rows of cells."""
    document = read_markdown(text.encode(), name="a.md") if markdown else read(text.encode(), name="a.txt")
    return [
        [[cell.text for cell in row] for row in block.rows] for block in document.blocks if isinstance(block, Table)
    ]


@pytest.mark.parametrize("markdown", [False, True])
@pytest.mark.parametrize(
    ("drawn", "rows"),
    [
        (FRAMED, [["显示器", "", "附遥控器及电源线"], ["", "", ""], ["打印机", "", ""]]),
        (WHOLE, [["显示器", "", "附遥控器及电源线"], ["打印机", "", ""]]),
        (HEADED, [["显示器", "", "附遥控器"], ["打印机", "", ""]]),
    ],
)
def test_columns_stand_below_their_dashes(drawn: str, rows: list[list[str]], *, markdown: bool) -> None:
    assert tables(f"{PROSE}\n\n{drawn}\n{PROSE}\n", markdown=markdown) == [[["名称", "数量", "备注"], *rows]]


def test_a_title_spans_its_columns() -> None:
    drawn = FRAMED.replace("名称     数量   备注", "设备清单").replace("显示器", "名  称")
    block = next(one for one in read(drawn.encode(), name="a.txt").blocks if isinstance(one, Table))
    assert [(cell.text, cell.column_span) for cell in block.rows[0]] == [("设备清单", 3)]


def test_rules_that_frame_no_columns_stay() -> None:
    lines = ["--------------------", PROSE, "--------------------", "", "甲方：--------- 乙方：---------", "---- ----"]
    assert dashed_on_lines(lines) == lines
