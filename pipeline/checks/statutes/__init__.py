"""Subject → findings on what statutes ask for (法律法规).

The rules are data (one YAML file a law); what tests them are named functions with parameters. A rule is applied by the
kind of the contract and by the signing date; a contract without date is judged by what is in force without an end.
This is a help for reading, no legal advice.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from datetime import date

from pipeline.checks.findings import NOTE, Code, finding
from pipeline.checks.memory import remembered
from pipeline.checks.statutes.facts import Facts, facts_of
from pipeline.checks.statutes.predicates import PREDICATES
from pipeline.checks.statutes.rules import Rule, all_rules
from pipeline.checks.statutes.verdicts import Outcome, Verdict
from pipeline.checks.subject import Subject
from pipeline.diagnostics import Diagnostic

_DOUBTS = {"H": "", "M": "（依据二手资料，请核对条文）", "L": "（依惯例，没有明文规定）"}


def check(subject: Subject) -> tuple[Diagnostic, ...]:
    """Apply the rules that are in force for the contract and meant for its kind.

    Args:
        subject: What is checked.

    Returns:
        A finding for every breach; a note where a rule is touched but can't be decided.
    """
    facts = facts_of(subject)
    return tuple(d for rule in _rules_for(facts.kind, facts.signed) for d in _findings(rule, facts))


@remembered
def _rules_for(kind: str, signed: date | None) -> tuple[Rule, ...]:
    return tuple(rule for rule in all_rules() if is_applicable(rule, kind, signed))


@functools.cache
def codes() -> tuple[Code, ...]:
    """Return the codes of the rules."""
    return tuple(code_of(rule) for rule in all_rules())


@functools.cache
def _by_name() -> dict[str, Code]:
    return {code.code: code for code in codes()}


def code_of(rule: Rule) -> Code:
    """Return a rule's code with what the documentation says of it."""
    until = f"至 {rule.in_force_until}" if rule.in_force_until else "起"
    kinds = f"适用于{'、'.join(rule.applies)}合同；" if rule.applies else ""
    return Code(
        code=rule.code, severity=rule.severity, title=rule.title, hint=rule.hint + _DOUBTS[rule.certainty],
        explanation=f"{rule.law.title}{rule.article}。{kinds}签订日期 {rule.in_force_from} {until}；"
        f"把握程度 {rule.certainty}；来源：{rule.law.source}。",
    )  # fmt: skip


def is_applicable(rule: Rule, kind: str, signed: date | None) -> bool:
    """True where a rule is meant for a kind of contract and in force on its signing date."""
    return _is_meant(rule, kind) and is_in_force(rule, signed)


def _is_meant(rule: Rule, kind: str) -> bool:
    if rule.applies and not any(word in kind for word in rule.applies):
        return False
    return not any(word in kind for word in rule.unless)


def is_in_force(rule: Rule, day: date | None) -> bool:
    """True where a rule is in force on a day; on an unknown day, where it has no end."""
    if day is None:
        return rule.in_force_until is None
    return rule.in_force_from <= day and (rule.in_force_until is None or day <= rule.in_force_until)


def judge(rule: Rule, facts: Facts) -> tuple[Verdict, ...]:
    """Put one rule to a contract.

    Args:
        rule: The rule.
        facts: What is known of the contract.

    Returns:
        Its verdicts; none where the contract does not touch the rule. One unknown is enough, and none beside a breach.
    """
    verdicts = tuple(PREDICATES[rule.predicate](facts, rule.parameters))
    breaches = tuple(v for v in verdicts if v.outcome is Outcome.BROKEN)
    if breaches:
        return breaches
    doubts = tuple(v for v in verdicts if v.outcome is Outcome.UNKNOWN)
    return doubts[:1] or verdicts


def _findings(rule: Rule, facts: Facts) -> Iterator[Diagnostic]:
    code = _by_name()[rule.code]
    for verdict in judge(rule, facts):
        if verdict.outcome is Outcome.BROKEN:
            message = f"{rule.message.format_map(verdict.words)}（{rule.cited}）"
            yield finding(code, message, facts.subject, start=verdict.start, end=verdict.end)
        elif verdict.outcome is Outcome.UNKNOWN:
            message = f"不能判断是否符合{rule.cited}（{rule.title}）：{verdict.words['reason']}"
            yield finding(
                code, message, facts.subject, start=verdict.start, end=verdict.end, severity=NOTE, hint="请人工核对"
            )
