"""Job → Summary: a batch from the source's bytes to the files, the register and the file of refused records."""

from __future__ import annotations

import contextlib
import functools
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pipeline.batch.engines import check_engine, open_engine
from pipeline.batch.items import Item, items_of
from pipeline.batch.lock import file_lock
from pipeline.batch.numbers import Numbering, numbering
from pipeline.batch.recipe import Recipe, bring
from pipeline.batch.register import STORE, Register
from pipeline.batch.rejected import rejected_of, write_rejected
from pipeline.batch.run import CHUNK, Progress, Run
from pipeline.batch.stores import Store, absolute, open_store
from pipeline.batch.unseen import Seen
from pipeline.diagnostics import Diagnostic
from pipeline.model.template import Kind, Template
from pipeline.readers.records import Row, read_rows
from pipeline.writers.publish import make_folder, write_error

_ORPHANS_SECONDS = 10.0  # how long the workers of a killed run may take to notice


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A batch to run (批次).

    Attributes:
        source: The records: a path, or the bytes of standard input.
        name: File name of the source.
        template: The template.
        digest: Digest of the template folder: source.docx and template.yaml.
        recipe: How contracts are made.
        folder: Folder of the register and of the refused records.
        store: Address of the files; "" for the folder.
        register: Address of the register; "" for register.sqlite in the folder.
        batch: Name of the batch; "" for the name of the source.
        pattern: Pattern of the contract numbers, "" if the records bring theirs or have none.
        day: The day that the contracts carry; a resumed batch keeps its own.
        settings: What a resumed run must have in common with the first: formats, strictness …
        engine: Name of the engine.
        workers: Processes of the pool; 0: as many as processors.
        scheduler: Address of the Dask scheduler.
        limit: Only the first so many records; 0 for all.
        chunk: Records that go together.
    """

    source: Path | bytes
    name: str
    template: Template
    digest: str
    recipe: Recipe
    folder: Path
    store: str = ""
    register: str = ""
    batch: str = ""
    pattern: str = ""
    day: date
    settings: Mapping[str, object] = field(default_factory=dict)
    engine: str = "pool"
    workers: int = 0
    scheduler: str = ""
    limit: int = 0
    chunk: int = CHUNK

    @property
    def annex_folder(self) -> Path | None:
        """The folder that the records' annexes are named from."""
        return self.source.parent.resolve() if isinstance(self.source, Path) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """How a run ended.

    Attributes:
        progress: Counts and seconds.
        rejected: The file of refused records, None if there are none.
        register: Where the register is, without a password.
        swept: Half-written files of a killed run that were removed.
        diagnostics: What was found of the source as a whole: rows that were left out because they are hidden.
    """

    progress: Progress
    rejected: Path | None
    register: str
    swept: int
    diagnostics: tuple[Diagnostic, ...] = ()


def run_batch(job: Job, report: Callable[[Progress], None] = lambda _: None) -> Summary:
    """Run a batch, or go on with one that was interrupted.

    Args:
        job: The batch.
        report: Called with the progress whenever it changes.

    Raises:
        ReadError: The source can't be read.
        RecordError: Its header does not fit, the pattern is wrong, or the batch was begun otherwise.
        WriteError: Register, store or engine can't go on, or another run holds the register.
    """
    # Whatever can be known to be wrong is found before anything is written: a mistyped path leaves no register behind.
    check_engine(job.engine)
    store, _ = open_store(_store(job)), numbers_of(job, job.day)
    rows = Seen(begun(rows_of(job)))
    try:
        make_folder(job.folder)
    except OSError as error:
        raise write_error(error, job.folder) from error
    address = job.register or str(job.folder / "register.sqlite")
    with contextlib.closing(Register(address)) as register, register.alone():
        _await_orphans(job.folder)
        return _run(job, rows, store, register, report)


def items(job: Job, rows: Iterable[Row]) -> Iterator[Item]:
    """Yield the records of a job's rows."""
    stream = items_of(rows, batch=name_of(job), template=job.digest, folder=job.annex_folder)
    return itertools.islice(stream, job.limit or None)


def rows_of(job: Job) -> Iterator[Row]:
    """Yield the rows of a job's source, unusable ones too."""
    return read_rows(job.source, name=job.name, template=job.template)


def begun(rows: Iterator[Row]) -> Iterator[Row]:
    """Return the same rows, with the source opened, its encoding proved and its header read."""
    return itertools.chain(list(itertools.islice(rows, 1)), rows)


def name_of(job: Job) -> str:
    """Return the name of a job's batch."""
    return job.batch or job.name


def numbers_of(job: Job, day: date) -> Numbering | None:
    """Return how a job's contracts are numbered on a day, None if they bring their numbers or have none.

    Raises:
        PatternInvalid: The pattern can't be used.
    """
    category = job.template.category or job.template.title
    return numbering(job.pattern, day=day, category=category, batch=name_of(job)) if job.pattern else None


def _run(job: Job, rows: Seen, store: Store, register: Register, report: Callable[[Progress], None]) -> Summary:
    settings = {"模板": job.digest, "编号规则": job.pattern, STORE: _store_address(job), **job.settings}
    batch = register.begin(name_of(job), settings, job.day)
    swept = store.sweep()
    recipe = job.recipe.dated(batch.day)
    engine = open_engine(
        job.engine,
        workers=job.workers,
        scheduler=job.scheduler,
        alive=_alive(job.folder),
        begin=functools.partial(bring, recipe),
    )
    run = Run(
        register=register,
        batch=batch,
        engine=engine,
        store=store,
        recipe=recipe.light(),
        numbers=numbers_of(job, batch.day),
        number_key=number_key(job.template),
        report=report,
    )
    finished = False
    try:
        progress = run.all(items(job, rows), chunk=job.chunk)
        finished = True
    finally:
        engine.close(hurry=not finished)
        swept += store.sweep()  # of a worker that died in this run
    rejected = write_rejected(lambda: rejected_of(register, batch), job.folder, like=job.name)
    return Summary(
        progress=progress, rejected=rejected, register=register.shown, swept=swept, diagnostics=rows.diagnostics
    )


def _store(job: Job) -> str:
    return absolute(job.store or str(job.folder))  # a cluster's workers run in folders of their own


def _store_address(job: Job) -> str:
    """The store as the register remembers it: "" for its own folder, which may be moved with all that is in it."""
    return _store(job) if job.store or job.register else ""


def number_key(template: Template) -> str:
    """Return the key of the template's contract number, "" if it prints none."""
    return next((blank.key for blank in template.blanks if blank.kind is Kind.CONTRACT_NO), "")


def _alive(folder: Path) -> Path:
    return folder / ".workers.lock"


def _await_orphans(folder: Path) -> None:
    """Wait until no worker of a killed run is left that could still write."""
    with file_lock(_alive(folder), patience=_ORPHANS_SECONDS):
        return
