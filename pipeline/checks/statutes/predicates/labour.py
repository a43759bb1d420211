"""Rules on labour contracts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from pipeline.checks.figures import Figure, shares
from pipeline.checks.periods import add, months_between
from pipeline.checks.statutes.facts import Facts, Sentence, amounts_in, durations_in, months
from pipeline.checks.statutes.verdicts import Verdict, broken, kept, unknown

_NO_PROBATION = re.compile(r"(?:无|不约定|没有|不设|免)试用期|试用期[为：:]?\s*(?:无|零|0\s*个?月|/)")
_PROBATION_PAY = r"试用期(?:内|间|期间|的)*(?:月|基本)*(?:工资|薪|报酬|待遇)"
_PAY = r"转正|正式|[期届]满|工资|薪|报酬"
_NO_PAY = r"最低|补贴|津贴|奖"
_EMPLOYEE = r"(?:乙方|劳动者|员工|职工|受聘人|雇员)"


def signed_after_start(facts: Facts, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    """Test that a contract is signed within so many months of its first day.

    Args:
        facts: What is known of the contract.
        parameters: `months`: how many.

    Yields:
        One verdict; unknown where one of the days is.
    """
    if facts.signed is None or facts.first is None:
        yield unknown("没有写明签订日期或起始日期")
        return
    limit = add(facts.first, Decimal(parameters["months"]), "月")
    late = limit is not None and facts.signed > limit
    yield broken(found=f"{facts.signed}", first=f"{facts.first}") if late else kept()


def probation(facts: Facts, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    """Test a probation period against the term of the contract.

    Args:
        facts: What is known of the contract.
        parameters: `table`: rows of `under` (months of the term) and `most` (months of probation); the last row,
            without `under`, is for longer terms and those without end.

    Yields:
        A verdict where the contract speaks of a probation period of its own.
    """
    for sentence in facts.with_words(r"试用期"):
        if _NO_PROBATION.search(sentence.text):
            yield kept(sentence.start, sentence.end)
            return
        length = _probation(sentence)
        if length is None:
            if re.search(r"试用期[^，。；]{0,12}[_＿]{2}", sentence.text):
                yield unknown("试用期没有填写", sentence.start, sentence.end)
                return
            continue
        term = contract_months(facts)
        if term is None:
            yield unknown("读不出合同期限", sentence.start, sentence.end)
            return
        most = next(Decimal(r["most"]) for r in parameters["table"] if "under" not in r or term < Decimal(r["under"]))
        if length > most:
            words = "无固定期限" if term == _OPEN_END else f"{term} 个月"
            yield broken(sentence.start, sentence.end, found=f"{length:f}", term=words, most=f"{most}")
        else:
            yield kept(sentence.start, sentence.end)
        return


_OPEN_END = Decimal(1200)  # months that stand for a term without end


def _probation(sentence: Sentence) -> Decimal | None:
    """Months of probation: the length behind the words 试用期, none of another thing in between."""
    words = re.search(r"试用期", sentence.text)
    for length in durations_in(sentence):
        between = sentence.text[words.end() : length.start] if words and length.start >= words.end() else "，" * 3
        if len(between) <= 12 and not re.search(r"[，。；_＿内]|工资|届满|前", between):
            return months(length) if length.unit != "日" else length.value / 30
    return None


def contract_months(facts: Facts) -> Decimal | None:
    """Return the term of a labour contract in months, a very large number for one without end, None if unknown."""
    if facts.first and facts.last:
        return months_between(facts.first, facts.last)
    if re.search(r"(?:为|签订|订立|选择|☑|■)\s*无固定期限", facts.text):
        return _OPEN_END
    for sentence in facts.with_words(r"(?:合同期限?|期限)"):
        for length in durations_in(sentence):
            before = sentence.text[max(0, length.start - 14) : length.start]
            if "试用" not in before and re.search(r"期|为|共", before) and months(length) is not None:
                return months(length)
    return None


def probation_pay(facts: Facts, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    """Test the pay during probation against the pay after it.

    Args:
        facts: What is known of the contract.
        parameters: `least`: the share as a decimal string.

    Yields:
        A verdict where the contract speaks of the pay during probation; unknown where a figure is missing.
    """
    least = Decimal(parameters["least"])
    for sentence in facts.with_words(_PROBATION_PAY):
        words = re.search(_PROBATION_PAY, sentence.text)
        at = words.end() if words else 0
        parts = [s.value for s in shares(sentence.text) if s.start > at]
        own, full = _pays(facts, sentence, at)
        if parts:
            value = parts[0]
        elif own is not None and full:
            value = own / full
        else:
            yield unknown("读不出试用期工资或转正工资", sentence.start, sentence.end)
            continue
        found = f"{value * 100:.0f}%"
        ok = value >= least
        yield kept(sentence.start, sentence.end) if ok else broken(sentence.start, sentence.end, found=found)


def _pays(facts: Facts, sentence: Sentence, at: int) -> tuple[Decimal | None, Decimal | None]:
    """The pay during probation and that after it, which may stand before it: 月工资一万元，试用期工资八千元."""
    sums = [a for a in amounts_in(sentence) if not a.capital] or list(amounts_in(sentence))
    behind = [a for a in sums if a.start >= at]
    if not behind:
        return None, None
    later = [a.value for a in behind[1:] if _is_full_pay(sentence.text, a)]
    before = {a.value for a in sums if a.start < at and _is_full_pay(sentence.text, a)}
    if later or len(before) == 1:
        return behind[0].value, later[0] if later else before.pop()
    # Parts of a pay (岗位工资, 绩效工资) stand before it: which of them makes the whole is not said.
    return behind[0].value, None if before else _full_pay(facts, sentence)


def _is_full_pay(text: str, figure: Figure) -> bool:
    """True where the words that lead to a sum say that it is a pay."""
    lead = re.split(r"[，,；;]", text[: figure.start])[-1]
    return re.search(_PAY, lead) is not None and re.search(_NO_PAY, lead) is None


def _full_pay(facts: Facts, own: Sentence) -> Decimal | None:
    """The pay after probation where another sentence states it."""
    for sentence in facts.with_words(r"转正|试用期(?:满|届满)|(?:月|基本)工资|劳动报酬"):
        if sentence.start != own.start:
            found = amounts_in(sentence)
            if found:
                return found[0].value
    return None


def employee_penalty(facts: Facts, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    """Test that an employee owes a penalty only where the statute allows one.

    Args:
        facts: What is known of the contract.
        parameters: `allowed`: pattern of what an article with such a penalty must be about.

    Yields:
        A verdict for every sentence that makes the employee pay; unknown where it does not say who pays.
    """
    for sentence in facts.with_words(r"违约金"):
        waived = re.search(r"不(?:得|承担|支付|约定|收取)[^，。；]{0,16}违约金", sentence.text)
        if waived or re.search(parameters["allowed"], facts.article(sentence.start)):
            yield kept(sentence.start, sentence.end)
        elif re.search(rf"{_EMPLOYEE}[^。；]{{0,60}}违约金|向(?:甲方|用人单位)[^。；]{{0,20}}违约金", sentence.text):
            yield broken(sentence.start, sentence.end)
        elif not re.search(r"(?:甲方|用人单位)[^。；]{0,40}(?:支付|承担)", sentence.text):
            yield unknown("没有写明由谁支付违约金", sentence.start, sentence.end)
