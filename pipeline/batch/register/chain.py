"""Changes → a chain of hashes, and the chain → what was changed behind its back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, insert, select

from pipeline.batch.register.tables import events

GENESIS = "0" * 64
# Made once: json.dumps makes a new encoder for every call that is not plain.
_SORTED = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_TYPED = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change of a contract's state.

    Attributes:
        key: The contract's key.
        number: Its number, None if it has none.
        before: The state it leaves, None for a new one.
        after: The state it takes.
        cause: Why, in Chinese.
        facts: What the new state is founded on: the hashes of the files, the findings.
    """

    key: str
    number: str | None
    before: str | None
    after: str
    cause: str
    facts: object = None


def append(connection: Connection, changes: Sequence[Change]) -> None:
    """Write changes to the chain, within the caller's transaction."""
    if not changes:
        return
    last = connection.execute(select(events.c.id, events.c.hash).order_by(events.c.id.desc()).limit(1)).first()
    number, previous = (last.id, last.hash) if last else (0, GENESIS)
    at = datetime.now(UTC).isoformat(timespec="seconds")
    rows = []
    for change in changes:
        number += 1
        row: dict[str, object] = {
            "id": number, "key": change.key, "number": change.number, "before": change.before, "after": change.after,
            "cause": change.cause, "facts": canonical(change.facts), "at": at,
        }  # fmt: skip
        previous = row["hash"] = digest(previous, row)
        rows.append(row)
    connection.execute(insert(events), rows)


def canonical(facts: object) -> str:
    """Return JSON that is the same for the same facts."""
    return _SORTED.encode(facts)


def in_order(cells: Mapping[str, object]) -> str:
    """Return JSON that keeps the columns in the order of the source."""
    return _TYPED.encode(cells)


def digest(previous: str, row: Mapping[str, object]) -> str:
    """Return the hash of an event: over the hash before it and everything that it says."""
    said = [row[name] for name in ("id", "key", "number", "before", "after", "cause", "facts", "at")]
    return hashlib.sha256(f"{previous}\n{canonical(said)}".encode()).hexdigest()


def follow(rows: Iterable[Mapping[str, object]]) -> tuple[int | None, int, str]:
    """Follow a chain.

    Args:
        rows: The events in the order of their ids.

    Returns:
        The id of the first event that does not fit (None if all do), how many there are, and the last one's hash.
    """
    previous, wrong, count = GENESIS, None, 0
    for count, row in enumerate(rows, 1):
        if wrong is None and (row["id"] != count or digest(previous, row) != row["hash"]):
            wrong = count
        previous = str(row["hash"])
    return wrong, count, previous
