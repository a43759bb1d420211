"""Rows → headings without numbers, for contracts that have no others."""

from __future__ import annotations

from pipeline.parsing.heads import Head
from pipeline.parsing.numbering import Number, Style
from pipeline.parsing.rows import Row
from pipeline.text.patterns import late

_NOT = late(r"[:,。;；，：_□?？]|^附|^[(（].*[)）]$|[0-9]{4}")
_LONGEST = 20
_LEAST = 2


def plain_heads(rows: tuple[Row, ...], titles: tuple[int, ...]) -> tuple[Head, ...]:
    """Return heads for the short bold rows that have text below them, if there are at least two.

    Args:
        rows: The rows of a contract whose articles carry no numbers.
        titles: Indices of the rows that print the contract's title.
    """
    found = [
        Head(number=_none(row), row=i, end=row.end)
        for i, row in enumerate(rows[:-1])
        if i not in titles and _is_heading(row) and not _is_heading(rows[i + 1])
    ]
    return tuple(found) if len(found) >= _LEAST else ()


def _is_heading(row: Row) -> bool:
    return row.bold and row.cell is None and 2 <= len(row.flat) <= _LONGEST and not _NOT.search(row.flat)


def _none(row: Row) -> Number:
    return Number(style=Style.NONE, values=(1,), text="", start=row.start, stop=row.start, end=row.start)
