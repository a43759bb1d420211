"""Flow → Structure: title, regions, clause tree and parties of a contract.

The rooms that find blanks, annexes and definitions ask the structure where they are: in which clause, in which
section, next to which party.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.diagnostics import Diagnostic
from pipeline.model.template import Clause, Party, Region, Section


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """How a contract is built (结构).

    Attributes:
        title: The contract's title, "" if it has none.
        regions: Sections in reading order, without gaps: the first begins at 0, the last ends with the text.
        clauses: The roots of the clause tree (level 0 where there are 编/章/节, else level 1), body and appendix.
        parties: The parties in the order in which they are introduced.
        diagnostics: What is wrong with the structure: both parties called 甲方 …
    """

    title: str = ""
    regions: tuple[Region, ...] = ()
    clauses: tuple[Clause, ...] = ()
    parties: tuple[Party, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()

    def clause_at(self, offset: int) -> Clause | None:
        """Return the innermost clause that character `offset` stands in, None outside clauses."""
        found = None
        level: tuple[Clause, ...] = self.clauses
        while clause := next((c for c in level if c.start <= offset < c.end), None):
            found, level = clause, clause.children
        return found

    def section_at(self, offset: int) -> Section:
        """Return the section that character `offset` stands in; BODY where no region says otherwise."""
        return next((r.section for r in self.regions if r.start <= offset < r.end), Section.BODY)


def flatten(clauses: tuple[Clause, ...]) -> Iterator[Clause]:
    """Yield the clauses and everything below them in reading order."""
    for clause in clauses:
        yield clause
        yield from flatten(clause.children)
