"""Text → the days, spans of days and lengths of time in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pipeline.text.numerals import SMALL, canonical, parse_number
from pipeline.values.quantity import written
from pipeline.values.units import DURATIONS
from pipeline.values.units import alternatives as either

_CN = "零〇○Ｏ一二三四五六七八九"
_SMALL = rf"(?:[0-9]{{1,2}}|[{_CN}十廿卅壹贰叁肆伍陆柒捌玖拾]{{1,3}})"
_REPUBLIC_YEAR = r"(?:中\s{0,4}[华華]\s{0,4})?民\s{0,4}[国國]\s{0,4}[0-9]{2,3}"
_YEAR = rf"(?:(?<![0-9])(?:(?:19|20)[0-9]{{2}}|[{_CN}]{{4}})|{_REPUBLIC_YEAR})"
_REPUBLIC = 1911  # 民国113年 is 2024
_S = r"\s{0,4}"
_DAY = re.compile(
    rf"(?P<year>{_YEAR}){_S}(?:年{_S}(?P<month>{_SMALL}){_S}月{_S}(?P<day>{_SMALL}){_S}[日号]"
    rf"|(?P<dash>[-./]){_S}(?P<month2>[0-9]{{1,2}}){_S}(?P=dash){_S}(?P<day2>[0-9]{{1,2}})(?![0-9]))"
)
_JOIN = re.compile(
    rf"{_S}(?:[0-9]{{1,2}}[时点:](?:[0-9]{{1,2}}分?)?)?{_S}(?:\([^()\n]{{0,12}}\))?(?:零时|0时|当日)?{_S}(?:起算|起计算|起)?(?:正式)?(?:生效|开始|施行|执行)?"
    rf"{_S}[,、]?{_S}(?:有效期限?|期限)?(?:至|到|[-—–~～]{{1,2}}){_S}"
)
_OF_REPUBLIC = re.compile(rf"(?P<year>[0-9]{{2,3}}){_S}年{_S}(?P<month>{_SMALL}){_S}月{_S}(?P<day>{_SMALL}){_S}[日号]")
_SHORT = re.compile(rf"(?P<month>{_SMALL}){_S}月{_S}(?P<day>{_SMALL}){_S}[日号]")
_NUMERAL = r"[0-9]{1,4}(?:\.[0-9]{1,2})?|[零一二两三四五六七八九十百壹贰叁肆伍陆柒捌玖拾佰貳參陸]{1,6}"
_UNITS = either(w for w in DURATIONS if w not in ("分", "时"))
_LENGTH = re.compile(
    rf"(?<![0-9.第十百零一二三四五六七八九])(?P<number>{_NUMERAL}){_S}(?:\({_S}(?P<again>{_NUMERAL}){_S}\)|\((?P<word>大写|小写)[^()]*\))?{_S}"
    rf"(?P<half>个半(?=月))?(?P<unit>{_UNITS})(?![份度级薪租])(?!{_S}[0-9]{{1,2}}{_S}月)"
)
_LONGEST = 1900  # 2026年度: so many years are a year
_MONTHLY = re.compile(r"(?:月|每年|次月|当月|每季度|首月)(?:的)?(?:第)?\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day in a text: ISO date and offsets."""

    iso: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """From one day to another: 自2026年7月1日起至2029年6月30日."""

    first: Day
    last: Day


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """A length of time in a text: its value, its unit as printed, and offsets."""

    value: str
    unit: str
    start: int
    end: int


def days(text: str) -> list[Day]:
    """Return the days in a folded text, in reading order; those that no calendar has are left out."""
    found = []
    for match in _DAY.finditer(text):
        iso = _iso(match["year"], match["month"] or match["month2"], match["day"] or match["day2"])
        if iso:
            found.append(Day(iso=iso, start=match.start(), end=match.end()))
    return found


def spans(text: str, known: list[Day]) -> list[Span]:
    """Return the pairs of days that a text joins with 至, 到 or a dash; the second may leave out its year."""
    starts = {day.start: day for day in known}
    found = []
    for first in known:
        joint = _JOIN.match(text, first.end)
        if not joint:
            continue
        last = (
            starts.get(joint.end()) or _without_year(text, joint.end(), first) or _of_republic(text, joint.end(), first)
        )
        if last and last.iso >= first.iso:
            found.append(Span(first=first, last=last))
    return found


def _without_year(text: str, at: int, first: Day) -> Day | None:
    match = _SHORT.match(text, at)
    iso = _iso(first.iso[:4], match["month"], match["day"]) if match else ""
    return Day(iso=iso, start=at, end=match.end()) if match and iso else None


def _of_republic(text: str, at: int, first: Day) -> Day | None:
    """Return the day that 民国 before the first day counts too: 民国114年1月1日起至115年12月31日."""
    match = _OF_REPUBLIC.match(text, at) if "民" in text[first.start : first.end] else None
    iso = _iso(f"民{match['year']}", match["month"], match["day"]) if match else ""
    return Day(iso=iso, start=at, end=match.end()) if match and iso else None


def lengths(text: str, known: list[Day]) -> Iterator[Length]:
    """Yield the lengths of time in a text: 12个月, 叁年, 十个工作日; days of the month (每月5日) are none."""
    taken = [(day.start, day.end) for day in known]
    for match in _LENGTH.finditer(text):
        if any(start < match.end() and match.start() < end for start, end in taken):
            continue
        if match["unit"] in ("日", "号") and _MONTHLY.search(text, max(0, match.start() - 6), match.start()):
            continue
        if match["unit"] == "月":
            continue  # 三月 is the month of March
        value = parse_number(canonical(match["number"]))
        if value is not None and 0 < value < _LONGEST:
            extra = Decimal("0.5") if match["half"] else Decimal(0)
            unit = "个月" if match["half"] else match["unit"]
            yield Length(value=written(value + extra), unit=unit, start=match.start(), end=match.end())


def _iso(year: str, month: str, day: str) -> str:
    try:
        known = int(re.sub("[^0-9]", "", year)) + _REPUBLIC if "民" in year else _number(year)
        return date(known, _number(month), _number(day)).isoformat()
    except ValueError:
        return ""


def _number(text: str) -> int:
    plain = canonical(text).replace("Ｏ", "零").replace("廿", "二十").replace("卅", "三十")
    if len(plain) == 4 and plain[0] in SMALL:
        return int("".join(str(SMALL.index(c)) for c in plain))
    value = parse_number(plain)
    if value is None:
        raise ValueError(text)
    return int(value)
