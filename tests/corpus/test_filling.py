"""Official model contracts: every one takes a record, and what is written never overlaps."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from pipeline import readers, values
from pipeline.filling import Binder, RecordRefused, compile_template
from pipeline.model.contract import Contract
from pipeline.model.flow import flow
from pipeline.model.record import Record
from pipeline.model.template import Blank, Kind, Template
from pipeline.parsing.anchors import anchor
from pipeline.parsing.parse import parse
from pipeline.values.table import column_blank

FILES = Path(__file__).resolve().parents[2] / ".." / "shared" / "corpus" / "files"
NAMES = sorted(path.name for path in FILES.glob("*.docx"))
# What one example a blank contradicts: the derived value is left out and follows.
_DERIVED = ("DAT003", "CPY001", "SUM002", "PCT001")

pytestmark = pytest.mark.skipif(not NAMES, reason="the corpus folder ../shared is not on this machine")


def _template(name: str) -> Template:
    path = FILES / name
    document = readers.read(readers.read_bytes(path), name=name)
    return anchor(parse(document), flow(document))


def _record(binder: Binder) -> dict[str, object]:
    inside = {key for choice in binder.nested for key in choice.inner}
    return {
        key: values.example(bound.blank)
        for key, bound in binder.bounds.items()
        if key not in inside and not (bound.blank.kind is Kind.AMOUNT_UPPER and bound.blank.pair)
    }


def _row_of_ones(table: Blank) -> dict[str, object]:
    """Return a row whose amount is its quantity times its price."""
    return {
        c.key: "1" if c.kind in (Kind.NUMBER, Kind.AMOUNT) else values.example(column_blank(table, c))
        for c in table.columns
    }


def _agreeing(binder: Binder) -> Contract:
    """Bind examples, leaving out the ones that others determine."""
    record = _record(binder)
    for _ in range(6):
        try:
            return binder.bind(Record(values=record))
        except RecordRefused as refused:
            for found in refused.diagnostics:
                if found.code in _DERIVED:
                    record.pop(found.key, None)
                elif found.code == "SUM001":
                    record[found.key] = [_row_of_ones(binder.bounds[found.key].blank)]
                else:
                    inner = next((c for c in binder.nested for k in c.inner if k == found.key), None)
                    assert found.code == "REQ001" and inner is not None, found  # noqa: PT018
                    record[found.key] = values.example(binder.bounds[found.key].blank)
    raise AssertionError("the examples never agree")


@pytest.mark.parametrize("name", NAMES)
def test_a_record_binds_and_nothing_overlaps(name: str) -> None:
    binder = compile_template(_template(name))
    contract = _agreeing(binder)
    assert {p.anchor for p in contract.placements} <= set(binder.anchors)
    places = sorted((a.part, a.paragraph, a.start, a.end) for a in binder.anchors)
    for one, two in itertools.pairwise(places):
        assert one[:2] != two[:2] or one[3] <= two[2], (one, two)
    text = contract.template.text
    for placement in contract.placements:
        assert placement.end - placement.start == placement.anchor.end - placement.anchor.start
        assert "\n" not in text[placement.start : placement.end]
