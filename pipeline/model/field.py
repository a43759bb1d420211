"""Template → Fields: a blank's face in a form, shared by those who print forms and those who read them back."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from pipeline.model.template import Blank, Column, Kind, Template

# A choice prints its options and a table its columns, so a unit beside their label would only mislead.
_UNITLESS = frozenset({Kind.CHOICE, Kind.TABLE})

# Columns of a form that are not fields: which contract a line of a table's sheet belongs to, and the annex files.
ORDER_HEADING = "合同序号"
ANNEXES_HEADING = "附件文件"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A blank as the form shows it (字段).

    Attributes:
        key: Field key, "party_a.address".
        label: Chinese label; where two blanks have the same one, the key stands behind it in 〔〕.
        kind: What sort of value.
        unit: What follows the gap (元, 年, %), "" if nothing does or it would mislead.
        required: True if a person must supply it; never for a value that can be derived.
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
    required: bool = True
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


def sheet_name(field: Field) -> str:
    """Return the name of a table blank's sheet: its label without what Excel forbids, 31 characters at most."""
    return "".join(c for c in field.label if c not in "[]:*?/\\'")[:31]


def heading(label: str, unit: str, *, required: bool = False) -> str:
    """Return a column heading: 服务费用（元） *."""
    measure = f"（{unit}）" if unit else ""
    return f"{label}{measure}{' *' if required else ''}"


def fields(template: Template) -> tuple[Field, ...]:
    """Return the fields of a template in reading order; signatures are signed, never filled, and have none.

    Args:
        template: A template whose blanks have keys and labels.

    Returns:
        One field a blank, labels distinct.
    """
    blanks = [b for b in template.blanks if b.kind is not Kind.SIGNATURE]
    seen = Counter(_plain(b) for b in blanks)
    keys = {b.key for b in blanks}
    return tuple(_field(b, distinct=seen[_plain(b)] == 1, keys=keys) for b in blanks)


def _plain(blank: Blank) -> str:
    return " ".join(blank.label.split()) or blank.key


def _field(blank: Blank, *, distinct: bool, keys: set[str]) -> Field:
    derived = blank.kind is Kind.AMOUNT_UPPER and blank.pair in keys
    label = _plain(blank)
    return Field(
        key=blank.key,
        label=label if distinct else f"{label}〔{blank.key}〕",
        kind=blank.kind,
        unit="" if blank.kind in _UNITLESS else blank.unit,
        required=blank.required and not derived,
        derived=derived,
        choices=tuple(option.label for option in blank.options),
        multiple=blank.multiple,
        columns=blank.columns,
        rows=blank.rows,
        party=blank.party,
        clause=blank.clause,
    )
