"""Every rule of every statute: kept, broken, undecidable; in force on the right days."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.checks import run_checks
from pipeline.checks.statutes import is_applicable, is_in_force, judge
from pipeline.checks.statutes.facts import facts_of
from pipeline.checks.statutes.lpr import lpr
from pipeline.checks.statutes.rules import Rule, all_rules
from pipeline.checks.statutes.verdicts import Outcome
from pipeline.checks.subject import subject_of
from pipeline.diagnostics import Severity
from pipeline.model.template import Template

CASES = yaml.safe_load((Path(__file__).parents[2] / "fixtures" / "checks" / "statutes.yaml").read_text("utf-8"))
RULES = {rule.code: rule for rule in all_rules()}
# No sentence breaks 民事诉讼法 35 for certain: whether a named court has a connection lies outside the contract.
NEVER_BROKEN = {"CPL035"}


def _cases() -> list[Any]:
    return [
        pytest.param(code, outcome, id=f"{code}-{outcome}")
        for code, entry in CASES.items()
        for outcome in ("kept", "broken", "unknown")
        if outcome in entry
    ]


def _template(text: str, title: str = "合同") -> Template:
    return Template(title=title, text=text, format="text", name="x.txt", sha256="")


@pytest.mark.parametrize(("code", "outcome"), _cases())
def test_a_rule_is_judged(code: str, outcome: str) -> None:
    entry = CASES[code]
    case = entry[outcome]
    text, signed = (case["text"], case["signed"]) if isinstance(case, dict) else (case, entry.get("signed"))
    facts = facts_of(subject_of(_template(text, entry.get("title", "合同")), signed=signed))
    assert is_applicable(RULES[code], facts.kind, facts.signed)
    outcomes = {verdict.outcome.value for verdict in judge(RULES[code], facts)}
    assert outcomes == {outcome}


@pytest.mark.parametrize(
    ("text", "outcomes"),
    [
        ("乙方的工资为每月9,800.00元（大写：玖仟捌佰元整），试用期工资为每月8,330.00元。", {"kept"}),
        ("乙方月工资10,000元，试用期工资7,000元。", {"broken"}),
        ("试用期满后月工资为10,000元，试用期工资为7,000元。", {"broken"}),
        ("乙方月工资10,000元，试用期工资7,000元，另有交通补贴500元。", {"broken"}),
        ("试用期工资为8,000元，试用期届满后为10,000元。", {"kept"}),
        ("乙方每月餐补600元，试用期工资为7,000元。", {"unknown"}),
        ("岗位工资6,000元，绩效工资4,000元，试用期工资为5,000元。", {"unknown"}),
    ],
)
def test_the_pay_during_probation_is_compared_with_the_pay_after_it(text: str, outcomes: set[str]) -> None:
    facts = facts_of(subject_of(_template(text, "劳动合同")))
    assert {verdict.outcome.value for verdict in judge(RULES["LAB020"], facts)} == outcomes


def test_every_rule_has_its_three_cases() -> None:
    lacking = {
        code: missing
        for code in RULES
        if (
            missing := {"kept", "broken", "unknown"}
            - set(CASES.get(code, ()))
            - ({"broken"} if code in NEVER_BROKEN else set())
        )
    }
    assert lacking == {}
    assert set(CASES) == set(RULES)


def test_codes_are_given_once() -> None:
    assert len({rule.code for rule in all_rules()}) == len(all_rules())


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_a_rule_is_complete(rule: Rule) -> None:
    assert rule.certainty in ("H", "M", "L")
    assert rule.article
    assert rule.law.source
    assert rule.in_force_until is None or rule.in_force_from < rule.in_force_until


def test_a_breach_is_a_finding_with_article_place_and_hint() -> None:
    text = "第一条 甲方支付定金，为合同总价的30%。"
    found = [d for d in run_checks(subject_of(_template(text))) if d.code == "CIV586"]
    assert [d.severity for d in found] == [Severity.ERROR]
    assert "民法典第五百八十六条" in found[0].message
    assert "30%" in found[0].message
    assert found[0].quote
    assert found[0].hint


def test_an_undecidable_rule_is_a_note() -> None:
    text = "甲方支付定金30,000元。"
    found = [d for d in run_checks(subject_of(_template(text))) if d.code == "CIV586"]
    assert [d.severity for d in found] == [Severity.NOTE]
    assert "不能判断" in found[0].message


def test_the_arbitration_law_of_the_signing_date_applies() -> None:
    text = "发生争议的，双方同意申请仲裁。"
    before, after = (
        {d.code for d in run_checks(subject_of(_template(text), signed=day))}
        for day in (date(2026, 2, 28), date(2026, 3, 1))
    )
    assert "ARB016" in before
    assert "ARB027" not in before
    assert "ARB027" in after
    assert "ARB016" not in after


def test_an_undated_contract_is_judged_by_what_has_no_end() -> None:
    assert not is_in_force(RULES["ARB016"], None)
    assert is_in_force(RULES["ARB027"], None)
    assert not is_in_force(RULES["LOA025"], date(2020, 8, 19))


@pytest.mark.parametrize(
    ("day", "rate"),
    [
        (date(2019, 8, 19), None),
        (date(2019, 8, 20), "0.0425"),
        (date(2021, 12, 19), "0.0385"),
        (date(2021, 12, 20), "0.038"),
        (date(2025, 5, 20), "0.03"),
        (date(2030, 1, 1), None),
    ],
)
def test_lpr_is_dated(day: date, rate: str | None) -> None:
    found = lpr(day)
    assert (None if found is None else f"{found.normalize():f}") == rate


def test_other_kinds_of_contract_are_left_alone() -> None:
    facts = facts_of(subject_of(_template("试用期为12个月，合同期限为1年。", "软件试用协议")))
    assert not is_applicable(RULES["LAB019"], facts.kind, facts.signed)


def test_a_breach_leaves_no_doubt_beside_it() -> None:
    text = "甲方支付定金，为合同总价的30%。乙方另收定金____元。"
    verdicts = judge(RULES["CIV586"], facts_of(subject_of(_template(text))))
    assert {v.outcome for v in verdicts} == {Outcome.BROKEN}


def test_firms_that_held_no_tender_may_agree_on_any_deposit() -> None:
    facts = facts_of(subject_of(_template("乙方提交履约保证金，为合同金额的15%。")))
    assert list(judge(RULES["BIR058"], facts)) == []
