"""What is wrong with a record, worded: one function a finding."""

from __future__ import annotations

from datetime import date

from pipeline import values
from pipeline.diagnostics import Diagnostic, Severity
from pipeline.model.template import Blank, Kind


def missing(blank: Blank, where: str) -> Diagnostic:
    """Return REQ001: a required value is not there."""
    example = values.example(blank)
    how = f"请填写，例如 {example}" if example else "请填写"
    if blank.kind is Kind.TABLE:
        how = f"请逐行填写，在 Excel 表单中是单独的一张表；YAML、JSON 中例如 {example}"
    return Diagnostic(
        severity=Severity.ERROR, code="REQ001", key=blank.key, location=where,
        message=f"缺少必填项『{blank.label}』（{blank.key}），应填{values.expected(blank)}",
        hint=how, start=blank.start, end=blank.end,
    )  # fmt: skip


def missing_cell(blank: Blank, where: str, row: int, column: str) -> Diagnostic:
    """Return REQ001: a cell of a table that the template prints is not there."""
    return Diagnostic(
        severity=Severity.ERROR, code="REQ001", key=blank.key, location=where,
        message=f"『{blank.label}』（{blank.key}）第{row}行缺少『{column}』", hint="请补上这一格",
        start=blank.start, end=blank.end,
    )  # fmt: skip


def no_cell(blank: Blank, where: str, place: str, row: int, column: str) -> Diagnostic:
    """Return VAL001: a cell was given that the template does not leave open in that row."""
    return Diagnostic(
        severity=Severity.ERROR, code="VAL001", key=blank.key, location=f"{place} {where}".strip(),
        message=f"『{blank.label}』第{row}行给出了『{column}』，合同在这一行没有给它留空处",
        hint="请删去这一格，或把内容写进这一行的其他列", start=blank.start, end=blank.end,
    )  # fmt: skip


def unknown(name: str, similar: str, place: str) -> Diagnostic:
    """Return REQ002: the record has a name that no field answers to."""
    hint = f"是不是 {similar}？" if similar else "请对照 hetong form 列出的字段"
    return Diagnostic(
        severity=Severity.ERROR,
        code="REQ002",
        key=name,
        location=place,
        message=f"模板里没有『{name}』这一项",
        hint=hint,
    )


def more_unknown(count: int) -> Diagnostic:
    """Return REQ002: the record has many more such names, as one of another template has."""
    return Diagnostic(
        severity=Severity.ERROR, code="REQ002", message=f"模板里还没有另外 {count:,} 项",
        hint="请核对数据是不是为这个模板填写的",
    )  # fmt: skip


def signature(blank: Blank, where: str) -> Diagnostic:
    """Return REQ003: a value was given for a place to sign or seal."""
    return Diagnostic(
        severity=Severity.ERROR, code="REQ003", key=blank.key, location=where,
        message=f"『{blank.label}』（{blank.key}）是签字盖章处，只能由当事人签署，不能用数据填写",
        hint="请从填写数据中删去这一项", start=blank.start, end=blank.end,
    )  # fmt: skip


def twice(blank: Blank, names: tuple[str, str]) -> Diagnostic:
    """Return REQ004: two names of one field have different values."""
    return Diagnostic(
        severity=Severity.ERROR, code="REQ004", key=blank.key, hint="请只保留一个",
        message=f"『{blank.label}』以“{names[0]}”和“{names[1]}”给了两个不同的值",
    )  # fmt: skip


def bad(blank: Blank, where: str, place: str, message: str) -> Diagnostic:
    """Return VAL001: a value does not fit its blank; the message is BadValue's own."""
    return Diagnostic(
        severity=Severity.ERROR, code="VAL001", key=blank.key, location=f"{place} {where}".strip(), message=message,
        start=blank.start, end=blank.end,
    )  # fmt: skip


def disagree(code: str, blank: Blank, where: str, message: str) -> Diagnostic:
    """Return the finding that a value given and the one derived for it differ."""
    return Diagnostic(
        severity=Severity.ERROR, code=code, key=blank.key, location=where, message=message,
        hint="请核对后改正其中一个，或删去一个由系统推算", start=blank.start, end=blank.end,
    )  # fmt: skip


def left_open(blanks: list[Blank]) -> Diagnostic:
    """Return REQ005: optional blanks stay empty in an issued contract."""
    labels = "、".join(blank.label for blank in blanks[:8]) + ("等" if len(blanks) > 8 else "")
    return Diagnostic(
        severity=Severity.NOTE, code="REQ005", key=blanks[0].key,
        message=f"有 {len(blanks)} 个选填项没有填，原样保留空白：{labels}",
        hint="不需要的请划去，或填“无”", start=blanks[0].start, end=blanks[0].end,
    )  # fmt: skip


def far_date(blank: Blank, day: str, today: date) -> Diagnostic:
    """Return VAL006: a date of signing lies more than a year from the day on which the contract is made."""
    return Diagnostic(
        severity=Severity.WARNING, code="VAL006", key=blank.key,
        message=f"『{blank.label}』{day} 距今天 {today} 超过一年",
        hint="请核对年份", start=blank.start, end=blank.end, quote=day,
    )  # fmt: skip


def not_chosen(blank: Blank, choice: Blank, where: str) -> Diagnostic:
    """Return REQ008: a value was given for a gap of an alternative that was not chosen and goes with it."""
    return Diagnostic(
        severity=Severity.ERROR, code="REQ008", key=blank.key, location=where,
        message=f"『{blank.label}』（{blank.key}）不在『{choice.label}』（{choice.key}）选中的一项里，填了也不会印出来",
        hint="请删去这一项，或改选它所在的选项", start=blank.start, end=blank.end,
    )  # fmt: skip


def idle(blank: Blank, choice: Blank, where: str) -> Diagnostic:
    """Return REQ007: a value was given for a gap of an option that was not chosen; it is printed all the same."""
    return Diagnostic(
        severity=Severity.WARNING, code="REQ007", key=blank.key, location=where,
        message=f"『{blank.label}』（{blank.key}）属于『{choice.label}』中没有选的一项，仍会照填",
        hint="如不需要，请删去这一项", start=blank.start, end=blank.end,
    )  # fmt: skip
