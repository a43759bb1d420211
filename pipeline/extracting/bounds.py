"""Reading → by when: the days and lengths of time that bound what has to be done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.extracting.days import Day, Length, days, lengths
from pipeline.extracting.numbering import number_end, without_number
from pipeline.extracting.reading import Reading
from pipeline.extracting.vocabulary import alternatives, words
from pipeline.model.record import JsonValue

_WITHIN = re.compile(r"\s?(?:之内|以内|内|前|之前|以前)(?!的)")
# 收到发票后10个工作日内, 届满前60日: what the time counts from stands before the length.
_SINCE = re.compile(
    r"(?:自|从|在(?!职)|于)?(?P<event>(?:在职)?[^,。;:\s自从在于应]{2,30}?)(?:之日|之时|当日)?(?:起|后|之后|以后)(?:的|第)?\s?$"
)
# 自接到通知3日内
_ON = re.compile(
    r"(?:自|从|在|于)?(?P<event>(?:接到|收到|签收|接获)[^,。;:\s]{1,20}|每(?:个?月|季度?|半?年|期)度?期?[初末])的?$"
)
# 质量异议期为到货后3日内: what is laid down is no event
_LAID_DOWN = re.compile(r"[\u4e00-\u9fff]{1,10}(?:期限?|时间)[为是]")
_AHEAD = re.compile(r"(?:在|于)?(?P<event>[^,。;:\s应于在]{2,24}?前)(?:的|至少|不少于)?\s?$")
_MEASURED = re.compile(r"\s?的?(?:平均|累计|总)|内的")
_EARLY = re.compile(r"(?:至少|不少于)?提前(?:至少|不少于)?\s?$")
# 验收合格后，卖方应在10日内…
_EVENT_BEFORE = re.compile(r"(?P<event>[^,。;:\n]{2,30}?)(?:之日起|之后|以后|完毕后|后|时|的),$")
# 每月5日前, 次月10日前, 每年10月1日前
_SMALL = r"[0-9一二三四五六七八九十]{1,3}"
_EVERY = re.compile(
    rf"(?:每个?[月年季]度?|[次当]月|次年|[上下]个?月|每季度首月|每半年)(?:的)?(?:\s?{_SMALL}\s?月)?(?:第)?\s?{_SMALL}\s?[日号](?:之前|以前|前)"
)
_PAUSES = ",。;:\n\t"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """A time by which something has to be done.

    Attributes:
        start: Offset of the day or the length.
        end: Behind its words.
        words: By when, in the contract's words.
        length: {"value", "unit"}, None for a day.
        since: What the time counts from; 届满前 where it runs up to an event. "" for none.
        due: The day, ISO; "" for a length.
    """

    start: int
    end: int
    words: str
    length: JsonValue = None
    since: str = ""
    due: str = ""


def bounds(reading: Reading) -> tuple[Bound, ...]:
    """Return the times in a contract by which something has to be done, in reading order."""
    known = days(reading.text)
    found = (*_of_days(reading, known), *_of_lengths(reading, known), *_of_every_month(reading))
    return tuple(sorted(found, key=lambda bound: bound.start))


def _of_days(reading: Reading, known: list[Day]) -> Iterator[Bound]:
    for day in known:
        if behind := _WITHIN.match(reading.text, day.end):
            printed = reading.template.text[day.start : behind.end()].strip()
            yield Bound(start=day.start, end=behind.end(), words=printed, due=day.iso)


def _of_every_month(reading: Reading) -> Iterator[Bound]:
    for match in _EVERY.finditer(reading.text):
        printed = reading.template.text[match.start() : match.end()].strip()
        yield Bound(start=match.start(), end=match.end(), words=printed)


def _of_lengths(reading: Reading, known: list[Day]) -> Iterator[Bound]:
    for length in lengths(reading.text, known):
        begin = _clause(reading.text, length.start)
        before = reading.text[begin : length.start]
        behind = _WITHIN.match(reading.text, length.end)
        if _MEASURED.match(reading.text, length.end):
            continue  # 离职前十二个月平均工资
        early = None if behind else _AHEAD.search(before) or _EARLY.search(before)
        if behind or early:
            yield _bound(reading, length, begin, early or _SINCE.search(before) or _ON.search(before), behind)


def _clause(text: str, at: int) -> int:
    """Return where the words begin that may belong to a length: behind the last comma or modal verb."""
    begin = max(text.rfind(sign, 0, at) for sign in _PAUSES) + 1
    modals = [m.end() for m in _MODALS.finditer(text, begin, at)]
    begin = number_end(text, modals[-1] if modals else begin, at)
    named = _LAID_DOWN.match(text, begin, at)
    return named.end() if named else begin


_MODALS = re.compile(rf"{alternatives(words('duty', 'modal'))}|应")


def _bound(
    reading: Reading, length: Length, begin: int, event: re.Match[str] | None, behind: re.Match[str] | None
) -> Bound:
    end = behind.end() if behind else length.end
    start = begin + event.start() if event else length.start
    start += bool(_IN.match(reading.text, start))
    named = event.groupdict().get("event", "") if event else _event_before(reading.text, begin)
    value: JsonValue = {"value": length.value, "unit": length.unit}
    printed = reading.template.text[start:end].strip()
    return Bound(start=length.start, end=end, words=printed, length=value, since=(named or "").strip())


def _event_before(text: str, begin: int) -> str:
    """Return the event that the clause before names: 验收合格后，应在10日内…."""
    sentence = max(text.rfind(sign, 0, begin) for sign in "。;\n\t") + 1
    head = text[sentence:begin]
    comma = head.rfind(",")
    found = _EVENT_BEFORE.search(head[: comma + 1]) if comma >= 0 and len(head) - comma < _NEAR else None
    return without_number(found["event"]) if found else ""


_NEAR = 14
_IN = re.compile(r"在(?!职)|于")
