"""The moment that files state in place of the clock's."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.api.clock import now
from pipeline.epoch import source_moment
from pipeline.writers.pdf.archive import FIXED_DATE, moment


def test_the_moment_of_the_source_is_that_of_clock_and_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert source_moment() == now() == moment(None) == dt.datetime(2023, 11, 14, 22, 13, 20, tzinfo=dt.UTC)
    assert moment(dt.date(2026, 1, 2)).date() == dt.date(2026, 1, 2)


@pytest.mark.parametrize("stated", ["", "soon", "-1", "²", "99999999999999", "9" * 400])
def test_what_is_no_moment_counts_as_none(stated: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", stated)
    assert source_moment() is None
    assert moment(None).date() == FIXED_DATE
    assert abs(now() - dt.datetime.now(tz=dt.UTC)) < dt.timedelta(minutes=5)
