"""Name → Engine: who does the work. All have the shape of `concurrent.futures.Executor`."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from pipeline.batch.engines.engine import Engine, WorkerLost
from pipeline.batch.engines.serial import SerialEngine
from pipeline.batch.errors import EngineUnknown

__all__ = ["ENGINES", "Engine", "WorkerLost", "check_engine", "open_engine"]

ENGINES = ("serial", "pool", "dask")


def check_engine(name: str) -> None:
    """Refuse a name that no engine has.

    Raises:
        EngineUnknown: No engine has that name.
    """
    if name not in ENGINES:
        raise EngineUnknown(name, ENGINES)


def open_engine(
    name: str,
    *,
    workers: int = 0,
    scheduler: str = "",
    alive: Path | None = None,
    begin: Callable[[], None] | None = None,
) -> Engine:
    """Return an engine.

    Args:
        name: One of `ENGINES`.
        workers: Processes of the pool; 0: as many as processors.
        scheduler: Address of the Dask scheduler, tcp://HOST:8786.
        alive: A file that the pool's workers hold a lock on for as long as they live.
        begin: What each worker does before its first work; pickled to it.

    Raises:
        EngineUnknown: No engine has that name.
        ExtraMissing: The engine's package is not installed.
        EngineGone: The scheduler can't be reached.
    """
    check_engine(name)
    count = workers or len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else workers or os.cpu_count()
    if name == "serial":
        return SerialEngine(begin)
    if name == "pool":
        from pipeline.batch.engines.pool import PoolEngine

        return PoolEngine(workers=count or 1, alive=alive, begin=begin)
    from pipeline.batch.engines.cluster import ClusterEngine

    return ClusterEngine(scheduler, begin)
