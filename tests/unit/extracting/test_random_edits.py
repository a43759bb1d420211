"""Random edits of what the shipped templates print are each reported at their clause, and tracked there and back."""

from __future__ import annotations

import functools
import random
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.api import load_template
from pipeline.extracting.compare import compare, units
from pipeline.filling import compile_template
from pipeline.model.comparison import Comparison
from pipeline.model.document import Cell, Document, Paragraph, Run, Table
from pipeline.model.flow import flow
from pipeline.model.template import Clause, Template
from pipeline.parsing.parse import parse
from pipeline.readers import read
from pipeline.text.numerals import chinese, parse_number
from pipeline.writers.docx import compile_docx
from pipeline.writers.tracked import tracked_docx
from tests import generated
from tests.unit.extracting.test_aligned import TEMPLATES
from tests.unit.extracting.test_compare import parsed, texts

pytestmark = pytest.mark.slow
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
seeds = pytest.mark.parametrize("seed", range(100))


@functools.cache
def _issued(folder: Path) -> Template:
    """Return a contract as issued, read as plain text: its numbers do not count on by themselves."""
    loaded = load_template(folder)
    binder = compile_template(loaded.template)
    contract = generated.contract(binder, 7)[0]
    data = compile_docx(loaded.source, binder.anchors).render(contract.placements)
    return parsed(flow(read(data, name="a.docx")).text)


@functools.cache
def _document(folder: Path) -> Document:
    """Return a contract as issued, with its tables."""
    loaded = load_template(folder)
    contract = generated.contract(loaded.binder, 7)[0]
    return read(compile_docx(loaded.source, loaded.binder.anchors).render(contract.placements), name="a.docx")


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


@seeds
def test_an_added_clause(seed: int) -> None:
    """The articles that follow are counted on, as a person does who adds one."""
    before, dice = _drawn(seed)
    articles = _articles(before)
    behind = dice.randrange(len(articles))
    pieces = [before.text[article.start : article.end].rstrip("\n") + "\n" for article in articles]
    numbers = [article.number for article in articles]
    following = [*numbers[1:], re.sub("[一二三四五六七八九十]+", _next, numbers[-1])]
    words = f"{following[behind]} 保险\n标的物由供应一方投保运输险，保险单副本随货交付。\n"
    for n in range(behind + 1, len(articles)):
        assert pieces[n].startswith(numbers[n])
        pieces[n] = following[n] + pieces[n][len(numbers[n]) :]
    pieces.insert(behind + 1, words)
    text = before.text[: articles[0].start] + "".join(pieces) + before.text[articles[-1].end :]
    rows = _changed(before, text).differences
    assert {r.kind for r in rows} <= {"added", "renumbered"}
    added = [r for r in rows if r.kind == "added"]
    assert "".join("".join(r.text_after.split()) for r in added) == "".join(words.split())


def _next(numeral: re.Match[str]) -> str:
    return chinese(int(parse_number(numeral[0]) or 0) + 1)


def _tables(document: Document) -> list[int]:
    """Return which blocks are tables with a figure in a cell and more than one row."""
    return [
        number for number, block in enumerate(document.blocks)
        if isinstance(block, Table) and len(block.rows) > 1 and re.search("[0-9]", block.text)
    ]  # fmt: skip


_WITH_TABLES = [folder for folder in TEMPLATES if _tables(_document(folder))]


def _told(document: Document, number: int, edited: Table) -> tuple[str, Comparison]:
    """Return the clause that a table stands in and the comparison with the document in which it was edited."""
    before = parse(document)
    after = parse(replace(document, blocks=(*document.blocks[:number], edited, *document.blocks[number + 1 :])))
    comparison = compare(before, after)
    docx = tracked_docx(comparison, author="李明", date=NOON)
    assert texts(docx, "del") == after.text
    assert texts(docx, "ins") == before.text
    ordinal = sum(isinstance(block, Table) for block in document.blocks[:number])
    at = next(cell.start for cell in flow(document).cells if cell.table == ordinal)
    return [unit for unit in units(before) if unit.start <= at][-1].number, comparison


def _row(cells: tuple[Cell, ...], words: tuple[str, ...]) -> tuple[Cell, ...]:
    return tuple(
        replace(cell, blocks=(Paragraph(runs=(Run(text=text),)),)) for cell, text in zip(cells, words, strict=True)
    )


@seeds
def test_a_row_added_to_a_table(seed: int) -> None:
    dice = random.Random(seed)
    document = _document(dice.choice(_WITH_TABLES))
    number = dice.choice(_tables(document))
    table = document.blocks[number]
    assert isinstance(table, Table)
    at = dice.randrange(1, len(table.rows) + 1)
    words = tuple(f"加{dice.randrange(100, 999)}" for _ in table.rows[at - 1])
    rows = (*table.rows[:at], _row(table.rows[at - 1], words), *table.rows[at:])
    clause, comparison = _told(document, number, replace(table, rows=rows))
    (row,) = comparison.differences
    assert row.number_before == clause
    assert "".join("".join(p.after for p in row.pieces if not p.is_same).split()) == "".join(words)


@seeds
def test_a_number_changed_within_a_table(seed: int) -> None:
    dice = random.Random(seed)
    document = _document(dice.choice(_WITH_TABLES))
    number = dice.choice(_tables(document))
    table = document.blocks[number]
    assert isinstance(table, Table)
    places = [
        (r, c) for r, cells in enumerate(table.rows) for c, cell in enumerate(cells) if re.search("[0-9]", cell.text)
    ]
    r, c = dice.choice(places)
    words = [cell.text for cell in table.rows[r]]
    at = dice.choice([n for n, one in enumerate(words[c]) if one in "0123456789"])
    words[c] = words[c][:at] + str((int(words[c][at]) + dice.randrange(1, 10)) % 10) + words[c][at + 1 :]
    rows = (*table.rows[:r], _row(table.rows[r], tuple(words)), *table.rows[r + 1 :])
    clause, comparison = _told(document, number, replace(table, rows=rows))
    (row,) = comparison.differences
    assert (row.kind, row.number_before) == ("value", clause)
