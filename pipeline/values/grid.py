"""An amount over the places of a grid: 拾__万__仟__佰__拾__元__角__分."""

from __future__ import annotations

from decimal import Decimal

from pipeline.model.record import JsonValue
from pipeline.model.template import Blank, Kind
from pipeline.text.numerals import canonical, capital
from pipeline.values.bad import BadValue
from pipeline.values.family import Printer
from pipeline.values.gap import Gap, Printed

_FIXED = {"分": -2, "角": -1, "元": 0, "万": 4, "亿": 8, "十万": 5, "百万": 6, "千万": 7, "十亿": 9}
_WITHIN = {"十": 1, "百": 2, "千": 3}


def exponents(names: tuple[str, ...]) -> tuple[int, ...]:
    """Return the power of ten of each place, from the units printed behind the gaps, highest first.

    A 拾 before 万 is a hundred thousand, a 拾 before 元 is ten: the units are read from the right.
    """
    found, base = [], 0
    for name in reversed(names):
        unit = canonical(name)
        if unit in ("元", "万", "亿"):
            base = _FIXED[unit]
        found.append(_FIXED[unit] if unit in _FIXED else base + _WITHIN.get(unit, 0))
    return tuple(reversed(found))


def printer(blank: Blank, gaps: tuple[Gap, ...]) -> Printer:
    """Return the printer of a grid: capitals for 大写, digits without leading zeros otherwise."""
    places = exponents(tuple(gap.name or gap.after.strip()[:1] for gap in gaps))
    capitals = blank.kind is Kind.AMOUNT_UPPER

    def write(data: JsonValue) -> tuple[Printed, ...]:
        parts = _parts(Decimal(str(data)), places, blank)
        if not capitals and len(places) > 3 and parts[0] > 9:
            raise _too_large(blank, data)
        if capitals:
            return tuple(Printed(capital(part)) for part in parts)
        first = next((i for i, part in enumerate(parts) if part), len(parts) - 1)
        return tuple(Printed(str(part) if i >= first else "") for i, part in enumerate(parts))

    return write


def _parts(amount: Decimal, places: tuple[int, ...], blank: Blank) -> list[int]:
    """Return what each place takes: the digits between it and the place above, the first place all above it too."""
    parts, rest = [], amount
    for place in places:
        part, rest = divmod(rest, Decimal(10) ** place)
        parts.append(int(part))
    if rest:
        raise BadValue(blank, str(amount), "格子里没有这么小的单位", expected="格子写得下的金额", example="120000.00")
    return parts


def _too_large(blank: Blank, data: JsonValue) -> BadValue:
    return BadValue(blank, data, "格子写不下", expected="格子写得下的金额", example="1000.00")
