"""Template → Fields: a blank's face in a form, shared by those who print forms and those who read them back."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from pipeline.model.conditions import conditions
from pipeline.model.template import Blank, Column, Kind, Role, Template

# A choice prints its options and a table its columns, so a unit beside their label would only mislead.
_UNITLESS = frozenset({Kind.CHOICE, Kind.TABLE})

_DATE_PARTS = {"Y": {Role.YEAR, Role.YEAR_SHORT}, "M": {Role.MONTH}, "D": {Role.DAY}}

# The sheets of a form beside those of its table blanks.
MAIN_SHEET, HELP_SHEET, CHOICES_SHEET = "合同数据", "填写说明", "选项"

# Columns of a form that are not fields: which contract a line of a table's sheet belongs to, and the annex files.
ORDER_HEADING = "合同序号"
ANNEXES_HEADING = "附件文件"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A blank as the form shows it (字段).

    Attributes:
        key: Field key, "party_a.address".
        label: Chinese label; where two blanks have the same one, the party stands before it (甲方联系电话), or
            the key behind it in 〔〕.
        kind: What sort of value.
        unit: What follows the gap (元, 年, %), "" if nothing does or it would mislead.
        parts: Which of Y, M and D a date prints where it prints not all ("D" for 每月__日), "" for any other.
        required: True if a person must supply it whatever the others say; never for a value that can be derived.
        when: Label of the option that must be chosen for it to be required, "" if none.
        derived: True if the product computes it when it is not given (大写 from the amount).
        choices: Labels of the options, () if any value goes.
        multiple: Several choices may be taken.
        columns: The columns of a table blank.
        rows: Empty rows that the template prints for a table blank.
        party: Key of the party that it belongs to, "" if none.
        clause: Number of the clause that it stands in, "" outside clauses.
    """

    key: str
    label: str
    kind: Kind
    unit: str = ""
    parts: str = ""
    required: bool = True
    when: str = ""
    derived: bool = False
    choices: tuple[str, ...] = ()
    multiple: bool = False
    columns: tuple[Column, ...] = ()
    rows: int = 0
    party: str = ""
    clause: str = ""

    @property
    def heading(self) -> str:
        """The column heading in a form: label, unit in brackets, and " *" where the value is required."""
        return heading(self.label, self.unit, required=self.required)


def sheet_names(template: Template) -> dict[str, str]:
    """Return for each table blank the name of its sheet in a form: the label without what Excel forbids, distinct.

    Args:
        template: A template whose blanks have keys and labels.

    Returns:
        Field key → sheet name of at most 31 characters.
    """
    names: dict[str, str] = {}
    taken = {MAIN_SHEET, HELP_SHEET, CHOICES_SHEET}
    for field in fields(template):
        if field.kind is Kind.TABLE:
            stem = "".join(c for c in field.label if c not in "[]:*?/\\'") or "表格"
            numbered = (f"{stem[:28]}{n}" for n in range(2, len(taken) + 3))
            names[field.key] = next(n for n in (stem[:31], *numbered) if n.casefold() not in taken)
            taken.add(names[field.key].casefold())
    return names


def heading(label: str, unit: str, *, required: bool = False) -> str:
    """Return a column heading: 服务费用（元） *."""
    measure = f"（{unit}）" if unit and not label.endswith(f"（{unit}）") else ""
    return f"{label}{measure}{' *' if required else ''}"


def fields(template: Template) -> tuple[Field, ...]:
    """Return the fields of a template in reading order; signatures are signed, never filled, and have none.

    Args:
        template: A template whose blanks have keys and labels.

    Returns:
        One field a blank, labels distinct.
    """
    blanks = [b for b in template.blanks if b.kind is not Kind.SIGNATURE]
    labels = _labels(blanks, {party.key: party.role for party in template.parties})
    keys = {b.key for b in blanks}
    owed = {key: condition.label for key, condition in conditions(template).items()}
    return tuple(_field(b, labels[b.key], keys, owed.get(b.key, "")) for b in blanks)


def _labels(blanks: list[Blank], roles: dict[str, str]) -> dict[str, str]:
    labels = {b.key: " ".join(b.label.split()) or b.key for b in blanks}
    seen = Counter(labels.values())
    for blank in blanks:
        label, role = labels[blank.key], roles.get(blank.party, "")
        if seen[label] > 1 and not label.startswith(role or label):
            labels[blank.key] = f"{role}{label}"
    seen = Counter(labels.values())
    return {key: label if seen[label] == 1 else f"{label}〔{key}〕" for key, label in labels.items()}


def _parts(blank: Blank) -> str:
    """Return the parts that a date prints, "" for a whole date and for a time alone."""
    roles = {slot.role for slot in blank.slots}
    parts = "".join(letter for letter, own in _DATE_PARTS.items() if roles & own)
    return "" if parts == "YMD" else parts


def _field(blank: Blank, label: str, keys: set[str], when: str) -> Field:
    derived = blank.kind is Kind.AMOUNT_UPPER and blank.pair in keys
    return Field(
        key=blank.key,
        label=label,
        kind=blank.kind,
        unit="" if blank.kind in _UNITLESS else blank.unit,
        parts=_parts(blank) if blank.kind is Kind.DATE else "",
        required=blank.required and not derived and not when,
        when=when if blank.required and not derived else "",
        derived=derived,
        choices=tuple(option.label for option in blank.options),
        multiple=blank.multiple,
        columns=blank.columns,
        rows=blank.rows,
        party=blank.party,
        clause=blank.clause,
    )
