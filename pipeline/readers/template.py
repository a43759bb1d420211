"""template.yaml → TemplateFile."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, cast

from pipeline.errors import TemplateError
from pipeline.model.folder import AnnexEntry, ClauseEntry, PartyEntry, Received, TemplateFile
from pipeline.model.template import Anchor, Blank, Column, Kind, Option, Role, Slot
from pipeline.readers.records.errors import RecordSyntaxError, RecordTooLarge
from pipeline.readers.records.from_yaml import parse_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMAT = "hetong-template/1"
MAX_BYTES = 16 << 20

_AT = re.compile(
    r"(?P<role>[a-z_]+)(?::(?P<name>\S+))?[ ]"
    r"(?P<part>[^#\s]+)\#(?P<paragraph>\d+)\[(?P<start>\d+):(?P<end>\d+)\][ ](?P<print>[0-9a-f]{16})",
    re.VERBOSE,
)
_KEY = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*")


class TemplateFileInvalid(TemplateError):
    """template.yaml does not say what it must."""

    def __init__(self, where: str, problem: str) -> None:
        super().__init__(
            f"template.yaml 有误：{problem}", location=where, hint="请改正后再试，或对原文件重新执行 hetong parse"
        )


def read_template_file(data: bytes) -> TemplateFile:
    """Return what template.yaml says.

    Args:
        data: The file's bytes, UTF-8.

    Raises:
        TemplateFileInvalid: It is not YAML, or an entry is missing or wrong; the location names the entry.
    """
    root = _mapping(_load(data), "template.yaml")
    if root.get("format") != FORMAT:
        raise TemplateFileInvalid("format", f"应为 {FORMAT}，实际为 {root.get('format')!r}")
    source = _mapping(root.get("source"), "source")
    received = _mapping(source.get("received"), "source.received")
    file = TemplateFile(
        id=_text(root, "id", "id"),
        title=_text(root, "title", "title"),
        category=_text(root, "category", "category"),
        sha256=_text(source, "sha256", "source.sha256"),
        received=Received(**{k: _text(received, k, f"source.received.{k}") for k in ("name", "format", "sha256")}),
        fields=tuple(_field(_mapping(f, w), w) for f, w in _entries(root, "fields")),
        parties=tuple(
            PartyEntry(**{k: _text(_mapping(p, w), k, w) for k in ("key", "role", "label")})
            for p, w in _entries(root, "parties")
        ),
        annexes=tuple(
            AnnexEntry(**{k: _text(_mapping(a, w), k, w) for k in ("number", "title")})
            for a, w in _entries(root, "annexes")
        ),
        clauses=tuple(
            ClauseEntry(**{k: _text(_mapping(c, w), k, w) for k in ("number", "title", "category")})
            for c, w in _entries(root, "clauses")
        ),
        accept={str(k): str(v) for k, v in _mapping(root.get("accept") or {}, "accept").items()},
    )
    _unique(file.fields)
    return file


def _load(data: bytes) -> object:
    if len(data) > MAX_BYTES:
        raise TemplateFileInvalid("template.yaml", f"文件过大（{len(data) >> 20} MiB）")
    try:
        documents = parse_yaml(data.decode("utf-8-sig"), "template.yaml")
    except UnicodeDecodeError as error:
        raise TemplateFileInvalid(f"第 {error.start} 字节", "不是 UTF-8 编码") from error
    except (RecordSyntaxError, RecordTooLarge) as error:
        raise TemplateFileInvalid(error.location, error.message) from error
    return documents[0] if len(documents) == 1 else None


def _mapping(value: object, where: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise TemplateFileInvalid(where, "应为若干“键: 值”")
    return cast("Mapping[str, object]", value)


def _entries(root: Mapping[str, object], name: str) -> list[tuple[object, str]]:
    value = root.get(name) or []
    if not isinstance(value, list):
        raise TemplateFileInvalid(name, "应为列表")
    return [(entry, f"{name} 第 {index} 项") for index, entry in enumerate(value, 1)]


def _text(mapping: Mapping[str, object], key: str, where: str) -> str:
    value = mapping.get(key, "")
    if isinstance(value, dict | list):
        raise TemplateFileInvalid(where, f"{key} 应为文字")
    return "" if value is None else str(value)


def _flag(mapping: Mapping[str, object], key: str, where: str, *, default: bool) -> bool:
    value = mapping.get(key, default)
    if not isinstance(value, bool):
        raise TemplateFileInvalid(where, f"{key} 应为 true 或 false，实际为 {value!r}")
    return value


def _field(entry: Mapping[str, object], where: str) -> Blank:
    key = _text(entry, "key", where)
    if not _KEY.fullmatch(key):
        raise TemplateFileInvalid(where, f"key『{key}』应由小写英文字母、数字、下划线和点组成，并以字母开头")
    where = f"{where}（{key}）"
    confidence, rows = entry.get("confidence", 1.0), entry.get("rows", 0)
    if not isinstance(confidence, int | float | Decimal) or not isinstance(rows, int):
        raise TemplateFileInvalid(where, "confidence 和 rows 应为数字")
    return Blank(
        key=key,
        label=_text(entry, "label", where) or key,
        kind=_kind(entry, where),
        unit=_text(entry, "unit", where),
        required=_flag(entry, "required", where, default=True),
        slots=_slots(entry.get("at"), where),
        options=tuple(Option(label=str(o), start=0, end=0) for o, _ in _entries(entry, "options")),
        multiple=_flag(entry, "multiple", where, default=False),
        columns=tuple(_column(_mapping(c, where), where) for c, _ in _entries(entry, "columns")),
        rows=rows,
        pair=_text(entry, "pair", where),
        shape=_text(entry, "shape", where),
        confidence=float(confidence),
        party=_text(entry, "party", where),
        clause=_text(entry, "clause", where),
        repeats=tuple(_slots(place, where) for place, _ in _entries(entry, "also")),
    )


def _kind(entry: Mapping[str, object], where: str) -> Kind:
    name = _text(entry, "kind", where)
    try:
        return Kind(name)
    except ValueError as error:
        raise TemplateFileInvalid(where, f"没有 kind『{name}』，可用：{'、'.join(Kind)}") from error


def _column(entry: Mapping[str, object], where: str) -> Column:
    return Column(
        key=_text(entry, "key", where),
        label=_text(entry, "label", where),
        kind=_kind(entry, where),
        unit=_text(entry, "unit", where),
    )


def _slots(value: object, where: str) -> tuple[Slot, ...]:
    if not isinstance(value, list) or not value:
        raise TemplateFileInvalid(where, "at 应为至少一个位置的列表")
    return tuple(_slot(str(item), where) for item in value)


def _slot(text: str, where: str) -> Slot:
    match = _AT.fullmatch(text)
    if match is None or match["role"] not in set(Role):
        raise TemplateFileInvalid(where, f"位置『{text}』读不懂")
    anchor = Anchor(
        part=match["part"],
        paragraph=int(match["paragraph"]),
        start=int(match["start"]),
        end=int(match["end"]),
        fingerprint=match["print"],
    )
    return Slot(start=0, end=0, role=Role(match["role"]), name=match["name"] or "", anchor=anchor)


def _unique(fields: tuple[Blank, ...]) -> None:
    seen: set[str] = set()
    for blank in fields:
        if blank.key in seen:
            raise TemplateFileInvalid("fields", f"key『{blank.key}』出现两次")
        seen.add(blank.key)
