"""The engine of one machine: a pool of processes."""

from __future__ import annotations

import contextlib
import multiprocessing
import multiprocessing.connection
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Future, InvalidStateError, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

from pipeline.batch.engines.engine import WorkerLost
from pipeline.batch.lock import file_lock

_WATCH_SECONDS = 0.25
_GRACE_SECONDS = 2.0  # what the pool itself has to find out that a worker died; it mostly takes milliseconds


class PoolEngine:
    """A pool of worker processes, rebuilt when one of them dies.

    Args:
        workers: How many.
        alive: A file that each worker holds a lock on for as long as it lives; None: none.
        begin: What each worker does first; None: nothing.
    """

    name = "pool"
    trials = 3

    def __init__(self, *, workers: int, alive: Path | None = None, begin: Callable[[], None] | None = None) -> None:
        self.workers = workers
        self._alive, self._work_begins = alive, begin
        self._pool = self._made()
        self._watched = False
        self._flying: set[Future[Any]] = set()

    def _made(self) -> ProcessPoolExecutor:
        # Spawned, not forked: a fork would take the database's connections and the threads' locks with it.
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self.workers, context, _begin, (os.getpid(), self._alive, self._work_begins))

    def submit(self, work: Callable[..., Any], /, *args: Any) -> Future[Any]:
        """Start a function in a worker."""
        try:
            with _interrupts_wait():
                future: Future[Any] = self._pool.submit(work, *args)
        except BrokenExecutor as error:  # found out between two submissions
            lost: Future[Any] = Future()
            lost.set_exception(error)
            return lost
        self._flying.add(future)
        future.add_done_callback(self._flying.discard)
        if not self._watched:
            with _interrupts_wait():  # a thread that takes signals would wake the main thread in spite of its mask
                threading.Thread(target=_guard, args=(self._pool, self._flying), daemon=True).start()
            self._watched = True
        return future

    def result(self, future: Future[Any]) -> Any:
        """Return what a finished future holds; see `Engine.result`."""
        try:
            return future.result()
        except BrokenExecutor as error:
            raise WorkerLost from error

    def renew(self) -> None:
        """Replace a broken pool."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._pool, self._watched, self._flying = self._made(), False, set()

    def close(self, *, hurry: bool = False) -> None:
        """End the workers; in a hurry they are killed, which nothing that they do minds.

        A second Ctrl-C waits until they are gone: workers that nobody waits for any more would wait for work for ever.
        """
        with _interrupts_wait():
            if hurry:
                _break(self._pool)
            self._pool.shutdown(wait=True, cancel_futures=hurry)


def _guard(pool: Any, flying: set[Future[Any]]) -> None:
    """See to it that no future of a pool waits for ever for a worker that died.

    The pool finds that out by itself, unless the worker died while it was writing its result: then the pool waits for
    the rest of it, which it would do until the last one who could write has closed the pipe; and unless a task was
    submitted in the very moment.
    """
    while (workers := _workers(pool)) is not None:
        if any(worker.exitcode for worker in workers):
            time.sleep(_GRACE_SECONDS)
            if flying:
                _break(pool)
            break
        multiprocessing.connection.wait([worker.sentinel for worker in workers if worker.is_alive()], _WATCH_SECONDS)
    deadline = time.monotonic() + _GRACE_SECONDS
    while flying and time.monotonic() < deadline:
        time.sleep(_WATCH_SECONDS)
    for future in tuple(flying):
        with contextlib.suppress(InvalidStateError):
            future.set_exception(BrokenProcessPool("a worker died"))


def _workers(pool: Any) -> list[Any] | None:
    """Return the processes that a pool has now, it starts them one by one; None once it is shut down."""
    processes = pool._processes  # noqa: SLF001 - the executor has no public way to them
    return None if processes is None else list(processes.values())


def _close(handle: int) -> None:
    if sys.platform == "win32":  # pragma: no cover - a pipe has a handle of the system's own there
        import _winapi

        _winapi.CloseHandle(handle)
    else:
        os.close(handle)


def _break(pool: Any) -> None:
    for worker in _workers(pool) or ():
        worker.kill()
    with contextlib.suppress(OSError, AttributeError):
        writer = pool._result_queue._writer  # noqa: SLF001 - the last who could write: the pool sees the end
        # Taken away from the pool before it is closed: the pool may close it in the same moment.
        handle, writer._handle = writer._handle, None  # noqa: SLF001
        if handle is not None:
            _close(handle)


@contextlib.contextmanager
def _interrupts_wait() -> Iterator[None]:
    """Hold Ctrl-C back; workers and threads started meanwhile inherit that, and die of none that is meant for us."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(coordinator: int, alive: Path | None, begin: Callable[[], None] | None) -> None:
    """Prepare a worker: Ctrl-C is the coordinator's business, and nobody works on when the coordinator is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_watch, args=(coordinator, alive), daemon=True).start()
    if begin is not None:
        begin()


def _watch(coordinator: int, alive: Path | None) -> None:
    with file_lock(alive, shared=True, patience=60) if alive else contextlib.nullcontext():
        while os.getppid() == coordinator:
            time.sleep(_WATCH_SECONDS)
        os._exit(1)
