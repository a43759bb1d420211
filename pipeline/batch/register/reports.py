"""Register → lists, an exported sheet, and whether anything was changed behind its back."""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import distinct, func, select

from pipeline.batch.errors import NoWorkbook, NumberUnknown
from pipeline.batch.register.book import Register
from pipeline.batch.register.chain import follow
from pipeline.batch.register.tables import AT_ONCE, STATE_NAMES, State, batches, contracts, events

_PAGE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A contract as the register lists it."""

    number: str
    state: State
    title: str
    parties: tuple[Mapping[str, str], ...]
    batch: str
    row: int
    source: str
    files: tuple[Mapping[str, Any], ...]
    problems: tuple[Mapping[str, Any], ...]


def listing(register: Register, *, states: tuple[State, ...] = (), batch: str = "") -> Iterator[Listing]:
    """Yield the contracts of a register in the order they came in.

    Args:
        register: The register.
        states: Only these; () for all.
        batch: Only this batch; "" for all.
    """
    query = select(contracts, batches.c.name.label("batch_name")).join(batches, batches.c.id == contracts.c.batch)
    if states:
        query = query.where(contracts.c.state.in_([state.value for state in states]))
    if batch:
        query = query.where(batches.c.name == batch)
    for row in itertools.chain.from_iterable(_pages(register, query, contracts.c.id)):
        yield Listing(
            number=row.number or "", state=State(row.state), title=row.title, parties=tuple(json.loads(row.parties)),
            batch=row.batch_name, row=row.row, source=row.source, files=tuple(json.loads(row.files)),
            problems=tuple(json.loads(row.problems)),
        )  # fmt: skip


def history(register: Register, number: str) -> tuple[Mapping[str, str], ...]:
    """Return every change of a contract.

    Raises:
        NumberUnknown: No contract has that number.
    """
    with register.transaction() as connection:
        key = connection.execute(select(contracts.c.key).where(contracts.c.number == number)).scalar()
        if key is None:
            raise NumberUnknown(number)
        rows = connection.execute(select(events).where(events.c.key == key).order_by(events.c.id)).all()
    return tuple(
        {"at": row.at, "before": STATE_NAMES.get(State(row.before), "") if row.before else "",
         "after": STATE_NAMES[State(row.after)], "cause": row.cause, "hash": row.hash}
        for row in rows
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What a verification found.

    Attributes:
        contracts: How many were looked at.
        events: How many changes.
        head: The hash of the last change: written down elsewhere, it proves later that nothing was cut off.
        faults: What is wrong, in Chinese; () if nothing is.
    """

    contracts: int
    events: int
    head: str
    faults: tuple[str, ...] = field(default=())


def verify(register: Register, get: Callable[[str], bytes | None] | None = None) -> Verification:
    """Check the chain of changes, the contracts against it, and the files against their hashes.

    Args:
        register: The register.
        get: Returns the bytes of a stored file, None if there are none; None leaves the files out.
    """
    faults: list[str] = []
    with register.transaction() as connection:
        stream = connection.execution_options(yield_per=_PAGE).execute(select(events).order_by(events.c.id))
        wrong, count, head = follow(dict(zip(stream.keys(), row, strict=True)) for row in stream)
        recorded = connection.execute(select(func.count(distinct(events.c.key)))).scalar() or 0
    if wrong is not None:
        faults.append(f"变更记录第{wrong}条被改动，或它之前有记录被删除")
    seen = 0
    for page in _pages(register, select(contracts), contracts.c.id):
        seen += len(page)
        changes = _changes(register, [row.key for row in page])
        for row in page:
            faults += _faults(row, changes.get(row.key, []), get)
    if recorded > seen:
        faults.append(f"变更记录里有 {recorded - seen} 份合同在台账里找不到")
    return Verification(contracts=seen, events=count, head=head, faults=tuple(faults))


def _changes(register: Register, keys: list[str]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for at in range(0, len(keys), AT_ONCE):
        query = select(events).where(events.c.key.in_(keys[at : at + AT_ONCE])).order_by(events.c.id)
        with register.transaction() as connection:
            for row in connection.execute(query):
                found.setdefault(row.key, []).append(row)
    return found


def _faults(row: Any, changes: list[Any], get: Callable[[str], bytes | None] | None) -> Iterator[str]:
    name = row.number or row.source
    if not changes:
        yield f"合同 {name} 没有变更记录"
        return
    last = changes[-1]
    if last.after != row.state or (row.number and row.number != last.number):
        yield f"合同 {name} 的状态或编号与变更记录不符"
    if row.state in {State.ISSUED, State.VOID}:
        issued = next((change.facts for change in reversed(changes) if change.after == State.ISSUED), "[]")
        if issued != row.files:
            yield f"合同 {name} 的文件清单与变更记录不符"
        for file in json.loads(row.files) if get else ():
            yield from _file_faults(name, file, get(file["path"]) if get else None)


def _file_faults(name: str, file: Mapping[str, Any], data: bytes | None) -> Iterator[str]:
    if data is None:
        yield f"合同 {name} 的文件 {file['path']} 不见了"
    elif hashlib.sha256(data).hexdigest() != file["sha256"]:
        yield f"合同 {name} 的文件 {file['path']} 被改动"


def export(register: Register, path: Path) -> int:
    """Write the register as a workbook and return the number of contracts.

    Raises:
        NoWorkbook: The file's name does not end in .xlsx.
        WriteError: The file can't be written.
    """
    from pipeline.batch.register.sheet import sheet_of
    from pipeline.writers.publish import publish

    if path.suffix.lower() != ".xlsx":
        raise NoWorkbook(path)
    data, count = sheet_of(listing(register))
    publish({path: data})
    return count


def _pages(register: Register, query: Any, column: Any) -> Iterator[Sequence[Any]]:
    """Yield rows page by page, each in a transaction of its own, so that a long list holds nobody up."""
    after = -1
    while True:
        with register.transaction() as connection:
            rows = connection.execute(query.where(column > after).order_by(column).limit(_PAGE)).all()
        if rows:
            yield rows
            after = rows[-1].id
        if len(rows) < _PAGE:
            return
