"""Words → the stage that a payment belongs to: it tells the instalments of one price apart."""

from __future__ import annotations

from pipeline.parsing.surroundings import Words
from pipeline.parsing.wording.phrases import verbs
from pipeline.text.patterns import late, pattern
from pipeline.text.words import cut

# 设备验收合格后____日内，支付总价的____%; 提货前支付____%; 运到现场当天支付____%
_EVENT = late(
    r"(?P<what>[\u4e00-\u9fff]{2,20}?)(?P<when>之日起?|当[天日]|[后时前]|_(?:个?工作日|日|天)后(?=，))"
    r"(?=_?\d{0,3}(?:个?工作日|个?月|[日天])之?[内前]?|，|[^，。；_]{0,14}(?:支付|再付|交付|付清|付至|付))"
)
_BEGINS = late(r"(?:签[订署约定]|订立|生效|成立)$")
_AT_ONCE = late(r"一次性|全[部额款]|余款|尾款|剩余|其余|余下")
_ORDINAL = late(r"(?:首|第[一二三四五六七八])[期次笔批]")
_WHEN = {"之": "后", "当": "时", "_": "后"}


def ordinal(words: Words) -> str:
    """Return the number that the payment of the sentence goes by: 第二期, "" if it has none."""
    found = _ORDINAL.findall(pattern(r"[。；]").split(words.before)[-1])
    return found[-1] if found else ""


def stage(words: Words) -> str:
    """Return the stage that the payment before the gap goes by: 首期, 验收后; "" if its sentence names none."""
    numbered = ordinal(words)
    if numbered:
        return numbered
    sentence = pattern(r"[。；]").split(words.before)[-1]
    found = list(_EVENT.finditer(sentence))
    if not found or _AT_ONCE.search(sentence[found[-1].end() :]):
        return ""
    event, when = found[-1]["what"], _WHEN.get(found[-1]["when"][0], found[-1]["when"][0])
    if _BEGINS.search(event):
        return {"后": "首期", "时": "签订时"}.get(when, "")
    known = verbs("deadline") | verbs("stages")
    done = [word for word in cut(event) if word in known]
    return f"{done[-1]}{when}" if done else ""
