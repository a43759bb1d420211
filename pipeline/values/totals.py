"""The row that closes a table (合计): which printed rows are one, and what goes into its cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from pipeline.model.record import JsonValue
from pipeline.model.template import Column, Kind
from pipeline.values import money, quantity
from pipeline.values.gap import Gap

_TOTAL = re.compile(r"[\d、.\s]*(?:[合总共小]\s*计|总\s*额|总金额)")
# Prices and rates of one thing are not added up; amounts are, and quantities of things counted in one unit.
_RATE = re.compile(r"单价|单位价|均价|税率|费率|运价|价率")
_QUANTITY = re.compile(r"数量|件数|台数|人数|面积|重量|工时")
_UNIT = re.compile(r"^(?:计量)?单位$")

Total = Callable[[Sequence[JsonValue]], JsonValue]


def is_total(gap: Gap) -> bool:
    """True for a gap in a row that begins with 合计 or the like."""
    return bool(_TOTAL.match(gap.row))


def total_of(column: Column, columns: Sequence[Column]) -> Total | None:
    """Return the function that adds up a column, None for a column whose sum says nothing.

    Args:
        column: The column.
        columns: All columns of the table.
    """
    if _RATE.search(column.label):
        return None
    if column.kind is Kind.AMOUNT:
        return lambda rows: _said(_sum(column.key, rows), money.plain)
    if column.kind is not Kind.NUMBER or not _QUANTITY.search(column.label):
        return None
    unit = next((other.key for other in columns if _UNIT.match(other.label)), "")

    def count(rows: Sequence[JsonValue]) -> JsonValue:
        alike = len({str(_cell(row, unit)) for row in rows}) == 1
        return _said(_sum(column.key, rows), quantity.written) if alike else None

    return count


def _said(total: Decimal | None, words: Callable[[Decimal], str]) -> JsonValue:
    return None if total is None else words(total)


def _sum(key: str, rows: Sequence[JsonValue]) -> Decimal | None:
    """Return the sum of a column, None unless every row has its part."""
    cells = [_cell(row, key) for row in rows]
    if not cells or any(cell in (None, "") for cell in cells):
        return None
    return sum((Decimal(str(cell)) for cell in cells), Decimal())


def _cell(row: JsonValue, key: str) -> JsonValue:
    return row.get(key) if isinstance(row, Mapping) else None
