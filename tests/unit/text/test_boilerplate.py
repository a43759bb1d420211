from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.text.boilerplate import strip_furniture
from pipeline.text.repair import apply

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "boilerplate"
CASES = [
    case.strip("\n").split("\n", 1) for case in (FIXTURES / "cases.txt").read_text(encoding="utf-8").split("\n=\n")
]
INTACT = (FIXTURES / "intact.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(("title", "page"), CASES, ids=[case[0] for case in CASES])
def test_takes_a_page_away_around_its_contract(title: str, page: str) -> None:
    before, contract, after = page.split("---\n")
    source = before + contract + after
    found = strip_furniture(source)
    assert found.text == contract
    assert apply(source, found.edits) == contract
    assert [d.code for d in found.diagnostics] == ["FUR001", "FUR001"]
    assert [d.location for d in found.diagnostics] == ["文首", "文末"]


def test_leaves_a_contract_that_speaks_of_sites_and_downloads_alone() -> None:
    assert strip_furniture(INTACT).text is INTACT


def test_keeps_the_title_that_stands_only_among_the_page_s_words() -> None:
    page = (
        "仓库租赁合同\n立即下载\n文档简介\n甲方：____\n乙方：____\n第一条 仓库位置\n相关文档\n厂房租赁合同\n发表评论\n"
    )
    assert strip_furniture(page).text == "仓库租赁合同\n甲方：____\n乙方：____\n第一条 仓库位置\n"


def test_keeps_what_follows_a_heading_if_a_contract_goes_on_there() -> None:
    page = "第一条 标的\n相关文档\n发表评论\n乙方（盖章）：____\n"
    assert strip_furniture(page).text is page
