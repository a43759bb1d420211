"""What an engine is."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Protocol


class WorkerLost(Exception):
    """The worker died over a chunk: one of its records may kill workers, or the worker was killed from outside."""


class Engine(Protocol):
    """Runs functions of `batch.work`.

    Attributes:
        name: Its name on the command line.
        workers: How many chunks it runs at a time.
        trials: How many times in a row a record's worker must die, with nothing else running, before the record is
            blamed: a worker may also be killed from outside, by a person or for want of memory elsewhere.
    """

    name: str
    workers: int
    trials: int

    def submit(self, work: Callable[..., Any], /, *args: Any) -> Future[Any]:
        """Start a function; where its worker dies, the future raises `WorkerLost`, which `result` tells."""

    def result(self, future: Future[Any]) -> Any:
        """Return what a finished future holds.

        Raises:
            WorkerLost: Its worker died.
            EngineGone: The engine as a whole did.
            Exception: What the function raised.
        """

    def renew(self) -> None:
        """Make the engine fit for work again after a worker was lost; futures of before may be lost too."""

    def close(self, *, hurry: bool = False) -> None:
        """End the workers; `hurry` drops what has not begun."""
