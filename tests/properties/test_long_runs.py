"""Long runs of one character, which rules and leaders of real files are, take time that grows as they do."""

from __future__ import annotations

import pytest

from pipeline import readers
from pipeline.checks.copies import handed_out
from pipeline.checks.dates import ranges
from pipeline.parsing.parse import parse
from pipeline.readers.pdf.furniture import is_page_number
from tests.pdf_made import pages, rule, text

LONG = 20_000
HEAD = "服务合同\n甲方：\n乙方：\n第一条 服务\n"
FRAMES = (
    "{}",
    "甲方：{}",
    "附件1{}",
    "附件一：{}《清单》",
    "第一条 {}",
    "问题：{}解决办法：{}",
    "（签字）：{}",
    "本合同一式{}份",
)

# What grows as the square of a run takes minutes for these, what grows faster never ends.
pytestmark = pytest.mark.timeout(60)


@pytest.mark.parametrize("run", [" ", "_", "　", ".", "…", "一", "□ ", "- "])
def test_a_text_with_long_runs_is_read(run: str) -> None:
    long = (run * LONG)[:LONG]
    read = [parse(readers.read((HEAD + frame.replace("{}", long)).encode(), name="a.txt")) for frame in FRAMES]
    assert all(template.title == "服务合同" for template in read)


def test_a_table_of_long_runs_is_read() -> None:
    table = f"| 名称{'_' * LONG}|数量|\n|---|---|\n| |{'_' * LONG}|\n"
    assert parse(readers.read((HEAD + table).encode(), name="a.md")).title == "服务合同"


def test_a_rule_at_the_edge_of_a_page_is_no_page_number() -> None:
    document = readers.read(pages(text(72, 400, "甲方应当付款。") + rule(20, 580, 30)), name="a.pdf")
    assert "付款" in "".join(run.text for block in document.blocks for run in block.runs)  # type: ignore[union-attr]
    assert not is_page_number(" " * 1_000 + "。")


@pytest.mark.parametrize(
    "line", ["3", " — 3 — ", "第3页 共12页", "第 3 页，共 12 页", "3 / 12", "Page 3 of 12", "-3-", "共12页"]
)
def test_page_numbers(line: str) -> None:
    assert is_page_number(line)


@pytest.mark.parametrize("line", ["", "  ", "第三条", "3.", "2026年", "共12页纸"])
def test_what_is_no_page_number(line: str) -> None:
    assert not is_page_number(line)


def test_checks_of_long_runs_end() -> None:
    room = " " * 5_000
    assert len(ranges("自2026年1月1日起至2027年1月1日止")) == 1
    assert ranges(f"自2026年1月1日{room}，{room}2027年1月1日止") == ()
    assert handed_out("，甲乙双方各执 二 份，登记机关" + room, 2) == 4
