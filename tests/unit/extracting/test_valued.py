"""Of a value that changed a person reads all of it, with its unit, and what it is called."""

from __future__ import annotations

import pytest

from pipeline.extracting.compare import compare
from tests.unit.extracting.test_compare import parsed

CASES = [
    ("租赁期限为24个月，自2026年12月1日起至2028年11月30日止。", "24", "36", ("租赁期限", "24个月", "36个月")),
    (
        "租赁期限为24个月，自2026年12月1日起至2028年11月30日止。", "2028", "2029",
        ("租赁期限", "2028年11月30日", "2029年11月30日"),
    ),
    ("月租金为人民币4,200.00元/月，按季支付。", "4,200", "4,500", ("月租金", "人民币4,200.00元/月", "人民币4,500.00元/月")),
    ("押金人民币肆仟贰佰元整（￥4,200.00）。", "4,200", "4,300", ("押金", "￥4,200.00", "￥4,300.00")),
    ("建筑面积：68.5 平方米。", "68.5", "72", ("建筑面积", "68.5 平方米", "72 平方米")),
    ("逾期付款的，按欠付租金的0.05%支付违约金。", "0.05", "0.08", ("欠付租金", "0.05%", "0.08%")),
    ("每日按合同总价的万分之五支付违约金。", "五", "八", ("合同总价", "万分之五", "万分之八")),
    ("甲、乙双方于2026年12月1日签订。", "12月1", "12月15", ("", "2026年12月1日", "2026年12月15日")),
    ("合同编号：CG-2026-0417，双方各执一份。", "0417", "0471", ("合同编号", "CG-2026-0417", "CG-2026-0471")),
    ("品名\t数量\t单价\n货架\t20\t350.00元", "350.00", "370.00", ("单价", "350.00元", "370.00元")),
    ("品名\t数量\t单位\n货架\t20\t台\n叉车\t3\t台", "3\t", "4\t", ("数量", "3", "4")),
    ("电话\t8800\t面积\t20平方米\n租期\t3年\t押金\t700元", "700", "900", ("押金", "700元", "900元")),
    ("本合同一式 4 份。", "4", "6", ("本合同一式", "4 份", "6 份")),
]  # fmt: skip


@pytest.mark.parametrize(("words", "old", "new", "shown"), CASES, ids=[case[3][1] for case in CASES])
def test_a_changed_value_is_shown_whole(words: str, old: str, new: str, shown: tuple[str, str, str]) -> None:
    before, after = parsed(f"第一条 约定\n{words}"), parsed(f"第一条 约定\n{words.replace(old, new, 1)}", "b.txt")
    (row,) = compare(before, after).differences
    assert row.kind == "value"
    (value,) = row.values
    assert (value.label, value.whole_before, value.whole_after) == shown


def test_a_gap_has_the_label_of_its_field_and_no_value() -> None:
    before = parsed("第一条 价款\n合同总价为____元，工期____日。")
    after = parsed("第一条 价款\n合同总价为3,000.00元，工期30日。", "b.txt")
    (row,) = compare(before, after).differences
    assert [(v.whole_before, v.whole_after) for v in row.values] == [("", "3,000.00元"), ("", "30日")]
    assert [v.label for v in row.values] == [blank.label for blank in before.blanks]


def test_a_name_is_followed_by_no_unit() -> None:
    before = parsed("第一条 争议\n协商不成的，向____人民法院起诉。派____人到场。")
    after = parsed("第一条 争议\n协商不成的，向青石市河东区人民法院起诉。派3人到场。", "b.txt")
    (row,) = compare(before, after).differences
    assert [v.whole_after for v in row.values] == ["青石市河东区", "3人"]
