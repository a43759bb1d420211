"""Rules on guarantees (保证)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.checks.statutes.facts import Facts, durations_in
from pipeline.checks.statutes.verdicts import Verdict, broken, kept, unknown

# 乙方保证… and 履约保证金 are no guarantees of another's debt.
_GUARANTEE = re.compile(
    r"保证人|担保人|提供(?:连带责任)?保证(?!金)|保证担保|承担(?:连带|一般)?保证责任|连带责任保证|一般保证"
)
# A bank's guarantee of performance, or one that another contract is to give, is not one of this contract.
_ELSEWHERE = re.compile(r"履约|支付担保|保函|预付款担保|投标|保证合同|担保合同|质量|另行签[订署]")
_UNTIL = re.compile(r"保证期[间限][^。；]{0,30}(?:还清|清偿|偿清|履行完毕|消灭)(?:为止|之日|时)")


def _guarantee(facts: Facts) -> re.Match[str] | None:
    """The first words that show a guarantee in this contract."""
    for match in _GUARANTEE.finditer(facts.text):
        start = max(facts.text.rfind(c, 0, match.start()) for c in "。；;\n") + 1
        end = min((i for i in (facts.text.find(c, match.end()) for c in "。；;\n") if i >= 0), default=len(facts.text))
        if not _ELSEWHERE.search(facts.text[start:end]):
            return match
    return None


def guarantee_mode(facts: Facts, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    """Test that a guarantee says whether it is joint and several.

    Args:
        facts: What is known of the contract.
        parameters: None.

    Yields:
        One verdict where the contract has a guarantee; unknown where both modes are printed to be chosen from.
    """
    del parameters
    match = _guarantee(facts)
    if match is None:
        return
    joint, plain = (re.search(p, facts.text) for p in (r"连带(?:责任|保证|清偿)", r"一般(?:责任)?保证"))
    if joint and plain:
        chosen = re.search(r"[☑■√]\s*(?:连带|一般)", facts.text)
        yield kept(joint.start(), joint.end()) if chosen else unknown("两种保证方式都写了，没有选定", *joint.span())
    elif joint or plain:
        yield kept(*(joint or plain).span())  # type: ignore[union-attr]
    else:
        yield broken(*match.span())


def guarantee_period(facts: Facts, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    """Test that a guarantee states its period, and one that a court takes for stated.

    Args:
        facts: What is known of the contract.
        parameters: None.

    Yields:
        One verdict where the contract has a guarantee; unknown where the period is left open.
    """
    del parameters
    match = _guarantee(facts)
    if match is None:
        return
    if "□" in facts.text[max(0, match.start() - 8) : match.start()]:
        yield unknown("是否有保证人没有选定", *match.span())
        return
    until = _UNTIL.search(facts.text)
    if until:
        yield broken(*until.span(), found="约定不明")
        return
    stated = list(facts.with_words(r"保证期[间限]"))
    if any(durations_in(s) for s in stated):
        yield kept(stated[0].start, stated[0].end)
    elif stated:
        yield unknown("保证期间没有填写或读不出长度", stated[0].start, stated[0].end)
    else:
        yield broken(*match.span(), found="没有约定")


def company_resolution(facts: Facts, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    """Test that a company that gives a guarantee names the resolution behind it.

    Args:
        facts: What is known of the contract.
        parameters: None.

    Yields:
        One verdict where the contract has a guarantee; unknown where the guarantor's name is.
    """
    del parameters
    match = re.search(
        r"(?:保证人|担保人)(?:[（(][^（()）]{0,12}[)）])?[：:]\s*(?P<name>[^\n，,。；;]{0,40})", facts.text
    )
    if match is None:
        return
    if facts.has(r"(?:股东会|董事会|股东大会|股东)[^。；]{0,12}(?:决议|决定|同意)"):
        yield kept(*match.span())
    elif re.search(r"公司|集团", match["name"]):
        yield broken(*match.span(), found=match["name"].strip())
    elif not match["name"].strip(" _＿"):
        yield unknown("没有写明保证人是谁", *match.span())
    else:
        yield kept(*match.span())
