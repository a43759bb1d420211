"""A template with its values: a fact, never a mutated document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.diagnostics import Diagnostic
from pipeline.model.record import JsonValue
from pipeline.model.template import Anchor, Template


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A value in its canonical form.

    Attributes:
        key: Field key.
        data: Canonical JSON form: amounts, numbers and percentages decimal strings ("120000.00", "50" for 50 %),
            amount_upper the decimal string of its amount, dates ISO 8601, durations {"value": "3", "unit": "年"},
            a choice the list of the chosen labels, a table a list of {column key: canonical value}, all others str.
        text: The value as a person reads it, as printed at its first place.
        derived: True if it was computed, not given.
    """

    key: str
    data: JsonValue
    text: str
    derived: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """What to write at one anchor: literal characters, never markup. Writers do not look at values, only at these.

    Most placements stand at a slot. One may also stand at the words printed behind a slot, with text "": where those
    words would contradict the value (元整 behind an amount with 角分), the value brings its own and they go. All
    anchors that a template's placements can have are known before any record: `filling.Binder.anchors`.

    Attributes:
        anchor: Where.
        text: What.
        key: Field key.
        texts: Only where a table has more rows than the template: the row of this cell is repeated once for each
            entry, which is the cell's text there.
        start: First character of `Template.text` that the text replaces.
        end: Behind the last one.
    """

    anchor: Anchor
    text: str
    key: str
    texts: tuple[str, ...] = ()
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SuppliedAnnex:
    """An annex file as supplied: path as given, SHA-256, pages (None if unknown), own heading, what is wrong.

    `blanks` are the gaps still open in it, `filled` those written on, signatures not counted; None if unknown.
    """

    path: str
    sha256: str
    bytes: int
    format: str
    pages: int | None = None
    heading: str = ""
    text_length: int = 0
    blanks: int = 0
    filled: int | None = None
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnexStatus:
    """How one annex stands: number, title, where it is referred to, the supplied file (None) and its status."""

    number: str
    title: str
    referenced_in: tuple[str, ...] = ()
    supplied: SuppliedAnnex | None = None
    status: str = "missing"  # supplied | missing | inline (its text stands in the contract itself) | unlisted


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A deadline (期限): label, length, unit, what it counts from, and the day it falls due (ISO; "" if unknown)."""

    label: str
    days: int
    unit: str
    start: str
    due: str
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """Template + values, bound and checked (合同).

    Attributes:
        template: The template.
        values: Field key → value, in the template's order.
        placements: What to write where.
        state: "draft" or "issued".
        deadlines: Deadlines that could be computed.
        annexes: How each annex stands.
        diagnostics: All findings.
        accepted: Finding code → reason.
        provenance: What made the contract: product version, record source, template sha256 (no clock unless given).
        source: The DOCX that this contract's values made of a hand-tagged template, with nothing left to place; None
            where the placements go into the template's own.
    """

    template: Template
    values: Mapping[str, Value]
    placements: tuple[Placement, ...]
    state: str = "issued"
    deadlines: tuple[Deadline, ...] = ()
    annexes: tuple[AnnexStatus, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    accepted: Mapping[str, str] = field(default_factory=dict)
    provenance: Mapping[str, str] = field(default_factory=dict)
    source: bytes | None = field(default=None, repr=False)
