"""A document understood: parties, clauses, blanks, annexes and what the text defines."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from pipeline.diagnostics import Diagnostic
from pipeline.model.flow import veiled


class Kind(enum.StrEnum):
    """The kind of a blank: what sort of value belongs there."""

    PARTY = "party"
    PERSON = "person"
    CONTRACT_NO = "contract_no"
    ID_NO = "id_no"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    POSTCODE = "postcode"
    BANK = "bank"
    BANK_ACCOUNT = "bank_account"
    ACCOUNT_NAME = "account_name"
    AMOUNT = "amount"
    AMOUNT_UPPER = "amount_upper"
    NUMBER = "number"
    PERCENT = "percent"
    DATE = "date"
    DURATION = "duration"
    CHOICE = "choice"
    SIGNATURE = "signature"
    TABLE = "table"
    TEXT = "text"


def is_party_name(key: str, kind: Kind) -> bool:
    """Whether a field is what a party (甲方) is called: its role alone is a name of the field."""
    return kind is Kind.PARTY and key.endswith(".name")


class Role(enum.StrEnum):
    """What of a value a slot takes.

    VALUE is the whole value. A date that stands as __年__月__日 has a YEAR, a MONTH and a DAY slot (HOUR, MINUTE
    where given); YEAR_SHORT is the 20__年 form. A choice has one BOX slot an option, or an ORDINAL slot (第__种), or a
    VALUE slot.
    An address over several gaps has PART slots (省, 市, 区 …). MORE is a further line of the same blank: the value
    goes into the first slot and MORE slots are emptied. DIGIT is one place of a 拾万仟佰拾元角分 grid. A table blank
    has CELL slots, in reading order of the empty cells.
    """

    VALUE = "value"
    YEAR = "year"
    YEAR_SHORT = "year_short"
    MONTH = "month"
    DAY = "day"
    HOUR = "hour"
    MINUTE = "minute"
    PART = "part"
    BOX = "box"
    ORDINAL = "ordinal"
    DIGIT = "digit"
    CELL = "cell"
    MORE = "more"
    TAG = "tag"


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """Where a slot stands in source.docx (锚点).

    Attributes:
        part: Package part, "word/document.xml".
        paragraph: Ordinal of the w:p, as in `document.Place`.
        start: First character of the paragraph's own text that the value replaces.
        end: Behind the last one; start == end inserts.
        fingerprint: 16 hexadecimal digits of SHA-256 over the paragraph's own text; a source that changed under
            the template does not match it.
    """

    part: str
    paragraph: int
    start: int
    end: int
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One gap in the text that takes a value or a piece of one.

    Attributes:
        start: Character offset into `Template.text`.
        end: Behind its last character.
        role: What of the value goes here.
        name: What tells it from its siblings: the unit behind a PART (省, 市), the place of a DIGIT (万), the row and
            column of a CELL ("2,3"), the name that a TAG calls the value; else "".
        anchor: Where it stands in source.docx, None before anchors are made.
    """

    start: int
    end: int
    role: Role = Role.VALUE
    name: str = ""
    anchor: Anchor | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One answer of a choice: its text, and the offsets of its box in the text (start == end if it has none)."""

    label: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table blank."""

    key: str
    label: str
    kind: Kind = Kind.TEXT
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank:
    """One value that a person must supply (空白处); it may stand in several places.

    Attributes:
        key: Stable snake_case path, "party_a.address"; "" until the blank is named.
        label: Chinese label, made from the words around it.
        kind: What sort of value.
        unit: What follows the gap and belongs to the value (年, 个工作日, 元, 万元, %), "" if nothing does.
        required: False for 如有, 其他 and the like, and for signatures (never filled from data).
        slots: Its gaps in reading order, at least one.
        options: The answers of a choice.
        multiple: Several options may be ticked.
        columns: The columns of a table blank.
        rows: The number of empty rows of a table blank.
        pair: Key of the other half: digits ↔ 大写; "" if there is none.
        shape: Which recogniser found it: underline, box, colon, gap, bracket, underscore, cell, tag …
        confidence: 0 … 1; below 0.6 it is marked for review.
        filled: The value already written there, None if the blank is empty.
        party: Key of the party that it belongs to ("party_a"), "" if none.
        clause: Number of the clause that it stands in, "" outside clauses.
        repeats: Further places of the same value, each a tuple of slots like `slots`.
        called: What each of `repeats` is called where it stands; () for a template that was loaded.
    """

    key: str = ""
    label: str = ""
    kind: Kind = Kind.TEXT
    unit: str = ""
    required: bool = True
    slots: tuple[Slot, ...]
    options: tuple[Option, ...] = ()
    multiple: bool = False
    columns: tuple[Column, ...] = ()
    rows: int = 0
    pair: str = ""
    shape: str = ""
    confidence: float = 1.0
    filled: str | None = None
    party: str = ""
    clause: str = ""
    repeats: tuple[tuple[Slot, ...], ...] = ()
    called: tuple[str, ...] = ()

    @property
    def start(self) -> int:
        """Offset of the first gap."""
        return self.slots[0].start

    @property
    def end(self) -> int:
        """Offset behind the last gap."""
        return self.slots[-1].end


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A party (当事人): key "party_a" …, role as printed (甲方, 出租人), and its full label (甲方（出租人）)."""

    key: str
    role: str
    label: str
    start: int
    aliases: tuple[str, ...] = ()


class Section(enum.StrEnum):
    """The large parts of a contract's text."""

    COVER = "cover"  # cover page
    NOTES = "notes"  # notes to the drafter
    CONTENTS = "contents"  # contents page
    HEAD = "head"  # title, parties, recitals
    BODY = "body"
    SIGNATURE = "signature"
    APPENDIX = "appendix"


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A stretch of the text that belongs to one section."""

    section: Section
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A clause (条款).

    Attributes:
        number: As printed or as Word numbers it ("第一条", "1.1", "（一）"); "" if the heading has none.
        title: The heading alone; "" for an article that is only a sentence.
        level: 0 = 编/章/节 above the articles, 1 = articles, 2 and more below.
        category: One of the 26 clause categories.
        start: Offset of its first character (the number).
        end: Behind its last character, children included.
        section: BODY or APPENDIX.
        children: Clauses below it.
    """

    number: str
    title: str
    level: int
    start: int
    end: int
    category: str = "其他"
    section: Section = Section.BODY
    children: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Annex:
    """An annex (附件): where it is listed and where its own heading stands (None where it is or has not)."""

    number: str
    title: str
    listed: int | None = None
    headed: int | None = None

    @property
    def start(self) -> int:
        """Where it first stands."""
        return min(x for x in (self.listed, self.headed) if x is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnexReference:
    """A place in running text that refers to an annex, by number ("附件一"), by title, or both.

    `by` says how: "number", "title" (《保密协议》) or "plain" (操作手册, a title without marks).
    """

    number: str
    title: str
    start: int
    end: int
    by: str = "number"
    clause: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A defined term (定义): term, short forms, wording, place."""

    term: str
    aliases: tuple[str, ...]
    text: str
    start: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """A computation that the text states: 违约金＝服务费用×逾期天数×0.1%.

    It stands at `start` to `end`; gaps in it are lost in `expression`, and filled where the text is.
    """

    name: str
    expression: str
    variables: tuple[str, ...]
    start: int
    end: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """One instalment: its share ("50%", "剩余50%") or amount, and what sets it off."""

    share: str
    trigger: str
    start: int
    clause: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An entry of an appendix list that is not an annex: a breach, a problem with its remedy, a scenario.

    `group` is "breach", "problem" or "scenario"; `answer` holds the remedy of a problem.
    """

    group: str
    text: str
    start: int
    answer: str = ""
    truncated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A document understood (合同模板)."""

    title: str
    text: str
    format: str
    name: str
    sha256: str
    id: str = ""
    category: str = ""  # 合同类型: 买卖, 租赁, 技术服务 …
    blanks: tuple[Blank, ...] = ()
    filled: tuple[Blank, ...] = ()
    parties: tuple[Party, ...] = ()
    regions: tuple[Region, ...] = ()
    clauses: tuple[Clause, ...] = ()
    annexes: tuple[Annex, ...] = ()
    annex_references: tuple[AnnexReference, ...] = ()
    definitions: tuple[Definition, ...] = ()
    formulas: tuple[Formula, ...] = ()
    payments: tuple[Payment, ...] = ()
    items: tuple[Item, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    hidden: tuple[tuple[int, int], ...] = ()  # stretches of the text that no page shows
    unsure: tuple[tuple[int, int], ...] = ()  # stretches recognised in a picture without certainty
    furniture: tuple[str, ...] = ()  # lines of headers, footers and notes, # for the number of a page

    @property
    def shown(self) -> str:
        """The text with spaces for what no page shows."""
        return veiled(self.text, self.hidden)

    def blank(self, key: str) -> Blank | None:
        """Return the blank with that key."""
        return next((b for b in self.blanks if b.key == key), None)
