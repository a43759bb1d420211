"""Chunk → outcomes: what runs in a worker, whatever engine started it."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.batch.recipe import Made, Maker, Recipe, maker_of
from pipeline.batch.stores import Entry, Store
from pipeline.diagnostics import Diagnostic, Severity
from pipeline.errors import DependencyError, PipelineError
from pipeline.model.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One contract to make.

    Attributes:
        key: Its key.
        record: Its values, the contract number among them.
        name: File name without ending.
        ordinal: Its place in the batch.
        sample: The number that stands in for the one it will get, "" if the record is checked as it will be issued;
            None if what the check finds is not needed again.
        found: What its check found, as `Outcome.found`.
    """

    key: str
    record: Record
    name: str = ""
    ordinal: int = 0
    sample: str | None = None
    found: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How one contract ended: files, or problems; or what its check found that refuses nothing, as JSON."""

    key: str
    found: bytes = b""
    problems: tuple[Diagnostic, ...] = ()
    title: str = ""
    parties: tuple[Mapping[str, str], ...] = ()
    files: tuple[Mapping[str, object], ...] = field(default=())


def check_chunk(recipe: Recipe, tasks: Sequence[Task]) -> tuple[Outcome, ...]:
    """Return for each record what is wrong with it, without making files."""
    maker = maker_of(recipe)
    return tuple(_checked(maker, task) for task in tasks)


def _checked(maker: Maker, task: Task) -> Outcome:
    found: list[tuple[Diagnostic, ...] | None] = []
    problems = _problems_of(lambda: found.append(maker.check(task.record)))
    told = found[0] if found and task.sample is not None else None
    return Outcome(key=task.key, problems=problems, found=_packed(told, task.sample or "") if told else b"")


def _packed(found: tuple[Diagnostic, ...], sample: str) -> bytes:
    """Findings as JSON; nothing if they speak of the number that is not the contract's own."""
    import orjson

    if sample and any(sample in words for d in found for words in (d.message, d.quote, d.location, d.hint)):
        return b""
    try:
        return orjson.dumps(found)
    except TypeError:  # a lone surrogate
        return b""


def _unpacked(found: bytes) -> tuple[Diagnostic, ...] | None:
    import orjson

    if not found:
        return None
    return tuple(Diagnostic(**{**each, "severity": Severity(each["severity"])}) for each in orjson.loads(found))


def probe_chunk(recipe: Recipe, tasks: Sequence[Task]) -> None:
    """Do with the records all that issuing does but for storing: to see whether the worker survives."""
    maker = maker_of(recipe)
    for task in tasks:
        _problems_of(functools.partial(maker.make, task.record))


def issue_chunk(recipe: Recipe, store: Store, tasks: Sequence[Task]) -> tuple[Outcome, ...]:
    """Make the contracts of a chunk and store their files.

    Returns:
        One outcome a task; those without problems are on the disk for good.

    Raises:
        WriteError: The store refuses; nothing about the records is known then.
        DependencyError: What the formats need is not installed.
    """
    outcomes: list[Outcome] = []
    paths = iter(store.put(_made(maker_of(recipe), tasks, outcomes)))
    return tuple(_placed(outcome, paths) for outcome in outcomes)


def _made(maker: Maker, tasks: Sequence[Task], outcomes: list[Outcome]) -> Iterator[Entry]:
    """Make contracts one by one as their files are taken, and note how each ended, but for where its files are."""
    for task in tasks:
        made = _attempt(maker, task)
        if isinstance(made, Made):
            outcomes.append(_outcome(task, made))
            yield from (
                Entry(ordinal=task.ordinal, name=f"{task.name}.{ending}", data=data)
                for ending, data in made.files.items()
            )
        else:
            outcomes.append(Outcome(key=task.key, problems=made))


def _attempt(maker: Maker, task: Task) -> Made | tuple[Diagnostic, ...]:
    made: list[Made] = []
    return _problems_of(lambda: made.append(maker.make(task.record, _unpacked(task.found)))) or made[0]


def _outcome(task: Task, made: Made) -> Outcome:
    files = tuple({"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)} for data in made.files.values())
    return Outcome(key=task.key, title=made.title, parties=made.parties, files=files)


def _placed(outcome: Outcome, paths: Iterator[str]) -> Outcome:
    return replace(outcome, files=tuple({"path": next(paths), **file} for file in outcome.files))


def _problems_of(do: Callable[[], object]) -> tuple[Diagnostic, ...]:
    """Return what is wrong with one record; what is wrong with the machine is raised."""
    try:
        do()
    except DependencyError:
        raise
    except PipelineError as error:
        found: tuple[Diagnostic, ...] = tuple(getattr(error, "diagnostics", ()))
        errors = tuple(d for d in found if d.severity is Severity.ERROR)
        return errors or (problem("BAT002", error.message, location=error.location, hint=error.hint),)
    except Exception as error:  # noqa: BLE001 - one record's bug must not take the others with it
        what = f"程序内部错误（{type(error).__name__}：{error}）"
        return (problem("BAT003", what[:500], hint="请把这一行数据和模板报告给维护者"),)
    return ()


def problem(code: str, message: str, *, location: str = "", hint: str = "") -> Diagnostic:
    """Return an error about a whole record."""
    return Diagnostic(severity=Severity.ERROR, code=code, message=message, location=location, hint=hint)
