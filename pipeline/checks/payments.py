"""Subject → findings on instalments: 100 % and the total (分期付款)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from pipeline.checks.figures import Figure, amounts, sentences, shares
from pipeline.checks.findings import ERROR, Code, finding
from pipeline.checks.references import flat
from pipeline.checks.stated import stated
from pipeline.checks.subject import Subject
from pipeline.diagnostics import Diagnostic
from pipeline.model.template import Kind

SHARES = Code(
    code="PCT001", severity=ERROR, strict=True, title="分期付款比例之和不是 100%",
    explanation="同一付款条款中各期付款比例相加不等于 100%，也没有写明其余部分如何支付。",
    hint="核对各期比例；有质保金或尾款的，写明其比例",
)  # fmt: skip
REMAINDER = Code(
    code="PCT002", severity=ERROR, strict=True, title="剩余付款比例不符",
    explanation="写明支付“剩余×%”，但之前各期比例之和加上它不等于 100%。",
    hint="核对剩余比例",
)  # fmt: skip
SUM = Code(
    code="PAY001", severity=ERROR, strict=True, title="分期金额之和不等于总价",
    explanation="各期付款金额相加不等于合同总价。",
    hint="核对各期金额",
)  # fmt: skip
PART = Code(
    code="PAY002", severity=ERROR, strict=True, title="分期金额与比例不符",
    explanation="某一期写明的金额不等于总价乘以该期比例。",
    hint="核对该期的金额和比例",
)  # fmt: skip

CODES = (SHARES, REMAINDER, SUM, PART)

_PAY = re.compile(r"支付|付款|付清|预付|首付|给付|结清|缴纳|交付款")
_BASE = re.compile(
    r"(?P<base>合同总?(?:价款?|金额|额)|总(?:价款?|金额|额|费用)|服务费用?(?:总额)?|技术服务费|工程(?:总?价款?|款)|货款(?:总额)?|"
    r"(?:转让|承包|开发|设计|咨询|培训|委托|项目|采购|订单)(?:费用?|款|价款|金额|总额)(?:总额)?|价款|全款|租金总额)"
    r"[^，。；、]{0,6}?(?:的|之|剩余的?|余下的?)?\s*$"
)
_REST = re.compile(r"(?:剩余|余下|其余|余)(?:的|部分|款项)?[^，。；0-9一二三四五六七八九十]{0,12}$")
# 支付60%, 留存5%: a share of the price that the clause has named before
_PAID_ALONE = re.compile(r"(?:支付|付款|再付|付|留存|扣留|预留|保留)\s?(?:其中的?)?$")
_REST_ALONE = re.compile(r"余款|尾款|剩余(?:款项?|部分|全部|费用|价款|金额)|其余(?:款项?|部分)|余额|一次性付清")
# Shares in a sentence on payment that are no instalments.
_OTHER = re.compile(
    r"违约金|利率|利息|滞纳金|税率|罚|赔偿|逾期|折扣|上浮|下浮|不超过|不低于|达到|超过|增值税|损失|保修|提成|佣金|补偿"
)
_CUMULATIVE = re.compile(r"(?:付|支付|付款|累计|结算)(?:到|至|达)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Instalment:
    """An instalment: its share of the total, its amount (None if not written), whether it is called the rest."""

    share: Figure
    amount: Figure | None
    rest: bool
    base: str


def check(subject: Subject) -> tuple[Diagnostic, ...]:
    """Find instalments that are more or less than the whole.

    Args:
        subject: What is checked.

    Returns:
        The findings, clause by clause.
    """
    found: list[Diagnostic] = []
    total = total_amount(subject)
    for start, end in _clauses(subject):
        words = subject.text[start:end]
        plan = instalments(words, start)
        found += _shares(subject, plan, words)
        found += _amounts(subject, plan, total)
    return tuple(found)


def _clauses(subject: Subject) -> list[tuple[int, int]]:
    """The articles' stretches of `text`, or the whole text where the contract has no articles."""
    articles = [c for c in flat(subject.template) if c.level == 1]
    spans = [(subject.printed_at(c.start), subject.printed_at(c.end)) for c in articles]
    return spans or [(0, len(subject.text))]


def instalments(words: str, offset: int = 0) -> tuple[Instalment, ...]:
    """Return the instalments that a clause states as shares of one total.

    Args:
        words: The clause.
        offset: Where it begins.

    Returns:
        The instalments in reading order; shares of other things (税率, 违约金) are not among them.
    """
    found: list[Instalment] = []
    for at, sentence in sentences(words):
        if not _PAY.search(sentence):
            continue
        for share in shares(sentence):
            before = sentence[max(0, share.start - 40) : share.start]
            comma = max(before.rfind(c) for c in "，,、：:") + 1
            phrase = before[comma:]
            base = _BASE.search(phrase)
            rest = _REST.search(phrase)
            around = before[-30:] + "|" + sentence[share.end : share.end + 14]
            if (base or rest or _PAID_ALONE.search(phrase.rstrip())) and not _OTHER.search(around):
                amount = _amount_behind(sentence, share)
                found.append(Instalment(
                    share=_moved(share, at + offset), amount=_moved(amount, at + offset) if amount else None,
                    rest=rest is not None, base=base["base"] if base else "",
                ))  # fmt: skip
    return tuple(found)


def _moved(figure: Figure, by: int) -> Figure:
    return Figure(
        value=figure.value, unit=figure.unit, start=figure.start + by, end=figure.end + by, capital=figure.capital
    )


def _amount_behind(sentence: str, share: Figure) -> Figure | None:
    """The amount that a share comes to: 合同总额的30%作为预付款，即人民币叁万元整（¥30,000.00）."""
    behind = sentence[share.end : share.end + 40]
    link = re.search(r"即|计人民币|共计|金额为|[（(]", behind)
    following = shares(behind)
    found = amounts(behind[: following[0].start] if following else behind) if link else ()
    return _moved(found[0], share.end) if found else None


def _shares(subject: Subject, plan: tuple[Instalment, ...], words: str) -> Iterator[Diagnostic]:
    if len(plan) < _FEWEST or not any(p.base or p.rest for p in plan) or _is_open(plan, words):
        return  # one share alone may be a deposit
    start, end = plan[0].share.start, plan[-1].share.end
    total = sum((p.share.value for p in plan), Decimal())
    if total == 1:
        return
    if plan[-1].rest:
        owed = 1 - total + plan[-1].share.value
        message = (
            f"前面各期共 {_percent(1 - owed)}，剩余应为 {_percent(owed)}，写的却是 {_percent(plan[-1].share.value)}"
        )
        last = plan[-1].share
        yield finding(REMAINDER, message, subject, start=last.start, end=last.end)
    elif total > 1 or not _REST_ALONE.search(words):
        yield finding(SHARES, f"各期付款比例之和为 {_percent(total)}", subject, start=start, end=end)


_FEWEST = 2


def _is_open(plan: tuple[Instalment, ...], words: str) -> bool:
    """True where the sum can't be told: a share is left blank, shares add up (付至80%), or have several bases."""
    if _CUMULATIVE.search(words) or re.search(r"[_＿□]\s*[%‰]", words):
        return True
    bases = {re.sub(r"合同|总|价款|金额|价|额|款|费用|全", "", part.base) for part in plan if part.base}
    return len(bases) > 1


def _percent(share: Decimal) -> str:
    return f"{(share * 100).normalize():f}%"


def total_amount(subject: Subject) -> Decimal | None:
    """Return the contract's total price, None where none or several are stated.

    Args:
        subject: What is checked.

    Returns:
        The amount in the currency's unit.
    """
    values = [v for v in stated(subject) if v.blank.kind is Kind.AMOUNT]
    named = [v for v in values if v.blank.key in ("total_amount", "contract_amount", "service_fee")]
    named = named or [v for v in values if re.search(r"总价|总金额|合同价款|合同金额|总额|总费用|^服务费用$", v.name)]
    found = {amount for v in named for amount in (v.amount(),) if amount is not None}
    if not values:
        pattern = r"(?:合同总?(?:价款?|金额|额)|总(?:价款?|金额|费用|额))[^，。；\n%0-9]{0,10}$"
        found = {
            f.value for f in amounts(subject.text) if re.search(pattern, subject.text[max(0, f.start - 24) : f.start])
        }
    return found.pop() if len(found) == 1 else None


def _amounts(subject: Subject, plan: tuple[Instalment, ...], total: Decimal | None) -> Iterator[Diagnostic]:
    if total is None or not plan:
        return
    for part in plan:
        if part.amount is not None and abs(part.amount.value - total * part.share.value) > Decimal("0.01"):
            due = total * part.share.value
            message = f"总价的 {_percent(part.share.value)} 是 {due:,.2f} 元，写的却是 {part.amount.value:,.2f} 元"
            yield finding(PART, message, subject, start=part.share.start, end=part.amount.end)
    written = [part.amount.value for part in plan if part.amount is not None]
    whole = sum((part.share.value for part in plan), Decimal()) == 1
    if whole and len(written) == len(plan) > 1 and abs(sum(written, Decimal()) - total) > Decimal("0.01"):
        message = f"各期金额之和为 {sum(written, Decimal()):,.2f} 元，合同总价为 {total:,.2f} 元"
        end = plan[-1].amount.end if plan[-1].amount else plan[-1].share.end
        yield finding(SUM, message, subject, start=plan[0].share.start, end=end)
