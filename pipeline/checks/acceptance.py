"""Findings + accepted codes → the same findings, those accepted on purpose weighing nothing any more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pipeline.checks.findings import ERROR, NOTE, WARNING, Code, finding
from pipeline.diagnostics import Diagnostic

NO_REASON = Code(
    code="ACC001", severity=ERROR, strict=True, title="接受问题却没有理由",
    explanation="填写数据的 accept 接受了一个问题，但没有写理由；没有理由的接受不起作用。",
    hint="写明接受的理由，例如 ANX016: 两个附件共用一份文件",
)  # fmt: skip
UNUSED = Code(
    code="ACC002", severity=NOTE, title="接受的问题没有出现",
    explanation="accept 中列出的代码这一次没有对应的问题：可能写错了代码，或问题已经改正，或它是为模板的其他合同写的。",
    hint="从 accept 中删去，或改正代码",
)  # fmt: skip

CODES = (NO_REASON, UNUSED)


def apply_acceptance(diagnostics: tuple[Diagnostic, ...], accept: Mapping[str, str]) -> tuple[Diagnostic, ...]:
    """Turn the findings accepted on purpose into notes that give the reason.

    Args:
        diagnostics: The findings.
        accept: Finding code → reason. A code may be narrowed to one field or place: "AMT001 service_fee",
            "ANX004 附件列表".

    Returns:
        The findings in their order, the accepted ones as notes; then what is wrong with the acceptance itself.
    """
    used: set[str] = set()
    result = []
    for diagnostic in diagnostics:
        entry = next((e for e in accept if _covers(e, diagnostic)), None)
        if entry is not None:
            used.add(entry)
        reason = accept[entry].strip() if entry is not None else ""
        result.append(_accepted(diagnostic, reason) if reason else diagnostic)
    return (*result, *(_complaint(e, accept[e], seen=e in used) for e in accept if _is_wrong(e, accept, used)))


def _covers(entry: str, diagnostic: Diagnostic) -> bool:
    code, _, place = entry.strip().partition(" ")
    if code != diagnostic.code:
        return False
    place = place.strip()
    return not place or place == diagnostic.key or place in diagnostic.location or place in diagnostic.quote


def _accepted(diagnostic: Diagnostic, reason: str) -> Diagnostic:
    return replace(diagnostic, severity=NOTE, message=f"{diagnostic.message}（已接受：{reason}）", hint="")


def _is_wrong(entry: str, accept: Mapping[str, str], used: set[str]) -> bool:
    return not accept[entry].strip() or entry not in used


def _complaint(entry: str, reason: str, *, seen: bool) -> Diagnostic:
    if not reason.strip():
        return finding(NO_REASON, f"accept 中的 {entry} 没有写理由", severity=None if seen else WARNING)
    return finding(UNUSED, f"accept 中的 {entry} 没有对应的问题")
