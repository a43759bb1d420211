"""One run at a time on one register: a lock that the system releases when its holder dies."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from pipeline.batch.errors import RegisterBusy
from pipeline.writers.publish import write_error


@contextlib.contextmanager
def file_lock(path: Path, *, shared: bool = False, patience: float = 0.0) -> Iterator[None]:
    """Hold a lock on a file.

    Args:
        path: The lock file; it stays when the lock is released, so that all lock the same one.
        shared: Others may hold it too, as long as nobody holds it alone.
        patience: Seconds to wait for another holder.

    Raises:
        RegisterBusy: Somebody else holds it.
        WriteError: The file can't be made.
    """
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o666)
    except OSError as error:
        raise write_error(error, path) from error
    try:
        deadline = time.monotonic() + patience
        while not _try_lock(handle, shared=shared):
            if time.monotonic() >= deadline:
                raise RegisterBusy(str(path))
            time.sleep(0.05)
        yield
    finally:
        os.close(handle)  # which releases the lock


def _try_lock(handle: int, *, shared: bool) -> bool:
    if sys.platform == "win32":  # pragma: no cover - a region lock has no shared form; the run's own lock suffices
        import msvcrt

        if shared:
            return True
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
