"""Subject → findings: what makes a contract incomplete, contradictory, unlawful or deceptive.

A check is a pure function from what is checked to findings; the table below is the order in which they run. A check
never raises on content, and says nothing where it can't know.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from types import ModuleType

from pipeline.checks import (
    acceptance,
    amounts,
    annexes,
    copies,
    dates,
    formulas,
    parties,
    payments,
    references,
    repeats,
    required,
    statutes,
    tables,
    trust,
)
from pipeline.checks.acceptance import apply_acceptance
from pipeline.checks.annex_graph import AnnexRow, annex_graph, annex_statuses
from pipeline.checks.findings import Check, Code, stricter
from pipeline.checks.subject import Subject, subject_of
from pipeline.diagnostics import Diagnostic

__all__ = [
    "CHECKS",
    "AnnexRow",
    "Check",
    "Code",
    "Subject",
    "annex_graph",
    "annex_statuses",
    "apply_acceptance",
    "codes",
    "run_checks",
    "subject_of",
]


def _check(name: str, title: str, module: ModuleType) -> Check:
    return Check(name=name, title=title, run=module.check, codes=lambda: tuple(module.CODES))


CHECKS: tuple[Check, ...] = (
    _check("required", "必填项", required),
    _check("annexes", "附件", annexes),
    _check("amounts", "金额与币种", amounts),
    _check("tables", "价格表", tables),
    _check("payments", "分期付款", payments),
    _check("dates", "日期与期限", dates),
    _check("parties", "当事人", parties),
    _check("repeats", "重复项与合同编号", repeats),
    _check("copies", "合同份数", copies),
    _check("references", "条款编号与引用", references),
    _check("formulas", "计算公式", formulas),
    Check(name="statutes", title="法律法规", run=statutes.check, codes=statutes.codes),
    _check("trust", "可信性", trust),
)


@functools.cache
def codes() -> Mapping[str, Code]:
    """Return every code that can be reported, by its name."""
    listed = [code for check in CHECKS for code in check.codes()]
    return {code.code: code for code in (*listed, *acceptance.CODES)}


def run_checks(subject: Subject, *, strict: bool = False) -> tuple[Diagnostic, ...]:
    """Run every check.

    Args:
        subject: What is checked.
        strict: Weigh warnings that make a contract unfit to be issued as errors.

    Returns:
        The findings: checks in the order of the table, within a check in reading order; the same input gives the
        same findings. A finding that two checks agree on stands once.
    """
    found = (d for check in CHECKS for d in _in_order(check.run(subject)))
    distinct = tuple(dict.fromkeys(found))
    if not strict:
        return distinct
    known = codes()
    return tuple(stricter(d, known.get(d.code)) for d in distinct)


def _in_order(diagnostics: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(diagnostics, key=lambda d: (d.start is None, d.start or 0, d.code)))
