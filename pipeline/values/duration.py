"""Lengths of time: what people type ↔ {"value": "3", "unit": "年"}.

A length converts to the printed unit only where that is exact whatever the calendar: years, quarters and months.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from pipeline.model.record import JsonValue
from pipeline.model.template import Blank, Role
from pipeline.text.numerals import canonical, parse_number
from pipeline.values.bad import BadValue
from pipeline.values.family import Coercer, Family, Printer, one_text
from pipeline.values.gap import Gap, Printed
from pipeline.values.quantity import finite, is_exact, written
from pipeline.values.units import DURATION_WORDS, DURATIONS, MONTHS, alternatives

_UNITS = alternatives(DURATIONS)
_LENGTH = re.compile(rf"(?P<number>[^年月周季日天时分钟个]+?)(?P<half>个半(?=月))?(?P<unit>{_UNITS})?")
_YEARS_MONTHS = re.compile(r"(?P<years>[^年月]+?)年(?:零|又)?(?:(?P<half>半)|(?P<months>[^年月]+?)个?月)")


def unit_of(word: str) -> str:
    """Return the unit of length that a word means: 个工作日 → 工作日; a word that is not known means itself."""
    return DURATIONS.get(word, word)


def expected(blank: Blank) -> str:
    """Return what belongs into the blank."""
    return f"期限（单位：{blank.unit}）" if blank.unit else "期限（数字和单位）"


def example(blank: Blank) -> str:
    """Return a length that is accepted there."""
    return f"3{blank.unit or '年'}"


def coercer(blank: Blank) -> Coercer:
    """Return the reader of a duration blank; a plain number is in the blank's printed unit."""
    printed = unit_of(blank.unit)
    in_parts = any(slot.role is Role.PART for slot in blank.slots)

    def bad(raw: object, reason: str = "") -> BadValue:
        return BadValue(blank, raw, reason, expected=expected(blank), example=example(blank))

    def coerce(raw: object) -> JsonValue:
        value, word = _read(raw, blank.unit)
        if value is None or value < 0 or value.as_tuple().exponent < -4:  # type: ignore[operator]
            raise bad(raw)
        word = word or blank.unit
        if not word:
            raise bad(raw, "没有写单位")
        if in_parts and unit_of(word) == "月" and value % 1 == 0:
            return {"value": written(value), "unit": "个月"}
        if printed and unit_of(word) != printed:
            value = _converted(value, unit_of(word), printed)
            if value is None:
                raise bad(raw, f"“{word}”不能准确换算成“{blank.unit}”")
            word = blank.unit
        return {"value": written(value), "unit": blank.unit or DURATION_WORDS.get(unit_of(word), word)}

    return coerce


def _read(raw: object, printed: str) -> tuple[Decimal | None, str]:
    """Return the length and its unit, "" if none is written."""
    if isinstance(raw, Mapping):
        return _read_mapping(raw)
    if not isinstance(raw, str):
        return finite(raw), ""
    text = canonical("".join(raw.split()))
    unit = canonical(printed)
    if unit and unit not in DURATIONS and text.endswith(unit):
        return parse_number(text.removesuffix(unit)), printed
    if text == "半年":
        return Decimal(6), "个月"
    if match := _YEARS_MONTHS.fullmatch(text):
        return _years_months(match), "个月"
    match = _LENGTH.fullmatch(text)
    if not match or match["half"]:
        return None, ""
    return parse_number(match["number"]), match["unit"] or ""


def _read_mapping(raw: Mapping[str, object]) -> tuple[Decimal | None, str]:
    try:
        value = Decimal(str(raw["value"]))
    except (KeyError, InvalidOperation):
        return None, ""
    return (value if is_exact(value) else None), str(raw.get("unit", ""))


def _years_months(match: re.Match[str]) -> Decimal | None:
    years = parse_number(match["years"])
    months = Decimal(6) if match["half"] else parse_number(match["months"])
    return None if years is None or months is None else years * 12 + months


def _converted(value: Decimal, unit: str, printed: str) -> Decimal | None:
    """Return a length in the printed unit, None where that is not exact to two places."""
    if unit not in MONTHS or printed not in MONTHS:
        return None
    months = value * MONTHS[unit]
    result = (months / MONTHS[printed]).quantize(Decimal("0.01"))
    return result if result * MONTHS[printed] == months else None


def spoken(data: JsonValue) -> str:
    """Return a length as it is read: 3年, 10个工作日."""
    assert isinstance(data, dict)
    return f"{data['value']}{data['unit']}"


def printer(blank: Blank, gaps: tuple[Gap, ...]) -> Printer:
    """Return the printer of a length: the number alone where the unit is printed, years and months over two gaps."""
    if any(gap.role is Role.PART for gap in gaps):
        names = tuple(unit_of(gap.name or blank.unit) for gap in gaps)
        return lambda data: tuple(Printed(_part(data, name, blank)) for name in names)
    if blank.unit:
        return one_text(lambda data: Printed(spoken(data).removesuffix(blank.unit)), gaps)
    return one_text(lambda data: _without_doubled_unit(data, gaps[0].after.lstrip()), gaps)


def _part(data: JsonValue, name: str, blank: Blank) -> str:
    """Return the years, the months over, or no days, of a length that stands as __年__个月."""
    assert isinstance(data, dict)
    months = Decimal(str(data["value"])) * MONTHS.get(unit_of(str(data["unit"])), 0)
    if months % 1:
        raise BadValue(blank, spoken(data), "不是整月", expected="整年整月的期限", example="1年6个月")
    years, rest = divmod(int(months), 12)
    return str({"年": years, "月": rest}.get(name, 0))


def _without_doubled_unit(data: JsonValue, after: str) -> Printed:
    assert isinstance(data, dict)
    unit = str(data["unit"])
    return Printed(str(data["value"]) if unit and after.startswith(unit) else spoken(data))


DURATION = Family(coercer=coercer, printer=printer, expected=expected, example=example)
