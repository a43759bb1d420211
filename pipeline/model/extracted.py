"""What was read back from a filled contract: values with the words that they came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.diagnostics import Diagnostic
from pipeline.model.document import Picture
from pipeline.model.record import JsonValue
from pipeline.model.template import Template


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A value as read (提取值).

    Attributes:
        value: Canonical form, as in `contract.Value.data`; money as {"value", "currency"}.
        start: Offset of the first of the words that state it, in `Template.text`.
        end: Behind the last.
        words: Those words.
        confidence: 0 … 1.
        clause: Number of the article that they stand in, "" outside articles.
    """

    value: JsonValue
    start: int
    end: int
    words: str
    confidence: float
    clause: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadParty:
    """A party with what the contract says of it: key, role as printed, and the values by element name."""

    key: str
    role: str
    label: str
    values: Mapping[str, Found]


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """A duty (义务): who has to do what, by when.

    Attributes:
        who: Role as printed: 乙方, 双方, 任何一方.
        what: What has to be done or left, in the contract's words.
        modal: The word that makes it a duty, a right or a ban: 应, 不得, 有权.
        by: By when, in the contract's words; "" if it says nothing.
        length: {"value", "unit"} of that time, None if it is a day or has no length.
        since: What the time counts from: 合同生效, 收到发票; "" if nothing.
        due: The day, ISO, where the contract names one; "" else.
        clause: Number of the article.
        start: Offset in the text.
        end: Behind it.
    """

    who: str
    what: str
    modal: str
    by: str = ""
    length: JsonValue = None
    since: str = ""
    due: str = ""
    clause: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """An amount or a share (金额、比例) and what it is for, with the place where it stands."""

    value: str
    unit: str
    purpose: str
    words: str
    clause: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """A contract, read back (提取结果).

    Attributes:
        template: The file as understood: its text, clauses, annexes, definitions.
        elements: Standard element → value; an element that the contract does not state is absent.
        parties: Its parties.
        obligations: Who has to do what by when.
        sums: Amounts and shares with what they are for.
        fields: Field key → value, where a template or the contract's own record told the fields.
        origin: "text" (read from the words), "template" (aligned with a known template) or "record" (the contract
            record in the file, compared with the words).
        diagnostics: Findings, those of reading included.
        pictures: What the pages looked like whose text was recognised.
    """

    template: Template
    elements: Mapping[str, Found]
    parties: tuple[ReadParty, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    sums: tuple[Sum, ...] = ()
    fields: Mapping[str, Found] = field(default_factory=dict)
    origin: str = "text"
    diagnostics: tuple[Diagnostic, ...] = ()
    pictures: tuple[Picture, ...] = ()
