"""Rules on how much and how long: shares of the price, lengths of time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from pipeline.checks.figures import Figure, shares
from pipeline.checks.periods import months_between
from pipeline.checks.statutes.facts import Facts, Sentence, amounts_in, durations_in, months, near
from pipeline.checks.statutes.verdicts import Verdict, broken, kept, unknown


def share_limit(facts: Facts, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    """Test that a sum is at most a share of the total price (定金, 履约保证金, 质保金).

    Args:
        facts: What is known of the contract.
        parameters: `subject`: pattern of what the sum is called; `most`: the share as a decimal string;
            `unless`: pattern of sentences that speak of something else; `tells`: pattern that a contract has to have
            for the rule to bind it.

    Yields:
        A verdict for every sentence that states the sum; unknown where the figure or the total is left open.
    """
    most = Decimal(parameters["most"])
    if "tells" in parameters and not facts.has(parameters["tells"]):
        return
    for sentence in facts.with_words(parameters["subject"]):
        if "unless" in parameters and re.search(parameters["unless"], sentence.text):
            continue
        found = (shares(sentence.text), amounts_in(sentence))
        for words in re.finditer(parameters["subject"], sentence.text):
            verdict = _share(facts, sentence, words, found, most)
            if verdict is not None:
                yield verdict
                break


def _share(
    facts: Facts,
    sentence: Sentence,
    words: re.Match[str],
    found: tuple[tuple[Figure, ...], tuple[Figure, ...]],
    most: Decimal,
) -> Verdict | None:
    """Judge the share or the amount that belongs to the words; `found` holds the sentence's shares and amounts."""
    start, end = sentence.start, sentence.end
    parts = [f for f in found[0] if near(sentence.text, words, f)]
    if parts:
        value = parts[0].value
        stated = f"{(value * 100).normalize():f}%"
        return broken(start, end, found=stated, words=words[0]) if value > most else kept(start, end)
    sums = [f for f in found[1] if near(sentence.text, words, f)]
    if sums:
        if facts.total is None or facts.total <= 0:
            return unknown(f"写明了{words[0]}数额，但读不出合同总价", start, end)
        value = sums[0].value / facts.total
        stated = f"{sums[0].value:,.2f} 元（总价的 {value * 100:.1f}%）"
        return broken(start, end, found=stated, words=words[0]) if value > most else kept(start, end)
    if re.match(r"[^，,。；]{0,20}[_＿]{2}", sentence.text[words.end() :]):
        return unknown(f"{words[0]}的数额没有填写", start, end)
    return None


def duration_limit(facts: Facts, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    """Test that a length of time is not too long, or not too short.

    Args:
        facts: What is known of the contract.
        parameters: `subject`: pattern of what the time is of; `most` or `least` with `unit` (月 or 小时 or 日);
            `unless`: pattern of sentences that speak of something else; `term`: true if the contract's own term, from
            first to last day, is meant too; `whole`: true if every length in such a sentence is meant.

    Yields:
        A verdict for every length found; unknown where it is left open.
    """
    yield from _own_term(facts, parameters)
    for sentence in facts.with_words(parameters["subject"]):
        if "unless" in parameters and re.search(parameters["unless"], sentence.text):
            continue
        found = False
        stated = durations_in(sentence)
        for words in re.finditer(parameters["subject"], sentence.text):
            lengths = [f for f in stated if _is_meant(sentence, words, f, parameters)]
            for length in lengths[:1] if not parameters.get("whole") else lengths:
                verdict = _length(sentence, length, parameters)
                if verdict is not None:
                    found = True
                    yield verdict
            if not found and re.match(r"[^，,。；]{0,12}[_＿]{2}", sentence.text[words.end() :]):
                found = True
                yield unknown(f"{words[0]}没有填写", sentence.start, sentence.end)


def _own_term(facts: Facts, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    if not parameters.get("term") or facts.first is None or facts.last is None:
        return
    length = months_between(facts.first, facts.last)
    yield broken(found=f"{length} 个月") if _is_beyond(length, parameters) else kept()


def _is_beyond(value: Decimal, parameters: Mapping[str, Any]) -> bool:
    over = "most" in parameters and value > Decimal(parameters["most"])
    return over or ("least" in parameters and value < Decimal(parameters["least"]))


def _is_meant(sentence: Sentence, words: re.Match[str], length: Figure, parameters: Mapping[str, Any]) -> bool:
    if re.search(r"[前近逾]\s*$", sentence.text[: length.start]):
        return False  # 离职前12个月: a time that a sum is counted from
    return bool(parameters.get("whole")) or near(sentence.text, words, length, behind=24, before=6)


def _length(sentence: Sentence, length: Figure, parameters: Mapping[str, Any]) -> Verdict | None:
    value = (
        months(length) if parameters["unit"] == "月" else length.value if length.unit == parameters["unit"] else None
    )
    if value is None:
        return None
    start, end = sentence.start + length.start, sentence.start + length.end
    found = sentence.text[length.start : length.end].strip()
    return broken(start, end, found=found) if _is_beyond(value, parameters) else kept(start, end)
