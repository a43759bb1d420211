"""Numbers at the beginning of a line that only refer to a clause or an annex."""

from __future__ import annotations

import pytest

from pipeline.model.document import Paragraph
from pipeline.readers.pdf import read
from pipeline.readers.pdf.mentions import refers
from tests.pdf_made import pages, text


@pytest.mark.parametrize(
    ("above", "line"),
    [
        ("双方的责任依照本合同", "第三条承担。"), ("房屋里的器材详见", "附件1。"), ("器材清单（见", "附表 8 ：清单）。"),
        ("乙方未履行义务的，适用", "第八条。"), ("乙方迟延的，甲方可以行使", "第九条规定的权利。"),
        ("甲方迟延付款的，乙方行使本条", "（二）项的权利。"),
    ],
)  # fmt: skip
def test_references(above: str, line: str) -> None:
    assert refers(above, line)


@pytest.mark.parametrize(
    ("above", "line"),
    [
        ("双方于签字之日起生效", "第三条 付款方式"), ("甲方盖章", "附件1：清单"), ("甲方的责任", "（二）按时付款"),
        ("双方另有约定", "第四条  争议"), ("本合同", "一、价款"),
    ],
)  # fmt: skip
def test_headings(above: str, line: str) -> None:
    assert not refers(above, line)


def test_a_full_line_goes_on_with_the_annex_it_refers_to() -> None:
    lines = ["甲方应当在约定的期限内将房屋交给乙方使用，房屋里的器材与陈设详见", "附件1。", "第二条 租金"]
    shown = "".join(text(72, 780 - 20 * at, line) for at, line in enumerate([lines[0][:-2] + "齐全"] * 3 + lines))
    document = read(pages(shown), name="合同.pdf")
    last, heading = [b.text for b in document.blocks if isinstance(b, Paragraph)][-2:]
    assert last.endswith("详见附件1。")
    assert heading.split() == ["第二条", "租金"]
