"""Words → labels of periods: terms, cycles, notices, delays; what has to be done in one is told by `deadlines.py`."""

from __future__ import annotations

import dataclasses

from pipeline.model.template import Clause
from pipeline.parsing.surroundings import Words
from pipeline.parsing.wording.deadlines import LIGHT, WANTS_OBJECT, deadline, matter_of, with_object
from pipeline.parsing.wording.lateness import delay
from pipeline.parsing.wording.phrases import noun_before, title_of, verb_in
from pipeline.text.patterns import late, pattern

_LATE = late(r"(逾期|迟延|延迟|拖欠|拖延|延误|延期|欠缴|欠付)([\u4e00-\u9fff]{0,6}?)(?:累计)?(?:超过|达到?|累计|满)?$")
_BEFORE_DAY = late(r"(?:个?工作日|日|天|个?月|年|小时)之?前(?P<rest>.*)")
_TOLD = late(r"告知|通知|申请|征询|预约|送达|交付|支付")
_IN_TIME = late(r"(?:历时|期|期限|年限|时限|时间|天数|工期)$")


# 交清____起至____止的租金: what the days are those of
COVERED = late(
    r"(?:日?起?[至到\-—~～]_(?:年_月_日?)?)?日?止?期?间?的([\u4e00-\u9fff]{1,4}[费租金薪款资])(?=[_，。；共合]|$)"
)


# 体检时间____至____, 被保证的债权是指自____至____
_NAMED_SPAN = late(
    r"(?:^|[，。；：、])([\u4e00-\u9fff]{2,16}?)(?:时间|日期|是指|指|系指)[为：]?自?_(?:年_月_日|年_月|月_日|日)?起?[至到]$"
)


# 展览日期：自____至____, 设备使用时间共计____天，自____至____
_LED_SPAN = late(
    r"(?:^|[。；])([\u4e00-\u9fff]{2,8}?)(?:时间|日期)(?:：自?|共计?_[^。；：]{0,10}，自)(?:_[^。：；，]*[至到])?$"
)


# 设备调试阶段为____个工作日，自____至____: the stretch that has just been counted
_LASTING_SPAN = late(
    r"(?:^|[，。；：、])([\u4e00-\u9fff]{2,16}?)(?:时间)?(?:共计?|为|是|：)_(?:个?工作日|日|天|周|个?月|年)，[自从]?_?(?:年_月_日?)?起?[至到]?$"
)


# 由甲方在____至____为乙方提供保洁服务
_SERVED = late(r"(?:日?起?[至到]_(?:年_月_)?日?)?为[甲乙丙]方提供([\u4e00-\u9fff]{2,8}?)(?=[，。；]|$)")


def period_of(words: Words, clause: Clause | None) -> str:
    """Return the period that a from or a to belongs to."""
    covered = COVERED.match(words.after)
    if covered:
        return covered[1]
    found = pattern(
        r"([\u4e00-\u9fff]{0,4}(?:期限|有效期|工期|租期|期间|时限|服务期|试用期|(?<!日)期))(?=[^_期]{0,6}_|[为自从：共]|$)"
    ).findall(
        words.before[-60:],
    )
    if found:
        return noun_before(found[-1]) or str(found[-1])
    told = _LED_SPAN.search(words.before)
    if told:
        return told[1]
    match = pattern(r"[\u4e00-\u9fff]{0,4}(?<!日)期限?").search(title_of(clause))
    if match:
        return match[0]
    lasting = _LASTING_SPAN.search(words.before)
    if lasting:
        return noun_before(lasting[1], 8) or lasting[1][-6:]
    spanned = _NAMED_SPAN.search(words.before)
    if spanned:
        return noun_before(spanned[1], 8) or spanned[1][-6:]
    served = _SERVED.match(words.after)
    if served:
        return served[1]
    lead = pattern(r"(?:^|[。；])([\u4e00-\u9fff]{2,8}?)(?:时间|日期)(?:约定)?(?:：|为_|[从自]_)[^。：]*$").search(
        words.before
    )
    return lead[1] if lead else ""


def duration(words: Words, clause: Clause | None) -> str:
    """Return the label of a period: a term by its name, a deadline by what is to be done, a delay by what is late."""
    after = _COUNTED_IN.sub(r"\1", words.after)
    words = dataclasses.replace(words, segment=words.segment.lstrip("（"), after=after)
    stated = _cycle(words) or _notice(words.segment, words.after) or _named(words, clause) or _named_behind(words)
    if stated:
        return stated
    noun = "" if pattern(r"时起[于在]?$").search(words.segment) else noun_before(words.segment)
    return (
        _valid(words, clause)
        or _kept(words)
        or _played(words, noun)
        or _term(words, clause, noun)
        or _late(words, clause, noun)
        or _lasting(words, noun)
        or deadline(words, clause, noun)
    )


_COUNTED_IN = late(r"^([\u4e00-\u9fff]{1,4})（不?含[^（）]{1,6}）")  # ____日（含本数）以上


def _cycle(words: Words) -> str:
    """Return the label of how often something is done: 每____个月结算一次."""
    after = words.after
    often = pattern(r"(?:个?工作日|日|天|个?月|周|年)[^，。；]{0,12}?([\u4e00-\u9fff]{2})一次").match(after)
    often = often or pattern(r"(?:年|个?月|周|天|日)(递增|递减|上调|上浮|调整|结算|更新)").match(after)
    if often and words.segment.endswith(("每", "每隔")):
        return f"{often[1]}周期"
    if not words.segment.endswith("每"):
        return ""
    sentence = _DONE_ALREADY.sub("", pattern(r"[。；]").split(after)[0])
    verb = verb_in(sentence.split("，")[0])
    if verb and verb not in WANTS_OBJECT:
        return f"{verb}周期"
    done = None if verb else _EACH_TIME.search(sentence)
    return f"{done[0]}周期" if done else with_object(verb_in(sentence), sentence, "周期")


# 每____日对已完成的订单生成账单: what is done is behind what was done
_DONE_ALREADY = late(r"已[\u4e00-\u9fff]{2}的?|(?:实际)?[\u4e00-\u9fff]{2}的")
_EACH_TIME = late(r"(?:支付|缴纳|交纳|提交|提供|报送|结清)[\u4e00-\u9fff]{2,8}(?=[，。；]|$)")


def _named_behind(words: Words) -> str:
    """Return the term that is named behind its length, or what the sentence before says is done in it."""
    behind = pattern(r"(?:个?工作日|日|天|个月|年)的([\u4e00-\u9fff]{1,8}?期[限间]?)(?![\u4e00-\u9fff]?限)").match(
        words.after
    )
    if behind:
        return behind[1]
    if words.segment not in ("期限为", "期限是", "时间为"):
        return ""
    done = pattern(r"([\u4e00-\u9fff]{2})，(?:期限|时间)[为是]?$").search(words.before)
    return f"{done[1]}{words.segment[:2]}" if done else ""


def _term(words: Words, clause: Clause | None, noun: str) -> str:
    """Return the label of a term or a delay that the noun before the gap names."""
    if noun in ("逾期", "延期"):
        return delay(f"{noun}{_undone(words.after)}{_counted(words.after)}", words, clause)
    if noun == "到期":
        return f"{noun}{_counted(words.after)}"
    if noun.startswith("逾期") and noun.endswith("时间"):
        return noun.removesuffix("时间") + _counted(words.after)
    timed = _IN_TIME.search(noun) and not noun.endswith("逾期")
    return noun if timed and not pattern(r"[之从自]").search(words.segment[-3:]) else ""


# 在合同终止后____年内仍然有效
_AFTER_EVENT = late(r"(?:.*[在自于]|^)(?P<event>[\u4e00-\u9fff]{2,8}后)$")
_STILL = late(r"(?:个?工作日|日|天|个?月|年)内?(?:仍然?|继续|持续|依然)*有效")
_APART = late(r"距离?[\u4e00-\u9fff]{2,12}$")


def _valid(words: Words, clause: Clause | None) -> str:
    """Return the label of how long a term outlasts an event, or of what is done so long ahead of one."""
    after = words.after
    event = _AFTER_EVENT.search(words.segment) if _STILL.match(after) else None
    if event:
        secret = "保密" in words.before or "保密" in title_of(clause)
        return f"{event['event']}{'保密' if secret else '有效'}期限"
    apart = _APART.search(words.segment) if pattern(r"(?:日|天|个月)(?:时|之?前|，)").match(after) else None
    verb = verb_in(pattern(r"^[^，]*，").sub("", after)) if apart else ""
    verb = "申请" if verb.endswith("提出") and f"{verb}申请" in after else matter_of(verb, after) or verb
    return f"{verb}提前{_counted(after)}" if verb else ""


def _kept(words: Words) -> str:
    """Return the label of a warranty that runs out, 满____年后, or of days that are not counted: 免收____天的租金."""
    if words.segment == "满" and words.after.startswith(("年", "个月")):
        kept = _KEPT.findall(words.before)
        return f"{kept[-1]}期" if kept else f"届满{_counted(words.after)}"
    spared = pattern(r"(免收|减收|减免|扣除|延长|顺延)$").search(words.segment)
    thing = pattern(r"(?:个?工作日|日|天|个?月|年)的([\u4e00-\u9fff]{1,6}(?:费用?|租金|服务期))").match(words.after)
    return f"{spared[1]}{thing[1]}{_counted(words.after)}" if spared and thing else ""


def _played(words: Words, noun: str) -> str:
    """Return the label of how long something plays: 片头动画____秒."""
    plays = len(noun) > 1 and pattern(r"(?:秒|分钟)(?=[，。；、）]|$)").match(words.after)
    return f"{noun}时长" if plays and not noun.endswith(("时长", "时间", "后", "内")) else ""


def _lasting(words: Words, noun: str) -> str:
    """Return the label of how long something lasts: 连续居住____天, 适逢法定假日____天，."""
    failing = _FAILING.match(words.after) if words.segment.endswith(("持续", "连续")) else None
    if failing and noun:
        return f"{noun.removeprefix('号')}{_counted(words.after)}"
    ends = pattern(r"(?:个?工作日|日|天|个月|年|个?小时)[，。；]").match(words.after)
    lasting = _LASTS.search(words.segment) if ends else None
    if lasting:
        return f"{lasting[0]}{_counted(words.after)}"
    counted = noun and _STOPPED.match(words.after) and words.segment[-1] not in "后前起内于在期限过满达为是至到"
    return f"{noun}{_counted(words.after)}" if counted else ""


_FAILING = late(r"(?:个?工作日|日|天|个月|年|个?小时)(?:以上)?[不未无仍]")  # 机组持续____日不能发电
_KEPT = late(r"保修|质保|缺陷责任")
_STOPPED = late(r"(?:[天日]|个月)[，。；]")
_LASTS = late(r"(?:共同|连续|累计)[\u4e00-\u9fff]{2,4}$|(?:生活|居住|休假|工作|停工|服务)$")
_LEAD = late(
    r"(?:^|[；。])(?P<term>[\u4e00-\u9fff]{0,6}(?:时间|期限|时限|日期|工期|[交供发到]货期|交付期|保修期))：[^；。：_，]*$"
)


def _whole(period: str, after: str) -> str:
    """Return the name of a period, with what it is counted in where the name does not say that it is one."""
    return f"{period}{_counted(after)}" if period and not pattern(r"期|时间|限|日|间$").search(period) else period


_SPANNED = late(r"[至到\-—~～]_[^。；]*$")  # 自____至____，共____天: the days from the one to the other
# 乙方向甲方提交检测报告的时间：完成检测后____个月内
_LED_BY = late(r"(?:^|[。；])(?P<what>[\u4e00-\u9fff]{7,30})的(?:时间|期限|时限)：[^；。：_]*$")
_TERM = r"[\u4e00-\u9fff]{0,8}(?:期间|期限|时限|时间|年限|期)"


def _named(words: Words, clause: Clause | None) -> str:
    """Return the label of a term that the sentence names before it: 保证期间为…之日起____年, 共____天, 每次____小时."""
    segment, after = words.segment, words.after
    if pattern(r"(?:^|[，；（])(?:合计|总计|共计|共)$").search(words.before) or segment in (
        "共",
        "共计",
        "合计",
        "总计",
    ):
        return _whole(period_of(words, clause), after) or ("期限" if _SPANNED.search(words.before) else _counted(after))
    barred = pattern(r"(?:离职|离开|退休|解除|终止)[^，。；]{0,12}后$").search(segment)
    if barred and pattern(r"(?:年|个月|天|日)内，?(?:[甲乙]方|员工)?(?:不得|不能|不可|不准|不许)").match(after):
        return "竞业限制期限" if "竞" in words.before + after else "离职后限制期限"
    nights = pattern(r"([\u4e00-\u9fff]{2,8}?)(?:时间)?共_[晚夜]$").search(words.before)
    if nights:
        return f"{nights[1]}天数"
    each = pattern(r"(每(?:次|天|日|周|节|课|期))(?:[\u4e00-\u9fff]{0,4})$").search(segment)
    if each and pattern(r"小时|分钟|秒|分").match(after):
        return f"{each[1]}时长"
    term = pattern(rf"(?P<term>{_TERM})(?:为|是|：|延至|至)[^，。；]{{2,24}}(?:起|后|内)$").match(segment)
    if term:
        return noun_before(term["term"]) or term["term"]
    if segment.endswith("按") and pattern(r"(?:个?小时|分钟|天)(?:收费|计费|计算|计收)").match(after):
        return "计费时长"
    placed = pattern(r"(投放|发布|播放|展示|展出|陈列)[在于]").search(segment)
    if placed and pattern(r"(?:个?月|年|天|日|周)(?:[，。；（_]|$)").match(after):
        return f"{placed[1]}期限"
    told = _LED_BY.search(words.before)
    if told and (done := verb_in(told["what"])):
        return f"{done}期限"
    lead = _LEAD.search(words.before)
    if lead and not verb_in(after):
        return lead["term"]
    if segment.endswith("按") and pattern(r"为(?:[一壹1]期|(?:一个)?周期)").match(after):
        return f"{noun_before(segment[:-1])}支付周期"
    moved = pattern(r"(赔偿|补偿|扣除|退还)[甲乙丙双]?方?$").search(segment)
    if moved and pattern(r"个?月的?租金").match(after):
        return f"{moved[1]}租金月数"
    rent = pattern(r"个?月(?:的)?(?:租金|工资|[\u4e00-\u9fff]{1,4}费)").match(after)
    pledged = pattern(r"(押金|保证金|定金)[\u4e00-\u9fff]{0,8}[为是]$").search(segment) if rent else None
    if pledged:
        return f"{pledged[1]}月数"
    if rent and pattern(r"相当于|支付|按$").search(segment):
        return "违约金月数" if "违约金" in after[:16] else "租金月数"
    unpaid = pattern(r"(?:个?月|个?季度|年|日|天|期)(?P<what>未[\u4e00-\u9fff]{2,8}?)(?=的|，)").match(after)
    if unpaid and pattern(r"连续|累计|超过|达到?$").search(segment):
        return f"{unpaid['what']}{_counted(after)}"
    return ""


def _counted(after: str) -> str:
    """Return what a delay is counted in, as the unit behind the gap says."""
    if pattern(r"个?月").match(after):
        return "月数"
    if pattern(r"个?小时|分钟").match(after):
        return "时间"
    return "年数" if after.startswith("年") else "天数"


def _notice(segment: str, after: str) -> str:
    """Return the label of a notice: 提前____日通知, 检查前____日通知, 期满____日前提出."""
    ahead = _BEFORE_DAY.match(after)
    segment = pattern(r"(?<=前)(?:至少|不得?少于|不迟于)$").sub("", segment)
    if pattern(r"提[前早][^，]{0,6}$|[\u4e00-\u9fff]前$").search(segment):
        rest = after
    elif ahead and not pattern(r"[自从]").search(segment[-12:]):
        rest = ahead["rest"]
    else:
        return ""
    received = pattern(r"[^，。；]{0,6}收到([^，。；]{0,10}通知)?").match(
        pattern(r"^(?:个?工作日|日|天)内?").sub("", rest)
    )
    if received and received[1]:
        return "收到通知提前天数"
    nearest = rest.split("，")[0]
    due = _HANDED_IN.search(pattern(r"[。；]").split(rest)[0]) if len(nearest) <= _UNIT_ONLY else None
    if due and "提" not in segment[-8:]:
        return _ahead(due["verb"], due[0], after)
    way = _TOLD.search(nearest)
    verb = "" if way else verb_in(nearest)
    way = way or (None if verb else _TOLD.search(pattern(r"[。；]").split(rest)[0]) or _TOLD.search(segment))
    paid = "" if verb or "提前" in segment[-8:] else verb_in(rest)
    if paid and pattern(r"付|缴").search(paid) and (way is None or way[0] == "支付"):
        return f"{paid}期限"
    if verb and not (verb in LIGHT and "提前" in segment[-8:]):
        return _ahead(verb, rest, after)
    return f"提前{way[0] if way else '通知'}{'天数' if _counted(after) == '天数' else '期限'}"


# 结算日前____天，乙方应当向甲方提交对账单
_HANDED_IN = late(r"(?:[将把]|向[^，。；]{1,6}?|[应须需])(?P<verb>提交|提供|报送|送交|发送|出具|缴纳|支付).*")
_UNIT_ONLY = 4  # characters of a unit and nothing else


def _ahead(verb: str, rest: str, after: str) -> str:
    """Return the label of what is done ahead of a day: 发布日前____日提供样稿, 下刊前____日付清."""
    if pattern(r"付|缴|交清|结清").search(verb):
        return f"{verb}期限"
    at = rest.find(verb)  # -1 for 交给, which labels call 移交
    behind = pattern(r"[，。；、_]").split(rest[at + len(verb) :].lstrip("《"))[0] if at >= 0 else ""
    thing = behind if pattern(r"[\u4e00-\u9fff]{2,8}").fullmatch(behind) else _things(behind)
    return f"{verb}{thing}提前{'天数' if _counted(after) == '天数' else '期限'}"


def _things(behind: str) -> str:
    """Return the papers or things at the end of what a verb is done to: 附件所列的图纸及文件 gives 图纸及文件."""
    last = pattern(r"》.*").sub("", behind).rpartition("的")[2]
    return last if pattern(r"[\u4e00-\u9fff]{2,8}").fullmatch(last) else noun_before(last, 8)


# 甲方迟延交付房屋满____日的, 欠缴租金达____元或者超过____日的
_DELAY = r"(?P<what>(?:迟延|延迟|逾期|拖延|拖欠|欠缴|欠付|空置|闲置|擅自)[\u4e00-\u9fff]{2,10}?)"
_LASTING = late(rf"{_DELAY}(?:累计|连续)?(?:满|超过|达到?)$")
# 不按照约定支付租金连续达____日或累计达____日的
_UNDONE = r"[不未]按照?(?:[\u4e00-\u9fff]{0,6}?约定|[时期])?(?P<what>(?:支付|缴纳|交纳|交付|付)[\u4e00-\u9fff]{1,7}?)"
_REACHES = r"(?P<how>累计|连续)?(?:满|超过|达到?)"
_UNDONE_FOR = late(rf"{_UNDONE}{_REACHES}$")
_UNDONE_OR = late(rf"{_UNDONE}(?:累计|连续)?(?:满|超过|达到?)_[^，。；_]{{0,3}}或者?{_REACHES}$")
_OR = late(r"或者?(?:累计|连续)?(?:满|超过|达到?)$")
_OR_OVER = late(rf"{_DELAY}(?:累计|连续)?(?:满|超过|达到?)_[^，。；]{{0,3}}或者?(?:累计|连续)?(?:满|超过|达到?)$")


def _late(words: Words, clause: Clause | None, noun: str) -> str:
    segment, after = words.segment, words.after
    if not pattern(r"(?:逾期|超过|迟延|延迟|拖欠|拖延|延误|欠|达|延期|满)[^，起后]{0,4}$").search(segment):
        return ""
    undone = _UNDONE_FOR.search(segment) or _UNDONE_OR.search(words.before)
    if undone:
        return f"{undone['how'] or ''}未{undone['what']}{_counted(after)}"
    if not pattern(r"[\u4e00-\u9fff]{1,4}?(?:以上|的|仍|，|未|后|则|[甲乙双]方|$|；)").match(after):
        return ""
    lasting = _LASTING.search(segment) or (_OR_OVER.search(words.before) if _OR.match(segment) else None)
    stem = None if lasting else _LATE.search(segment)
    what = lasting["what"] if lasting else f"{stem[1]}{stem[2]}" if stem else noun or "逾期"
    left = _undone(after) if what.endswith(_DELAYED) else ""
    return delay(f"{what[-2:] if left else what}{left}{_counted(after)}", words, clause)


_DELAYED = ("逾期", "延期")
_LEFT_UNDONE = late(r"(?:个?工作日|日|天|个?月)(?:仍|尚)?(未[\u4e00-\u9fff]{2,10}?)(?=或者?|的|，|。|；)")


def _undone(after: str) -> str:
    """Return what is left undone for as long as the blank says: 逾期____日未清运垃圾的 gives 未清运垃圾."""
    found = _LEFT_UNDONE.match(after)
    return found[1] if found else ""
