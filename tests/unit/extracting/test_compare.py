"""Differences are found at their clause, and the tracked changes give back either text."""

from __future__ import annotations

import io
import random
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree

from pipeline.extracting.compare import compare
from pipeline.model.comparison import Comparison
from pipeline.model.document import Document, Mark, Paragraph, Place, Run
from pipeline.model.template import Template
from pipeline.parsing.parse import parse
from pipeline.writers.compare_html import compare_html
from pipeline.writers.comparison import comparison_json, comparison_rows
from pipeline.writers.tracked import tracked_docx

FOLDER = Path(__file__).resolve().parents[2] / "fixtures" / "extracting"
SOURCE = (FOLDER / "purchase.txt").read_text("utf-8")
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def parsed(text: str, name: str = "a.txt") -> Template:
    """Return a contract of plain text."""
    blocks = tuple(
        Paragraph(runs=(Run(text=line),), place=Place(paragraph=n)) for n, line in enumerate(text.split("\n"))
    )
    return parse(Document(blocks=blocks, format="text", name=name, sha256="0" * 64))


def _compared(changed: str) -> Comparison:
    return compare(parsed(SOURCE), parsed(changed, "b.txt"))


def _edit(old: str, new: str) -> str:
    assert SOURCE.count(old) == 1
    return SOURCE.replace(old, new)


def _article(number: str) -> str:
    start = SOURCE.index(f"第{number}条")
    following = SOURCE.find("\n第", start)
    return SOURCE[start : following + 1]


def test_equal_contracts_do_not_differ() -> None:
    assert _compared(SOURCE).differences == ()


def test_layout_is_no_difference() -> None:
    assert _compared(SOURCE.replace("，", "， ")).differences == ()


def test_a_changed_amount_is_a_value() -> None:
    (row,) = _compared(_edit("386,500.00元（", "386,900.00元（")).differences
    assert (row.kind, row.number_after) == ("value", "第二条")
    changed = [(p.before, p.after, p.is_value) for p in row.pieces if not p.is_same]
    assert changed == [("386,500.00", "386,900.00", True)]


def test_changed_words_are_wording() -> None:
    (row,) = _compared(_edit("安装调试费", "培训费用")).differences
    assert (row.kind, row.number_after) == ("changed", "第二条")


def test_a_deleted_clause() -> None:
    kinds = {(r.kind, r.number_before) for r in _compared(SOURCE.replace(_article("五"), "")).differences}
    assert ("deleted", "第五条") in kinds


def test_an_added_clause() -> None:
    new = "第五条 包装\n设备应采用防潮防震包装，包装物不回收。\n\n"
    rows = _compared(_edit("第五条 质量保证", f"{new}第五条 质量保证")).differences
    assert [(r.kind, r.title) for r in rows if r.kind == "added"] == [("added", "包装")]


def test_a_moved_clause() -> None:
    five, six, seven = (_article(n) for n in "五六七")
    renumbered = (six.replace("第六条", "第五条"), seven.replace("第七条", "第六条"), five.replace("第五条", "第七条"))
    rows = _compared(SOURCE.replace(five + six + seven, "".join(renumbered))).differences
    assert [(r.kind, r.title) for r in rows if r.kind == "moved"] == [("moved", "质量保证")]
    assert {r.kind for r in rows} == {"moved", "renumbered"}


@pytest.mark.parametrize("number", list("一四八"))
def test_a_clause_is_deleted_and_the_numbers_stay(number: str) -> None:
    rows = _compared(SOURCE.replace(_article(number), "")).differences
    assert {r.kind for r in rows} == {"deleted"}
    assert all(r.number_before.startswith(f"第{number}条") for r in rows)


@pytest.mark.parametrize(("number", "behind"), [("二", "五"), ("七", "一"), ("五", "六")])
def test_a_clause_is_moved_and_the_numbers_stay(number: str, behind: str) -> None:
    article, other = _article(number), _article(behind)
    rows = _compared(SOURCE.replace(article, "").replace(other, other + article)).differences
    assert {r.kind for r in rows} == {"moved"}
    assert all(r.number_before == r.number_after for r in rows)


def test_a_renamed_heading_is_changed() -> None:
    text = "租赁合同\n第一条 房屋\n1.1 甲方将房屋租给乙方居住。\n第二条 押金\n2.1 乙方向甲方支付二百元，退租时退还。\n"
    rows = compare(parsed(text), parsed(text.replace("押金", "保证金"), "b.txt")).differences
    assert [(r.kind, r.number_before, r.number_after) for r in rows] == [("changed", "第二条", "第二条")]


@pytest.mark.parametrize("seed", range(50))
def test_random_edits_are_reported_at_their_clause(seed: int) -> None:
    dice = random.Random(seed)
    number = dice.choice("一二三四五六七八")
    article = _article(number)
    kind = dice.choice(("word", "deleted", "amount"))
    if kind == "deleted":
        rows = _compared(SOURCE.replace(article, "")).differences
        assert f"第{number}条" in {r.number_before for r in rows if r.kind == "deleted"}
        return
    at = article.index("\n") + 1 + dice.randrange(3, 12)
    digits = [n for n, c in enumerate(article) if c.isdigit() and n > article.index("\n")]
    if kind == "amount" and digits:
        at = dice.choice(digits)
        changed = article[:at] + str((int(article[at]) + 1) % 10) + article[at + 1 :]
    else:
        changed = article[:at] + "特别" + article[at:]
    rows = _compared(SOURCE.replace(article, changed)).differences
    assert len(rows) == 1
    assert f"第{number}条" in rows[0].number_after
    assert rows[0].kind == ("value" if kind == "amount" and digits else "changed")


def texts(docx: bytes, drop: str) -> str:
    """Return the text that is left when the tracked changes named are dropped and the others kept."""
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    lines = []
    for paragraph in root.iter(f"{W}p"):
        if paragraph.find(f"{W}pPr/{W}rPr/{W}{drop}") is not None:
            continue
        words = ""
        for element in paragraph.iter(f"{W}t", f"{W}delText", f"{W}tab"):
            if not any(a.tag == f"{W}{drop}" for a in element.iterancestors()):
                words += "\t" if element.tag == f"{W}tab" else element.text or ""
        lines.append(words)
    return "\n".join(lines)


@pytest.mark.parametrize("other", ["labour", "service", "tech"])
def test_tracked_changes_accept_to_the_second_and_reject_to_the_first(other: str) -> None:
    changed = _edit("安装调试费", "培训费用").replace(_article("五"), "")
    for second in (changed, (FOLDER / f"{other}.txt").read_text("utf-8")):
        comparison = _compared(second)
        docx = tracked_docx(comparison, author="李明", date=NOON)
        assert texts(docx, "del") == comparison.text_after
        assert texts(docx, "ins") == comparison.text_before


def test_tracked_changes_are_signed_and_the_same_every_time() -> None:
    comparison = _compared(_edit("40台", "45台"))
    docx = tracked_docx(comparison, author='甲 & "乙"', date=NOON)
    assert docx == tracked_docx(comparison, author='甲 & "乙"', date=NOON)
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    (inserted,) = root.iter(f"{W}ins")
    assert inserted.get(f"{W}author") == '甲 & "乙"'
    assert inserted.get(f"{W}date") == "2026-03-01T12:00:00Z"


def test_the_page_shows_both_sides_and_escapes() -> None:
    page = compare_html(_compared(_edit("40台", "<b>45台")))
    assert '<del class="value">40</del>' in page or "<del>40</del>" in page
    assert "&lt;b&gt;" in page
    assert "http" not in page


def test_a_change_made_twice_in_a_clause_is_listed_once() -> None:
    text = "仓储合同\n第一条 保管\n存货方将货物交仓储方保管。仓储方应妥善保管，不得转交。存货方可以随时查验。\n"
    comparison = compare(parsed(text), parsed(text.replace("存货方", "委托方"), "b.txt"))
    assert list(comparison_rows(comparison)) == [("文字修改（2 处）", "第一条 保管", "存货", "委托")]


def test_what_a_tab_alone_tells_is_no_difference() -> None:
    text = "仓储合同\n第一条\t保管\n货物由仓储方保管。第二条\t送达\n通知以书面送达。\n第三条\t其他\n另行商定。\n"
    assert compare(parsed(text), parsed(text.replace("\t", ""), "b.txt")).differences == ()


def test_hidden_words_are_no_difference() -> None:
    def document(*words: Run) -> Document:
        lines = (
            Paragraph(runs=(Run(text="仓储合同"),)),
            Paragraph(runs=(Run(text="第一条 货物由仓储方保管。"), *words)),
        )
        return Document(blocks=lines, format="docx", name="a.docx", sha256="0" * 64)

    assert compare(parse(document()), parse(document(Run(text="备注7", marks=Mark.HIDDEN)))).differences == ()
    assert len(compare(parse(document()), parse(document(Run(text="备注7")))).differences) == 1


def test_rows_and_json_tell_the_same() -> None:
    comparison = _compared(_edit("386,500.00元（", "386,900.00元（"))
    assert list(comparison_rows(comparison)) == [
        ("数值变化", "第二条 合同价款『合同总价』", "人民币386,500.00元", "人民币386,900.00元")
    ]
    data = comparison_json(comparison)
    assert data["same"] is False
    assert data["counts"]["value"] == 1  # type: ignore[index, call-overload]
