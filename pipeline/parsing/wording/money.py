"""Words → labels of amounts of money."""

from __future__ import annotations

from dataclasses import replace

from pipeline.model.template import Clause, Kind
from pipeline.parsing.lexicon import role_pattern
from pipeline.parsing.surroundings import Words, segment_of
from pipeline.parsing.wording.lateness import late_deed
from pipeline.parsing.wording.phrases import last_head, noun_before, tidy, title_of
from pipeline.parsing.wording.stages import stage
from pipeline.text.patterns import late, pattern

# What sums are called whose share or multiple is agreed, and what their names end with.
SUM = r"违约金|滞纳金|赔偿金|补偿金|保证金|定金|订金|押金|预付款|首付款|罚款|利息"
_SUM_BEHIND = late(
    r"[万亿]?[美港欧]?元?[币整]?(?:人民币)?(?:/[日月年天次])?(?:，?作为|的|支付)?"
    r"(?P<sum>[\u4e00-\u9fff]{1,6}?(?:金|费|款|租|价))(?![额钱])"
)
PRICE = r"(?:[金费款价值租酬薪资息]|费用|工资|总额|金额|数额)"
SUM_NAME = late(
    r"(?:[金费价款额租息酬资薪本]|合计|总计|额度|资产|股值|市值|产值|收入|利润|损失|收益|营收|支出|开支|营业额|投资|零用钱|零花钱|彩礼|工钱|货钱)$"
)


def amount(words: Words, clause: Clause | None) -> str:
    """Return the label of an amount: the sum named before it, else behind it, else in the sentence."""
    words = _before_range(_in_money(_before_capitals(_in_money(words))))
    said = _SUM_SAID.search(words.before)
    if said:
        return said[1]
    made = _paid(words) or _each(words, clause) or _of_deed(words) or _totalled(words) or _of_sum(words)
    whose = _TOTAL_OF_SIDE.search(words.before)
    if whose and not made:
        heads = (words.above, f"{title_of(clause)}：")
        made = next((noun_before(head.rstrip("：")) for head in heads if _SUM_ABOVE.search(head)), "")
    return f"{whose[1]}{made}" if whose and made and whose[1] not in made else made


# 本次服务的费用： and below it 甲方共计：人民币____元
_SUM_ABOVE = late(r"(?:[费金款价租酬]|费用|价格)：$")
_TOTAL_OF_SIDE = late(r"(?:^|[。；])([甲乙丙丁]方)(?:应付|应收)?(?:共计|合计|总计)[：为]*(?:人民币)?$")


# 支付首期租金，金额为人民币____元
_SUM_SAID = late(
    r"(?:支付|缴纳|交纳|交付|收取|付清|结清|退还|预付)([\u4e00-\u9fff]{0,6}(?:[金费款租]|费用))，(?:其|该)?(?:金额|数额)(?:为|是|共计|合计)?：?(?:人民币|¥|RMB)?$"
)


def _paid(words: Words) -> str:
    """Return the label of a payment: how often, as what, in which stage it is made."""
    regular = _REGULAR.search(words.segment)
    paid = _SUM_BEHIND.match(words.after) if regular else None
    if regular and paid:
        return f"{regular[1]}{paid['sum']}"
    given_as = _GIVEN_AS.search(words.segment)
    if given_as:
        return given_as[1]
    at_once = _AT_ONCE.fullmatch(words.segment)
    if at_once:
        return f"{at_once[1]}付款金额"
    sold = _SOLD.match(words.after)
    if sold:
        return f"{sold[1]}价款"
    taken = _TAKEN_AS.match(words.after) or _TAKEN_FOR.match(words.after)
    if taken:
        return taken["sum"]
    timed = _TIMED_SUM.search(words.before)
    if timed:
        return f"{noun_before(timed[1]) or timed[1]}费用"
    if words.segment in ("超时", "超出", "超过", "加班", "加时") and words.after.startswith(("元/", "元每")):
        return f"{words.segment}费用"
    grows = pattern(r"(每[\u4e00-\u9fff]{1,3})(?:升|涨|增加?|递增|提高|上浮|上涨)$").search(words.segment)
    if grows:
        return f"{grows[1]}递增金额"
    done = pattern(r"(提供|投入|垫付|支付|缴纳|交纳)的$").search(words.segment)
    if done and pattern(r"[万亿]?元(?:[^的]|$)").match(words.after):
        return f"{done[1]}金额"
    staged = _STAGED.fullmatch(words.segment)
    if staged:
        return f"{staged[1]}{'' if staged[1].endswith('款') else '金额'}"
    shared = _SHARED_AS.search(words.before) or _SAID_SHARE.search(words.before)
    if shared:
        return shared[1]
    settled = _SETTLED.match(words.after)
    if settled:
        return f"{settled[1]}单价"
    monthly = _MONTHLY.search(words.segment)
    if monthly and pattern(r"[万]?元(?:/人)?(?:计|收取|支付|缴纳|结算)").match(words.after):
        return f"每{monthly['each']}{noun_before(monthly['what']) or monthly['what']}"
    summed = _EACH_SUMMED.search(words.before)
    if summed:
        return f"{noun_before(summed[1]) or summed[1]}合计"
    return ""


def _of_deed(words: Words) -> str:
    """Return the label of what somebody pays or puts in, or pays for being late."""
    or_share = pattern(rf"({SUM})[^。；]*_%或者?(?:人民币)?$").search(words.before)
    if or_share:
        return or_share[1]
    fined = _FINED.search(words.segment)
    if fined:
        return f"逾期{fined[1]}"
    bonus = _BONUS.match(words.after)
    if bonus and _GIVEN.search(words.segment):
        return bonus[1]
    if _LATE_EACH.search(words.segment) and not pattern(SUM).search(words.after):
        return "违约金" if late_deed(words, None) else "逾期费用"
    invested = _INVESTING.search(words.before)
    if invested and not pattern(r"金|额|费|总投资").search(words.segment):
        total = pattern(r"共计|总计|合计").search(words.segment)
        whose = "" if total else subject(words.before)
        return f"{whose}{_INVESTED.get(invested[1], '出资')}{'总额' if total else '额'}"
    paid_first = _PAID_FIRST.search(words.segment)
    if paid_first:
        return f"{paid_first[1]}款"
    given = pattern(
        rf"(?P<who>{role_pattern()})(?P<verb>提供|出资|承担|负担|投入|支付|自筹|交纳|缴纳)(?:人民币)?$"
    ).fullmatch(words.segment.removeprefix("其中").lstrip("：，").removeprefix("由"))
    if given and not pattern(rf"万?元的?[\u4e00-\u9fff]{{0,6}}(?:{SUM}|[金费款])").match(words.after):
        return f"{given['who']}{given['verb']}金额"
    return ""


def _totalled(words: Words) -> str:
    """Return the label of what other sums come to: 合计____元, 押金为两个月租金，即____元."""
    charged = pattern(r"([\u4e00-\u9fff]{1,8}[费款金价])_元/[^。；]{0,12}_[\u4e00-\u9fff]计$").search(words.before)
    if charged:
        return f"{noun_before(charged[1]) or charged[1]}合计"
    coin = pattern(r"(?:含|折合|即)?(美元|港[元币]|欧元|日元|英镑)$").search(words.segment)
    if coin and not SUM_NAME.search(noun_before(words.segment.removesuffix(coin[0]))):
        return f"{coin[1]}金额"
    taken_over = pattern(r"万?元(?:的价格)?(受让|购买|收购|认购|转让|买断)").match(words.after)
    if taken_over and words.segment.endswith("以"):
        return f"{taken_over[1]}价款"
    total = pattern(r"(?:合计|共计|总计)[为：]?(?:人民币)?$").search(words.segment)
    if total:
        listed = _SEVERAL.search(words.before)
        if listed:
            return f"{listed[1]}等合计"
        given = pattern(r"(赔偿|补偿|赔付)(?:[甲乙丙]方|对方)").search(words.segment)
        if given and not pattern(PRICE).search(words.segment[given.end() :]):
            return f"{given[1]}金额"
        what = pattern(rf"([\u4e00-\u9fff]{{1,8}}{PRICE})[：，]?(?:已|共)?(?:合计|共计|总计)(?:为|：|人民币)*$").search(
            words.before
        )
        held = _HELD.search(words.segment[: total.start()])
        named = noun_before(what[1]) if what else ""
        if held and not named:
            return f"{held[0]}{total[0][:2]}"
        return named or _sum_of_sentence(words.before, total[0][:2]) or f"{total[0][:2]}金额"
    namely = pattern(r"([\u4e00-\u9fff]{2,8})(?:为|按)[^。；]{0,20}，(?:即|计|合计|共计|总计)$").search(words.before)
    if namely:
        return noun_before(namely[1]) or namely[1]
    return ""


# 本工程设计费：面积____平方米，单价____元，总计____元: what the sentence is about comes to that
_SUM_FIRST = late(
    rf"(?:^|[。；])([\u4e00-\u9fff]{{2,12}}(?:{PRICE}|价格))(?:标准)?(?:为|按|是|：)[^。；]*_[^。；_]{{0,12}}，$"
)


def _sum_of_sentence(before: str, total: str) -> str:
    """Return the sum that a sentence begins with, and that its last number is the total of it."""
    found = _SUM_FIRST.search(before.removesuffix("人民币").rstrip("：为").removesuffix(total))
    return f"{noun_before(found[1]) or found[1]}{total}" if found else ""


def _of_sum(words: Words) -> str:
    """Return the label of an amount by the sum that is nearest to it, or that its share, stage or line names."""
    bound = pattern(r"(?:[未不]得?)?(?:超过|达到?|低于|高于|不足|少于|满)$").sub("", words.segment)
    near = noun_before(bound) or _before_money(words.before)
    if near and SUM_NAME.search(near):
        return near
    if near and near == words.segment and pattern(r"万?元/[^_]").match(words.after):
        return f"{near}单价"  # 天然气____元/立方米
    behind = _SUM_BEHIND.match(words.after) or pattern(f"(?P<sum>{SUM})").search(
        pattern(r"[。；，]").split(words.after)[0]
    )
    if behind:
        return behind["sum"]
    share = _BY_SHARE.search(words.before)
    stages = _STAGE.findall(share["what"]) if share else []
    if stages:
        part = next((part for part in stages if part != "支付"), f"{stage(words)}支付")
        return part if pattern(f"(?:{SUM})$").search(part) else f"{part}金额"
    charged = _SHARE_OF.search(words.before)
    if charged:
        return f"{stage(words)}{charged['sum']}支付金额"
    called = _AS.search(words.before)
    if called:
        return called[1]
    namely = _NAMELY.search(words.before) if _LEADS_TO.fullmatch(words.segment) else None
    if namely:
        return namely["sum"] or f"{stage(words)}付款金额"
    cleared = _CLEARED.search(words.before)
    if cleared:
        return cleared["sum"]
    stated = _STATED.search(words.before)
    if stated:
        return noun_before(stated[1]) or stated[1]
    after = _PAID_AFTER.search(words.segment)
    if after:
        return f"{after['event'] or ''}付款金额"
    lead = pattern(r"[^，。；：_]{2,10}(?=：)").match(words.before) if "；" not in words.before else None
    if lead and pattern(r"付款|支付|缴纳|缴费|期").search(lead[0]):
        return f"{lead[0]}金额"
    near = "" if pattern(role_pattern()).search(near) else near
    named = last_head(words.segment, Kind.AMOUNT) or last_head(words.before[-40:], Kind.AMOUNT)
    return named or (f"{near}金额" if near else "")


# 总资产合计为____元
_HELD = late(r"(?:总|净|流动|固定|对外|应收|应付|注册)?(?:资产|负债|债务|债权|权益|股本|收入|支出)$")
# 抚养费、教育费、医疗费等总计____元
_SEVERAL = late(
    r"([\u4e00-\u9fff]{1,5}[费款金息])(?:[、和及][\u4e00-\u9fff]{1,6}[费款金息])+等?(?:各项)?，?(?:合计|共计|总计)[为：]?(?:人民币)?$"
)
_SOLD = late(
    r"[万亿]?元?[整正]?(?:人民币[将把][^，。；_]{1,20}?)?的?(?:总?价款?|价格)?(出售|转让|出让|出租|转租)(?:给|于)"
)  # 以____元出售给乙方
# 以____元为总资产
_TAKEN_FOR = late(r"[万亿]?元[整正]?为(?P<sum>[\u4e00-\u9fff]{1,6}(?:资产|资金|股本|本金|资本|底价|基数))")
# 签订后____日内预付（小写）¥____元
_PAID_FIRST = late(r"(预付|先付|首付)(?:人民币|[（]?小写[）]?|：|¥)*$")
# 以人工费的1%作为误工费支付给乙方____元; 一次性支付____元
_GIVEN_AS = late(r"作为([\u4e00-\u9fff]{2,6}[费金款])(?:支付|赔偿|补偿|赔付)(?:给)?(?:[甲乙丙]方|对方)?(?:人民币)?$")
_AT_ONCE = late(r"(一次性|首次|首期|第[一二三四]次)[需应须]?(?:支付|缴纳|交纳|付)(?:人民币)?")
# 余下的____%作为质保金，验收后____个月支付，即人民币____元; 再付总价的____%，即____元
_NAMELY = late(
    r"(?:作为(?P<sum>[\u4e00-\u9fff]{1,5}[款金费])|(?:支付|收取|再付|先付|付清|[应须需]付|交付|付)[^。；]*?_%)[^。；]*$"
)
_LEADS_TO = late(r"(?:即|计|合计?)(?:人民币)?")
# 工作时间为____小时____元
_TIMED_SUM = late(r"([\u4e00-\u9fff]{2,10})时间[为：]?_(?:个?小时|天|分钟|日)$")
# 首期____元，二期____元, 第一年____元, 2025年____元
_STAGED = late(
    r"((?:[首二三四五六末尾中前]|第[一二三四五六七八九十\d]{1,2})(?:[期次笔批年月季]|阶段)(?:付?款)?|\d{4}年度?)(?:应?支付|应?付|为|：)*(?:人民币)?"
)
# 支付总价____%的备料款，计____万元
_SHARED_AS = late(r"_%）?的([\u4e00-\u9fff]{1,6}(?:款|金|费))，?[即计合](?:人民币)?$")
# 支付定金，为总金额30%，即人民币____元
_SAID_SHARE = late(
    rf"({SUM}|尾款|余款|首款|首期款|进度款)，(?:为|占|按|即)[^，。；]{{0,12}}[\d_][%％]?，?即?(?:人民币|¥)*$"
)
# 补偿费每亩____元，合计____元
_EACH_SUMMED = late(
    r"([\u4e00-\u9fff]{1,10}(?:[费款金价]|费用))(?:数额|标准|金额)?(?:为|按|：)?每[\u4e00-\u9fff]{1,6}_万?元，"
    r"(?:合计|共计|总计)(?:为)?(?:每[年月季天])?(?:人民币)?$"
)
# ____元（大写：____）作为股权红利
_TAKEN_AS = late(
    r"[^，。；_]{0,6}(?:（[^（）]{0,12}）)?，?作为(?:本[^，。；]{2,4}的)?(?P<sum>[\u4e00-\u9fff]{2,8})(?=[，。；（、]|$)"
)
# 支付设计费总额的30%，计____万元
_SHARE_OF = late(
    r"(?:支付|付|收取|缴纳)(?:[甲乙丙]方)?(?P<sum>[\u4e00-\u9fff]{1,6}?[费款金])(?:总额)?的?[\d.]+%，?[即计合]计?(?:人民币)?$"
)
_AS = late(r"作为([\u4e00-\u9fff]{1,5}[款金费])，?[即计合](?:人民币)?$")  # 作为预付款，即人民币____元
# ____元/吨结算承运费
_SETTLED = late(
    r"万?元/[\u4e00-\u9fff]{1,3}(?:结算|计算|支付|收取|计收|计付)([\u4e00-\u9fff]{2,8}?[费金款租价])(?=[，。；]|$)"
)
# 折旧费按月____元计
_MONTHLY = late(r"(?P<what>[\u4e00-\u9fff]{2,8}(?:[费金款租]|费用))按(?P<each>[年月季周日天])$")
# 乙方预付设备进出场费，人民币____元; 付清制作费余额。计人民币____元
_STATED = late(
    r"([\u4e00-\u9fff]{2,16}(?:[费金款租]|费用|价款|租金|余额))(?:[，：](?:(?:为|即|计)?人民币)?|。[即计合]计?(?:人民币)?)$"
)
# 第二期，付清余款，计人民币____元
_CLEARED = late(r"(?:付清|支付|交付|结清|付)(?P<sum>[\u4e00-\u9fff]{0,4}[款金])，[即计合]计?(?:人民币)?$")
# 竣工验收后付____元
_PAID_AFTER = late(r"(?P<event>[\u4e00-\u9fff]{2,8}后)?(?:[再应须需先]|一次性)*(?<![支交缴给托])付(?:人民币)?$")
# 首期支付____%即人民币____元
_BY_SHARE = late(r"(?P<what>[^，。；_]{0,20})(?:_%）?|百分之_】?)，?，?[即计合](?:人民币)?$")
_STAGE = late(rf"{SUM}|(?:首期|首次|首笔|第[一二三四]期|剩余|其余|余下|余款|尾款)(?:支付|付款)?|支付")
# 每超过一天罚款____元, 每提前一天奖励____元
_FINED = late(r"(?:逾期|延迟|迟延|超过|拖延|延期)[^，。；]{1,8}?(罚款|扣款|扣除|处罚)(?:人民币)?$")
_BONUS = late(r"[万]?元(?:的|作为)?(奖励|奖金|补贴|补助|津贴|提成|返利|补偿)")
_GIVEN = late(
    r"(?:获得?|给予?|予以|给|奖励?|发放|支付|享受?|得到)(?:[甲乙丙]方|对方)?(?:每个?[年月季周日天次])?(?:人民币)?$"
)
# 每逾期一天支付____元, 逾期一日应向乙方支付____元
_LATE_EACH = late(
    r"(?:每(?:逾期|延迟|迟延|超过?)|(?:逾期|迟延|延误|拖延)[一1])[^，。；]{1,4}?(?:[应须需])?(?:向(?:[甲乙丙]方|对方))?(?:收取|支付|加收|计收)?$"
)
# 定金为人民币（大写）____（小写: what the capitals are is what the digits are
_CAPITALS = late(
    r"(?:人民币)?[（]?(?:人民币)?大写[）]?[：]?_[百千万亿]?元?[整正]?[）]?[，。；]?[（]?(?:人民币)?(?:小写|¥|RMB)[）：¥]*$"
)


# 合同总价：人民币____元（¥____）: the same sum once more
_SAME_SUM = late(r"(?:[为是]?(?:人民币)?：?)_[百千万亿]?元[整正]?[（，]?(?:人民币)?(?:小写|¥|RMB)[）：¥]*$")


_REGULAR = late(r"(每[年月季周日天次])(?:向[甲乙丙]方)?(?:支付|缴纳|交纳|收取|缴|付)$")  # 每月支付____元管理费
_RANGE = late(r"^(?P<rest>.+)_[万亿]?元(?:/[^，。；_]{1,4})?[至到\-—~～]$")


def _before_range(words: Words) -> Words:
    """Return the words of the upper end of a range as if they stood before the lower: 伙食在____元至____元."""
    found = _RANGE.match(words.before)
    return replace(words, before=found["rest"], segment=segment_of(found["rest"])) if found else words


def _before_capitals(words: Words) -> Words:
    """Return the words of digits that follow their capitals as if they stood in front of them."""
    before = _SAME_SUM.sub("", _CAPITALS.sub("", words.before))
    return words if before == words.before else replace(words, before=before, segment=segment_of(before))


_TAXED = late(r"（(?:不?含税|税[前后]|(?:不?含|不?包括?|包含)[^（）_]{2,40})）(?=(?:人民币|[：为])*$)")
# 租金为每【月】【年】金额【人民币】【____】（币种）____元
_IN_COIN = late(r"(?:[为是：]?每?(?:【[\u4e00-\u9fff]{1,3}】){2,})?(?P<sum>金额|数额)?(?:【人民币】)?_?（币[种别]）$")
_CURRENCY = late(r"新[台臺]币|新[台臺]幣|港[币幣]|澳门币|美金")


def _in_money(words: Words) -> Words:
    """Return the words with every currency called alike: what is said of 人民币 holds for them all."""
    before = _TAXED.sub("", _CURRENCY.sub("人民币", words.before))
    if before.endswith("）"):
        before = _IN_COIN.sub("", before)
    if before == words.before:
        return words
    return replace(words, before=before, segment=segment_of(before))


_INVESTED = {"投资": "投资", "认缴": "认缴出资", "实缴": "实缴出资", "入股": "入股"}


_INVESTING = late(r"(出资|投资|认缴|实缴|入股)[^，。；比]{0,8}(?:，|$)(?:(?:合|共|总)?计)?(?:人民币|折合){0,2}$")
_EACH = late(
    r"(?P<what>[\u4e00-\u9fff]{0,12}?)(?:标准)?(?:[暂约确]?定)?[按为以]?(?P<each>(?:每[\u4e00-\u9fff\d]{1,4}?){1,3})$"
)


# 每年进货回款不低于____万元，每季度____万元
_EACH_AGAIN = late(
    r"每[年月季周日]度?([\u4e00-\u9fff]{2,8}?)(?:不?[低高]于|不少于|不超过|为|：)*_[万亿]?元(?:，每[年月季周日]度?_[万亿]?元)*，每[年月季周日]度?$"
)
# 向员工支付竞业限制补偿费，每月____元
_GRANTED_EACH = late(
    r"(?:支付|缴纳|交纳|收取|发放|给付)(?:(?:[甲乙]方|员工|对方))?([\u4e00-\u9fff]{0,6}(?:[费金款租薪资]|补贴|津贴|报酬))，每[年月季日天周]$"
)
_RAISED = late(r"(每[\u4e00-\u9fff]{1,2})(加|减|上浮|下浮|上涨)(?:人民币)?$")  # 按送货当日价格每吨加____元


def _each(words: Words, clause: Clause | None) -> str:
    """Return the label of a price by time or piece: 交通费每次____元 gives 每次交通费, 超出部分每公里加收 …加收费用."""
    raised = _RAISED.search(words.segment)
    if raised and pattern(r"万?元(?:[，。；]|$)").match(words.after):
        return f"{raised[1]}{raised[2]}价"
    segment = pattern(r"(?:按|为|在|：|人民币)+$").sub("", words.segment)
    if pattern(r"(?:[年月季周日]度?|全年|人|户|每[年月季周日])(?:平均|均)").fullmatch(segment):
        return f"{segment}金额"
    more = pattern(r"([\u4e00-\u9fff\d]{0,10}(?:加收|加付|扣减|扣除|补交|另收))$").search(segment)
    if more:
        named = pattern(rf"万?元的?[\u4e00-\u9fff]{{1,6}}{PRICE}").match(words.after)
        return more[1] if named else f"{more[1]}费用"
    cut_off = pattern(r"(每[\u4e00-\u9fff]{1,3}扣)$").search(segment)
    if cut_off:
        return f"{cut_off[1]}款"
    found = _EACH.search(segment)
    if not found:
        return ""
    if (
        not found["what"]
        and found["each"] == segment
        and pattern(r"每[\u4e00-\u9fff\d]{1,2}(?:租|工|薪|费|房).$").search(segment)
    ):
        return segment  # 每月租金为____元
    what = noun_before(found["what"])
    granted = _GRANTED_EACH.search(words.before) if not what and found["each"] == segment else None
    if granted:
        return f"{segment}{granted[1]}"
    named = pattern(r"万?元的([\u4e00-\u9fff]{1,6}?(?:[费金]|工资|薪水|补贴|补助|津贴|报酬))(?=[，。；、]|$)").match(
        words.after
    )
    if not what and named and found["each"] == segment:
        return f"{segment}{named[1]}"
    again = _EACH_AGAIN.search(words.before) if not what and found["each"] == segment else None
    if again:
        return f"{segment}{again[1]}"
    owed = pattern(r"元?向(?:[甲乙]方|对方)(?:承担|支付|给予)?(赔偿|补偿)").match(words.after)
    if not what and owed:
        return f"{found['each']}{owed[1]}金额"
    if what.endswith(("收益", "收入")):
        return f"{found['each']}{what}"  # 保底收益每亩每年____元
    if pattern(rf"(?:{PRICE}|损失)$").search(what):
        return f"{found['each']}{what}" if found["each"].count("每") == 1 else f"{what}单价"
    if what and f"{found['what']}标准" in segment:
        return f"{found['each']}{what}标准"  # 伙食标准为每天____元
    title = title_of(clause)
    paid = pattern(rf"(?:支付|收取|缴纳|交纳|计收)(?:[甲乙丙]方)?([\u4e00-\u9fff]{{1,6}}{PRICE})").search(
        pattern("[，。；]").split(words.after)[0],
    )
    if not what and paid:
        return f"{found['each']}{paid[1]}" if found["each"].count("每") == 1 else f"{paid[1]}标准"
    if not what and pattern(rf"{PRICE}$").search(title) and not pattern("[、与及和]").search(title):
        return f"{found['each']}{title}"
    charged = pattern(r"收费|停车费|标准").search(words.before[: -len(words.segment) or None] + words.after[:24])
    if not what and found["each"] == segment:
        return f"{segment}{'费用' if '收费' in words.before else '金额'}"
    return f"{what}收费标准" if what and (charged or title in ("收费标准", "收费", "费用标准")) else ""


def subject(before: str) -> str:
    """Return the party that a sentence or a line begins with: 合伙人甲以____ gives 合伙人甲, "" if none does."""
    sentence = pattern(r"[。；]").split(before)[-1]
    found = pattern(rf"(?P<role>{role_pattern()})").match(sentence)
    return found["role"] if found else ""


def _before_money(before: str) -> str:
    """Return what stands before 人民币小写 and the like: 租金总计：人民币小写____元 gives 租金总计."""
    rest = pattern(r"[：（]*(?:人民币|小写|（|：|¥|RMB)+$").sub("", before)
    if rest == before:
        return ""
    piece = pattern(r"^[并且即]?[应须需]?[按以付]$").sub("", tidy(segment_of(rest).split("：")[-1]))
    return piece if 2 <= len(piece) <= 8 else noun_before(piece)


_LENT = frozenset(("借款", "贷款", "出借", "投资", "出资", "担保", "保证", "抵押"))


# 按人民币（大写）____元（小写：____元）标准支付违约金: the digits between the capitals and what the sum is
_DIGITS_BEHIND = late(r"^元?[整正]?（(?:小写|¥)[：¥]*_元?）")
_SAID_BEHIND = late(rf"，?作为|(?:的?标准[^，。；_]{{0,12}})?(?:{SUM})")


_DIGITS_FIRST = late(r"[：]?_元?（小写）[，；]?$")


def upper(words: Words, clause: Clause | None) -> str:
    """Return the label of an amount in capitals, after the amount that it spells out."""
    if "_ 元" in words.before:
        words = replace(words, before=words.before.replace("_ 元", "_元"))
    digits = _DIGITS_FIRST.sub("", words.before)
    if digits != words.before:
        words = replace(words, before=f"{digits}大写")  # 总价为：____（小写）____（大写）
    before = words.before.rpartition("大写")[0].removesuffix("（金额").rstrip("（") or words.before
    before = pattern(r"[：（]*(?:人民币)?[（]?(?:小写)?[）]?[：¥]*_[百千万亿]?元[【（，]?即(?:人民币)?$").sub(
        "", before
    )
    before = pattern(r"_[百千万亿]?元(?:[整正]|（人民币）)?[，；（]?(?:人民币)?$").sub("", before)
    behind = _DIGITS_BEHIND.sub("", words.after.removeprefix("（大写）").lstrip("）"))
    after = f"元{behind}" if _SAID_BEHIND.match(behind) else ""
    own = amount(replace(words, label="", before=before, segment=segment_of(before), after=after, number=""), clause)
    own = f"{own}金额" if own in _LENT else own
    return f"{own}大写" if own else "大写金额"
