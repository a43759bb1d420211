"""The limits that a package must keep before anything opens it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How large and how deep a package may be; bytes unless said otherwise.

    The largest of 1,212 real Chinese contracts are far below: file 2.6 MiB, 975 entries, 5.9 MB unpacked,
    ratio 73, depth 21, 189,000 elements, 167,000 characters, gridSpan 27, two tables deep.
    """

    file: int = 50 << 20
    entries: int = 5_000
    part: int = 64 << 20
    total: int = 256 << 20
    ratio: int = 200
    ratio_free: int = 1 << 20  # parts up to this size may have any ratio
    elements: int = 1_000_000  # in the whole package
    attributes: int = 256  # of one element
    attributes_total: int = 2_000_000
    characters: int = 10_000_000
    span: int = 1_000  # columns that a cell may span
    nesting: int = 20  # tables within tables


LIMITS = Limits()
