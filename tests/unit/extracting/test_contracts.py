"""Filled contracts of many types: every value that a careful reader marked is found, and none is invented."""

from __future__ import annotations

import functools
import json
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pytest

from pipeline.api import extract
from pipeline.extracting.extract import NAMES
from pipeline.model.extracted import Extracted
from pipeline.parsing.structure import flatten

FOLDER = Path(__file__).resolve().parents[2] / "fixtures" / "extracting"
GOLD = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.json"))}


def _file(name: str) -> Path:
    return next(path for path in FOLDER.glob(f"{name}.*") if path.suffix != ".json")


@functools.cache
def _read(name: str) -> Extracted:
    return extract(_file(name))


def _flat(value: object) -> str:
    return "".join(c for c in str(value).translate(str.maketrans("（）", "()")) if c.isalnum())


def _same(want: object, have: object) -> bool:
    if isinstance(want, list):
        printed = [_flat(one) for one in have] if isinstance(have, list) else []
        return all(any(_flat(one) in line for line in printed) for one in want)
    if isinstance(want, dict):
        return isinstance(have, dict) and (str(want["value"]), want["unit"]) == (have["value"], have["unit"])
    if isinstance(have, dict):
        return _number(want) == _number(have["value"])
    return _flat(want) == _flat(have)


def _is_role(printed: str, marked: str) -> bool:
    return printed in marked or marked in printed


def _number(value: object) -> Decimal | None:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


@pytest.mark.parametrize("name", GOLD)
def test_the_elements_are_read(name: str) -> None:
    found = _read(name).elements
    assert set(found) <= set(NAMES)
    for element, want in GOLD[name]["elements"].items():
        assert element in found, element
        assert _same(want, found[element].value), (element, want, found[element].value)


@pytest.mark.parametrize("name", [name for name, gold in GOLD.items() if gold.get("absent")])
def test_what_the_contract_does_not_say_is_absent(name: str) -> None:
    assert not set(_read(name).elements) & set(GOLD[name]["absent"])


@pytest.mark.parametrize("name", GOLD)
def test_the_parties_are_read(name: str) -> None:
    found = {party.role: party.values for party in _read(name).parties}
    for party in GOLD[name]["parties"]:
        near = (values for role, values in found.items() if _is_role(_flat(role), _flat(party["role"])))
        values = found.get(party["role"]) or next(near)
        for element, want in party.items():
            if element != "role":
                assert element in values, (party["role"], element)
                assert _flat(values[element].value) == _flat(want), (party["role"], element)


@pytest.mark.parametrize("name", GOLD)
def test_the_clauses_are_read(name: str) -> None:
    clauses = [c for c in flatten(_read(name).template.clauses) if c.level == 1]
    assert [_flat(c.number) for c in clauses] == [_flat(number) for number, _ in GOLD[name]["clauses"]]
    # How much of an article without a heading is its title is parsing's business.
    assert all(c.title == title for c, (_, title) in zip(clauses, GOLD[name]["clauses"], strict=True) if title)


@pytest.mark.parametrize("name", GOLD)
def test_every_value_names_its_words(name: str) -> None:
    read = _read(name)
    for found in (*read.elements.values(), *(f for p in read.parties for f in p.values.values())):
        assert 0 < found.confidence <= 1
        assert found.words == read.template.text[found.start : found.end].strip()
        assert found.words


def test_a_receiver_is_no_other_name_of_a_party(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "供货合同\n甲方：天津海河食品有限公司\n收件人（甲方）：陆小舟\n乙方：保定白洋粮油有限公司\n\n"
        "第一条 标的\n乙方供应面粉。\n第二条 其他\n本合同一式两份。\n",
        "utf-8",
    )
    first = extract(path).parties[0]
    assert first.role == "甲方"
    assert first.values["name"].value == "天津海河食品有限公司"


def test_a_judgment_that_quotes_a_contract_is_none(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "青州市人民法院民事判决书\n（2026）鲁0781民初88号\n原告青州云门纸业有限公司。\n"
        "经审理查明，双方（甲方）与（乙方）签订合同，约定合同价款为人民币50,000元，违约金为合同价款的10%。\n",
        "utf-8",
    )
    read = extract(path)
    assert set(read.elements) == {"title"}
    assert (read.parties, read.sums, read.obligations) == ((), (), ())
    assert "EXT002" in {d.code for d in read.diagnostics}


def test_years_of_the_republic_are_years(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "房屋租赁契约书\n出租人（甲方）：宋怀瑾\n承租人（乙方）：叶知秋\n"
        "租期自民国113年3月1日起至民国114年2月28日止\n月租金新台币15,000元\n",
        "utf-8",
    )
    elements = extract(path).elements
    assert elements["start_date"].value == "2024-03-01"
    assert elements["end_date"].value == "2025-02-28"
    assert "term" not in elements
