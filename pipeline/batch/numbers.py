"""Pattern + day → contract numbers: 2026-租赁-00017."""

from __future__ import annotations

import re
import string
from dataclasses import dataclass
from datetime import date

from pipeline.batch.errors import PatternInvalid

_NAMES = frozenset({"year", "month", "day", "type", "batch", "seq"})
_WIDTH = re.compile(r"(?:0?[1-9]?[0-9]?d?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbering:
    """How contract numbers are made.

    Attributes:
        series: The number with everything but the count: contracts of one series share a counter.
        width: Digits of the count, padded with zeros; 0 for as many as it has.
    """

    series: str
    width: int

    def number(self, count: int) -> str:
        """Return the contract number of the `count`-th contract of the series, from 1."""
        return self.series.replace("\0", f"{count:0{self.width}d}")


def numbering(pattern: str, *, day: date, category: str, batch: str) -> Numbering:
    """Return the numbering that a pattern describes.

    Args:
        pattern: Text with {year} {month} {day} {type} {batch} and exactly one {seq}, which may have a width: {seq:05d}.
        day: The day of the batch.
        category: What {type} stands for.
        batch: What {batch} stands for.

    Raises:
        PatternInvalid: Unknown names, no or several counts, or formats other than a width.
    """
    given = {"year": f"{day:%Y}", "month": f"{day:%m}", "day": f"{day:%d}", "type": category, "batch": batch}
    made, width, counts = "", 0, 0
    for text, name, spec, conversion in _pieces(pattern):
        made += text
        if name is None:
            continue
        if name not in _NAMES or conversion:
            raise PatternInvalid(pattern, f"不认识 {{{name}}}")
        if name == "seq":
            width, counts, made = _width(pattern, spec or ""), counts + 1, f"{made}\0"
        elif spec:
            raise PatternInvalid(pattern, f"{{{name}}} 不能带格式")
        else:
            made += given[name]
    if counts != 1:
        raise PatternInvalid(pattern, "{seq} 必须正好出现一次")
    return Numbering(series=made, width=width)


def _pieces(pattern: str) -> list[tuple[str, str | None, str | None, str | None]]:
    if "\0" in pattern:
        raise PatternInvalid(pattern, "含有控制字符")
    try:
        return list(string.Formatter().parse(pattern))
    except ValueError as error:
        raise PatternInvalid(pattern, "花括号不成对") from error


def _width(pattern: str, spec: str) -> int:
    if not _WIDTH.fullmatch(spec):
        raise PatternInvalid(pattern, f"{{seq:{spec}}} 的格式应是 05d 这样的位数")
    return int(spec.rstrip("d") or 0)
