"""Words → labels of addresses."""

from __future__ import annotations

import functools
import re

from pipeline.model.template import Clause
from pipeline.parsing.kinds.named import goes
from pipeline.parsing.lexicon import unit_pattern
from pipeline.parsing.surroundings import Words
from pipeline.parsing.wording import texts
from pipeline.parsing.wording.phrases import noun_before, title_of
from pipeline.text.patterns import late, pattern

_LIES = late(r"(位于|坐落|座落|(?:开|建|设)?[设立置](?=[在于]))(?:于|在)?[^，。；：]{0,24}$")


_NAMED_PLACE = late(r"[\u4e00-\u9fff]{0,6}(?:坐落|座落|所在)?(?:位置|地点|地址)")


@functools.cache
def _lying() -> re.Pattern[str]:
    """What lies at an address, behind its last part: ____村的苗圃归…, ____幢之间的地下室."""
    return re.compile(
        rf"(?:{unit_pattern('address')})?(?:之?间|处|内)?的(?P<thing>[\u4e00-\u9fff]{{2,8}}?)(?=[（，。；、提出作抵用归租转在应由交委发承_]|$)"
    )


# 位于____单元房屋: no 的 before what lies there
_HOUSE_THERE = late(
    r"(?:[^，。；、的_（]{0,4}|的_号)(?P<thing>房屋|房产|物业|商铺|店铺|车位|厂房|住宅|住房|仓库|停车位|车库|摊位|铺面|门面|门面房)(?!所有|产权)"
)


# 位于____的____亩（以实测为准）土地
_MEASURED_THERE = late(
    r"的_(?:平方米|平米|㎡|公顷|[号间个亩棵栋幢套株口处块])(?:（[^（）]*）)?的?(?P<thing>[\u4e00-\u9fff]{2,6}?)(?=[（，。；、的使承经作出转租用流交抵_]|$)"
)
# 储存地点：甲方位于____的仓库
_LED = late(r"(?:^|[。；])(?P<what>[\u4e00-\u9fff]{2,8}(?:地点|位置|地址|场所))：[^：。；_]{1,12}$")
_DEFINED = late(r"(?:^|[。；])[“\"]?(?P<what>[\u4e00-\u9fff]{2,8})[”\"]?[：，]?(?:是|系)?指$")  # 厂区：指位于____
_LAND = late(
    r"(?:[土林耕草山旱水园荒滩宅用]地|地块|宗地|水面|[鱼水]塘|山林|荒山|林木|[场土]地|海域|滩涂|[水旱]田|果园|草原"
    r"|[广铺摊车展]位|牌)$"
)
_WORK = late(r"(?:任务|工程|项目|工作|业务|活动)$")


_VERB = late(r"(?:租用|承租|租赁|出租|购买|使用|占用|承包|租)$")
_TITLE = late(r"[\u4e00-\u9fff]{0,4}(?:场地|房屋|土地|仓库|标的|物业|厂房|商铺|车位|林地|库房|展位)$")


def _leased(thing: str, clause: Clause | None) -> str:
    """Return what lies there: where only a verb leads to the place, what the article's title names."""
    if not _VERB.fullmatch(thing):
        return thing
    title = title_of(clause)
    return title if _TITLE.fullmatch(title) else ""


def _place_of(thing: str) -> str:
    return "位置" if _LAND.search(thing) else "地点" if _WORK.search(thing) else "地址"


def address(words: Words, clause: Clause | None) -> str:
    """Return the label of an address: what lies there."""
    if _NAMED_PLACE.fullmatch(words.segment):
        return words.segment
    way = goes(words)
    if way:
        return f"{way}{'起点' if words.segment.endswith(('从', '由', '自')) else '终点'}"
    if pattern(r"授权(?:[甲乙丙]方)?在$").search(words.segment):
        return "授权区域"
    sent = pattern(r"([\u4e00-\u9fff]{2,12}?)邮?寄(?:送)?[至到往]$").search(words.segment)
    if sent:
        return f"{noun_before(sent[1], 6)}寄送地址"  # 甲方的举报信寄至____
    reached = pattern(r"([行驶途][至到经])$").search(words.segment)
    if reached:
        return f"{reached[1]}地点"
    led = _LED.search(words.before)
    if led:
        return led["what"]
    lies = _LIES.search(words.segment)
    if lies:
        behind = _lying().match(pattern(r"^（[^）]*）").sub("", words.after)) or _MEASURED_THERE.match(words.after)
        behind = behind or _HOUSE_THERE.match(words.after)
        thing = behind["thing"] if behind else noun_before(words.segment[: lies.start()], 8)
        if thing.endswith(("住所地", "住所", "地址", "地点", "所在地")):
            return thing
        thing = _leased(thing.removeprefix("该"), clause)
        defined = None if thing else _DEFINED.search(words.before[: len(words.before) - len(lies[0])])
        thing = defined["what"] if defined else thing
        thing = thing or ("房屋" if pattern(r"[^，。；]{0,12}_房").match(words.after) else "")
        return f"{thing}{'坐落' if lies[1].endswith('落') else _place_of(thing)}"
    lot = pattern(r"号(停车位|车位|摊位|铺位|商铺|店铺|床位|展位)").match(words.after)
    if lot:
        return f"{lot[1]}编号"
    return texts.text(words, clause)
