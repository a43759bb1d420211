"""Official model contracts: every one takes a record, and what is written never overlaps."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from pipeline import readers
from pipeline.filling import compile_template
from pipeline.model.flow import flow
from pipeline.model.template import Template
from pipeline.parsing.anchors import anchor
from pipeline.parsing.parse import parse
from tests import generated

FILES = Path(__file__).resolve().parents[2] / ".." / "shared" / "corpus" / "files"
NAMES = sorted(path.name for path in FILES.glob("*.docx"))

pytestmark = pytest.mark.skipif(not NAMES, reason="the corpus folder ../shared is not on this machine")


def _template(name: str) -> Template:
    path = FILES / name
    document = readers.read(readers.read_bytes(path), name=name)
    return anchor(parse(document), flow(document))


@pytest.mark.parametrize("name", NAMES)
def test_a_record_binds_and_nothing_overlaps(name: str) -> None:
    binder = compile_template(_template(name))
    contract, _ = generated.contract(binder, seed=1)
    assert {p.anchor for p in contract.placements} <= set(binder.anchors)
    places = sorted((a.part, a.paragraph, a.start, a.end) for a in binder.anchors)
    for one, two in itertools.pairwise(places):
        assert one[:2] != two[:2] or one[3] <= two[2], (one, two)
    text = contract.template.text
    for placement in contract.placements:
        assert placement.end - placement.start == placement.anchor.end - placement.anchor.start
        assert "\n" not in text[placement.start : placement.end]
