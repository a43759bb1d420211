"""Spaces of a text in which a program made one of many."""

from __future__ import annotations

import pytest

from pipeline.text.spaces import is_narrowed, widened

NARROWED = [
    "房屋建筑面积为 平方米，共 层。",
    "租赁期限为 年，自 年 月 日起至 年 月 日止。",
    "每月租金为人民币 元（大写 元整）。",
    "逾期超过 个工作日的，按 %支付违约金。",
]


def test_spaces_before_what_is_counted_tell() -> None:
    assert is_narrowed(NARROWED)
    assert not is_narrowed([line.replace(" ", "    ") for line in NARROWED])
    assert not is_narrowed(
        ["租金为 叁万 元，押金为 伍仟 元，水费为 叁佰 元，电费为 壹佰 元，物业费为 贰佰 元，共 玖仟 元。"]
    )


@pytest.mark.parametrize(
    ("line", "rooms"),
    [
        ("房屋建筑面积为 平方米，共 层。", 2),
        ("由 承担因此产生的费用。", 1),
        ("第一条 标的", 0),
        ("由 张三 承担因此产生的费用。", 0),  # a value that stands in its room
        ("证件号码： 青云路三号", 0),
        ("费用由双方共 同承担。", 0),  # the characters of a word
        ("共 3 份", 0),
    ],
)
def test_spaces_that_may_be_room(line: str, rooms: int) -> None:
    assert widened(line).count("\t") == rooms
    assert widened(line).replace("\t", " ") == line
