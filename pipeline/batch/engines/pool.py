"""The engine of one machine: a pool of processes."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from pathlib import Path
from typing import Any

from pipeline.batch.engines.engine import WorkerLost
from pipeline.batch.register.lock import file_lock

_WATCH_SECONDS = 0.25


class PoolEngine:
    """A pool of worker processes, rebuilt when one of them dies.

    Args:
        workers: How many.
        alive: A file that each worker holds a lock on for as long as it lives; None: none.
    """

    name = "pool"
    trials = 3

    def __init__(self, *, workers: int, alive: Path | None = None) -> None:
        self.workers = workers
        self._alive = alive
        self._pool = self._made()

    def _made(self) -> ProcessPoolExecutor:
        # Spawned, not forked: a fork would take the database's connections and the threads' locks with it.
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self.workers, context, _begin, (os.getpid(), self._alive))

    def submit(self, work: Callable[..., Any], /, *args: Any) -> Future[Any]:
        """Start a function in a worker."""
        try:
            with _interrupts_wait():
                return self._pool.submit(work, *args)
        except BrokenExecutor as error:  # found out between two submissions
            lost: Future[Any] = Future()
            lost.set_exception(error)
            return lost

    def result(self, future: Future[Any]) -> Any:
        """Return what a finished future holds; see `Engine.result`."""
        try:
            return future.result()
        except BrokenExecutor as error:
            raise WorkerLost from error

    def renew(self) -> None:
        """Replace a broken pool."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._pool = self._made()

    def close(self, *, hurry: bool = False) -> None:
        """End the workers."""
        self._pool.shutdown(wait=True, cancel_futures=hurry)


@contextlib.contextmanager
def _interrupts_wait() -> Iterator[None]:
    """Hold Ctrl-C back while workers are started: they inherit that, and die of none that is meant for us."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(coordinator: int, alive: Path | None) -> None:
    """Prepare a worker: Ctrl-C is the coordinator's business, and nobody works on when the coordinator is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_watch, args=(coordinator, alive), daemon=True).start()


def _watch(coordinator: int, alive: Path | None) -> None:
    with file_lock(alive, shared=True, patience=60) if alive else contextlib.nullcontext():
        while os.getppid() == coordinator:
            time.sleep(_WATCH_SECONDS)
        os._exit(1)
