"""Dates: what people type ↔ ISO 8601 (2026-11-22, with T09:30 where the contract prints an hour).

A blank that prints only some parts may be given only those: 2026-11 where no day is printed, --11-22 where no year is,
---15 (the 15th) where a payment falls due every month (每月__日), --06 where it does in one month of every year.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

from pipeline.model.record import JsonValue
from pipeline.model.template import Blank, Role
from pipeline.text.numerals import SMALL, canonical, chinese, chinese_digits, parse_number
from pipeline.values.bad import BadValue
from pipeline.values.family import Coercer, Family, Printer, SheetNumber, one_text
from pipeline.values.gap import Gap, Printed

_NUMBER = r"[0-9零一二三四五六七八九十]{1,3}"
_TIME = r"(?:[T]?(?P<hour>[0-9]{1,2})(?::(?P<minute>[0-9]{2})(?::00(?:\.0+)?)?|[时点](?:(?P<minute2>[0-9]{1,2})分)?))?"
_SHAPES = tuple(
    re.compile(shape + _TIME)
    for shape in (
        r"(?P<year>[0-9]{4})(?P<dash>[-./])(?P<month>[0-9]{1,2})(?P=dash)(?P<day>[0-9]{1,2})",
        r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})",
        rf"(?P<year>[0-9]{{4}}|[零一二三四五六七八九]{{4}})年(?P<month>{_NUMBER})月(?P<day>{_NUMBER})[日号]",
    )
)
_HOUR = re.compile(_TIME)
_MONTH = re.compile(
    rf"(?:(?P<year>[0-9]{{4}})[-./](?P<month>[0-9]{{1,2}})|(?P<year2>[0-9]{{4}}|[零一二三四五六七八九]{{4}})年(?P<month2>{_NUMBER})月)"
)
_YEAR = re.compile(r"([0-9]{4}|[零一二三四五六七八九]{4})年?")
_MONTH_DAY = re.compile(
    rf"(?:-{{0,2}}(?P<month>[0-9]{{1,2}})[-./](?P<day>[0-9]{{1,2}})|(?P<month2>{_NUMBER})月(?P<day2>{_NUMBER})[日号]){_TIME}"
)
_DAY = re.compile(rf"(?:-{{3}}|每月|每个月)?({_NUMBER})[日号]?")
_MONTH_ALONE = re.compile(rf"(?:-{{2}}|每年)?({_NUMBER})月?份?")
_SHORT_YEAR = re.compile(r"[0-9]{1,2}(?:[-./][0-9]{1,2}[-./][0-9]{1,2}|年[0-9]{1,2}月[0-9]{1,2}日)")
_ANY_ORDER = re.compile(r"[0-9]{1,2}[-./][0-9]{1,2}[-./][0-9]{4}")
_EPOCH = date(1899, 12, 30)
"""Day 0 of spreadsheet serials from 1900-03-01 on."""


def expected(blank: Blank) -> str:
    """Return what belongs into the blank."""
    if not _parts(blank) and _has_time(blank):
        return "时刻"
    named = {"YM": "年月", "Y": "年份", "MD": "月日", "M": "月份（1 至 12）", "D": "日（1 至 31）"}
    return named.get(_parts(blank), "日期") + ("和时刻" if _has_time(blank) else "")


def example(blank: Blank) -> str:
    """Return a date that is accepted there."""
    time = "09:30" if any(slot.role is Role.MINUTE for slot in blank.slots) else "09:00"
    if not _parts(blank) and _has_time(blank):
        return time
    day = {"YM": "2026-11", "Y": "2026", "MD": "11月22日", "M": "11", "D": "15"}.get(_parts(blank), "2026-11-22")
    return f"{day} {time}" if _has_time(blank) else day


def _parts(blank: Blank) -> str:
    roles = {slot.role for slot in blank.slots}
    year = roles & {Role.YEAR, Role.YEAR_SHORT}
    return ("Y" if year else "") + ("M" if Role.MONTH in roles else "") + ("D" if Role.DAY in roles else "")


def is_whole(blank: Blank) -> bool:
    """True where the blank takes a day with its month and year."""
    return _parts(blank) == "YMD" or blank.slots[0].role is Role.VALUE


def _has_time(blank: Blank) -> bool:
    return any(slot.role is Role.HOUR for slot in blank.slots)


def coercer(blank: Blank) -> Coercer:
    """Return the reader of a date blank."""
    parts, timed = _parts(blank), _has_time(blank)
    minutes = any(slot.role is Role.MINUTE for slot in blank.slots)

    def bad(raw: object, reason: str = "") -> BadValue:
        shown = raw.isoformat() if isinstance(raw, date) else raw
        return BadValue(blank, shown, reason, expected=expected(blank), example=example(blank))

    def coerce(raw: object) -> JsonValue:
        try:
            day, time = _read(raw, parts)
        except _NoDateError as error:
            raise bad(raw, str(error)) from None
        # A spreadsheet or a program writes midnight where it means no time at all.
        time = "" if time == "T00:00" and not timed else time
        if timed and not time:
            raise bad(raw, "没有写时刻")
        if time and not timed and parts:
            raise bad(raw, "此处不填时刻")
        if timed and not minutes and not time.endswith(":00"):
            raise bad(raw, "此处不填分")
        return day + time

    return coerce


class _NoDateError(ValueError):
    """What was typed is no date; the message says why."""


def _read(raw: object, parts: str) -> tuple[str, str]:
    """Return the ISO date, whole or in the parts asked for, and "" or the time as T09:30."""
    if isinstance(raw, datetime):
        if raw.tzinfo or raw.second or raw.microsecond:
            raise _NoDateError("带有时区或秒")
        return raw.date().isoformat(), f"T{raw:%H:%M}"
    if isinstance(raw, date):
        return raw.isoformat(), ""
    if isinstance(raw, SheetNumber) and 61 <= raw < 100000:
        return _read(datetime.combine(_EPOCH, datetime.min.time()) + timedelta(minutes=round(raw * 1440)), parts)
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        raise _NoDateError("不是日期")
    return _read_text(str(int(raw)) if isinstance(raw, float) and raw.is_integer() else str(raw), parts)


def _read_text(raw: str, parts: str) -> tuple[str, str]:
    text = canonical("".join(re.sub(r"(?<=[0-9日号])\s+(?=[0-9]{1,2}[:时点])", "T", raw.strip()).split()))
    for shape in _SHAPES:
        if match := shape.fullmatch(text):
            return _iso(match["year"], match["month"], match["day"]), _time(match)
    if not parts and (match := _HOUR.fullmatch(text)):
        return "", _time(match)
    if partial := _partial(text, parts):
        return partial
    raise _NoDateError(_reason(text))


def _partial(text: str, parts: str) -> tuple[str, str] | None:
    if parts == "YM" and (match := _MONTH.fullmatch(text)):
        return _iso(match["year"] or match["year2"], match["month"] or match["month2"], "1")[:7], ""
    if parts == "Y" and (match := _YEAR.fullmatch(text)):
        return _iso(match[1], "1", "1")[:4], ""
    if parts == "MD" and (match := _MONTH_DAY.fullmatch(text)):
        return "-" + _iso("2000", match["month"] or match["month2"], match["day"] or match["day2"])[4:], _time(match)
    if parts == "D" and (match := _DAY.fullmatch(text)):
        return f"---{_within(match[1], 31, '一个月里没有{}日')}", ""
    if parts == "M" and (match := _MONTH_ALONE.fullmatch(text)):
        return f"--{_within(match[1], 12, '没有{}月')}", ""
    return None


def _within(text: str, most: int, otherwise: str) -> str:
    """Return a day of any month, or a month of any year, in two digits."""
    number = _number(text)
    if not 1 <= number <= most:
        raise _NoDateError(otherwise.format(number))
    return f"{number:02d}"


def _reason(text: str) -> str:
    if _SHORT_YEAR.fullmatch(text):
        return "年份要写四位"
    if _ANY_ORDER.fullmatch(text):
        return "分不清日和月，请按年、月、日的顺序写"
    if _MONTH.fullmatch(text):
        return "没有写日"
    if _MONTH_DAY.fullmatch(text):
        return "没有写年份"
    if re.fullmatch(r"[0-9]{5}(?:\.[0-9]+)?", text):
        return "像是表格里的日期序号，请把单元格设为日期格式"
    return "读不出日期"


def _iso(year: str, month: str, day: str) -> str:
    y, m, d = _number(year), _number(month), _number(day)
    try:
        return date(y, m, d).isoformat()
    except ValueError:
        pass
    if not 1 <= m <= 12:
        raise _NoDateError(f"没有{m}月")
    raise _NoDateError(f"{y}年{m}月没有{d}日" if y else "年份不能是 0")


def _number(text: str) -> int:
    if text[0] in SMALL and len(text) == 4:
        return int("".join(str(SMALL.index(c)) for c in text))
    value = parse_number(text)
    if value is None:
        raise _NoDateError(f"读不出“{text}”")
    return int(value)


def _time(match: re.Match[str]) -> str:
    if match["hour"] is None:
        return ""
    hour, minute = int(match["hour"]), int(match["minute"] or match["minute2"] or 0)
    if hour > 23 or minute > 59:
        raise _NoDateError(f"没有{hour}时{minute:02d}分")
    return f"T{hour:02d}:{minute:02d}"


# Printing.

_UNITS_AFTER = re.compile(r"[\s_＿]*年[\s_＿]*月[\s_＿]*日")
_CENTURY = re.compile(
    r"(?:(?<![0-9])(?P<digits>19|20[0-9]?|2)|(?<![〇零○一-十])(?P<words>[一二][〇零○九][〇零○一二三四五六七八九]?))$"
)


def spoken(data: str) -> str:
    """Return an ISO date as it is read: 2026年11月22日, 2026年11月, 11月22日, 15日."""
    day, _, time = data.partition("T")
    numbers = [int(part) for part in day.lstrip("-").split("-") if part]
    units = "年月日"[max(0, len(day) - len(day.lstrip("-")) - 1) :]
    words = "".join(f"{n}{unit}" for n, unit in zip(numbers, units, strict=False))
    return words + (f"{int(time[:2])}时" + (f"{int(time[3:])}分" if time[3:] != "00" else "") if time else "")


def printer(blank: Blank, gaps: tuple[Gap, ...]) -> Printer:
    """Return the printer of a date: whole, or in the parts that the gaps ask for."""
    if gaps[0].role is Role.VALUE:
        return one_text(_whole_writer(gaps[0]), gaps)
    words = any(_words_style(gap) for gap in gaps)
    writers = tuple(_part_writer(blank, gap, words=words) for gap in gaps)
    return lambda data: tuple(write(str(data)) for write in writers)


def _words_style(gap: Gap) -> bool:
    match = _CENTURY.search(gap.before) if gap.role in (Role.YEAR, Role.YEAR_SHORT) else None
    return bool(match and match["words"])


def _whole_writer(gap: Gap) -> Callable[[JsonValue], Printed]:
    swallow = bool(_UNITS_AFTER.match(gap.after))
    return lambda data: Printed(spoken(str(data)), swallow=swallow)


def reach(_blank: Blank, gaps: tuple[Gap, ...]) -> tuple[int, ...]:
    """Return how many characters of a printed 年月日 a whole date replaces."""
    match = _UNITS_AFTER.match(gaps[0].after) if gaps[0].role is Role.VALUE else None
    return (match.end() if match else 0, *(0 for _ in gaps[1:]))


def _part_writer(blank: Blank, gap: Gap, *, words: bool) -> Callable[[str], Printed]:
    if gap.role is Role.MORE:
        return lambda _data: Printed("")
    if gap.role in (Role.YEAR, Role.YEAR_SHORT):
        return _year_writer(blank, gap)
    index = {Role.MONTH: slice(5, 7), Role.DAY: slice(8, 10), Role.HOUR: slice(11, 13), Role.MINUTE: slice(14, 16)}[
        gap.role
    ]
    dashed = gap.before.rstrip()[-1:] in ("-", ".", "/") and gap.before.rstrip()[-1:] != ""

    def write(data: str) -> Printed:
        whole = _padded(data)
        digits = whole[index]
        if not digits:
            raise BadValue(blank, data, expected=expected(blank), example=example(blank))
        return Printed(chinese(int(digits)) if words else digits if dashed else str(int(digits)))

    return write


def _padded(data: str) -> str:
    """Return a date that lacks its year, or its year and month, or all but the time, as long as a whole one."""
    if data[:1] == "T":
        return f"0000-00-00{data}"
    return f"0000-00{data[2:]}" if data[:3] == "---" else f"0000{data[1:]}" if data[:2] == "--" else data


def _year_writer(blank: Blank, gap: Gap) -> Callable[[str], Printed]:
    """Return the writer of a year that keeps to the digits printed before it: 20__, 202_, 二〇__."""
    match = _CENTURY.search(gap.before)
    if not match:
        return lambda data: Printed(data[:4])
    start = canonical(match[0]).replace("零", "〇")

    def write(data: str) -> Printed:
        year = data[:4] if match["digits"] else chinese_digits(data[:4])
        if not year.startswith(start):
            raise BadValue(blank, data, f"此处已印“{match[0]}”", expected=f"{match[0]}开头的年份", example="2026-11-22")
        return Printed(year[len(start) :])

    return write


DATE = Family(coercer=coercer, printer=printer, expected=expected, example=example, reach=reach)
