"""What the form's JSON Schema takes as the answer to a choice is what filling takes, and the other way round."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import api, values
from pipeline.errors import RecordError
from pipeline.filling import compile_template
from pipeline.filling.derive import sources
from pipeline.model.field import fields
from pipeline.model.template import Blank, Kind
from pipeline.text.numerals import chinese
from pipeline.values.choice import option_names
from pipeline.writers.form import form_schema
from tests import generated

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = sorted(path.parent for path in ROOT.glob("templates/*/template.yaml"))
CHOICES = [
    (folder, blank.key)
    for folder in SHIPPED
    for blank in api.load_template(folder).template.blanks
    if blank.kind is Kind.CHOICE and blank.options
]
ANSWERS = (True, False, "是", "否", "√", 0, -1, 1.5, "", "0", "第零种", "Z", "都不选", "无此选项", None)


@cache
def _read(folder: Path, key: str) -> tuple[Blank, jsonschema.Draft202012Validator]:
    template = api.load_template(folder).template
    blank = template.blank(key)
    assert blank
    schema = form_schema(template)["properties"]
    assert isinstance(schema, dict)
    return blank, jsonschema.Draft202012Validator(schema[key])


def _named(count: int) -> st.SearchStrategy[object]:
    """Return numbers and letters of options, and some beyond them."""
    number = st.integers(1, count + 2)
    return st.one_of(
        number,
        number.map(str),
        number.map(lambda n: f"第{chinese(n)}种"),
        number.map(lambda n: f"（{chinese(n)}）"),
        number.map(lambda n: chr(ord("A") + n - 1)),
        number.map(lambda n: chr(ord("a") + n - 1) + "."),
    )


def _is_accepted(blank: Blank, answer: object) -> bool:
    if values.is_empty(answer):
        return not blank.required
    try:
        values.coercer(blank)(answer)
    except RecordError:
        return False
    return True


@pytest.mark.parametrize(("folder", "key"), CHOICES, ids=lambda part: getattr(part, "name", part))
@settings(max_examples=60)
@given(data=st.data())
def test_an_answer_fits_the_schema_if_and_only_if_filling_takes_it(folder: Path, key: str, data: st.DataObject) -> None:
    blank, validator = _read(folder, key)
    names = option_names(blank)
    one = st.one_of(st.sampled_from(names), _named(len(names)), st.sampled_from(ANSWERS))
    answer = data.draw(one)
    if blank.multiple and data.draw(st.booleans()):
        several = data.draw(st.lists(st.one_of(st.sampled_from(names), _named(len(names))), min_size=1, max_size=4))
        answer = data.draw(st.sampled_from([several, "；".join(map(str, several))]))
    assert validator.is_valid(answer) is _is_accepted(blank, answer), answer


@pytest.mark.parametrize("folder", SHIPPED, ids=lambda folder: folder.name)
@pytest.mark.parametrize("seed", range(3))
def test_a_record_that_is_accepted_fits_the_schema(folder: Path, seed: int) -> None:
    template = api.load_template(folder).template
    contract, record = generated.contract(compile_template(template), seed)
    schema = form_schema(template, sources(template))
    jsonschema.validate(record.values, schema)
    derived = {key: value.data for key, value in contract.values.items() if value.derived}
    jsonschema.validate({**derived, **record.values}, schema)


@pytest.mark.parametrize("folder", SHIPPED, ids=lambda folder: folder.name)
def test_the_schema_asks_for_what_nothing_else_gives(folder: Path) -> None:
    template = api.load_template(folder).template
    follows = sources(template)
    validator = jsonschema.Draft202012Validator(form_schema(template, follows))
    contract, record = generated.contract(compile_template(template), 1)
    whole = {key: value.data for key, value in contract.values.items() if value.derived} | dict(record.values)
    assert validator.is_valid(whole)
    for key in whole:
        without = {name: data for name, data in whole.items() if name != key}
        blank = template.blank(key)
        assert blank
        field = next(field for field in fields(template) if field.key == key)
        assert validator.is_valid(without) is (key in follows or not field.required), key
        for other in [ways[0][-1] for name, ways in follows.items() if name == key and len(ways) == 1]:
            if len(follows.get(other, ())) == 1 and blank.required and template.blank(other):
                neither = {name: data for name, data in without.items() if name != other}
                assert not validator.is_valid(neither), (key, other)
