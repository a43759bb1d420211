"""JSON bytes → objects: numbers exact, duplicate keys, NaN, deep nesting and huge numbers refused."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

import orjson

from pipeline.readers.records.decode import chunks_of, decode, read_bytes
from pipeline.readers.records.errors import RecordSyntaxError, RecordTooLarge
from pipeline.readers.records.headings import Names
from pipeline.readers.records.mapping import Gather, read_mapping
from pipeline.readers.records.row import UNREAD, Row, problem

DEPTH = 100  # docs/limits.md: nesting 100
NODES = 1_000_000  # docs/limits.md: 1 M nodes
DIGITS = 100  # no figure of a contract is longer; CPython itself refuses 4,300
LINE_BYTES = 16 << 20
_SAFE_INTEGER = 1 << 63


class _Refused(Exception):
    """A construct that JSON's grammar allows and a record must not hold."""


def read_json(source: Path | bytes, names: Names, name: str) -> Iterator[Row]:
    """Yield the record of a JSON file, or each of its records if it is a list.

    Raises:
        RecordSyntaxError: Not JSON, or holds what a record must not.
        RecordTooLarge: More than 50 MiB or 1 M nodes.
    """
    data = parse_json(decode(read_bytes(source, name), name), name)
    items = data if isinstance(data, list) else [data]
    for number, item in enumerate(items, 1):
        where = f"{name} 第{number}条" if isinstance(data, list) else name
        if not isinstance(item, Mapping):
            raise RecordSyntaxError(name, 0, "数据应是“字段: 值”的对象，或这种对象的列表")
        yield read_mapping(item, names, source=where, number=number)


def read_jsonl(source: Path | bytes, names: Names, name: str) -> Iterator[Row]:
    """Yield the record of each line of a JSONL file; a broken line is a row with a problem, not an end.

    Raises:
        RecordFileUnreadable: The file can't be opened.
        RecordTooLarge: A line is longer than 16 MiB.
    """
    for number, line in enumerate(_lines(source, name), 1):
        if not line.strip():
            continue
        where = f"{name} 第{number}行"
        try:
            data = _line(line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line)
        except (ValueError, RecursionError, _Refused) as error:
            yield _broken(names, where, number, line, _said(error))
            continue
        if isinstance(data, Mapping):
            yield read_mapping(data, names, source=where, number=number)
        else:
            yield _broken(names, where, number, line, "不是“字段: 值”的对象")


def parse_json(text: str, name: str) -> object:
    """Return the value of a JSON text with integers as int and all other numbers as Decimal.

    Raises:
        RecordSyntaxError: Not JSON, or with a duplicate key, NaN, or more than 100 levels.
        RecordTooLarge: More than 1 M nodes.
    """
    try:
        data = _strict(text)
    except json.JSONDecodeError as error:
        raise RecordSyntaxError(name, error.lineno, _broken_at(error)) from error
    except (_Refused, RecursionError) as error:
        raise RecordSyntaxError(name, 0, _said(error)) from error
    if _measure(data)[0] > NODES:
        raise RecordTooLarge(name, "数据项个数", "1,000,000")
    return data


def _strict(text: str) -> object:
    data = json.loads(
        text, object_pairs_hook=_object, parse_int=_integer, parse_float=_decimal, parse_constant=_constant
    )
    if _measure(data)[1] > DEPTH:
        raise _Refused(f"嵌套超过 {DEPTH} 层")
    return data


def _line(line: bytes) -> object:
    """Parse one line with orjson where that is exact, else with the strict parser, which is five times slower.

    orjson keeps the last of two equal keys and turns long figures into floats. A line has a colon for every key, so
    as many colons as distinct keys proves that no key came twice.
    """
    try:
        data = orjson.loads(line)
    except orjson.JSONDecodeError:
        return _strict(line.decode())
    keys, exact, depth = _inspect(data)
    return data if exact and depth <= DEPTH and keys == line.count(b":") else _strict(line.decode())


def _inspect(data: object) -> tuple[int, bool, int]:
    keys, exact, depth = 0, True, 0
    level = [data]
    while level:
        depth += 1
        below: list[object] = []
        for value in level:
            if isinstance(value, dict):
                keys += len(value)
                below += value.values()
            elif isinstance(value, list):
                below += value
            elif isinstance(value, float) or (isinstance(value, int) and abs(value) >= _SAFE_INTEGER):
                exact = False
        level = below
    return keys, exact, depth


def _measure(data: object) -> tuple[int, int]:
    nodes, depth = 0, 0
    level = [data]
    while level:
        nodes, depth = nodes + len(level), depth + 1
        level = [child for value in level for child in _children(value)]
    return nodes, depth


def _children(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    if len(made) != len(pairs):
        names = [key for key, _ in pairs]
        raise _Refused(f"『{next(key for key in names if names.count(key) > 1)}』出现两次")
    return made


def _integer(literal: str) -> int:
    if len(literal) > DIGITS:
        raise _Refused(f"数字太长（{len(literal)}位）")
    return int(literal)


def _decimal(literal: str) -> Decimal:
    value = Decimal(literal)
    if len(literal) > DIGITS or abs(value.adjusted()) > DIGITS:
        raise _Refused(f"数字太长或太大：{literal[:20]}")
    return value


def _constant(literal: str) -> object:
    raise _Refused(f"{literal} 不是数字")


# What Python's parser says → what a person has to look for.
_MISTAKES = {
    "Expecting value": "这里应有一个值",
    "Expecting property name enclosed in double quotes": "这里应是用英文双引号括起的字段名",
    "Expecting ',' delimiter": "这里缺逗号，或缺收尾的括号",
    "Expecting ':' delimiter": "字段名后缺英文冒号",
    "Extra data": "这里多出了内容",
    "Unterminated string starting at": "从这里起的引号没有收尾",
    "Invalid control character at": "引号里有换行或控制字符",
    "Illegal trailing comma before end of object": "收尾的括号前多一个逗号",
    "Illegal trailing comma before end of array": "收尾的括号前多一个逗号",
}


def _broken_at(error: json.JSONDecodeError) -> str:
    return f"不是正确的 JSON（第{error.colno}列：{_MISTAKES.get(error.msg, error.msg)}）"


def _said(error: Exception) -> str:
    if isinstance(error, _Refused):
        return str(error)
    if isinstance(error, RecursionError):
        return f"嵌套超过 {DEPTH} 层"
    if isinstance(error, json.JSONDecodeError):
        return _broken_at(error)
    if isinstance(error, UnicodeDecodeError):
        return "文字编码不是 UTF-8"
    return f"不是正确的 JSON（{error}）"


def _broken(names: Names, source: str, number: int, line: bytes, message: str) -> Row:
    gather = Gather(names)
    gather.problems.append(problem(UNREAD, message, hint="请改正这一行"))
    return gather.row(source, number, {"": line.decode("utf-8", "replace").rstrip("\r\n")})


def _lines(source: Path | bytes, name: str) -> Iterator[bytes]:
    rest: list[bytes] = []
    size = 0
    for chunk in chunks_of(source, name):
        first, *others = chunk.split(b"\n")
        rest.append(first)
        size += len(first)
        for other in others:
            yield b"".join(rest)
            rest, size = [other], len(other)
        if size > LINE_BYTES:
            raise RecordTooLarge(name, "一行的长度", "16 MiB")
    if rest:
        yield b"".join(rest)
