"""Names of parties that words for a seal stand beside."""

from __future__ import annotations

import pytest

from pipeline import readers
from pipeline.extracting.extract import extract
from pipeline.parsing.parse import parse


@pytest.mark.parametrize(
    "signed",
    [
        "承运方：长河物流有限公司（盖章）2026年3月2日",
        "承运方：长河物流有限公司（盖章）    2026年3月2日",
        "承运方：（盖章）长河物流有限公司",
        "承运方（盖章）：长河物流有限公司",
    ],
)
def test_a_name_stands_on_one_side_of_the_seal(signed: str) -> None:
    text = f"货物运输合同\n托运方：青山木业有限公司\n承运方：\n第一条 货物\n运输地板三百箱。\n托运方：青山木业有限公司（盖章）\n{signed}\n"
    read = extract(parse(readers.read(text.encode(), name="a.txt")))
    assert [party.values["name"].value for party in read.parties] == ["青山木业有限公司", "长河物流有限公司"]
