"""A choice whose alternatives hold gaps is printed in one of a few ways, and read back from each."""

from __future__ import annotations

import pytest

from pipeline.extracting.aligned.forms import fitting, forms
from pipeline.model.record import JsonValue
from pipeline.model.template import Blank, Kind, Option, Slot, Template
from pipeline.text.skeleton import skeleton
from pipeline.values.alternatives import alternatives

TEXT = "证件类型：【身份证】【护照】【    】，证号："


def _template() -> tuple[Blank, Blank]:
    start, end = TEXT.index("【"), TEXT.index("，")
    options = tuple(Option(label=x, start=TEXT.index(x), end=TEXT.index(x) + len(x)) for x in ("身份证", "护照"))
    choice = Blank(
        key="id_type", label="证件类型", kind=Kind.CHOICE, slots=(Slot(start=start, end=end),), options=options
    )
    gap = TEXT.index("    ")
    return choice, Blank(key="other", label="其他", kind=Kind.TEXT, slots=(Slot(start=gap, end=gap + 4),))


@pytest.mark.parametrize(
    ("printed", "data", "inner"),
    [
        ("护照", ["护照"], None),
        ("军官证", [], "军官证"),
        ("【身份证】【护照】【    】", None, ""),
    ],
)
def test_every_way_of_printing_is_read_back(printed: str, data: JsonValue, inner: str | None) -> None:
    blanks = _template()
    template = Template(title="", name="a", format="text", sha256="", text=TEXT, blanks=blanks)
    ways = forms(alternatives(template)["id_type"], blanks, TEXT)
    form, match = next(fitting(ways, skeleton(printed)))
    assert form.data == data
    assert match.groups() == (() if inner is None else (inner,))
