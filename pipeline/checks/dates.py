"""Subject → findings on dates and terms (日期与期限)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pipeline.checks.figures import Day, Figure, days, durations, sentences
from pipeline.checks.findings import ERROR, NOTE, WARNING, Code, finding
from pipeline.checks.memory import by_piece, kept
from pipeline.checks.periods import last_days
from pipeline.checks.stated import Stated, stated
from pipeline.checks.subject import Subject
from pipeline.diagnostics import Diagnostic
from pipeline.model.template import Kind

ORDER = Code(
    code="DAT001", severity=ERROR, strict=True, title="日期先后颠倒",
    explanation="起始日期晚于终止日期，例如租期、合同期限、工期。",
    hint="核对两个日期",
)  # fmt: skip
IMPOSSIBLE = Code(
    code="DAT002", severity=ERROR, strict=True, title="日期不存在",
    explanation="日历上没有这一天，例如 2月30日。",
    hint="核对年、月、日",
)  # fmt: skip
TERM = Code(
    code="DAT003", severity=ERROR, strict=True, title="期限与起止日期不符",
    explanation="写明的期限长度与起止日期之差不一致。期间按民法典第二百零一条至第二百零四条计算；"
    "首日计入与不计入两种算法有一种相符即可。",
    hint="改正期限长度，或改正起止日期",
)  # fmt: skip
SIGNED_AFTER_END = Code(
    code="DAT004", severity=WARNING, strict=True, title="签订日期晚于合同终止日期",
    explanation="合同在期限届满之后才签订。",
    hint="核对签订日期和合同期限",
)  # fmt: skip
SIGNED_AFTER_START = Code(
    code="DAT005", severity=NOTE, title="签订日期晚于合同起始日期",
    explanation="合同在期限开始之后才签订（补签）。劳动合同、招标项目对签订时间另有规定。",
    hint="确认是否有意补签",
)  # fmt: skip
AFTER_END = Code(
    code="DAT006", severity=WARNING, strict=True, title="履行日期晚于合同终止日期",
    explanation="付款、交付等日期或由期限算出的到期日在合同终止之后。",
    hint="核对该日期，或延长合同期限",
)  # fmt: skip
REST_DAY = Code(
    code="DAT007", severity=NOTE, title="到期日是休息日",
    explanation="按日历计算的到期日是周末或法定节假日；除另有约定外，顺延到其后第一个工作日（民法典第二百零三条）。",
)  # fmt: skip

CODES = (ORDER, IMPOSSIBLE, TERM, SIGNED_AFTER_END, SIGNED_AFTER_START, AFTER_END, REST_DAY)

_TO = re.compile(r"\s*+(?:[（(][^（()）]{0,12}[)）])?\s*+(?:[起始]|开始)?[，,]?\s*+(?:[到至迄—–~～-]|——)\s*+")
_BESIDE = 16  # characters between a range and its term: 止，共计
_TERM_WORD = re.compile(r"(?:期|期限|期间|共|共计|合计|总计|计|为期|有效期|期限为)[为是共计：:\s]*$")

# Beginning and end of the same thing, as labels name them.
_BOUNDS = (
    ("开始", "结束"), ("开始", "终止"), ("起始", "终止"), ("起始", "截止"), ("起始", "结束"), ("生效", "终止"),
    ("生效", "失效"), ("开工", "竣工"), ("开工", "完工"), ("入住", "退房"), ("借款", "还款"), ("起租", "到期"),
    ("起始", "届满"), ("自", "至"),
)  # fmt: skip
_STARTS = ("开始日期", "起始日期", "起租日", "起租日期", "生效日期", "起始时间", "开始时间")
_ENDS = ("结束日期", "终止日期", "截止日期", "到期日", "到期日期", "届满日期", "终止时间", "结束时间", "失效日期")
_ACTS = ("付款", "支付", "交付", "交货", "完成", "验收", "上线", "发货", "提交")


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """自…起至…止: two dates of running text, and the term written beside them."""

    first: Day
    last: Day
    term: Figure | None = None


def check(subject: Subject) -> tuple[Diagnostic, ...]:
    """Find impossible dates, ends before beginnings, terms that do not fit, and days after the end.

    Args:
        subject: What is checked.

    Returns:
        The findings.
    """
    dated = tuple(v for v in stated(subject) if v.blank.kind is Kind.DATE)
    found = ranges(subject.text)
    start, end = term_of(subject, dated, found)
    return (
        *_impossible(subject),
        *_orders(subject, dated, found),
        *_terms(subject, found),
        *_term_fields(subject, found, start, end),
        *_signing(subject, start, end),
        *_after_end(subject, dated, end),
        *_deadlines(subject, end),
    )


@kept
def ranges(text: str) -> tuple[Range, ...]:
    """Return the date ranges of a text, each with the term that its sentence gives it.

    Args:
        text: Running text: 自2026年7月1日起至2027年6月30日止，共计12个月.

    Returns:
        The ranges in reading order.
    """
    return tuple(
        Range(first=_moved(both.first, offset), last=_moved(both.last, offset), term=_shifted(both.term, offset))
        for offset, sentence in sentences(text)
        for both in _ranges_in(sentence)
    )


@by_piece
def _ranges_in(sentence: str) -> tuple[Range, ...]:
    dated = days(sentence)
    pairs = [(a, b) for a, b in itertools.pairwise(dated) if _TO.fullmatch(sentence[a.end : b.start])]
    terms = _terms_in(sentence) if pairs else ()
    return tuple(Range(first=a, last=b, term=_term(sentence, terms, a, b)) for a, b in pairs)


def _moved(day: Day, offset: int) -> Day:
    return Day(day=day.day, start=day.start + offset, end=day.end + offset)


def _shifted(figure: Figure | None, offset: int) -> Figure | None:
    if figure is None:
        return None
    return Figure(value=figure.value, unit=figure.unit, start=figure.start + offset, end=figure.end + offset)


def _terms_in(sentence: str) -> tuple[Figure, ...]:
    """The lengths that the words before them call a term: 期限12个月, 共计3年."""
    return tuple(f for f in durations(sentence) if _TERM_WORD.search(sentence[max(0, f.start - 12) : f.start]))


def _term(sentence: str, terms: tuple[Figure, ...], first: Day, last: Day) -> Figure | None:
    """The term of a range: the one right before it (期限12个月，自…至…), else the one right behind (…止，共12个月)."""
    before = next((f for f in reversed(terms) if 0 <= first.start - f.end <= _BESIDE), None)
    if before is not None:
        return before
    behind = next((f for f in terms if 0 <= f.start - last.end <= _BESIDE), None)
    if behind is None or sentence[last.end : behind.start].strip("止，, （(").startswith("其中"):
        return None
    return behind


def _impossible(subject: Subject) -> Iterator[Diagnostic]:
    for found in days(subject.text):
        if found.day is None:
            words = subject.text[found.start : found.end]
            yield finding(IMPOSSIBLE, f"日期“{words}”不存在", subject, start=found.start, end=found.end)


def _orders(subject: Subject, dated: tuple[Stated, ...], found: tuple[Range, ...]) -> Iterator[Diagnostic]:
    for both in found:
        if both.first.day and both.last.day and both.first.day > both.last.day:
            yield finding(
                ORDER, f"起始日期 {both.first.day} 晚于终止日期 {both.last.day}", subject,
                start=both.first.start, end=both.last.end,
            )  # fmt: skip
    covered = [(both.first.start, both.last.end) for both in found]
    for one, other in _bounds(dated):
        first, last = one.day(), other.day()
        if first and last and first > last and not any(s <= one.start < e for s, e in covered):
            yield finding(
                ORDER, f"『{one.name}』{first} 晚于『{other.name}』{last}", subject,
                start=other.start, end=other.end, key=other.blank.key,
            )  # fmt: skip


def _bounds(dated: tuple[Stated, ...]) -> Iterator[tuple[Stated, Stated]]:
    """Pairs of dates whose labels differ only in 开始 and 结束 or the like, or whose keys in start and end."""
    for one in dated:
        for other in dated:
            if one is not other and (_is_bound(one.name, other.name) or _is_key_bound(one.blank.key, other.blank.key)):
                yield one, other


def _is_bound(one: str, other: str) -> bool:
    return any(a in one and b in other and one.replace(a, "", 1) == other.replace(b, "", 1) for a, b in _BOUNDS)


def _is_key_bound(one: str, other: str) -> bool:
    return "start" in one and one.replace("start", "end") == other


def _terms(subject: Subject, found: tuple[Range, ...]) -> Iterator[Diagnostic]:
    for both in found:
        if both.term is None or both.first.day is None or both.last.day is None or both.first.day > both.last.day:
            continue
        ends = last_days(both.first.day, both.term.value, both.term.unit)
        if ends and both.last.day not in ends:
            length = subject.text[both.term.start : both.term.end]
            yield finding(
                TERM, f"期限“{length}”从 {both.first.day} 起应到 {ends[0]} 止，写的却是 {both.last.day}", subject,
                start=min(both.first.start, both.term.start), end=max(both.last.end, both.term.end),
            )  # fmt: skip


def term_of(subject: Subject, dated: tuple[Stated, ...], found: tuple[Range, ...]) -> tuple[date | None, date | None]:
    """Return the first and last day of the contract's own term, None where they are not stated.

    Args:
        subject: What is checked.
        dated: The dates that it states.
        found: The date ranges in its text.

    Returns:
        From the fields that are named so, else from the first range in the text that is longer than a month and is
        called a term there.
    """
    start = next((v.day() for v in dated if v.blank.key == "start_date" or v.name.endswith(_STARTS)), None)
    end = next((v.day() for v in dated if v.blank.key == "end_date" or v.name.endswith(_ENDS)), None)
    if start and end:
        return start, end
    for both in found:
        before = subject.text[max(0, both.first.start - 24) : both.first.start]
        if (
            re.search(r"(?:期限|租期|租赁期|有效期|合同期|服务期|固定期限)", before)
            and both.first.day
            and both.last.day
        ):
            return both.first.day, both.last.day
    return start, end


def _term_fields(
    subject: Subject, found: tuple[Range, ...], start: date | None, end: date | None
) -> Iterator[Diagnostic]:
    """The term as a field of its own, away from the dates."""
    length = next((v for v in stated(subject) if v.blank.kind is Kind.DURATION and v.blank.key == "term"), None)
    if length is None or start is None or end is None or start > end:
        return
    figure = next(iter(durations(length.text + ("" if durations(length.text) else length.blank.unit))), None)
    if figure is None or any(both.term for both in found):
        return
    ends = last_days(start, figure.value, figure.unit)
    if ends and end not in ends:
        yield finding(
            TERM, f"『{length.name}』从 {start} 起应到 {ends[0]} 止，写的却是 {end}", subject,
            start=length.start, end=length.end, key=length.blank.key,
        )  # fmt: skip


def _signing(subject: Subject, start: date | None, end: date | None) -> Iterator[Diagnostic]:
    signed = subject.signed
    if signed and end and signed > end:
        yield finding(SIGNED_AFTER_END, f"签订日期 {signed} 晚于合同终止日期 {end}")
    elif signed and start and signed > start:
        yield finding(SIGNED_AFTER_START, f"签订日期 {signed} 晚于合同起始日期 {start}")


def _after_end(subject: Subject, dated: tuple[Stated, ...], end: date | None) -> Iterator[Diagnostic]:
    for value in dated:
        day = value.day()
        if end and day and day > end and any(act in value.name for act in _ACTS):
            yield finding(
                AFTER_END, f"『{value.name}』{day} 晚于合同终止日期 {end}", subject,
                start=value.start, end=value.end, key=value.blank.key,
            )  # fmt: skip


def _deadlines(subject: Subject, end: date | None) -> Iterator[Diagnostic]:
    for deadline in subject.contract.deadlines if subject.contract else ():
        due = _iso(deadline.due)
        if due is None:
            continue
        if end and due > end:
            yield finding(AFTER_END, f"『{deadline.label}』到期日 {due} 晚于合同终止日期 {end}", key=deadline.key)
        if "工作日" not in deadline.unit and _is_rest_day(due):
            yield finding(
                REST_DAY, f"『{deadline.label}』到期日 {due} 是休息日，顺延到其后第一个工作日", key=deadline.key
            )


def _iso(words: str) -> date | None:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None


def _is_rest_day(day: date) -> bool:
    """Whether a day is a weekend or holiday; unknown years (not yet announced) count by the week alone."""
    import chinese_calendar

    try:
        return bool(chinese_calendar.is_holiday(day))
    except NotImplementedError:
        return day.weekday() >= 5
