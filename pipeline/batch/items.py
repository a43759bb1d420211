"""Rows → Items: each record with the key that tells it from every other for ever."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from pipeline.diagnostics import Diagnostic
from pipeline.model.record import Record
from pipeline.readers.records import Row

_UNFIT = re.compile("[\0\ud800-\udfff]")
_ENCODER = json.JSONEncoder(ensure_ascii=True, sort_keys=True, separators=(",", ":"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One record of a batch.

    Attributes:
        key: SHA-256 over batch, template, business id or row number, and record: two equal rows are two contracts.
        row: Its place in the source.
        business_id: What the office calls it, "" if nothing.
        record: Its values.
        typed: What was typed, by the source's own headings.
        problems: What makes it unusable.
    """

    key: str
    row: int
    business_id: str
    record: Record
    typed: Mapping[str, object]
    problems: tuple[Diagnostic, ...]

    @property
    def cells(self) -> Mapping[str, object]:
        """What was typed, as JSON; made when it is asked for, since only refused records are given back."""
        return {clean(title): plain(cell) for title, cell in self.typed.items()}


def items_of(rows: Iterable[Row], *, batch: str, template: str, folder: Path | None) -> Iterator[Item]:
    """Yield the items of a source.

    Args:
        rows: What the reader yields.
        batch: Name of the batch.
        template: Digest of the template.
        folder: Folder that the records' annexes are named from; None leaves them as they are.
    """
    for row in rows:
        record = row.record
        if record.annexes and folder is not None:
            record = replace(record, annexes=tuple(str(folder / annex) for annex in record.annexes))
        name = row.id or f"#{row.number}"
        said = [batch, template, name, plain(row.record.values), list(row.record.annexes), dict(record.accept)]
        item = Item(key="", row=row.number, business_id=clean(row.id), record=record, typed=row.cells,
                    problems=row.problems)  # fmt: skip
        # An unusable row has no values to tell it by, only what was typed.
        digest = hashlib.sha256(_canonical([*said, item.cells if row.problems else None]))
        yield replace(item, key=digest.hexdigest())


def plain(value: object) -> object:
    """Return a value as JSON that gives it back: dates and decimals are marked, to be typed again in a sheet."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return {"date": value.isoformat()}
    if isinstance(value, Mapping):
        return {clean(str(name)): plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return value if isinstance(value, int | float | bool) or value is None else clean(str(value))


def clean(text: str) -> str:
    """Return a text that every database can hold: lone surrogates are no characters, and NUL ends a string for some."""
    if _UNFIT.search(text) is None:
        return text
    return text.encode("utf-8", "replace").decode().replace("\0", "�")


def _canonical(data: object) -> bytes:
    return _ENCODER.encode(data).encode()
