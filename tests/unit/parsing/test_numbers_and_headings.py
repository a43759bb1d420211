"""Printed numbers, and the headings behind them."""

from __future__ import annotations

import pytest

from pipeline.parsing.headings import heading
from pipeline.parsing.heads import heads
from pipeline.parsing.numbering import chinese, number_at
from pipeline.parsing.rows import rows
from pipeline.parsing.shapes.numbers import number_of
from tests.unit.parsing.cases import cases, read


@pytest.mark.parametrize(("title", "given", "expected"), cases("numbering"))
def test_numbers(title: str, given: str, expected: list[str]) -> None:
    found = [number_at(text, 0) for text in given.split("|")]
    assert [f"{n.style.name} {'-'.join(map(str, n.values))} {n.text}" if n else "-" for n in found] == expected


@pytest.mark.parametrize(
    ("numeral", "value"),
    [("一", 1), ("十", 10), ("十二", 12), ("二十", 20), ("九十九", 99), ("一百零三", 103), ("一百一十", 110), ("〇", 0),
     ("叁", 3), ("拾贰", 12), ("１２", 12), ("二 十", 20)],
)  # fmt: skip
def test_chinese_numerals(numeral: str, value: int) -> None:
    assert chinese(numeral) == value


@pytest.mark.parametrize(("title", "given", "expected"), cases("headings"))
def test_headings(title: str, given: str, expected: list[str]) -> None:
    contract, _ = read(given)
    lines = rows(contract)
    found = [heading(contract.text, head, lines[head.row]) for head in heads(contract.text, lines)]
    assert [words or "-" for words in found] == expected


@pytest.mark.parametrize(("line", "value"), [("第1二条 价款", 2), ("第十2条 价款", 12), ("第二十一条 价款", 21)])
def test_a_mistyped_number_is_read_as_far_as_it_goes(line: str, value: int) -> None:
    number = number_of(line)
    assert number is not None
    assert number[:2] == ("article", value)
