"""Room that fills a line or goes on over its end, and spaces that only set a line apart."""

from __future__ import annotations

import pytest

from pipeline.text.open_lines import open_rooms


def shown(text: str) -> str:
    """The lines with their room written as underscores."""
    lines = text.split("\n")
    for at, spans in open_rooms(lines).items():
        for start, end in spans:
            lines[at] = lines[at][:start] + "_" * (end - start) + lines[at][end:]
    return "\n".join(lines)


WIDE = " " * 44


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"其他约定\n{WIDE}\n第三条 违约", f"其他约定\n{'_' * 44}\n第三条 违约"),
        (
            "甲方迟延交付的，应当            \n        （违约金的计算方法）。",
            "甲方迟延交付的，应当____________\n________（违约金的计算方法）。",
        ),
        (
            "屋内有床、柜、            \n          及其他家具，均可使用。",
            "屋内有床、柜、____________\n__________及其他家具，均可使用。",
        ),
        (
            "船舶靠泊时，如发生            \n损坏的，由承运人修复。",
            "船舶靠泊时，如发生____________\n损坏的，由承运人修复。",
        ),
        (f"交货时，双方到            \n{WIDE}", f"交货时，双方到____________\n{'_' * 44}"),
        ("由此产生的税费，由\n \t承担。", "由此产生的税费，由\n__承担。"),
        (
            "逾期还款的，按日计收万分之\n\n        的违约金，直至还清。",
            "逾期还款的，按日计收万分之\n\n________的违约金，直至还清。",
        ),
        ("客房需要与他人同住，由\n        安排，费用自理。", "客房需要与他人同住，由\n________安排，费用自理。"),
        (
            "客房由旅行社统一安排，\n        为单人间，差价自付。",
            "客房由旅行社统一安排，\n________为单人间，差价自付。",
        ),
    ],
)
def test_room_over_the_end_of_a_line(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "其他约定\n                        \n第三条 违约",
        "第三条 违约责任\n        甲方违约的，应当赔偿。",
        "甲方：张三，住址：北京市某路        \n        乙方：李四，住址同上。",
        "双方各执一份，具有同等效力        \n甲方（盖章）：",
        "甲方应当      张三            \n为代表，签署文件。",
        "双方应当遵守。            \n        甲方应当付款，不得拖延。",
        "    本合同一式两份，甲方执一份\n    乙方执一份，均为正本。",
        "质量标准见附件，由双方签字\n        1．外观完好，无破损。",
        "",
    ],
)
def test_spaces_that_are_none(text: str) -> None:
    assert shown(text) == text
