"""Killed at any point, a resumed batch ends as if it had never been disturbed."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

from pipeline.batch.register import Register, State
from pipeline.batch.register.reports import listing, verify
from pipeline.batch.stores import open_store
from tests.batch_made import csv_of, files_of, run
from tests.dask_cluster import DaskCluster

ROOT = Path(__file__).resolve().parents[3]
KILL_POINTS = int(os.environ.get("KILL_POINTS", "32"))  # of the long test; 200 take about fifteen minutes


def remark(n: int) -> str:
    return {0: "CRASH", 50: "FAIL-ISSUE"}.get(n % 100, "")


def started(source: Path, out: Path, engine: str, pause: float, scheduler: str = "") -> subprocess.Popen[bytes]:
    """Start a batch in a process group of its own, and wait until its modules are imported."""
    command = [sys.executable, "-m", "tests.batch_started", str(source), str(out), engine, str(pause), scheduler]
    pipe, quiet = subprocess.PIPE, subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=ROOT, start_new_session=True, stdout=pipe, stderr=quiet)
    assert process.stdout is not None
    with process.stdout as said:
        assert said.readline() == b"begun\n"
    return process


def kill_coordinator(process: subprocess.Popen[bytes]) -> None:
    process.kill()


def kill_group(process: subprocess.Popen[bytes]) -> None:
    os.killpg(process.pid, signal.SIGKILL)


def kill_worker(process: subprocess.Popen[bytes]) -> None:
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    workers = [pid for pid in children if "spawn_main" in Path(f"/proc/{pid}/cmdline").read_text()]
    if workers:
        os.kill(int(random.choice(workers)), signal.SIGKILL)


KILLS: dict[str, Callable[[subprocess.Popen[bytes]], None]] = {
    "coordinator": kill_coordinator, "group": kill_group, "worker": kill_worker,
}  # fmt: skip


class Clusters:
    """Dask clusters, one after the other: a new one starts as soon as the scheduler of the last was killed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._next: DaskCluster | None = None

    def killed_under(self, source: Path, out: Path, pause: float, seconds: float) -> bool:
        """Run a batch on a cluster and kill its scheduler after some seconds; return whether it still ran then."""
        cluster = self._next or DaskCluster(self._folder, nanny=False)
        self._next = None
        try:
            cluster.await_scheduler()
            process = started(source, out, "dask", pause, cluster.address)
            try:
                assert process.wait(timeout=seconds) == 0
            except subprocess.TimeoutExpired:
                cluster.kill_scheduler()
                self._next = DaskCluster(self._folder, nanny=False)
                process.wait(timeout=120)
                return True
            return False
        finally:
            cluster.close(hurry=True)

    def close(self) -> None:
        if self._next:
            self._next.close(hurry=True)


def check(out: Path, count: int) -> None:
    register = Register(str(out / "register.sqlite"))
    found = list(listing(register))
    assert verify(register, open_store(str(out)).get).faults == ()
    register.close()
    assert sorted(each.row for each in found) == list(range(2, count + 2))
    assert {each.state for each in found} <= {State.ISSUED, State.REJECTED}
    numbers = [each.number for each in found if each.number]
    assert numbers == [f"2026-{n:05d}" for n in range(1, len(numbers) + 1)]
    assert not list(out.rglob("*.part"))


def disturbed(
    source: Path, out: Path, kinds: list[str], rng: random.Random, pause: float, until: float, clusters: Clusters
) -> Counter[str]:
    """Run once for each kind of kill and kill it within `until` seconds, then run to the end; return the kills."""
    kills = Counter[str]()
    for kind in kinds:
        if kind == "scheduler":
            kills[kind] += clusters.killed_under(source, out, pause, rng.uniform(0.5, until + 2))
            continue
        process = started(source, out, "pool", pause)
        try:
            process.wait(timeout=rng.uniform(0.05, until))
        except subprocess.TimeoutExpired:
            KILLS[kind](process)
            kills[kind] += 1
        if kind == "worker":
            assert process.wait(timeout=120) == 0
        process.wait()
    assert started(source, out, "pool", 0).wait(timeout=120) == 0
    return kills


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="finds workers through /proc")
def test_a_batch_killed_at_some_points_ends_like_an_undisturbed_one(tmp_path: Path) -> None:
    source = csv_of(300, tmp_path / "a.csv", remark)
    run(source, tmp_path / "calm")
    kinds = ["group", "coordinator", "worker", "group"]
    kills = disturbed(source, tmp_path / "out", kinds, random.Random(7), 0.01, 2.5, Clusters(tmp_path))
    assert kills.total() >= 2
    check(tmp_path / "out", 300)
    assert files_of(tmp_path / "out") == files_of(tmp_path / "calm")


@pytest.mark.slow
@pytest.mark.timeout(7200)
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="finds workers through /proc")
def test_a_batch_killed_at_many_points_ends_like_an_undisturbed_one(tmp_path: Path) -> None:
    rng = random.Random(20261122)
    source = csv_of(2000, tmp_path / "a.csv", remark)
    run(source, tmp_path / "calm")
    calm = files_of(tmp_path / "calm")
    kills, clusters, round_number = Counter[str](), Clusters(tmp_path / "dask"), 0
    choice = [*KILLS, *(["scheduler"] if find_spec("distributed") else [])]
    try:
        while kills.total() < KILL_POINTS:
            round_number += 1
            out = tmp_path / str(round_number)
            kills += disturbed(source, out, [rng.choice(choice) for _ in range(8)], rng, 0.002, 3.0, clusters)
            check(out, 2000)
            assert files_of(out) == calm
            shutil.rmtree(out)
            print(dict(kills), flush=True)  # noqa: T201 - the long run's progress, seen with -s
    finally:
        clusters.close()
    assert set(kills) == set(choice)


def test_of_two_runs_started_at_once_one_is_refused_and_nothing_is_mixed(tmp_path: Path) -> None:
    source = csv_of(100, tmp_path / "a.csv", remark)
    run(source, tmp_path / "calm")
    both = [started(source, tmp_path / "out", "serial", 0.02) for _ in range(2)]
    codes = sorted(process.wait(timeout=120) for process in both)
    assert codes in ([0, 0], [0, 1])  # refused, or so late that the other had finished
    check(tmp_path / "out", 100)
    assert files_of(tmp_path / "out") == files_of(tmp_path / "calm")


def test_ctrl_c_pressed_again_and_again_ends_the_run_and_its_workers(tmp_path: Path) -> None:
    source = csv_of(500, tmp_path / "a.csv", remark)
    process = started(source, tmp_path / "out", "pool", 0.02)
    deadline = time.monotonic() + 30
    while not list((tmp_path / "out").glob("0*/*.docx")) and time.monotonic() < deadline:
        time.sleep(0.05)
    for _ in range(4):
        os.killpg(process.pid, signal.SIGINT)
        time.sleep(0.02)
    assert process.wait(timeout=30) != 0
    run(source, tmp_path / "out")
    check(tmp_path / "out", 500)


def test_workers_do_not_outlive_their_coordinator(tmp_path: Path) -> None:
    source = csv_of(500, tmp_path / "a.csv")
    process = started(source, tmp_path / "out", "pool", 0.02)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    deadline = time.monotonic() + 20
    workers: list[str] = []
    while len(workers) < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
        workers = [p for p in children.read_text().split() if "spawn_main" in Path(f"/proc/{p}/cmdline").read_text()]
    process.kill()
    process.wait()
    deadline = time.monotonic() + 10
    while any(Path(f"/proc/{pid}").exists() for pid in workers) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert len(workers) == 2
    assert not any(Path(f"/proc/{pid}").exists() for pid in workers)
