"""What groupers hand on: one value's gaps together, before it has kind, label and key."""

from __future__ import annotations

import bisect
from dataclasses import dataclass, field

from pipeline.model.flow import Flow
from pipeline.model.making import maker
from pipeline.model.template import Column, Kind, Option, Role, Slot
from pipeline.parsing.gaps import Compact, Gap
from pipeline.text.patterns import pattern

OTHER = "其他"  # hint of a gap that takes an answer of one's own beside those printed


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A blank in the making.

    Attributes:
        slots: Its gaps.
        first: Index in the compact text of its first sign.
        last: Index behind its last sign.
        shape: Which recogniser found it.
        kind: Given where the grouping tells it (dates, choices, grids, tables), else None.
        unit: As in `Blank`.
        hint: Words that the place itself carries.
        label: Given where the grouping tells it.
        options: As in `Blank`.
        multiple: As in `Blank`.
        columns: As in `Blank`.
        rows: As in `Blank`.
        filled: The value already there, None if there is none.
        inside: Stands inside an option of a choice.
        spare: Room left over beside values that are written: nobody owes it.
    """

    slots: tuple[Slot, ...]
    first: int
    last: int
    shape: str
    kind: Kind | None = None
    unit: str = ""
    hint: str = ""
    label: str = ""
    options: tuple[Option, ...] = ()
    multiple: bool = False
    columns: tuple[Column, ...] = ()
    rows: int = 0
    filled: str | None = None
    inside: str = ""
    spare: bool = False


@dataclass
class Board:
    """The compact text, which of its gaps are spoken for, the drafts made so far, and what heads their lines."""

    compact: Compact
    flow: Flow
    used: set[int] = field(default_factory=set)
    drafts: list[Draft] = field(default_factory=list)
    above: dict[tuple[int, str], str] = field(default_factory=dict)  # by a line's index and its number's style
    heads: dict[int, dict[int, str]] = field(default_factory=dict)  # by a table and a column of its first row
    text: str = field(init=False)  # the compact text
    index: dict[int, int] = field(init=False)
    breaks: list[int] = field(init=False)
    begins: list[int] = field(init=False)  # offsets in the flow where its lines begin

    def __post_init__(self) -> None:
        self.text = self.compact.text
        self.index = {where: i for i, where in enumerate(self.compact.where)}
        self.begins = [line.start for line in self.flow.lines]
        self.breaks = [m.start() for m in pattern("\n").finditer(self.compact.text)]

    @property
    def source(self) -> str:
        """The flow's own text, for values."""
        return self.flow.text

    def cell_at(self, where: int) -> int | None:
        """Return the table cell that an index of the compact text stands in."""
        if not self.flow.cells:
            return None
        line = bisect.bisect_right(self.begins, self.offset(where)) - 1
        return self.flow.lines[max(line, 0)].cell

    def gap_at(self, where: int) -> Gap:
        """Return the gap whose sign stands at an index of the compact text."""
        return self.compact.gaps[self.index[where]]

    def line_start(self, where: int) -> int:
        """Return the index where the line of `where` begins."""
        i = bisect.bisect_left(self.breaks, where)
        return self.breaks[i - 1] + 1 if i else 0

    def line_end(self, where: int) -> int:
        """Return the index of the line end at or behind `where`."""
        i = bisect.bisect_left(self.breaks, where)
        return self.breaks[i] if i < len(self.breaks) else len(self.compact.text)

    def is_free(self, where: int) -> bool:
        """True where an unused gap stands at the index."""
        i = self.index.get(where)
        return i is not None and i not in self.used

    def take(self, where: int) -> Gap:
        """Return the gap at the index and mark it used."""
        i = self.index[where]
        self.used.add(i)
        return self.compact.gaps[i]

    def offset(self, where: int) -> int:
        """Return the offset in the flow of an index of the compact text."""
        return self.compact.at[where]


_new_slot = maker(Slot)


def slot(gap: Gap, role: Role = Role.VALUE, name: str = "") -> Slot:
    """Return the slot of a gap."""
    return _new_slot(start=gap.inner[0], end=gap.inner[1], role=role, name=name)
