"""Structure → items: breaches, problems with their remedies and scenarios that an appendix lists; what is cut off."""

from __future__ import annotations

import re

from pipeline.diagnostics import Diagnostic, Severity
from pipeline.model.template import Clause, Item, Section
from pipeline.parsing.numbering import number_at
from pipeline.parsing.structure import Structure, flatten
from pipeline.text.patterns import late, pattern

# What the heading of a list says that its entries are.
_GROUPS = (
    ("problem", late(r"问题.*(?:解决|办法|对策|处理|应对)")),
    ("breach", late(r"违约(?:行为|情形|事项)")),
    ("scenario", late(r"(?:应用|适用|使用|业务)(?:的)?(?:场景|情形|场合)")),
)
_PROBLEM = late(
    r"(?:问题[：:]\s*)?(?P<text>.*?)(?<!\s)\s*+(?:解决(?:办法|方法|方案|措施)|处理(?:办法|方式|措施)|对策|应对(?:措施|办法))[：:]\s*(?P<answer>.*)",
    re.DOTALL,
)
_COMPLETE = late(r"[。！？!?；;…：:）)】」”\"_＿\d元年月日章名字]\s*$")


def items(
    text: str, structure: Structure, known: tuple[Diagnostic, ...] = ()
) -> tuple[tuple[Item, ...], tuple[Diagnostic, ...]]:
    """Return the listed items, and a finding where the text breaks off.

    A text breaks off where its last list entry ends without a stop while the entries before it have one.

    Args:
        text: The flow's text.
        structure: How the contract is built.
        known: What the reader found; a cut that it already reported is not reported again.
    """
    cut = _cut(text, structure)
    found = tuple(
        _item(text, group, entry, truncated=cut is not None and entry.start == cut.start)
        for clause in flatten(structure.clauses)
        if clause.section is Section.APPENDIX
        for group in _group(clause)
        for entry in clause.children
    )
    reported = any(d.code.startswith("CUT") for d in known)
    return found, () if cut is None or reported else (_finding(text, structure, cut),)


def _group(clause: Clause) -> list[str]:
    return [name for name, pattern in _GROUPS if pattern.search(clause.title)][:1]


def _said(text: str, entry: Clause) -> str:
    number = number_at(text, entry.start, entry.end)
    return text[number.end if number else entry.start : entry.end].strip()


def _item(text: str, group: str, entry: Clause, *, truncated: bool) -> Item:
    said = _said(text, entry)
    match = _PROBLEM.match(said) if group == "problem" else None
    words = match["text"] if match else said
    return Item(
        group=group, text=words, start=entry.start, answer=match["answer"] if match else "", truncated=truncated
    )


def _cut(text: str, structure: Structure) -> Clause | None:
    """The last list entry of the text, if it breaks off."""
    level, last = structure.clauses, None
    siblings: tuple[Clause, ...] = ()
    while level:
        siblings, last = level, level[-1]
        level = last.children
    if last is None or last.end < len(text.rstrip()) or len(siblings) < 2:
        return None
    if structure.rows and (structure.rows[-1].cell is not None or structure.rows[-1].flat.startswith("附件")):
        return None  # a contract may end with a table, or with the names of its annexes
    ends = [bool(_COMPLETE.search(_said(text, c))) for c in siblings]
    said = _said(text, last)
    is_sentence = all(pattern(r"[。；;]\s*$").search(_said(text, c)) for c in siblings[:-1])
    return last if is_sentence and not ends[-1] and said else None


def _finding(text: str, structure: Structure, cut: Clause) -> Diagnostic:
    said = _said(text, cut)
    return Diagnostic(
        severity=Severity.WARNING,
        code="CUT001",
        message=f"文本在“…{said[-12:]}”处中断，后面的内容缺失",
        location=structure.place(cut.start),
        hint="请找到完整的原文，补上缺失的部分",
        start=cut.start,
        end=cut.end,
        quote=said[-20:],
    )
