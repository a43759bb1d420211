"""Offset in a template's text → where that is, in words that a person can follow."""

from __future__ import annotations

from pipeline.model.cited import clause_path
from pipeline.model.template import Blank, Section, Template

_SECTIONS = {
    Section.COVER: "封面",
    Section.NOTES: "说明",
    Section.CONTENTS: "目录",
    Section.HEAD: "首部",
    Section.SIGNATURE: "签署处",
    Section.APPENDIX: "附件部分",
}
_LONGEST = 36
_GAP = "____"


def where(template: Template, blank: Blank) -> str:
    """Return the clause and the words around a blank: `三、服务费用 3.1「…服务费用为人民币____元…」`."""
    place = clause_path(template, blank.start) or blank.clause or _section(template, blank.start)
    return f"{place}「{_words(template.text, blank)}」"


def _section(template: Template, offset: int) -> str:
    region = next((r for r in template.regions if r.start <= offset < r.end), None)
    return _SECTIONS.get(region.section, "") if region else ""


def _words(text: str, blank: Blank) -> str:
    """Return the line around the blank's first gap, the gap as underscores, shortened from both sides."""
    slot = blank.slots[0]
    start, stop = text.rfind("\n", 0, slot.start) + 1, text.find("\n", slot.end)
    before, after = text[start : slot.start], text[slot.end : stop if stop >= 0 else len(text)]
    left, right = _squeezed(before), _squeezed(after)
    half = _LONGEST // 2
    left = left if len(left) <= half else f"…{left[-half:]}"
    right = right if len(right) <= half else f"{right[:half]}…"
    return f"{left}{_GAP}{right}"


def _squeezed(text: str) -> str:
    return "_".join(part for part in "".join(text.split()).replace("＿", "_").split("_") if part)
