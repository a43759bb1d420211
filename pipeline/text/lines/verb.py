"""str → Repair: line ends put back where a text has lost them."""

from __future__ import annotations

from pipeline.diagnostics import Diagnostic, Severity
from pipeline.text.lines.chains import chained
from pipeline.text.lines.labels import label_starts
from pipeline.text.lines.marks import Mark, marks
from pipeline.text.patterns import late
from pipeline.text.repair.result import Edit, Repair, apply

_LONG = 300  # characters from which a line may be several that ran together
_MANY = 4  # numbers in such a line
_SHARE = 0.4  # share of the text in such lines: line ends are lost throughout a text or not at all
_LINE = late(r"[^\n]+")
_BLANK = late(r"[ \t\u3000\u00a0]*")


def restore_lines(text: str) -> Repair:
    """Put line ends back before headings, numbered items and labels of a text that has lost them.

    Args:
        text: Text as read, after `repair` and without a site's words around it.

    Returns:
        The text in lines; the input itself where its lines are whole. Each line end is an edit of kind "line_end"
        with certain=False, and one note (REP005) counts them.
    """
    lines = [(line.start(), line.end()) for line in _LINE.finditer(text) if line.end() - line.start() >= _LONG]
    accepted = {span: _accepted(text[slice(*span)]) for span in lines}
    run_together = [span for span, found in accepted.items() if _is_several(found)]
    if sum(end - start for start, end in run_together) < _SHARE * len(text) or not run_together:
        return Repair(text=text)
    edits = tuple(edit for span in run_together for edit in _edits(text, span, accepted[span]))
    return Repair(text=apply(text, edits), edits=edits, diagnostics=(_note(len(edits)),))


def _accepted(line: str) -> list[Mark]:
    return chained(line, marks(line))


def _is_several(accepted: list[Mark]) -> bool:
    """True for a numbering of headings with items, or a long list; 包括：(1)…(2)…(3) is one paragraph."""
    outer = [mark for mark in accepted if mark.rank <= 4]
    return len(outer) >= _MANY and (len({mark.style for mark in outer}) > 1 or len(outer) > 2 * _MANY)


def _edits(text: str, span: tuple[int, int], accepted: list[Mark]) -> list[Edit]:
    line = text[slice(*span)]
    numbered = [mark.start for mark in accepted if mark.start]
    starts = (0, *(mark.end for mark in accepted))
    ends = (*(mark.start for mark in accepted), len(line))
    labels = [at for start, end in zip(starts, ends, strict=True) for at in label_starts(line, start, end)]
    return [_line_end(text, span[0] + at) for at in sorted({*numbered, *labels})]


def _line_end(text: str, at: int) -> Edit:
    """Blanks before the new line were what a page made of the line end; they go."""
    start = at
    while start and text[start - 1] in " \t\u3000\u00a0":
        start -= 1
    return Edit(kind="line_end", start=start, end=at, before=text[start:at], after="\n", certain=False)


def _note(count: int) -> Diagnostic:
    return Diagnostic(
        severity=Severity.NOTE,
        code="REP005",
        message=f"原文缺少换行，已按条款编号和标签恢复{count}处",
        hint="请核对分段是否正确",
    )
