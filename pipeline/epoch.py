"""SOURCE_DATE_EPOCH → the moment that files state in place of the clock's (reproducible-builds.org)."""

from __future__ import annotations

import contextlib
import datetime as dt
import os


def source_moment() -> dt.datetime | None:
    """Return the moment of SOURCE_DATE_EPOCH, None where it is not set or no calendar reaches so far."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdecimal():
        with contextlib.suppress(ValueError, OverflowError, OSError):
            return dt.datetime.fromtimestamp(int(epoch), tz=dt.UTC)
    return None
