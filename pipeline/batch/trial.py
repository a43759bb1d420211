"""Job → Summary without issuing anything (--dry-run): every record checked, at full speed, with nothing registered."""

from __future__ import annotations

import contextlib
import functools
import json
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import IO, Any

from pipeline.batch.engines import Engine, WorkerLost, open_engine
from pipeline.batch.items import Item
from pipeline.batch.job import Job, Summary, items, number_key, numbers_of, rows_of
from pipeline.batch.recipe import bring
from pipeline.batch.rejected import Rejected, write_rejected
from pipeline.batch.rescue import run_alone
from pipeline.batch.run import Progress, all_problems, chunks, numbered, problems_json
from pipeline.batch.unseen import Seen
from pipeline.batch.work import Outcome, Task, check_chunk
from pipeline.writers.publish import write_error

_Flight = deque[tuple[tuple[Item, ...], tuple[Task, ...], Future[Any]]]


def try_batch(job: Job, report: Callable[[Progress], None] = lambda _: None) -> Summary:
    """Check every record of a job as a run would before it gives a number, and write down those it would refuse.

    Args:
        job: The batch; its register and store are left alone.
        report: Called with the progress whenever it changes.

    Raises:
        ReadError: The source can't be read.
        RecordError: Its header does not fit, or the pattern is wrong.
        WriteError: The file of refused records can't be written, or the engine is gone.
    """
    trial = _Trial(job, report)
    begin = functools.partial(bring, job.recipe.dated(job.day))
    engine = open_engine(job.engine, workers=job.workers, scheduler=job.scheduler, begin=begin)
    # Refused records wait in a file: there may be as many as there are records.
    with tempfile.TemporaryFile("w+", encoding="utf-8") as spool:
        try:
            trial.run(engine, spool)
        finally:
            engine.close(hurry=True)
        rejected = write_rejected(lambda: _spooled(spool), job.folder, like=job.name)
    found = trial.rows.diagnostics
    return Summary(progress=trial.progress, rejected=rejected, register="", swept=0, diagnostics=found)


class _Trial:
    def __init__(self, job: Job, report: Callable[[Progress], None]) -> None:
        self._job, self._report = job, report
        self._recipe = job.recipe.dated(job.day).light()
        self.progress = Progress()
        numbers = numbers_of(job, job.day)
        self._sample = numbers.number(1) if numbers else None
        self.rows = Seen(rows_of(job))
        self._items = items(job, self.rows)

    def run(self, engine: Engine, spool: IO[str]) -> None:
        begun = time.monotonic()
        flight: _Flight = deque()
        for chunk in chunks(self._items, self._job.chunk):
            key = number_key(self._job.template)
            tasks = tuple(Task(key=item.key, record=numbered(item, key, self._sample)) for item in chunk)
            flight.append((chunk, tasks, engine.submit(check_chunk, self._recipe, tasks)))
            if len(flight) > engine.workers * 2:
                self._take(engine, flight, spool, begun)
        while flight:
            self._take(engine, flight, spool, begun)

    def _take(self, engine: Engine, flight: _Flight, spool: IO[str], begun: float) -> None:
        chunk, tasks, future = flight.popleft()
        try:
            outcomes: tuple[Outcome, ...] = engine.result(future)
        except WorkerLost:
            for _, _, other in flight:
                with contextlib.suppress(Exception):  # met again when its turn comes
                    other.result()
            engine.renew()
            outcomes = run_alone(engine, self._recipe, tasks, check_chunk)
        for item, outcome in zip(chunk, outcomes, strict=True):
            problems = problems_json(all_problems(item, outcome.problems))
            if problems:
                with _room():
                    spool.write(json.dumps([item.record.source, item.cells, problems]) + "\n")
            self.progress.rejected += bool(problems)
            self.progress.issued += not problems
        self.progress.seconds = time.monotonic() - begun
        self._report(self.progress)


@contextlib.contextmanager
def _room() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise write_error(error, Path(tempfile.gettempdir())) from error


def _spooled(spool: IO[str]) -> Iterator[Rejected]:
    with _room():
        spool.seek(0)
    for line in spool:
        source, cells, problems = json.loads(line)
        yield Rejected(source=source, cells=cells, problems=tuple(problems))
