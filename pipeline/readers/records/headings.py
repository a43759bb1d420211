"""Headings → field keys: how a column or key of a source names a field of the template."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.model.field import ANNEXES_HEADING, ORDER_HEADING, Field, fields, heading, sheet_names
from pipeline.model.template import Template, is_party_name

ANNEXES = "annexes"
ACCEPT = "accept"
IDENTIFIER = "business_id"
ORDER = "#order"

# Names that are not fields but steer the work; a field of the same name goes first.
_RESERVED = {
    "annexes": ANNEXES, ANNEXES_HEADING: ANNEXES, "附件": ANNEXES,
    "accept": ACCEPT, "接受的问题": ACCEPT,
    "business_id": IDENTIFIER, "业务编号": IDENTIFIER,
    ORDER_HEADING: ORDER,
}  # fmt: skip

_HEADER_ROWS = 30  # a header stands near the top; a title, a note and a group row may stand above it


def plain(name: str) -> str:
    """Return a heading without what people and forms add to it: required marks, spaces, colons, width variants."""
    folded = unicodedata.normalize("NFKC", name).replace("\ufeff", "")  # a byte order mark given twice
    return "".join(folded.split()).strip("*:").casefold()


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The header of a table.

    Attributes:
        row: Index of the header row.
        keys: Column index → field key or reserved name.
        titles: Column index → heading as it stands, for every column that has one.
        unknown: Headings that are no field, with the nearest one ("" if none is near).
        clashes: Headings that could mean several fields or mean one that another column means too, with those fields.
    """

    row: int
    keys: dict[int, str]
    titles: dict[int, str]
    unknown: tuple[tuple[str, str], ...]
    clashes: tuple[tuple[str, tuple[str, ...]], ...]


class Names:
    """Everything that a source may call the fields of a template, or the columns of a table blank."""

    def __init__(self, fields: Sequence[Field], printed: Mapping[str, str], roles: Mapping[str, Sequence[str]]) -> None:
        self.fields = {field.key: field for field in fields}
        self.sheets: Mapping[str, str] = {}  # table blank → name of its sheet in a form
        self._meanings: dict[str, dict[str, None]] = {}
        for field in fields:
            for name in _names_of(field, printed.get(field.key, ""), roles.get(field.party, ())):
                self._meanings.setdefault(plain(name), {})[field.key] = None

    @classmethod
    def of(cls, template: Template) -> Names:
        """Return the names of a template's fields."""
        roles = {party.key: (party.role, party.label, *party.aliases) for party in template.parties}
        names = cls(fields(template), {blank.key: blank.label for blank in template.blanks}, roles)
        names.sheets = sheet_names(template)
        return names

    @classmethod
    def of_table(cls, field: Field) -> Names:
        """Return the names of a table blank's columns."""
        columns = [Field(key=c.key, label=c.label, kind=c.kind, unit=c.unit, required=False) for c in field.columns]
        return cls(columns, {}, {})

    def find(self, name: str) -> tuple[str, ...]:
        """Return the keys that a heading can mean: none, one, or several if it is ambiguous."""
        wanted = plain(name)
        # A key is exact: it never competes with a label that happens to read the same.
        exact = next((key for key in self.fields if key.casefold() == wanted), None)
        if exact:
            return (exact,)
        if wanted in self._meanings:
            return tuple(self._meanings[wanted])
        return (_RESERVED[wanted],) if wanted in _RESERVED else ()

    def near(self, name: str) -> str:
        """Return the label that a heading was probably meant to be, "" if none is near."""
        labels = {plain(field.label): field.label for field in self.fields.values()}
        labels |= {field.key: field.key for field in self.fields.values()}
        found = difflib.get_close_matches(plain(name), labels, n=1, cutoff=0.6)
        return labels[found[0]] if found else ""

    def header(self, rows: Sequence[Sequence[str]]) -> Header | None:
        """Return the header among the first rows: the row that names the most fields, None if none names any.

        Args:
            rows: Cell texts; a group row above the header (甲方 over 名称, 地址) has its text in every cell it spans.
        """
        best, best_count = -1, 1
        for index in range(min(len(rows), _HEADER_ROWS)):
            count = sum(len(found) == 1 and found[0] in self.fields for _, _, found in self._columns(rows, index))
            # The last of equals: a group row may name as many fields as the header below it. A row of data has no
            # heading of its own, only those above its empty cells.
            if count >= best_count and any(self.find(text) for text in rows[index] if text.strip()):
                best, best_count = index, count
        return self._read(rows, best) if best >= 0 else None

    def _columns(self, rows: Sequence[Sequence[str]], index: int) -> Iterator[tuple[int, str, tuple[str, ...]]]:
        above = rows[index - 1] if index else ()
        group = ""
        for column in range(max(len(rows[index]), len(above))):
            own = rows[index][column].strip() if column < len(rows[index]) else ""
            over = above[column].strip() if column < len(above) else ""
            group = over or group  # a group's title stands over its first column and counts for those behind it
            if own:
                found = self.find(own)
                yield column, own, found if len(found) == 1 else self.find(group + own) or found
            elif over:
                yield column, over, self.find(over)  # a heading merged over the group row and the header row

    def _read(self, rows: Sequence[Sequence[str]], index: int) -> Header:
        keys: dict[int, str] = {}
        titles: dict[int, str] = {}
        unknown: list[tuple[str, str]] = []
        clashes: list[tuple[str, tuple[str, ...]]] = []
        for column, title, found in self._columns(rows, index):
            if not found and not (column < len(rows[index]) and rows[index][column].strip()):
                continue  # only a group title above an empty heading: no column of its own
            titles[column] = title
            if title.startswith("#"):
                continue
            if not found:
                unknown.append((title, self.near(title)))
            elif len(found) > 1 or found[0] in keys.values():
                clashes.append((title, found))
            else:
                keys[column] = found[0]
        return Header(row=index, keys=keys, titles=titles, unknown=tuple(unknown), clashes=tuple(clashes))


def _names_of(field: Field, printed: str, roles: Sequence[str]) -> Iterator[str]:
    if is_party_name(field.key, field.kind):
        yield from roles
    for text in dict.fromkeys((field.label, printed or field.label)):
        yield text
        if field.unit:
            yield heading(text, field.unit)
        for role in roles:
            if not text.startswith(role):
                yield role + text
