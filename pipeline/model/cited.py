"""Offset in a template's text → the clause that it stands in, as a person cites it."""

from __future__ import annotations

from pipeline.model.template import Clause, Template


def clause_path(template: Template, offset: int) -> str:
    """Name the clause that character `offset` of the template's text stands in, from the article down."""
    names: list[str] = []
    level: tuple[Clause, ...] = template.clauses
    while clause := next((c for c in level if c.start <= offset < c.end), None):
        level = clause.children
        if clause.level >= 1:
            names.append(clause.number + _heading(clause) if len(names) == 0 else clause.number or clause.title)
    return " ".join(name for name in names if name)


def _heading(clause: Clause) -> str:
    joint = "" if clause.number.endswith(("、", "）", ")", ".")) or not clause.title else " "
    if clause.number and clause.number[-1] in "一二三四五六七八九十":
        joint = "、"
    return joint + clause.title if clause.title else ""
