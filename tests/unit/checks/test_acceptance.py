"""Accepting findings on purpose; strictness."""

from __future__ import annotations

from pipeline.checks import apply_acceptance, run_checks
from pipeline.diagnostics import Diagnostic, Severity
from tests.unit.checks.building import subject

FINDING = Diagnostic(severity=Severity.ERROR, code="AMT001", message="不一致", location="第三条 价款", key="fee")


def test_an_accepted_finding_is_a_note_with_the_reason() -> None:
    (accepted,) = apply_acceptance((FINDING,), {"AMT001": "以大写为准"})
    assert accepted.severity is Severity.NOTE
    assert "以大写为准" in accepted.message
    assert accepted.code == "AMT001"


def test_acceptance_may_be_narrowed() -> None:
    other = Diagnostic(severity=Severity.ERROR, code="AMT001", message="不一致", key="rent")
    severities = [d.severity for d in apply_acceptance((FINDING, other), {"AMT001 fee": "以大写为准"})]
    assert severities == [Severity.NOTE, Severity.ERROR]
    assert apply_acceptance((FINDING,), {"AMT001 第三条": "以大写为准"})[0].severity is Severity.NOTE


def test_without_a_reason_nothing_is_accepted() -> None:
    found = apply_acceptance((FINDING,), {"AMT001": " "})
    assert [(d.code, d.severity) for d in found] == [("AMT001", Severity.ERROR), ("ACC001", Severity.ERROR)]


def test_an_acceptance_that_meets_nothing_is_told() -> None:
    assert [d.code for d in apply_acceptance((), {"AMT999": "不适用"})] == ["ACC002"]


def test_strict_weighs_warnings_but_never_notes() -> None:
    text = "第一条 甲方支付定金3万元。\n第二条 大写：壹拾佰万元，详见附件。"
    plain, strict = run_checks(subject(text)), run_checks(subject(text), strict=True)
    assert [d.code for d in plain] == [d.code for d in strict]
    assert {d.severity for d in plain if d.code == "AMT003"} == {Severity.WARNING}
    assert {d.severity for d in strict if d.code == "AMT003"} == {Severity.ERROR}
    assert {d.severity for d in strict if d.code == "CIV586"} == {Severity.NOTE}


def test_the_same_input_gives_the_same_findings() -> None:
    text = "第一条 甲方支付定金3万元。大写：壹拾佰万元，2026年2月30日。"
    assert run_checks(subject(text)) == run_checks(subject(text))
