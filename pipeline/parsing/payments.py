"""Structure → payments: the instalments of a price, and what sets each of them off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from pipeline.model.template import Payment, Section
from pipeline.parsing.numbering import number_at
from pipeline.parsing.structure import Structure
from pipeline.text.patterns import late, pattern

_SENTENCE = late(r"[^。；;\n]+")
_PAYS = late(r"占(?:合同|服务费|费用)?总?[额价款]|支付|付款|付清|交纳|缴纳|付给|结清|付至|付到|拨付")
# Percentages of penalties, interest, taxes and deposits are no instalments.
_OTHER = late(r"违约|滞纳|逾期|利息|利率|赔偿|罚|税率|‰|每日|退还|返还|扣除|抵扣|损失|提成|佣金比例")
_SIGN = late(r"[%％]|百分之[一二三四五六七八九十]{1,4}")
# What stands before the sign: 剩余的50, 其余____
_BLANK = r"[_＿ \t\u3000\xa0【】\[\]]"
_SHARE = late(rf"(?P<rest>剩余|其余|余下)?的?{_BLANK}*+(?P<n>\d{{1,3}}(?:\.\d{{1,2}})?)?(?P<gap>{_BLANK}*+)$")
_REACH = 70  # how far before the sign its number, or the blank for it, may begin
_SENTENCE_REACH = 200
_MOST = 20  # no plan has more instalments in one sentence
_WHEN = late(r"(?:后|前|内|时|当[日天]|之?日起?|起|期间?|届满|完成|到位|合格)$")
_LEAD = late(
    r"^(?:(?:首付款|首期款?|预付款|进度款|尾款|余款|第[一二三四五六七八九十]{1,2}[期次笔](?:款|付款)?)[：:，]?)?"
    r"(?:[甲乙丙]方|双方|[^\W\d_]{2,5}[人方])?(?:应当?|须|需|将|同意)?(?:在|于|自)?"
)
_WHO = r"(?:[甲乙丙]方|[^\W\d_]{1,4}人)?(?:应当?|须|需)?(?:一次性)?"
_VERB = late(rf"(?:[，,]|{_WHO}向.{{1,8}}?|{_WHO})(?:支付|付款|付清|交纳|缴纳|付给|付至|付到|拨付)")


def payments(text: str, structure: Structure) -> tuple[Payment, ...]:
    """Return the instalments in reading order.

    Args:
        text: The flow's text.
        structure: How the contract is built.
    """
    return tuple(
        payment
        for region in structure.regions
        if region.section is Section.BODY
        for match in _SENTENCE.finditer(text, region.start, region.end)
        if "%" in match[0] or "％" in match[0] or "百分之" in match[0]
        for payment in _of(match, structure)
    )


def _of(match: re.Match[str], structure: Structure) -> Iterator[Payment]:
    sentence, start = match[0], match.start()
    inside = start + len(sentence) - len(sentence.lstrip())  # behind the indent, which is no part of the clause yet
    if not _PAYS.search(sentence) or _OTHER.search(sentence):
        return
    for sign in islice(_SIGN.finditer(sentence), _MOST):
        begin = max(0, sign.start() - _REACH)
        before = _SHARE.search(sentence[begin : sign.start()])
        if before is None:
            continue
        printed = _printed(sign[0], before)
        if printed:
            at = begin + before.start() if before["rest"] or before["n"] else sign.start()
            trigger = _trigger(sentence[max(0, at - _SENTENCE_REACH) : at])
            yield Payment(share=printed, trigger=trigger, start=start + at, clause=structure.place(inside))


def _printed(sign: str, before: re.Match[str]) -> str:
    """The share as it is shown: 剩余50%, ____%, 百分之九十; "" if nothing stands before the sign."""
    rest = before["rest"] or ""
    if len(sign) > 1:
        return rest + sign
    if before["n"]:
        return rest + before["n"] + sign
    return f"{rest}____{sign}" if pattern(r"[_＿ \t\u3000\xa0]").search(before[0]) else ""


def _trigger(before: str) -> str:
    """The condition that stands before the verb: 合同生效后____个工作日内."""
    number = number_at(before.lstrip(), 0)
    said = before.lstrip()[number.end if number else 0 :]
    verbs = list(_VERB.finditer(said))
    for verb in reversed(verbs):
        pieces = [_LEAD.sub("", p.strip(), count=1).strip() for p in pattern(r"[，,：:]").split(said[: verb.start()])]
        last = next((i for i in range(len(pieces) - 1, -1, -1) if pieces[i] and _WHEN.search(pieces[i])), None)
        if last is not None:
            joined = last > 0 and pieces[last - 1].endswith("后")
            return "，".join(pieces[last - 1 : last + 1]) if joined else pieces[last]
    return ""
