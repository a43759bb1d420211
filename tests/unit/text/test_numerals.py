"""Numerals read and written, and the ones that are refused."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.text.numerals import LIMIT, capital, chinese, chinese_digits, parse_number


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", "0"), ("007", "7"), ("1,234,567.89", "1234567.89"), ("１２３", "123"), ("１，２３４．５", "1234.5"),
        ("一百二十三", "123"), ("二〇二六", "2026"), ("二零二六", "2026"), ("二○二六", "2026"), ("两", "2"), ("兩千", "2000"),
        ("廿五", "25"), ("卅", "30"), ("十", "10"), ("十二", "12"), ("一百一十", "110"), ("一百十五", "115"),
        ("壹贰叁", "123"), ("壹佰萬", "1000000"), ("3亿2千万", "320000000"), ("12万5千", "125000"), ("1.5万", "15000"),
        ("1万2000", "12000"), ("一点五万", "15000"), ("三点一四", "3.14"), ("十二点五", "12.5"), ("零点零五", "0.05"),
        ("一万零五", "10005"), ("一万零五十", "10050"), ("一亿零一万", "100010000"), ("一万二千三百四十五亿", "1234500000000"),
        ("万亿", None), ("一万亿", "1000000000000"), ("2.5千", "2500"), ("-12", "-12"), ("负三", "-3"), (" 12 ", "12"),
        ("贰仟零伍拾万零叁佰", "20500300"), ("12000万", "120000000"),
    ],
)  # fmt: skip
def test_reads(text: str, expected: str | None) -> None:
    assert parse_number(text) == (None if expected is None else Decimal(expected))


@pytest.mark.parametrize(
    "text",
    ["", " ", "一百二", "一万二", "12万5", "一亿五", "三四", "七八", "兆", "一兆", "12,34", "1,2345", "1.2.3", ".5", "5.", "百",
     "千万", "一百零", "二百三百", "一十百", "1.5万3千", "abc", "12a", "一二万", "--5", "1e5", "NaN", "Infinity", "٣", "一亿亿",
     "9" * 17, "一万万"],
)  # fmt: skip
def test_refuses_what_is_no_number_or_has_two_readings(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("number", "small", "large"),
    [
        (0, "零", "零"), (2, "二", "贰"), (10, "十", "壹拾"), (12, "十二", "壹拾贰"), (20, "二十", "贰拾"),
        (101, "一百零一", "壹佰零壹"), (110, "一百一十", "壹佰壹拾"), (10001, "一万零一", "壹万零壹"),
        (100010000, "一亿零一万", "壹亿零壹万"), (10**12, "一万亿", "壹万亿"),
        (1234500000000, "一万二千三百四十五亿", "壹万贰仟叁佰肆拾伍亿"),
    ],
)  # fmt: skip
def test_writes(number: int, small: str, large: str) -> None:
    assert (chinese(number), capital(number)) == (small, large)


def test_years_are_written_digit_by_digit() -> None:
    assert chinese_digits("2026") == "二〇二六"


@pytest.mark.parametrize("number", [-1, LIMIT])
def test_refuses_to_write_beyond_the_units(number: int) -> None:
    with pytest.raises(ValueError):
        chinese(number)
