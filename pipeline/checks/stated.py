"""Subject → the values it states, whether filled here or already written on the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from pipeline.checks.figures import amounts, days
from pipeline.checks.memory import kept
from pipeline.checks.printing import Edit
from pipeline.checks.subject import Subject
from pipeline.model.record import JsonValue
from pipeline.model.template import Blank, Kind
from pipeline.text.numerals import parse_number


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A value that the contract states.

    Attributes:
        blank: The blank that it stands in.
        text: As a person reads it.
        data: Its canonical form (`Value.data`); None for a value that was written on the page before.
        start: Offset into `Subject.text`.
        end: Behind its last character.
    """

    blank: Blank
    text: str
    data: JsonValue
    start: int
    end: int

    @property
    def name(self) -> str:
        """What a person calls it."""
        return self.blank.label or self.blank.key

    def amount(self) -> Decimal | None:
        """Return the amount in 元 (or the currency's unit), None if it is none or can't be read."""
        if self.data is not None:
            return _decimal(self.data)
        found = amounts(self.text if self.text.strip().endswith(("元", "整", "正")) else self.text.strip() + self.unit)
        return found[0].value if len(found) == 1 else None

    @property
    def unit(self) -> str:
        """The unit behind the gap, 元 for an amount that has none."""
        return self.blank.unit or ("元" if self.blank.kind in (Kind.AMOUNT, Kind.AMOUNT_UPPER) else "")

    def day(self) -> date | None:
        """Return the date, None if it is none or the calendar lacks it."""
        if isinstance(self.data, str):
            try:
                return date.fromisoformat(self.data)
            except ValueError:
                return None
        found = days(self.text)
        return found[0].day if len(found) == 1 else None


@kept
def stated(subject: Subject) -> tuple[Stated, ...]:
    """Return the values that the contract states, in reading order of their first places.

    Args:
        subject: What is checked.

    Returns:
        Values bound to the template's blanks, then those already written on the page.
    """
    return tuple(_stated(subject))


def _stated(subject: Subject) -> Iterator[Stated]:
    values = subject.contract.values if subject.contract else {}
    by_start = {edit.start: edit for edit in reversed(subject.edits)}
    for blank in subject.template.blanks:
        value = values.get(blank.key)
        if value is not None and value.data not in (None, "", []):
            start, end = _printed_span(subject, blank, by_start)
            yield Stated(blank=blank, text=value.text, data=value.data, start=start, end=end)
    for blank in subject.template.filled:
        if blank.filled and blank.filled.strip():
            start, end = _printed_span(subject, blank, by_start)
            yield Stated(blank=blank, text=blank.filled.strip(), data=None, start=start, end=end)


def _printed_span(subject: Subject, blank: Blank, by_start: Mapping[int, Edit]) -> tuple[int, int]:
    start = subject.printed_at(blank.start)
    inserted = by_start.get(blank.slots[-1].start)
    end = inserted.at + len(inserted.text) if inserted else subject.printed_at(blank.end)
    return start, max(start, end)


def _decimal(data: JsonValue) -> Decimal | None:
    if isinstance(data, bool) or not isinstance(data, str | int):
        return None
    try:
        return Decimal(str(data).replace(",", ""))
    except InvalidOperation:
        return parse_number(str(data))
