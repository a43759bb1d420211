from __future__ import annotations

import pytest

from pipeline.text.ending import find_cut_off


@pytest.mark.parametrize(
    "line",
    ["3.甲方和乙方就", "乙方逾期交货的，应当按照", "（二）验收不合格的，", "双方的权利义务以及", "第九条 甲方有权"],
)
def test_finds_a_sentence_that_breaks_off(line: str) -> None:
    text = f"一、总则\n{line}\n\n"
    (found,) = find_cut_off(text)
    assert found.code == "CUT001"
    assert text[found.start : found.end] == line
    assert line in found.message


@pytest.mark.parametrize(
    "line",
    [
        "乙方：",
        "甲方（盖章）：        乙方",
        "附件清单",
        "一式两份，双方各执一份",
        "年  月  日",
        "签订地点：____",
        "11.其他",
        "法定代表人",
    ],
)
def test_accepts_an_ordinary_end(line: str) -> None:
    assert find_cut_off(f"一、总则\n{line}\n") == ()


def test_accepts_an_empty_text() -> None:
    assert find_cut_off("") == ()
