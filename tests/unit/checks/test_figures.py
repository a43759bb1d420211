"""Figures of running text, and periods."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from pipeline.checks.amounts import pairs
from pipeline.checks.dates import ranges
from pipeline.checks.figures import amounts, days, durations, shares
from pipeline.checks.payments import instalments
from pipeline.checks.periods import add, last_days, months_between


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("人民币120,000.00元", "120000.00", "CNY"), ("￥ 3,000", "3000", "CNY"), ("12.5万元", "125000", "CNY"),
        ("壹拾贰万元整", "120000", "CNY"), ("叁佰元伍角", "300.5", "CNY"), ("壹佰元零伍分", "100.05", "CNY"),
        ("500美元", "500", "USD"), ("USD 500", "500", "USD"), ("五千元", "5000", "CNY"), ("２００元", "200", "CNY"),
    ],
)  # fmt: skip
def test_amounts(text: str, value: str, unit: str) -> None:
    assert [(f.value, f.unit) for f in amounts(f"价款{text}。")] == [(Decimal(value), unit)]


@pytest.mark.parametrize("text", ["第3条", "2026年", "3份", "一百二元", "____元"])
def test_what_is_no_amount(text: str) -> None:
    assert amounts(text) == ()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("30%", "0.3"),
        ("５％", "0.05"),
        ("万分之五", "0.0005"),
        ("千分之三", "0.003"),
        ("百分之三点五", "0.035"),
        ("0.5‰", "0.0005"),
    ],
)
def test_shares(text: str, value: str) -> None:
    assert [f.value for f in shares(text)] == [Decimal(value)]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("3年", "3", "年"), ("十二个月", "12", "月"), ("15个工作日", "15", "工作日"), ("30天", "30", "日"), ("半年", "0.5", "年"),
        ("2周", "2", "周"), ("48小时", "48", "小时"),
    ],
)  # fmt: skip
def test_durations(text: str, value: str, unit: str) -> None:
    assert [(f.value, f.unit) for f in durations(text)] == [(Decimal(value), unit)]


@pytest.mark.parametrize("text", ["2026年7月1日", "每月5日", "2026年", "第3年", "民国113年"])
def test_what_is_no_duration(text: str) -> None:
    assert durations(text) == ()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026年7月1日", date(2026, 7, 1)), ("2026-07-01", date(2026, 7, 1)), ("二〇二六年七月一日", date(2026, 7, 1)),
        ("2026 年 7 月 1 日", date(2026, 7, 1)), ("2026年2月30日", None),
    ],
)  # fmt: skip
def test_days(text: str, day: date | None) -> None:
    assert [d.day for d in days(text)] == [day]


@pytest.mark.parametrize(
    ("text", "paired"),
    [
        ("人民币5,000元（大写：伍仟元整）", True),
        ("伍仟元整（¥5,000）", True),
        ("大写伍仟元整，小写：5,000元", True),
        ("预付叁仟元整，￥7,000为尾款", False),
        ("5,000元和6,000元", False),
    ],
)
def test_pairs_of_digits_and_words(text: str, paired: bool) -> None:  # noqa: FBT001
    assert bool(list(pairs(text, amounts(text)))) is paired


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("租期自2026年7月1日起至2027年6月30日止，共计12个月", "12个月"),
        ("试用期为6个月，自2026年7月1日起至2026年12月31日止", "6个月"),
        ("自2026年7月1日（含）至2027年6月30日，其中试用期2个月", ""),
        ("应提前30日通知，自2026年7月1日起至2027年6月30日止", ""),
    ],
)
def test_a_range_and_its_term(text: str, term: str) -> None:
    (found,) = ranges(text)
    assert (text[found.term.start : found.term.end] if found.term else "") == term


def test_instalments_and_nothing_else() -> None:
    text = (
        "签订后支付合同总价的30%，即3万元；验收后支付剩余70%货款；开具税率6%的发票；"
        "逾期支付的，按合同总价的1%支付违约金。"
    )
    assert [(str(p.share.value), p.rest) for p in instalments(text)] == [("0.3", False), ("0.7", True)]


def test_an_instalment_may_leave_out_of_what_it_is() -> None:
    text = "签订后支付合同总额的30%作为预付款；验收后支付60%；剩余10%为质保金，届满后付清；支付50%的补偿。"
    assert [str(p.share.value) for p in instalments(text)] == ["0.3", "0.6", "0.1"]


@pytest.mark.parametrize(
    ("start", "value", "unit", "end"),
    [
        (date(2026, 7, 1), "1", "年", date(2027, 7, 1)),
        (date(2026, 8, 31), "6", "月", date(2027, 2, 28)),
        (date(2024, 2, 29), "1", "年", date(2025, 2, 28)),
        (date(2026, 12, 31), "10", "日", date(2027, 1, 10)),
        (date(2026, 1, 1), "2", "周", date(2026, 1, 15)),
        (date(2026, 1, 1), "0.5", "年", date(2026, 7, 1)),
        (date(2026, 1, 1), "5", "工作日", None),
        (date(2026, 1, 1), "9000", "年", None),
    ],
)
def test_periods_end_as_the_civil_code_says(start: date, value: str, unit: str, end: date | None) -> None:
    assert add(start, Decimal(value), unit) == end


def test_a_term_may_count_its_first_day() -> None:
    assert last_days(date(2026, 7, 1), Decimal(12), "月") == (date(2027, 6, 30), date(2027, 7, 1))
    assert months_between(date(2026, 7, 1), date(2027, 6, 30)) == 12
    assert months_between(date(2026, 7, 1), date(2027, 6, 29)) == 11
