"""Template → rules between a term and its first and last day: 期限__年，自__年__月__日起至__年__月__日止.

Parties who write 自…起至…止 count the first day in, as 民法典 204 lets them: a year from 2026-01-01 ends on
2026-12-31. An end that follows the statute's own count (2027-01-01, 民法典 201, 202) is not contradicted.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from pipeline.filling import findings
from pipeline.filling.counting import HORIZON, add_months
from pipeline.filling.sheet import Rule, Sheet
from pipeline.filling.where import where
from pipeline.model.record import JsonValue
from pipeline.model.template import Blank, Kind, Template
from pipeline.values import dates, duration
from pipeline.values.units import MONTHS

_FROM = re.compile(r"(?:自|从|由|起始日[期为：:]*|开始日期[：:]*)[\s_＿（(【\[“]*(?:20)?[\s_＿]*$")
_UNTIL = re.compile(r"(?:至|到|终止日[期为：:]*|截止日期[：:]*)[\s_＿（(【\[“]*(?:20)?[\s_＿]*$")
_TERM = re.compile(r"期|共计|共")
_NO_TERM = re.compile(r"宽限|提前|试用|保修|质保|免租|付款|交付|通知|工作日|逾期")
_LAST_YEAR = 9900
_LONGEST_JOINT = 6
_REACH = 120
"""Characters between a term and its dates at most."""


def term_rules(template: Template) -> Iterator[Rule]:
    """Yield a rule for every term whose first and last day stand beside it, unmistakably."""
    for first, last, term in terms(template):
        yield _term_rule(first, last, term, where(template, last))


def terms(template: Template) -> Iterator[tuple[Blank, Blank, Blank]]:
    """Yield first day, last day and term of every term whose days stand beside it, unmistakably."""
    for first, last in _spans(template):
        near = [
            b for b in template.blanks
            if b.kind is Kind.DURATION and duration.unit_of(b.unit) in (*MONTHS, "日") and b.clause == first.clause
            and _is_beside(template, b, first, last)
            and _TERM.search(b.label + template.text[max(0, b.start - 12) : b.start]) and not _NO_TERM.search(b.label)
        ]  # fmt: skip
        if len(near) == 1:
            yield first, last, near[0]


def _is_beside(template: Template, term: Blank, first: Blank, last: Blank) -> bool:
    """True where only words of the same sentence stand between a term and its dates."""
    start, end = (term.end, first.start) if term.start < first.start else (last.end, term.start)
    if not 0 <= end - start <= _REACH or re.search(r"[。；;\n]", template.text[start:end]):
        return False
    lengths = [b.start for b in template.blanks if b.kind is Kind.DURATION]
    if any(0 < other - term.end <= _LONGEST_JOINT for other in lengths):
        return False  # 3年另6个月: half of a length settles nothing
    return not any(start <= b.start < end for b in template.blanks if b.kind in (Kind.DATE, Kind.DURATION))


def _spans(template: Template) -> Iterator[tuple[Blank, Blank]]:
    """Yield every 自 date with the 至 date that follows it."""
    days = [b for b in template.blanks if b.kind is Kind.DATE and dates.is_whole(b)]
    for first, last in itertools.pairwise(days):
        text = template.text
        if (
            0 <= last.start - first.end <= 40
            and _FROM.search(text[max(0, first.start - 16) : first.start])
            and _UNTIL.search(text[max(0, last.start - 16) : last.start])
        ):
            yield first, last


def _term_rule(first: Blank, last: Blank, term: Blank, place: str) -> Rule:
    def rule(sheet: Sheet) -> None:
        start, end, length = _day(sheet.data.get(first.key)), _day(sheet.data.get(last.key)), sheet.data.get(term.key)
        if start and end and length is None:
            _derive_length(sheet, term, start, end)
        elif start and length is not None:
            _settle_end(sheet, (first, last, term), (start, end, length), place)

    return rule


def _day(data: JsonValue) -> date | None:
    text = str(data)[:10] if isinstance(data, str) else ""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _settle_end(
    sheet: Sheet, blanks: tuple[Blank, Blank, Blank], known: tuple[date, date | None, JsonValue], place: str
) -> None:
    (_, last, term), (start, end, length) = blanks, known
    behind = _behind(start, length)
    if behind is None:
        return
    counted_in = behind - timedelta(days=1)
    if end is None:
        sheet.derive(last.key, counted_in.isoformat())
    elif end not in (counted_in, behind):
        message = (
            f"『{term.label}』是 {duration.spoken(length)}，自 {start} 起应至 {counted_in}，『{last.label}』却是 {end}"
        )
        sheet.findings.append(findings.disagree("DAT003", last, place, message))


def _behind(start: date, length: JsonValue) -> date | None:
    """Return the day on which a length from `start` is over, None where it can't be counted exactly."""
    assert isinstance(length, dict)
    value, unit = Decimal(str(length["value"])), duration.unit_of(str(length["unit"]))
    months, days = value * MONTHS.get(unit, 0), value if unit == "日" else Decimal()
    if months % 1 or days % 1 or not 0 < months * 30 + days < HORIZON or start.year > _LAST_YEAR:
        return None
    return add_months(start, int(months)) if months else start + timedelta(days=int(days))


def _derive_length(sheet: Sheet, term: Blank, start: date, end: date) -> None:
    """Derive a term in years or months where its days make up whole ones."""
    size = MONTHS.get(duration.unit_of(term.unit))
    if size is None or end <= start:
        return
    behind = end + timedelta(days=1)
    months = (behind.year - start.year) * 12 + behind.month - start.month
    if months > 0 and months % size == 0 and add_months(start, months) == behind:
        sheet.derive(term.key, {"value": str(months // size), "unit": term.unit})
