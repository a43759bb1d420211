"""Subject → findings on values stated more than once, and on the contract number (重复项、合同编号)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.checks.findings import ERROR, WARNING, Code, finding
from pipeline.checks.stated import Stated, stated
from pipeline.checks.subject import Subject
from pipeline.diagnostics import Diagnostic
from pipeline.model.template import Kind
from pipeline.text.width import compact

DIFFERS = Code(
    code="DUP001", severity=ERROR, strict=True, title="同一项两处写得不同",
    explanation="合同编号、证件号码、账号、合同总价等在合同中出现几次，写的值却不同。",
    hint="核对后统一",
)  # fmt: skip
NUMBER_FORM = Code(
    code="CNO001", severity=WARNING, strict=True, title="合同编号写法可疑",
    explanation="合同编号含有不该出现的字符、没有数字、过长，或只是占位的 ××、0000。",
    hint="按编号规则填写，例如 HT-2026-001",
)  # fmt: skip

CODES = (DIFFERS, NUMBER_FORM)

# Of these one party (or contract) has one value, wherever it stands. Others (付款期限) may differ by intention.
_SINGLE = (Kind.CONTRACT_NO, Kind.ID_NO, Kind.BANK_ACCOUNT, Kind.EMAIL, Kind.POSTCODE)
_TOTALS = re.compile(r"合同总?(?:价款?|金额|价格)|总(?:价款?|金额|费用)|服务费用?总额|租金总额")
_ALLOWED = re.compile(r"[0-9A-Za-z\u4e00-\u9fff〇()（）\[\]【】〔〕{}\-—–_/\\.#·:：号第 ]{1,64}")
_PLACEHOLDER = re.compile(r"[xX×]{2,}|^[0\-_/]+$|待定|暂无|编号$")


def check(subject: Subject) -> tuple[Diagnostic, ...]:
    """Find values that stand in two places and differ, and contract numbers that are none.

    Args:
        subject: What is checked.

    Returns:
        The findings.
    """
    values = tuple(stated(subject))
    return (*_differing(subject, values), *_numbers(subject, values))


def _differing(subject: Subject, values: tuple[Stated, ...]) -> Iterator[Diagnostic]:
    first: dict[tuple[str, str, str], Stated] = {}
    for value in values:
        name = _identity(value)
        if name is None:
            continue
        other = first.setdefault(name, value)
        if other is not value and _canonical(other) != _canonical(value):
            yield finding(
                DIFFERS, f"『{value.name}』此处为 {value.text}，前面为 {other.text}", subject,
                start=value.start, end=value.end, key=value.blank.key,
            )  # fmt: skip


def _identity(value: Stated) -> tuple[str, str, str] | None:
    """What two values must share to be one and the same; None for values that may well differ."""
    blank = value.blank
    if blank.kind is Kind.CONTRACT_NO:
        return (blank.kind, "", compact(blank.label))
    if blank.kind in _SINGLE:
        return (blank.kind, blank.party, compact(blank.label)) if blank.party else None
    if blank.kind is Kind.AMOUNT and _TOTALS.search(blank.label):
        return (blank.kind, "", compact(blank.label))
    return None


def _canonical(value: Stated) -> str:
    if value.blank.kind is Kind.AMOUNT:
        return str(value.amount())
    return re.sub(r"[\s-]", "", compact(value.text)).upper()


def _numbers(subject: Subject, values: tuple[Stated, ...]) -> Iterator[Diagnostic]:
    for value in values:
        words = value.text.strip()
        if value.blank.kind is not Kind.CONTRACT_NO:
            continue
        odd = not _ALLOWED.fullmatch(words) or _PLACEHOLDER.search(words) or not any(c.isdigit() for c in words)
        if odd:
            yield finding(
                NUMBER_FORM, f"『{value.name}』“{words}”不像合同编号", subject,
                start=value.start, end=value.end, key=value.blank.key,
            )  # fmt: skip
