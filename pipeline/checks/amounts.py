"""Subject → findings on amounts: digits ↔ 大写, currencies (金额一致性)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from pipeline.checks.figures import Figure, amounts
from pipeline.checks.findings import ERROR, WARNING, Code, finding
from pipeline.checks.stated import Stated, stated
from pipeline.checks.subject import Subject
from pipeline.diagnostics import Diagnostic
from pipeline.model.template import Kind
from pipeline.text.capitals import parse_amount

FIELDS_DIFFER = Code(
    code="AMT001", severity=ERROR, strict=True, title="金额与大写不一致",
    explanation="填写的金额和它的大写不是同一个数。票据上大小写不一致即为无效（票据法第八条），合同上则必起争议。",
    hint="只填写数字金额，大写由程序生成",
)  # fmt: skip
TEXT_DIFFERS = Code(
    code="AMT002", severity=ERROR, strict=True, title="正文中金额的大小写不一致",
    explanation="正文里并列书写的数字金额和大写金额不是同一个数。",
    hint="核对后改正其中之一",
)  # fmt: skip
UNREADABLE = Code(
    code="AMT003", severity=WARNING, strict=True, title="大写金额写法不规范",
    explanation="“大写”之后的文字不是规范的大写金额，或有两种读法。",
    hint="按“壹拾贰万叁仟肆佰元整”的写法改正",
)  # fmt: skip
NOT_POSITIVE = Code(
    code="AMT004", severity=WARNING, strict=True, title="金额为零或负数",
    explanation="合同的金额填成了零或负数。确无对价的合同可以接受此问题。",
    hint="核对金额",
)  # fmt: skip
CURRENCIES = Code(
    code="CUR001", severity=WARNING, strict=True, title="币种不一致",
    explanation="同一份合同用了几种货币计价，却没有写明汇率或以哪种货币结算。",
    hint="统一币种，或写明折算汇率和结算货币",
)  # fmt: skip
SIGN_DIFFERS = Code(
    code="CUR002", severity=ERROR, strict=True, title="货币符号与单位不符",
    explanation="金额前的货币符号和后面的货币单位不是同一种货币，例如“￥100 美元”。",
    hint="改正符号或单位",
)  # fmt: skip

CODES = (FIELDS_DIFFER, TEXT_DIFFERS, UNREADABLE, NOT_POSITIVE, CURRENCIES, SIGN_DIFFERS)

# What may stand between the two writings of one amount: brackets and labels; and what shows that they are one.
_BETWEEN = re.compile(r"[\s（(：:，,、）)\[\]【】即计合共总小大写金额为整正人民币]*")
_LINK = re.compile(r"[（(\[【：:即]|[大小]写")
_CAPITALS = re.compile(
    r"大写(?:金额)?[）)]?\s*[：:]?\s*(?:人民币)?\s*(?P<words>[零壹贰貳叁參肆伍陆陸柒捌玖拾佰仟万萬亿億元圆圓角分整正\s]{3,40}+)"
)
_MIXED_SIGN = re.compile(
    r"(?P<sign>[￥¥$€£]|US\$|HK\$|人民币)\s*[\d,.]+\s*[万亿]?\s*(?P<unit>美元|欧元|港元|港币|日元|英镑|元)"
)
_OF_SIGN = {
    "￥": ("元", "日元"), "¥": ("元", "日元"), "$": ("美元", "港元", "港币"), "US$": ("美元",), "HK$": ("港元", "港币"),
    "€": ("欧元",), "£": ("英镑",), "人民币": ("元",),
}  # fmt: skip
_EXCHANGE = ("汇率", "折算", "折合", "兑换", "牌价", "等值", "中间价")


def check(subject: Subject) -> tuple[Diagnostic, ...]:
    """Find amounts that disagree with their words, and currencies that disagree with each other.

    Args:
        subject: What is checked.

    Returns:
        The findings.
    """
    values = tuple(v for v in stated(subject) if v.blank.kind in (Kind.AMOUNT, Kind.AMOUNT_UPPER))
    found = amounts(subject.text)
    fields = tuple(_fields(subject, values))
    reported = {d.key for d in fields}
    spans = [(v.start, v.end) for v in values if v.blank.key in reported or v.blank.pair in reported]
    return (
        *fields,
        *_pairs(subject, found, spans),
        *_unreadable(subject, found),
        *_not_positive(subject, values),
        *_currencies(subject, found),
        *_signs(subject),
    )


def _fields(subject: Subject, values: tuple[Stated, ...]) -> Iterator[Diagnostic]:
    by_key = {value.blank.key: value for value in values if value.blank.key}
    for value in values:
        other = by_key.get(value.blank.pair)
        if value.blank.kind is Kind.AMOUNT_UPPER or other is None:
            continue
        digits, words = value.amount(), other.amount()
        if digits is not None and words is not None and digits != words:
            gap = _money(abs(digits - words))
            yield finding(
                FIELDS_DIFFER, f"『{value.name}』为 {value.text}，大写却为 {other.text}，相差 {gap} 元", subject,
                start=other.start, end=other.end, key=value.blank.key,
            )  # fmt: skip


def _money(value: Decimal) -> str:
    return f"{value:,.2f}".removesuffix(".00")


def _pairs(subject: Subject, found: tuple[Figure, ...], reported: list[tuple[int, int]]) -> Iterator[Diagnostic]:
    for one, other in pairs(subject.text, found):
        if one.value == other.value or any(start < other.end and one.start < end for start, end in reported):
            continue
        yield finding(
            TEXT_DIFFERS,
            f"“{subject.text[one.start : one.end]}”与“{subject.text[other.start : other.end]}”不是同一个数",
            subject, start=one.start, end=other.end,
        )  # fmt: skip


def pairs(text: str, found: tuple[Figure, ...]) -> Iterator[tuple[Figure, Figure]]:
    """Yield the amounts that are written twice, in digits and in words, side by side.

    Args:
        text: The text.
        found: Its amounts.

    Returns:
        The pairs in reading order, in the order of writing; an amount belongs to one pair at most.
    """
    last: Figure | None = None
    for figure in found:
        if last is not None and last.capital != figure.capital and last.unit == figure.unit:
            between = text[last.end : figure.start]
            if len(between) <= 20 and _BETWEEN.fullmatch(between) and _LINK.search(between):
                yield last, figure
                last = None
                continue
        last = figure


def _unreadable(subject: Subject, found: tuple[Figure, ...]) -> Iterator[Diagnostic]:
    read = {figure.end for figure in found}
    for match in _CAPITALS.finditer(subject.text):
        words = match["words"].rstrip()
        end = match.start("words") + len(words)
        digits = sum(c in "壹贰貳叁參肆伍陆陸柒捌玖" for c in words)
        if parse_amount(words) is not None:
            continue  # a 零 in every empty place of a grid
        if digits and end not in read and not any(match.start("words") < e <= end for e in read):
            yield finding(
                UNREADABLE, f"大写金额“{words.strip()}”写法不规范，读不出数额", subject,
                start=match.start("words"), end=end,
            )  # fmt: skip


def _not_positive(subject: Subject, values: tuple[Stated, ...]) -> Iterator[Diagnostic]:
    for value in values:
        amount = value.amount()
        if value.blank.kind is Kind.AMOUNT and amount is not None and amount <= 0:
            yield finding(
                NOT_POSITIVE, f"『{value.name}』为 {value.text}", subject,
                start=value.start, end=value.end, key=value.blank.key,
            )  # fmt: skip


def _currencies(subject: Subject, found: tuple[Figure, ...]) -> Iterator[Diagnostic]:
    first: dict[str, Figure] = {}
    for figure in found:
        first.setdefault(figure.unit, figure)
    if len(first) > 1 and not any(word in subject.text for word in _EXCHANGE):
        odd = list(first.values())[1]
        names = "、".join(first)
        yield finding(CURRENCIES, f"合同用了几种货币（{names}），没有写明汇率", subject, start=odd.start, end=odd.end)


def _signs(subject: Subject) -> Iterator[Diagnostic]:
    for match in _MIXED_SIGN.finditer(subject.text):
        if match["unit"] not in _OF_SIGN[match["sign"]]:
            yield finding(
                SIGN_DIFFERS, f"“{match[0]}”的符号和单位不是同一种货币", subject, start=match.start(), end=match.end()
            )
