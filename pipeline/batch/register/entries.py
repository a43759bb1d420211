"""What goes into the register and what it says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from pipeline.batch.register.tables import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """A batch as the register knows it: its id, the day its contracts carry, and the number of this run."""

    id: int
    name: str
    day: date
    run: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the register knows of a contract."""

    key: str
    state: State
    number: str | None
    ordinal: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """A record that asks to become a contract.

    Attributes:
        key: Its key.
        row: Its place in the source.
        source: The source in words.
        business_id: What the office calls it, "" if nothing.
        number: The number that the record itself gives, None if it shall get one or has none.
        wants_number: It shall get the next number of the series.
        problems: Why it is refused, as JSON objects; () if it is not.
        cells: Gives what was typed, which is kept for those that are refused.
    """

    key: str
    row: int
    source: str
    business_id: str = ""
    number: str | None = None
    wants_number: bool = False
    problems: tuple[Mapping[str, object], ...] = ()
    cells: Callable[[], Mapping[str, object]] = dict


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """How issuing a planned contract ended: files and what they say, or problems."""

    key: str
    title: str = ""
    parties: tuple[Mapping[str, object], ...] = ()
    files: tuple[Mapping[str, object], ...] = ()
    problems: tuple[Mapping[str, object], ...] = ()
    cells: Mapping[str, object] = field(default_factory=dict)
