"""Periods counted as 民法典 201 to 204 say. Holidays of 2026: 国办发明电〔2025〕7号."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.filling.counting import COUNTS, NotAnnounced, add_days, add_months, add_workdays, is_workday

FRIDAY = date(2026, 3, 6)


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        (FRIDAY, 1, date(2026, 3, 9)),  # the first day is not counted, the weekend neither
        (FRIDAY, 10, date(2026, 3, 20)),
        (date(2026, 9, 30), 1, date(2026, 10, 8)),  # behind the National Day holiday
        (FRIDAY, 0, FRIDAY),
    ],
)
def test_working_days(start: date, count: int, due: date) -> None:
    assert add_workdays(start, count) == due


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        (date(2026, 3, 2), 3, date(2026, 3, 5)),
        (date(2026, 3, 2), 5, date(2026, 3, 9)),  # a Saturday rolls over to Monday
        (date(2026, 9, 28), 3, date(2026, 10, 8)),  # 1 October rolls over the whole holiday
    ],
)
def test_calendar_days(start: date, count: int, due: date) -> None:
    assert add_days(start, count) == due


@pytest.mark.parametrize(
    ("start", "months", "due"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),  # the missing day is the month's last
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 11, 15), 3, date(2027, 2, 15)),
    ],
)
def test_months(start: date, months: int, due: date) -> None:
    assert add_months(start, months) == due


def test_a_weekend_worked_in_exchange_is_a_working_day() -> None:
    assert is_workday(date(2026, 2, 14))


@pytest.mark.parametrize("unit", ["工作日", "日", "周", "月", "季度", "年"])
def test_nobody_knows_the_holidays_of_a_far_year(unit: str) -> None:
    with pytest.raises(NotAnnounced):
        COUNTS[unit](date(2090, 1, 1), 1)
