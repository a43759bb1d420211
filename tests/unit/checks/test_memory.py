"""What checks remember never changes what they find."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from pipeline import api
from pipeline.checks import annex_statuses, run_checks, subject_of
from pipeline.checks.memory import MOST, by_piece, forget, kept, pieces, remembered
from pipeline.checks.subject import Subject
from pipeline.diagnostics import Diagnostic
from pipeline.filling import compile_template
from pipeline.readers.records import read_rows

ROOT = Path(__file__).resolve().parents[3]
TEMPLATES = sorted(path.parent for path in (ROOT / "templates").glob("*/template.yaml"))
# Words that some check or other has something to say about, and text that runs over the ends of pieces.
ODD = (
    "违约金为合同总价的30%", "人民币\n120,000元", "大写：壹万元整（￥10,000.00）", "自2026年7月1日起至2026年6月30日止，共12个月",
    "2026年2月30日", "见第九十九条", "第三\n条", "附件12《未列》", "合同总额的20%作为定金。\u202e", "￥1O0,000元", "李\u200b四", "丙方应当付款",
    "甲方（盖章）：丁丁有限公司", "十五\n个工作日", "100\n%", "诉讼时效延长为十年", "一式四份，双方各执一份", "提交北京市仲裁委员会仲裁或者起诉",
)  # fmt: skip


def subjects(folder: Path, count: int, seed: int) -> Iterator[Subject]:
    """Subjects of one template whose texts differ: values as people give them, and odd ones printed in."""
    loaded = api.load_template(folder)
    annexes = api.supplied_annexes(sorted((ROOT / "samples" / folder.name).glob("annexes")))
    rng = Random(seed)
    blank = subject_of(loaded.template, document=loaded.document)
    yield blank
    filled = [blank]
    sheet = ROOT / "samples" / folder.name / "batch.csv"
    if sheet.exists():
        binder = compile_template(loaded.template)
        contracts = [binder.bind(row.record) for row in read_rows(sheet, template=loaded.template)]
        filled = [
            subject_of(loaded.template, contract=contract, document=loaded.document, supplied=supplied, asked=asked)
            for contract in contracts
            for supplied, asked in (((), False), (annexes, True))
        ]
    for _ in range(count):
        subject = rng.choice(filled)
        at = rng.randrange(len(subject.text))
        odd = rng.choice(ODD)
        # As long as what it stands for, so that the map to the template's text stays true.
        yield subject
        yield replace(subject, text=subject.text[:at] + odd + subject.text[at + len(odd) :])


def found(subject: Subject) -> tuple[tuple[Diagnostic, ...], object]:
    strict = len(subject.text) % 2 == 0
    return run_checks(subject, strict=strict), annex_statuses(subject.template, subject.supplied)


@pytest.mark.parametrize("folder", TEMPLATES, ids=lambda folder: folder.name)
def test_what_is_remembered_changes_no_finding(folder: Path) -> None:
    forget()
    many = list(subjects(folder, 40, seed=7))
    warm = [found(subject) for subject in many]
    codes = {d.code for diagnostics, _ in warm for d in diagnostics}
    assert len(codes) > 5
    for subject, remembering in zip(many, warm, strict=True):
        forget()
        assert found(subject) == remembering


def test_pieces_are_the_text_but_for_their_joints() -> None:
    text = "一。二。\n三"
    assert pieces(text) == [(0, "一"), (2, "二"), (4, "\n三")]
    assert all(text[at : at + len(piece)] == piece for at, piece in pieces(text, "。\n"))


def test_a_long_piece_is_not_kept() -> None:
    asked: list[str] = []

    @by_piece
    def find(piece: str) -> tuple[int]:
        asked.append(piece)
        return (len(piece),)

    assert [find(text) for text in ("短", "短", "长" * 5000, "长" * 5000)] == [(1,), (1,), (5000,), (5000,)]
    assert len(asked) == 3


def test_what_is_kept_is_known_by_identity() -> None:
    asked: list[object] = []

    @kept
    def find(one: list[int], other: list[int]) -> int:
        asked.append(one)
        return len(one) + len(other)

    one, other = [1], [1]
    assert [find(one, other), find(one, other), find(other, one)] == [2, 2, 2]
    assert len(asked) == 2


def test_memory_is_bounded() -> None:
    @remembered
    def find(number: int) -> int:
        return number

    assert [find(number) for number in range(MOST * 2)] == list(range(MOST * 2))
    assert find.cache_info().currsize == MOST  # type: ignore[attr-defined]
