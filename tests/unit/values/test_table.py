"""Tables: what is printed in every row already takes no value."""

from __future__ import annotations

import pytest

from pipeline.errors import RecordError
from pipeline.model.template import Blank, Column, Kind, Role, Slot
from pipeline.values import BadValue, coerce, example
from pipeline.values.table import fixed_columns

NUMBERED = Blank(
    key="goods", label="货物清单", kind=Kind.TABLE, rows=2,
    columns=(Column(key="item", label="序号", kind=Kind.TEXT), Column(key="name", label="名称", kind=Kind.TEXT)),
    slots=tuple(Slot(start=n, end=n, role=Role.CELL, name=f"{n},1") for n in range(2)),
)  # fmt: skip


def test_a_column_that_the_template_numbers_is_fixed() -> None:
    assert [column.label for column in fixed_columns(NUMBERED)] == ["序号"]
    assert coerce(example(NUMBERED), NUMBERED) == [{"item": "", "name": "…"}]


@pytest.mark.parametrize("number", ["", None, 1, "1", "一", "第1项"])
def test_the_number_of_the_row_may_be_given(number: object) -> None:
    assert coerce([{"序号": number, "名称": "木材"}], NUMBERED) == [{"item": "", "name": "木材"}]


def test_every_cell_that_is_wrong_is_told_at_once() -> None:
    columns = (Column(key="name", label="名称"), Column(key="count", label="数量", kind=Kind.NUMBER))
    blank = Blank(key="goods", label="清单", kind=Kind.TABLE, columns=columns, slots=(Slot(start=0, end=0),))
    rows = [{"名称": "泵", "数量": "若干"}, {"名称": "阀", "数量": "2"}, {"名称": "管", "数量": "很多"}]
    with pytest.raises(BadValue) as wrong:
        coerce(rows, blank)
    told = [wrong.value.message, *(one.message for one in wrong.value.more)]
    assert [(text[:4], "若干" in text, "很多" in text) for text in told] == [
        ("第1行：", True, False),
        ("第3行：", False, True),
    ]


@pytest.mark.parametrize("number", ["2", "甲-01", "每月末结算一次"])
def test_what_could_not_be_printed_is_refused(number: str) -> None:
    with pytest.raises(RecordError, match="第1行给出了『序号』，这一列合同上已经印好"):
        coerce([{"序号": number, "名称": "木材"}], NUMBERED)
