"""The engine without workers: each chunk runs where it is submitted."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any


class SerialEngine:
    """Runs everything in this process; a record that kills its worker kills the run.

    Args:
        begin: What is done first.
    """

    name = "serial"
    workers = 1
    trials = 1

    def __init__(self, begin: Callable[[], None] | None = None) -> None:
        if begin is not None:
            begin()

    def submit(self, work: Callable[..., Any], /, *args: Any) -> Future[Any]:
        """Run a function at once; the future is finished when it is returned."""
        future: Future[Any] = Future()
        try:
            future.set_result(work(*args))
        except Exception as error:  # noqa: BLE001 - the future hands it to who asks for the result
            future.set_exception(error)
        return future

    def result(self, future: Future[Any]) -> Any:
        """Return the result or raise what the function raised."""
        return future.result()

    def renew(self) -> None:
        """There is nothing to renew."""

    def close(self, *, hurry: bool = False) -> None:
        """There is nothing to close."""
