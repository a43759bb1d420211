"""Gaps in a line that only a blank can have left."""

from __future__ import annotations

import pytest

from pipeline.text.rooms import rooms


@pytest.mark.parametrize(
    ("line", "gaps"),
    [
        ("押金应当退还至     ，双方另有约定的除外。", [(7, 12)]),
        ("第八条　违   约   的   后   果，由违约方承担。", []),  # a heading that is spread over its line
        ("押   金   （   元   ）   ：以现金交付，当场点清。", []),
        ("关于工期的约定： 。", [(8, 9)]),  # one space left of many
        ("按下列第 种方式解决", [(4, 5)]),
        ("第 一 条： 标的，第 三条", []),
        ("本合同由     （   ）签订，一式两份。", [(4, 9), (10, 13)]),
        ("押金应当退还至     ,双方另有约定的除外。", [(7, 12)]),  # signs of half width
        ("编号     ;", [(2, 7)]),
    ],
)
def test_the_gaps_of_a_line(line: str, gaps: list[tuple[int, int]]) -> None:
    assert rooms(line) == gaps
