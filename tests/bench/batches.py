"""Batches: rates of the engines against each other, of few records against many, and the coordinator's memory."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.bench.contracts import ROOT, table
from tests.bench.measure import Row, size


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """How a batch went."""

    count: int
    seconds: float
    busy: float
    peak: float

    @property
    def rate(self) -> float:
        """Contracts a second, the workers' start included."""
        return self.count / self.seconds

    @property
    def cost(self) -> str:
        """Processor time a contract, of coordinator and workers: other work on the machine hardly changes it."""
        return f"{self.busy / self.count * 1e3:.1f} ms CPU"


def measure() -> Iterator[Row]:
    """Run batches of several sizes on every engine."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_DIR")) as name:
        yield from _engines(Path(name))
        yield from _sizes(Path(name))
        yield from _pdf(Path(name))


def _engines(folder: Path) -> Iterator[Row]:
    count, times = size(1500, 10_000, "ENGINES"), 3
    source = table(count, folder / "engines.csv")
    best: dict[str, Ran] = {}
    with _cluster() as address:
        for _ in range(times):  # in turn: what disturbs the machine disturbs them all
            for engine in ("serial", "pool", *(("dask",) if address else ())):
                ran = _ran(source, folder, engine=engine, scheduler=address)
                best[engine] = max(best.get(engine, ran), ran, key=lambda each: each.rate)
    serial, pool, dask = best["serial"], best["pool"], best.get("dask")
    yield Row(what=f"{count:,} DOCX + JSON, one process", value=f"{serial.rate:.0f} /s, {serial.cost}")
    yield _row("the same, pool of 2 processes", pool, serial, "one process", "≥ 1.7 ×")
    if dask:
        yield _row("the same, Dask with 2 worker processes", dask, pool, "pool", "≥ 0.9 ×")


def _sizes(folder: Path) -> Iterator[Row]:
    few, many = size(1000, 1000, "FEW"), size(6000, 100_000, "MANY")
    small = _ran(table(few, folder / "few.csv"), folder, engine="pool")
    large = _ran(table(many, folder / "many.csv"), folder, engine="pool")
    yield _row(f"{many:,} DOCX + JSON, pool of 2", large, small, f"{few:,}", "≥ 0.9 ×")
    yield Row(what="coordinator's peak memory", value=f"{large.peak:.0f} MB", peer=f"{few:,}: {small.peak:.0f} MB",
              ratio=f"{large.peak / small.peak:.2f} ×", wanted="< 300 MB")  # fmt: skip


def _pdf(folder: Path) -> Iterator[Row]:
    count = size(200, 5000, "PDF")
    ran = _ran(table(count, folder / "pdf.csv"), folder, engine="pool", formats=["docx", "pdf", "json"])
    yield Row(what=f"{count:,} DOCX + PDF + JSON, pool of 2", value=f"{ran.rate:.1f} /s, {ran.cost}, {ran.peak:.0f} MB")


def _row(what: str, ran: Ran, peer: Ran, name: str, wanted: str) -> Row:
    value = f"{ran.rate:.0f} /s" if "Dask" in what else f"{ran.rate:.0f} /s, {ran.cost}"  # its workers are not ours
    ratio = f"{ran.rate / peer.rate:.2f} ×"
    return Row(what=what, value=value, peer=f"{name} {peer.rate:.0f} /s", ratio=ratio, wanted=wanted)


def _ran(source: Path, folder: Path, **how: object) -> Ran:
    out = folder / "out"
    given = {"source": str(source), "folder": str(out), "formats": ["docx", "json"], **how}
    command = [sys.executable, "-m", "tests.bench.one_batch", json.dumps(given)]
    try:
        printed = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout
    finally:
        shutil.rmtree(out, ignore_errors=True)
    said = json.loads(printed)
    assert not said["rejected"]
    return Ran(count=said["issued"], seconds=said["seconds"], busy=said["busy"], peak=said["peak"])


@contextlib.contextmanager
def _cluster() -> Iterator[str]:
    """Yield the address of a Dask scheduler with two worker processes on this machine; "" without Dask."""
    try:
        import distributed  # noqa: F401
    except ModuleNotFoundError:
        yield ""
        return
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{listener.getsockname()[1]}"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "start_new_session": True}
    dask = [sys.executable, "-m", "dask"]
    place = ["--host", "127.0.0.1", "--no-dashboard"]
    with tempfile.TemporaryDirectory() as scratch:
        started = [subprocess.Popen([*dask, "scheduler", *place, "--port", address.rpartition(":")[2], "--no-show"],
                                    cwd=ROOT, **quiet)]  # type: ignore[call-overload]  # fmt: skip
        time.sleep(2)
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        for _ in range(2):
            command = [
                *dask,
                "worker",
                address,
                *place,
                "--nworkers",
                "1",
                "--nthreads",
                "1",
                "--local-directory",
                scratch,
            ]
            started.append(subprocess.Popen(command, cwd=ROOT, env=environment, **quiet))  # type: ignore[call-overload]
        try:
            yield address
        finally:
            for process in reversed(started):
                os.killpg(process.pid, 15)
                process.wait(timeout=20)
