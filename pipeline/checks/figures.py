"""Text → the figures in it: amounts, shares, durations and dates as running text writes them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pipeline.checks.folding import folded_piece
from pipeline.checks.memory import by_piece, kept, pieces
from pipeline.text.numerals import parse_number
from pipeline.values.units import CURRENCY_WORDS, DURATIONS, alternatives

# Numerals: 1,234.50 · 12万 · 一百二十 · 壹拾贰万. Possessive, so that a page of digits costs one pass.
_ARABIC = r"\d++(?>(?:,\d{3})*)(?>(?:\.\d++)?)"
_CHINESE = r"[零〇一二三四五六七八九十百千两壹贰貳叁參肆伍陆陸柒捌玖拾佰仟万萬亿億]"
_NUMERAL = rf"(?:{_ARABIC}\s?[万亿]?|{_CHINESE}++)"

# Signs and codes stand before a number, words behind it; 人民币 does both.
_BEFORE = alternatives(word for word in CURRENCY_WORDS if word not in ("元", "圆"))
_AFTER = alternatives(word for word in CURRENCY_WORDS if not word.isascii() and word not in "￥¥€£")

_SMALL = "[一二三四五六七八九壹贰叁肆伍陆柒捌玖]"
_AMOUNT = re.compile(
    rf"""(?:(?P<before>{_BEFORE})\s*+)?
    (?P<number>{_NUMERAL})
    (?:\s*+(?P<after>{_AFTER})(?:零?(?P<jiao>{_SMALL})角)?(?:零?(?P<fen>{_SMALL})分)?)?[整正]?""",
    re.VERBOSE,
)
_SHARE = re.compile(
    rf"(?P<arabic>{_ARABIC})\s*(?P<sign>[%‰‱])|(?P<base>[百千万])分之(?P<part>{_NUMERAL}(?>(?:点{_CHINESE}++)?))"
)
_UNITS = "个?工作日|个?自然日|个?日历日|个?日历天|周年|年|个月|个?季度|个?星期|周|小时|天|日"
_DURATION = re.compile(rf"(?P<number>{_NUMERAL}|半)\s*(?P<unit>{_UNITS})(?!期)")
_DATE = re.compile(
    r"(?P<year>(?:19|20)\d\d|[〇零○一二三四五六七八九]{4})\s*(?P<mark>[年./-])\s*"
    r"(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})\s*(?:月|(?P=mark))\s*"
    r"(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})(?:\s*[日号]|(?!\d))"
)
_CAPITAL = frozenset("壹贰貳叁參肆伍陆陸柒捌玖拾佰仟")
_PER = {"%": 100, "‰": 1000, "‱": 10000, "百": 100, "千": 1000, "万": 10000}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure in running text.

    Attributes:
        value: Amounts in units of the currency, shares as a fraction of one (0.3 for 30 %), durations in `unit`.
        unit: Currency code of an amount; 年, 个月, 季度, 周, 日, 工作日, 小时 of a duration; "" of a share.
        start: Offset of its first character.
        end: Behind its last one.
        capital: An amount in words (壹万元整).
    """

    value: Decimal
    unit: str
    start: int
    end: int
    capital: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A date in running text; `day` is None for one that the calendar lacks (2月30日)."""

    day: date | None
    start: int
    end: int


def _joined(find: Callable[[str], tuple[Figure, ...]], text: str) -> tuple[Figure, ...]:
    """Find figures piece by piece: no figure has a full stop in it, and most pieces have been read before."""
    return tuple(_moved(figure, at) if at else figure for at, piece in pieces(text) for figure in find(piece))


def _moved(figure: Figure, by: int) -> Figure:
    return Figure(
        value=figure.value, unit=figure.unit, start=figure.start + by, end=figure.end + by, capital=figure.capital
    )


@kept
def amounts(text: str) -> tuple[Figure, ...]:
    """Return the amounts of money in a text, those without any currency word left out.

    Args:
        text: Running text.

    Returns:
        The amounts in reading order; a numeral that can be read in two ways is left out.
    """
    return _joined(_amounts_of, text)


@by_piece
def _amounts_of(piece: str) -> tuple[Figure, ...]:
    return tuple(_amounts(folded_piece(piece)))


def _amounts(text: str) -> Iterator[Figure]:
    for match in _AMOUNT.finditer(text):
        before, after = match["before"], match["after"]
        value = parse_number("".join(match["number"].split()))
        if value is None or not (before or after):
            continue
        value += sum((_digit(match[name]) * Decimal(weight) for name, weight in (("jiao", "0.1"), ("fen", "0.01"))),
                     Decimal())  # fmt: skip
        unit = CURRENCY_WORDS[after if after and after not in "元圆" else before or "元"]
        capital = any(c in _CAPITAL for c in match["number"])
        yield Figure(value=value, unit=unit, start=match.start(), end=match.end(), capital=capital)


def _digit(character: str | None) -> Decimal:
    value = parse_number(character) if character else None
    return value or Decimal()


def shares(text: str) -> tuple[Figure, ...]:
    """Return the percentages and the like in a text as fractions of one: 5%, 千分之三, 万分之五.

    Args:
        text: Running text.

    Returns:
        The shares in reading order.
    """
    return _joined(_shares_of, text)


@by_piece
def _shares_of(piece: str) -> tuple[Figure, ...]:
    found = []
    for match in _SHARE.finditer(folded_piece(piece)):
        number = parse_number("".join((match["arabic"] or match["part"]).split()))
        if number is not None:
            value = number / _PER[match["sign"] or match["base"]]
            found.append(Figure(value=value, unit="", start=match.start(), end=match.end()))
    return tuple(found)


def durations(text: str) -> tuple[Figure, ...]:
    """Return the lengths of time in a text: 3年, 六个月, 15个工作日. Dates are not among them.

    Args:
        text: Running text.

    Returns:
        The durations in reading order.
    """
    return _joined(_durations_of, text)


@by_piece
def _durations_of(piece: str) -> tuple[Figure, ...]:
    folded = folded_piece(piece)
    taken = [(day.start, day.end) for day in _days_of(piece)]
    found = []
    for match in _DURATION.finditer(folded):
        if any(start <= match.start() < end for start, end in taken) or _is_date_piece(folded, match):
            continue
        number = Decimal("0.5") if match["number"] == "半" else parse_number("".join(match["number"].split()))
        if number is not None:
            unit = DURATIONS.get(match["unit"]) or DURATIONS[match["unit"].removeprefix("个")]
            found.append(Figure(value=number, unit=unit, start=match.start(), end=match.end()))
    return tuple(found)


def _is_date_piece(text: str, match: re.Match[str]) -> bool:
    """2026年 and 民国113年 are years, 12月5日 a day of the calendar, 每月5日 one of the month: no lengths of time."""
    number, unit, before = match["number"], match["unit"], text[max(0, match.start() - 4) : match.start()].rstrip()
    if unit == "年" and (len(number) == 4 or before.endswith(("民国", "民國"))):
        return True
    return unit in ("日", "年") and before.endswith(("月", "第"))


def days(text: str) -> tuple[Day, ...]:
    """Return the dates in a text.

    Args:
        text: Running text: 2026年7月1日, 2026-07-01, 二〇二六年七月一日.

    Returns:
        The dates in reading order, impossible ones too.
    """
    return tuple(
        Day(day=day.day, start=day.start + at, end=day.end + at) if at else day
        for at, piece in pieces(text)
        for day in _days_of(piece)
    )


@by_piece
def _days_of(piece: str) -> tuple[Day, ...]:
    found = []
    for match in _DATE.finditer(folded_piece(piece)):
        year, month, day = (parse_number(match[name]) for name in ("year", "month", "day"))
        if year is not None and month is not None and day is not None:
            found.append(Day(day=_day(int(year), int(month), int(day)), start=match.start(), end=match.end()))
    return tuple(found)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


# A sentence is cut at a length that none has: searches within it may cost that length squared.
_SENTENCE = re.compile(r"[^。；;\n]{1,2000}+[。；;]?")


@kept
def sentences(text: str) -> tuple[tuple[int, str], ...]:
    """Return every sentence of a text with its offset; lines and semicolons end one too."""
    return tuple((match.start(), match[0]) for match in _SENTENCE.finditer(text) if not match[0].isspace())
