"""What was typed → canonical value → what is printed at a place; one family of kinds a file, and this table."""

from __future__ import annotations

from pipeline.diagnostics import Diagnostic
from pipeline.model.record import JsonValue
from pipeline.model.template import Blank, Kind, Slot
from pipeline.values.address import ADDRESS
from pipeline.values.bad import BadValue
from pipeline.values.choice import CHOICE
from pipeline.values.contact import BANK_ACCOUNT, EMAIL, PHONE, POSTCODE
from pipeline.values.dates import DATE
from pipeline.values.duration import DURATION
from pipeline.values.family import Coercer, Family, Printer, SheetNumber
from pipeline.values.gap import Gap, Printed, gaps
from pipeline.values.identity import ID_NO
from pipeline.values.money import MONEY
from pipeline.values.quantity import NUMBER, PERCENT
from pipeline.values.table import TABLE, is_empty
from pipeline.values.wording import TEXT

FAMILIES: dict[Kind, Family] = {
    Kind.PARTY: TEXT,
    Kind.PERSON: TEXT,
    Kind.CONTRACT_NO: TEXT,
    Kind.ID_NO: ID_NO,
    Kind.PHONE: PHONE,
    Kind.EMAIL: EMAIL,
    Kind.ADDRESS: ADDRESS,
    Kind.POSTCODE: POSTCODE,
    Kind.BANK: TEXT,
    Kind.BANK_ACCOUNT: BANK_ACCOUNT,
    Kind.ACCOUNT_NAME: TEXT,
    Kind.AMOUNT: MONEY,
    Kind.AMOUNT_UPPER: MONEY,
    Kind.NUMBER: NUMBER,
    Kind.PERCENT: PERCENT,
    Kind.DATE: DATE,
    Kind.DURATION: DURATION,
    Kind.CHOICE: CHOICE,
    Kind.SIGNATURE: TEXT,  # signed by hand; filling refuses a value for it
    Kind.TABLE: TABLE,
    Kind.TEXT: TEXT,
}


def coercer(blank: Blank) -> Coercer:
    """Return the function that reads the values of a blank; make it once and use it for every record."""
    return FAMILIES[blank.kind].coercer(blank)


def coerce(raw: object, blank: Blank) -> JsonValue:
    """Return a typed value in its canonical form (see `model.contract.Value.data`).

    Args:
        raw: What was typed: a string, number, date, list or mapping.
        blank: The blank that it is for.

    Raises:
        BadValue: It is not exactly one value of the blank's kind; the message names the label, what was given,
            what was expected and an example.
    """
    return coercer(blank)(raw)


def printer(blank: Blank, around: tuple[Gap, ...]) -> Printer:
    """Return the function that prints a canonical value into the gaps of one place."""
    return FAMILIES[blank.kind].printer(blank, around)


def reach(blank: Blank, around: tuple[Gap, ...]) -> tuple[int, ...]:
    """Return how many printed characters behind each gap a value of the blank may have to replace."""
    return FAMILIES[blank.kind].reach(blank, around)


def print_value(data: JsonValue, blank: Blank, slot: Slot, *, before: str, after: str) -> Printed:
    """Return what a canonical value prints into one slot that stands alone.

    Args:
        data: The canonical value.
        blank: The blank.
        slot: The slot; boxes, parts and cells depend on their siblings: use `printer` for those.
        before: Template text left of the slot, some 16 characters.
        after: Template text right of it.

    Raises:
        BadValue: The value can't be printed there.
    """
    return printer(blank, (Gap(role=slot.role, name=slot.name, before=before, after=after),))(data)[0]


def doubts(data: JsonValue, blank: Blank) -> tuple[Diagnostic, ...]:
    """Return warnings about a value that is accepted but looks wrong: a card number that fails its check digit."""
    return FAMILIES[blank.kind].doubts(data, blank)


def expected(blank: Blank) -> str:
    """Return in Chinese what belongs into a blank: 金额（单位：元）."""
    return FAMILIES[blank.kind].expected(blank)


def example(blank: Blank) -> str:
    """Return a value that the blank accepts, as a person would type it."""
    return FAMILIES[blank.kind].example(blank)


__all__ = [
    "FAMILIES",
    "BadValue",
    "Coercer",
    "Family",
    "Gap",
    "Printed",
    "Printer",
    "SheetNumber",
    "coerce",
    "coercer",
    "doubts",
    "example",
    "expected",
    "gaps",
    "is_empty",
    "print_value",
    "printer",
    "reach",
]
