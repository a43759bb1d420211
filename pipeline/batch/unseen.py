"""Rows → those that a person sees, and a finding about the others.

A filter that is left on hides rows without deleting them. What somebody does not see in the sheet, they do not expect
to be issued; and a contract that is issued can only be made void, while one that was left out is issued by the next
run. So hidden rows are left out, and it is said which.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator

from pipeline.diagnostics import Diagnostic, Severity
from pipeline.readers.records import Row

_STRETCHES = 20  # named in the finding; a filter over a long sheet hides hundreds


class Seen:
    """The rows of a source that are not hidden.

    Args:
        rows: All rows, in the order of the source.
    """

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = rows
        self._hidden: list[int] = []

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            if row.hidden:
                self._hidden.append(row.number)
            else:
                yield row

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """A warning with the numbers of the rows that were left out so far; () if there were none."""
        if not self._hidden:
            return ()
        return (
            Diagnostic(
                severity=Severity.WARNING,
                code="ROW016",
                message=f"有 {len(self._hidden)} 行被筛选掉或隐藏了，没有处理",
                location=_worded(self._hidden),
                hint="要出具的，取消筛选或隐藏后再执行一次；不要的可以不管，或删去这些行",
            ),
        )


def _worded(numbers: list[int]) -> str:
    stretches = list(_stretches(numbers))
    named = "、".join(f"{first}–{last}" if last > first else f"{first}" for first, last in stretches[:_STRETCHES])
    return f"第 {named} 行" + ("等" if len(stretches) > _STRETCHES else "")


def _stretches(numbers: list[int]) -> Iterator[tuple[int, int]]:
    for _, together in itertools.groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        found = [number for _, number in together]
        yield found[0], found[-1]
