"""A value that can't be used → the error that says why, what was expected and what would do."""

from __future__ import annotations

import json

from pipeline.errors import RecordError
from pipeline.model.template import Blank


class BadValue(RecordError):
    """A value (填写值) that does not fit its blank.

    Args:
        blank: The blank that it was given for.
        raw: What was given.
        reason: What is wrong with it, in Chinese, without a full stop; "" if the expectation says it all.
        expected: What belongs there, in Chinese: 金额, 日期.
        example: A value that would be accepted; "" if none would help.

    Attributes:
        more: What else is wrong with the same value, in the other cells of a table.
    """

    more: tuple[BadValue, ...] = ()

    def __init__(self, blank: Blank, raw: object, reason: str = "", *, expected: str, example: str) -> None:
        because = f"，{reason}" if reason else ""
        such = f"，例如 {example}" if example else ""
        super().__init__(f"『{blank.label}』填的是“{shown(raw)}”{because}；应为{expected}{such}")

    def in_row(self, number: int) -> BadValue:
        """Return the same error said of a table's row, counted from 1."""
        error = BadValue.__new__(BadValue)
        RecordError.__init__(error, f"第{number}行：{self.message}", location=self.location, hint=self.hint)
        return error


def shown(raw: object) -> str:
    """Return a value as an error message quotes it: as it was typed, in one line, shortened to 40 characters."""
    try:
        text = _typed(raw)
    except ValueError:  # an integer of more digits than Python writes out
        text = "一个极大的数"
    text = text if len(text) <= 40 else f"{text[:39]}…"
    return "".join(c if c.isprintable() or c == "\u3000" else f"\\u{ord(c):04x}" for c in text)


def _typed(raw: object) -> str:
    """A value as a file of records has it, and not as Python writes it: true, 1.5, ["甲", "乙"]."""
    if isinstance(raw, bool | list | dict):
        return json.dumps(raw, ensure_ascii=False, default=str)
    return str(raw)
