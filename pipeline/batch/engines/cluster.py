"""The engine of many machines: Dask workers that a scheduler hands chunks to."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import importlib
import pickle
import re
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, InvalidStateError
from concurrent.futures import TimeoutError as FutureTimeout
from typing import Any

from pipeline.batch.engines.engine import WorkerLost
from pipeline.batch.errors import EngineGone, ExtraMissing, SchedulerUnnamed

_RETRIES = 2  # of a chunk whose worker died; then it is suspected of killing workers
_CONNECT_SECONDS = 20
_FETCH_SECONDS = 120  # for a result that is done to come from its worker
_WATCH_SECONDS = 0.5
_ADDRESS = re.compile(r"(?:[a-z]+://)?(?:[^\s/:]+|\[[0-9A-Fa-f:.]+\]):[0-9]+")  # tcp://10.0.0.5:8786


class ClusterEngine:
    """A Dask cluster.

    Args:
        scheduler: Its address, tcp://HOST:8786.
        begin: What each worker does first; None: nothing.

    Raises:
        ExtraMissing: Dask is not installed.
        SchedulerUnnamed: The address is none.
        EngineGone: The scheduler does not answer, or the workers lack hetong.
    """

    name = "dask"
    trials = 1  # the scheduler has tried several workers before it gives up (allowed-failures)

    def __init__(self, scheduler: str, begin: Callable[[], None] | None = None) -> None:
        try:
            distributed: Any = importlib.import_module("distributed")
        except ModuleNotFoundError as error:
            raise ExtraMissing("dask distributed", "cluster") from error
        if not _ADDRESS.fullmatch(scheduler):  # the client would wait for its own end for a minute
            raise SchedulerUnnamed(scheduler)
        try:
            self._client: Any = distributed.Client(scheduler, timeout=_CONNECT_SECONDS, set_as_default=False)
            self._unless_lost(lambda: self._client.wait_for_workers(1, timeout=_CONNECT_SECONDS))
            self.workers = max(1, sum(self._unless_lost(self._client.ncores).values()))
        except (OSError, TimeoutError, ValueError) as error:
            raise EngineGone("dask", f"连不上 {scheduler} 或没有工作进程（{error}）") from error
        self._open: set[Future[Any]] = set()
        self._closing = threading.Event()
        self._plugin = self._registered(begin) if begin is not None else ""
        threading.Thread(target=self._watch, name="hetong-dask-watch", daemon=True).start()

    def _unless_lost(self, ask: Callable[[], Any]) -> Any:
        """Return what the scheduler answers; where it dies meanwhile, Dask would look for it for half a minute.

        Raises:
            ConnectionError: The connection is lost.
        """
        answer: Future[Any] = Future()
        threading.Thread(target=_answer, args=(answer, ask), daemon=True).start()
        while self._client.status == "running":
            with contextlib.suppress(FutureTimeout):
                return answer.result(_WATCH_SECONDS)
            if answer.done():  # with a timeout of its own
                return answer.result()
        raise ConnectionError("连接断开")

    def _watch(self) -> None:
        """Tell every open future when the connection is lost: Dask drops its tasks then, and may never say so."""
        while not self._closing.wait(_WATCH_SECONDS):
            if self._client.status != "running":
                for future in list(self._open):
                    self._settle(future, error=self._gone(ConnectionError()))

    def _registered(self, begin: Callable[[], None]) -> str:
        """Have all workers begin, those that come later too, and return by which name the scheduler knows that."""
        from pipeline.batch.engines.plugin import Beginning

        packed = pickle.dumps(begin)
        name = f"hetong-{hashlib.sha256(packed).hexdigest()[:16]}"
        try:
            self._unless_lost(lambda: self._client.register_plugin(Beginning(name, packed), name=name))
        except Exception as error:
            self._client.close(timeout=5)
            raise self._gone(error) from error
        return name

    def submit(self, work: Callable[..., Any], /, *args: Any) -> Future[Any]:
        """Start a function on the cluster."""
        future: Future[Any] = Future()
        self._open.add(future)
        try:
            task = self._client.submit(work, *args, pure=False, retries=_RETRIES)
        except Exception as error:  # noqa: BLE001 - the client has closed: told where the result is asked for
            self._settle(future, error=self._gone(error))
        else:
            task.add_done_callback(functools.partial(self._hand_over, future))
        return future

    def _hand_over(self, future: Future[Any], task: Any) -> None:
        """Give a future what its task came to: also where the scheduler dies between the work's end and its result."""
        from distributed import KilledWorker

        try:
            if task.status == "error":
                error = self._fetched(task.exception)
                # A worker without hetong can't unpack the work.
                lost = isinstance(error, KilledWorker)
                gone = isinstance(error, ModuleNotFoundError)
                self._settle(future, error=WorkerLost() if lost else self._gone(error) if gone else error)
            else:
                self._settle(future, self._fetched(task.result))
        except BaseException as error:  # noqa: BLE001 - nobody else would hear of it in this thread
            self._settle(future, error=self._gone(error))

    def _fetched(self, fetch: Callable[..., Any]) -> Any:
        """Return what a task's `result` or `exception` gives; where the connection is lost, waiting for it ends."""
        deadline = time.monotonic() + _FETCH_SECONDS
        while True:
            try:
                return fetch(timeout=_WATCH_SECONDS)
            except TimeoutError:
                if self._client.status != "running" or time.monotonic() > deadline:
                    raise

    def _settle(self, future: Future[Any], result: Any = None, *, error: BaseException | None = None) -> None:
        """Give a future its result or error, unless it has one: a late result of a lost connection is made again."""
        self._open.discard(future)
        with contextlib.suppress(InvalidStateError):
            if error is None:
                future.set_result(result)
            else:
                future.set_exception(error)

    def _gone(self, error: BaseException) -> EngineGone:
        if isinstance(error, ModuleNotFoundError):
            return EngineGone(self.name, f"工作进程上缺少 {error.name}，每台机器要装同一版本的 hetong")
        if isinstance(error, AttributeError | ImportError | pickle.UnpicklingError):
            return EngineGone(self.name, f"工作进程上的 hetong 与这里的不是同一版本（{error}）")
        return EngineGone(self.name, f"与调度器的连接断开（{type(error).__name__}）")

    def result(self, future: Future[Any]) -> Any:
        """Return what a finished future holds; see `Engine.result`."""
        return future.result()

    def renew(self) -> None:
        """Dask starts new workers by itself."""

    def close(self, *, hurry: bool = False) -> None:
        """Leave the cluster; it goes on for others."""
        del hurry  # the scheduler drops what nobody waits for any more
        self._closing.set()
        with contextlib.suppress(Exception):  # the scheduler may be gone, and the plugin with it
            if self._plugin and self._client.status == "running":
                self._client.unregister_worker_plugin(self._plugin)
        self._client.close(timeout=5)


def _answer(answer: Future[Any], ask: Callable[[], Any]) -> None:
    try:
        answer.set_result(ask())
    except BaseException as error:  # noqa: BLE001 - told where the answer is waited for
        answer.set_exception(error)
