from __future__ import annotations

from datetime import date

import pytest

from pipeline.batch.errors import PatternInvalid
from pipeline.batch.numbers import numbering

DAY = date(2026, 3, 9)


@pytest.mark.parametrize(
    ("pattern", "number"),
    [
        ("{year}-{type}-{seq:05d}", "2026-租赁-00017"),
        ("HT{year}{month}{day}{seq}", "HT2026030917"),
        ("{batch}/{seq:3d}", "客户.csv/017"),
        ("{{{seq}}}", "{17}"),
        ("{seq:2}", "17"),
    ],
)
def test_numbers_follow_the_pattern(pattern: str, number: str) -> None:
    assert numbering(pattern, day=DAY, category="租赁", batch="客户.csv").number(17) == number


@pytest.mark.parametrize(
    "pattern",
    ["", "HT", "{seq}{seq}", "{year}", "{seq", "{seq.__class__}", "{0}", "{seq!r}", "{year:x}-{seq}", "{seq:>9}", "{os}{seq}",
     "{seq:99999d}", "\0{seq}"],
)  # fmt: skip
def test_other_patterns_are_refused(pattern: str) -> None:
    with pytest.raises(PatternInvalid):
        numbering(pattern, day=DAY, category="租赁", batch="a")
