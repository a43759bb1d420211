"""What recognisers hand on: gaps in the text, and the text with each gap shrunk to one character."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.model.making import maker
from pipeline.model.template import Role
from pipeline.text.patterns import late

GAP = "\ue003"  # one gap in a `Compact` text
DONE = "\ue005"  # one place that is filled in already, in a `Compact` text
WIDE = "\u2003"  # two or more spaces, or a tab, in a `Compact` text


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """One place where something is to be written, before it is known what.

    Attributes:
        start: Offset of its first character, brackets included.
        end: Behind its last character; start == end where nothing marks the place but a colon.
        inner: The characters that a value replaces: what stands between the brackets.
        shape: The recogniser's name.
        hint: Words that the place itself carries: a placeholder's text, a field's name, the heads of a cell.
        choices: The entries of a drop-down field.
        value: What is already written there; None if nothing is.
        more: Further lines of the same place (start, end).
        role: Given where the recogniser knows it, else VALUE.
    """

    start: int
    end: int
    inner: tuple[int, int]
    shape: str
    hint: str = ""
    choices: tuple[str, ...] = ()
    value: str | None = None
    more: tuple[tuple[int, int], ...] = ()
    role: Role = Role.VALUE


_new_gap = maker(Gap)


def plain(start: int, end: int, shape: str, hint: str = "") -> Gap:
    """Return a gap without brackets."""
    return _new_gap(start=start, end=end, inner=(start, end), shape=shape, hint=hint)


@dataclass
class Claims:
    """The stretches of a text that a recogniser has taken, so that no later one takes them again."""

    size: int
    taken: bytearray = field(init=False)
    gaps: list[Gap] = field(default_factory=list)
    points: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.taken = bytearray(self.size + 1)

    def block(self, start: int, end: int) -> None:
        """Keep a stretch free of gaps."""
        self.taken[start:end] = b"\x01" * (end - start)

    def is_free(self, start: int, end: int) -> bool:
        """True where nothing in the stretch is taken; an empty stretch is free unless a gap begins there."""
        if start == end:
            return start not in self.points and not (self.taken[start] and start and self.taken[start - 1])
        return self.taken.find(1, start, end) < 0

    def add(self, gaps: Iterable[Gap]) -> None:
        """Take the gaps that are still free."""
        for gap in gaps:
            if self.is_free(gap.start, gap.end):
                self.block(gap.start, gap.end)
                self.points.add(gap.start)
                self.gaps.append(gap)


@dataclass(frozen=True)
class Compact:
    """A text in which every gap is one character and every wide space is one character.

    Attributes:
        text: The shrunk text.
        at: For every character of `text`, and behind the last, its offset in the view.
        gaps: The gaps in reading order.
        where: The index in `text` of each gap.
    """

    text: str
    at: list[int]
    gaps: tuple[Gap, ...]
    where: tuple[int, ...]


_SPACES = late(r"[ \t](?:[ \t]+|(?<=\t))")


def compact(text: str, gaps: Iterable[Gap]) -> Compact:
    """Return the text with every gap shrunk to GAP and every wide space to WIDE.

    Args:
        text: A view's text.
        gaps: Gaps that do not overlap.

    Returns:
        The shrunk text with the way back to the offsets.
    """
    ordered = tuple(sorted(gaps, key=lambda gap: (gap.start, gap.end)))
    pieces: list[str] = []
    at: list[int] = []
    where: list[int] = []
    done = 0
    for gap in ordered:
        _squeeze(text, done, gap.start, pieces, at)
        where.append(len(at))
        pieces.append(GAP if gap.value is None else DONE)
        at.append(gap.start)
        done = gap.end
    _squeeze(text, done, len(text), pieces, at)
    at.append(len(text))
    return Compact(text="".join(pieces), at=at, gaps=ordered, where=tuple(where))


def _squeeze(text: str, start: int, end: int, pieces: list[str], at: list[int]) -> None:
    """Add text[start:end] to the pieces, wide spaces shrunk."""
    done = start
    for match in _SPACES.finditer(text, start, end):
        pieces.append(text[done : match.start()])
        at.extend(range(done, match.start()))
        pieces.append(WIDE)
        at.append(match.start())
        done = match.end()
    pieces.append(text[done:end])
    at.extend(range(done, end))
