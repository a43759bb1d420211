"""Template → Extracted: the standard elements, the parties and the duties that the words of a contract state."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from pipeline.diagnostics import Diagnostic, Severity
from pipeline.extracting.disputes import disputes, penalties
from pipeline.extracting.duties import obligations
from pipeline.extracting.parties import parties
from pipeline.extracting.periods import periods
from pipeline.extracting.prices import Priced, priced, singles, sums, totals
from pipeline.extracting.reading import Reading, reading
from pipeline.extracting.script import as_printed, in_known_signs
from pipeline.extracting.shares import shares
from pipeline.extracting.signing import (
    contract_number,
    copies,
    effective_day,
    signing_day,
    signing_place,
    title,
)
from pipeline.extracting.unlisted import with_parties
from pipeline.model.extracted import Extracted, Found
from pipeline.model.template import Template

NAMES = (
    "title", "contract_no", "sign_date", "sign_place", "effective_date", "start_date", "end_date", "term",
    "total_amount", "total_amount_upper", "deposit", "rent", "salary", "penalty", "dispute_method",
    "dispute_institution", "copies",
)  # fmt: skip

_RULES: tuple[Callable[[Reading], Iterator[tuple[str, Found]]], ...] = (
    title, contract_number, signing_day, signing_place, effective_day, periods, penalties, disputes, copies,
)  # fmt: skip


# Papers that quote contracts, or are about them, and are none.
_NO_CONTRACT = re.compile(
    r"(?:判决|裁定|裁决|处罚决定|起诉|上诉|答辩|仲裁申请|通知|告知|律师)[书状函]$|(?:民事|刑事|行政|仲裁)调解书$|问询函$"
)


def extract(template: Template) -> Extracted:
    """Return what the words of a filled contract state; a value that they do not state is absent.

    Args:
        template: The contract as parsing understood it.
    """
    known = in_known_signs(template)
    return _extract(template) if known is None else as_printed(_extract(known), template)


def _extract(template: Template) -> Extracted:
    if _NO_CONTRACT.search(template.title):
        return _no_contract(template)
    read = with_parties(reading(template))
    amounts = priced(read)
    found = {name: value for rule in _RULES for name, value in rule(read)}
    found.update((*totals(read, amounts), *singles(read, amounts)))
    return Extracted(
        template=read.template,
        elements={name: found[name] for name in NAMES if name in found},
        parties=parties(read),
        obligations=tuple(obligations(read)),
        sums=tuple(sorted((*sums(read, amounts), *shares(read)), key=lambda one: one.start)),
        diagnostics=(*template.diagnostics, *_disagreeing(read, amounts)),
    )


def _no_contract(template: Template) -> Extracted:
    """Return the title alone: what a judgment says of a contract is nothing that this paper agrees on."""
    warning = Diagnostic(
        severity=Severity.WARNING, code="EXT002", message=f"『{template.title}』看来不是合同，没有读取合同要素",
        location="", hint="确是合同的，改正标题后再读", quote=template.title,
    )  # fmt: skip
    return Extracted(
        template=template,
        elements=dict(title(reading(template))),
        diagnostics=(*template.diagnostics, warning),
    )


def _disagreeing(read: Reading, amounts: tuple[Priced, ...]) -> Iterator[Diagnostic]:
    for one in amounts:
        money = one.money
        if not money.agrees:
            yield Diagnostic(
                severity=Severity.WARNING, code="EXT001", message="金额的大写与小写不一致",
                location=read.number(money.start), hint="请对照原件核实以哪一个为准",
                start=money.start, end=money.end, quote=read.template.text[money.start : money.end],
            )  # fmt: skip
