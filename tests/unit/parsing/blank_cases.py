"""Contracts written as text with a little markup, for cases about blanks.

`<u>  </u>` is underlined, `<f 名>…</f>` a form field, a line that begins with | a table row (cells parted by |).
"""

from __future__ import annotations

import re

from pipeline.model.document import Block, Cell, Document, Mark, Paragraph, Run, Table
from pipeline.model.flow import flow
from pipeline.model.template import Blank
from pipeline.parsing.blanks import BlankSet, find_blanks
from pipeline.parsing.structure import read_structure

_MARKUP = re.compile(r"<u>(?P<u>.*?)</u>|<f (?P<name>[^>]*)>(?P<f>.*?)</f>")


def paragraph(line: str) -> Paragraph:
    """Return a line as a paragraph of runs."""
    runs: list[Run] = []
    at = 0
    line = line.replace("\\t", "\t").replace("\\n", "\n").replace("·", " ")
    for match in _MARKUP.finditer(line):
        runs.append(Run(text=line[at : match.start()]))
        if match["u"] is not None:
            runs.append(Run(text=match["u"], marks=Mark.UNDERLINE))
        else:
            runs.append(Run(text=match["f"], marks=Mark.FIELD, name=match["name"]))
        at = match.end()
    return Paragraph(runs=(*runs, Run(text=line[at:])))


def document(text: str) -> Document:
    """Return a text as a document; neighbouring lines that begin with | are one table."""
    blocks: list[Block] = []
    rows: list[str] = []
    for line in [*text.rstrip("\n").split("\n"), ""]:
        if line.startswith("|"):
            rows.append(line)
            continue
        if rows:
            blocks.append(_table(rows))
            rows = []
        blocks.append(paragraph(line))
    return Document(blocks=tuple(blocks[:-1]), format="text", name="合同.txt", sha256="0" * 64)


def _table(rows: list[str]) -> Table:
    return Table(
        rows=tuple(
            tuple(
                Cell(blocks=(paragraph(words.strip()),), row=r, column=c)
                for c, words in enumerate(row.strip("|").split("|"))
            )
            for r, row in enumerate(rows)
        )
    )


def found(text: str) -> BlankSet:
    """Return what is found in a text."""
    contract = flow(document(text))
    return find_blanks(contract, read_structure(contract))


def line_of(blank: Blank) -> str:
    """Return a blank as a line: kind, label, unit, answers, value."""
    parts = [blank.kind.value, blank.label]
    if blank.unit:
        parts.append(blank.unit)
    if blank.options:
        parts.append("/".join(option.label for option in blank.options))
    if blank.columns:
        parts.append("/".join(f"{column.label}:{column.kind}" for column in blank.columns) + f"×{blank.rows}")
    if blank.filled is not None:
        parts.append(f"= {blank.filled}")
    return " ".join(parts)
