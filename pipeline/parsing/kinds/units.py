"""Words → the kind that the unit behind a blank tells: ____元, ____日内, ____份."""

from __future__ import annotations

import functools
import re

from pipeline.model.template import Kind
from pipeline.parsing.kinds.labels import head_kind
from pipeline.parsing.kinds.verdict import Verdict
from pipeline.parsing.lexicon import unit_pattern
from pipeline.parsing.surroundings import Words
from pipeline.text.patterns import late, pattern


def unit_ahead(after: str, group: str) -> str:
    """Return the unit of a group of units.toml that the words behind a blank begin with, "" if none does."""
    found = _at_start(group).match(after)
    return found["unit"] if found else ""


@functools.cache
def _at_start(group: str) -> re.Pattern[str]:
    return re.compile(
        rf"[）】\]”_]?(?:（?人民币）?|（[≤≥<>不超过少于大小\d ]+）|[（](?=[^）]{{0,4}}）))?"
        rf"(?P<unit>{unit_pattern(group)})"
    )


_OF_SIGNS = frozenset((Kind.ID_NO, Kind.CONTRACT_NO, Kind.PHONE, Kind.BANK_ACCOUNT, Kind.EMAIL))


def by_unit(words: Words) -> Verdict | None:
    """The unit that follows, where it can only be a unit."""
    if head_kind(words.label) in _OF_SIGNS and not pattern(r"[元%]").match(words.after):
        return None
    return (
        _share(words) or _day(words) or _counted(words) or _sum(words) or _stretch(words) or _which(words)
        or _measured(words)
    )  # fmt: skip


_PARTS = {"百": "%", "千": "‰", "万": "‱"}


def _share(words: Words) -> Verdict | None:
    """A share of a whole: 百分之____, ____%, 出资____元，占____."""
    parts = pattern(r"([百千万])分之[（]?$").search(words.before)
    if parts:
        return Kind.PERCENT, _PARTS[parts[1]], 0.97
    unit = unit_ahead(words.after, "percent")
    if unit:
        return Kind.PERCENT, unit, 0.97
    if pattern(r"[元，_股]占(?:比|股)?[为：]?$").search(words.before) and pattern(r"[，。；]|$").match(words.after):
        return Kind.PERCENT, "%", 0.85
    return None


_OF_BOXES = late(r"[□☑]每月/?[□☑]每[年季]度?$|每[□☑](?:个?月)[，、/]?[□☑][期季年周]$")
_OF_MONTH = late(r"(?:每月|每个月|当月|次月|每季度?末?月|上月|下月|每年\d*月|月份?的?第?|[^个]月)的?[（]?$")


def _day(words: Words) -> Verdict | None:
    """A day, a month or a year of the calendar, not a count of them."""
    before, after = words.before, words.after
    if pattern(r"日(?:前|之前|以前)").match(after) and _OF_BOXES.search(before):
        return Kind.DATE, "", 0.85  # □每月/□每年____日前
    if pattern(r"[点时](?:[，。；前后至到起]|$)").match(after) and before.endswith(
        ("上午", "下午", "晚上", "中午", "早上", "晚", "早")
    ):
        return Kind.DATE, "", 0.85  # 至晚上____点
    if pattern(r"[点时]止").match(after) and before.endswith(("当天", "当日", "次日", "第二天")):
        return Kind.DATE, "", 0.85  # 至当天____时止
    if after.startswith(("日", "号")) and _OF_MONTH.search(before):
        return Kind.DATE, "", 0.9
    if pattern(r"年(?:以[前后]|之前|之后|前)").match(after) and pattern(r"在$|(?:^|[。；，])$").search(before):
        return Kind.DATE, "", 0.8  # 在____年以前砍伐的
    if pattern(r"日(?:前(?!(?:（[^（）]*）)?前?(?:书面)?[通告])|，)").match(after) and pattern(
        r"(?:必须|应当?|须|定)[在于]$"
    ).search(before):
        return Kind.DATE, "", 0.8  # 必须在____日，签订合同
    if pattern(r"每年的?[（]?$").search(before) and pattern(r"月(?!内|的)").match(after):
        return Kind.DATE, "", 0.85
    if after.startswith("月份") and not before.endswith(("个", "共", "计")):
        return Kind.DATE, "", 0.85  # ____月份工资
    if before.endswith(("自", "从")) and after.startswith("年起"):
        return Kind.DATE, "", 0.85  # 自____年起
    if before.endswith(("在", "于")) and pattern(r"年(?![内以之前后底末度])").match(after):
        return Kind.DATE, "", 0.8  # 在____年____考试中
    if _YEARS.match(after) or (after.startswith("年") and _YEARS_FROM.search(before) and _YEARS_TO.match(after)):
        return Kind.DATE, "", 0.8  # ____年-____年电量
    if pattern(r"年_万?元").match(after) and pattern(r"[；，：一]$|_元；?$").search(before):
        return Kind.DATE, "", 0.8  # ____年____元；____年____元
    return None


# ____年-____年电量 are years of the calendar, ____年至____年不等 are not
_YEARS = late(r"年[-—~～至到]_年(?![内以不之左期的])[\u4e00-\u9fff]")
_YEARS_FROM = late(r"_年[-—~～至到]$")
_YEARS_TO = late(r"年(?![内以不之左期的])[\u4e00-\u9fff]")
_ROOMS = late(r"(?:卧室|客厅|餐厅|书房|厨房|卫生间|阳台)(?=[、，）])")


def _counted(words: Words) -> Verdict | None:
    """A count of nights, rooms or points: a unit that seldom is one."""
    before, after = words.before, words.after
    unit = unit_ahead(after, "number")
    if unit and pattern(r"[ ]?[×xX＊*]_").match(after[len(unit) :]):
        return Kind.NUMBER, unit, 0.9  # 总价：____人×____元
    if pattern(r"[：∶比/]_的?(?:比例|分成)").match(after) or (
        pattern(r"_[：∶比/]$").search(before) and pattern(r"的?(?:比例|分成)").match(after)
    ):
        return Kind.NUMBER, "", 0.85  # 按____:____的比例分成
    if pattern(r"成(?=[，。；、）]|$)").match(after) and before.endswith(("得", "分", "占", "按", "享")):
        return Kind.NUMBER, "成", 0.85  # 甲方得____成
    if pattern(r"周?岁(?![月末暮])").match(after):
        return Kind.NUMBER, "周岁" if after.startswith("周") else "岁", 0.95
    if pattern(r"[名位](?=[，。；、）]|$)").match(after) and not before.endswith(("姓", "署", "签", "命", "座")):
        return Kind.NUMBER, after[0], 0.9  # 甲方提供摄影师____名
    if pattern(r"班(?=[，。；、]|$)").match(after) and pattern(r"(?:少于|超过|低于|多于|上满?|共|满)$").search(before):
        return Kind.NUMBER, "班", 0.85  # 全月出勤不得少于____班
    if pattern(r"(?:℃|°C|摄氏度)").match(after):
        return Kind.NUMBER, "℃", 0.95
    if pattern(r"个(?=[，。；、）]|供|用于|$)").match(after):
        return Kind.NUMBER, "个", 0.9  # IP地址____个
    if pattern(r"折(?=[，。；、）与优计结的向供销给出]|$)").match(after):
        return Kind.NUMBER, "折", 0.9  # 按原价的____折结算
    if pattern(r"分(?:的?(?:利息?|月息))").match(after) and before.endswith(("按", "计", "息", "以", "照")):
        return Kind.NUMBER, "分", 0.85  # 每月按____分利息计算
    if before.endswith("附件") and pattern(r"[，。；、）]|$").match(after):
        return Kind.NUMBER, "", 0.8  # 详见附件____
    if pattern(r"[晚夜](?:[_，。；、/]|$)").match(after) and before.endswith(("共", "计", "住", "为")):
        return Kind.NUMBER, after[0], 0.9
    if pattern(r"[）】]?[室房][_，、]{1,3}[厅房厨卫]").match(after):
        return Kind.NUMBER, after.lstrip("）】")[0], 0.95  # the rooms of a flat, whatever stands before them
    if pattern(r"[【\[][室厅厨卫][】\]]").match(after):
        return Kind.NUMBER, after[1], 0.9  # ____【室】____【厅】
    if pattern(r"分(?=[，。；、）]|$)").match(after) and not pattern(r"[时点]_?$|：$").search(before):
        return Kind.NUMBER, "分", 0.85  # 语文____分
    if before[-1:] in ("", "（", "、", "，", "_") and _ROOMS.match(after):
        return Kind.NUMBER, "", 0.85  # （____卧室、____客厅）
    return None


def _sum(words: Words) -> Verdict | None:
    """A sum of money: ____元, 费用____万."""
    after, named = words.after, words.label or words.segment[-8:]
    if words.before.endswith("人民币") and pattern(r"整(?:[，。；（）的]|$|作为|出售|转让)").match(after):
        return Kind.AMOUNT, "元", 0.85  # 租金为人民币____整
    if words.before.endswith("人民币") and pattern(r"/[\u4e00-\u9fff]").match(after):
        return Kind.AMOUNT, "元", 0.9  # 人民币____/馆/小时
    if pattern(r"人民币(?=[，。；、将的（]|$)").match(after) and pattern(r"[以为付价款费金计]$").search(words.before):
        return Kind.AMOUNT, "", 0.85  # 以____人民币将店面转让给乙方
    unit = unit_ahead(after, "amount")
    if unit == "块" and head_kind(named) is not Kind.AMOUNT:
        return Kind.NUMBER, unit, 0.9  # 数量____块
    if unit and not pattern(r"元(?:素|件|旦|宵|月)").match(after):
        return Kind.AMOUNT, unit.removesuffix("整").removesuffix("正"), 0.97
    if pattern(r"万(?:[，。；、）]|$)").match(after) and head_kind(named) is Kind.AMOUNT:
        return Kind.AMOUNT, "万元", 0.9
    return None


# Words that begin with a unit of time: 年度, 日期, 月份, 分公司
_NO_TIME = late(
    r"年(?:度|级|检|龄|份|版|代|[^内以之前后起至])?[^。；，]{0,2}月?(?:决算|版)|日(?:期|常|志|报)|月(?:份|租|结|付)|天(?:然|气|津)|周(?:岁|边|围|转|[一二三四五六日])|时(?:间|代)|分(?:公司|行)|年(?:级|度|检|版|人民币|满[\d一二三四五六七八九十])"
)


_YEAR_NAMED = late(r"(?:年份|年代)(?:（[^（）]*）)?(?:为|是|：)*[【（]?$")
_RENT_OF = late(r"(?:赔偿|补偿|扣除|支付|退还|预付|交纳|缴纳|收取|相当于)[甲乙丙双]?方?$")


def _stretch(words: Words) -> Verdict | None:
    """A stretch of time: ____个月, ____日内; 第____年 is the number of a year."""
    if pattern(r"月的?租金(?![为是标])").match(words.after) and _RENT_OF.search(words.segment):
        return Kind.DURATION, "月", 0.9  # 赔偿乙方____月租金
    unit = unit_ahead(words.after, "duration")
    if not unit or _NO_TIME.match(words.after):
        return None
    if unit == "年" and _YEAR_NAMED.search(words.before):
        return Kind.DATE, "", 0.85  # 建成年份为____年
    if pattern(r"第[（]?$").search(words.before) and words.after[0] not in "个日天":
        return Kind.NUMBER, unit, 0.8
    return Kind.DURATION, unit, 0.95


_ENTRY = late(r"[）]?(?:[条款页期层批次级审排列座栏届]|号(?:位置|展位|车位|铺位|房间))")
_DONE_BY = late(r"方(?:提供|承担|负责|支付|办理|所有|享有|自理|缴纳|委托|派|组织|选|保管|出具)")


MACHINE = late(r"[#＃号](机组|锅炉|炉|泵站?|风机|变压器|主变|塔吊|生产线|泊位)")
_ROW = late(r"_[排列座栏区组层]第$")  # 第____排第____号
# 沪国用字第____号, 货票第____号
_LETTERED = late(r"(?:[用权地证字]字?|[货发支汇]票|运单|提单|仓单|保单|订单|凭证|证书|保函|执照|批文|单据)第[（【]?$")


def _which(words: Words) -> Verdict | None:
    """One of several: 第____条, 归____方所有."""
    if pattern(r"第[（]?$").search(words.before) and _ENTRY.match(words.after):
        return Kind.NUMBER, words.after.lstrip("）")[:1], 0.85
    if pattern(r"[）】]?号").match(words.after) and _LETTERED.search(words.before) and not words.label:
        return Kind.ID_NO, "", 0.85  # 沪国用字第____号
    if MACHINE.match(words.after) and not words.label:
        return Kind.TEXT, "", 0.75  # ____号机组
    if words.after.startswith("号") and _ROW.search(words.before):
        return Kind.NUMBER, words.after[0], 0.85
    return (Kind.TEXT, "", 0.7) if _DONE_BY.match(words.after) else None  # which party, not who it is


def _measured(words: Words) -> Verdict | None:
    """A number with a unit that begins no other word."""
    after = words.after
    if pattern(r"[tT](?:[，。；、/）]|$)").match(after):
        return Kind.NUMBER, after[0], 0.9
    if pattern(r"[）】]?(?:平方米|㎡|亩|公顷|吨|公斤|立方米|份|倍|人次|课时|学时)").match(after):
        return Kind.NUMBER, unit_ahead(after, "number"), 0.95
    return None


# Units of one character that are seldom the beginning of another word; the others must end their phrase.
_COMMON = frozenset("人名次份台套辆间层个件部张页倍米吨亩克斤期条集")
_CLOSED = late(r"[^\u4e00-\u9fff]|[的内以和及或左至，]|$")


def by_loose_unit(words: Words) -> Verdict | None:
    """The unit that follows, where it may also begin a word: asked last."""
    unit = unit_ahead(words.after, "number")
    if len(unit) == 1 and unit not in _COMMON and not _CLOSED.match(words.after.lstrip("）】]")[1:2]):
        return None
    if unit and not pattern(
        r"(?:部门|层站|人民|名称|次序|项目|条款|条件|层次|间接|度量|件数|级别|方式|方面|方法|方案|种类|室内|本合同|位置|部分|处理|处置|个人|面积|对方|组织|场所|场地|分期|口头|节能|节假|幅度|字样|名义|集[体中团合资装市会成])"
    ).match(
        words.after,
    ):
        return Kind.NUMBER, unit, 0.8
    if pattern(r"(?:公司|有限公司)").match(words.after):
        return Kind.PARTY, "", 0.6
    return None
