"""The only look at the clock, and only where a person started the work."""

from __future__ import annotations

import datetime as dt

from pipeline.epoch import source_moment


def now() -> dt.datetime:
    """Return the moment, that of SOURCE_DATE_EPOCH where it is set, so that the same input can give the same bytes."""
    return source_moment() or dt.datetime.now().astimezone()


def today() -> dt.date:
    """Return the day of `now`."""
    return now().date()
