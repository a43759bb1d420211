"""What a Dask worker does before its first chunk; imported only where Dask is installed."""

from __future__ import annotations

import pickle
from typing import Any

from distributed import WorkerPlugin


class Beginning(WorkerPlugin):
    """Does something in each worker of a cluster, also in those that come later.

    Args:
        name: Its name on the scheduler; another one of that name takes its place.
        begin: What to do, pickled: a worker that can't unpickle it would not even start.
    """

    def __init__(self, name: str, begin: bytes) -> None:
        self.name = name
        self._begin = begin

    def setup(self, worker: Any) -> None:
        """Begin."""
        del worker
        pickle.loads(self._begin)()  # noqa: S301 - what comes from the scheduler is code in any case
