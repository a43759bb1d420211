"""Flow → Structure: title, regions, clause tree and parties of a contract.

The rooms that find blanks, annexes and definitions ask the structure where they are: in which clause, in which
section, next to which party.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.diagnostics import Diagnostic
from pipeline.model.flow import Flow
from pipeline.model.template import Clause, Party, Region, Section
from pipeline.parsing.annex_line import AnnexLine
from pipeline.parsing.annex_lines import annex_lines
from pipeline.parsing.heads import heads
from pipeline.parsing.numbering import Style
from pipeline.parsing.outline import outline
from pipeline.parsing.parties import parties
from pipeline.parsing.plain import plain_heads
from pipeline.parsing.regions import regions
from pipeline.parsing.rows import Row, rows
from pipeline.parsing.titles import contract_title
from pipeline.text.patterns import late

_STANDS_ALONE = late(r"\d{1,3}[.．－—-]\d|第")  # 1.3 and 第三条 need no number above them


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """How a contract is built (结构).

    Attributes:
        title: The contract's title, "" if it has none.
        regions: Sections in reading order, without gaps: the first begins at 0, the last ends with the text.
        clauses: The roots of the clause tree (level 0 where there are 编/章/节, else level 1), body and appendix.
        parties: The parties in the order in which they are introduced.
        diagnostics: What is wrong with the structure: both parties called 甲方 …
        rows: The printed lines that the structure was read from, empty ones left out.
        annex_lines: The entries of annex lists and the headings of annexes.
    """

    title: str = ""
    regions: tuple[Region, ...] = ()
    clauses: tuple[Clause, ...] = ()
    parties: tuple[Party, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    rows: tuple[Row, ...] = ()
    annex_lines: tuple[AnnexLine, ...] = ()

    def clauses_at(self, offset: int) -> list[Clause]:
        """Return the clauses that character `offset` stands in, the outermost first."""
        found: list[Clause] = []
        level: tuple[Clause, ...] = self.clauses
        while clause := _within(level, offset):
            found.append(clause)
            level = clause.children
        return found

    def place(self, offset: int) -> str:
        """Return the clause of character `offset` as a person cites it: 1.3, 第四条（二）1.; "" outside clauses."""
        numbers: list[str] = []
        level: tuple[Clause, ...] = self.clauses
        while clause := _within(level, offset):
            if clause.level > 0 or clause.section is Section.APPENDIX:
                numbers = [clause.number] if _STANDS_ALONE.match(clause.number) else [*numbers, clause.number]
            level = clause.children
        return "".join(numbers)

    def section_at(self, offset: int) -> Section:
        """Return the section that character `offset` stands in; BODY where no region says otherwise."""
        for region in self.regions:  # a handful
            if region.start <= offset < region.end:
                return region.section
        return Section.BODY


def _within(level: tuple[Clause, ...], offset: int) -> Clause | None:
    index = bisect.bisect_right(level, offset, key=lambda c: c.start) - 1
    return level[index] if index >= 0 and offset < level[index].end else None


def read_structure(flow: Flow) -> Structure:
    """Return how a contract is built.

    Args:
        flow: Its text.
    """
    lines = rows(flow)
    numbers = heads(flow.text, lines)
    title, title_rows = contract_title(lines)
    if not any(head.number.style <= Style.ARABIC for head in numbers):
        numbers = plain_heads(lines, title_rows) or numbers
    annexes = annex_lines(flow, lines, numbers)
    sections = regions(flow.text, lines, numbers, title_rows, annexes)
    found, diagnostics = parties(flow.text, lines, sections)
    return Structure(
        title=title,
        regions=sections,
        clauses=outline(flow.text, lines, numbers, sections, annexes),
        parties=found,
        diagnostics=diagnostics,
        rows=lines,
        annex_lines=annexes,
    )


def flatten(clauses: tuple[Clause, ...]) -> Iterator[Clause]:
    """Yield the clauses and everything below them in reading order."""
    for clause in clauses:
        yield clause
        yield from flatten(clause.children)
