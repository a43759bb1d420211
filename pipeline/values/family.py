"""What a family of kinds offers: reading, printing, wording and doubting its values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.diagnostics import Diagnostic
from pipeline.model.record import JsonValue
from pipeline.model.template import Blank
from pipeline.values.gap import Gap, Printed

Coercer = Callable[[object], JsonValue]
"""What was typed → the canonical value; raises BadValue."""

Printer = Callable[[JsonValue], tuple[Printed, ...]]
"""Canonical value → what to print into each gap of one place.

Raises BadValue where the value can't be printed there."""


class SheetNumber(float):
    """A number from a spreadsheet cell, where 46348 may be a date and 0.5 may be 50 %."""

    __slots__ = ()


def no_doubts(_data: JsonValue, _blank: Blank) -> tuple[Diagnostic, ...]:
    """Return no findings: the family has nothing to ask about."""
    return ()


def no_reach(_blank: Blank, gaps: tuple[Gap, ...]) -> tuple[int, ...]:
    """Return that no gap's value ever replaces printed words behind it."""
    return (0,) * len(gaps)


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """The functions of a family of kinds.

    Attributes:
        coercer: Blank → the function that reads its values.
        printer: Blank and the gaps of one place → the function that prints there.
        expected: Blank → what belongs there, in Chinese.
        example: Blank → a value that is accepted there.
        reach: Blank and the gaps of one place → how many printed characters behind each gap a value may replace.
        doubts: Canonical value and blank → warnings about a value that is accepted but looks wrong.
    """

    coercer: Callable[[Blank], Coercer]
    printer: Callable[[Blank, tuple[Gap, ...]], Printer]
    expected: Callable[[Blank], str]
    example: Callable[[Blank], str]
    reach: Callable[[Blank, tuple[Gap, ...]], tuple[int, ...]] = no_reach
    doubts: Callable[[JsonValue, Blank], tuple[Diagnostic, ...]] = no_doubts


def one_text(print_one: Callable[[JsonValue], Printed], gaps: tuple[Gap, ...]) -> Printer:
    """Return a printer that writes the value into the first gap and empties the further lines."""
    rest: tuple[Printed, ...] = tuple(Printed("") for _ in gaps[1:])
    return lambda data: (print_one(data), *rest)
