"""Rules on interest and penalties."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from pipeline.checks.figures import Figure, shares
from pipeline.checks.statutes.facts import Facts, Sentence
from pipeline.checks.statutes.lpr import highest, lpr
from pipeline.checks.statutes.verdicts import Verdict, broken, kept, unknown

# How often a year a rate is owed, by the words before it: 日利率 万分之五, 月息 1%, 年利率 12%.
_PERIODS = (
    (r"(?:日|每日|每天|按日|每逾期一[日天]|每逾期1[日天])", Decimal(365)),
    (r"(?:月|每月|按月)", Decimal(12)),
    (r"(?:年|每年|年化)", Decimal(1)),
)
_RATE = r"(?:利率|利息|月息|年息|日息|息)"


def loan_rate(facts: Facts, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    """Test the interest of a loan against a multiple of the one-year LPR at its formation.

    Args:
        facts: What is known of the contract.
        parameters: `times`: the multiple; `subject`: pattern of the sentences that state the rate.

    Yields:
        A verdict for every rate; unknown where the rate is left open, or the day or its LPR is not known.
    """
    times = Decimal(parameters["times"])
    for sentence in facts.with_words(parameters["subject"]):
        multiple = re.search(r"(\d+(?:\.\d+)?)\s*倍", sentence.text)
        if multiple and re.search(r"LPR|市场报价利率|四倍", sentence.text):
            over = Decimal(multiple[1]) > times
            found = f"{multiple[1]} 倍 LPR"
            start, end = sentence.start, sentence.end
            yield broken(start, end, found=found, most=f"{times} 倍 LPR") if over else kept(start, end)
            continue
        for share in shares(sentence.text):
            yearly = yearly_rate(sentence, share, facts)
            if yearly is not None:
                yield _against_lpr(facts, sentence, yearly, times)
        if re.search(rf"{_RATE}[^，。；]{{0,8}}[_＿]{{2}}", sentence.text) and not shares(sentence.text):
            yield unknown("利率没有填写", sentence.start, sentence.end)


def yearly_rate(sentence: Sentence, share: Figure, facts: Facts) -> Decimal | None:
    """Return a rate of interest or penalty by the year, None for a share that is no rate."""
    del facts
    before = sentence.text[max(0, share.start - 16) : share.start]
    for words, times in _PERIODS:
        found = list(re.finditer(words, before))
        if found and re.search(rf"{_RATE}|违约金|滞纳金|罚息|支付|计|加收", sentence.text):
            return share.value * times
    return share.value if re.search(rf"{_RATE}(?:为|按|是|[:：])?\s*$", before) else None


def _against_lpr(facts: Facts, sentence: Sentence, yearly: Decimal, times: Decimal) -> Verdict:
    start, end, found = sentence.start, sentence.end, f"{yearly * 100:.2f}%"
    base = lpr(facts.signed) if facts.signed else None
    if base is not None:
        most = base * times
        return broken(start, end, found=found, most=f"{most * 100:.2f}%") if yearly > most else kept(start, end)
    if yearly > highest() * times:
        # No LPR published since 2019 would allow it; for a later one to do so it would have to be higher still.
        limit = f"{highest() * times * 100:.2f}%（按 2019 年以来最高的 LPR 计）"
        return broken(start, end, found=found, most=limit)
    reason = "没有签订日期" if facts.signed is None else f"不掌握 {facts.signed} 的一年期 LPR"
    return unknown(reason, start, end)


def late_rate(facts: Facts, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    """Test that a buyer in delay owes at least the one-year LPR.

    Args:
        facts: What is known of the contract.
        parameters: `subject`: pattern of the sentences on late payment.

    Yields:
        A verdict for every rate by the day, month or year; unknown where it is open or the LPR is not known.
    """
    for sentence in facts.with_words(parameters["subject"]):
        rates = [y for s in shares(sentence.text) for y in (yearly_rate(sentence, s, facts),) if y is not None]
        base = lpr(facts.signed) if facts.signed else None
        for yearly in rates[:1]:
            if base is not None and yearly < base:
                yield broken(sentence.start, sentence.end, found=f"{yearly * 100:.2f}%", least=f"{base * 100:.2f}%")
            elif base is not None or yearly >= highest():
                yield kept(sentence.start, sentence.end)
            else:
                yield unknown("不掌握签订日的一年期 LPR", sentence.start, sentence.end)
        if not rates and re.search(r"[_＿]{2}\s*[%‰]|分之\s*[_＿]{2}", sentence.text):
            yield unknown("逾期利率没有填写", sentence.start, sentence.end)


_DAILY = re.compile(
    r"(?:每日|每天|按日|每(?:逾期|延期|迟延|延误)?\s*(?:一|1)?\s*[日天])[^。；]{0,24}$|日[^，。；]{0,4}$"
)
_WHOLE = re.compile(r"合同|总价|价款|总额|金额|货款|费用|租金|工程款|服务费|未付|逾期")


def _is_penalty(sentence: Sentence, share: Figure) -> bool:
    """True where the penalty is named right behind the share (20%的违约金) or before it (违约金为…的20%)."""
    behind, before = sentence.text[share.end :], sentence.text[: share.start]
    return bool(
        re.match(r"[^，。；]{0,18}(?:违约金|滞纳金)", behind) or re.search(r"(?:违约金|滞纳金)[^，。；]{0,30}$", before)
    )


def penalty_share(facts: Facts, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    """Test a penalty as a share of the price, at once or by the day.

    Args:
        facts: What is known of the contract.
        parameters: `most`: the share as a decimal string; `daily`: true to look at those by the day only.

    Yields:
        A verdict for every share in a sentence on penalties; unknown where it is left open.
    """
    most, daily = Decimal(parameters["most"]), bool(parameters.get("daily"))
    for sentence in facts.with_words(r"违约金|滞纳金"):
        if not _WHOLE.search(sentence.text):
            continue
        found = [s for s in shares(sentence.text)
                 if _is_penalty(sentence, s) and bool(_DAILY.search(sentence.text[: s.start])) is daily]  # fmt: skip
        for share in found:
            start, end = sentence.start, sentence.end
            words = f"{(share.value * 100).normalize():f}%"
            yield broken(start, end, found=words) if share.value > most else kept(start, end)
        open_share = re.search(
            r"((?<![_＿])[_＿]{2,}+\s*[%‰]|分之\s*(?<![_＿])[_＿]{2,}+)[^，。；]{0,18}(?:违约金|滞纳金)", sentence.text
        )
        if not found and open_share and bool(_DAILY.search(sentence.text[: open_share.start()])) is daily:
            yield unknown("违约金比例没有填写", sentence.start, sentence.end)
