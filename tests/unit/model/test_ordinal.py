"""Which words of a row's first cell are its number, and what stands in the rows below."""

from __future__ import annotations

import pytest

from pipeline.model.ordinal import ordinal

COUNTED = [
    ("5", "6"), ("9", "10"), (" 7 ", "8"), ("05", "06"), ("99", "100"), ("099", "100"), ("5.", "6."), ("3、", "4、"),
    ("（2）", "（3）"), ("(9)", "(10)"), ("第1期", "第2期"), ("第 4 批".replace(" ", ""), "第5批"), ("1期", "2期"),
]  # fmt: skip


@pytest.mark.parametrize(("printed", "below"), COUNTED)
def test_a_number_counts_on(printed: str, below: str) -> None:
    number = ordinal(printed)
    assert number is not None
    assert number.on(1) == below
    assert number.on(0) == printed.strip()


@pytest.mark.parametrize("printed", ["", "货架", "2026", "5月", "1.5", "3楼", "第五期", "５", "1-2", "其他"])
def test_other_words_are_repeated(printed: str) -> None:
    assert ordinal(printed) is None
