"""Whatever a record holds, a form written with it and read again holds the same."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model.field import fields
from pipeline.model.record import Record
from pipeline.model.template import Kind
from pipeline.readers.records import read_records
from pipeline.readers.records.from_json import parse_json
from pipeline.readers.records.from_yaml import parse_yaml
from pipeline.writers.form import form_xlsx
from tests.made import purchase_template

TEMPLATE = purchase_template()
# Excel drops control characters and calamine folds a carriage return; neither belongs in a contract.
TEXT = st.text(
    st.characters(exclude_categories=["C", "Zl", "Zp"], exclude_characters="\ufffe\uffff"), min_size=1, max_size=40
)
WORDS = TEXT.map(str.strip).filter(bool)
FIGURE = st.one_of(
    st.integers(0, 10**14), st.decimals(0, 10**9, places=2, allow_nan=False).filter(lambda d: d != int(d))
)
DATE = st.dates(dt.date(1901, 1, 1), dt.date(2199, 12, 31))


def value(kind: Kind) -> st.SearchStrategy[object]:
    if kind in {Kind.AMOUNT, Kind.NUMBER}:
        return FIGURE
    return DATE if kind is Kind.DATE else WORDS


VALUES = st.fixed_dictionaries(
    {}, optional={f.key: value(f.kind) for f in fields(TEMPLATE) if f.kind is not Kind.TABLE}
).filter(bool)


@settings(max_examples=40, deadline=None)
@given(st.lists(VALUES, min_size=1, max_size=4))
def test_the_xlsx_form_gives_back_what_was_written(records: list[dict[str, object]]) -> None:
    data = form_xlsx(TEMPLATE, [Record(values=values) for values in records])
    assert [r.values for r in read_records(data, name="a.xlsx", template=TEMPLATE)] == [
        {key: _plain(each) for key, each in values.items()} for values in records
    ]


def _plain(each: object) -> object:
    return each.normalize() if isinstance(each, Decimal) else each


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(10**30), 10**30), TEXT),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(TEXT, inner, max_size=4)),
    max_leaves=20,
)


@given(JSON)
def test_strict_json_reads_what_the_standard_writer_writes(data: object) -> None:
    assert parse_json(json.dumps(data), "a.json") == data


@given(st.text(max_size=200))
def test_no_text_breaks_the_yaml_reader(text: str) -> None:
    from pipeline.errors import ReadError

    try:
        parse_yaml(text, "a.yaml")
    except ReadError as error:
        assert error.location.startswith("a.yaml")  # noqa: PT017
