"""What is written in words reads back as the same number."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.capitals import capital_amount, parse_amount
from pipeline.text.numerals import capital, chinese, parse_number

FEN = st.one_of(st.integers(0, 10**16), st.builds(lambda n, z: n * 10**z, st.integers(0, 9999), st.integers(0, 12)))


@given(FEN)
def test_amounts_round_trip(fen: int) -> None:
    amount = Decimal(fen).scaleb(-2)
    assert parse_amount(capital_amount(amount)) == amount


@given(FEN.filter(lambda n: n < 10**16))
def test_numerals_round_trip(number: int) -> None:
    assert parse_number(chinese(number)) == number
    assert parse_number(capital(number)) == number
    assert parse_number(f"{number:,}") == number


@given(st.text(alphabet="零一二两十百千万亿点12.,元角分整负", max_size=12))
def test_reading_never_fails_and_has_one_answer(text: str) -> None:
    number = parse_number(text)
    assert number is None or number == parse_number(f" {text} ")
    parse_amount(text)
