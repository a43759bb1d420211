"""Blocks of a page → the same with the damage of copying sites undone.

The repairs of `pipeline.text` work on one string. The blocks' text is laid out as such a string, a line a paragraph,
and each edit is then made in the runs that it falls into, so that underlines and fields stay where they were.
"""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterator
from dataclasses import replace

from pipeline.diagnostics import Diagnostic
from pipeline.model.document import Block, Cell, Paragraph, Run, Table
from pipeline.model.flow import paragraphs
from pipeline.text.boilerplate import strip_furniture
from pipeline.text.ending import find_cut_off
from pipeline.text.lines import restore_lines
from pipeline.text.repair import Edit, moved, repair

_TABLE = "\ufffc"  # stands for a table where only the paragraphs around it matter


def mend_blocks(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], tuple[Diagnostic, ...]]:
    """Repair the text of blocks, drop a page's words around the contract, and split lines that ran together.

    Args:
        blocks: The body of a page.

    Returns:
        The blocks, the very same where nothing is damaged, and the findings. Offsets count in the blocks' text where
        no table stands before; findings behind a table have none.
    """
    repaired = repair("\n".join(paragraph.text for paragraph in paragraphs(blocks)))
    blocks = _repaired(blocks, repaired.edits) if repaired.edits else blocks
    diagnostics = repaired.diagnostics
    for step in (strip_furniture, restore_lines):
        found = step("\n".join(map(_line, blocks)))
        if found.edits:
            blocks = _edited(blocks, found.edits)
            diagnostics = (*moved(diagnostics, found.edits), *found.diagnostics)
    diagnostics = (*diagnostics, *find_cut_off("\n".join(map(_line, blocks))))
    if any(isinstance(block, Table) for block in blocks):
        diagnostics = tuple(replace(diagnostic, start=None, end=None) for diagnostic in diagnostics)
    return blocks, diagnostics


def _line(block: Block) -> str:
    return block.text if isinstance(block, Paragraph) else _TABLE


def _repaired(blocks: tuple[Block, ...], edits: tuple[Edit, ...]) -> tuple[Block, ...]:
    """The blocks with each paragraph's own edits made."""
    starts = [edit.start for edit in edits]
    at = 0

    def paragraph(block: Paragraph) -> Paragraph:
        nonlocal at
        start, at = at, at + len(block.text) + 1
        first = bisect.bisect_left(starts, start)
        own = [edit for edit in edits[first : bisect.bisect_left(starts, at)] if edit.end < at]
        return replace(block, runs=_edit_runs(block.runs, own, start)) if own else block

    def walk(inner: tuple[Block, ...]) -> tuple[Block, ...]:
        return tuple(paragraph(block) if isinstance(block, Paragraph) else table(block) for block in inner)

    def table(block: Table) -> Table:
        rows = tuple(tuple(_with_blocks(cell, walk(cell.blocks)) for cell in row) for row in block.rows)
        return replace(block, rows=rows)

    return walk(blocks)


def _with_blocks(cell: Cell, blocks: tuple[Block, ...]) -> Cell:
    return replace(cell, blocks=blocks)


def _edit_runs(runs: tuple[Run, ...], edits: list[Edit], offset: int) -> tuple[Run, ...]:
    """The runs with edits made; what an edit puts in place looks like what it begins in."""
    edited: list[Run] = []
    at = offset
    for run in runs:
        end = at + len(run.text)
        pieces: list[str] = []
        done = at
        for edit in edits:
            if edit.end <= at or edit.start >= end:
                continue
            pieces.append(run.text[done - at : max(edit.start, at) - at])
            pieces.append(edit.after if edit.start >= at else "")
            done = min(edit.end, end)
        edited.append(replace(run, text="".join(pieces) + run.text[done - at :]))
        at = end
    return tuple(run for run in edited if run.text)


def _edited(blocks: tuple[Block, ...], edits: tuple[Edit, ...]) -> tuple[Block, ...]:
    """The blocks less the lines that edits took away, and with paragraphs split where edits put line ends."""
    kept: list[Block] = []
    start = 0
    for block in blocks:
        end = start + len(_line(block))
        removed = any(edit.kind == "furniture" and edit.start <= start and end <= edit.end for edit in edits)
        own = [edit for edit in edits if edit.kind == "line_end" and start < edit.end <= end]
        if not removed:
            kept += _split(block, own, start) if isinstance(block, Paragraph) and own else (block,)
        start = end + 1
    return tuple(kept)


def _split(paragraph: Paragraph, edits: list[Edit], offset: int) -> Iterator[Paragraph]:
    bounds = [(0, 0), *((edit.start - offset, edit.end - offset) for edit in edits), (len(paragraph.text),) * 2]
    for number, ((_, start), (end, _)) in enumerate(itertools.pairwise(bounds)):
        part = replace(paragraph, runs=tuple(_cut(paragraph.runs, start, end)))
        yield part if number == 0 else replace(part, number="", separator="")


def _cut(runs: tuple[Run, ...], start: int, end: int) -> Iterator[Run]:
    at = 0
    for run in runs:
        text = run.text[max(0, start - at) : max(0, end - at)]
        if text:
            yield replace(run, text=text)
        at += len(run.text)
