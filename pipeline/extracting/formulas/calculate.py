"""Contract record + values → calculated formulas, in exact fractions and rounded once, at the end."""

from __future__ import annotations

import decimal
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from pipeline.errors import RecordError
from pipeline.extracting.formulas.limits import limits_of
from pipeline.extracting.formulas.lookup import Quantity, in_record, is_money, typed
from pipeline.model.record import JsonValue
from pipeline.text.expressions import Expression, FormulaUnreadable, Name, Number, names_in, parse_expression

__all__ = ["Quantity"]

_FEN = "四舍五入到分"
_SIX = "四舍五入到小数点后 6 位"
_DEEPEST = 10  # formulas that take each other's results


class FormulaUnknown(RecordError):
    """The record has no formula of that name."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        hint = f"合同中的公式：{'、'.join(known)}" if known else "这份合同没有写明公式"
        super().__init__(f"没有名为『{name}』的公式", hint=hint)


class ValuesMissing(RecordError):
    """Quantities of the formula are neither in the record nor given."""

    def __init__(self, formula: str, names: Sequence[str]) -> None:
        options = " ".join(f"--set {name}=…" for name in names)
        super().__init__(f"公式『{formula}』缺少：{'、'.join(names)}", hint=f"请给出 {options}")
        self.names = tuple(names)


class ValueUnused(RecordError):
    """A value was given that the formula has no use for."""

    def __init__(self, name: str, used: Sequence[str]) -> None:
        super().__init__(
            f"公式用不到『{name}』", hint=f"可以给出：{'、'.join(used)}" if used else "这个公式不需要给出任何值"
        )


class ValueUnreadable(RecordError):
    """A given value is no number."""

    def __init__(self, name: str, words: str) -> None:
        super().__init__(f"『{name}』的值读不懂：{words[:60]}", hint="应为数字，例如 12、12天、28.6万元、5%、万分之五")


class NotComputable(RecordError):
    """The formula can't be computed as it stands."""

    def __init__(self, formula: str, reason: str) -> None:
        super().__init__(f"公式『{formula}』无法计算：{reason}", hint="请核对合同中的公式")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A bound that the clause sets: 上限 or 下限, its words, what it comes to (None: can't be told), and if it bit."""

    kind: str
    words: str
    value: Fraction | None = None
    applied: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Calculated:
    """What a formula comes to.

    Attributes:
        name: Of the formula.
        expression: As the contract states it.
        quantities: What stood for its names, in reading order.
        exact: Before rounding, after limits.
        value: Rounded.
        unit: 元, % (the value counts hundredths), 天 … or "".
        rounding: How it was rounded, "" where nothing was lost.
        limits: What bounds it.
    """

    name: str
    expression: str
    quantities: tuple[Quantity, ...]
    exact: Fraction
    value: Decimal
    unit: str
    rounding: str = ""
    limits: tuple[Limit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A formula of the record, and which of its quantities the record holds (None: have to be given)."""

    name: str
    expression: str
    quantities: Mapping[str, Quantity | None]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Calculation:
    """A value on its way: exact, with the power of money in it (None where that does not add up) and its unit."""

    value: Fraction
    money: int | None = 0
    unit: str = ""


def list_formulas(record: Mapping[str, JsonValue]) -> tuple[Listed, ...]:
    """Return the record's formulas in the contract's order."""
    formulas = _formulas(record)
    return tuple(_listed(record, name, words, formulas) for name, words in formulas.items())


def _listed(record: Mapping[str, JsonValue], name: str, words: str, formulas: Mapping[str, str]) -> Listed:
    try:
        names = names_in(parse_expression(words))
    except FormulaUnreadable as error:
        return Listed(name=name, expression=words, quantities={}, problem=str(error))
    wanted = [n for n in names if n not in formulas or n == name]
    return Listed(name=name, expression=words, quantities={n: in_record(record, n) for n in wanted})


def calculate(record: Mapping[str, JsonValue], name: str, given: Mapping[str, str]) -> Calculated:
    """Return what a formula comes to.

    A quantity is what was given, else what the record holds, else what another formula of that name comes to.

    Args:
        record: A contract record.
        name: Of the formula.
        given: Name of a quantity → its value as typed.

    Raises:
        FormulaUnknown: The record has no such formula.
        ValuesMissing: Quantities are not known.
        ValueUnused: A value was given that is not needed.
        ValueUnreadable: A given value is no number.
        NotComputable: The formula can't be read, divides by zero, or needs itself.
    """
    formulas = _formulas(record)
    if name not in formulas:
        raise FormulaUnknown(name, tuple(formulas))
    desk = _Desk(record, formulas, given)
    result = desk.formula(name, ())
    if desk.missing:
        raise ValuesMissing(name, tuple(dict.fromkeys(desk.missing)))
    limits, exact = desk.limited(name, result)
    unused = [each for each in given if each not in desk.asked]
    if unused:
        raise ValueUnused(unused[0], tuple(dict.fromkeys(desk.asked)))
    unit = _unit(name, formulas[name], result)
    value, rounding = _rounded(exact, unit)
    return Calculated(
        name=name, expression=formulas[name], quantities=tuple(desk.used.values()), exact=exact, value=value,
        unit=unit, rounding=rounding, limits=limits,
    )  # fmt: skip


def _formulas(record: Mapping[str, JsonValue]) -> dict[str, str]:
    """Name → expression; of two formulas for one name the first, as FML003 has told."""
    stated = record.get("formulas")
    found: dict[str, str] = {}
    for each in stated if isinstance(stated, list) else []:
        if isinstance(each, dict):
            found.setdefault(str(each.get("name", "")), str(each.get("expression", "")))
    return found


class _Desk:
    """Where one formula is worked out: what was used, asked for and is missing."""

    def __init__(self, record: Mapping[str, JsonValue], formulas: Mapping[str, str], given: Mapping[str, str]) -> None:
        self._record, self._formulas, self._given = record, formulas, given
        self.used: dict[str, Quantity] = {}
        self.asked: list[str] = []
        self.missing: list[str] = []

    def formula(self, name: str, above: tuple[str, ...]) -> Calculation:
        """Return what a formula comes to; `above` are those that need it."""
        if name in above or len(above) > _DEEPEST:
            raise NotComputable(name, "公式互相引用，没有尽头")
        try:
            tree = parse_expression(self._formulas[name])
        except FormulaUnreadable as error:
            raise NotComputable(name, str(error)) from error
        return self._value(tree, name, (*above, name))

    def limited(self, name: str, result: Calculation) -> tuple[tuple[Limit, ...], Fraction]:
        """Return the limits of a formula, and its result within them."""
        limits, exact = [], result.value
        for kind, words in limits_of(self._record, name, self._formulas[name]):
            bound = self._bound(name, words)
            if bound is None or (bound.money or 0) != (result.money or 0):
                limits.append(Limit(kind=kind, words=words))
                continue
            bites = exact > bound.value if kind == "上限" else exact < bound.value
            limits.append(Limit(kind=kind, words=words, value=bound.value, applied=bites))
            exact = bound.value if bites else exact
        return tuple(limits), exact

    def _bound(self, name: str, words: str) -> Calculation | None:
        """Return what a limit comes to, None if it can't be told."""
        known = len(self.missing)
        try:
            return self._value(parse_expression(words), name, (name,)) if not self._lacks(words) else None
        except (FormulaUnreadable, NotComputable):
            return None
        finally:
            del self.missing[known:]

    def _lacks(self, words: str) -> bool:
        names = names_in(parse_expression(words))
        self.asked += names
        return any(
            n not in self._given and n not in self._formulas and in_record(self._record, n) is None for n in names
        )

    def _value(self, tree: Expression, name: str, above: tuple[str, ...]) -> Calculation:
        if isinstance(tree, Number):
            return Calculation(tree.value, int(tree.unit == "元"), tree.unit)
        if isinstance(tree, Name):
            return self._quantity(tree.name, above)
        left, right = self._value(tree.left, name, above), self._value(tree.right, name, above)
        if self.missing:
            return Calculation(Fraction(0))
        return _OPERATIONS[tree.operator](left, right, name)

    def _quantity(self, name: str, above: tuple[str, ...]) -> Calculation:
        self.asked.append(name)
        known = in_record(self._record, name)
        found = known
        if name in self._given:
            money = bool(known.money) if known else is_money(name)
            found = typed(name, self._given[name], money=money)
            if found is None:
                raise ValueUnreadable(name, self._given[name])
        elif known is None and name in self._formulas:
            return self.formula(name, above)
        if found is None:
            self.missing.append(name)
            return Calculation(Fraction(0))
        self.used[name] = found
        return Calculation(found.value, found.money, found.unit)


def _added(left: Calculation, right: Calculation, _name: str, sign: int = 1) -> Calculation:
    money = left.money if left.money == right.money else None
    return Calculation(left.value + sign * right.value, money, left.unit or right.unit)


def _subtracted(left: Calculation, right: Calculation, name: str) -> Calculation:
    return _added(left, right, name, -1)


def _multiplied(left: Calculation, right: Calculation, _name: str) -> Calculation:
    money = None if left.money is None or right.money is None else left.money + right.money
    return Calculation(left.value * right.value, money)


def _divided(left: Calculation, right: Calculation, name: str) -> Calculation:
    if not right.value:
        raise NotComputable(name, "除数为零")
    money = None if left.money is None or right.money is None else left.money - right.money
    return Calculation(left.value / right.value, money)


_OPERATIONS: Mapping[str, Callable[[Calculation, Calculation, str], Calculation]] = {
    "+": _added, "-": _subtracted, "×": _multiplied, "÷": _divided,
}  # fmt: skip


def _unit(name: str, expression: str, result: Calculation) -> str:
    if result.money == 1 or (result.money is None and is_money(name)) or (not result.unit and is_money(name)):
        return "元"
    plain = "".join(expression.split())
    if plain.endswith(("×100%", "*100%", "x100%", "X100%")):
        return "%"
    return result.unit if result.unit not in {"元", "%"} else ""


def _rounded(exact: Fraction, unit: str) -> tuple[Decimal, str]:
    """Return the value as it is stated: money to the 分, shares and counts to six places; rounding half up."""
    places = 2 if unit == "元" else 6
    counted = exact * 100 if unit == "%" else exact
    whole = abs(counted) * 10**places
    units = int(whole + Fraction(1, 2))
    with decimal.localcontext(prec=100):
        value = Decimal(units if counted >= 0 else -units).scaleb(-places)
    if unit != "元":
        value = value.normalize() if value else Decimal(0)
    lost = whole != units
    return value, (_FEN if unit == "元" else _SIX) if lost else ""
