"""Words → labels of percentages."""

from __future__ import annotations

from pipeline.model.template import Clause
from pipeline.parsing.lexicon import role_pattern
from pipeline.parsing.surroundings import Words, segment_of
from pipeline.parsing.wording import money
from pipeline.parsing.wording.lateness import penalty
from pipeline.parsing.wording.money import PRICE, SUM, SUM_NAME
from pipeline.parsing.wording.phrases import noun_before, verb_in
from pipeline.parsing.wording.stages import stage
from pipeline.text.patterns import late, pattern

_SHARE = late(rf"({SUM}|返利|提成|奖励|返还|进度款|尾款|质保金|手续费|服务费|佣金|赔偿|退还|扣除|支付|承担)")


def percent(words: Words, clause: Clause | None) -> str:
    """Return the label of a share: of what it is paid as and for which breach, else of what it is a share."""
    label = _percent(words, clause)
    return penalty(label, words, clause) if label in _PENALTIES else label


_PENALTIES = frozenset(("违约金比例", "逾期违约金比例", "滞纳金比例"))


def _percent(words: Words, clause: Clause | None) -> str:
    option = _OPTION.search(words.before) if _OPTION_ENDS.match(words.after) else None
    if option:
        sums = pattern(rf"({SUM}|逾期费用)").search(words.after)
        return f"{sums[1] if sums else ''}占{option[1]}比例"
    beside = _BESIDE_SUM.search(words.before)
    if beside and (sum_ := money.amount(_at(beside[1]), clause)):
        return f"{sum_.removesuffix('金额')}比例"
    segment = pattern(r"[百千万]分之$").sub("", words.segment)
    is_late = (
        segment != words.segment and segment.endswith(("费的", "款的")) and not pattern(SUM).search(words.after[:16])
    )
    if is_late and pattern(r"(?:逾期|迟延|拖欠)").search(pattern(r"[。；]").split(words.before)[-1]):
        return "逾期违约金比例"
    noun = noun_before(segment)
    if noun.endswith(("率", "比例", "度", "月息", "年息", "日息")):
        return noun
    if noun and noun == segment and SUM_NAME.search(noun):
        return f"{noun}比例"
    above = pattern(r"(?:超过|高于|低于|超出)$").search(segment)
    if above and noun and pattern(r"[%‰]的?部分").match(words.after):
        return f"{noun}比例"
    reached = _REACHED.match(segment)
    if reached:
        return reached["what"]
    stated = _named_behind(words, segment) or _share_of(words, segment)
    if stated:
        return stated
    behind = pattern(r"[。；]").split(words.after)[0][:40]
    share = pattern(f"({SUM}|佣金|手续费|服务费)").search(behind) or _SHARE.search(behind)
    if share:
        return "利率" if share[1] == "利息" else f"{share[1]}比例"
    if noun:
        return f"{noun}比例"
    verb = verb_in(words.after)
    return f"{verb}比例" if verb else ""


# 保证____%的合格率, 对该批次商品实行____%退换货
_RATE_BEHIND = late(r"%的?([\u4e00-\u9fff]{1,6}率)(?=[，。；、]|$)")
_GRANTED = late(r"%的?([\u4e00-\u9fff]{2,4})(?=[，。；]|$)")


def _named_behind(words: Words, segment: str) -> str:
    """Return the label of a share whose name stands behind it."""
    rate = _RATE_BEHIND.match(words.after)
    if rate:
        return rate[1]
    if pattern(r"%[^。；]{0,12}承担违约责任").match(words.after):
        return "违约金比例"
    granted = _GRANTED.match(words.after) if segment.endswith(("实行", "给予", "予以", "享受", "享有")) else None
    return f"{granted[1]}比例" if granted else ""


# 应按【月租金的____%】【租金总额的____%】的标准支付违约金: the answers are shares of different sums
_OPTION = late(r"[【□☑]([\u4e00-\u9fff]{2,8})的$")
_OPTION_ENDS = late(r"[%‰]?(?:】[【的_]|[□☑])")
# 开工前支付第一期人民币____元整（____%）: the share of the sum in front of it
_BESIDE_SUM = late(r"([^。；]{2,40})_[万亿]?元[整正]?（(?:即|占)?$")


def _at(before: str) -> Words:
    """Return the words of a sum that stands behind them."""
    return Words(label="", before=before, segment=segment_of(before), after="元", above="", number="")


# 满意度调查低于____%
_REACHED = late(r"(?P<what>[\u4e00-\u9fff]{2,8}[度率])[\u4e00-\u9fff]{0,4}?(?:不?[低高]于|达到?|不足|超过)$")
_OF = (
    rf"(?P<what>[\u4e00-\u9fff]{{1,10}}(?:{PRICE}|利润|收入|收益|营业额|销售额|流水))(?:为|按|是)[^，。；：]{{1,16}}的$"
)
_BEARS = "承担|负担|支付|享有|占有|占|分得|分配|出资"


def _share_of(words: Words, segment: str) -> str:
    """Return the label of a share by what it is of, what it becomes, who bears it, or what is paid or kept of it."""
    whole = _of_whole(words, segment)
    if not whole and pattern(r"不超过|不得超过|不高于|上限为").search(segment):
        sums = pattern(SUM).findall(words.before)
        return f"{sums[-1]}上限比例" if sums else ""
    return whole or _changed(words, segment) or _borne(words, segment) or _moved(words, segment)


def _of_whole(words: Words, segment: str) -> str:
    """Return the label of a tax or of stock in a company."""
    after = words.after
    tax = pattern(r"%的?(?P<tax>(?:增值|所得|营业)?税)(?!务)").match(after)
    if tax and pattern(r"[含按为缴纳税]$").search(segment):
        return f"{tax['tax']}税率"
    held = pattern(r"%的?(?:股权|股份|份额)").match(after) or (
        pattern(r"的(?:股权|股份|份额)").match(after) if words.before.endswith("分之") else None
    )
    if held:
        return "持股比例" if "持有" in segment else "转让股权比例" if "转让" in words.before[-30:] else "股权比例"
    return ""


def _changed(words: Words, segment: str) -> str:
    """Return the label of a share that is taken of a sum or as one, that grows or is added."""
    after = words.after
    what = pattern(_OF).search(segment)
    if what:
        return f"{noun_before(what['what']) or what['what']}比例"
    loss = _LOSS.search(segment)
    if loss:
        return f"{noun_before(loss[1], 6) or loss[1]}比例"
    taken = pattern(r"(?P<sign>%)?[^，。；_]{0,8}?作为([\u4e00-\u9fff]{2,8}?)(?=[，。；（_]|$)").match(after)
    if taken and (taken["sign"] or words.before.endswith("分之")):
        return f"{taken[2]}比例"
    grows = pattern(r"%(?:的(?:幅度|比例))?(递增|递减|上浮|下浮|上调|增长)").match(after)
    if grows:
        return f"{grows[1]}比例"
    varies = pattern(r"%(?:以?内)?的?(增减|浮动|变动|溢短装|误差|上下浮动)").match(after)
    if varies:
        return f"{varies[1]}比例"
    added = pattern(r"%(加收|减收|扣减)([\u4e00-\u9fff]{2,6})").match(after)
    if added:
        return f"{added[1]}{added[2]}比例"
    return ""


# 由供方承担的损耗为销售金额的____%
_LOSS = late(
    r"([\u4e00-\u9fff]{0,8}(?:损耗|损失|误差|偏差|差异|涨幅|跌幅|亏损))[不应]?(?:为|是|超过|高于)[^，。；：]{2,16}的$"
)


def _borne(words: Words, segment: str) -> str:
    """Return the label of a share by who bears it, or by the stage that it is paid in."""
    done = pattern(r"%的?比例(分担|承担|分配|分成|支付|赔偿|提取|返还|分享)").match(words.after)
    if done and segment.endswith("按"):
        who = pattern(rf"(?P<who>{role_pattern()})按$").search(segment)
        return f"{who['who'] if who else ''}{done[1]}比例"
    who = pattern(rf"(?:由|[、，按]|^)(?P<who>{role_pattern()})(?P<does>{_BEARS})?$").search(segment)
    if who:
        does = who["does"] or next(iter(pattern(r"比例(分配|承担|分享|分担|享有)").findall(words.after)), "")
        return f"{who['who']}{does}比例"
    lead = pattern(r"[^，。；：_]{2,10}(?=：)").match(words.before)
    if lead and pattern(r"期$|笔$|款$").search(lead[0]) and pattern(r"支付|付|%$").search(segment):
        return f"{lead[0]}比例"
    return ""


# 按结算价____%支付佣金, ____%缴纳保证金
_PAID = late(
    r"%，?[^，。；]{0,8}?(?:支付|缴纳|交纳|收取|计收|提取|计提)(?P<what>[\u4e00-\u9fff]{0,6}(?:佣金|报酬|费用?|工资|补偿金|保证金|基金|租金|提成))"
    r"(?=[，。；]|$)"
)


def _moved(words: Words, segment: str) -> str:
    """Return the label of what is left, kept, given back or paid."""
    after = words.after
    rest = pattern(r"(?:剩余|其余|余下)的?$").search(segment)
    if rest:
        return "剩余比例"
    kept = pattern(r"(?:^|[，；])(?P<what>余款|尾款|剩余[\u4e00-\u9fff]{0,4})$").search(segment)
    if kept:
        return f"{kept['what']}比例"
    called = pattern(r"%的([\u4e00-\u9fff]{1,4}[款金]|分成|提成|分红|补贴|返利)(?=[，。；（_]|$)").match(after)
    if called:
        return f"{called[1]}比例"  # 支付总价____%的备料款
    moved = pattern(r"(退还|返还|扣除|赔偿|补偿|减免|缴纳|交纳)[^，。；]{0,12}的$").search(segment)
    if moved:
        return "缴费比例" if moved[1].endswith("纳") else f"{moved[1]}比例"
    paid = _PAID.match(after)
    if paid:
        return f"{paid['what']}比例"
    pays = pattern(r"(?:支付|^收取|付|付清)[^，。；]{0,12}的?$").search(segment)
    if pays and not pattern(f"{SUM}").search(after[:16]):
        return f"{stage(words)}付款比例"
    return ""
