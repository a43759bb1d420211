"""Reading → when the contract begins and ends and how long it runs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.extracting.days import Day, Length, Span, days, lengths, spans
from pipeline.extracting.numbering import number_end
from pipeline.extracting.reading import Reading
from pipeline.extracting.vocabulary import mentions
from pipeline.model.extracted import Found
from pipeline.model.template import Clause
from pipeline.values.units import DURATIONS

_WINDOW = 45
_FROM = re.compile(r"(?:自|从|由|于)\s{0,3}$")
_BEGINS = re.compile(r"\s{0,2}(?:起|开始|开工|起算|起租|入职|生效起)")
_ENDS = re.compile(r"\s{0,2}(?:止|届满|到期|终止|竣工|前?还清|前?归还)")
_SETS_IN = re.compile(r"\s{0,2}(?:正式)?(?:开工|动工|启动|进场|入场|入职|到岗|上岗|起租)")  # 12月1日开工 needs no 自
_ENDS_WORK = re.compile(r"\s{0,2}前?(?:全部|全面)?(?:完成|完工|竣工|交工)(?!.{0,8}(?:设计|方案|报告|初稿|深化))")
_UNTIL = re.compile(r"(?:至|到|截至|截止到?|有效期至|止于)\s{0,3}$")
_SITE_OPENS = re.compile(r"\s{0,2}(?:正式)?(?:开工|动工)(?=[,;。\s]|$)")
_SITE_CLOSES = re.compile(r"\s{0,2}前?(?:全部)?(?:竣工|完工)(?=[,;。\s]|$)")
# 保函有效期至…: the term of a paper, not of the contract
_OF_ANOTHER = re.compile(r"(?:保函|保单|保险|证书|许可证|执照|报价|投标|质保|保修|担保|汇票|发票)[^,。;:]{0,8}$")
_OVER = re.compile(r"\s?(?:届满|期满|满|终止|结束)")
_LABEL = re.compile(r"\s?(?:\([^()\n]{0,10}\))?\s?(?:[:为是]|\t)?\s{0,3}$")
# 合同签订后90日内交付: how long a sale runs that says nothing else of its term.
_DELIVERY = re.compile(r"(?:签订|签署|生效|订立)(?:之日)?(?:起|后)[^。,]{0,6}$")
_DELIVERS = re.compile(r"\s?(?:内|之内|以内)[^。]{0,24}(?:交付|交货|运送|运抵|送达|发货|完成|提供)")
# 交付时间：合同签订后15个工作日内
_DELIVERY_ASKED = re.compile(r"\s?(?:交付|交货|供货|完成|完工)(?:时间|期限|期|日期)\s?[:为]")
_CHANGED = re.compile(r"[”\"」]?\s?(?:变更|调整|修改|延长|更改|缩短)(?:为|至|到)")  # 由12个月变更为24个月
_SHORT = ("小时", "分钟")  # 服务时间15分钟: how long something takes, and no contract
_WITHIN = re.compile(r"\s?(?:内|之内|以内)")
_WHOLE = re.compile(r"合同|协议|固定期限|租期|租赁期|借款期|服务期|工期|聘期")


def periods(reading: Reading) -> Iterator[tuple[str, Found]]:
    """Yield start_date, end_date and term."""
    known = days(reading.text)
    pairs = spans(reading.text, known)
    span = _best_span(reading, pairs)
    alone = {} if span else dict(_lone(reading, known))
    if span:
        sure = 0.95 if _span_score(reading, span) >= 3 else 0.8
        yield "start_date", reading.found(span.first.iso, span.first.start, span.first.end, sure)
        yield "end_date", reading.found(span.last.iso, span.last.start, span.last.end, sure)
    yield from alone.items()
    length = _best_length(reading, [*lengths(reading.text, known)], span, ends=bool(span) or "end_date" in alone)
    if length:
        yield "term", length


def _best_span(reading: Reading, pairs: Sequence[Span]) -> Span | None:
    ranked = [(_span_score(reading, p), -p.first.start, p) for p in pairs]
    best = max(ranked, key=lambda r: r[:2], default=None)
    return best[2] if best and best[0] > 0 else None


def _span_score(reading: Reading, span: Span) -> float:
    at = span.first.start
    start = max(reading.sentence(at)[0], at - _WINDOW)
    near = mentions("day", reading.text, start, at)
    article = reading.article(at)
    score = 1.0
    if near:
        score += {"period": 2, "other": -3}.get(near[-1].name, 1)
    if article and (article.category == "期限" or mentions("day", article.title, 0, len(article.title))):
        score += 1
    return score


def _lone(reading: Reading, known: Sequence[Day]) -> Iterator[tuple[str, Found]]:
    """Yield a first or last day that stands alone behind its label, or as 自…起."""
    for name, kind in (("start_date", "start"), ("end_date", "end")):
        labelled = [day for day in known if _labelled(reading, day, kind)]
        worded = [day for day in known if _worded(reading, day, kind)]
        chosen = (*labelled, *worded)
        if chosen:
            yield name, reading.found(chosen[0].iso, chosen[0].start, chosen[0].end, 0.9 if labelled else 0.75)


def _labelled(reading: Reading, day: Day, kind: str) -> bool:
    text = reading.text
    near = mentions("day", text, max(text.rfind("\n", 0, day.start) + 1, day.start - 24), day.start)
    return bool(near) and near[-1].name == kind and bool(_LABEL.fullmatch(text, near[-1].end, day.start))


def _worded(reading: Reading, day: Day, kind: str) -> bool:
    text = reading.text
    article = reading.article(day.start)
    start = max(reading.sentence(day.start)[0], day.start - _WINDOW)
    works = _SITE_OPENS if kind == "start" else _SITE_CLOSES
    if _FROM.search(text, start, day.start) and works.match(text, day.end):
        return True  # 本工程计划于6月26日开工
    near = mentions("day", text, start, day.start)
    topical = near[-1].name == "period" if near else bool(article and _is_of_period(article))
    if kind == "end" and near and near[-1].name == "start" and _ENDS_WORK.match(text, day.end):
        return True  # 工期：12月1日开工，1月15日前完成
    if not topical or (near and _OF_ANOTHER.search(text, start, near[-1].start)):
        return False
    if kind == "start":
        return bool(_SETS_IN.match(text, day.end)) or bool(
            _FROM.search(text, max(0, day.start - 5), day.start) and _BEGINS.match(text, day.end)
        )
    return bool(_UNTIL.search(text, max(0, day.start - 6), day.start) and not _BEGINS.match(text, day.end)) or bool(
        _ENDS.match(text, day.end) or _ENDS_WORK.match(text, day.end)
    )


def _is_of_period(article: Clause) -> bool:
    return article.category == "期限" or any(m.name == "period" for m in mentions("day", article.title, 0, 40))


def _best_length(reading: Reading, found: Sequence[Length], span: Span | None, *, ends: bool) -> Found | None:
    ranked = [(_length_score(reading, one, span), -one.start, one) for one in found]
    best = max(ranked, key=lambda r: r[:2], default=None)
    if best is None or best[0] <= 0:
        return None if ends else _delivery(reading, found)
    one = best[2]
    value = {"value": one.value, "unit": one.unit}
    return reading.found({**value}, one.start, one.end, min(0.6 + 0.08 * best[0], 0.95))


def _length_score(reading: Reading, one: Length, span: Span | None) -> float:
    text = reading.text
    start = max(reading.sentence(one.start)[0], one.start - _WINDOW)
    near = mentions("length", text, start, one.start)
    behind = text[one.end : one.end + 2]
    if (
        _CHANGED.match(text, one.end)
        or behind[:1] in ("内", "前", "后")
        or behind in ("以内", "之内", "以上", "以后", "届满")
        or text[one.start - 1 : one.start] == "前"  # 期满前30日
    ):
        return 0.0
    if DURATIONS.get(one.unit) in _SHORT:
        return 0.0
    score = 0.0
    if near:
        last = near[-1]
        vague = last.word in ("共", "共计", "合计", "为期", "期间", "期限")
        # 履行期限届满之日起两年: the term is over where this one begins
        if last.name == "other" or _OVER.match(text, last.end) or (vague and any(m.name == "other" for m in near)):
            return 0.0
        score += 1.0 if vague else 2.0
        if _WHOLE.search(last.word):
            score += 0.5
    elif not _adjoins(one, span):
        return 0.0
    article = reading.article(one.start)
    if article and (article.category == "期限" or "期限" in article.title):
        score += 1
    if article and article.category in ("违约", "保密", "保修", "担保", "付款", "验收", "解除"):
        score -= 1.5
    return score + (1.5 if _adjoins(one, span) else 0)


def _adjoins(one: Length, span: Span | None) -> bool:
    """True where the length stands beside the span of days that it measures."""
    return bool(span) and (0 <= one.start - span.last.end < 16 or 0 <= span.first.start - one.end < 16)  # type: ignore[union-attr]


def _delivery(reading: Reading, found: Sequence[Length]) -> Found | None:
    for one in found:
        article = reading.article(one.start)
        if not article or article.category not in ("交付", "期限", "标的", "验收"):
            continue
        begins = reading.sentence(one.start)[0]
        asked = _DELIVERY_ASKED.match(reading.text, number_end(reading.text, begins), one.start)
        delivers = _DELIVERS.match(reading.text, one.end) or (asked and _WITHIN.match(reading.text, one.end))
        if _DELIVERY.search(reading.text, begins, one.start) and delivers:
            return reading.found({"value": one.value, "unit": one.unit}, one.start, one.end, 0.6)
    return None
