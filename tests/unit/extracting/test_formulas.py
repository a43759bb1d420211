"""Formulas of a contract record, worked out."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from pipeline.extracting.formulas import FormulaUnknown, NotComputable, ValuesMissing, calculate, list_formulas
from pipeline.extracting.formulas.calculate import ValueUnreadable, ValueUnused
from pipeline.model.record import JsonValue
from pipeline.text.expressions import FormulaUnreadable, names_in, parse_expression, read_number


def field(label: str, kind: str, value: JsonValue) -> dict[str, JsonValue]:
    return {"label": label, "kind": kind, "value": value, **({"currency": "CNY"} if kind == "amount" else {})}


def record(formulas: dict[str, str], text: str = "", **elements: JsonValue) -> dict[str, JsonValue]:
    return {
        "fields": {
            "a": field("合同总价", "amount", "100000.00"),
            "b": field("日违约金比例", "percent", "0.05"),
            "c": field("数量", "number", "3"),
            "d": field("租赁期限", "duration", {"value": "12", "unit": "月"}),
            "e": field("第一期付款金额", "amount", "1.00"),
            "f": field("第二期付款金额", "amount", "2.00"),
        },
        "formulas": [{"name": n, "expression": e, "variables": []} for n, e in formulas.items()],
        "clauses": [{"text": text, "children": []}],
        "elements": elements,
    }


@pytest.mark.parametrize(
    ("expression", "given", "value", "unit"),
    [
        ("合同总价×逾期天数×万分之五", {"逾期天数": "12"}, "600.00", "元"),
        ("合同总价×日违约金比例×逾期天数", {"逾期天数": "十二天"}, "600.00", "元"),
        ("合同总价的20%", {}, "20000.00", "元"),
        ("（合同总价－已付款）×5‰", {"已付款": "3万"}, "350.00", "元"),
        ("合同总价/3", {}, "33333.33", "元"),
        ("合同总价÷7×7", {}, "100000.00", "元"),
        ("100元/天×逾期天数", {"逾期天数": "3"}, "300.00", "元"),
        ("合同总价x数量", {}, "300000.00", "元"),
        ("-合同总价*0.00000015", {}, "-0.02", "元"),
        ("合同总价×年利率4.35%÷360×逾期天数", {"逾期天数": "30"}, "362.50", "元"),
        ("对应的合同总价×(1+税率)", {"税率": "13%"}, "113000.00", "元"),
    ],
)
def test_money_is_exact_and_rounded_half_up_at_the_end(
    expression: str, given: dict[str, str], value: str, unit: str
) -> None:
    result = calculate(record({"违约金": expression}), "违约金", given)
    assert (f"{result.value:f}", result.unit) == (value, unit)
    assert bool(result.rounding) == (Fraction(result.value) != result.exact)


def test_shares_and_counts_are_no_money() -> None:
    rate = calculate(record({"浮动率": "（1－中标价/控制价）×100%"}), "浮动率", {"中标价": "90万", "控制价": "120万元"})
    assert (rate.value, rate.unit) == (Decimal(25), "%")
    days = calculate(record({"提前天数": "计划天数—实际天数"}), "提前天数", {"计划天数": "30天", "实际天数": "25"})
    assert (days.value, days.unit) == (Decimal(5), "天")


@pytest.mark.parametrize(
    ("clause", "value", "applied"),
    [
        ("违约金=合同总价×1%×逾期天数，但最高不超过合同总价的20%。", "20000.00", [True]),
        ("违约金＝合同总价×1%×逾期天数，违约金总额以合同总价的百分之三十为限。", "30000.00", [True]),
        ("违约金＝合同总价×1%×逾期天数，累计不得超过人民币20万元。", "90000.00", [False]),
        ("违约金＝合同总价×1%×逾期天数，且不低于95,000元。", "95000.00", [True]),
        ("违约金＝合同总价×1%×逾期天数，不超过甲方的实际损失。", "90000.00", [False]),
        ("违约金＝合同总价×1%×逾期天数。赔偿金＝合同总价，不超过1元。", "90000.00", []),
        ("违约金＝合同总价×1%×逾期天数。", "90000.00", []),
    ],
)
def test_limits_of_the_clause_are_kept(clause: str, value: str, applied: list[bool]) -> None:
    result = calculate(record({"违约金": "合同总价×1%×逾期天数"}, clause), "违约金", {"逾期天数": "90"})
    assert f"{result.value:f}" == value
    assert [limit.applied for limit in result.limits] == applied


def test_a_limit_that_can_not_be_told_is_named_and_may_be_given() -> None:
    stated = record({"违约金": "合同总价×1%"}, "违约金=合同总价×1%，不超过实际损失。")
    assert [(limit.words, limit.value) for limit in calculate(stated, "违约金", {}).limits] == [("实际损失", None)]
    assert calculate(stated, "违约金", {"实际损失": "500"}).value == Decimal(500)


def test_formulas_take_each_other() -> None:
    made = record({"应付款": "合同总价-违约金", "违约金": "合同总价×0.1%×逾期天数"})
    assert calculate(made, "应付款", {"逾期天数": "10"}).value == Decimal("99000.00")
    assert calculate(made, "应付款", {"违约金": "1"}).value == Decimal("99999.00")
    with pytest.raises(NotComputable, match="没有尽头"):
        calculate(record({"甲量": "乙量+1", "乙量": "甲量+1"}), "甲量", {})


def test_what_is_missing_unused_unknown_or_unreadable_is_said() -> None:
    made = record({"违约金": "付款金额×逾期天数"})
    with pytest.raises(ValuesMissing) as missing:
        calculate(made, "违约金", {})
    assert missing.value.names == ("付款金额", "逾期天数")  # two fields come near it, and differ
    with pytest.raises(ValueUnused, match="合同编号"):
        calculate(made, "违约金", {"付款金额": "1", "逾期天数": "1", "合同编号": "3"})
    with pytest.raises(FormulaUnknown) as unknown:
        calculate(made, "利息", {})
    assert "违约金" in unknown.value.hint
    for words in ("很多", "1/0", "open('x')", "", "1e9", "nan"):
        with pytest.raises(ValueUnreadable):
            calculate(made, "违约金", {"付款金额": words, "逾期天数": "1"})
    with pytest.raises(NotComputable, match="除数为零"):
        calculate(record({"违约金": "合同总价/天数"}), "违约金", {"天数": "0"})


def test_formulas_are_listed_with_what_they_need() -> None:
    found = list_formulas(record({"违约金": "合同总价×逾期天数", "坏": "合同总价×____%"}))
    assert {n: q is not None for n, q in found[0].quantities.items()} == {"合同总价": True, "逾期天数": False}
    assert found[1].problem


@pytest.mark.parametrize(
    "words", ["", "×3", "a++b", "(合同总价", "合同总价)", "合同总价=3", "(" * 100 + "合同总价" + ")" * 100, "合" * 1000]
)
def test_what_is_no_expression_is_refused(words: str) -> None:
    with pytest.raises(FormulaUnreadable):
        parse_expression(words)


def test_remarks_belong_to_names_and_code_is_only_a_name() -> None:
    assert names_in(parse_expression("上网电量×上网电价（含税）")) == ("上网电量", "上网电价（含税）")
    assert read_number("__import__") is None


@pytest.mark.parametrize(
    ("words", "value", "unit"),
    [
        ("万分之五", "0.0005", "%"), ("5%", "0.05", "%"), ("２‰", "0.002", "%"), ("28.6万元", "286000", "元"),
        ("壹万元整", "10000", "元"), ("￥1,000.50", "1000.5", ""), ("三十天", "30", "天"), ("3个月", "3", "月"), ("4倍", "4", ""),
    ],
)  # fmt: skip
def test_numbers_as_people_write_them(words: str, value: str, unit: str) -> None:
    number = read_number(words)
    assert number is not None
    assert (number.value, number.unit) == (Fraction(value), unit)
