"""Reading → obligations: who has to do what, by when."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.extracting.days import Day, Length, days, lengths
from pipeline.extracting.labels import role_names
from pipeline.extracting.reading import Reading
from pipeline.extracting.vocabulary import alternatives, words
from pipeline.model.extracted import Obligation, Sum
from pipeline.model.record import JsonValue
from pipeline.text.numerals import canonical, parse_number
from pipeline.text.width import fold
from pipeline.values.quantity import written

# 应 alone; 供应商, 相应, 应付未付金额 and 应用 are other words.
_OUGHT = r"(?<![供对相响适反效感回呼])应(?!付[未款金额的]|收款|用|急|当|于|在)"
# 甲方支付…: a contract that says so lays it down.
_PAYS = r"(?:向[^,。;\s]{1,8})?(?:支付|付清|交付|交纳|缴纳|归还|偿还)"
# 收到发票后10个工作日内: what the time counts from stands before the length.
_SINCE = re.compile(
    r"(?:自|从|在|于)?(?P<event>[^,。;:\s自从在于应]{2,30}?)(?:之日|之时|当日)?(?:起|后|之后|以后|的)?(?:的)?$"
)
_WITHIN = re.compile(r"\s?(?:之内|以内|内|前|之前|以前)")
_NUMBERED = re.compile(
    r"^\s*(?:[0-9]{1,2}(?:\.[0-9]{1,2}){0,3}[.、．]?\s|[(]?[0-9一二三四五六七八九十]{1,3}[)、.．])\s*"
)
_SHARE = re.compile(
    r"(?P<number>[0-9]{1,3}(?:\.[0-9]{1,4})?)\s?(?P<mark>[%‰])"
    r"|(?P<of>[百千万]分之)(?P<words>[0-9零一二三四五六七八九十百点.]{1,8})"
)


def obligations(reading: Reading) -> Iterator[Obligation]:
    """Yield the duties, rights and bans that the articles state, in reading order."""
    names = (*role_names(reading.template), *words("duty", "anyone"))
    if not reading.articles:
        return
    who = alternatives(tuple(sorted(names, key=lambda name: -len(name))))
    pattern = re.compile(
        rf"(?P<who>{who})(?:[^。;:\n\t]{{0,60}}?(?P<modal>{alternatives(words('duty', 'modal'))}|{_OUGHT})|(?={_PAYS}))"
    )
    known = days(reading.text)
    measured = [*lengths(reading.text, known)]
    for article in reading.articles:
        at = article.start
        while match := pattern.search(reading.text, at, article.end):
            stop = reading.sentence(match.start())[1]
            end = min(_end(reading.text, match.end(), stop), article.end)
            yield _obligation(reading, match, end, known, measured)
            at = max(end, match.end())


def _end(text: str, at: int, stop: int) -> int:
    """Return where what has to be done ends: with its sentence."""
    end = stop
    while end > at and text[end - 1] in "。;\n\t ":
        end -= 1
    return end


def _obligation(
    reading: Reading, match: re.Match[str], end: int, known: list[Day], measured: list[Length]
) -> Obligation:
    start = match.start()
    what = reading.template.text[match.end() : end].strip()
    begin = reading.sentence(start)[0]
    length = next((x for x in measured if begin <= x.start < end and _WITHIN.match(reading.text, x.end)), None)
    day = next((x for x in known if begin <= x.start < end and _WITHIN.match(reading.text, x.end)), None)
    by, since = _by(reading, begin, length, day)
    value: JsonValue = {"value": length.value, "unit": length.unit} if length else None
    return Obligation(
        who=match["who"], what=_NUMBERED.sub("", what), modal=match["modal"] or "", by=by, length=value, since=since,
        due=day.iso if day and not length else "", clause=reading.number(start), start=start, end=end,
    )  # fmt: skip


def _by(reading: Reading, start: int, length: Length | None, day: Day | None) -> tuple[str, str]:
    """Return by when something has to be done, in the contract's words, and what the time counts from."""
    text, raw = reading.text, reading.template.text
    mark = length or day
    if mark is None:
        return "", ""
    behind = _WITHIN.match(text, mark.end)
    stop = behind.end() if behind else mark.end
    if length is None:
        return raw[mark.start : stop].strip(), ""
    clause = max(text.rfind(sign, 0, mark.start) for sign in ",。;:\n")
    before = text[max(clause + 1, start) : mark.start]
    for modal in words("duty", "modal"):
        before = before.rpartition(modal)[2] if modal in before else before
    found = _SINCE.search(before)
    event = found["event"] if found and len(before) < 40 else ""
    begin = mark.start - len(before[found.start() :]) if found and event else mark.start
    words_by = _NUMBERED.sub("", fold(raw[begin:stop]))
    return raw[stop - len(words_by) : stop].strip(), _NUMBERED.sub("", event)


def shares(reading: Reading) -> Iterator[Sum]:
    """Yield every share (30%, 万分之五) with the words before it that say of what."""
    for match in _SHARE.finditer(reading.text):
        start = max(reading.sentence(match.start())[0], match.start() - 24)
        purpose = re.split(r"[,:、()]", reading.text[start : match.start()])[-1].strip(" 的按")
        if match["number"]:
            value, unit = match["number"], match["mark"]
        else:
            number = parse_number(canonical(match["words"]))
            if number is None:
                continue
            value, unit = written(number), match["of"]
        yield Sum(
            value=value, unit=unit, purpose=purpose, words=reading.template.text[match.start() : match.end()],
            clause=reading.number(match.start()), start=match.start(), end=match.end(),
        )  # fmt: skip
