"""Words → labels of free texts."""

from __future__ import annotations

import dataclasses
import functools
import re

from pipeline.model.template import Clause
from pipeline.parsing.kinds.named import defined_as, numbered, task_behind
from pipeline.parsing.kinds.units import MACHINE
from pipeline.parsing.lexicon import head_of, role_pattern
from pipeline.parsing.surroundings import Words
from pipeline.parsing.wording import others
from pipeline.parsing.wording.deeds import open_in_deed
from pipeline.parsing.wording.phrases import bare, noun_before, tidy, title_of, verb_in, verbs
from pipeline.text.patterns import late, one_of, pattern
from pipeline.text.words import cut

_ENTRIES = late(r"(?:下列|以下|如下)第[\d、]+$")  # 应当符合下列第1、2、____项
_EXAMPLES = late(r"（[^（）_]{2,20}等）(?=方式|形式|办法|标准)")  # 以____（抵押、质押等）方式
_NOTED = late(r"（(?:填写|注明|写明|请填写)?([\u4e00-\u9fff、]{2,18}?(?:/[\u4e00-\u9fff]{2,8})?)(?:，[^）]*)?）")
_HELD = late(r"，?[^，。；]{0,12}?各(?:[执持存留]|一份)")
_NOTE_HEAD = late(
    r"(?:名称|全称|地址|姓名|号|号码|媒体|平台|网站|产品|品牌|型号|日期|内容|方式|方法|办法|标准|范围|地点|时间|项目|种类|类型|用途|原因|机构|单位|部门|事项|业务|职务|专业|功能|语言|币种|国家|地区|城市|学校|院校|班级)$"
)
_SORT_OF_BODY = late(r"(?:机构|单位|部门)$")
# 获得审批机关____（县级以上主管部门）的同意: the note says of what sort the body is, the words before it which
_BODY = late(r"(?:主体|机构|机关|单位|部门|公司)$")
_THING = late(
    r"(?:方式|标准|形式|方法|范围|名称|事务|区域|等级|项目|工程|媒体|所有|公司|银行|单位|部门|机构|条件|程序)$"
)
_BEHIND = late(
    r"[）》”]?(?:的|等|之)?(?!第.{1,3}条)([A-Za-z]{0,3}[\u4e00-\u9fff]{2,8}?)(?=[，。；、的_（]|$|[支承负完向进处对]|后[_，两三四五六七八九十\d])"
)


# 沪国用字第____号 is a land title, 房地证字第____号 a house's
_TITLES = (
    ("土地使用证号", late(r"[国集][有体]?用字?第?$|地[证字]第?$")),
    ("房产证号", late(r"房[地产权证]{0,3}字?第?$")),
)


# 转让给____经营
_TAKERS = late(r"(转让|顶让|出租|租赁|出售|卖|赠与|承包|发包)给$")
_TAKER = {
    "转让": "受让人", "顶让": "受让人", "出租": "承租人", "租赁": "承租人", "出售": "买受人", "卖": "买受人",
    "赠与": "受赠人", "承包": "承包人", "发包": "承包人",
}  # fmt: skip
_DEALT = late(r"(出租|转让|出售|抵押|质押|赠与|出借|租赁|转租|承包|委托)[给予于与]")  # 将其拥有的____出租给乙方

# 保质期不得少于明示保质期的____。
_AT_LEAST = late(r"(?:少于|低于|高于|超过)([\u4e00-\u9fff]{3,12})的$")
_LONGEST_STEM = 14
_OF_SOMETHING = frozenset(("方式", "标准", "办法", "范围", "程序", "期限", "内容", "方法"))
_COPIES = 60  # characters in which the copies are counted that somebody holds


def lettered(words: Words) -> str:
    """Return the label of the number behind the letters of a paper: 京房权证字第____号, "" where no letters stand."""
    if not pattern(r"[）】]?号").match(words.after):
        return ""
    paper = pattern(r"([\u4e00-\u9fff]{0,6}(?:票|单|图|表|函|证|照|凭证|批文|单据))第$").search(words.segment)
    if paper:
        return f"{noun_before(paper[1], 6) or paper[1]}号"  # 货票第____号
    letters = pattern(r"([\u4e00-\u9fff]{1,6})字第$").search(words.segment)
    if not letters:
        return ""
    return next((name for name, form in _TITLES if form.search(words.segment)), "") or f"{letters[1][-4:]}字号"


def text(words: Words, clause: Clause | None) -> str:
    """Return the label of a free text in a sentence."""
    if _ENTRIES.search(words.segment):
        return title_of(clause)
    if words.after.startswith("（") and (examples := _EXAMPLES.match(words.after)):
        words = dataclasses.replace(words, after=words.after[examples.end() :])
    bound = _AT_LEAST.search(words.segment) if not words.after.strip("。；，") else None
    if bound:
        return f"{noun_before(bound[1]) or bound[1]}比例"
    found = (
        _by_next_word(words, clause)
        or _court(words)
        or _place(words)
        or _body(words)
        or _called(words)
        or open_in_deed(words)
    )
    if found:
        return found
    if not pattern(r"[。；，、）]").sub("", words.after):
        stem = tidy(bare(words.segment))
        if stem in ("其他", "其它"):
            return others.other(stem, words, clause)
        way = way_asked(stem, words.before) if stem.endswith(_WAY_VERBS) else ""
        if way:
            return way
        if 2 <= len(stem) <= _LONGEST_STEM:
            return stem
        noun = noun_before(words.segment)
        return "的".join(stem.rsplit("的", 2)[-2:])[-_LONGEST_STEM:] if noun in _OF_SOMETHING else noun
    note = _NOTED.match(words.after)
    if note and _NOTE_HEAD.search(note[1]):
        noun = noun_before(words.segment, 6) if _SORT_OF_BODY.search(note[1]) else ""
        return noun if _BODY.search(noun) else note[1]
    return _around(words.segment, words.after)


_WAY_VERBS = ("处理", "处置", "安排", "执行", "支付", "交付", "承担", "分担")
_WAY = late(
    r"(?P<what>.{2,}?)(?:应|可|均)?(?:按照?(?:以下|下列|如下)(?:方式|办法)(?P<verb>处理|执行|支付|交付|承担|分担)"
    r"|作(?:以下|下列|如下)(?P<does>处理|处置|安排))"
)
_AGREEING = late(r"^(?:[甲乙]?、?[甲乙]?双方|各方|经?协商|一致|约定|同意)*$")


def way_asked(label: str, before: str) -> str:
    """Return the label of a way that words lead to: 剩余资产作如下处理 gives 剩余资产处理方式, "" where they do not.

    Args:
        label: The words right before the gap.
        before: These with what stands before them: 检测费用，双方约定按以下方式承担.
    """
    way = _WAY.fullmatch(label)
    if not way:
        return ""
    what = way["what"]
    if _AGREEING.match(what):
        what = pattern(r"[。；，：]").split(before.rpartition(label)[0].rstrip("，"))[-1]
    noun = noun_before(what)
    return f"{noun or what[-8:]}{way['verb'] or way['does']}方式"


def _by_next_word(words: Words, clause: Clause | None) -> str:
    """Return the label that the word right behind the gap gives: 第____号决议, ____年级, ____型."""
    segment, after = words.segment, words.after
    paper = numbered(words)
    if paper:
        return f"{paper}编号"
    letters = lettered(words)
    if letters:
        return letters
    grade = pattern(r"(年级|班级|班(?=[的学，。_ ]|班主任|主任|老师|教练))").match(after)
    if grade and (segment in ("", "学校", "年级") or segment.endswith(("担任", "任教", "就读", "分配到", "编入"))):
        return grade[1]
    if segment.endswith(("开具", "出具", "提供")) and pattern(r"的?[\u4e00-\u9fff]{0,8}发票").match(after):
        return "发票类型"
    held = _HELD.match(after)
    if held and "份" in (words.before if words.before.endswith("、") else words.before[-_COPIES:]):
        return "合同其他持有人"  # 一式____份，____、____各执____份
    if after.startswith(("把", "将")) and segment.endswith(("在", "于")) and (done := verb_in(after)):
        return f"{done}时间"
    if pattern(r"[】）]?案(?=[（，。；])").match(after):
        return "案名"
    trade = pattern(
        r"的?(?:独家|总|区域)?(销售|采购|买卖|供应|购销|代理|经销|代销)(?=[，。；]|事宜|商|达成|签订|订立|$)"
    ).match(after)
    if trade and segment.endswith(("就", "关于")):
        return f"{trade[1]}产品名称"
    if trade and segment.endswith("在"):
        return f"{trade[1]}地区"
    made_up = _MADE_UP.search(words.before) if segment in _MADE_OF else None
    if made_up:
        return f"{noun_before(made_up[1]) or made_up[1][-8:]}包含项目"
    listed = _INCLUDES.search(words.before) if segment.strip("的") in _SAYS_WHAT else None
    if listed:
        return noun_before(listed["what"]) or listed["what"][-6:]
    company = pattern(r"(?:有限|股份){1,2}(?:责任)?公司").match(after)
    if company and segment.endswith(("成立的", "设立的", "成立", "设立", "组建", "组建的", "注册")):
        return "公司名称"
    often = pattern(r"一(结算|结清|结|付)").match(after)
    if often and segment.endswith("按"):
        return f"{'付款' if often[1] == '付' else '结算'}周期"
    mark = pattern(r"[\u4e00-\u9fff]{0,6}?(商标|品牌|商号)(?!号|注册|使用)").match(after)
    if mark and segment.endswith(("发挥", "以", "将", "把", "使用", "经营", "打造", "拥有", "推广", "持有", "的")):
        return f"{mark[1]}名称"
    graded = pattern(r"(类|级|等)(标准|水质)").match(after)
    if graded:
        return f"{graded[2]}{'类别' if graded[1] == '类' else '等级'}"
    hours = _hours(words)
    if hours:
        return hours
    if segment.endswith(("采用", "采取")) and pattern(r"的?(?:方式|办法)(?=[，。；]|$)").match(after):
        title = title_of(clause)
        own = noun_before(segment[:-2], 6)
        return title if title.endswith(("方式", "办法")) else f"{own}方式"
    way = pattern(r"(计算|结算|计息|结息|计付)(?=[，。；]|$)").match(after)
    if way and segment.endswith(("按", "按照", "息")):
        return f"{way[1]}方式"
    return _by_thing(words)


def _by_thing(words: Words) -> str:
    """Return the label of a thing by the word behind its name: ____色, ____店, ____牌汽车, ____级代理, ____国大学."""
    segment, after = words.segment, words.after
    if pattern(r"色(?=[）、，。；的_]|$)").match(after):
        return "颜色"  # 刷漆（____色）
    if pattern(r"型(?:车|机动车|汽车|客车|货车|轿车)").match(after):
        return "车型"
    machine = MACHINE.match(after)
    if machine:
        return f"{machine[1]}编号"
    if pattern(r"店(?=[的股实，。；内里名总经盈前]|$)").match(after):
        return "店名"
    if pattern(
        r"牌(?:小?汽车|轿车|小车|客车|货车|电动车|摩托车|照?相机|手机|电脑|空调|冰箱|手表|[\u4e00-\u9fff]{0,2}车)"
    ).match(after):
        return "品牌"
    spoken = pattern(r"译[中英日韩法德俄成为]|文译[成为]").match(after)
    if spoken:
        return "原文语种"
    if pattern(r"译[成为]?$|[中英日韩法德俄]译$").search(segment) and pattern(r"文|[，。；、]|$").match(after):
        return "译文语种"
    if pattern(r"国(?=[的大签院留出入，。；、]|$)").match(after) and not segment.endswith(
        ("中", "外", "全", "我", "本")
    ):
        return "国家"
    branded = pattern(r"(品牌|商标|牌子|系列)(?=[\u4e00-\u9fff，。；、）])").match(after)
    if branded and not noun_before(segment, 6).endswith(branded[1]):
        return branded[1]
    sort = pattern(r"(树|苗|牛|羊|鱼)_[株棵头只匹尾]").match(after)
    if sort:
        return f"{sort[1]}种" if sort[1] == "树" else f"{sort[1]}的品种"  # 其中：____树____株
    if pattern(r"级(?:标准)?(?:提供|执行|收费)").match(after) and "标准" in words.before[-_COPIES:]:
        return "等级"  # 按照《服务分级标准》____级提供服务
    if after.startswith("岗位") and segment.endswith(("担任", "从事", "安排在")):
        return "岗位"
    if after.startswith("专业") and segment.endswith(("就读", "攻读", "学习", "报考")):
        return "专业"
    ranked = pattern(r"级(?=代理|经销|分销|会员|护理|伤残|资质|教练|教师)").match(after)
    if ranked:
        return f"{after[1:3]}级别"
    taker = _TAKERS.search(segment)
    if taker and not pattern(r"[省市区县乡镇村路]|有限|公司|的").match(after):
        return _TAKER[taker[1]]
    dealt = _DEALT.match(after) if segment.endswith(("将", "把", "拥有的", "所有的", "名下的")) else None
    if dealt:
        return f"{dealt[1]}标的"
    if pattern(r"使用|之用").match(after) and segment.endswith(("做", "作", "用作", "作为", "用于")):
        return "用途"
    if after.startswith("类") and segment.endswith(("选择", "属于", "为", "第")):
        return "类别"
    if pattern(r"型(?=[、，号的])|型(?![号材式态])[\u4e00-\u9fff]").match(after):
        sort = pattern(r"型(域名|账号|帐号|会员|服务|套餐|车辆|房屋)").match(after)
        return f"{sort[1]}类型" if sort else "型号"  # 租用甲方____型、颜色为____
    if pattern(r"币(?:种)?_").match(after):
        return "币种"  # 注册资金为____币____万元
    return ""


_SAYS_WHAT = frozenset(("包括", "包含", "主要包括", "具体包括", "包括但不限于", "主要包含"))
_MADE_OF = frozenset(("其中包括", "其中包含", "其中含", "包括", "包含"))
# 服务费为每月____元，其中包括____
_MADE_UP = late(
    r"([\u4e00-\u9fff]{2,20}?(?:[费金款租价]|费用))(?:标准)?(?:为|是|共计?|合计|：|每[年月季周日天次])*_[^_。；]{0,6}，(?:其中)?(?:包括|包含|含)$"
)
_INCLUDES = late(r"的?(?P<what>[\u4e00-\u9fff]{2,12})，[\u4e00-\u9fff]{2,6}$")  # 提供代办服务，包括____
_UNDERTAKEN = late(r"(?:承担|承接|承包|承建|承揽|就|关于|参与|实施|将|把|开发|建设|改造|运营)$")
_HALF_DAY = r"(?:上午|下午|早上|晚上|中午|早|晚|凌晨)"


def _hours(words: Words) -> str:
    """Return the label of the hours that something opens and closes at: 时间为上午____至下午____."""
    begins = pattern(rf"([\u4e00-\u9fff]{{2,16}}?)的?时间[为是：]?(?:每[日天])?{_HALF_DAY}$").search(words.before)
    if begins:
        return f"{noun_before(begins[1], 8)}开始时间"
    ends = pattern(rf"([\u4e00-\u9fff]{{2,16}}?)的?时间[为是：]?(?:每[日天])?{_HALF_DAY}_[至到]{_HALF_DAY}?$").search(
        words.before
    )
    return f"{noun_before(ends[1], 8)}结束时间" if ends else ""


def _court(words: Words) -> str:
    """Return the label of a court or of who arbitrates."""
    after = words.after
    court = pattern(r"(?:有管辖权的|所在地的?)?[^，。]{0,4}?(仲裁委员会|仲裁院|仲裁机构|人民法院|法院)").match(after)
    if court:
        return "管辖法院名称" if pattern(r"[^，。]{0,6}法院管辖").match(after) else f"{court[1]}名称"
    if pattern(r"申请仲裁|仲裁(?:解决|处理|裁决)?(?=[，。；]|$)").match(after) and pattern(r"提交|提请|[由向]$").search(
        words.segment
    ):
        return "仲裁或诉讼机构" if "诉" in after[:14] else "仲裁机构"
    return ""


def _place(words: Words) -> str:
    """Return the label of a port, a project, a matter or a place that a preposition or a verb leads to."""
    segment, after = words.segment, words.after
    reached = pattern(r"(港口?|码头|车站|机场|站)(?=[交，。；、装运的起至到锚]|$)").match(after)
    if reached and pattern(r"[从由自至到达抵]$").search(segment):
        return f"{'起运' if pattern('[从由自]$').search(segment) else '到达'}{reached[1]}"
    project = pattern(r"((?:[\u4e00-\u9fff]{2,4})?(?:工程|项目))(?!概况|名称)").match(after)
    if project and _UNDERTAKEN.search(segment):
        return f"{project[1]}名称"
    taught = pattern(r"[\u4e00-\u9fff]{0,6}?(培训|学习|比赛|课程)").match(after) if segment.endswith("参加") else None
    if taught:
        return f"{taught[1]}{'' if taught[1] == '课程' else '项目'}{'名称' if taught[1] == '课程' else ''}"
    matter = pattern(r"([\u4e00-\u9fff]{2,8}?)(?:事项|事宜)").match(after) if segment.endswith(("就", "关于")) else None
    if matter:
        return f"{matter[1]}项目"
    put = pattern(r"(放|存放|放置|堆放|停放|安装|设置)[在于]$").search(segment)
    if put and pattern(r"[，。；、的]|$").match(after):
        return f"{'放置' if put[1] == '放' else put[1]}地点"
    return ""


# 经____资产评估有限公司评估, 在本市____产权交易所内: the form of a body, and what sort it is
_FORM = late(
    r"(?P<what>(?:(?![的由向对和与及将把在为是经])[\u4e00-\u9fff]){2,8}?(?:有限(?:责任)?公司|股份(?:有限)?公司|事务所|交易所|研究[院所]|协会|基金会|银行[\u4e00-\u9fff]{0,2}分?支?行)|交易中心|公证处)"
)


def _body(words: Words) -> str:
    """Return the label of a body by its form, of whom something is put before, or of where it is made known."""
    segment, after = words.segment, words.after
    form = _FORM.match(after)
    if form and not segment.endswith(("为", "是", "：", "系")):
        return f"{form['what']}名称"
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


def _around(segment: str, after: str) -> str:
    task = pattern(r"(?:担任|作为)([\u4e00-\u9fff]{2,10}?(?:负责人|代表|联系人|经理|总监|顾问|教师))").match(after)
    if task:
        return task[1]
    behind = _BEHIND.match(after)
    if segment in ("编号", "号码") or (len(segment) > _SHORT_THING and head_of(segment) == segment):
        return segment  # 证件类型____编号____联系方式____: the next label stands behind
    named = _thing_behind(after)
    noun = noun_before(pattern(r"(?:执行|达到|符合)$").sub("", segment), 6)
    noun = "" if named and noun in verbs("deadline") else noun  # 提交____管理部门一份
    if named and pattern(r"[在由向到经]$").search(segment):
        return named
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
    laid = _LAID.search(segment)
    stuff = _SINGLE.match(after) if laid else None
    if laid and stuff:
        return f"{laid['where']}{stuff[1]}"  # 墙面刷____漆
    single = _SINGLE.match(after) if not noun and not behind else None
    if single and len((cut(segment) or [""])[-1]) == 1:
        return segment[-1] + single[1]  # 刷____漆
    return noun or (behind[1] if behind else "")


_LAID = late(r"(?:^|[，。；、])(?P<where>[\u4e00-\u9fff]{2,4})[刷铺装贴涂喷挂吊砌抹]$")
_SINGLE = late(r"([\u4e00-\u9fff])(?=[_，。；、])")


_SHORT_THING = 2
_STRETCH = late(r"[\u4e00-\u9fff]{2,14}")
_NAMED_THING = late(
    r"(?:项目|工程|公司|银行|单位|部门|机构|局|所|中心|平台|机关|出版社|学校|处理厂|加工厂|工厂|车间|泵站|电站|系统|软件|产品|委员会|协会|媒体|网站|岗位|考试)$"
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


def thing_named(after: str) -> str:
    """Return the label of a name that is left open before its thing: ____度假村管理办法, "" if no noun stands there."""
    found = _STRETCH.match(after)
    first = cut(found[0])[0] if found else ""
    return f"{first}名称" if len(first) > 1 and first not in verbs("boundaries") | verbs("deadline") else ""


@functools.cache
def _leads() -> re.Pattern[str]:
    """Verbs before a gap that say nothing of it, where a noun follows: 担任____岗位, 开发____系统."""
    return re.compile(f"{one_of(verbs('leading'))}的?$")
