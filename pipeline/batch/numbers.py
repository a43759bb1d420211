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
        before: What stands before the count.
        after: What stands behind it.
        width: Digits of the count, padded with zeros; 0 for as many as it has.
    """

    before: str
    after: str
    width: int

    @property
    def series(self) -> str:
        """What numbers of one series share, and with it their counter."""
        return f"{self.before}{{seq}}{self.after}"

    def number(self, count: int) -> str:
        """Return the contract number of the `count`-th contract of the series, from 1."""
        return f"{self.before}{count:0{self.width}d}{self.after}"


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
    sides, width = [""], 0
    for text, name, spec, conversion in _pieces(pattern):
        sides[-1] += text
        if name is None:
            continue
        if name not in _NAMES or conversion:
            raise PatternInvalid(pattern, f"不认识 {{{name}}}")
        if name == "seq":
            width = _width(pattern, spec or "")
            sides.append("")
        elif spec:
            raise PatternInvalid(pattern, f"{{{name}}} 不能带格式")
        else:
            sides[-1] += given[name]
    if len(sides) != 2:
        raise PatternInvalid(pattern, "{seq} 必须正好出现一次")
    return Numbering(before=sides[0], after=sides[1], width=width)


def _pieces(pattern: str) -> list[tuple[str, str | None, str | None, str | None]]:
    if not pattern.isprintable():
        raise PatternInvalid(pattern, "含有控制字符")
    try:
        return list(string.Formatter().parse(pattern))
    except ValueError as error:
        raise PatternInvalid(pattern, "花括号不成对") from error


def _width(pattern: str, spec: str) -> int:
    if not _WIDTH.fullmatch(spec):
        raise PatternInvalid(pattern, f"{{seq:{spec}}} 的格式应是 05d 这样的位数")
    return int(spec.rstrip("d") or 0)
