"""A JSON or YAML object → Row: keys, nested keys and Chinese labels become field keys."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal

from pipeline.diagnostics import Diagnostic
from pipeline.model.field import Field
from pipeline.model.record import Record
from pipeline.model.template import Kind
from pipeline.readers.records.headings import ACCEPT, ANNEXES, IDENTIFIER, ORDER, Names
from pipeline.readers.records.row import Row, is_empty, problem, value_problems

Scalar = str | int | bool | Decimal | dt.date | None


class Gather:
    """Collects the values of one record, whatever shape they come in."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.values: dict[str, object] = {}
        self.places: dict[str, str] = {}
        self.problems: list[Diagnostic] = []
        self.annexes: tuple[str, ...] = ()
        self.accept: dict[str, str] = {}
        self.id = ""

    def put(self, key: str, value: object, place: str) -> None:
        """Take one value under a field key, a reserved name, or a name that nothing knows (kept for the checks)."""
        self.problems += value_problems(value, place, key)
        if is_empty(value) or key == ORDER:
            return
        if key == ANNEXES:
            self.annexes = _paths(value)
        elif key == IDENTIFIER:
            self.id = str(value).strip()
        elif key == ACCEPT:
            self._accept(value, place)
        elif isinstance(value, list) and not (value := self._rows(key, value)):
            return  # the empty rows of a skeleton
        elif key in self.values:
            self.problems.append(problem("ROW004", f"『{self._label(key)}』给了两次", location=place, key=key))
        else:
            self.values[key] = value
            self.places[key] = place

    def _label(self, key: str) -> str:
        field = self.names.fields.get(key)
        return field.label if field else key

    def _accept(self, value: object, place: str) -> None:
        if isinstance(value, Mapping):
            self.accept = {str(code): str(reason or "") for code, reason in value.items()}
        else:
            self.problems.append(problem("ROW005", "accept 应写成“问题编号: 接受的理由”", location=place))

    def _rows(self, key: str, value: list[object]) -> list[object]:
        field = self.names.fields.get(key)
        if not field or field.kind is not Kind.TABLE:
            return value
        rows = (table_row(field, row) if isinstance(row, Mapping) else row for row in value)
        return [row for row in rows if row != {}]

    def row(self, source: str, number: int, cells: Mapping[str, object]) -> Row:
        """Return what was collected."""
        record = Record(values=self.values, source=source, annexes=self.annexes, accept=self.accept, places=self.places)
        return Row(record=record, number=number, id=self.id, cells=cells, problems=tuple(self.problems))


def table_row(field: Field, row: Mapping[str, object]) -> dict[str, object]:
    """Return one row of a table blank with its columns named by key; unknown columns keep their name."""
    names = Names.of_table(field)
    return {_only(names.find(str(name)), str(name)): value for name, value in row.items() if not is_empty(value)}


def _only(found: tuple[str, ...], name: str) -> str:
    return found[0] if len(found) == 1 else name


def read_mapping(data: Mapping[str, object], names: Names, *, source: str, number: int) -> Row:
    """Return the row that an object of a JSON or YAML file gives.

    Args:
        data: The object; keys are field keys, parts of them nested, or labels.
        names: The names that the template knows.
        source: Where it stands, for messages.
        number: Its place in the file.
    """
    gather = Gather(names)
    issued = data.get("fields")
    # The record of an issued contract is a record too: its fields hold canonical values.
    pairs = _issued(issued) if "schema_version" in data and isinstance(issued, Mapping) else _flat(data, names, "")
    for name, value in pairs:
        if name.startswith(("#", "$")):
            continue  # a comment of the skeleton, or the address of the schema
        found = names.find(name)
        place = f"『{name}』"
        if len(found) > 1:
            both = "、".join(found)
            gather.problems.append(
                problem("ROW006", f"『{name}』可以指多个字段：{both}", location=place, hint="请用键名")
            )
        else:
            gather.put(found[0] if found else name, value, place)
    return gather.row(source, number, data)


def _issued(given: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    for key, field in given.items():
        if not isinstance(field, Mapping):
            yield key, field
        elif not field.get("derived"):
            # A record counts money in yuan; a bare figure would be read in the blank's own unit, 万元 for example.
            yuan = field.get("kind") == "amount" and field.get("currency") == "CNY"
            yield key, f"{field.get('value')}元" if yuan else field.get("value")


def _flat(data: Mapping[str, object], names: Names, prefix: str) -> Iterator[tuple[str, object]]:
    for name, value in data.items():
        path = f"{prefix}{name}"
        nested = isinstance(value, Mapping) and not names.find(path)
        if nested and any(key.startswith(f"{path}.") for key in names.fields):
            yield from _flat(value, names, f"{path}.")  # type: ignore[arg-type]
        else:
            yield path, value


def _paths(value: object) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(str(path) for path in value if not is_empty(path))
    lines = str(value).replace("；", "\n").replace(";", "\n").split("\n")
    return tuple(line.strip() for line in lines if line.strip())
