"""Two contracts, clause beside clause: what was moved, changed, added and deleted."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.diagnostics import Diagnostic


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a changed text.

    Attributes:
        before: Its words in the first contract, "" where they were added.
        after: Its words in the second, "" where they were deleted.
        is_value: What changed is a value (an amount, a day, a number, what was filled into a gap), not wording.
        label: What the value is called, "" if nothing tells.
        whole_before: The value that the stretch is a part of, with its unit, in the first contract; "" for wording.
        whole_after: The same in the second.
    """

    before: str
    after: str
    is_value: bool = False
    label: str = ""
    whole_before: str = ""
    whole_after: str = ""

    @property
    def is_same(self) -> bool:
        """True where both have the same words."""
        return self.before == self.after


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A clause, or a stretch outside clauses, in both contracts (差异).

    Attributes:
        kind: "same", "value" (only values differ), "changed", "moved", "renumbered", "added", "deleted".
        number_before: Number of the clause in the first contract, "" if it is not there or stands outside clauses.
        number_after: The same in the second.
        title: Heading of the clause, or where the stretch stands (首部, 尾部).
        pieces: The text, equal and different stretches in reading order.
        moved: The clause also stands elsewhere than before.
        before: Offset in the first contract's text, -1 if it is not there.
        after: Offset in the second's.
    """

    kind: str
    number_before: str
    number_after: str
    title: str
    pieces: tuple[Piece, ...]
    moved: bool = False
    before: int = -1
    after: int = -1

    @property
    def values(self) -> tuple[Piece, ...]:
        """The values that changed, each once however many stretches of it did."""
        seen = {(p.label, p.whole_before, p.whole_after): p for p in self.pieces if p.is_value}
        return tuple(seen.values())

    @property
    def text_before(self) -> str:
        """The words in the first contract."""
        return "".join(piece.before for piece in self.pieces)

    @property
    def text_after(self) -> str:
        """The words in the second contract."""
        return "".join(piece.after for piece in self.pieces)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two contracts compared (比对结果).

    Attributes:
        name_before: Name of the first.
        name_after: Name of the second.
        text_before: Its text.
        text_after: The second's text.
        rows: Every clause and every stretch between, in the second's order, what was deleted where it stood.
        diagnostics: Findings, such as fixed words of a template that were changed.
    """

    name_before: str
    name_after: str
    text_before: str
    text_after: str
    rows: tuple[Difference, ...]
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def differences(self) -> tuple[Difference, ...]:
        """The rows that differ."""
        return tuple(row for row in self.rows if row.kind != "same")
