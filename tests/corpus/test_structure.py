"""Clauses, parties and annexes of the marked contracts."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from pipeline.model.flow import flow
from pipeline.parsing.annexes import annexes
from pipeline.parsing.numbering import chinese
from pipeline.parsing.structure import Structure, flatten, read_structure
from pipeline.readers import docx


def _flat(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum())


def _read(path: Path) -> tuple[str, Structure]:
    contract = flow(docx.read(path.read_bytes(), name=path.name))
    return contract.text, read_structure(contract)


def _gold(folder: Path) -> list[dict[str, Any]]:
    loaded = [json.loads(file.read_text("utf-8")) for file in sorted(folder.glob("*.docx.json"))]
    assert loaded
    return loaded


def test_articles_and_parties(shared: Path) -> None:
    hit, total = 0, 0
    for gold in _gold(shared / "corpus/gold"):
        _, structure = _read(shared / "corpus/files" / gold["file"])
        want = Counter(_flat(c["number"]) for c in gold["clauses"])
        have = Counter(_flat(c.number) for c in flatten(structure.clauses) if c.level == 1)
        hit += 2 * (want & have).total()
        total += want.total() + have.total()
        titles = {_flat(c.number): _flat(c.title) for c in flatten(structure.clauses) if c.level == 1}
        wrong = [c for c in gold["clauses"] if titles.get(_flat(c["number"])) not in ("", _flat(c["title"]))]
        assert not [c for c in wrong if c["title"]], gold["file"]
        labels = {p.label for p in structure.parties}
        assert set(gold["parties"]) <= labels, gold["file"]
    assert hit / total >= 0.98


def _number(text: str) -> str:
    digits = _flat(text).removeprefix("附件")
    return (
        str(chinese(digits)) if digits and all(c in "一二三四五六七八九十0123456789" for c in digits) else _flat(text)
    )


def test_annexes(shared: Path) -> None:
    hits: Counter[str] = Counter()
    totals: Counter[str] = Counter()
    for gold in _gold(shared / "corpus/annexes"):
        text, structure = _read(shared / "corpus/files" / gold["file"])
        found, references = annexes(text, structure)
        pairs = {
            "listed": (gold["listed"], [a for a in found if a.listed is not None]),
            "headed": (gold["headed"], [a for a in found if a.headed is not None]),
        }
        for key, (want, have) in pairs.items():
            wanted = Counter((_number(a["number"]), _flat(a["title"])) for a in want)
            got = Counter((_number(a.number), _flat(a.title)) for a in have)
            hits[key] += 2 * (wanted & got).total()
            totals[key] += wanted.total() + got.total()
        cited = {_number(r.number or r.title) for r in references if r.by == "number"}
        meant = {_number(r) for r in gold["referenced"]}
        hits["referenced"] += 2 * len(cited & meant)
        totals["referenced"] += len(cited) + len(meant)
    assert {key: hits[key] / totals[key] >= 0.97 for key in totals} == dict.fromkeys(totals, True)


@pytest.mark.slow
def test_every_contract_has_a_title_parties_and_articles(shared: Path) -> None:
    for path in sorted((shared / "corpus/files").glob("*.docx")):
        _, structure = _read(path)
        assert structure.title, path.name
        assert len(structure.parties) >= 2, path.name
        numbered = [c for c in flatten(structure.clauses) if c.level == 1]
        assert len(numbered) >= 5 or "运单" in structure.title, path.name
