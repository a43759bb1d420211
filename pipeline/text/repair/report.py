"""Edits → what a person has to know of them."""

from __future__ import annotations

from pipeline.diagnostics import Diagnostic, Severity
from pipeline.text.repair.moved import Shifts
from pipeline.text.repair.result import Edit

_AROUND = 8
_MOST = 200  # places that are named one by one


def diagnose(
    text: str, edits: tuple[Edit, ...], unread: tuple[tuple[int, int], ...], *, annotations: int
) -> tuple[Diagnostic, ...]:
    """Word the findings of a repair.

    Args:
        text: The damaged text; offsets in the findings count in the repaired one.
        edits: What was changed, in order.
        unread: Stretches (start, end) of the damaged text that show damage and could not be read.
        annotations: How many annotations were removed, those within shifted stretches included.

    Returns:
        One note on the whole (REP001), one warning for each guessed stretch (REP002) and for each stretch left
        as it was (REP003).
    """
    shifts = Shifts(edits)
    guessed = [_guessed(text, edit, shifts.moved(edit.start)) for edit in edits if not edit.certain]
    left = [_left(text, span, shifts.moved(span[0])) for span in unread]
    details = sorted((*guessed, *left), key=lambda d: d.start or 0)
    return (_summary(edits, annotations), *details[:_MOST])


def _summary(edits: tuple[Edit, ...], annotations: int) -> Diagnostic:
    counts = {kind: sum(edit.kind == kind for edit in edits) for kind in ("shift", "script")}
    parts = (
        f"去除误插入的拼音注音{annotations}处" if annotations else "",
        f"还原错位的汉字编码{counts['shift']}处" if counts["shift"] else "",
        "繁体字转回简体" if counts["script"] else "",
    )
    return Diagnostic(
        severity=Severity.NOTE,
        code="REP001",
        message=f"原文经网站转换受损，已修复：{'，'.join(filter(None, parts))}",
        hint="如有原始文件，请以原始文件为准",
    )


def _guessed(text: str, edit: Edit, start: int) -> Diagnostic:
    before = text[max(0, edit.start - _AROUND) : edit.start]
    is_shift = edit.kind == "shift"
    reason = "处有字节丢失，按词典推定为" if is_shift else "可转为不同的简体字，按上下文定为"
    return Diagnostic(
        severity=Severity.WARNING if is_shift else Severity.NOTE,
        code="REP002",
        message=f"“{before}{edit.before}”{reason}“{edit.after}”",
        hint="请核对此处文字",
        start=start,
        end=start + len(edit.after),
        quote=edit.after,
    )


def _left(text: str, span: tuple[int, int], start: int) -> Diagnostic:
    quote = text[max(0, span[0] - _AROUND) : span[1] + _AROUND]
    return Diagnostic(
        severity=Severity.WARNING,
        code="REP003",
        message=f"“{quote}”处疑似乱码，未能修复",
        hint="请对照原始文件改正",
        start=start,
        end=start + span[1] - span[0],
        quote=text[slice(*span)],
    )
