from __future__ import annotations

import random
from pathlib import Path

import pytest

from pipeline.text.repair import apply, repair
from tests.unit.text.damage import Site, damaged

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "repair"
SENTENCES = (FIXTURES / "sentences.txt").read_text(encoding="utf-8").splitlines()
INTACT = (FIXTURES / "intact.txt").read_text(encoding="utf-8").splitlines()
CASES = [case.strip("\n").split("\n") for case in (FIXTURES / "cases.txt").read_text(encoding="utf-8").split("\n=\n")]


@pytest.mark.parametrize(("title", "source", "expected"), CASES, ids=[case[0] for case in CASES])
def test_repairs_each_kind_of_damage(title: str, source: str, expected: str) -> None:
    assert repair(source).text == expected


@pytest.mark.parametrize("line", INTACT)
def test_leaves_what_is_not_damaged(line: str) -> None:
    assert repair(line).text is line


def test_counts_annotations_within_shifted_stretches_too() -> None:
    found = repair("乙方應(yīng)確??蛻絷P(guān)系管理系統(tǒng)的穩(wěn)定運行")
    assert found.text == "乙方应确保客户关系管理系统的稳定运行"
    assert found.annotations == 4
    assert [edit.kind for edit in found.edits if edit.kind != "script"] == [
        "annotation",
        "shift",
        "annotation",
        "annotation",
    ]


def test_says_what_it_guessed() -> None:
    found = repair("乙方應(yīng)確??蛻絷P(guān)系管理系統(tǒng)的穩(wěn)定運行")
    guess = next(edit for edit in found.edits if edit.kind == "shift")
    assert not guess.certain
    finding = next(d for d in found.diagnostics if d.code == "REP002")
    assert finding.start is not None
    assert found.text[finding.start : finding.end] == guess.after == "保客户关"


def test_says_what_it_could_not_read() -> None:
    found = repair("甲方經(jīng)乙方同意，將該設(shè)備囎?qiú)z虁之後交付。")
    assert "REP003" in {d.code for d in found.diagnostics} or "REP002" in {d.code for d in found.diagnostics}


def test_edits_applied_to_the_input_give_the_text() -> None:
    source = "\n".join(damaged(sentence, Site(seed=3)) for sentence in SENTENCES)
    found = repair(source)
    assert found.text != source
    assert apply(source, found.edits) == found.text
    assert all(source[edit.start : edit.end] == edit.before for edit in found.edits)


@pytest.mark.parametrize("brackets", ["()", "（）"])
@pytest.mark.parametrize("toned", [True, False])
def test_removes_readings_in_any_brackets_with_or_without_tones(brackets: str, *, toned: bool) -> None:
    site = Site(seed=1, share=0.2, brackets=brackets, toned=toned)
    source = "\n".join(damaged(sentence, site) for sentence in SENTENCES)
    repaired = repair(source).text.split("\n")
    wrong = [pair for pair in zip(repaired, SENTENCES, strict=True) if pair[0] != pair[1]]
    assert len(wrong) <= 3


def _pages(count: int) -> list[tuple[list[str], list[str]]]:
    """Pages of a dozen sentences each: (clean lines, damaged lines)."""
    chosen = random.Random(20)
    pages = []
    for number in range(count):
        lines = chosen.sample(SENTENCES, 12)
        site = Site(seed=number % 8, share=chosen.choice([0.2, 0.35, 0.6]), mark=chosen.random() < 0.6)
        pages.append((lines, [damaged(line, site) for line in lines]))
    return pages


@pytest.mark.slow
def test_round_trip_over_hundreds_of_damaged_sentences() -> None:
    """Of 1,200 lines (some 150 of them with shifted bytes) 95 in 100 come back exactly, and no other is silent."""
    lines = exact = silent = 0
    for clean, shown in _pages(100):
        found = repair("\n".join(shown))
        repaired = found.text.split("\n")
        if len(repaired) != len(clean):
            continue  # a line end was eaten with a lone lead byte
        start = 0
        for want, got in zip(clean, repaired, strict=True):
            end = start + len(got)
            told = any(d.start is not None and start - 1 <= d.start <= end for d in found.diagnostics)
            lines += 1
            exact += got == want
            silent += got != want and not told
            start = end + 1
    assert lines > 1_000
    assert exact / lines > 0.95
    assert silent / lines < 0.005
