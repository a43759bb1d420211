"""Filled contracts as a careful reader marked them, and official forms filled and read back."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline import readers, values
from pipeline.api import extract
from pipeline.extracting.aligned.read import align
from pipeline.extracting.verified import load, verify
from pipeline.filling import compile_template
from pipeline.model.contract import Contract
from pipeline.model.flow import flow
from pipeline.model.record import JsonValue
from pipeline.parsing.anchors import anchor
from pipeline.parsing.parse import parse
from pipeline.writers.docx import compile_docx
from pipeline.writers.record import contract_record, record_bytes
from tests import generated

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / ".." / "shared" / "corpus"
NAMES = sorted(path.name for path in (CORPUS / "files").glob("*.docx"))
FILLED = sorted(path.stem for path in (CORPUS / "fields").glob("*.json"))
# What prints in two readings: a grid of 拾 and 万 whose first place takes 贰拾贰, two free texts with spaces between.
TWO_READINGS = {
    ("044-trademark-fujian.docx", "terms_mandate_matters_fee"),
    ("022-construction-guangzhou-2019.docx", "other_patent_technical_2"),
    ("022-construction-guangzhou-2019.docx", "other_patent_technical_3"),
    ("083-techservice-most.docx", "clause_3.text_6"),
    ("083-techservice-most.docx", "clause_3.text_7"),
}

pytestmark = pytest.mark.skipif(not NAMES, reason="the corpus folder ../shared is not on this machine")


def _flat(value: object) -> str:
    return "".join(c for c in str(value).translate(str.maketrans("（）", "()")) if c.isalnum())


def _plain(value: object) -> object:
    return value["value"] if isinstance(value, dict) and "unit" not in value else value


@pytest.mark.parametrize("name", FILLED)
def test_the_marked_elements_are_read(name: str) -> None:
    gold = json.loads((CORPUS / "fields" / f"{name}.json").read_text("utf-8"))
    found = extract(CORPUS / "files" / gold["file"]).elements
    for element, want in gold["elements"].items():
        have = _plain(found[element].value)
        if isinstance(want, list):
            assert isinstance(have, list)
            assert all(any(_flat(w) in _flat(h) for h in have) for w in want), element
        elif isinstance(want, dict):
            assert have == {"value": str(want["value"]), "unit": want["unit"]}, element
        elif str(want).isdigit():
            assert Decimal(str(have)) == Decimal(str(want)), element
        else:
            assert _flat(have) == _flat(want), element


def _shown(contract: Contract, key: str, data: JsonValue) -> list[str]:
    blank = contract.template.blank(key)
    assert blank
    stops = sorted({s.start for b in contract.template.blanks for s in b.slots})
    printed = values.printer(blank, values.gaps(blank, blank.slots, contract.template.text, stops))(data)
    return [p.text for p in printed]


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_filled_form_reads_back_exactly_and_raises_no_alarm(name: str) -> None:
    source = readers.read_bytes(CORPUS / "files" / name)
    document = readers.read(source, name=name)
    blank = flow(document)
    template = anchor(parse(document), blank)
    binder = compile_template(template)
    contract, _ = generated.contract(binder, seed=7)
    record = record_bytes(contract_record(contract))
    data = compile_docx(source, binder.anchors).render(contract.placements, record=record)
    filled = flow(readers.read(data, name=name))
    read = align(template, blank, filled)
    for key, value in contract.values.items():
        if value.data == [] or (name, key) in TWO_READINGS:
            continue
        assert key in read.values, (key, value.data)
        have = read.values[key].value
        assert have == value.data or _shown(contract, key, have) == _shown(contract, key, value.data), key
    loaded = load(record)
    assert loaded
    assert [d.message for d in verify(loaded, filled, wrapped=False) if d.code == "TAMPER001"] == []
