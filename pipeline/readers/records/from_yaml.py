"""YAML bytes → objects: scalars as written, tags, aliases and duplicate keys refused.

Built from the parser's events and not with PyYAML's constructors: those follow YAML 1.1, where 001 is 1, 1_000 is
1000, 12:30:45 is 45045 and no is False, and where an alias of an alias of an alias fills the memory.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

import yaml

from pipeline.readers.records.decode import decode, read_bytes
from pipeline.readers.records.errors import RecordSyntaxError, RecordTooLarge
from pipeline.readers.records.from_json import DEPTH, NODES
from pipeline.readers.records.headings import Names
from pipeline.readers.records.mapping import Scalar, read_mapping
from pipeline.readers.records.row import Row

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_TRUTH = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
# Only what prints again exactly as it was written becomes a number: 001, 1_000, 0x1F, 1e3, +86 and longer than 15
# digits (identity cards, bank accounts) stay text.
_INTEGER = re.compile(r"-?(?:0|[1-9]\d{0,14})")
_DECIMAL = re.compile(r"-?(?:0|[1-9]\d{0,14})\.\d{1,15}")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")

_FORBIDDEN_TAG = "不能使用 YAML 标签（!…）"


def read_yaml(source: Path | bytes, names: Names, name: str) -> Iterator[Row]:
    """Yield the records of a YAML file: its object, each object of its list, each of its documents (---).

    Raises:
        RecordSyntaxError: Not YAML, or with a tag, an alias, a duplicate key, or more than 100 levels.
        RecordTooLarge: More than 50 MiB or 1 M nodes.
    """
    documents = parse_yaml(decode(read_bytes(source, name), name), name)
    items = [item for document in documents for item in (document if isinstance(document, list) else [document])]
    several = len(items) > 1
    for number, item in enumerate(items, 1):
        if not isinstance(item, Mapping):
            raise RecordSyntaxError(name, 0, "数据应是“字段: 值”的形式，或这种形式的列表")
        yield read_mapping(item, names, source=f"{name} 第{number}条" if several else name, number=number)


def parse_yaml(text: str, name: str) -> list[object]:
    """Return the documents of a YAML text.

    Raises:
        RecordSyntaxError: Not YAML, or holds what a record must not.
        RecordTooLarge: More than 1 M nodes.
    """
    builder = _Builder(name)
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 0
        said = error.problem or error.context
        # libyaml's own limit, in its scanner, comes before ours where the levels open on one line.
        too_deep = said is not None and "nesting depth" in said
        raise RecordSyntaxError(
            name, line, f"嵌套超过 {DEPTH} 层" if too_deep else f"不是正确的 YAML（{said}）"
        ) from error
    except yaml.YAMLError as error:
        raise RecordSyntaxError(name, 0, f"不是正确的 YAML（{error}）") from error
    return builder.documents


class _Builder:
    """Makes objects of events, without recursion, so that depth can't hurt."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.documents: list[object] = []
        self.open: list[dict[str, object] | list[object]] = []
        self.keys: list[str | None] = []  # the key that waits for its value, one for each open collection
        self.nodes = 0

    def take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.AliasEvent):
            raise self._refuse(event, "不能使用 YAML 别名（*…）")
        if isinstance(event, yaml.CollectionEndEvent):
            self.open.pop()
            self.keys.pop()
        elif isinstance(event, yaml.NodeEvent):
            self._node(event)

    def _node(self, event: yaml.NodeEvent) -> None:
        self.nodes += 1
        if self.nodes > NODES:
            raise RecordTooLarge(self.name, "数据项个数", f"{NODES:,}")
        if event.tag is not None:  # type: ignore[attr-defined]
            raise self._refuse(event, _FORBIDDEN_TAG)
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        else:
            self._open(event, {} if isinstance(event, yaml.MappingStartEvent) else [])

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        parent = self.open[-1] if self.open else None
        if not (isinstance(parent, dict) and self.keys[-1] is None):
            self._add(_resolved(event))
        elif event.value in parent:
            raise self._refuse(event, f"『{event.value}』出现两次")
        else:
            self.keys[-1] = event.value

    def _open(self, event: yaml.NodeEvent, made: dict[str, object] | list[object]) -> None:
        if self.open and isinstance(self.open[-1], dict) and self.keys[-1] is None:
            raise self._refuse(event, "键名应是文字")
        self._add(made)
        self.open.append(made)
        self.keys.append(None)
        if len(self.open) > DEPTH:
            raise self._refuse(event, f"嵌套超过 {DEPTH} 层")

    def _add(self, value: object) -> None:
        if not self.open:
            self.documents.append(value)
        elif isinstance(parent := self.open[-1], list):
            parent.append(value)
        else:
            key = self.keys[-1]
            self.keys[-1] = None
            parent[key or ""] = value

    def _refuse(self, event: yaml.Event, problem: str) -> RecordSyntaxError:
        return RecordSyntaxError(self.name, event.start_mark.line + 1 if event.start_mark else 0, problem)


def _resolved(event: yaml.ScalarEvent) -> Scalar:
    text: str = event.value
    if not event.implicit[0]:  # quoted or block: text, whatever it looks like
        return text
    if text in _NULL:
        return None
    if text in _TRUTH:
        return _TRUTH[text]
    if _INTEGER.fullmatch(text):
        return int(text) if text != "-0" else text
    if _DECIMAL.fullmatch(text):
        return Decimal(text)
    return _date(text) if _DATE.fullmatch(text) else text


def _date(text: str) -> Scalar:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return text  # no such day: the check of the field says so, with its label
