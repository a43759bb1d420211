"""Batches: rates of the engines against each other, of few records against many, memory, and what ten million take."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench import estimate
from tests.bench.contracts import ROOT, table
from tests.bench.estimate import Ran
from tests.bench.measure import Row, size
from tests.dask_cluster import DaskCluster


def measure() -> Iterator[Row]:
    """Run batches of several sizes on every engine."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_DIR")) as name:
        folder = Path(name)
        yield from _engines(folder)
        few, many, pdf = size(1000, 1000, "FEW"), size(6000, 100_000, "MANY"), size(200, 5000, "PDF")
        small = _ran(table(few, folder / "few.csv"), folder, engine="pool")
        large = _ran(table(many, folder / "many.csv"), folder, engine="pool")
        yield from _sizes(small, large)
        typeset = _ran(table(pdf, folder / "pdf.csv"), folder, engine="pool", formats=["docx", "pdf", "json"])
        yield from _pdf(typeset)
        yield from estimate.rows(small, large, typeset)


def _engines(folder: Path) -> Iterator[Row]:
    count, times = size(3000, 8000, "ENGINES"), 3
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


def _sizes(small: Ran, large: Ran) -> Iterator[Row]:
    yield _row(f"{large.count:,} DOCX + JSON, pool of 2", large, small, f"{small.count:,}", "≥ 0.9 ×")
    first, last = _part(large, 0.1, 0.3), _part(large, 0.8, 1.0)
    yield Row(what=f"the last fifth of the {large.count:,}", value=f"{last:.0f} /s", peer=f"before {first:.0f} /s",
              ratio=f"{last / first:.2f} ×", wanted="≥ 0.9 ×")  # fmt: skip
    peer = f"{small.count:,}: {small.peak:.0f} MB"
    yield Row(what="coordinator's peak memory", value=f"{large.peak:.0f} MB", peer=peer,
              ratio=f"{large.peak / small.peak:.2f} ×", wanted="< 300 MB")  # fmt: skip
    yield Row(what="a worker's peak memory", value=f"{large.worker:.0f} MB", peer=f"{small.worker:.0f} MB",
              ratio=f"{large.worker / small.worker:.2f} ×", wanted="flat")  # fmt: skip


def _part(ran: Ran, begun: float, ended: float) -> float:
    """Return the contracts a second between two parts of a run."""
    before = min(ran.marks, key=lambda mark: abs(mark[0] - begun * ran.count))
    after = min(ran.marks, key=lambda mark: abs(mark[0] - ended * ran.count))
    return (after[0] - before[0]) / (after[1] - before[1])


def _pdf(ran: Ran) -> Iterator[Row]:
    what = f"{ran.count:,} DOCX + PDF + JSON, pool of 2"
    yield Row(what=what, value=f"{ran.rate:.1f} /s, {ran.cost}")
    yield Row(what="coordinator's and a worker's peak memory", value=f"{ran.peak:.0f} MB, {ran.worker:.0f} MB",
              wanted="< 300 MB")  # fmt: skip


def _row(what: str, ran: Ran, peer: Ran, name: str, wanted: str) -> Row:
    value = f"{ran.rate:.0f} /s" if "Dask" in what else f"{ran.rate:.0f} /s, {ran.cost}"  # its workers are not ours
    ratio = f"{ran.rate / peer.rate:.2f} ×"
    return Row(what=what, value=value, peer=f"{name} {peer.rate:.0f} /s", ratio=ratio, wanted=wanted)


def _ran(source: Path, folder: Path, **how: object) -> Ran:
    out = Path(tempfile.mkdtemp(dir=folder))
    given = {"source": str(source), "folder": str(out), "formats": ["docx", "json"], **how}
    command = [sys.executable, "-m", "tests.bench.one_batch", json.dumps(given)]
    # What is written stays until all is measured: ext4 looks at each file that was deleted in the last five minutes
    # before it makes a new one, which would take more of the next run's time than writing does.
    said = json.loads(subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout)
    assert not said["rejected"]
    kept = {name: said[name] for name in ("seconds", "busy", "own", "peak", "worker", "bytes")}
    return Ran(count=said["issued"], marks=tuple((done, seconds) for done, seconds in said["marks"]), **kept)


@contextlib.contextmanager
def _cluster() -> Iterator[str]:
    """Yield the address of a Dask scheduler with two worker processes on this machine; "" without Dask."""
    try:
        import distributed  # noqa: F401
    except ModuleNotFoundError:
        yield ""
        return
    with tempfile.TemporaryDirectory() as scratch:
        cluster = DaskCluster(Path(scratch))
        try:
            cluster.await_scheduler()
            yield cluster.address
        finally:
            cluster.close()
