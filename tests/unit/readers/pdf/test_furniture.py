"""Which lines are the number of their page."""

from __future__ import annotations

import pytest

from pipeline.readers.pdf.furniture import is_page_number


@pytest.mark.parametrize(
    "line",
    ["3", "- 3 -", "— 12 —", "·3·", "~ 3 ~", "3/12", "第3页", "第 3 页 共 12 页", "第3页/共12页", "第3页（共12页）",
     "共12页 第3页", "第三页 共十二页", "Page 3 of 12"],
)  # fmt: skip
def test_numbers_of_pages(line: str) -> None:
    assert is_page_number(line)


@pytest.mark.parametrize("line", ["", "第三条", "3 元", "共3份", "附件共12页", "2024年", "十二"])
def test_what_is_none(line: str) -> None:
    assert not is_page_number(line)
