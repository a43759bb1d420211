"""Names in formulas → the quantities that a contract record holds under them."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from importlib import resources
from typing import Any

from pipeline.model.record import JsonValue
from pipeline.text.expressions import read_number

_NUMERIC = frozenset({"amount", "number", "percent", "duration"})
_REMARK = re.compile(r"[（(][^（）()]*[)）]$")
_DECIMAL = re.compile(r"-?[0-9]{1,30}(?:\.[0-9]{1,30})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A quantity of a formula: its name, exact value, unit (元, %, 天 …), and where the value comes from.

    `money` is the power of money in it: 1 for an amount, 0 for a count or share.
    """

    name: str
    value: Fraction
    unit: str = ""
    money: int = 0
    source: str = ""


@functools.cache
def _words() -> Mapping[str, Any]:
    return tomllib.loads(resources.files("pipeline.extracting.formulas").joinpath("words.toml").read_text("utf-8"))


def is_money(name: str) -> bool:
    """Return whether a name is that of an amount of money."""
    return _REMARK.sub("", name).endswith(tuple(_words()["money"]["endings"]))


def typed(name: str, words: str, *, money: bool) -> Quantity | None:
    """Return a quantity as a person types it, None if that is no number: 12, 12天, 28.6万元, 5%, 万分之五."""
    number = read_number(words)
    if number is None:
        return None
    is_amount = number.unit == "元" or (money and not number.unit)
    unit = "元" if is_amount else number.unit
    return Quantity(name=name, value=number.value, unit=unit, money=int(is_amount), source="给出")


def in_record(record: Mapping[str, JsonValue], name: str) -> Quantity | None:
    """Return the record's quantity of a name: a field's, by its label or what comes near it, or a standard element's.

    Where two fields come equally near with different values, none is taken: that is for a person to say.
    """
    wanted = _plain(name)
    quantities = tuple(_fields(record))
    exact = [q for label, q in quantities if _plain(label) == wanted]
    near = [q for label, q in quantities if _is_near(_plain(label), wanted)]
    for found in (exact, near):
        if found:
            only = len({(q.value, q.unit) for q in found}) == 1
            return _renamed(found[0], name) if only else None
    return _element(record, name, wanted)


def _fields(record: Mapping[str, JsonValue]) -> Iterator[tuple[str, Quantity]]:
    fields = record.get("fields")
    for field in fields.values() if isinstance(fields, dict) else ():
        if not isinstance(field, dict) or field.get("kind") not in _NUMERIC:
            continue
        label, kind, value = str(field.get("label", "")), str(field["kind"]), field.get("value")
        if kind == "duration":
            length = value if isinstance(value, dict) else {}
            number, unit = length.get("value"), str(length.get("unit", ""))
        else:
            number, unit = value, {"amount": "元", "percent": "%"}.get(kind, "")
        if kind == "amount" and field.get("currency", "CNY") != "CNY":
            unit = str(field["currency"])
        if not isinstance(number, str) or not _DECIMAL.fullmatch(number) or not label:
            continue
        exact = Fraction(number) / (100 if kind == "percent" else 1)
        source = f"合同字段『{label}』"
        yield label, Quantity(name=label, value=exact, unit=unit, money=int(kind == "amount"), source=source)


def _element(record: Mapping[str, JsonValue], name: str, wanted: str) -> Quantity | None:
    elements = record.get("elements")
    for key, words in _words()["elements"].items():
        if wanted not in words or not isinstance(elements, dict):
            continue
        money = elements.get(key)
        number = money.get("value") if isinstance(money, dict) else None
        if isinstance(money, dict) and isinstance(number, str) and _DECIMAL.fullmatch(number):
            unit = "元" if money.get("currency", "CNY") == "CNY" else str(money["currency"])
            return Quantity(name=name, value=Fraction(number), unit=unit, money=1, source="合同要素")
    return None


def _renamed(quantity: Quantity, name: str) -> Quantity:
    return Quantity(
        name=name, value=quantity.value, unit=quantity.unit, money=quantity.money, source=quantity.source
    )  # fmt: skip


def _plain(name: str) -> str:
    bare = _REMARK.sub("", "".join(name.split()))
    lead = next((word for word in _words()["lead"]["words"] if bare.startswith(word)), "")
    return bare.removeprefix(lead) if len(bare) - len(lead) >= 2 else bare


def _is_near(label: str, wanted: str) -> bool:
    """True for 服务费用总额 and 服务费用; 合同总价 and 合同总价的违约金比例 are two things."""
    if min(len(label), len(wanted)) < 2:
        return False
    longer, shorter = (label, wanted) if len(label) >= len(wanted) else (wanted, label)
    tail = longer.removeprefix(shorter)
    return longer.startswith(shorter) and tail in {
        "",
        "总额",
        "金额",
        "数额",
        "额",
        "总计",
        "合计",
        "款",
        "用",
        "数",
        "数量",
    }
