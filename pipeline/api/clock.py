"""The only look at the clock, and only where a person started the work."""

from __future__ import annotations

import datetime as dt
import os


def now() -> dt.datetime:
    """Return the moment, that of SOURCE_DATE_EPOCH where it is set, so that the same input can give the same bytes."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        return dt.datetime.fromtimestamp(int(epoch), tz=dt.UTC)
    return dt.datetime.now().astimezone()


def today() -> dt.date:
    """Return the day of `now`."""
    return now().date()
