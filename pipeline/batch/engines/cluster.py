"""The engine of many machines: Dask workers that a scheduler hands chunks to."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from typing import Any

from pipeline.batch.engines.engine import WorkerLost
from pipeline.batch.errors import EngineGone, ExtraMissing, SchedulerUnnamed

_RETRIES = 2  # of a chunk whose worker died; then it is suspected of killing workers
_CONNECT_SECONDS = 20
_ADDRESS = re.compile(r"(?:[a-z]+://)?(?:[^\s/:]+|\[[0-9A-Fa-f:.]+\]):[0-9]+")  # tcp://10.0.0.5:8786


class ClusterEngine:
    """A Dask cluster.

    Args:
        scheduler: Its address, tcp://HOST:8786.

    Raises:
        ExtraMissing: Dask is not installed.
        SchedulerUnnamed: The address is none.
        EngineGone: The scheduler does not answer.
    """

    name = "dask"
    trials = 1  # the scheduler has tried several workers before it gives up (allowed-failures)

    def __init__(self, scheduler: str) -> None:
        try:
            distributed: Any = importlib.import_module("distributed")
        except ModuleNotFoundError as error:
            raise ExtraMissing("dask distributed", "cluster") from error
        if not _ADDRESS.fullmatch(scheduler):  # the client would wait for its own end for a minute
            raise SchedulerUnnamed(scheduler)
        try:
            self._client: Any = distributed.Client(scheduler, timeout=_CONNECT_SECONDS, set_as_default=False)
            self._client.wait_for_workers(1, timeout=_CONNECT_SECONDS)
        except (OSError, TimeoutError, ValueError) as error:
            raise EngineGone("dask", f"连不上 {scheduler} 或没有工作进程（{error}）") from error
        self._executor: Any = self._client.get_executor(pure=False, retries=_RETRIES)
        self.workers = max(1, sum(self._client.ncores().values()))

    def submit(self, work: Callable[..., Any], /, *args: Any) -> Future[Any]:
        """Start a function on the cluster."""
        future: Future[Any] = self._executor.submit(work, *args)
        return future

    def result(self, future: Future[Any]) -> Any:
        """Return what a finished future holds; see `Engine.result`."""
        from distributed import KilledWorker
        from distributed.comm.core import CommClosedError

        try:
            return future.result()
        except KilledWorker as error:
            raise WorkerLost from error
        except ModuleNotFoundError as error:  # met while the work was unpacked
            raise EngineGone(self.name, f"工作进程上缺少 {error.name}，每台机器要装同一版本的 hetong") from error
        except (CancelledError, CommClosedError) as error:
            raise EngineGone(self.name, "与调度器的连接断开") from error

    def renew(self) -> None:
        """Dask starts new workers by itself."""

    def close(self, *, hurry: bool = False) -> None:
        """Leave the cluster; it goes on for others."""
        self._executor.shutdown(wait=not hurry)
        self._client.close(timeout=5)
