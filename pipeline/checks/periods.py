"""Dates and lengths → last days, counted as 民法典 201 to 204 say."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from decimal import Decimal

from pipeline.values.units import MONTHS

_DAYS = {"日": 1, "周": 7}


def add(start: date, value: Decimal, unit: str) -> date | None:
    """Return the day on which a period ends, the first day not counted (民法典 201, 202).

    Args:
        start: The day from which it is counted.
        value: Its length.
        unit: 年, 月, 季度, 周 or 日.

    Returns:
        The corresponding day of the last month, that month's last day where it has none; None for other units, for
        parts of a day or a month, and beyond the calendar.
    """
    months, days = value * MONTHS.get(unit, 0), value * _DAYS.get(unit, 0)
    if (unit not in MONTHS and unit not in _DAYS) or months % 1 or days % 1 or not 0 <= months + days < 100_000:
        return None
    try:
        return _months_later(start, int(months)) if months else start + timedelta(days=int(days))
    except (ValueError, OverflowError):
        return None


def _months_later(start: date, months: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def last_days(start: date, value: Decimal, unit: str) -> tuple[date, ...]:
    """Return the days on which a term may end: as the statute counts, and with its first day counted in.

    Contracts mostly count the first day (自7月1日起至次年6月30日止，共一年), which parties may agree on (民法典 204).

    Args:
        start: The first day.
        value: The length.
        unit: 年, 月, 季度, 周 or 日.

    Returns:
        Two days, or none where the length can't be counted.
    """
    corresponding = add(start, value, unit)
    if corresponding is None:
        return ()
    return (corresponding - timedelta(days=1), corresponding)


def months_between(start: date, end: date) -> Decimal:
    """Return the length of a term in months, its first day counted in; half months and the like are rounded down.

    Args:
        start: The first day.
        end: The last day.

    Returns:
        Whole months, 12 for 2026-07-01 to 2027-06-30.
    """
    behind = end + timedelta(days=1)
    months = (behind.year - start.year) * 12 + behind.month - start.month
    return Decimal(months - (behind.day < start.day))
