"""Random edits of what the shipped templates print are each reported at their clause, and tracked there and back."""

from __future__ import annotations

import functools
import random
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.api import load_template
from pipeline.extracting.compare import compare, units
from pipeline.filling import compile_template
from pipeline.model.comparison import Comparison
from pipeline.model.flow import flow
from pipeline.model.template import Clause, Template
from pipeline.readers import read
from pipeline.writers.docx import compile_docx
from pipeline.writers.tracked import tracked_docx
from tests import generated
from tests.unit.extracting.test_aligned import TEMPLATES
from tests.unit.extracting.test_compare import parsed, texts

pytestmark = pytest.mark.slow
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
seeds = pytest.mark.parametrize("seed", range(50))


@functools.cache
def _issued(folder: Path) -> Template:
    """Return a contract as issued, read as plain text: its numbers do not count on by themselves."""
    loaded = load_template(folder)
    binder = compile_template(loaded.template)
    contract = generated.contract(binder, 7)[0]
    data = compile_docx(loaded.source, binder.anchors).render(contract.placements)
    return parsed(flow(read(data, name="a.docx")).text)


def _drawn(seed: int) -> tuple[Template, random.Random]:
    return _issued(TEMPLATES[seed % len(TEMPLATES)]), random.Random(seed)


def _articles(template: Template) -> list[Clause]:
    """Return the clauses from the first on that follow each other without anything between."""
    found: list[Clause] = []
    for clause in template.clauses:
        if found and template.text[found[-1].end : clause.start].strip():
            break
        found.append(clause)
    return found


def _numbers(template: Template, articles: list[Clause]) -> set[str]:
    return {u.number for u in units(template) for a in articles if a.start <= u.start < a.end}


def _changed(before: Template, text: str) -> Comparison:
    """Return the comparison, its tracked changes tried both ways."""
    comparison = compare(before, parsed(text, "b.txt"))
    docx = tracked_docx(comparison, author="李明", date=NOON)
    assert texts(docx, "del") == text
    assert texts(docx, "ins") == before.text
    return comparison


def _place(template: Template, pattern: str, dice: random.Random) -> tuple[str, int]:
    """Return the number of a clause and the offset of what is to be changed in its words."""
    found = [
        (unit.number, unit.start + len(unit.text) - len(unit.body) + match.start())
        for unit in units(template) for match in re.finditer(pattern, unit.body) if unit.number
    ]  # fmt: skip
    return dice.choice(found)


@seeds
def test_a_changed_word(seed: int) -> None:
    before, dice = _drawn(seed)
    number, at = _place(before, "[\u4e00-\u9fff]{2}", dice)
    rows = _changed(before, before.text[:at] + "特别" + before.text[at + 2 :]).differences
    assert [(r.kind, r.number_before) for r in rows] == [("changed", number)]


@seeds
def test_a_changed_amount(seed: int) -> None:
    before, dice = _drawn(seed)
    number, at = _place(before, "[0-9]", dice)
    digit = str((int(before.text[at]) + dice.randrange(1, 10)) % 10)
    rows = _changed(before, before.text[:at] + digit + before.text[at + 1 :]).differences
    assert [(r.kind, r.number_before) for r in rows] == [("value", number)]


@seeds
def test_a_deleted_clause(seed: int) -> None:
    before, dice = _drawn(seed)
    gone = dice.choice(_articles(before))
    rows = _changed(before, before.text[: gone.start] + before.text[gone.end :].lstrip("\n")).differences
    assert {(r.kind, r.number_before) for r in rows} == {("deleted", n) for n in _numbers(before, [gone])}


@seeds
def test_a_moved_clause(seed: int) -> None:
    """Which was moved, the clause or those that it passed, is a matter of length."""
    before, dice = _drawn(seed)
    articles = _articles(before)
    here, there = dice.sample(range(len(articles)), 2)
    order = [n for n in range(len(articles)) if n != here]
    order.insert(there, here)
    words = [before.text[articles[n].start : articles[n].end].rstrip("\n") + "\n" for n in order]
    text = before.text[: articles[0].start] + "".join(words) + before.text[articles[-1].end :]
    rows = _changed(before, text).differences
    passed = articles[here + 1 : there + 1] or articles[there:here]
    assert {r.kind for r in rows} == {"moved"}
    # What stands in a clause without a number, as a table of addresses does, is moved with it.
    assert {r.number_before for r in rows if r.number_before} in (
        _numbers(before, [articles[here]]),
        _numbers(before, passed),
    )
