"""What is printed reads back as what was meant, and no input breaks a reader."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.template import Blank, Column, Kind, Option, Role, Slot
from pipeline.text.capitals import parse_amount
from pipeline.text.numerals import parse_number
from pipeline.values import BadValue, Gap, coerce, doubts, print_value, printer
from pipeline.values.address import split

FEN = st.integers(1, 10**15).map(lambda n: Decimal(n).scaleb(-2))
VALUE = Slot(start=0, end=1)
ANYTHING = st.one_of(
    st.text(max_size=30), st.text(alphabet="0123456789零一二十百万亿元角分年月日个%‰.-/:,、 ￥", max_size=14), st.none(), st.booleans(),
    st.integers(), st.floats(), st.decimals(), st.dates(), st.datetimes(), st.lists(st.text(max_size=3), max_size=3),
    st.dictionaries(st.text(max_size=3), st.text(max_size=3), max_size=3), st.binary(max_size=3),
)  # fmt: skip


def blank(kind: Kind, unit: str = "", roles: tuple[Role, ...] = (Role.VALUE,)) -> Blank:
    options = tuple(Option(label=label, start=0, end=0) for label in ("甲", "乙")) if kind is Kind.CHOICE else ()
    columns = (
        (Column(key="a", label="品名"), Column(key="b", label="数量", kind=Kind.NUMBER)) if kind is Kind.TABLE else ()
    )
    slots = tuple(Slot(start=i, end=i + 1, role=role) for i, role in enumerate(roles))
    return Blank(key="k", label="字段", kind=kind, unit=unit, slots=slots, options=options, columns=columns)


@pytest.mark.parametrize("kind", list(Kind))
@given(raw=ANYTHING)
def test_every_input_is_read_or_refused(kind: Kind, raw: object) -> None:
    field = blank(kind)
    try:
        data = coerce(raw, field)
    except BadValue:
        return
    doubts(data, field)


@pytest.mark.parametrize("after", ["", "元", "元整", "整", "万元整", "万元"])
@given(amount=FEN)
def test_capitals_with_what_is_printed_behind_say_the_amount(after: str, amount: Decimal) -> None:
    printed = print_value(str(amount), blank(Kind.AMOUNT_UPPER), VALUE, before="大写：", after=after)
    words = printed.text + ("" if printed.swallow else after)
    assert parse_amount(words) == amount
    assert words.count("整") <= 1
    assert ("分" in words, "整" in words) != (True, True)


@pytest.mark.parametrize(
    ("unit", "after"), [("", ""), ("元", "元"), ("元整", "元整"), ("万元", "万元"), ("亿元", "亿元")]
)
@given(amount=FEN)
def test_digits_with_what_is_printed_behind_say_the_amount(unit: str, after: str, amount: Decimal) -> None:
    printed = print_value(str(amount), blank(Kind.AMOUNT, unit), VALUE, before="费用", after=after)
    assert parse_amount(printed.text + ("" if printed.swallow else after)) == amount


@given(amount=FEN.filter(lambda a: a < 10**8))
def test_a_grid_says_the_amount(amount: Decimal) -> None:
    names = ("仟", "佰", "拾", "万", "仟", "佰", "拾", "元", "角", "分")
    gaps = tuple(Gap(role=Role.DIGIT, name=name) for name in names)
    texts = printer(blank(Kind.AMOUNT_UPPER, roles=(Role.DIGIT,) * len(names)), gaps)(str(amount))
    values = [parse_number(one.text) for one in texts]
    weights = [Decimal(10) ** e for e in (7, 6, 5, 4, 3, 2, 1, 0, -1, -2)]
    assert sum(v * w for v, w in zip(values, weights, strict=True) if v is not None) == amount


@given(day=st.dates(date(1000, 1, 1)))
def test_a_printed_date_reads_back(day: date) -> None:
    field = blank(Kind.DATE)
    data = coerce(day, field)
    assert coerce(print_value(data, field, VALUE, before="", after="").text, field) == data == day.isoformat()


@given(day=st.dates(date(2000, 1, 1), date(2099, 12, 31)), before=st.sampled_from(["", "20", "二〇"]))
def test_a_date_in_pieces_reads_back(day: date, before: str) -> None:
    roles = (Role.YEAR_SHORT if before else Role.YEAR, Role.MONTH, Role.DAY)
    field = blank(Kind.DATE, roles=roles)
    gaps = tuple(
        Gap(role=role, before=before if i == 0 else "", after=unit)
        for i, (role, unit) in enumerate(zip(roles, "年月日", strict=True))
    )
    pieces = [one.text for one in printer(field, gaps)(day.isoformat())]
    text = before + "".join(piece + unit for piece, unit in zip(pieces, "年月日", strict=True))
    assert coerce(text, field) == day.isoformat()


@given(
    share=st.integers(0, 10**7).map(lambda n: Decimal(n).scaleb(-4)),
    around=st.sampled_from([("", "%"), ("", "‰"), ("百分之", ""), ("千分之", ""), ("万分之", ""), ("", "")]),
)
def test_a_printed_share_reads_back(share: Decimal, around: tuple[str, str]) -> None:
    before, after = around
    printed = print_value(str(share), blank(Kind.PERCENT), VALUE, before=f"按{before}", after=after)
    assert Decimal(str(coerce(before + printed.text + after, blank(Kind.PERCENT)))) == share


@given(number=st.integers(1, 9999), unit=st.sampled_from(["年", "个月", "日", "个工作日", "小时", ""]))
def test_a_printed_length_reads_back(number: int, unit: str) -> None:
    field = blank(Kind.DURATION, unit)
    data = coerce(f"{number}{unit or '年'}", field)
    text = print_value(data, field, VALUE, before="", after=unit).text + unit
    assert coerce(text, field) == data


@given(
    text=st.text(
        st.characters(
            exclude_categories=["Cs", "Cc", "Zl", "Zp"],
            exclude_characters="\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufffe\uffff\ufff9\ufffa\ufffb",
        ),
        min_size=1,
    ).filter(str.strip)
)
def test_text_arrives_literally(text: str) -> None:
    field = blank(Kind.TEXT)
    assert print_value(coerce(text, field), field, VALUE, before="", after="").text == text.strip()


@given(address=st.text(alphabet="省市区县浙江杭州北京西湖路1号", max_size=20))
def test_no_character_of_an_address_is_lost(address: str) -> None:
    units = ("省", "市", "区")
    gaps = tuple(Gap(role=Role.PART, name=u, after=u, own="__", until=u if u != "区" else None) for u in units)
    field = blank(Kind.ADDRESS, roles=(Role.PART,) * 3)
    printed = printer(field, gaps)(address)
    if split(address, units) is None:
        assert printed[0].text == address
        assert all(one.swallow for one in printed)
    else:
        assert "".join(f"{one.text}{u}" for one, u in zip(printed, units, strict=True)) == address
