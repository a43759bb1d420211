"""Rules on form, signing and paying."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from pipeline.checks.amounts import pairs
from pipeline.checks.figures import amounts, days
from pipeline.checks.statutes.facts import Facts, durations_in
from pipeline.checks.statutes.verdicts import Verdict, broken, kept, unknown
from pipeline.model.template import Kind

_ORAL = re.compile(
    r"口头(?:形式|方式)?(?:的)?(?:变更|修改|补充|约定|协议|承诺|合同)[^。；]{0,16}(?:有效|同等|效力|亦可|也可|即可)"
)
_SIGNED = re.compile(r"签字|签章|盖章|签名|签署|画押|捺印|按指印")
_IN_DAYS = {"日": Decimal(1), "工作日": Decimal("1.4"), "周": Decimal(7), "月": Decimal(30), "年": Decimal(365)}


def form_of_contract(facts: Facts, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    """Test that a contract that must be in writing is meant to be signed, and is not changed by word of mouth.

    Args:
        facts: What is known of the contract.
        parameters: None.

    Yields:
        One verdict; unknown where the text has no place to sign, which may stand on another page.
    """
    del parameters
    oral = _ORAL.search(facts.text)
    if oral and not re.search(r"无效|不具有|不产生|没有", facts.text[oral.start() : oral.end() + 4]):
        yield broken(*oral.span())
    elif any(b.kind is Kind.SIGNATURE for b in facts.subject.blanks()) or _SIGNED.search(facts.text):
        yield kept()
    else:
        yield unknown("没有找到签字或盖章的地方")


def signed_within(facts: Facts, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    """Test that a contract is signed within so many days of the award.

    Args:
        facts: What is known of the contract.
        parameters: `days`: how many; `subject`: pattern of what they are counted from.

    Yields:
        One verdict where the award is mentioned; unknown where one of the days is not stated.
    """
    for sentence in facts.with_words(parameters["subject"]):
        dated = [d.day for d in days(sentence.text) if d.day is not None]
        if not dated or facts.signed is None:
            continue
        late = (facts.signed - dated[0]).days
        start, end = sentence.start, sentence.end
        yield broken(start, end, found=f"{late}") if late > int(parameters["days"]) else kept(start, end)
        return
    first = next(facts.with_words(parameters["subject"]), None)
    if first is not None:
        yield unknown("没有写明中标、成交通知书的日期或签订日期", first.start, first.end)


def payment_days(facts: Facts, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    """Test how long after delivery or acceptance a buyer may wait to pay.

    Args:
        facts: What is known of the contract.
        parameters: `most`: days.

    Yields:
        A verdict for every such sentence; unknown where the days are left open.
    """
    for sentence in facts.with_words(
        r"(?:验收|交付|交货|到货|收货|签收|发票|完工|竣工)[^。；]{0,40}(?:支付|付清|付款|结清)"
    ):
        lengths = [f for f in durations_in(sentence) if re.match(r"\s*(?:之?内|以内)", sentence.text[f.end :])]
        for length in lengths[-1:]:
            value = length.value * _IN_DAYS.get(length.unit, Decimal())
            start, end = sentence.start + length.start, sentence.start + length.end
            found = sentence.text[length.start : length.end].strip()
            yield broken(start, end, found=found) if value > Decimal(parameters["most"]) else kept(start, end)
        if not lengths and re.search(r"[_＿]{2}\s*(?:个)?(?:工作)?[日天月]", sentence.text):
            yield unknown("付款期限没有填写", sentence.start, sentence.end)


def words_and_digits(facts: Facts, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    """Test that amounts written in digits and in words agree.

    Args:
        facts: What is known of the contract.
        parameters: None.

    Yields:
        A verdict for every pair; unknown where one of the two is left open.
    """
    del parameters
    for one, other in pairs(facts.text, amounts(facts.text)):
        yield kept(one.start, other.end) if one.value == other.value else broken(one.start, other.end)
    for match in re.finditer(r"大写(?:金额)?[）)]?\s*[：:]?\s*(?:人民币)?\s*[_＿]{2}", facts.text):
        yield unknown("大写金额没有填写", *match.span())
        return
