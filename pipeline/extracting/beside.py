"""Contract record + what stands beside a document's text → findings: headers and footers changed, hidden words changed.

Both are no words of the contract, but a reader sees the first, and a program reads the second.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence

from pipeline.diagnostics import Diagnostic, Severity
from pipeline.model.flow import Flow, hidden
from pipeline.model.record import JsonValue
from pipeline.text.skeleton import digest, skeleton

_COUNT = r"(?:#|\d{1,4}|[零〇一二三四五六七八九十百]{1,5})"
# The number of a page, as a line says it or a line of its own: 第3页, 共12页, 3/12, — 3 —.
_PAGE = re.compile(rf"[（(]?[第共]{_COUNT}页[)）]?|^{_COUNT}/{_COUNT}$|^[^\w#]*{_COUNT}[^\w#]*$")


def beside(
    record: Mapping[str, JsonValue], flow: Flow, furniture: Sequence[str], *, paged: bool
) -> tuple[Diagnostic, ...]:
    """Return what headers, footers, notes and hidden words say otherwise than the record; () if they agree.

    Lines that are missing tell nothing: a page has no header of the first page if it is the second, and programs leave
    out headers that no page has.

    Args:
        record: The contract record.
        flow: The text, hidden words included.
        furniture: Lines of headers, footers and notes.
        paged: They are the lines of pages, as a PDF has them: long ones broken, short ones beside each other.
    """
    text = record.get("text")
    if not isinstance(text, dict):
        return ()
    kept = text.get("furniture")
    issued = [str(line) for line in kept] if isinstance(kept, list) else []
    known = _PAGE.sub("", skeleton("".join([*issued, *_names(record)]))) if paged else ""
    return (*_furniture(issued, known, furniture), *_hidden(text, flow))


def _furniture(issued: Sequence[str], known: str, furniture: Sequence[str]) -> Iterator[Diagnostic]:
    patterns = [re.compile(re.escape(skeleton(line)).replace(r"\#", _COUNT)) for line in issued]
    for line in furniture:
        words = skeleton(line)
        if any(pattern.fullmatch(words) for pattern in patterns):
            continue
        if all(piece in known for piece in _PAGE.split(words)):
            continue  # nothing but the number of a page, or a piece of a line
        yield _changed(line, difflib.get_close_matches(line, issued, n=1, cutoff=0.3))


def _names(record: Mapping[str, JsonValue]) -> Iterator[str]:
    """Yield what binding stamps on every page: a draft, the contract's number or its title, a dot before the page's."""
    contract = record.get("contract")
    if isinstance(contract, dict):
        number, title = (str(contract.get(key) or "") for key in ("contract_no", "title"))
        yield f"草稿 合同编号 {number} ·" if number else f"草稿 {title} ·"


def _changed(line: str, alike: Sequence[str]) -> Diagnostic:
    was = f"出具时为“{alike[0][:60]}”" if alike else "出具时没有"
    return Diagnostic(
        severity=Severity.ERROR, code="TAMPER004", location="页眉、页脚或脚注", quote=line[:80],
        message=f"页眉、页脚或脚注中的“{line[:60]}”与合同记录不一致：{was}",
        hint="文件在出具之后被改动过，请以出具的原件或合同记录为准",
    )  # fmt: skip


def _hidden(text: Mapping[str, JsonValue], flow: Flow) -> Iterator[Diagnostic]:
    words = skeleton("".join(flow.text[start:end] for start, end in hidden(flow)))
    if words and digest(words) != text.get("hidden_sha256"):
        yield Diagnostic(
            severity=Severity.WARNING, code="TAMPER005", location="隐藏的文字", quote=words[:80],
            message=f"文件中有纸上看不见的文字“{words[:40]}”，与出具时不同",
            hint="隐藏的文字不属于合同正文，也没有与正文比较；请显示并核对，不需要的删除",
        )  # fmt: skip
