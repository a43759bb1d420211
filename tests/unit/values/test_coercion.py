"""What people type, and what it is read as."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from pipeline.model.template import Blank, Column, Kind, Option, Role, Slot
from pipeline.values import BadValue, SheetNumber, coerce, coercer, doubts, example, expected
from pipeline.values.bad import shown


def blank(kind: str, label: str = "字段", unit: str = "", roles: str = "value", **more: Any) -> Blank:
    slots = tuple(Slot(start=i, end=i + 1, role=Role(role)) for i, role in enumerate(roles.split()))
    return Blank(key="k", label=label, kind=Kind(kind), unit=unit, slots=slots, **more)


WAYS = tuple(Option(label=label, start=0, end=0) for label in ("仲裁", "诉讼"))
WORDED = tuple(
    Option(label=label, start=0, end=0)
    for label in ("向____仲裁委员会申请仲裁", "向____人民法院起诉", "不同意", "由双方协商")
)
GOODS = (
    Column(key="name", label="品名"), Column(key="qty", label="数量", kind=Kind.NUMBER), Column(key="price", label="单价", kind=Kind.AMOUNT, unit="元"),
)  # fmt: skip
DAY = "year month day"

ACCEPTED = [
    (blank("amount", unit="元"), raw, "120000.00")
    for raw in ("12万", "￥120,000.00", "¥120000", "十二万元整", "120000元", "RMB 120,000", "人民币壹拾贰万元整", "１２００００", 120000, 120000.0,
                Decimal(120000), {"value": "120000", "currency": "CNY"}, "12 万 元")
] + [
    (blank("amount", unit="元"), "1.2亿", "120000000.00"), (blank("amount", unit="元"), 0.1, "0.10"),
    (blank("amount", unit="元/度"), "0.0525", "0.0525"), (blank("amount", unit="万元"), 12, "120000.00"),
    (blank("amount", unit="万元"), "120000元", "120000.00"), (blank("amount", unit="美元"), "US$1,000", "1000.00"),
    (blank("amount", unit="美元"), "1000", "1000.00"), (blank("amount_upper"), "壹拾贰万伍仟元伍角", "125000.50"),
    *((blank("date"), raw, "2026-11-22") for raw in (
        "2026-11-22", "2026.11.22", "2026/11/22", "2026年11月22日", "二〇二六年十一月二十二日", "二○二六年十一月廿二日", "20261122", "2026-11-22 00:00:00",
        20261122, date(2026, 11, 22), datetime(2026, 11, 22), SheetNumber(46348), "２０２６－１１－２２", "2026年11月22号")),  # noqa: DTZ001
    (blank("date", roles="year month"), "2026年3月", "2026-03"), (blank("date", roles="year month"), "2026-03-09", "2026-03-09"),
    (blank("date", roles="year"), "2026", "2026"), (blank("date", roles="month day"), "3月9日", "--03-09"),
    (blank("date", roles=f"{DAY} hour minute"), "2026-03-09 9:05", "2026-03-09T09:05"), (blank("date", roles="hour"), "9时", "T09:00"),
    (blank("date", roles=f"{DAY} hour"), "2026年3月9日0时", "2026-03-09T00:00"),
    (blank("duration", unit="年"), "三年", {"value": "3", "unit": "年"}), (blank("duration", unit="年"), "36个月", {"value": "3", "unit": "年"}),
    (blank("duration", unit="年"), 3, {"value": "3", "unit": "年"}), (blank("duration", unit="个月"), "一年半", {"value": "18", "unit": "个月"}),
    (blank("duration", unit="年"), "3周年", {"value": "3", "unit": "年"}), (blank("duration", unit="日"), "10天", {"value": "10", "unit": "日"}),
    (blank("duration", unit="个工作日"), "十个工作日", {"value": "10", "unit": "个工作日"}), (blank("duration"), "2个季度", {"value": "2", "unit": "个季度"}),
    (blank("duration", unit="学年"), "3", {"value": "3", "unit": "学年"}), (blank("duration", unit="年"), {"value": 2, "unit": "年"}, {"value": "2", "unit": "年"}),
    (blank("percent", unit="%"), "50%", "50"), (blank("percent", unit="%"), "百分之五十", "50"), (blank("percent", unit="%"), "万分之五", "0.05"),
    (blank("percent", unit="‰"), "5", "0.5"), (blank("percent"), 12.5, "12.5"), (blank("percent", unit="%"), "0.5‰", "0.05"),
    (blank("contract_no"), "ＨＴ－２０２６－０１", "HT-2026-01"), (blank("contract_no"), "京〔2026〕（一）号", "京〔2026〕（一）号"),
    (blank("party"), "Ａ公司", "Ａ公司"), (blank("address"), "文三路\t5号", "文三路 5号"),
    (blank("percent", unit="个百分点"), "2", "2"), (blank("number", unit="台"), "1,200台", "1200"), (blank("number"), "两", "2"), (blank("number"), "-3.50", "-3.5"),
    (blank("choice", options=WAYS), "诉讼", ["诉讼"]), (blank("choice", options=WAYS), "第二种", ["诉讼"]), (blank("choice", options=WAYS), 2, ["诉讼"]),
    (blank("choice", options=WAYS), "B", ["诉讼"]), (blank("choice", options=WAYS, multiple=True), "诉讼、仲裁", ["仲裁", "诉讼"]),
    (blank("choice", options=WAYS, multiple=True), ["诉讼", 1], ["仲裁", "诉讼"]), (blank("choice", options=WAYS[:1]), False, []),
    (blank("choice", options=WORDED), "仲裁", ["向____仲裁委员会申请仲裁"]), (blank("choice", options=WORDED), "起诉", ["向____人民法院起诉"]),
    (blank("choice", options=WAYS[:1]), "是", ["仲裁"]), (blank("choice"), "第三种", ["3"]),
    (blank("phone"), "0571-87654321转123、13800138000", "0571-87654321转123、13800138000"), (blank("phone"), 13800138000, "13800138000"),
    (blank("phone"), "400-800-8888", "400-800-8888"), (blank("phone"), "（0571）87654321", "(0571)87654321"), (blank("phone"), "+1 650 253 0000", "+1 650 253 0000"),
    (blank("id_no", "统一社会信用代码"), "91350100m000100y43", "91350100M000100Y43"), (blank("id_no", "身份证号"), "11010519491231002x", "11010519491231002X"),
    (blank("id_no", "身份证号/统一社会信用代码"), "91350100M000100Y43", "91350100M000100Y43"), (blank("id_no", "护照号码"), "E12345678", "E12345678"),
    *((blank("id_no", "身份证号"), number, number) for number in ("33010619670817483X", "830000198506151019", "911124199001011231")),
    (blank("bank_account"), "6222 0212 3456 7890 128", "6222021234567890128"), (blank("postcode"), "３１００１２", "310012"),
    (blank("email"), "li.ming@example.com", "li.ming@example.com"), (blank("text"), " {{7*7}} & <甲> ", "{{7*7}} & <甲>"), (blank("text"), "a\r\nb", "a\nb"),
    (blank("person"), "㼆𬇙🐉", "㼆𬇙🐉"), (blank("contract_no"), 17, "17"),
    (blank("table", columns=GOODS), [{"品名": "笔", "qty": "3", "单价": None}], [{"name": "笔", "qty": "3", "price": None}]),
    (blank("table", columns=GOODS), '[["笔", 3, 1.5]]', [{"name": "笔", "qty": "3", "price": "1.50"}]),
]  # fmt: skip


@pytest.mark.parametrize(("field", "raw", "expected_data"), ACCEPTED)
def test_reads(field: Blank, raw: object, expected_data: object) -> None:
    assert coerce(raw, field) == expected_data


REFUSED = [
    *((blank("amount", "服务费用", "元"), raw, words) for raw, words in [
        ("-5", "负数"), ("USD 1,000", "USD"), ("1,2345", "读不出"), (0.30000000000000004, "小数"), (True, "读不出"), (float("nan"), "读不出"),
        ("一百二", "读不出"), ("1" * 17, "读不出"), ("0." + "0" * 40 + "1", "小数"), ("1." + "0" * 30 + "1", "读不出"), ([1], "读不出"),
        ({"amount": 1}, "读不出"), ("1e5", "读不出")]),
    (blank("amount", unit="万元"), "￥12", "没有写明"), (blank("amount_upper"), "0.005", "写到分"),
    *((blank("date", "签订日期", roles=DAY), raw, words) for raw, words in [
        ("2026-02-30", "2026年2月没有30日"), ("2026-13-01", "没有13月"), ("26-1-2", "四位"), ("03/04/2026", "分不清"), ("2026-11", "没有写日"), ("3月1日", "没有写年份"), (46348, "序号"),
        ("2026-11-22 09:30", "时刻"), ("明天", "读不出"), ("0000-01-01", "年份"), (True, "不是日期"), ("2026-1.2", "读不出"), ("2026-11-22T25:00", "没有25时")]),
    (blank("date", roles=f"{DAY} hour"), "2026-11-22", "时刻"), (blank("date", roles=f"{DAY} hour"), "2026-11-22 09:30", "不填分"),
    *((blank("duration", unit="年"), raw, words) for raw, words in [("20个月", "换算"), ("10个工作日", "换算"), ("", ""), ("三四年", ""), ("-1", ""), ("1e3", "")]),
    (blank("duration", unit="个工作日"), "10日", "换算"), (blank("duration"), "3", "单位"), (blank("duration", unit="日"), "2周", "换算"),
    (blank("percent", "出资比例", "%"), "150%", "100%"), (blank("percent"), "-1", "负数"), (blank("percent"), SheetNumber(0.5), "单元格"), (blank("percent"), "五成", ""),
    (blank("number", unit="台"), "3套", "单位：台"), (blank("number"), "约3", ""), (blank("number"), None, ""), (blank("number"), "3.123456789", ""),
    (blank("choice", options=WAYS), "调解", "仲裁、诉讼"), (blank("choice", options=WAYS), "仲裁、诉讼", "一项"), (blank("choice", options=WAYS), "3", "没有"),
    (blank("choice", options=WORDED), "同意", "没有"), (blank("choice", options=(*WORDED, *WORDED[:1])), "仲裁", "没有"),
    (blank("phone"), "87654321", "区号"), (blank("phone"), "1380013800", "不是有效"), (blank("phone"), "abc", "读不出"), (blank("phone"), "0571-8765432x", ""),
    (blank("id_no", "统一社会信用代码"), "91350100M000100Y44", "GB 32100"), (blank("id_no", "统一社会信用代码"), "123", "3 位"),
    (blank("id_no", "身份证号"), "110105194912310021", "GB 11643"), (blank("id_no", "身份证号"), "110105491231002", "15 位"),
    (blank("id_no", "身份证号"), "110105194902310026", ""), (blank("id_no", "身份证号"), "190105194912310024", "地区"), (blank("id_no", "身份证号"), "110105194902310026", "出生日期"), (blank("bank_account"), "1234567", "7 位"), (blank("bank_account"), "6222-abcd", "数字以外"),
    (blank("bank_account"), 6.222021234567890e18, "丢失"), (blank("postcode"), 10012, "开头的 0"), (blank("postcode"), "1000", "6 位"), (blank("email"), "a@b", "不是邮箱"),
    *((blank("text"), raw, words) for raw, words in [
        ("a\x00b", "U+0000"), ("\ud800", "U+D800"), ("a\u202eb", "U+202E"), ("\u2066", "U+2066"), ("a\x0bb", "U+000B"), ("\uffff", "U+FFFF"),
        (["x"], "不是文字"), (date(2026, 1, 2), "日期"), (True, "不是文字"), (1.5, "末尾")]),
    (blank("person"), "张三\n李四", "一行"),
    *((blank("table", "清单", columns=GOODS), raw, words) for raw, words in [
        ([{"颜色": "红"}], "第1行没有『颜色』"), ([], "没有行"), ("x", "列表"), (["x"], "第1行不是"), ([["a", 1, 2, 3]], "多于"), ([{}, {"数量": "z"}], "第2行"),
        ([{"数量": 1, "qty": 2}], "两个值")]),
]  # fmt: skip


@pytest.mark.parametrize(("field", "raw", "words"), REFUSED)
def test_refuses_with_label_value_expectation_and_example(field: Blank, raw: object, words: str) -> None:
    with pytest.raises(BadValue) as refused:
        coerce(raw, field)
    message = str(refused.value)
    assert words in message
    assert f"『{field.label}" in message
    assert "应为" in message
    assert ("例如" in message) == (field.kind is not Kind.TEXT)  # any text would do: no example helps


@pytest.mark.parametrize("kind", [k for k in Kind if k not in (Kind.SIGNATURE, Kind.CHOICE, Kind.TABLE)])
def test_the_example_that_an_error_gives_is_accepted(kind: Kind) -> None:
    units = {
        Kind.AMOUNT: ["", "元", "万元", "美元"],
        Kind.PERCENT: ["", "%", "‰", "万分之"],
        Kind.DURATION: ["", "年", "学年"],
    }.get(kind, [""])
    for unit in units:
        for roles in (
            ["value", DAY, "year month", "month day", f"{DAY} hour", "hour"] if kind is Kind.DATE else ["value"]
        ):
            field = blank(kind, unit=unit, roles=roles)
            coerce(example(field), field)
            assert expected(field)


@pytest.mark.parametrize("field", [blank("choice", options=WAYS), blank("choice"), blank("table", columns=GOODS)])
def test_examples_of_structured_values_are_accepted(field: Blank) -> None:
    coerce(example(field), field)


@pytest.mark.parametrize(
    ("field", "raw", "code"),
    [
        (blank("bank_account"), "6222021234567890129", "VAL003"), (blank("bank_account"), "1234567890", ""), (blank("percent"), "150", "VAL002"),
        (blank("percent"), "100", ""), (blank("text"), "a\u200bb", "VAL005"), (blank("text"), "👨\u200d👩", ""),
        (blank("address"), "待定", "VAL007"), (blank("party"), "XX公司", "VAL007"), (blank("text"), "某某小区", "VAL007"), (blank("text"), "待定事项见附件", ""),
        (blank("text"), "无", ""), (blank("party"), "XXL Trading", ""), (blank("address"), "未来科技城5号", ""), (blank("id_no", "护照或其他证件"), "110105194912310021", "VAL004"),
    ],
)  # fmt: skip
def test_doubts_are_warnings_about_values_that_are_accepted(field: Blank, raw: str, code: str) -> None:
    assert [d.code for d in doubts(coerce(raw, field), field)] == ([code] if code else [])


@pytest.mark.parametrize(
    ("kind", "raw"),
    [("text", "字" * 400_000), ("amount", 10**5000), ("amount", "9" * 100_000)],
    ids=["text", "integer", "digits"],
)
def test_refuses_what_is_far_too_long_with_a_short_message(kind: str, raw: object) -> None:
    with pytest.raises(BadValue) as refused:
        coerce(raw, blank(kind))
    assert len(str(refused.value)) < 200


def test_a_coercer_is_used_again() -> None:
    read = coercer(blank("amount", unit="元"))
    assert [read("1万"), read("2万")] == ["10000.00", "20000.00"]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (Decimal("1.5"), "1.5"), (True, "true"), (["甲", 1], '["甲", 1]'), ({"a": Decimal(2)}, '{"a": "2"}'),
        ("a\nb", "a\\u000ab"), ("长" * 50, "长" * 39 + "…"), (10**5000, "一个极大的数"),
    ],
    ids=["decimal", "yes", "list", "object", "line end", "long", "huge"],
)  # fmt: skip
def test_a_refused_value_is_quoted_as_it_was_typed(raw: object, text: str) -> None:
    assert shown(raw) == text
