from __future__ import annotations

from dataclasses import replace

from pipeline.model.field import fields, sheet_names
from pipeline.model.template import Kind
from tests.made import blank, purchase_template


def test_signatures_have_no_field_and_labels_are_distinct() -> None:
    made = fields(purchase_template())
    assert "party_a.seal" not in {f.key for f in made}
    assert len({f.label for f in made}) == len(made)
    assert [f.label for f in made if f.kind is Kind.PHONE] == ["甲方联系电话", "乙方联系电话"]


def test_labels_that_no_party_tells_apart_carry_their_key() -> None:
    template = replace(purchase_template(), blanks=(blank("a", "地址", Kind.TEXT), blank("b", "地址", Kind.TEXT)))
    assert [f.label for f in fields(template)] == ["地址〔a〕", "地址〔b〕"]


def test_the_capitals_of_an_amount_are_derived_and_not_required() -> None:
    made = {f.key: f for f in fields(purchase_template())}
    assert (made["total_upper"].derived, made["total_upper"].required) == (True, False)
    assert made["total"].heading == "合同总价（元） *"


def test_sheet_names_are_distinct_and_allowed_in_excel() -> None:
    long = "很长" * 20
    tables = tuple(
        blank(f"t{n}", label, Kind.TABLE) for n, label in enumerate(["清单/明细", long + "一", long + "二", "选项"])
    )
    names = sheet_names(replace(purchase_template(), blanks=tables))
    assert next(iter(names.values())) == "清单明细"
    assert len({name.casefold() for name in names.values()} | {"选项"}) == 5
    assert all(len(name) <= 31 for name in names.values())
