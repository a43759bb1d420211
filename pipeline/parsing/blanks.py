"""Flow + Structure → BlankSet: every place that asks for a value, grouped, typed and named."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from pipeline.diagnostics import Diagnostic, Severity
from pipeline.model.flow import Flow
from pipeline.model.making import maker
from pipeline.model.template import Blank, Column, Kind, Role, Section, Slot
from pipeline.parsing.before import title_above
from pipeline.parsing.gaps import GAP, Claims, Gap, compact
from pipeline.parsing.groups import addresses, alternatives, banks, boxes, dates, grids, ordinals, singles
from pipeline.parsing.groups.draft import Board, Draft
from pipeline.parsing.naming import name_all
from pipeline.parsing.ruling import rulings
from pipeline.parsing.shapes import (
    brackets,
    cell_grids,
    cells,
    colons,
    fields,
    filled,
    legends,
    placeholders,
    signing,
    spaces,
    underline,
)
from pipeline.parsing.shapes import dates as open_dates
from pipeline.parsing.shapes.scene import Scene, masked, without_legends
from pipeline.parsing.shapes.tables import TableGap, find_tables
from pipeline.parsing.structure import Structure
from pipeline.parsing.view import view
from pipeline.text.patterns import late, pattern


@dataclass(frozen=True, slots=True, kw_only=True)
class BlankSet:
    """The blanks of a contract, the places already filled in, and what is unclear about them."""

    blanks: tuple[Blank, ...] = ()
    filled: tuple[Blank, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


_new_slot = maker(Slot)
# The order matters: what marks a place most surely comes first, and each sees what the earlier ones have found.
RECOGNISERS: tuple[tuple[str, Callable[[Scene], Iterable[Gap]]], ...] = (
    ("field", fields.find),
    ("placeholder", placeholders.find),
    ("filled", filled.find),
    ("bracket", brackets.find),
    ("underline", underline.find),
    ("date", open_dates.find),
    ("grid", spaces.find_grids),
    ("gap", spaces.find),
    ("colon", colons.find),
    ("place", signing.find),
    ("signer", signing.find_signers),
)
GROUPERS: tuple[tuple[str, Callable[[Board], None]], ...] = (
    ("grid", grids.group),
    ("date", dates.group),
    ("ordinal", ordinals.group),
    ("bank", banks.group),
    ("address", addresses.group),
    ("alternative", alternatives.group),
    ("box", boxes.group),
    ("single", singles.group),
)
_LAYOUT = late(r"[^：_（【]*_[^：_]*$")  # on a cover: words, a rule, words, and no label


def _is_layout(draft: Draft, board: Board, structure: Structure) -> bool:
    """True for underlined spaces that lay out a cover page."""
    if draft.shape != "underline" or structure.section_at(draft.slots[0].start) is not Section.COVER or draft.kind:
        return False
    line = board.text[board.line_start(draft.first) : board.line_end(draft.last)].replace(GAP, "_").strip()
    if pattern(r"(?:发布|实施|施行|修订)$").search(board.text[max(0, draft.first - 4) : draft.first]):
        return True
    return bool(_LAYOUT.match(line)) and not pattern(r"[号称方人址]_|_[年月日]").search(line)


_WITHOUT_BLANKS = frozenset((Section.NOTES, Section.CONTENTS))


def find_blanks(flow: Flow, structure: Structure) -> BlankSet:
    """Find, group, type and name the blanks of a contract.

    Args:
        flow: The contract's text with its marks, lines and cells.
        structure: Its sections, clauses and parties.

    Returns:
        Blanks and filled places in reading order, every slot's offsets counting characters of `flow.text`; anchors
        are left out. Parsing never fails on content: what can't be named gets a numbered key and diagnostic NAM001.
    """
    scene, tables = find_gaps(flow)
    drafts, board = group_gaps(scene, tables)
    ruled = rulings(drafts, board)
    kept = [
        draft
        for index, draft in enumerate(drafts)
        if index not in ruled
        and structure.section_at(draft.slots[0].start) not in _WITHOUT_BLANKS
        and not _is_layout(draft, board, structure)
    ]
    named = name_all(board, kept, structure)
    blanks = tuple(blank for blank in named if blank.filled is None)
    return BlankSet(
        blanks=blanks,
        filled=tuple(blank for blank in named if blank.filled is not None),
        diagnostics=_unnamed(blanks, structure),
    )


def find_gaps(flow: Flow) -> tuple[Scene, list[TableGap]]:
    """Return the scene with all gaps in it, and the tables that are one blank each."""
    seen = view(flow)
    scene = Scene(view=seen, text=seen.text)
    claims = Claims(len(seen.text))
    shown = list(legends.find(scene))
    for start, end in shown:
        claims.block(start, end)
    scene = without_legends(scene, shown)
    for _, find in RECOGNISERS:
        before = len(claims.gaps)
        claims.add(sorted(find(scene), key=lambda gap: gap.start))
        scene = masked(scene, claims.gaps[before:])
    grids = cell_grids.grids(scene)
    tables = find_tables(grids)
    before = len(claims.gaps)
    claims.add(_first_cell(table) for table in tables)
    claims.add(cells.find(scene, grids, tables))
    return masked(scene, claims.gaps[before:]), tables


def _first_cell(table: TableGap) -> Gap:
    _, _, start, end = table.cells[0]
    return Gap(start=start, end=end, inner=(start, end), shape="table")


def group_gaps(scene: Scene, tables: list[TableGap]) -> tuple[list[Draft], Board]:
    """Return the drafts in reading order and the board that they were made on."""
    board = Board(compact(scene.text, scene.gaps), scene.view.flow)
    for _, group in GROUPERS:
        group(board)
    by_start = {table.cells[0][2]: table for table in tables}
    drafts = [
        _with_table(draft, by_start[draft.slots[0].start], board.source) if draft.shape == "table" else draft
        for draft in board.drafts
    ]
    return sorted(drafts, key=lambda draft: (draft.slots[0].start, draft.first)), board


def _with_table(draft: Draft, table: TableGap, text: str) -> Draft:
    slots = tuple(
        _new_slot(start=s, end=e, role=Role.CELL, name=f"{row},{column}") for row, column, s, e in table.cells
    )
    columns = tuple(Column(key="", label=head) for head in table.heads)
    return replace(
        draft,
        slots=slots,
        kind=Kind.TABLE,
        columns=columns,
        rows=table.rows,
        label=_caption(text, table.start),
        spare=table.spare,
    )


def _caption(text: str, start: int) -> str:
    """Return the words of the line above a table that name it, "" where that line is a sentence."""
    line = title_above(text[max(0, start - 200) : start]).strip()
    last = pattern(r"[，。；]").split(pattern(r"(?:如下表?|见下表|如下所示|下表)?[：:]?$").sub("", line))[-1]
    return last if 2 <= len(last) <= 20 and "\t" not in last and not pattern(r"[_＿]{2}|元|页").search(last) else ""


def _unnameable(blank: Blank) -> str:
    return f"空白处『{blank.label}』没有合适的英文键名" if blank.label else "一处空白没有标签"


def _unnamed(blanks: tuple[Blank, ...], structure: Structure) -> tuple[Diagnostic, ...]:
    return tuple(
        Diagnostic(
            severity=Severity.NOTE,
            code="NAM001",
            message=f"{_unnameable(blank)}，已编号为 {blank.key}",
            location=structure.place(blank.start),
            hint="可在 template.yaml 中改名",
            start=blank.start,
            end=blank.end,
            key=blank.key,
        )
        for blank in blanks
        if blank.key.rstrip("0123456789_").rsplit(".", 1)[-1] == blank.kind.value
        and blank.kind in (Kind.TEXT, Kind.CHOICE)
    )
