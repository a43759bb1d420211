"""Subject → findings on values that are missing (必填项)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.checks.findings import ERROR, WARNING, Code, finding
from pipeline.checks.subject import Subject
from pipeline.diagnostics import Diagnostic
from pipeline.model.conditions import conditions
from pipeline.model.contract import Value
from pipeline.model.template import Blank, Kind, Template
from pipeline.values.choice import chosen

MISSING = Code(
    code="REQ001", severity=ERROR, strict=True, title="必填项没有填写",
    explanation="要出具的合同缺少一个必须填写的值。草稿为警告。",
    hint="在填写数据中补上这一项",
)  # fmt: skip
BLANK_LEFT = Code(
    code="REQ006", severity=WARNING, strict=True, title="已填写的合同中还有空白",
    explanation="上传的合同大部分已经填写，但仍有空白处。整份都是空白的模板不报告。",
    hint="补填，或划去不用的空白处",
)  # fmt: skip

CODES = (MISSING, BLANK_LEFT)


def check(subject: Subject) -> tuple[Diagnostic, ...]:
    """Find the values that a person must still supply.

    Args:
        subject: What is checked.

    Returns:
        A finding a value, in reading order; none for a template that nobody has filled.
    """
    if subject.contract is not None:
        return tuple(_missing(subject))
    return tuple(_left(subject))


def _missing(subject: Subject) -> Iterator[Diagnostic]:
    values = subject.contract.values if subject.contract else {}
    severity = None if subject.issuing else WARNING
    idle = set(_idle(subject.template, values))
    for blank in subject.template.blanks:
        is_owed = blank.required and blank.kind is not Kind.SIGNATURE and blank.key not in idle
        if is_owed and not _has_value(values.get(blank.key)):
            start = subject.printed_at(blank.start)
            yield finding(MISSING, f"『{blank.label}』没有填写", subject, start=start, severity=severity, key=blank.key)


def _idle(template: Template, values: Mapping[str, Value]) -> Iterator[str]:
    """Yield the keys of the blanks that stand in an option which was not chosen."""
    blanks = {blank.key: blank for blank in template.blanks}
    for key, condition in conditions(template).items():
        value = values.get(condition.choice)
        if value is None or condition.option not in chosen(blanks[condition.choice], value.data):
            yield key


def _has_value(value: object) -> bool:
    data = getattr(value, "data", None)
    return data is not None and data not in ("", [], {})


def _left(subject: Subject) -> Iterator[Diagnostic]:
    blanks = [b for b in subject.template.blanks if b.kind is not Kind.SIGNATURE and _is_owed(b)]
    if len(subject.template.filled) <= len(blanks):
        return  # more open than written on: a form, not a contract that somebody forgot to complete
    behind = -1  # where the empty rows end that were told last
    for blank in blanks:
        row = _empty_row(subject.template.text, blank.start)
        if row and row[0] <= behind:
            behind = row[1]
            continue
        behind = row[1] if row else -1
        message = "表格后面还有空行" if row else f"『{blank.label or '空白处'}』还是空白"
        yield finding(BLANK_LEFT, message, subject, start=subject.printed_at(blank.start), key=blank.key)


def _empty_row(text: str, at: int) -> tuple[int, int] | None:
    """Return where a row of a table begins and where the next one does, if nothing stands in it; else None."""
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    end = len(text) if end < 0 else end
    row = text[start:end]
    return (start, end + 1) if "\t" in row and not row.strip("\t \u3000_") else None


def _is_owed(blank: Blank) -> bool:
    # Dates beside a signature are written by hand when the contract is signed.
    return blank.required and not (blank.kind is Kind.DATE and blank.label.endswith(("签订日期", "签署日期", "日期")))
