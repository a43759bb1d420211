"""Words → labels of days: what begins, ends, comes again or is done on them."""

from __future__ import annotations

import dataclasses

from pipeline.model.template import Clause
from pipeline.parsing.lexicon import role_pattern
from pipeline.parsing.surroundings import Words
from pipeline.parsing.wording.deadlines import matter_of
from pipeline.parsing.wording.phrases import noun_before, title_of, verb_in
from pipeline.parsing.wording.times import COVERED, period_of
from pipeline.text.patterns import late, pattern

_CALENDAR = late(r"(?:(?:中华)?民国(?:（下同）)?|公元|公历|农历)?[\d○]*$")


def date(words: Words, clause: Clause | None) -> str:
    """Return the label of a day: what begins, ends or is done on it."""
    after = words.after[1:] if _YEARS.match(words.after) else words.after
    words = dataclasses.replace(words, after=after, segment=_CALENDAR.sub("", words.segment, count=1).lstrip("（"))
    return (
        _year(words)
        or _happening(words)
        or _beginning(words, clause)
        or _ending(words, clause)
        or _recurring(words)
        or _due(words)
        or _spanned(words, clause)
        or _named(words)
    )


# 自____以前发生的事故由甲方负责
_PARTED = late(
    r"[日时点分]?(?:以|之)?(?P<side>[前后])[^。；_]{0,40}?由(?P<who>[甲乙丙]方|[买卖][方受]人?|双方)(?P<verb>负责|承担|负担)"
)
_YEARS = late(r"年[-—~～至到]_年")  # ____年-____年电量
_FROM_YEAR = late(r"[-—~～至到]_年(?P<what>[\u4e00-\u9fff]{2,6}?)(?=[，。；]|$)")
_TO_YEAR = late(r"年(?P<what>[\u4e00-\u9fff]{2,6}?)(?=[，。；]|$)")


def _year(words: Words) -> str:
    """Return the label of the first or the last of several years: ____年-____年电量."""
    first = _FROM_YEAR.match(words.after)
    last = _TO_YEAR.match(words.after) if pattern(r"_年[-—~～至到]$").search(words.before) else None
    return f"{first['what']}起始年份" if first else f"{last['what']}截止年份" if last else ""


_UNTIL = late(r"[至到]$")
_BECOMES = late(r"日?为([\u4e00-\u9fff]{1,6}日)(?=[，。；、]|$)")  # 每月____日为分红日
_ENTERED = late(r"(?:之日|日)?起?(?:开始)?(出生|生效|成立|结婚|登记结婚|签订|签署|订立|订(?=[。；]|$))")
# What stands before the gap, and behind it what happens on the day
_EVENTS = (
    (
        late(r"[自从于在至到]$"),
        late(
            r"(?:日)?起?(开工|竣工|完工|动工|投产|进场|退场|开业|开始实施|终结"
            r"|(?:开始|正式|实际)+(?:运行|运营|营业|执行|使用|供货|生产))"
        ),
    ),
    (
        late(r"(?:定|拟|计划|预计)于$"),  # 定于____年__月底出版
        late(
            r"(?:月?[底初中]旬?|[上中下]旬|之?前|左右)?(?:([\u4e00-\u9fff]{2})(?=[，。；]|$)|在[^，。；_]{0,8}_([\u4e00-\u9fff]{2}))"
        ),
    ),
    (late(r"于$"), late(r"(?:日|许|左右)?，?(?:在[^，。；]{0,24})?发生([\u4e00-\u9fff]{2,4}?)(?=[，。；]|$)")),
    (late(r"于$"), late(r"(?:日)?(?:获得|取得|经)[^，。；]{1,40}(批准|核准|同意|许可|通过)(?=[，。；]|$)")),
    (late(r"于$"), late(r"在[^，。；]{1,12}(签订|签署|订立)")),
    (late(r"[自从]$"), late(r"起?[在于][^，。；_]{0,8}?(任职|就职|入职|工作|居住|学习)")),
    (late(r"于$"), late(r"在[^，。；]{1,24}?(成立|设立|注册)")),  # 公司系于____年__月__日在____登记成立
    (
        late(r"[于在]$"),  # 甲方于____收到乙方图纸
        late(
            r"日?(?:实际)?((?:收到|接到|签收|领取)(?:[甲乙丙]方)?(?:的|所?交付的?|提[交供]的?)?[\u4e00-\u9fff]{2,8}?)(?=[_，。；]|$)"
        ),
    ),
    (late(r"(?<![至到])$"), late(r"(?:日)?(召开|举行|签订|签署|出具|作出|发布|批准|颁发)的")),
)


def _happening(words: Words) -> str:
    """Return the label of a day whose event stands right behind it: ____日生效, 自____开工, ____月份工资."""
    segment, after = words.segment, words.after
    parted = _PARTED.match(after) if segment.endswith(("自", "从", "在", "于")) else None
    if parted:
        return f"{parted['who']}{parted['verb']}{'截止' if parted['side'] == '前' else '起始'}时间"
    becomes = _BECOMES.match(after)
    if becomes:
        return becomes[1]
    entered = _ENTERED.match(after)
    if entered and not _UNTIL.search(segment):
        what = pattern(r"(合同|协议)[^，。]{0,4}$").search(segment)
        done = "签订" if entered[1] == "订" else entered[1]
        return f"{what[1] if what else ''}{done}日期"
    for before, behind in _EVENTS:
        event = behind.match(after)
        if event and before.search(segment):
            return f"{event[event.lastindex or 1]}日期"
    felled = pattern(r"年(?:以前|以后|之前|之后|前)([\u4e00-\u9fff]{2})的").match(after)
    if felled or pattern(r"年(?:以[前后]|之前|之后)").match(after):
        return f"{felled[1] if felled else ''}年份"
    if after.startswith("年起"):
        return "起始年份"
    monthly = pattern(r"月份的?([\u4e00-\u9fff]{2})").match(after)
    return f"{monthly[1]}月份" if monthly else ""


# 保证期间为主债务届满之日起两年，即自____年: the term that the sentence is about
_OPENS = late(r"(?P<term>[\u4e00-\u9fff]{0,8}(?:期间|期限|时限|年限|有效期))(?:为|是)[\u4e00-\u9fff]{4,}")


def _beginning(words: Words, clause: Clause | None) -> str:
    """Return the label of the day that a period begins on: 自____, ____至____, 服务时间：____至____."""
    segment, after = words.segment, words.after
    spans = pattern(r"起?[至到\-—~～]_(?P<hour>[时点])?").match(after)
    if spans and COVERED.match(after):
        return period_of(words, clause) + "起始日期"
    if spans and not segment:
        title = title_of(clause)
        return (title[:-2] if title.endswith(("时间", "日期")) else period_of(words, clause)) + "起始日期"
    named = pattern(r"([\u4e00-\u9fff]{2,24})(?:时间|日期)[为：]*$").search(segment)
    if named and spans and not spans["hour"]:
        return f"{noun_before(named[1]) or named[1][-6:]}起始日期"
    if pattern(r"(?:自|从|起始?|由)$").search(segment) or (
        segment.endswith(("于", "在")) and pattern(r"[至到]_").match(after)
    ):
        opens = _OPENS.match(segment)
        own = opens["term"] if opens else pattern(r"(?:是指|系指|指|即)?[自从由于在]$").sub("", segment)
        return (noun_before(own) or period_of(words, clause)) + "起始日期"
    return ""


# 本合同起止时间为：____至____
_WHOLE_SPAN = late(r"(?:^|[，。；：_])([\u4e00-\u9fff]{0,8}?)的?起止(?:时间|日期|期限)[为：]*自?_[^。；，]*[至到]$")
# 检验合格期至____年__月，强制保险缴至____
_LASTS_TO = late(r"([\u4e00-\u9fff]{2,10}(?:(?<!日)期|保险|险|费))(?:已?[缴交付保]|有效)?[至到]$")


def _ending(words: Words, clause: Clause | None) -> str:
    """Return the label of the day or hour that a period ends on: 至____, ____止, ____时至____时."""
    if pattern(r"_[时点](?:_分)?[至到\-—~～](?:早上?|晚上?|上午|下午|中午|当[天日]|次日|第二天)?$").search(
        words.before
    ):
        lead = pattern(r"[，。；：]").split(pattern(r"_[时点]").split(words.before)[-2].rstrip("_"))[-1]
        return f"{noun_before(lead).removesuffix('时间')}结束时间"
    whole = _WHOLE_SPAN.search(words.before)
    if whole:
        return f"{whole[1].removeprefix('本') or '合同'}截止日期"
    lasts = _LASTS_TO.search(words.segment)
    if lasts:
        return f"{noun_before(lasts[1], 8) or lasts[1]}截止日期"
    if pattern(r"[至到\-—~～]$").search(words.segment) or pattern(r"(?:日)?止").match(words.after):
        return period_of(words, clause) + "截止日期"
    return ""


_SUMS = late(r"(?:^|[，。；：_的])(?:[甲乙丙丁]方)?([\u4e00-\u9fff]{1,5}[费租金薪款资])(?=[按，为于由_应每])")


def _recurring(words: Words) -> str:
    """Return the label of a day that comes again: 付款日为每月____, 每月____日前支付."""
    segment, after = words.segment, words.after
    called = pattern(
        r"([\u4e00-\u9fff]{2,5}(?:日|日期|时间))(?:定|均)?为?：?(?:每[年月]|(?:[\u4e00-\u9fff]{0,2}月的)?[当次下]月)的?$"
    ).search(segment)
    if called:
        return called[1]
    daily = pattern(r"每[日天]$").search(segment) if pattern(r"[时点](?:之?前|后|许|左右)").match(after) else None
    if daily:
        return f"{daily[0]}{verb_in(after)}时间"
    of_each = pattern(r"每[年月季]的?([\u4e00-\u9fff]{2,6}(?:时间|日期))(?:定)?[为是]$").search(segment)
    if of_each:
        return of_each[1]
    if not pattern(r"每年|每月|月的?$").search(segment):
        return ""
    often = next((each for each in ("每年", "每季度", "每季") if each in segment), "每月")
    sums = _SUMS.findall(words.before) if often == "每月" and pattern("[付缴交汇发]").search(after[:8]) else []
    what = sums[-1].removeprefix(often) if sums else ""
    paid = "付款" if _PAID.search(pattern(r"[，。；]").split(after)[0][:24]) else ""
    shared = pattern(r"日?(?:之?前)?(分配|分红)").match(after)
    verb = verb_in(after) or verb_in(segment) or paid or (shared[1] if shared else "")
    verb = "付款" if verb in _TRANSFERS else verb
    return f"{often}{what}{verb}日{'' if what or verb else '期'}"


_TRANSFERS = frozenset(("转账", "汇款", "打款", "汇入", "转入", "存入"))
_PAID = late(r"[汇付缴交划打][至到入给清]|转[至入账]")  # 每月____日前将上月货款付至乙方账户
_DONE = late(r"进行了?[^，。；]{0,8}?(?:的|详细|全面)?(检查|验收|勘察|评估|检测|清点|交接|核对)$")


# 第二次付____元，于____年__月__日前付清
_STAGE_DUE = late(
    r"(?:^|[。；：）])((?:首|末|尾|第[一二三四五六七八九十\d]{1,2})(?:付|[次期笔批](?:付?款)?))[^。；_]{0,6}_万?元，[应须]?于?$"
)
# 第一期还款：乙方应于____前偿还本金
_INSTALMENT = late(r"(第[一二三四五六七八九十\d]{1,3}[期次批笔][\u4e00-\u9fff]{2,4})：[^，。；：_]*$")
_SUM_DUE = late(r"(?:^|[的该])([\u4e00-\u9fff]{1,4}[费租金薪款资酬])(?:应|须|将|需)?[于在]$")  # 酬金于____前支付


def _due(words: Words) -> str:
    """Return the label of a day on or by which something is done: 于____验收, ____日前支付."""
    after = words.after
    if not (pattern(r"[于在]$|^$").search(words.segment) or pattern(r"(?:日)?(?:之?前|内|以前|起)").match(after)):
        return ""
    done = _DONE.search(pattern(r"[，。；]").split(after)[0])
    verb = verb_in(after)
    verb = done[1] if done else matter_of(verb, after) or verb
    ended = _COMPLETED.search(pattern(r"[，。；]").split(after)[0]) if verb == "完成" else None
    if ended:
        return f"{ended[1]}日期"  # ____日前完成土地交付
    if pattern(r"(?:时间|日期)[为是：]+$").search(words.segment):
        return ""  # the words before it name it
    instalment = _INSTALMENT.match(words.before)
    if instalment and verb:
        return f"{instalment[1]}日期"
    paid = _SUM_DUE.search(words.segment) or _STAGE_DUE.search(words.before)
    return f"{paid[1] if paid else ''}{verb}日期" if verb else ""


_COMPLETED = late(r"完成(?:全部|相应|所有)?([\u4e00-\u9fff]{2,8}?)(?:的?工作|任务|手续)?$")
_DAYS = late(r"(?<=..)(?:日期|时间)$")


def _spanned(words: Words, clause: Clause | None) -> str:
    """Return the label of the first day of a span that only the words behind it tell: 支付____至____费用."""
    segment, after = words.segment, words.after
    if not segment or not pattern(r"日?起?[至到\-—~～]_(?![时点])").match(after) or verb_in(after[:6]):
        return ""
    term = noun_before(segment) or period_of(words, clause)
    return term if pattern(r"[始起].{0,2}(?:日期|时间)$").search(term) else f"{_DAYS.sub('', term)}起始日期"


def _named(words: Words) -> str:
    """Return the label of a day by the noun before it, else by the verb behind it."""
    segment, after = words.segment, words.after
    noun = noun_before(segment)
    if noun and pattern(r"[在于]$").search(segment) and pattern(role_pattern()).fullmatch(noun):
        noun = ""  # 用水人在____前…: who, not what
    if noun.endswith(("上午", "下午", "早上", "晚上", "中午", "每天", "每日")):
        return f"{noun}{'开始' if pattern('[至到—~～-]').match(after) else ''}时间"
    if not noun and pattern(r"[时点](?:_分)?[至到]").match(after):
        return "开始时间"
    if noun:
        return noun if pattern(r"[日间期]$|年[份代]$").search(noun) else f"{noun}日期"
    verb = verb_in(after)
    return f"{verb}日期" if verb else ""
