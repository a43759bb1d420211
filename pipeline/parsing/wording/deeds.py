"""Words → labels of what a deed leaves open: who does it or owns a thing, by what standard, how, when and why."""

from __future__ import annotations

import functools
import re

from pipeline.parsing.surroundings import Words
from pipeline.parsing.wording.phrases import noun_before, verb_in, verbs
from pipeline.text.patterns import late, one_of, pattern


def open_in_deed(words: Words) -> str:
    """Return the label of what the sentence's deed leaves open, "" where it tells none."""
    return _role(words) or _actor(words) or _side(words) or _matter(words)


def _actor(words: Words) -> str:
    """Return the label of the party that does what follows: ____方承担全部损失, 由甲方通知____方, ____购买保险."""
    if words.after.startswith("方") and words.segment.endswith(("通知", "告知", "转告")):
        return f"被{words.segment[-2:]}方"
    if words.after.startswith("方指定") and words.segment.endswith(("至", "入", "到")):
        return "收款方"
    given = _GIVEN_TO.search(words.before) if words.after.startswith("方") else None
    if given:
        return f"{noun_before(given['what'], 8) or given['what'][-6:]}{'收取' if '付' in given['verb'] else '接收'}方"
    received = _RECEIVED.match(words.after) if words.segment.endswith("向") else None
    if received:
        return f"{received[1]}收取方"
    if (words.segment and not words.segment.isdigit() and not words.segment.endswith(("，", "起"))) or not words.after:
        return ""
    if _BREAKS.match(words.after):
        return "违约方"
    entitled = _ENTITLED.match(words.after)
    if entitled:
        return f"{entitled[1]}方"
    handed = _HANDED.match(words.after)
    if handed:
        what = handed["paid"] or noun_before(handed["what"], 8) or handed["what"][-6:]
        return f"{what}{_DOES.get(handed['verb'], handed['verb'])}方"
    part = words.after.removeprefix("方")
    if part == words.after and not part.startswith(tuple(verbs("acts"))):
        return ""
    found = _act().search(part[:36])
    if not found:
        return ""
    what = found["what"].removesuffix("等")
    return f"{what.split('等', 1)[-1]}{found['verb']}方"


# ____方应于____日内将证件交给____方; ____方应付租金____元
_HANDED = late(
    r"方(?:[应须需]当?|同意|负责)?(?:[于在][^，。；]{1,24}?[，]?)?(?:[将把](?P<what>[\u4e00-\u9fff、]{2,24}?)(?P<verb>支付|交付|移交|退还|返还|归还|交|付)(?=[给至到予于]|清)"
    r"|[应须]?[付](?P<paid>[\u4e00-\u9fff]{1,8}?[金费款租])(?=_|[，。；]|人民币))"
)
_DOES = {None: "支付", "付": "支付", "交": "交付"}
_GIVEN_TO = late(r"[将把](?P<what>[^，。；_]{2,30}?)(?P<verb>支付|交付|移交|退还|返还|归还|提供|交|付)[给于予至到]$")
_BREAKS = late(r"方(?:如|若)?(?:违反|违约|未按|不按|不履行)")
_RECEIVED = late(r"方支付([\u4e00-\u9fff]{2,6}?)(?=人民币|_|，|。|共)")  # 每月向____方支付抚养费
_ENTITLED = late(
    r"方(?:每[年月周日]|应当?|须|有权|享有){0,2}(?:将[\u4e00-\u9fff]{2,8}|[^，。；（]{0,8}?(?:（[^）]{1,4}）[^，。；]{0,4}?)?)(支付(?=至|到)|探[视望](?=[^，。；]{0,4}权)|接[回走]|共同生活)"
)


@functools.cache
def _act() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<verb>{one_of(verbs('acts'))})(?:对|给|其)?(?P<what>[\u4e00-\u9fff、]{{0,16}}?)(?=[，。；_（：]|$)"
    )


# ____方有权每周探望子女, 离婚后____方对____方需要帮助: what the side does; the verb behind 对____方 is whose deed it is
_BEFORE_DEED = (
    r"(?:自[^，。；_]{1,14}起|向(?:_|[甲乙丙])方|向[\u4e00-\u9fff]{2,6}?(?=索赔|追偿|求偿)|有权|每[年月周日次]|直接|应当?|须|需要?|同意|自愿|所|可以"
    r"|一次性|给予|进行){0,4}"
)


@functools.cache
def _deed() -> re.Pattern[str]:
    return re.compile(f"方(?:对_方)?{_BEFORE_DEED}(?P<verb>{one_of(verbs('deeds'))})")


def _side(words: Words) -> str:
    """Return the label of which side it is that does what follows, or that something is paid into the account of."""
    if words.after.startswith("方") and words.segment.endswith(("汇入", "转入", "存入", "打入")):
        return "收款方"
    deed = _deed().match(words.after)
    theirs = words.before.endswith("_方对")
    if not deed or not (theirs or pattern(r"^$|[时后前归由，、]$|^第.{1,3}条$").search(words.segment)):
        return ""
    return f"{'被' if theirs else ''}{deed['verb']}方"


def _matter(words: Words) -> str:
    """Return the label of how a case is dealt with, of a reason, of what is done and of a boundary."""
    segment, after = words.segment, words.after
    if pattern(r"处理[：为]?$").search(segment) and not after.strip("。；，"):
        case = pattern(r"([^，。；：_]{2,30})的，[^，。；：_]*$").search(words.before)
        named = pattern(r"^(?:因|由于)[^，]*(?:造成|导致|致使)|^(?:因|若|如果?|当)").sub("", case[1]) if case else ""
        return f"{named[-14:]}的处理方式" if named else ""
    if pattern(r"(?:因|由于|鉴于)$").search(segment) and pattern(r"(?:的?原因|需要?|之需|等|而|，)").match(after):
        return "原因"
    undone = (
        pattern(r"[项条款]?([\u4e00-\u9fff]{2})的[，。；]").match(after) if segment.endswith(("因", "由于")) else None
    )
    if undone:
        return f"{undone[1]}原因"  # 本合同因____项解除的
    if segment.endswith("进行") and after.startswith("的"):
        return f"{noun_before(segment[:-2], 6)}内容"
    bound = pattern(r"(?:^|[_：，、])([东南西北])$").search(words.before)
    return f"{bound[1]}至" if bound and "四至" in words.before else ""


def _role(words: Words) -> str:
    """Return the label of a sentence's usual places: who bears, by what standard, who holds a copy."""
    lead = pattern(r"([\u4e00-\u9fff]{2,8}(?:标准|方式|名称|名义))：[^，。；：_]{0,8}[按以由]$").search(words.before)
    if lead:
        return lead[1]
    prevailing = pattern(r"([\u4e00-\u9fff]{0,4}(?:文本|文字|版本|语言))为准").match(words.after)
    if prevailing and words.segment.endswith("以"):
        return f"为准的{prevailing[1]}"
    sworn = pattern(r"(鉴证|公证|见证|登记)(?=[，。；]|$)").match(words.after)
    if sworn and words.segment.endswith("由"):
        return f"{sworn[1]}机关"
    owed = _OWED.match(words.after)
    if owed and words.segment.endswith(("按", "按照", "依照", "的")):
        return f"{owed[1]}{'比例' if words.segment.endswith('的') else '标准'}"
    bearer = pattern(r"(?:[及和与、][^，。；_]{1,10}?)?由([\u4e00-\u9fff]{2,6}?)(承担|负担|支付|负责)").match(
        words.after
    )
    if bearer:
        return f"{bearer[1]}{bearer[2]}的{'事项' if bearer[2] == '负责' else '费用'}"
    rate = pattern(r"的?标准(?:[^，。；]{0,8}?)(?:支付|赔偿|收取|缴纳)([\u4e00-\u9fff]{2,5}?)(?=[，。；]|$)").match(
        words.after
    )
    if rate:
        return f"{rate[1]}标准"
    if pattern(r"各?[执持]|各存|各留|各一份|部门[存执留]").match(words.after):
        return "合同其他持有人"
    paid_to = pattern(r"[□☑]?(支付|缴纳|交纳|收取)").match(words.after) if words.segment.endswith("向") else None
    if paid_to:
        return f"{paid_to[1]}对象"
    verb = pattern(r"(?:方)?(承担|负责|提供|支付|负担|缴纳|办理|分担)").match(words.after)
    if words.segment.endswith("由") and verb:
        done = pattern(r"方?负责([\u4e00-\u9fff]{2})(?=[，。；]|$)").match(words.after)
        if done:
            return f"{done[1]}方"
        return f"{noun_before(words.segment[:-1], 6)}{verb[1]}方"
    return _whose(words) or _when(words)


_WAY = late(
    r"(?P<what>方式|标准)(?:进行|提供(?=担保))?(?P<verb>担保|支付|付款|赔偿|补偿|出资|交付|结算|计算|收取|执行|缴纳|付清|供货|退还|处理"
    r"|流转|转让|出租|承包|转包|入股|发包|租赁|合作|供应|提供|使用|运输|装运|销售|采购|播放|发布|委托|开发|投资|还款|提货|确认|通知|送达|签订|签署)"
)


# 由甲方____（一次、分期或提成）支付乙方
_ONE_OF = late(r"（[\u4e00-\u9fff]{1,6}(?:[、/或][\u4e00-\u9fff]{1,6})+）(?P<verb>支付|付款|结算|交付|提供|运输|缴纳)")
# 按____支付违约金, 报酬的____向乙方支付违约金
_OWED = late(
    r"(?:向(?:[甲乙丙]方|对方|守约方))?(?:支付|收取|承担|缴纳)([\u4e00-\u9fff]{0,4}(?:金|费用?|款|报酬))(?=[，。；]|$)"
)


def _whose(words: Words) -> str:
    """Return the label of who owns a thing, where and under which name somebody lives, and what else is listed."""
    registered = pattern(r"方名下").match(words.after) if words.segment.endswith(("登记在", "在")) else None
    if registered:
        return "登记方"
    side = _OWNED_BY.match(words.after)
    if side and words.segment.endswith(("归", "属", "属于", "归属")):
        own = pattern(r"，?(?:归属?|属于?)$").sub("", words.before)  # 所完成的成果，归____（甲、双）方所有
        return f"{noun_before(pattern(r'[。；，：_]').split(own)[-1], 6)}归属方"
    bound = pattern(r"([东南西北][至起到临邻接靠抵])$").search(words.segment)
    if bound:
        return bound[1]
    reach = pattern(r"([东南西北])[起自从]_[至到]$").search(words.before)
    if reach:
        return f"{reach[1]}至"  # 北起____至____
    reached = pattern(r"(到达|抵达|送达|运抵)$").search(words.segment)
    if reached and pattern(r"[，。；后时]|$").match(words.after):
        return f"{reached[1]}地点"
    used = pattern(r"(用于|用作|经营)$").search(words.segment)
    if used and pattern(r"(?:使用|之用|用途|经营)?(?:[，。；]|$)").match(words.after):
        return "经营项目" if used[1] == "经营" else f"{noun_before(words.segment[:-2], 6)}用途"
    if words.after.startswith("备案") and words.segment.endswith(("报", "送", "向")):
        return "备案机关"
    lived = pattern(r"住(?:址|所)?$").search(words.segment)
    if lived:
        return "住址"
    if pattern(r"(?:^|取|叫)名叫?$").search(words.segment):
        return "姓名"
    listed = pattern(r"(?:等|[及和]其[他它])(?P<what>[\u4e00-\u9fff]{0,6}?)(?=[，。；、）]|$)").match(words.after)
    if listed and words.before.endswith("、"):
        return f"其他{listed['what'] or _enumerated(words)}"
    return ""


_OWNED_BY = late(r"(?:（[^（）]{1,8}）)?方?(?:个人|单独|一方)?(?:所有|享有|管辖|抚养)")
_PAID = late(r"[付缴交]")


def _when(words: Words) -> str:
    """Return the label of a cycle, of the time of an event, or of a way: 每____结算一次, 自____时起转移."""
    if words.segment.endswith("每"):
        done = pattern(r"(?P<verb>[\u4e00-\u9fff]{2,4})一次").match(words.after)
        verb = done["verb"] if done else verb_in(words.after)
        return f"{'付款' if _PAID.search(verb) else verb or '结算'}周期"
    when = pattern(r"(?:时|之日起?|后)(?P<verb>支付|付清|交付|交纳|缴纳|生效|成立|转移|返还)").match(words.after)
    if when and words.segment.endswith(("于", "自", "在")):
        return f"{noun_before(words.segment[:-1], 6)}{when['verb']}时间"
    where = pattern(
        r"(签订|签署|签约|履行|交付|交货|提货|验收)(?=[，。；：]|$)|(拍摄|演出|举行|举办|录制|彩排)|[村组社队](承包|种植|养殖|租)"
    ).match(words.after)
    if where and words.segment.endswith(("在", "于")):
        return f"{where[where.lastindex or 1]}地点"
    then = pattern(r"(?:时|之日)起(?P<verb>[\u4e00-\u9fff]{2})").match(words.after)
    if then and words.segment.endswith(("自", "从", "于")):
        return f"{noun_before(words.segment[:-1], 6)}{then['verb']}时间"
    offered = _ONE_OF.match(words.after)
    if offered:
        return f"{offered['verb']}方式"
    way = _WAY.match(words.after)
    sent = pattern(r"方式[将把][^，。；]{1,10}?(提交|交付|支付|送达|发送|付给)").match(words.after)
    if sent and pattern(r"(?:以|按|通过|采用|采取)$").search(words.segment):
        return f"{sent[1]}方式"
    if way and pattern(r"[以按照采用]$").search(words.segment):
        return f"{way['verb']}{way['what']}"
    return ""


def _enumerated(words: Words) -> str:
    """Return what a list of things is of: 技术信息，包括但不限于图纸、____等 gives 技术信息."""
    found = pattern(r"(?:^|[。；：])([\u4e00-\u9fff]{2,8})[，：]?(?:主要)?(?:包括|包含|如|有)").search(words.before)
    return noun_before(found[1]) or found[1] if found else "项目"
