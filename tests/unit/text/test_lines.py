from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.text.lines import restore_lines
from pipeline.text.repair import apply, repair

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "lines"
CASES = [
    case.strip("\n").split("\n", 1) for case in (FIXTURES / "cases.txt").read_text(encoding="utf-8").split("\n=\n")
]


@pytest.mark.parametrize(("title", "text"), CASES, ids=[case[0] for case in CASES])
@pytest.mark.parametrize("joint", ["", " ", "\u3000\u3000"])
def test_puts_lost_line_ends_back(title: str, text: str, joint: str) -> None:
    lost = text.replace("\n", joint)
    found = restore_lines(lost)
    assert found.text == text
    assert apply(lost, found.edits) == text
    assert [d.code for d in found.diagnostics] == ["REP005"]


@pytest.mark.parametrize(("title", "text"), CASES, ids=[case[0] for case in CASES])
def test_leaves_whole_lines_alone(title: str, text: str) -> None:
    assert restore_lines(text).text is text


def test_leaves_one_long_paragraph_of_items_alone() -> None:
    item = (
        "乙方应当按照甲方的要求提供完整的资料，并对资料的真实性、合法性和完整性负责，因资料不实造成损失的由乙方承担；"
    )
    text = "本条所称资料包括：" + "".join(f"（{number}）{item}" for number in range(1, 9))
    assert len(text) > 300
    assert restore_lines(text).text is text


def test_restores_the_damaged_page(shared: Path) -> None:
    page = next((shared / "seed").glob("000_*.txt")).read_text(encoding="utf-8")
    clean = (shared / "seed" / "clean.txt").read_text(encoding="utf-8").strip("\n")
    found = repair(page)
    assert found.annotations == 222
    assert clean in restore_lines(found.text).text
