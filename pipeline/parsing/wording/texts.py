"""Words → labels of free texts."""

from __future__ import annotations

import functools
import re

from pipeline.model.template import Clause
from pipeline.parsing.kinds.named import defined_as, numbered, task_behind
from pipeline.parsing.lexicon import role_pattern
from pipeline.parsing.surroundings import Words
from pipeline.parsing.wording import others
from pipeline.parsing.wording.phrases import bare, noun_before, tidy, verb_in, verbs
from pipeline.text.patterns import late, one_of, pattern
from pipeline.text.words import cut

_NOTED = late(r"（(?:填写|注明|写明|请填写)?([\u4e00-\u9fff]{2,18}?)(?:，[^）]*)?）")
_NOTE_HEAD = late(
    r"(?:名称|地址|姓名|号|号码|媒体|平台|网站|产品|品牌|型号|日期|内容|方式|方法|办法|标准|范围|地点|时间|项目|种类|类型|用途|原因|机构|单位|部门|事项|业务|职务|专业|功能|语言|币种)$"
)
_THING = late(
    r"(?:方式|标准|形式|方法|范围|名称|事务|区域|等级|项目|工程|媒体|所有|公司|银行|单位|部门|机构|条件|程序)$"
)
_BEHIND = late(
    r"[）》”]?(?:的|等|之)?(?!第.{1,3}条)([A-Za-z]{0,3}[\u4e00-\u9fff]{2,8}?)(?=[，。；、的_（]|$|[支承负完向进处对]|后[_，])"
)


def text(words: Words, clause: Clause | None) -> str:
    """Return the label of a free text in a sentence."""
    found = (
        _by_next_word(words) or _court(words) or _place(words) or _body(words) or _called(words)
        or _role(words) or _actor(words) or _side(words) or _matter(words)
    )  # fmt: skip
    if found:
        return found
    if not pattern(r"[。；，、）]").sub("", words.after):
        stem = tidy(bare(words.segment))
        if stem in ("其他", "其它"):
            return others.other(stem, words, clause)
        return stem if 2 <= len(stem) <= 14 else noun_before(words.segment)
    note = _NOTED.match(words.after)
    if note and _NOTE_HEAD.search(note[1]):
        return note[1]
    return _around(words.segment, words.after)


def _by_next_word(words: Words) -> str:
    """Return the label that the word right behind the gap gives: 第____号决议, ____年级, ____型."""
    segment, after = words.segment, words.after
    paper = numbered(words)
    if paper:
        return f"{paper}编号"
    grade = pattern(r"(年级|班级)").match(after)
    if grade and not segment:
        return grade[1]
    if pattern(r"型(?=[、，号的])").match(after):
        return "型号"  # 租用甲方____型、颜色为____
    if pattern(r"币(?:种)?_").match(after):
        return "币种"  # 注册资金为____币____万元
    return ""


def _court(words: Words) -> str:
    """Return the label of a court or of who arbitrates."""
    after = words.after
    court = pattern(r"(?:有管辖权的|所在地的?)?[^，。]{0,4}?(仲裁委员会|仲裁院|仲裁机构|人民法院|法院)").match(after)
    if court:
        return "管辖法院名称" if pattern(r"[^，。]{0,6}法院管辖").match(after) else f"{court[1]}名称"
    if pattern(r"申请仲裁|仲裁(?=[，。；]|$)").match(after) and pattern(r"提交|提请|[由向]$").search(words.segment):
        return "仲裁或诉讼机构" if "诉" in after[:14] else "仲裁机构"
    return ""


def _place(words: Words) -> str:
    """Return the label of a port, a project, a matter or a place that a preposition or a verb leads to."""
    segment, after = words.segment, words.after
    reached = pattern(r"(港口?|码头|车站|机场|站)(?=[交，。；、装运的起至到锚]|$)").match(after)
    if reached and pattern(r"[从由自至到达抵]$").search(segment):
        return f"{'起运' if pattern('[从由自]$').search(segment) else '到达'}{reached[1]}"
    project = pattern(r"(工程|项目)(?!概况|名称)").match(after)
    if project and pattern(r"(?:承担|承接|承包|承建|承揽|就|关于|参与|实施)$").search(segment):
        return f"{project[1]}名称"
    matter = pattern(r"([\u4e00-\u9fff]{2,8}?)(?:事项|事宜)").match(after) if segment.endswith(("就", "关于")) else None
    if matter:
        return f"{matter[1]}项目"
    put = pattern(r"(放|存放|放置|堆放|停放|安装|设置)[在于]$").search(segment)
    if put and pattern(r"[，。；、的]|$").match(after):
        return f"{'放置' if put[1] == '放' else put[1]}地点"
    return ""


def _body(words: Words) -> str:
    """Return the label of whom something is put before, or of where it is made known."""
    segment, after = words.segment, words.after
    before_whom = pattern(r"(?:进行|予以|组织)?(调解|鉴定|评审|检测|检验|检定|评估|审计)").match(after)
    if before_whom and pattern(r"(?:提交|提请|委托|[由向请])$").search(segment):
        return f"{before_whom[1]}机构"
    where = pattern(r"(区域|地区|市场(?!监督|监管)|平台|媒体|网站|范围)[内中上]?").match(after)
    if where and pattern(r"[在于]$").search(segment):
        return f"{verb_in(after[where.end() :].split('，')[0])}{where[1]}"
    return ""


def _called(words: Words) -> str:
    """Return what the contract calls the value, or whom it is named for."""
    after = words.after
    called = defined_as(after)
    if called:
        return f"{called}名称" if words.before.endswith("《") or called.endswith(("合同", "协议")) else called
    if words.before.endswith(("《", "“")) and (work := pattern(r"([\u4e00-\u9fff]{2,12})[》”]").match(after)):
        return f"{work[1]}名称"
    task = task_behind(after)
    if task and not pattern(r"[为是：]$").search(words.segment):
        return task
    return ""


def _actor(words: Words) -> str:
    """Return the label of the party that does what follows: ____方承担全部损失, 由甲方通知____方, ____购买保险."""
    if words.after.startswith("方") and words.segment.endswith(("通知", "告知", "转告")):
        return f"被{words.segment[-2:]}方"
    if (words.segment and not words.segment.endswith(("，", "起"))) or not words.after:
        return ""
    part = words.after.removeprefix("方")
    if part == words.after and not part.startswith(tuple(verbs("acts"))):
        return ""
    found = _act().search(part[:36])
    if not found:
        return ""
    what = found["what"].removesuffix("等")
    return f"{what.split('等', 1)[-1]}{found['verb']}方"


@functools.cache
def _act() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<verb>{one_of(verbs('acts'))})(?:对|给|其)?(?P<what>[\u4e00-\u9fff、]{{0,16}}?)(?=[，。；_（：]|$)"
    )


# ____方有权每周探望子女, 离婚后____方对____方需要帮助: what the side does; the verb behind 对____方 is whose deed it is
_BEFORE_DEED = r"(?:有权|每[年月周日次]|直接|应当?|须|需要?|同意|自愿|所|可以|一次性|给予|进行){0,4}"


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
    bearer = pattern(r"由([\u4e00-\u9fff]{2,6}?)(承担|负担|支付|负责)").match(words.after)
    if bearer:
        return f"{bearer[1]}{bearer[2]}的{'事项' if bearer[2] == '负责' else '费用'}"
    rate = pattern(r"的?标准(?:[^，。；]{0,8}?)(?:支付|赔偿|收取|缴纳)([\u4e00-\u9fff]{2,5}?)(?=[，。；]|$)").match(
        words.after
    )
    if rate:
        return f"{rate[1]}标准"
    if pattern(r"各?[执持]|各存|各留|各一份|部门[存执留]").match(words.after):
        return "合同其他持有人"
    verb = pattern(r"(?:方)?(承担|负责|提供|支付|负担|缴纳|办理|分担)").match(words.after)
    if words.segment.endswith("由") and verb:
        return f"{noun_before(words.segment[:-1], 6)}{verb[1]}方"
    return _whose(words) or _when(words)


_WAY = late(
    r"(?P<what>方式|标准)(?:进行)?(?P<verb>支付|付款|赔偿|补偿|出资|交付|结算|计算|收取|执行|缴纳|付清|供货|退还|处理"
    r"|流转|转让|出租|承包|转包|入股|发包|租赁|合作|供应|提供|使用|运输|装运|销售|采购|播放|发布|委托|开发|投资|还款|提货)"
)


# 由甲方____（一次、分期或提成）支付乙方
_ONE_OF = late(r"（[\u4e00-\u9fff]{1,6}(?:[、/或][\u4e00-\u9fff]{1,6})+）(?P<verb>支付|付款|结算|交付|提供|运输|缴纳)")
# 按____支付违约金, 报酬的____向乙方支付违约金
_OWED = late(
    r"(?:向(?:[甲乙丙]方|对方|守约方))?(?:支付|收取|承担|缴纳)([\u4e00-\u9fff]{0,4}(?:金|费用?|款|报酬))(?=[，。；]|$)"
)


def _whose(words: Words) -> str:
    """Return the label of who owns a thing, where and under which name somebody lives, and what else is listed."""
    side = pattern(r"方?(?:所有|享有|管辖|抚养)").match(words.after)
    if side and words.segment.endswith(("归", "属", "属于", "归属")):
        return f"{noun_before(pattern('归属?$|属于?$').sub('', words.segment), 6)}归属方"
    bound = pattern(r"([东南西北])至$").search(words.segment)
    if bound:
        return f"{bound[1]}至"
    reached = pattern(r"(到达|抵达|送达|运抵)$").search(words.segment)
    if reached and pattern(r"[，。；后时]|$").match(words.after):
        return f"{reached[1]}地点"
    used = pattern(r"(用于|用作|经营)$").search(words.segment)
    if used and pattern(r"[，。；]|$").match(words.after):
        return "经营项目" if used[1] == "经营" else f"{noun_before(words.segment[:-2], 6)}用途"
    if words.after.startswith("备案") and words.segment.endswith(("报", "送", "向")):
        return "备案机关"
    lived = pattern(r"住(?:址|所)?$").search(words.segment)
    if lived:
        return "住址"
    if pattern(r"(?:^|取|叫)名叫?$").search(words.segment):
        return "姓名"
    listed = pattern(r"等(?P<what>[\u4e00-\u9fff]{0,6}?)(?=[，。；、）]|$)").match(words.after)
    if listed and words.before.endswith("、"):
        return f"其他{listed['what'] or _enumerated(words)}"
    return ""


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
    where = pattern(r"(签订|签署|签约|履行|交付|交货|提货|验收)(?=[，。；：]|$)").match(words.after)
    if where and words.segment.endswith(("在", "于")):
        return f"{where[1]}地点"
    then = pattern(r"(?:时|之日)起(?P<verb>[\u4e00-\u9fff]{2})").match(words.after)
    if then and words.segment.endswith(("自", "从", "于")):
        return f"{noun_before(words.segment[:-1], 6)}{then['verb']}时间"
    offered = _ONE_OF.match(words.after)
    if offered:
        return f"{offered['verb']}方式"
    way = _WAY.match(words.after)
    if way and pattern(r"[以按照采用]$").search(words.segment):
        return f"{way['verb']}{way['what']}"
    return ""


def _enumerated(words: Words) -> str:
    """Return what a list of things is of: 技术信息，包括但不限于图纸、____等 gives 技术信息."""
    found = pattern(r"(?:^|[。；：])([\u4e00-\u9fff]{2,8})[，：]?(?:主要)?(?:包括|包含|如|有)").search(words.before)
    return noun_before(found[1]) or found[1] if found else "项目"


def _around(segment: str, after: str) -> str:
    task = pattern(r"(?:担任|作为)([\u4e00-\u9fff]{2,10}?(?:负责人|代表|联系人|经理|总监|顾问|教师))").match(after)
    if task:
        return task[1]
    behind = _BEHIND.match(after)
    named = _thing_behind(after)
    noun = noun_before(pattern(r"(?:执行|达到|符合)$").sub("", segment), 6)
    if named and (not behind or len(named) < len(behind[1])) and (not noun or pattern(role_pattern()).search(noun)):
        return named
    if _leads().search(segment) and behind and len(behind[1]) > 1:
        noun = ""
    if named and len(named) <= _SHORT_THING and noun:
        return f"{noun[-4:]}{named}"
    if noun and behind and noun.endswith(behind[1]):
        return noun
    noun = "" if behind and noun in verbs("deadline") else noun
    noun = "" if behind and (pattern(role_pattern()).fullmatch(noun) or segment.endswith("的")) else noun
    if behind and _THING.search(behind[1]):
        return f"{noun[-4:]}{behind[1]}" if noun and len(behind[1]) <= 2 else behind[1]
    single = _SINGLE.match(after) if not noun and not behind else None
    if single and pattern(r"[\u4e00-\u9fff]$").search(segment):
        return segment[-1] + single[1]  # 刷____漆
    return noun or (behind[1] if behind else "")


_SINGLE = late(r"([\u4e00-\u9fff])(?=[_，。；、])")


_SHORT_THING = 2
_STRETCH = late(r"[\u4e00-\u9fff]{2,14}")
_NAMED_THING = late(
    r"(?:项目|工程|公司|银行|单位|部门|机构|局|所|中心|平台|学校|系统|软件|产品|委员会|协会|媒体|网站|岗位|考试)$"
)


def _thing_behind(after: str) -> str:
    """Return the thing whose name goes before it, cut off where its verb begins: ____项目签订 gives 项目."""
    found = _STRETCH.match(after)
    taken = ""
    for word in cut(found[0]) if found else ():
        if _NAMED_THING.search(taken + word):
            return taken + word
        if word in verbs("boundaries") or word in verbs("deadline"):
            break
        taken += word
    return ""


@functools.cache
def _leads() -> re.Pattern[str]:
    """Verbs before a gap that say nothing of it, where a noun follows: 担任____岗位, 开发____系统."""
    return re.compile(f"{one_of(verbs('leading'))}的?$")
