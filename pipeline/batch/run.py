"""Items → issued contracts and refused records: the coordinator of a batch.

Chunks go through a bounded window: at any time only a few are in memory, however many records there are. Each chunk is
looked up in the register, checked by a worker if its contracts get numbers (a record is validated before it gets one),
planned in one transaction in the order of the source, issued by a worker, and marked in one transaction. Killed at any
point, the next run finds every contract planned or not, and does the rest again to the same bytes.
"""

from __future__ import annotations

import itertools
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field, replace
from typing import Any

from pipeline.batch.engines import Engine, WorkerLost
from pipeline.batch.items import Item, plain
from pipeline.batch.numbers import Numbering
from pipeline.batch.recipe import Recipe
from pipeline.batch.register import Application, Batch, Known, Register, Result, State
from pipeline.batch.rescue import run_alone
from pipeline.batch.stores import Store
from pipeline.batch.work import Outcome, Task, check_chunk, issue_chunk
from pipeline.diagnostics import Diagnostic
from pipeline.model.record import Record
from pipeline.readers.records.row import UNREAD
from pipeline.writers.parsed import diagnostic_json

CHUNK = 64
_AHEAD = 2  # chunks in the window for each worker


@dataclass(slots=True)
class Progress:
    """What a run has done so far: counts of records, and seconds since it began."""

    issued: int = 0
    rejected: int = 0
    skipped: int = 0
    seconds: float = 0.0

    @property
    def done(self) -> int:
        """Records dealt with."""
        return self.issued + self.rejected + self.skipped


@dataclass(slots=True, eq=False)
class _Chunk:
    """A chunk on its way."""

    items: tuple[Item, ...]
    known: dict[str, Known]
    future: Future[Any] | None = None  # of its check, then of its issue
    verdicts: dict[str, Outcome] = field(default_factory=dict)  # of the check, by key
    tasks: tuple[Task, ...] = ()

    @property
    def fresh(self) -> list[Item]:
        """Records that the register does not know, or has refused before."""
        return [item for item in self.items if _is_open(self.known.get(item.key))]


def _problems(chunk: _Chunk, key: str) -> tuple[Diagnostic, ...]:
    return chunk.verdicts[key].problems if key in chunk.verdicts else ()


def _is_done(known: Known | None) -> bool:
    return known is not None and known.state in (State.ISSUED, State.VOID)


def _is_open(known: Known | None) -> bool:
    return known is None or known.state is State.REJECTED


class Run:
    """One run of a batch.

    Args:
        register: The register, held for this run alone.
        batch: The batch.
        engine: Who does the work.
        store: Where the files go.
        recipe: How contracts are made.
        numbers: How contract numbers are made, None if records bring theirs or have none.
        number_key: Key of the template's contract number, "" if it has none.
        report: Called with the progress whenever it changes.
    """

    def __init__(
        self,
        *,
        register: Register,
        batch: Batch,
        engine: Engine,
        store: Store,
        recipe: Recipe,
        numbers: Numbering | None = None,
        number_key: str = "",
        report: Callable[[Progress], None] = lambda _: None,
    ) -> None:
        self._register, self._batch, self._engine, self._store = register, batch, engine, store
        self._recipe, self._numbers, self._number_key, self._report = recipe, numbers, number_key, report
        self._window = engine.workers * _AHEAD + 1
        self._checking: deque[_Chunk] = deque()
        self._issuing: set[_Chunk] = set()
        self._flying: set[str] = set()  # keys of what is being issued
        self._begun = time.monotonic()
        self.progress = Progress()

    def all(self, items: Iterable[Item], *, chunk: int = CHUNK) -> Progress:
        """Deal with every item; see the module.

        Args:
            items: The records, in the order of the source.
            chunk: How many go together.

        Raises:
            WriteError: Store, register or engine can't go on; what is planned is done by the next run.
        """
        stream = chunks(items, chunk)
        exhausted = False
        while True:
            while not exhausted and len(self._checking) + len(self._issuing) < self._window:
                following = next(stream, None)
                exhausted = following is None
                if following is not None:
                    self._admit(following)
                    self._plan_ready()
            if not self._checking and not self._issuing:
                return self._progressed()
            self._await()

    def _admit(self, items: tuple[Item, ...]) -> None:
        chunk = _Chunk(items=_distinct(items), known=self._register.known([item.key for item in items]))
        self.progress.skipped += len(items) - len(chunk.items)
        # A row that was read wrong is checked too, so that its person learns everything at once.
        # So is one that was planned when a run was killed: what its check finds is issued with it.
        doubtful = [item for item in chunk.fresh if item.problems]
        if self._numbers:
            doubtful = [item for item in chunk.items if not _is_done(chunk.known.get(item.key))]
        sample = self._numbers.number(1) if self._numbers else None
        chunk.tasks = tuple(self._question(item, sample) for item in doubtful)
        chunk.future = self._engine.submit(check_chunk, self._recipe, chunk.tasks) if doubtful else None
        self._checking.append(chunk)

    def _question(self, item: Item, sample: str | None) -> Task:
        record = numbered(item, self._number_key, sample)
        return Task(key=item.key, record=record, sample=("" if record is item.record else sample) if sample else None)

    def _plan_ready(self) -> None:
        """Plan the chunks at the head that are checked; never out of order, so that numbers follow the source."""
        while self._checking and (self._checking[0].future is None or self._checking[0].future.done()):
            chunk = self._checking[0]
            if chunk.future is not None:
                try:
                    outcomes = self._engine.result(chunk.future)
                except WorkerLost:
                    self._rescue()
                    continue
                chunk.verdicts = {outcome.key: outcome for outcome in outcomes}
            self._checking.popleft()
            self._plan(chunk)

    def _plan(self, chunk: _Chunk) -> None:
        # Looked up again: an equal record with the same business id may have been planned or issued since.
        chunk.known = self._register.known([item.key for item in chunk.items])
        asking = [self._application(item, all_problems(item, _problems(chunk, item.key))) for item in chunk.fresh]
        mine = {**chunk.known, **self._register.plan(self._batch, asking, self._numbers)}
        chunk.tasks = tuple(
            Task(
                key=item.key,
                record=numbered(item, self._number_key, known.number),
                name=known.name,
                ordinal=known.ordinal,
                found=chunk.verdicts[item.key].found if item.key in chunk.verdicts else b"",
            )
            for item in chunk.items
            if (known := mine[item.key]).state is State.PLANNED and item.key not in self._flying
        )
        refused = sum(mine[each.key].state is State.REJECTED for each in asking)
        self.progress.rejected += refused
        self.progress.skipped += len(chunk.items) - refused - len(chunk.tasks)
        self._progressed()
        if chunk.tasks:
            chunk.future = self._engine.submit(issue_chunk, self._recipe, self._store, chunk.tasks)
            self._issuing.add(chunk)
            self._flying.update(task.key for task in chunk.tasks)

    def _application(self, item: Item, problems: tuple[Diagnostic, ...]) -> Application:
        own = _own_number(item, self._number_key)
        return Application(
            key=item.key, row=item.row, source=item.record.source, business_id=item.business_id, number=own,
            wants_number=self._numbers is not None and own is None, problems=problems_json(problems),
            cells=lambda: item.cells,
        )  # fmt: skip

    def _await(self) -> None:
        futures = [chunk.future for chunk in (*self._issuing, *itertools.islice(self._checking, 1)) if chunk.future]
        wait(futures, return_when=FIRST_COMPLETED)
        for chunk in [c for c in self._issuing if c.future and c.future.done()]:
            try:
                outcomes = self._engine.result(chunk.future)  # type: ignore[arg-type]
            except WorkerLost:
                self._rescue()
                break
            self._mark(chunk, outcomes)
        self._plan_ready()

    def _mark(self, chunk: _Chunk, outcomes: tuple[Outcome, ...]) -> None:
        asked = {item.key: item for item in chunk.items}
        self._register.mark(self._batch, [_result(outcome, asked[outcome.key]) for outcome in outcomes])
        self._issuing.discard(chunk)
        self._flying.difference_update(outcome.key for outcome in outcomes)
        failed = sum(bool(outcome.problems) for outcome in outcomes)
        self.progress.rejected += failed
        self.progress.issued += len(outcomes) - failed
        self._progressed()

    def _rescue(self) -> None:
        """A worker died: any chunk in flight may have killed it, so each runs again alone."""
        flying = [*self._issuing, *(chunk for chunk in self._checking if chunk.future)]
        wait([chunk.future for chunk in flying if chunk.future])
        lost = [chunk for chunk in flying if self._is_lost(chunk)]
        self._engine.renew()
        for chunk in lost:
            work = (issue_chunk, self._store) if chunk in self._issuing else (check_chunk,)
            outcomes = run_alone(self._engine, self._recipe, chunk.tasks, *work)
            chunk.future = Future()
            chunk.future.set_result(outcomes)

    def _is_lost(self, chunk: _Chunk) -> bool:
        try:
            self._engine.result(chunk.future)  # type: ignore[arg-type]
        except WorkerLost:
            return True
        except Exception:  # noqa: BLE001 - met again, and raised, where its result is used
            return False
        return False

    def _progressed(self) -> Progress:
        self.progress.seconds = time.monotonic() - self._begun
        self._report(self.progress)
        return self.progress


def chunks(items: Iterable[Item], size: int) -> Iterator[tuple[Item, ...]]:
    """Yield the items in chunks of a size."""
    stream = iter(items)
    while chunk := tuple(itertools.islice(stream, size)):
        yield chunk


def numbered(item: Item, key: str, number: str | None) -> Record:
    """Return the record with its number, if the template prints one and the record brings none."""
    if not key or not number or _own_number(item, key):
        return item.record
    return replace(item.record, values={**item.record.values, key: number})


def _own_number(item: Item, key: str) -> str | None:
    value = item.record.values.get(key) if key else None
    return str(value).strip() or None if value is not None else None


def _distinct(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """The same business id with the same values twice is one contract."""
    return tuple({item.key: item for item in items}.values())


def all_problems(item: Item, verdict: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """Return what reader and check found, without what the check says of a cell that was read wrong."""
    if any(problem.code == UNREAD for problem in item.problems):
        return item.problems  # of a line that is no record the check would say that everything is missing
    told = {problem.key for problem in item.problems if problem.key}
    return item.problems + tuple(problem for problem in verdict if problem.key not in told)


def _result(outcome: Outcome, item: Item) -> Result:
    return Result(
        key=outcome.key, title=outcome.title, parties=outcome.parties, files=outcome.files,
        problems=problems_json(outcome.problems), cells=item.cells if outcome.problems else {},
    )  # fmt: skip


def problems_json(problems: tuple[Diagnostic, ...]) -> tuple[Mapping[str, object], ...]:
    """Return findings as JSON objects that every database can hold."""
    return tuple({name: plain(said) for name, said in diagnostic_json(problem).items()} for problem in problems)
