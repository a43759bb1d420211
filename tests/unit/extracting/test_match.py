"""What could stand in a gap in two ways is left unread; what a page puts into a value is taken out."""

from __future__ import annotations

import pytest

from pipeline import readers
from pipeline.extracting.aligned.pages import may_hold_page, rejoined, unpaged
from pipeline.extracting.aligned.read import Aligned, align
from pipeline.model.flow import flow
from pipeline.parsing.anchors import anchor
from pipeline.parsing.parse import parse

BLANK = """设备维护合同

第一条 内容
乙方负责________、________的日常维护，每月巡检____次。
第二条 地点
维护地点为________，由甲方指定。
"""


def _read(filled: str) -> Aligned:
    document = readers.read(BLANK.encode(), name="a.txt")
    blank = flow(document)
    template = anchor(parse(document), blank)
    return align(template, blank, flow(readers.read(filled.encode(), name="b.txt")))


def _filled(first: str, second: str) -> str:
    gaps = iter((first, second, "4", "苏州厂区"))
    pieces = BLANK.replace("________", "____").split("____")
    return "".join(piece + next(gaps, "") for piece in pieces)


def test_what_stands_in_one_way_is_read() -> None:
    read = _read(_filled("空压机", "冷却塔"))
    assert {str(found.value) for found in read.values.values()} >= {"空压机", "冷却塔", "苏州厂区"}
    assert not read.diagnostics


def test_a_value_that_holds_the_words_behind_its_gap_is_left_unread() -> None:
    read = _read(_filled("空压机、干燥机", "冷却塔"))
    values = {str(found.value) for found in read.values.values()}
    assert "苏州厂区" in values
    assert not values & {"空压机", "干燥机", "空压机、干燥机", "冷却塔", "干燥机、冷却塔"}
    assert [d.code for d in read.diagnostics] == ["TPL003", "TPL003"]


@pytest.mark.parametrize("page", ["— 3 —", "- 12 -", "第 3 页", "第3页 共12页"])
def test_the_number_of_a_page_is_no_part_of_a_value(page: str) -> None:
    assert rejoined(unpaged(f"按双方确认的\n{page}\n清单执行")) == "按双方确认的清单执行"
    assert unpaged(f"以通知为准\n{page}") == "以通知为准"


def test_bare_figures_on_a_line_of_a_value_may_be_a_page() -> None:
    assert may_hold_page("按双方确认的\n3\n清单执行")
    assert not may_hold_page("30")
    assert not may_hold_page("按双方确认的\n清单执行")


def test_a_space_within_a_line_is_kept() -> None:
    assert rejoined("XG-200 型 控制柜\n两台") == "XG-200 型 控制柜两台"


def test_an_empty_gap_whose_line_is_gone_stops_nothing() -> None:
    blank = (
        "设备维护合同\n\n第一条 其他约定的事项\n________\n第二条 争议由双方协商解决\n维护地点为________，由甲方指定。\n"
    )
    document = readers.read(blank.encode(), name="a.txt")
    template = anchor(parse(document), flow(document))
    gone = blank.replace("________\n", "").replace("________", "苏州厂区")
    read = align(template, flow(document), flow(readers.read(gone.encode(), name="b.txt")))
    assert "苏州厂区" in {str(found.value) for found in read.values.values()}
