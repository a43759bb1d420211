"""The rules of 支付结算办法 附一, both ways."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.text.capitals import capital_amount, parse_amount


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "零元整"), ("0.05", "伍分"), ("0.5", "伍角整"), ("10.00", "壹拾元整"), ("15", "壹拾伍元整"),
        ("1409.50", "壹仟肆佰零玖元伍角整"), ("6007.14", "陆仟零柒元壹角肆分"), ("1680.32", "壹仟陆佰捌拾元叁角贰分"),
        ("107000.53", "壹拾万柒仟元伍角叁分"), ("16409.02", "壹万陆仟肆佰零玖元零贰分"), ("325.04", "叁佰贰拾伍元零肆分"),
        ("100000000", "壹亿元整"), ("100000", "壹拾万元整"), ("100001", "壹拾万零壹元整"), ("10050000", "壹仟零伍万元整"),
        ("200000000.10", "贰亿元壹角整"), ("100010000", "壹亿零壹万元整"), ("1000100", "壹佰万零壹佰元整"),
        ("123456789.01", "壹亿贰仟叁佰肆拾伍万陆仟柒佰捌拾玖元零壹分"), ("1000000000000", "壹万亿元整"), ("0.1", "壹角整"),
        ("1.01", "壹元零壹分"), ("10001.00", "壹万零壹元整"), ("20000003", "贰仟万零叁元整"), ("300500.5", "叁拾万零伍佰元伍角整"),
        ("-5000", "负伍仟元整"),
    ],
)  # fmt: skip
def test_writes(amount: str, words: str) -> None:
    assert capital_amount(Decimal(amount)) == words
    assert parse_amount(words) == Decimal(amount)


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("壹拾万柒仟元零伍角叁分", "107000.53"), ("壹拾万零柒仟元伍角叁分", "107000.53"), ("壹仟陆佰捌拾元零叁角贰分", "1680.32"),
        ("贰亿元零壹角整", "200000000.1"), ("壹拾伍圆正", "15"), ("贰仟零伍拾万零叁佰元整", "20500300"), ("一百二十万元", "1200000"),
        ("1.5万元", "15000"), ("3亿2千万元", "320000000"), ("伍万元", "50000"), ("1,234,567.89", "1234567.89"), ("壹仟万元整", "10000000"),
        ("两百万元", "2000000"), ("拾万元整", "100000"), ("12万5千元", "125000"), ("壹佰萬圓整", "1000000"), ("叁佰贰拾伍元肆分", "325.04"),
        ("零元零角伍分", "0.05"), ("5角", "0.5"), ("3元5角", "3.5"), ("12 万 元", "120000"), ("12万", "120000"), ("1.2亿", "120000000"),
    ],
)  # fmt: skip
def test_reads_what_people_write(words: str, amount: str) -> None:
    assert parse_amount(words) == Decimal(amount)


@pytest.mark.parametrize(
    "words", ["", "整", "元", "元整", "3元5", "一百二元", "壹拾元伍", "5.5元5角", "壹角贰元", "--5", "负", "壹元元"]
)
def test_refuses(words: str) -> None:
    assert parse_amount(words) is None


@pytest.mark.parametrize("amount", ["0.001", "1e16"])
def test_refuses_to_write_what_capitals_cannot_say(amount: str) -> None:
    with pytest.raises(ValueError):
        capital_amount(Decimal(amount))


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("零佰壹拾贰万零仟零佰零拾零元零角零分", "120000"), ("叁仟零佰零拾伍元", "3005"), ("零元伍角零分", "0.50"),
        ("贰亿零仟零佰零拾伍万零仟零佰零拾零元伍角", "200050000.50"),
    ],
)  # fmt: skip
def test_reads_a_grid_with_a_digit_for_every_place(words: str, amount: str) -> None:
    assert parse_amount(words) == Decimal(amount)


@pytest.mark.parametrize("words", ["零佰零拾", "零拾零佰元", "伍角零元"])
def test_a_grid_with_a_place_left_out_is_no_amount(words: str) -> None:
    assert parse_amount(words) is None
