"""Addresses: one text, or split over the gaps of __省__市__区.

An address that does not split into just the printed units (北京市朝阳区… where 省 is printed first) is written whole
in place of gaps and units together: no character of it is lost and no unit is doubled.
"""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.model.record import JsonValue
from pipeline.model.template import Blank, Role
from pipeline.values import wording
from pipeline.values.bad import BadValue
from pipeline.values.family import Coercer, Family, Printer, one_text
from pipeline.values.gap import Gap, Printed


def split(address: str, units: tuple[str, ...]) -> tuple[str, ...] | None:
    """Return the parts of an address before each unit, or None where they do not make up the whole address.

    Args:
        address: 浙江省杭州市西湖区.
        units: The printed units in order; "" as the last one takes what is left. Parts may also be told by strokes.
    """
    parts, rest = [], address
    for unit in units:
        at = rest.find(unit, 1) if unit else len(rest)
        if at < 1:
            return _by_strokes(address, len(units))
        parts.append(rest[:at].strip())
        rest = rest[at + len(unit) :].lstrip()
    return tuple(parts) if not rest and all(parts) else _by_strokes(address, len(units))


def _by_strokes(address: str, count: int) -> tuple[str, ...] | None:
    """Return the parts of 浙江/杭州/西湖, None where there are not as many as gaps."""
    parts = tuple(part.strip() for part in address.split("/"))
    return parts if count > 1 and len(parts) == count and all(parts) else None


def join(parts: Mapping[str, str]) -> str:
    """Return an address from its parts: {"省": "浙江", "市": "杭州"} → 浙江省杭州市."""
    return "".join(f"{text.removesuffix(unit)}{unit}" for unit, text in parts.items())


def _units(blank: Blank) -> tuple[str, ...]:
    return tuple(slot.name for slot in blank.slots if slot.role is Role.PART)


def expected(blank: Blank) -> str:
    """Return what belongs into the blank."""
    units = "、".join(unit for unit in _units(blank) if unit)
    return f"地址（含{units}）" if units else "地址"


def example(blank: Blank) -> str:
    """Return an address that is accepted there."""
    units = _units(blank)
    if len(set(units)) < len(units) or "" in units:
        return "/".join("某某" for _ in units)
    names = {"省": "浙江", "市": "杭州", "区": "西湖", "县": "桐庐", "路": "文三", "街道": "北山", "号": "1"}
    return "".join(f"{names.get(unit, '某某')}{unit}" for unit in units) if units else wording.example(blank)


def coercer(blank: Blank) -> Coercer:
    """Return the reader of an address blank: one text, or a mapping of unit → part."""
    units = _units(blank)

    def coerce(raw: object) -> JsonValue:
        if not isinstance(raw, Mapping):
            return wording.clean(raw, blank)
        parts = {str(unit): wording.clean(part, blank) for unit, part in raw.items()}
        missing = [unit for unit in units if not parts.get(unit)]
        unknown = [unit for unit in parts if unit not in units]
        if missing or unknown or not units:
            what = f"缺少{'、'.join(missing)}" if missing else f"没有“{'、'.join(unknown)}”这一格"
            raise BadValue(blank, dict(raw), what, expected=expected(blank), example=example(blank))
        ordered = {unit: parts[unit].removesuffix(unit) for unit in units}
        whole = join(ordered)
        return whole if split(whole, units) == tuple(ordered.values()) else dict(ordered)

    return coerce


def printer(blank: Blank, gaps: tuple[Gap, ...]) -> Printer:
    """Return the printer of an address."""
    places = tuple(i for i, gap in enumerate(gaps) if gap.role is Role.PART)
    if not places:
        return one_text(lambda data: Printed(spoken(data)), gaps)
    units = tuple(gaps[i].name for i in places)
    reaches, is_torn = reach(blank, gaps), any(gap.until is None for gap in gaps[:-1])

    def write(data: JsonValue) -> tuple[Printed, ...]:
        parts = tuple(str(part) for part in data.values()) if isinstance(data, dict) else split(str(data), units)
        if parts is not None:
            texts = dict(zip(places, parts, strict=True))
            return tuple(Printed(texts.get(i, "")) for i in range(len(gaps)))
        if is_torn:
            wanted, pattern = f"按格填写的 {len(units)} 段", "/".join(f"…{unit}" for unit in units)
            raise BadValue(blank, data, "分不到各格里", expected=wanted, example=pattern)
        return tuple(Printed("" if i else spoken(data), length > 0) for i, length in enumerate(reaches))

    return write


def spoken(data: JsonValue) -> str:
    """Return an address as one text."""
    return join({unit: str(part) for unit, part in data.items()}) if isinstance(data, dict) else str(data)


def reach(_blank: Blank, gaps: tuple[Gap, ...]) -> tuple[int, ...]:
    """Return how many characters of units behind each gap go where an address is written whole."""
    if not any(gap.role is Role.PART for gap in gaps) or any(gap.until is None for gap in gaps[:-1]):
        return (0,) * len(gaps)
    last = gaps[-1]
    head = len(last.after) - len(last.after.lstrip(" _＿）)】]"))
    tail = head + len(last.name) if last.name and last.after.startswith(last.name, head) else 0
    return (*(len(gap.until or "") for gap in gaps[:-1]), tail)


ADDRESS = Family(
    coercer=coercer, printer=printer, expected=expected, example=example, doubts=wording.doubts, reach=reach
)
