"""Contract → what the names in its template's tags mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from pipeline import values
from pipeline.model.contract import Contract, Value
from pipeline.model.record import JsonValue
from pipeline.model.template import Blank, Column, Kind, Role, Slot, Template
from pipeline.text.tags.scan import scan
from pipeline.values.gap import Gap
from pipeline.values.table import column_blank

_FIGURES = frozenset({Kind.AMOUNT, Kind.AMOUNT_UPPER, Kind.NUMBER, Kind.PERCENT})
_YES_NO = ("是", "否")
_ALONE = (Gap(role=Role.VALUE),)


class Shown(str):
    """A text that tags compare in its canonical form (2026-11-22), and print as it is printed."""

    __slots__ = ("printed",)
    printed: str


class Figure(Decimal):
    """A number that tags compute with, and print as it is printed (120,000.00)."""

    printed: str


class Group:
    """Fields with a common path: party_a.name, party_a.phone."""

    __slots__ = ("_items", "_path")

    def __init__(self, path: str) -> None:
        self._path = path
        self._items: dict[str, object] = {}

    def __getitem__(self, name: object) -> object:
        return self._items[str(name)]

    def __bool__(self) -> bool:
        return bool(self._items)

    def put(self, path: list[str], value: object) -> None:
        """Put a value below this group."""
        name, *rest = path
        if not rest:
            self._items[name] = value
            return
        inner = self._items.get(name)
        if not isinstance(inner, Group):
            inner = self._items[name] = Group(f"{self._path}.{name}" if self._path else name)
        inner.put(rest, value)

    def top(self) -> Mapping[str, object]:
        """Return the values by name."""
        return dict(self._items)


def meanings(contract: Contract) -> Mapping[str, object]:
    """Return what the tags' names mean: name → value, groups under the first piece of theirs."""
    root = Group("")
    for blank in contract.template.blanks:
        value = contract.values.get(blank.key)
        for name in names_of(blank, contract.template):
            if value is not None:
                root.put(name.split("."), _meaning(blank, value))
            elif blank.kind is Kind.TABLE:
                root.put(name.split("."), ())
    return root.top()


def known_names(template: Template) -> frozenset[str]:
    """Return the names that a record could give a value."""
    return frozenset(name for blank in template.blanks for name in names_of(blank, template))


def names_of(blank: Blank, template: Template) -> Iterator[str]:
    """Yield what the tags of a template call a blank: as a rule its key, unless a person renamed the field."""
    slots = [slot for place in (blank.slots, *blank.repeats) for slot in place]
    found = dict.fromkeys(name for slot in slots if (name := _name(slot, template.text)))
    yield from found


def _name(slot: Slot, text: str) -> str:
    if slot.role is Role.TAG:
        return slot.name
    return next((tag.name for tag in scan(text[slot.start : slot.end])), "")


def _meaning(blank: Blank, value: Value) -> object:
    if blank.kind is Kind.TABLE and isinstance(value.data, list):
        return tuple(_row(blank, row) for row in value.data)
    if blank.kind is Kind.CHOICE and isinstance(value.data, list):
        options = tuple(option.label for option in blank.options)
        return value.data == ["是"] if options == _YES_NO else _chosen(blank, value)
    return _scalar(blank.kind, value.data, value.text)


def _chosen(blank: Blank, value: Value) -> object:
    chosen = [str(label) for label in value.data] if isinstance(value.data, list) else []
    return tuple(chosen) if blank.multiple else _shown("、".join(chosen), value.text)


def _scalar(kind: Kind, data: JsonValue, text: str) -> object:
    if kind in _FIGURES and isinstance(data, str):
        figure = Figure(data)
        figure.printed = text
        return figure
    return _shown(data if isinstance(data, str) else text, text)


def _shown(data: str, text: str) -> Shown:
    shown = Shown(data)
    shown.printed = text
    return shown


def _row(blank: Blank, row: JsonValue) -> Any:
    cells = row if isinstance(row, dict) else {}
    if [column.key for column in blank.columns] == ["value"]:
        return _cell(blank, blank.columns[0], cells.get("value"))
    group = Group(blank.key)
    for column in blank.columns:
        group.put([column.key], _cell(blank, column, cells.get(column.key)))
    return group


def _cell(blank: Blank, column: Column, data: JsonValue) -> object:
    if data is None or data == "":
        return ""
    return _scalar(column.kind, data, values.printer(column_blank(blank, column), _ALONE)(data)[0].text)
