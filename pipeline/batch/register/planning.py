"""Applications → planned or refused contracts: numbers, ordinals and file names, within one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Column, Connection, Select, delete, func, insert, select, update
from sqlalchemy.engine import Row

from pipeline.batch.numbers import Numbering
from pipeline.batch.register.chain import Change, append, canonical, in_order
from pipeline.batch.register.entries import Application, Batch, Known
from pipeline.batch.register.tables import AT_ONCE, State, batches, contracts, series
from pipeline.writers.names import folded, safe_name


class Plan:
    """Plans the records of one chunk.

    Args:
        connection: A connection with an open transaction.
        batch: The batch.
        numbers: How numbers are made, None if no record wants one.
    """

    def __init__(self, connection: Connection, batch: Batch, numbers: Numbering | None) -> None:
        self._connection, self._batch, self._numbers = connection, batch, numbers
        self._id = connection.execute(select(func.max(contracts.c.id))).scalar() or 0
        self._ordinal: int = connection.execute(select(batches.c.planned).where(batches.c.id == batch.id)).scalar_one()
        self._count = self._last_count()

    def write(self, asking: Sequence[Application]) -> dict[str, Known]:
        """Write the applications down and return what is known of each."""
        earlier = self._earlier([each.key for each in asking])
        own = [each.number for each in asking if each.number and not each.problems]
        owners = self._owners(own)
        counted = {key for key, old in earlier.items() if old.counted}
        fresh = [each for each in asking if each.wants_number and not each.problems and each.key not in counted]
        self._next = iter(self._next_numbers(len(fresh), set(own)))
        rows, changes = [], []
        for each in asking:
            problems = each.problems
            if not problems and each.number and owners.setdefault(each.number, each.key) != each.key:
                problems = (_taken_problem(each.number),)
            old = earlier.get(each.key)
            row = self._refused(each, old, problems) if problems else self._planned(each, old)
            rows.append(row)
            if not (old and problems and old.problems == row["problems"]):  # refused again for the same: no change
                changes.append(_change(row, old.state if old else None))
        self._name(rows)
        if earlier:
            self._connection.execute(delete(contracts).where(contracts.c.key.in_(list(earlier))))
        self._connection.execute(insert(contracts), rows)
        self._keep_counts()
        append(self._connection, changes)
        return {str(row["key"]): _known(row) for row in rows}

    def _earlier(self, keys: Sequence[str]) -> dict[str, Row[Any]]:
        """Records that an earlier run refused ask again: what was wrong may have been put right beside them."""
        columns = (contracts.c[n] for n in ("key", "id", "state", "number", "counted", "ordinal", "name", "problems"))
        refused = select(*columns).where(contracts.c.state == State.REJECTED)
        return {row.key: row for row in self._among(refused, contracts.c.key, keys)}

    def _last_count(self) -> int:
        if self._numbers is None:
            return 0
        query = select(series.c.last).where(series.c.name == self._numbers.series)
        last = self._connection.execute(query).scalar()
        if last is None:
            self._connection.execute(insert(series), {"name": self._numbers.series, "last": 0})
        return last or 0

    def _keep_counts(self) -> None:
        statement = update(batches).where(batches.c.id == self._batch.id).values(planned=self._ordinal)
        self._connection.execute(statement)
        if self._numbers is not None:
            counter = update(series).where(series.c.name == self._numbers.series).values(last=self._count)
            self._connection.execute(counter)

    def _owners(self, numbers: Sequence[str]) -> dict[str, str]:
        """Return whose these numbers are; a number that a record brought and lost in an earlier run is free again.

        That is how a record that was mended, in a file of its own and so in another batch, gets the number that it
        was refused with. Within one run a number stays with the record that came first, whether that could be issued
        or not: who has it must not depend on how fast the workers are.
        """
        columns = (contracts.c[name] for name in ("number", "key", "state", "counted", "batch", "run"))
        found = list(self._among(select(*columns), contracts.c.number, numbers))
        mine = (self._batch.id, self._batch.run)
        free = [r.key for r in found if r.state == State.REJECTED and not r.counted and (r.batch, r.run) != mine]
        if free:
            release = update(contracts).where(contracts.c.key.in_(free)).values(number=None, stem=None)
            self._connection.execute(release)
        return {row.number: row.key for row in found if row.key not in free}

    def _among(self, query: Select[Any], column: Column[Any], values: Sequence[str]) -> Iterator[Row[Any]]:
        for at in range(0, len(values), AT_ONCE):
            yield from self._connection.execute(query.where(column.in_(values[at : at + AT_ONCE])))

    def _next_numbers(self, wanted: int, brought: set[str]) -> list[str]:
        """The next numbers of the series that no contract has, not even one that brought its own."""
        numbers: list[str] = []
        while self._numbers is not None and len(numbers) < wanted:
            block = [self._numbers.number(self._count + n) for n in range(1, wanted - len(numbers) + 1)]
            self._count += len(block)
            taken = {row.number for row in self._among(select(contracts.c.number), contracts.c.number, block)}
            numbers += [number for number in block if number not in taken and number not in brought]
        return numbers

    def _planned(self, each: Application, old: Row[Any] | None) -> dict[str, object]:
        number = each.number
        if each.wants_number:  # a number once given stays with its record
            number = old.number if old and old.counted else next(self._next)
        name = safe_name(number or each.business_id or f"{self._batch.name}-{each.row:06d}")
        return self._row(each, old, State.PLANNED, number=number, counted=int(each.wants_number), name=name,
                         stem=folded(name), ordinal=self._ordinal_of(old), problems="[]", cells="{}")  # fmt: skip

    def _ordinal_of(self, old: Row[Any] | None) -> int:
        if old and old.ordinal:
            return int(old.ordinal)
        self._ordinal += 1
        return self._ordinal

    def _refused(
        self, each: Application, old: Row[Any] | None, problems: Sequence[Mapping[str, object]]
    ) -> dict[str, object]:
        kept = old if old and old.counted else None
        return self._row(each, old, State.REJECTED, number=kept.number if kept else None, counted=int(bool(kept)),
                         ordinal=old.ordinal if old else 0, name=kept.name if kept else "",
                         stem=folded(kept.name) if kept else None, problems=canonical(list(problems)),
                         cells=in_order(each.cells()))  # fmt: skip

    def _row(self, each: Application, old: Row[Any] | None, state: State, **columns: object) -> dict[str, object]:
        self._id += not old
        return {
            "id": old.id if old else self._id, "key": each.key, "batch": self._batch.id, "run": self._batch.run,
            "row": each.row, "business_id": each.business_id[:300], "source": each.source, "state": state.value,
            "title": "", "parties": "[]", "files": "[]", **columns,
        }  # fmt: skip

    def _name(self, rows: Sequence[dict[str, object]]) -> None:
        """Make file names distinct: numbers that differ in a slash alone would otherwise share one."""
        stems = [str(row["stem"]) for row in rows if row["stem"]]
        query = select(contracts.c.stem, contracts.c.key)
        taken = {str(row.stem): str(row.key) for row in self._among(query, contracts.c.stem, stems)}
        for row in rows:
            if row["stem"] and taken.setdefault(str(row["stem"]), str(row["key"])) != row["key"]:
                row["name"] = safe_name(f"{str(row['name'])[:50]}-{str(row['key'])[:12]}")
                row["stem"] = folded(str(row["name"]))


def _taken_problem(number: str) -> Mapping[str, object]:
    return {
        "severity": "error", "code": "BAT001", "message": f"合同编号『{number}』已被占用", "location": "合同编号",
        "hint": "请换一个编号", "start": None, "end": None, "quote": number, "key": "",
    }  # fmt: skip


def _change(row: Mapping[str, object], before: str | None) -> Change:
    refused = row["state"] == State.REJECTED
    number = None if row["number"] is None else str(row["number"])
    return Change(
        key=str(row["key"]), number=number, before=before, after=str(row["state"]),
        cause="数据有误" if refused else "排定编号", facts=row["problems"] if refused else row["source"],
    )  # fmt: skip


def _known(row: Mapping[str, object]) -> Known:
    return Known(
        key=str(row["key"]), state=State(str(row["state"])), ordinal=int(str(row["ordinal"])), name=str(row["name"]),
        number=None if row["number"] is None else str(row["number"]),
    )  # fmt: skip
