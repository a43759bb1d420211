"""One run at a time on a register in PostgreSQL: a lock that the server releases when its holder's connection ends."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from sqlalchemy import Connection, text

from pipeline.batch.errors import RegisterBusy

# A number that nothing else in a PostgreSQL database is likely to lock: "hetong" in ASCII.
_ADVISORY = 0x6865746F6E67


@contextlib.contextmanager
def server_lock(connection: Connection, place: str) -> Iterator[None]:
    """Hold PostgreSQL's advisory lock as long as the connection lives.

    Raises:
        RegisterBusy: Somebody else holds it.
    """
    if not connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": _ADVISORY}).scalar():
        raise RegisterBusy(place)
    connection.commit()
    try:
        yield
    finally:
        with contextlib.suppress(Exception):  # the server may be gone, and with it the lock
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _ADVISORY})
            connection.commit()
