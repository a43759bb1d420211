"""What stands in the gaps of one place → the canonical value that prints just so.

Each kind offers readings; the one that its printer turns back into the very same words is the value, so what is read
is never near the value but is it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipeline import values
from pipeline.errors import RecordError
from pipeline.extracting.aligned.forms import fitting
from pipeline.extracting.aligned.items import Place
from pipeline.model.record import JsonValue
from pipeline.model.template import Blank, Kind, Role
from pipeline.text.numerals import canonical, parse_number
from pipeline.text.skeleton import skeleton
from pipeline.values import grid
from pipeline.values.choice import option_names
from pipeline.values.money import plain
from pipeline.values.quantity import printed_mark

_TICKED = "☑☒√■●◆✓✔"
_CENTURY = re.compile(r"(?:(?<![0-9])(?:19|20)[0-9]?|(?<![0-9])2|[一二][〇零○九][〇零○一二三四五六七八九]?)$")


def value_of(place: Place, written: Sequence[str], whole: str, *, kept: bool = True) -> JsonValue:
    """Return the value that stands in the gaps of a place, None if they are unfilled or hold no value of its kind.

    Args:
        place: The place.
        written: What stands in each gap, without the spaces around it.
        whole: What stands from the first gap to the last, printed units included.
        kept: The printed words between the gaps are there.
    """
    blank = place.blank
    if place.forms:
        return next((form.data for form, _ in fitting(place.forms, skeleton(written[0]))), None)
    if not _is_filled(place, written):
        return None
    joined = blank.kind is Kind.ADDRESS and len(place.slots) > 1 and all(g.until is not None for g in place.gaps[:-1])
    if joined and not (kept and all(written)):
        return _address(place, whole)
    for candidate in _candidates(place, written):
        data = coerced(blank, candidate)
        if data is not None and _prints(place, data, written):
            return data
    return _address(place, whole) if joined else None


def coerced(blank: Blank, raw: object) -> JsonValue:
    """Return a value in its canonical form, None if it is none."""
    try:
        return values.coerce(raw, blank)
    except RecordError:
        return None


def _is_filled(place: Place, written: Sequence[str]) -> bool:
    if place.slots[0].role is Role.BOX and place.blank.kind is Kind.CHOICE:
        return True
    return any(
        skeleton(text) != skeleton(gap.own) and skeleton(text) for text, gap in zip(written, place.gaps, strict=True)
    )


def _prints(place: Place, data: JsonValue, written: Sequence[str]) -> bool:
    try:
        printed = values.printer(place.blank, place.gaps)(data)
    except (RecordError, ValueError, IndexError, AssertionError):
        return False
    return all(skeleton(p.text) == skeleton(text) for p, text in zip(printed, written, strict=True))


def _candidates(place: Place, written: Sequence[str]) -> Iterator[object]:
    """Yield readings of the gaps, the likeliest first."""
    blank, first = place.blank, place.slots[0].role
    whole = written[0]
    match blank.kind:
        case Kind.DATE:
            yield from _dates(place, written)
        case Kind.CHOICE:
            yield from _choices(place, written)
        case Kind.AMOUNT | Kind.AMOUNT_UPPER if first is Role.DIGIT:
            yield from _grid(place, written)
        case Kind.AMOUNT | Kind.AMOUNT_UPPER:
            yield from (whole, f"{whole}{place.gaps[0].after[:2].strip()}", f"{whole}元", f"{whole}{blank.unit}")
            for unit in ("万元", "亿元", "千元", "百万元"):
                yield f"{whole}{unit}"
            # Words that swallow a printed 元整 behind their bracket bring the bracket along.
            yield whole.rstrip("】）)]")
        case Kind.PERCENT:
            mark = printed_mark(place.gaps[0])
            yield f"{mark}{whole}" if mark.endswith("之") else f"{whole}{mark}"
            yield from (whole, f"{whole}{blank.unit}")
        case Kind.DURATION:
            yield from _durations(place, written)
        case Kind.ADDRESS:
            yield from _addresses(place, written)
        case Kind.NUMBER:
            yield from (whole, str(parse_number(canonical(whole)) or whole))
        case _:
            yield "".join(written) if len(written) > 1 and not whole else whole


def _dates(place: Place, written: Sequence[str]) -> Iterator[str]:
    if place.slots[0].role is Role.VALUE:
        yield written[0]
        yield f"{written[0]}年"
        return
    parts = {slot.role: text for slot, text in zip(place.slots, written, strict=True)}
    year = parts.get(Role.YEAR) or parts.get(Role.YEAR_SHORT) or ""
    if year:
        index = next(i for i, s in enumerate(place.slots) if s.role in (Role.YEAR, Role.YEAR_SHORT))
        century = _CENTURY.search(place.gaps[index].before.rstrip(" _"))
        year = f"{century[0] if century and len(year) < 4 else ''}{year}年"
    month = f"{parts[Role.MONTH]}月" if parts.get(Role.MONTH) else ""
    day = f"{parts[Role.DAY]}日" if parts.get(Role.DAY) else ""
    minute = f"{int(parts[Role.MINUTE]):02d}" if parts.get(Role.MINUTE, "").isdigit() else "00"
    time = f"{parts[Role.HOUR]}:{minute}" if parts.get(Role.HOUR) else ""
    yield f"{year}{month}{day}{' ' if time and day else ''}{time}"
    if not day:
        yield f"{year}{month}".rstrip("年") if not month else f"{year}{month}"


def _choices(place: Place, written: Sequence[str]) -> Iterator[object]:
    blank = place.blank
    if place.slots[0].role is not Role.BOX:
        yield written[0]
        yield re.split(r"[、,，]", written[0])
        return
    names = option_names(blank)
    chosen = [
        name
        for name, gap, text in zip(names, place.gaps, written, strict=False)
        if _is_chosen(skeleton(gap.own), skeleton(text), skeleton(name))
    ]
    if chosen:
        yield chosen if blank.multiple or len(chosen) > 1 else chosen[0]


def _is_chosen(own: str, text: str, name: str) -> bool:
    if name and name in own and own not in _TICKED:
        return name in text
    return any(c in _TICKED for c in text)


def _grid(place: Place, written: Sequence[str]) -> Iterator[str]:
    names = tuple(gap.name or gap.after.strip()[:1] for gap in place.gaps)
    total = Decimal(0)
    for text, power in zip(written, grid.exponents(names), strict=True):
        number = parse_number(canonical(text)) if text else Decimal(0)
        if number is None:
            return
        total += number.scaleb(power)
    yield f"{plain(total)}元"
    yield plain(total)


def _durations(place: Place, written: Sequence[str]) -> Iterator[object]:
    blank, whole = place.blank, written[0]
    if any(gap.role is Role.PART for gap in place.gaps):
        parts = {gap.name: text or "0" for gap, text in zip(place.gaps, written, strict=True)}
        months = sum(
            int(text) * (12 if "年" in name else 1)
            for name, text in parts.items()
            if text.isdigit() and ("年" in name or "月" in name)
        )
        yield {"value": str(months), "unit": "个月"}
        yield {"value": str(months // 12), "unit": "年"}
        return
    yield from (f"{whole}{blank.unit}", whole, f"{whole}{place.gaps[0].after.strip()[:4]}")
    behind = re.match(r"个?[年月日天周季时]", place.gaps[0].after.strip())
    if behind:
        yield f"{whole}{behind[0]}"


def _addresses(place: Place, written: Sequence[str]) -> Iterator[object]:
    units = [gap.name for gap in place.gaps if gap.role is Role.PART]
    parts = [text for gap, text in zip(place.gaps, written, strict=True) if gap.role is Role.PART]
    if not units or (parts[0] and not any(parts[1:])):
        yield written[0]
        return
    yield "".join(f"{text}{unit}" for text, unit in zip(parts, units, strict=True))
    yield "/".join(parts)
    yield dict(zip(units, parts, strict=True))


def _address(place: Place, whole: str) -> JsonValue:
    """Return an address over several gaps of one line: it reads the same however it was laid over them."""
    data = coerced(place.blank, whole.strip(" _\u3000\u00a0"))
    if data is None:
        return None
    printed = values.printer(place.blank, place.gaps)(data)
    shown = "".join(p.text + ("" if p.swallow else place.blank_between(i)) for i, p in enumerate(printed))
    return data if skeleton(shown) == skeleton(whole) else None


def likelihood(blank: Blank, role: Role, text: str, *, first: bool = True) -> float:
    """Return how unlikely a text is in a gap: 0 for one of its kind's shape, up to 3.

    Args:
        blank: The blank.
        role: Of its slot.
        text: Skeleton of what stands there.
        first: It is the first slot: of a grid only that one takes more than a digit.
    """
    if not text:
        return 0.6
    if role is Role.DIGIT and not first and len(text) > 1:
        return 1.5
    if blank.kind is Kind.CHOICE and role is Role.VALUE:
        return 0.02 if text in map(skeleton, option_names(blank)) else 0.5 + min(len(text), 400) * 0.001
    shape = _ROLES.get(role) or _KINDS.get(blank.kind)
    if shape is None:
        return 0.05 + min(len(text), 400) * 0.001
    return len(text) * 0.002 if shape.fullmatch(text) else 1.5


_DIGIT = r"[0-9零〇○一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾佰仟百千万亿廿]"
_ROLES = {
    Role.YEAR: re.compile(rf"{_DIGIT}{{1,4}}"),
    Role.YEAR_SHORT: re.compile(rf"{_DIGIT}{{1,2}}"),
    Role.MONTH: re.compile(rf"{_DIGIT}{{1,3}}"),
    Role.DAY: re.compile(rf"{_DIGIT}{{1,3}}"),
    Role.HOUR: re.compile(r"[0-9]{1,2}"),
    Role.MINUTE: re.compile(r"[0-9]{1,2}"),
    Role.DIGIT: re.compile(rf"{_DIGIT}{{0,8}}"),
    Role.MORE: re.compile(r""),
}
_KINDS = {
    Kind.PERSON: re.compile(r"[^0-9]{1,40}"),
    Kind.AMOUNT: re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?[元圆万亿整]{0,3}"),
    Kind.AMOUNT_UPPER: re.compile(rf"(?:{_DIGIT}|[元圆角分整正])+"),
    Kind.NUMBER: re.compile(rf"{_DIGIT}+(?:\.[0-9]+)?"),
    Kind.PERCENT: re.compile(rf"(?:{_DIGIT}|[.点])+[%‰]?"),
    Kind.PHONE: re.compile(r"[0-9+()\-、,;/转]{3,40}"),
    Kind.POSTCODE: re.compile(r"[0-9]{6}"),
    Kind.BANK_ACCOUNT: re.compile(r"[0-9\-]{6,40}"),
    Kind.EMAIL: re.compile(r"[\x21-\x7e\u4e00-\u9fff、]{5,80}"),
    Kind.DURATION: re.compile(rf"(?:{_DIGIT}|\.)+[年月日天周个工作季度小时分钟整]{{0,4}}"),
}
