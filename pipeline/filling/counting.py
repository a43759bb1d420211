"""Day and length → the day on which a period ends, after 民法典 201 to 204."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache

HORIZON = 20_000
"""Days further than which no contract reaches (54 years): a longer period has no end worth computing."""


class NotAnnounced(LookupError):
    """The holidays of the year are not announced yet, so nobody knows which of its days are working days."""


@lru_cache(maxsize=8192)
def is_workday(day: date) -> bool:
    """True for a working day by the State Council's holiday arrangements, weekends worked in exchange included.

    Raises:
        NotAnnounced: The arrangements for its year are not known to chinesecalendar.
    """
    import chinese_calendar

    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError as error:
        raise NotAnnounced(str(day.year)) from error


def add_workdays(start: date, count: int) -> date:
    """Return the last of `count` working days after `start`; the first day is not counted (民法典 201).

    Raises:
        NotAnnounced: The count runs into a year whose holidays are not announced.
    """
    day, left = start, count
    while left > 0:
        day += timedelta(days=1)
        left -= is_workday(day)
    return day


def add_days(start: date, count: int) -> date:
    """Return the last of `count` calendar days after `start`, rolled over a holiday (民法典 201, 203).

    Raises:
        NotAnnounced: The last day is in a year whose holidays are not announced.
    """
    return rolled(start + timedelta(days=count))


def rolled(day: date) -> date:
    """Return the day itself, or the next working day where it is a holiday (民法典 203).

    Raises:
        NotAnnounced: The holidays of its year are not announced.
    """
    while not is_workday(day):
        day += timedelta(days=1)
    return day


def add_months(start: date, months: int) -> date:
    """Return the corresponding day of the month in which a period ends, or that month's last day (民法典 202)."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


COUNTS: dict[str, Callable[[date, int], date]] = {
    "工作日": add_workdays,
    "日": add_days,
    "周": lambda start, count: add_days(start, 7 * count),
    "月": lambda start, count: rolled(add_months(start, count)),
    "季度": lambda start, count: rolled(add_months(start, 3 * count)),
    "年": lambda start, count: rolled(add_months(start, 12 * count)),
}
"""Unit of length → how a period of so many ends."""
