"""The filters that tags may use: those of jinja2 that contracts need, bounded."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from jinja2.runtime import Undefined

_PLACES = 12
_DIGITS = 100
_LONGEST = 1 << 20


class NotText(ValueError):
    """A list or a group of fields where a text belongs."""


def text(value: object) -> str:
    """Return a value as it is printed.

    Raises:
        NotText: It is a list or a group of fields.
    """
    if isinstance(value, bool):
        return "是" if value else "否"
    if value is None:
        return ""
    printed = getattr(value, "printed", None)
    if isinstance(printed, str):
        return printed
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, str | int | float | date | Undefined):
        return str(value)
    raise NotText("这里应是一个值，不是一组值；表格请用 {%tr for 行 in 表格 %} 逐行列出")


def _default(value: object, default: object = "", boolean: bool = False) -> object:  # noqa: FBT001, FBT002 - jinja's own
    return default if isinstance(value, Undefined) or (boolean and not value) else value


def _number(value: Any) -> Decimal | int:
    number = value if isinstance(value, bool | int | Decimal) else Decimal(str(value).replace(",", ""))
    if isinstance(number, Decimal) and number.is_finite() and abs(number.adjusted()) > _DIGITS:
        raise ValueError("数太大")
    return number


def _round(value: Any, precision: int = 0) -> Decimal:
    if not 0 <= precision <= _PLACES:
        raise ValueError("小数位数应在 0 到 12 之间")
    return Decimal(_number(value)).quantize(Decimal(1).scaleb(-precision), ROUND_HALF_UP)


def _attribute(item: Any, name: str) -> Any:
    for piece in name.split("."):
        item = item[piece]
    return item


def _sum(items: Iterable[Any], attribute: str = "", start: int = 0) -> Decimal:
    values = (_attribute(item, attribute) if attribute else item for item in items)
    return sum((Decimal(_number(value)) for value in values), Decimal(start))


def _join(items: Iterable[Any], separator: str = "", attribute: str = "") -> str:
    words = [text(_attribute(item, attribute) if attribute else item) for item in items]
    if sum(map(len, words)) + len(separator) * len(words) > _LONGEST:
        raise ValueError("结果太长")
    return separator.join(words)


def _map(items: Iterable[Any], attribute: str) -> list[Any]:
    return [_attribute(item, attribute) for item in items]


def _sort(items: Iterable[Any], reverse: bool = False, attribute: str = "") -> list[Any]:  # noqa: FBT001, FBT002 - jinja's own
    return sorted(items, key=lambda item: _attribute(item, attribute) if attribute else item, reverse=reverse)


def _replace(value: object, old: str, new: str) -> str:
    whole = text(value)
    if len(whole) + whole.count(old) * len(new) > _LONGEST:
        raise ValueError("结果太长")
    return whole.replace(old, new)


def _truncate(value: object, length: int = 255) -> str:
    return text(value)[: max(length, 0)]


def _same(value: object) -> object:
    return value


FILTERS: dict[str, Callable[..., object]] = {
    "abs": lambda value: abs(_number(value)),
    "default": _default,
    "d": _default,
    "e": _same,  # values are written literally, whatever they hold
    "escape": _same,
    "safe": _same,
    "first": lambda items: next(iter(items), ""),
    "last": lambda items: list(items)[-1] if items else "",
    "float": _number,
    "int": lambda value: int(_number(value)),
    "join": _join,
    "length": len,
    "count": len,
    "list": list,
    "lower": lambda value: text(value).lower(),
    "map": _map,
    "max": lambda items: max(items, default=""),
    "min": lambda items: min(items, default=""),
    "replace": _replace,
    "reverse": lambda items: items[::-1],
    "round": _round,
    "sort": _sort,
    "string": text,
    "sum": _sum,
    "trim": lambda value: text(value).strip(),
    "truncate": _truncate,
    "upper": lambda value: text(value).upper(),
}
OF_UNDEFINED = frozenset({"default", "d"})
