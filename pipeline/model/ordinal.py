"""The printed number of a table's row (序号), and what it is in the rows that are added below: under 5 comes 6.

Word file, PDF, record and reading back each write or read it in their own way; what counts on is decided here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# 5, 05, 5. 5、 (5) （5） 第5期; 2026 is a year and 5月 a month, which other rows repeat.
_ORDINAL = re.compile(r"([(（]|第?)([0-9]{1,3})([.．、)）]|[期批次项笔]|)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordinal:
    """A number and the words around it.

    Attributes:
        before: What stands before it, 第.
        number: The number.
        width: How many figures it is printed with at least: 2 in 05.
        after: What stands behind it, 期.
    """

    before: str
    number: int
    width: int
    after: str

    def on(self, steps: int) -> str:
        """Return what stands that many rows further down."""
        return f"{self.before}{self.number + steps:0{self.width}d}{self.after}"


def ordinal(words: str) -> Ordinal | None:
    """Return the words of a row's first cell as the number of the row, None if they are none that counts on."""
    match = _ORDINAL.fullmatch(words.strip())
    if match is None:
        return None
    before, digits, after = match.groups()
    width = len(digits) if digits.startswith("0") else 1
    return Ordinal(before=before, number=int(digits), width=width, after=after)
