"""A file that carries a contract record + a formula's name → what the formula comes to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from pipeline import readers
from pipeline.api.records import setting_of
from pipeline.api.shipped import AnyPath
from pipeline.errors import ReadError
from pipeline.extracting.formulas import Calculated, Limit, Listed, Quantity, calculate, list_formulas
from pipeline.extracting.verified import load
from pipeline.model.record import JsonValue

Record = Mapping[str, JsonValue]


class NoRecord(ReadError):
    """The file carries no contract record."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            "文件里没有合同记录", location=str(path), hint="请给出 hetong 出具的合同：JSON 记录，或带有记录的 DOCX、PDF"
        )


def carried_record(path: AnyPath) -> Record:
    """Return the contract record that a file is or carries.

    Args:
        path: A record as JSON, or an issued DOCX or PDF, a bundle too.

    Raises:
        ReadError: The file can't be read, or has no record.
    """
    path = Path(path)
    data = readers.read_bytes(path)
    if readers.sniff(data, path.name) in {"docx", "pdf"}:
        data = readers.read(data, name=path.name).record or b""
    record = load(data)
    if record is None:
        raise NoRecord(path)
    return record


def calculated(path: AnyPath, name: str, settings: Iterable[str] = ()) -> Calculated:
    """Return what a formula of the contract comes to.

    Args:
        path: See `carried_record`.
        name: Of the formula.
        settings: `name=value` as typed on the command line.

    Raises:
        ReadError: The file can't be read, or has no record.
        RecordError: The formula is unknown or can't be computed, or values are missing, unused or unreadable.
    """
    return calculate(carried_record(path), name, dict(setting_of(s) for s in settings))


def formulas_of(path: AnyPath) -> tuple[Listed, ...]:
    """Return the formulas of the contract with what is known of their quantities; raises `ReadError`."""
    return list_formulas(carried_record(path))


def listed_json(formulas: Iterable[Listed]) -> dict[str, JsonValue]:
    """Return what `calc --json` prints without a name."""
    return {
        "formulas": [
            {
                "name": f.name,
                "expression": f.expression,
                "variables": [
                    {"name": n, "value": None} if q is None else _quantity(q) for n, q in f.quantities.items()
                ],
                "problem": f.problem,
            }
            for f in formulas
        ]
    }


def calculated_json(result: Calculated) -> dict[str, JsonValue]:
    """Return what `calc --json` prints: values as decimal strings, or as fractions where they do not end."""
    return {
        "name": result.name,
        "expression": result.expression,
        "variables": [_quantity(q) for q in result.quantities],
        "value": f"{result.value:f}",
        "unit": result.unit,
        "exact": _exact(result.exact * 100 if result.unit == "%" else result.exact),
        "rounding": result.rounding,
        "limits": [_limit(limit) for limit in result.limits],
    }


def calculated_lines(result: Calculated) -> Iterable[str]:
    """Return what `calc` prints for a person."""
    yield f"{result.name} = {result.expression}"
    for quantity in result.quantities:
        yield f"  {quantity.name} = {_shown(quantity)}（{quantity.source}）"
    for limit in result.limits:
        if limit.value is None:
            yield f"  {limit.kind}：{limit.words}（未能计算，请自行核对）"
        else:
            yield f"  {limit.kind}：{limit.words} = {_amount(limit.value, result.unit)}（{_bite(limit)}）"
    stated = f"（{result.rounding}）" if result.rounding else ""
    value = f"{result.value:,.2f}" if result.unit == "元" else f"{result.value:f}"
    yield f"{result.name} = {value}{_spaced(result.unit)}{stated}"


def listed_lines(formulas: Iterable[Listed]) -> Iterable[str]:
    """Return what `calc` prints for a person without a name."""
    for formula in formulas:
        yield f"{formula.name} = {formula.expression}"
        if formula.problem:
            yield f"  无法计算：{formula.problem}"
        for name, quantity in formula.quantities.items():
            known = "须用 --set 给出" if quantity is None else f"{_shown(quantity)}（{quantity.source}）"
            yield f"  {name}：{known}"


def _bite(limit: Limit) -> str:
    if not limit.applied:
        return "未超过" if limit.kind == "上限" else "不低于"
    return f"已按{limit.kind}计"


def _amount(value: Fraction, unit: str) -> str:
    return f"{Decimal(_rounded(value, 2)):,.2f}{_spaced(unit)}" if unit == "元" else _exact(value) + _spaced(unit)


def _shown(quantity: Quantity) -> str:
    if quantity.unit == "%":
        return f"{_exact(quantity.value * 100)}%"
    return _amount(quantity.value, quantity.unit)


def _spaced(unit: str) -> str:
    return unit if unit == "%" else f" {unit}".rstrip()


def _quantity(quantity: Quantity) -> dict[str, JsonValue]:
    value = quantity.value * 100 if quantity.unit == "%" else quantity.value
    return {"name": quantity.name, "value": _exact(value), "unit": quantity.unit, "source": quantity.source}


def _limit(limit: Limit) -> dict[str, JsonValue]:
    value = None if limit.value is None else _exact(limit.value)
    return {"kind": limit.kind, "text": limit.words, "value": value, "applied": limit.applied}


def _exact(value: Fraction) -> str:
    """Return a fraction as decimal string, or as a/b where the decimals never end."""
    rest, places = value.denominator, 0
    for prime in (2, 5):
        count = 0
        while rest % prime == 0:
            rest, count = rest // prime, count + 1
        places = max(places, count)
    return _rounded(value, places) if rest == 1 else f"{value.numerator}/{value.denominator}"


def _rounded(value: Fraction, places: int) -> str:
    units = int(abs(value) * 10**places + Fraction(1, 2))
    digits = f"{units:0{places + 1}d}"
    sign = "-" if value < 0 and units else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)
