"""Day → the one-year loan prime rate in force on it (一年期 LPR)."""

from __future__ import annotations

import functools
import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path


@functools.cache
def _table() -> tuple[tuple[tuple[date, Decimal], ...], date]:
    data = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    rates = tuple(sorted((date.fromisoformat(day), Decimal(rate) / 100) for day, rate in data["rates"].items()))
    return rates, data["certain_until"]


def lpr(day: date) -> Decimal | None:
    """Return the rate in force on a day as a fraction of one, None before the first and after the last that is known.

    Args:
        day: The day, as a rule the contract's.

    Returns:
        0.0345 for 3.45 % a year.
    """
    rates, certain_until = _table()
    if day > certain_until:
        return None
    return next((rate for start, rate in reversed(rates) if start <= day), None)


def highest() -> Decimal:
    """Return the highest rate since its reform in 2019."""
    return max(rate for _, rate in _table()[0])
