"""The pool of processes: a worker's death is always told, whenever it comes."""

from __future__ import annotations

import os
import signal
import struct
import sys
import time

import pytest

from pipeline.batch.engines import WorkerLost
from pipeline.batch.engines.pool import PoolEngine

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills workers by signal")


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def die_while_writing_the_result() -> None:
    """Write the beginning of a long result, as a worker does that is killed in the middle of it."""
    frame = sys._getframe()
    while "result_queue" not in frame.f_locals:
        assert frame.f_back is not None
        frame = frame.f_back
    os.write(frame.f_locals["result_queue"]._writer.fileno(), struct.pack("!i", 100_000) + b"beginning")
    die()


def wait_long() -> int:
    time.sleep(600)
    return 1


def double(number: int) -> int:
    return number * 2


@pytest.mark.parametrize("death", [die, die_while_writing_the_result])
def test_a_death_is_told_and_the_pool_renewed(death: object) -> None:
    engine = PoolEngine(workers=2)
    others = [engine.submit(wait_long)]
    lost = engine.submit(death)  # type: ignore[arg-type]
    for future in (lost, *others):
        with pytest.raises(WorkerLost):
            engine.result(future)
    engine.renew()
    assert engine.result(engine.submit(double, 21)) == 42
    engine.close()


def test_what_a_breaking_pool_forgets_is_told_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """A task that is submitted in the moment in which the pool breaks is never begun."""
    monkeypatch.setattr("pipeline.batch.engines.pool._GRACE_SECONDS", 0.2)
    engine = PoolEngine(workers=1)
    lost = engine.submit(wait_long)
    forgotten: object = type(lost)()
    engine._flying.add(forgotten)  # type: ignore[arg-type]
    for process in list(engine._pool._processes.values()):
        process.kill()
    with pytest.raises(WorkerLost):
        engine.result(lost)
    with pytest.raises(WorkerLost):
        engine.result(forgotten)  # type: ignore[arg-type]
    engine.close()


def test_workers_that_end_in_peace_disturb_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.batch.engines.pool._GRACE_SECONDS", 0.0)
    engine = PoolEngine(workers=2)
    future = engine.submit(double, 4)
    slow = engine.submit(time.sleep, 1.5)
    engine.close()
    assert engine.result(future) == 8
    assert engine.result(slow) is None
