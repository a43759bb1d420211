"""A Dask scheduler with two workers, each a process of its own on this machine."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SETTINGS = ROOT / "docs" / "dask.yaml"  # those that docs/scale.md recommends


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def await_port(port: int, seconds: float = 60) -> None:
    """Wait until somebody listens on a port."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise TimeoutError(f"nothing listens on {port}")


class DaskCluster:
    """A cluster, started; `close` ends it.

    Attributes:
        address: The scheduler's address.
        processes: The scheduler first, then the workers.
    """

    def __init__(self, folder: Path, *, nanny: bool = True, environment: Mapping[str, str] | None = None) -> None:
        self._port = free_port()
        self._environment = {
            **os.environ, "PYTHONPATH": str(ROOT), "DASK_CONFIG": str(SETTINGS), **(environment or {}),
        }  # fmt: skip
        self.address = f"tcp://127.0.0.1:{self._port}"
        scheduler = ("scheduler", "--port", str(self._port), "--no-show")
        worker = ("worker", self.address, "--nworkers", "1", "--nthreads", "1", "--local-directory", str(folder),
                  *(() if nanny else ("--no-nanny",)))  # fmt: skip
        self.processes = [self._started(*each) for each in (scheduler, worker, worker)]

    def _started(self, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "dask", *arguments, "--host", "127.0.0.1", "--no-dashboard"]
        quiet = subprocess.DEVNULL
        return subprocess.Popen(
            command, cwd=ROOT, env=self._environment, stdout=quiet, stderr=quiet, start_new_session=True
        )

    def await_scheduler(self) -> None:
        """Wait until the scheduler listens; workers that came before it try again by themselves."""
        await_port(self._port)

    def kill_scheduler(self) -> None:
        """Kill the scheduler as kill -9 does."""
        os.killpg(self.processes[0].pid, signal.SIGKILL)
        self.processes[0].wait()

    def close(self, *, hurry: bool = False) -> None:
        """End all that still live."""
        for process in reversed(self.processes):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL if hurry else signal.SIGTERM)
        for process in self.processes:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=20)
