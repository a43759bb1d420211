"""Results → issued, rejected and void contracts, within one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from pipeline.batch.errors import NumberUnknown, StateWrong
from pipeline.batch.register.chain import Change, append, canonical, in_order
from pipeline.batch.register.entries import Result
from pipeline.batch.register.tables import STATE_NAMES, State, contracts


def mark(connection: Connection, run: int, results: Sequence[Result]) -> None:
    """Write down how planned contracts ended; one that is no longer planned stays as it is.

    Args:
        connection: A connection with an open transaction.
        run: The run that made them; another one may have planned them.
        results: One for each contract.
    """
    columns = (contracts.c[name] for name in ("key", "number"))
    query = select(*columns).where(contracts.c.key.in_([r.key for r in results]), contracts.c.state == State.PLANNED)
    planned = {row.key: row for row in connection.execute(query)}
    ended = [result for result in results if result.key in planned]
    if not ended:
        return
    rows = [{**_row(result), "new_run": run} for result in ended]
    statement = update(contracts).where(contracts.c.key == bindparam("met"), contracts.c.state == State.PLANNED)
    values: dict[str, Any] = {name.removeprefix("new_"): bindparam(name) for name in rows[0] if name != "met"}
    connection.execute(statement.values(values), rows)
    append(connection, [_change(result, planned[result.key].number) for result in ended])


def _row(result: Result) -> dict[str, object]:
    return {
        "met": result.key, "new_state": _state(result).value, "new_title": result.title,
        "new_parties": canonical(list(result.parties)), "new_files": canonical(list(result.files)),
        "new_problems": canonical(list(result.problems)), "new_cells": in_order(result.cells),
    }  # fmt: skip


def _state(result: Result) -> State:
    return State.REJECTED if result.problems else State.ISSUED


def _change(result: Result, number: str | None) -> Change:
    cause = "出具时发现问题" if result.problems else "文件已写出"
    facts = list(result.problems or result.files)
    return Change(key=result.key, number=number, before=State.PLANNED, after=_state(result), cause=cause, facts=facts)


def void(connection: Connection, number: str, cause: str) -> None:
    """Make an issued contract void; its number stays taken.

    Raises:
        NumberUnknown: No contract has that number.
        StateWrong: It is not issued.
    """
    found = connection.execute(select(contracts.c.key, contracts.c.state).where(contracts.c.number == number)).first()
    if found is None:
        raise NumberUnknown(number)
    if found.state != State.ISSUED:
        raise StateWrong(number, STATE_NAMES[State(found.state)], STATE_NAMES[State.VOID])
    connection.execute(update(contracts).where(contracts.c.key == found.key).values(state=State.VOID.value))
    change = Change(key=found.key, number=number, before=State.ISSUED, after=State.VOID, cause=cause)
    append(connection, [change])
