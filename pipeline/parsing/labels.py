"""Words → label: what a careful person would call the blank, in Chinese."""

from __future__ import annotations

from pipeline.model.template import Clause, Kind
from pipeline.parsing.belonging import is_personal
from pipeline.parsing.groups.draft import Draft
from pipeline.parsing.kinds.labels import is_party_label
from pipeline.parsing.kinds.named import defined_as, is_counted_party, sent, task_behind
from pipeline.parsing.kinds.sentence import LED_ROLE
from pipeline.parsing.lexicon import heads, kind_by_head, label_words
from pipeline.parsing.printed import ANY_NAME
from pipeline.parsing.surroundings import Words
from pipeline.parsing.wording import (
    dates,
    money,
    ordinals,
    others,
    places,
    products,
    quantities,
    questions,
    shares,
    texts,
    times,
)
from pipeline.parsing.wording.lateness import penalty
from pipeline.parsing.wording.phrases import noun_before, tidy, title_of
from pipeline.parsing.wording.stages import stage
from pipeline.text.patterns import late, pattern

_LONGEST = 24
_LONGEST_HEAD = 16
# [具体金额]: a prompt that only says what kind of value goes there; the sentence says which
_UNSAID = late(
    r"(?:具体|详细|实际|相应|对应|约定|大写|小写|[XＸ×]{1,3})?(?:金额|日期|天数|号码|字号|数量|数字|数额|比例|时间|期限|百分比|账号|个数|月数|年数)"
)
_OTHER = frozenset(
    ("其他", "其它", "其他约定", "其它约定", "自行约定", "双方自行约定", "另", "备注", "说明", "补充", "附加")
)
_OTHER_WAYS = frozenset(
    ("其他方式", "其它方式", "其他形式", "其它形式", "其他办法", "另作约定", "另行约定", "双方另行约定")
)
# Labels that say too little alone: the words before them tell whose number or name.
_BARE = frozenset(("编号", "号码", "名称", "证号", "号", "电话号码", "金额", "单价", "地址", "比例", "数量", "姓名"))
_OF_TITLE = frozenset(("范围", "内容", "方式", "标准", "办法", "用途", "期限", "地点"))
_PAST_CHOICE = late(r"_[^□☑】]*，其[他它][：（]?$")  # 证件类型：□身份证□护照，民族____，其他____
_BORNE = ("承担", "负担")
_SAYS_LITTLE = frozenset(
    ("包括", "具体", "包含", "如下", "即", "其中", "具体为", "具体如下", "约定如下", "双方约定如下")
)
_LISTS = late(r"(?<=..)(?:主要|具体|还?应当?|还)?包括$")  # 监理工作内容还包括：____
_AGREED = late(r"[\u4e00-\u9fff]{0,3}(?:双方|各方|当事人)(?:经)?(?:协商)?(?:一致)?(?:约定|确定|商定|同意)")
_OF_ENTRY = late(r"[\u4e00-\u9fff]{0,8}关于本[项条款]的(?P<what>[\u4e00-\u9fff]{0,2}约定)")
_ITS = late(r"^其(?![他它余中])(?=[\u4e00-\u9fff]{2})")
_AGREED_MORE = late(r"(?:甲乙)?双方(?:还|另|另行|同时|特别)约定")
# 双方按照以下方式处置剩余材料：
_WAY_DONE = late(
    r"按照?(?:以下|下列|如下)(?:方式|办法)(?P<verb>处置|处理|分配|使用|结算)(?P<what>[\u4e00-\u9fff]{2,10})$"
)
_BY_KIND = {
    Kind.AMOUNT: money.amount, Kind.AMOUNT_UPPER: money.upper,
    Kind.PERCENT: shares.percent, Kind.NUMBER: quantities.number,
    Kind.ADDRESS: places.address, Kind.PERSON: texts.text, Kind.DATE: dates.date, Kind.DURATION: times.duration,
}  # fmt: skip
_SUFFIX = {Kind.AMOUNT: "金额", Kind.DATE: "日期", Kind.DURATION: "期限", Kind.PERCENT: "比例", Kind.NUMBER: "数量"}


_OTHER_NOTED = late(r"其[他它]([\u4e00-\u9fff]{0,4})（请?注明([\u4e00-\u9fff]{2,6})）：?$")  # 其他（注明部位）____
# 参观的展馆为____个。分别是____、____
_COUNTED_OFF = late(
    r"([\u4e00-\u9fff]{2,12}?)(?:共有?|为|有|：)?_(?:[个处种项名人套间台])[。，；]分别[是为：]+(?:_[、，和及])*$"
)
# 所用材料为：1____，2____
_IN_LINE = late(
    r"([\u4e00-\u9fff]{2,10}?)(?:分别)?(?:为|是|有|包括|如下)?：?[（(]?1[）)、.]?_?(?:[，；、][（(]?\d[）)、.]?_)*(?:[，；、][（(]?\d[）)、.]?)?$"
)


def label_of(draft: Draft, words: Words, kind: Kind, clause: Clause | None, choice: str) -> str:
    """Return the label of a blank, without the party that it belongs to.

    Args:
        draft: The blank in the making.
        words: What stands around it.
        kind: Its kind.
        clause: The innermost clause with a title that it stands in, None outside clauses.
        choice: The label of the choice whose option it stands in, "" if none.
    """
    if kind is Kind.PARTY and words.label in ANY_NAME and (called := defined_as(words.after)):
        return called
    label = _part(tidy(words.label), kind)
    factor = products.factor(words, kind) if "×" in words.before[-_NEAR:] + words.after[:_UNITS] else ""
    if factor:
        return factor
    if kind is Kind.ADDRESS and label.endswith(("位于", "坐落于", "座落于", "坐落在")):
        return _lying(label, words, clause)
    asked = words.segment or words.label
    further = _further_answer(draft, words, label, asked, choice) if choice else ""
    if further:
        return further
    if kind is Kind.NUMBER and (room := pattern(r"[）】]?([室房])_|[【\[]([室厅厨卫])[】\]]").match(words.after)):
        return f"{room[1] or room[2]}数"
    if kind is Kind.CHOICE:
        made = _choice(draft, words, questions.without_notes(label), clause)
        return f"{_headed(words, made, kind) if label == made else ''}{made}"
    if kind is Kind.CONTRACT_NO:
        label = _contract_no(words, label)
    label = "" if _OF_THESE.fullmatch(label) else label
    case = _CASE.search(words.before) if _MAY.fullmatch(label) else None
    if case:
        return f"{noun_before(case[1], 8)}处理方式"  # 乙方提出特殊包装的，甲方可以：____
    noted_other = _OTHER_NOTED.search(words.before) if kind is Kind.TEXT else None
    if noted_other:
        return f"其他{noted_other[1] or noted_other[2]}"
    listed = _LISTS.search(label) if kind is Kind.TEXT and label.endswith("包括") else None
    label = _ITS.sub("", label[: listed.start()]) if listed else label
    if label in _SAYS_LITTLE or _AGREED.fullmatch(label):
        told = pattern(r"[。；：_]").split(words.before[: -len(label) - 1].rstrip("，"))[-1]
        label = noun_before(told) or title_of(clause)
    counted = _COUNTED_OFF.search(words.before) if kind is Kind.TEXT and not label else None
    if counted:
        return noun_before(counted[1]) or counted[1][-6:]
    in_line = _IN_LINE.search(words.before) if kind is Kind.TEXT and not label else None
    if in_line:
        return in_line[1]
    unsaid = label if draft.shape == "prompt" and _UNSAID.fullmatch(label) else ""
    spans = _SPANS.search(label) if kind is Kind.DATE else None
    if spans:
        whose = spans[1].removeprefix("本") or "合同"
        return f"{whose}{'起始' if pattern(r'日?起?[至到—~～-]_').match(words.after) else '截止'}日期"
    if kind is Kind.DATE and _TERM.search(label) and pattern(r"日?起?[至到\-—~～]_").match(words.after):
        return f"{label}起始日期"  # 服务有效期：____至____
    printed = _printed(words, label, kind, clause, is_unsaid=bool(unsaid))
    if printed:
        return printed
    if kind in (Kind.TEXT, Kind.PARTY) and _is_entry(words):
        return others.item(words, clause)
    if kind is Kind.DATE and _stands_alone(words):
        return ""  # the day of signing
    noted = _NOTED.match(words.after) if kind is Kind.TEXT else None
    return _of_kind(words, kind, clause) or unsaid or (noted["what"] if noted else _fallback(words, clause, kind))


# 提供____（展厅）: what the gap is for, in brackets behind it; not how to fill it in or what else is meant
_NOTED = late(r"（(?![^）]*[含不如详见请填签盖章略可或否注指称])(?P<what>[\u4e00-\u9fff]{2,6})）")


def _further_answer(draft: Draft, words: Words, label: str, asked: str, choice: str) -> str:
    """Return the label of an answer of one's own beside those that are printed, "" for anything else in a choice."""
    if label in _OTHER_WAYS:
        return f"{choice}{label}" if label.startswith("另") else f"其他{choice}"
    if choice.endswith("承担的费用") and asked.endswith("其他费用"):
        return f"{choice.removesuffix('费用')}其他费用"
    if words.before.endswith("□"):
        return f"{choice}的其他费用" if choice.endswith(_BORNE) else f"其他{choice}"  # □住宅 □商用 □____
    is_other = draft.hint == "其他" or (label in ("", *_OTHER) and _in_choice(asked, words.before))
    return f"其他{choice.removeprefix('该')}" if is_other else ""


def _contract_no(words: Words, label: str) -> str:
    """Return the label of a contract's number with the contract that it is of, where that is another one."""
    other = _OTHER_CONTRACT.match(words.after) or _OTHER_CONTRACT_BEFORE.search(words.before)
    if other and label in ("", "编号", "合同编号", "协议编号", "合同号"):
        return f"{other['name']}编号"
    return label or "合同编号"


def _in_choice(asked: str, before: str) -> bool:
    """True for the 其他 that is an answer, not the next thing that is asked behind the answers."""
    return bool(pattern(r"其[他它][：（]?$").search(asked)) and not _PAST_CHOICE.search(before)


def _is_entry(words: Words) -> bool:
    """True for an entry of a list that is nothing but a blank: （5）____；（6）____。."""
    if not others.number_in(words):
        return False
    return not words.after.strip("。；，") or pattern(r"；[（(]\d{1,2}[）)]_").match(words.after) is not None


def _printed(words: Words, label: str, kind: Kind, clause: Clause | None, *, is_unsaid: bool) -> str:
    """Return the label that is printed for a blank, with what it belongs to where it says too little alone."""
    if label.endswith("是指") and words.after.startswith("类"):
        return f"{noun_before(label.removesuffix('是指'))}类别"  # 货物是指：    类饲料
    if label == "致":
        addressed = _ADDRESSED.match(words.after)
        return defined_as(words.after) or (addressed["who"] if addressed else label)
    if _AGREED_MORE.fullmatch(label):
        return f"{title_of(clause)}的其他约定" if title_of(clause) else "其他约定"
    done = _WAY_DONE.search(label)
    if done:
        return f"{done['what']}{done['verb']}方式"
    way = texts.way_asked(label, words.before)
    if way:
        return way
    title = title_of(clause)
    entry = _OF_ENTRY.fullmatch(label)
    if entry and title:
        return f"{title}的{entry['what']}"
    if label in _OF_TITLE and title.endswith(label):
        return title
    if label in _OTHER:
        return others.other(label, words, clause)
    if is_unsaid or label.isdigit():
        return ""
    if label == "编号" and words.before == "编号：" and _PAPER.fullmatch(words.above):
        return f"{words.above}编号"
    whose = _whose(words, label) if label in _BARE else ""
    return f"{whose or _headed(words, label, kind)}{label}"


def _headed(words: Words, label: str, kind: Kind) -> str:
    """Return the heading of a label that says too little alone: 设计人： above 名称：____, 厨房： above 地面：____."""
    if len(label) > _SHORT_LABEL or not words.above.endswith("："):
        return ""
    somebody = _SOMEBODY.fullmatch(words.above) if words.label and kind is not Kind.SIGNATURE else None
    if somebody and somebody[1] not in label and (kind is not Kind.PARTY or label in _BARE):
        is_party = is_party_label(somebody[1])
        return "" if is_party and is_personal(label, kind) else somebody[1]
    part = _PART.fullmatch(words.above) if label in label_words("parts", "words") else None
    return part[1] if part else ""


_SHORT_LABEL = 8
_SOMEBODY = late(
    r"((?![^：]*(?:双方|各方|三方|当事人)：)[\u4e00-\u9fff]{1,6}(?:[人方者]|单位|机构|公司|代表|经理|工程师))："
)
_PART = late(r"([\u4e00-\u9fff]{1,6}(?:[房厅室台廊厨库]|间|卫|区|部位|阳台))：")


_PAPER = late(r"[\u4e00-\u9fff]{2,9}[书单表]")  # 设备验收单 and below it 编号：____


_ADDRESSED = late(r"（(?P<who>[\u4e00-\u9fff]{2,8}?)(?:全称|名称)?）")  # 致：____（承包人全称）


def _stands_alone(words: Words) -> bool:
    return not (_CIVIL.sub("", words.before) or words.number or pattern(r"[\u4e00-\u9fff]").search(words.after))


def _of_kind(words: Words, kind: Kind, clause: Clause | None) -> str:
    """Return the label that the sentence around a blank gives to a value of that kind."""
    if kind is Kind.BANK and pattern(r"银行(?:开立|开设)").match(words.after):
        return "开户银行"
    if kind is Kind.BANK and (
        bank := pattern(r"(?:收款)?开户银?行[\u4e00-\u9fff]{0,12}?(?=[为是：]*$)").search(words.segment)
    ):
        return bank[0]
    if kind is Kind.TABLE:
        own = tidy(words.above) if _TITLE_OF_TABLE.fullmatch(words.above) else ""
        return own or title_of(clause) or _caption(words.above) or "明细表"
    named = _NAMED_BEFORE.search(words.before) if kind in _MEASURED else None
    if named:
        return named[1]
    if kind is Kind.PERCENT and words.segment.startswith("占") and not _HELD.match(words.after):
        if words.segment.startswith("占股"):
            return "占股比例"
        if "出资" in words.before[-_NEAR:]:
            return "出资比例"
        return "投资比例" if "投资" in words.segment else "占比"
    changed = _CHANGED.search(words.segment) if kind in _CHANGING else None
    if changed and (now := noun_before(changed[1], 8)):
        return f"变更后的{now}"
    made = _of_whom(words, kind) or _made(words, kind, clause)
    if kind is not Kind.PERCENT and _PENALTY.fullmatch(made):
        told = penalty(made, words, clause)
        made = made if _SAYS_NO_MORE.match(told) else told
    group = _GROUP.match(words.before) if kind in _GROUPED and made else None
    return f"{group[1] if group and group[1] not in made else ''}{made}"[:_LONGEST]


def _of_whom(words: Words, kind: Kind) -> str:
    """Return the label of somebody by what they do, or by the role that leads to them."""
    if kind is Kind.PERSON:
        harmed = _HARMED.match(words.after) if words.segment.endswith("致") else None
        if harmed:
            return f"{harmed[0]}人"
        task = task_behind(words.after)
        if task or sent(words.segment):
            return task or f"{sent(words.segment)}人员"
    if kind is Kind.PARTY:
        own = "" if _OTHER_COMPANY.search(f"{words.segment}_{words.after}") else tidy(words.segment)
        own = own[1:] if own[:1] in _LEADING and is_party_label(own[1:]) else own  # 因甲方____驾驶
        if own and (is_counted_party(own) or is_party_label(own)):
            return own
        return "公司名称" if _names_company(words.after) else ""
    led = LED_ROLE.search(words.before) if kind in (Kind.PERSON, Kind.PHONE) else None
    return f"{led[2]}{led[1]}" if led else ""


_CHANGED = late(r"([\u4e00-\u9fff]{2,12})(?:变更|更改|修改)为$")  # 服务费变更为____
_CHANGING = frozenset((Kind.TEXT, Kind.AMOUNT, Kind.ADDRESS))
_SAYS_NO_MORE = late(r"逾期(?:达到|提供|完成)")  # of what, only more words would tell
_PENALTY = late(r"(?:违约金|滞纳金|赔偿金|罚款)(?:金额|比例|标准|数额)?(?:大写)?")
_HARMED = late(r"受伤|死亡|身亡|伤残")
_LEADING = frozenset("因由向与和若如现兹今对经")


def _names_company(after: str) -> bool:
    """True where a company's form follows, and nothing that says which party it is."""
    form = _COMPANY.match(after)
    called = (defined_as(after) or defined_as(after[form.end() :])) if form else ""
    return form is not None and called in ("", "公司", "本公司")


def _made(words: Words, kind: Kind, clause: Clause | None) -> str:
    """Return the label that is made of the words, of a sum's article where these only say who pays."""
    made = _BY_KIND.get(kind, texts.text)(words, clause)
    if kind not in _SUMS or not _ONLY_PAYS.fullmatch(made):
        return made
    title = title_of(clause)
    upper = "大写" if kind is Kind.AMOUNT_UPPER else ""
    return f"{title if _SUM_TITLE.search(title) else f'{stage(words)}支付金额'}{upper}"


# 签署编号为____的《施工合同》, 《施工合同》（编号：____）
_OTHER_CONTRACT = late(r"[）】]?号?的?《(?P<name>[^》_]{2,20})》")
_OTHER_CONTRACT_BEFORE = late(r"《(?P<name>[^》_]{2,20})》[（，]?(?:合同|协议)?(?:编号|号码|合同号)[为是：]*[（【\[]?$")
# 管理人员：早餐____元；午餐____元
_GROUP = late(
    r"([\u4e00-\u9fff]{0,6}(?:人员|员工|职工|学生|教师|班组|儿童|成人|老人|会员|用户|住户|车型|房型))：(?=[^：。]*$)"
)
_GROUPED = frozenset((Kind.AMOUNT, Kind.NUMBER, Kind.PERCENT))


def _lying(label: str, words: Words, clause: Clause | None) -> str:
    """Return the label of an address whose colon only says that something lies there: 甲方将位于：____."""
    own = noun_before(pattern(r"(?:位于|[坐座]落[于在])$").sub("", label))
    if own:
        return f"{own}{'坐落' if '落' in label else '地址'}"
    thing = _LIES_BEHIND.search(words.after)
    return f"{thing['what']}{'坐落' if '落' in label else '位置'}" if thing else title_of(clause) or "地址"


# 甲方将位于：____，面积为____亩的林地租赁给乙方
_LIES_BEHIND = late(r"的(?P<what>[\u4e00-\u9fff]{2,6}?)(?=出?租|转|承|发包|提供|交|委托|[，。；])")
_SPANS = late(r"^([\u4e00-\u9fff]{0,8}?)的?起止(?:时间|日期|期限|年月日|年月)$")  # 本合同起止时间为：____至____
_TERM = late(r"(?:(?<!日)期|期限|期间|时限|年限)$")
_SUMS = frozenset((Kind.AMOUNT, Kind.AMOUNT_UPPER))
# 甲方共须向乙方支付____元: who pays, and not what; the article's title says it
_ONLY_PAYS = late(
    r"(?:[甲乙丙丁]方|对方)(?:[共应须需再先向给]|一次性|[甲乙丙丁]方|对方|支付|缴纳|交纳|给付)*(?:支付|缴纳|交纳|给付)"
    r"(?:人民币)?(?:金额)?(?:大写)?"
)
_SUM_TITLE = late(r"^[\u4e00-\u9fff]{2,6}(?:费用?|价款|价格|总价|租金|报酬|酬金|货款|款项)$")
_CIVIL = late(r"^(?:中华)?民国$")
_COMPANY = late(r"(?:有限|股份)?(?:责任)?公司")
# 乙方系____有限公司的股东, 甲方赠与乙方____有限公司的股份: the company is none of the parties
_OTHER_COMPANY = late(r"(?:[系为是]|.[甲乙丙]方)_(?:股份)?有限(?:责任)?公司的")
# 乙方应向甲方交付的图纸及文件： above a table
# a title of its own right above it: the article's title is that of an earlier table
_TITLE_OF_TABLE = late(
    r"(?:附?[表件][\d一二三四五六七八九十\-—]{0,4}[：、 ]?)?[\u4e00-\u9fff、（）]{3,18}"
    r"(?:表|清单|明细|名单|名册|目录|[验交变][收接更]单|签证单|结算单)(?:（[\u4e00-\u9fff\d]{1,3}）)?"
)
_CAPTION = late(
    r"(?:[^，。；：_]*?(?:的|如下|下列|以下))?"
    r"(?P<what>(?:(?<=[下以][列下])[\u4e00-\u9fff]{2}|[\u4e00-\u9fff、]{3,12}))(?:如下|见下表)?[：]?$"
)


# 租金支付进度详见下表。
_SHOWN_BELOW = late(r"(?:^|[，。；_的])([\u4e00-\u9fff]{3,12}?)(?:详见|见|如)下表(?:所示)?[：。]?$")


def _caption(above: str) -> str:
    """Return what the line above a table says that it lists."""
    above = pattern(r"（[^（）]*）(?=：?$)").sub("", above)
    shown = _SHOWN_BELOW.search(above)
    if shown:
        return shown[1]
    if pattern(r"表格|采用|见[下附]").search(above.rpartition("的")[2]):
        return ""
    above = above.rpartition("_")[2]  # …在____日前提交下列资料：
    found = (
        _CAPTION.match(pattern(r"^本(?:合同|协议)|：[^：]*见下表[。]?$").sub("", above)) if len(above) < _NEAR else None
    )
    return found["what"].removeprefix("有关") if found else ""


_MEASURED = frozenset((Kind.DATE, Kind.DURATION, Kind.NUMBER))
# 发放日期：每月____日, 演出时长：共计____分钟
_NAMED_BEFORE = late(
    r"(?:^|[。；，_])([\u4e00-\u9fff]{2,8}(?:日期|时间|期限|时长|数量|人数|面积|密度|标准|温度|浓度|容量)|付款日|还款日)：(?:共计?|合计|总计|约|每[年月周季亩人间户]度?)?(?:不得?超过|不[低少]于|至少|最多)?$"
)
_HELD = late(r"%的?(?:股权|股份|份额)")
_UNITS = 8  # characters in which the sign of a product follows a factor and its unit
_NEAR = 60  # characters before a share in which the sum is named


def _part(label: str, kind: Kind) -> str:
    """Return the part of a label like 租金标准及支付方式 that the value before its unit answers."""
    if kind not in (Kind.AMOUNT, Kind.NUMBER, Kind.PERCENT, Kind.DURATION) or not pattern(r"[、及和与]").search(label):
        return label
    parts = [part for part in pattern(r"[、及和与]").split(label) if len(part) > 1]
    return parts[0] if len(parts) > 1 and pattern(r"(?:方式|办法|方法)$").search(label) else label


def _whose(words: Words, label: str) -> str:
    """Return the words that a bare label belongs to: 房地产权证，编号：____ gives 房地产权证."""
    named = words.before.rstrip("：（")
    before = named.removesuffix(label).removesuffix("（") if named.endswith(label) else words.before
    piece = pattern(r"[。；：_□☑【（]").split(before.rstrip("，、： "))[-1]
    piece = piece.rsplit("，", 1)[-1].rsplit("、", 1)[-1].strip("】）")
    return piece if before != words.before and pattern(r"[\u4e00-\u9fff]{2,8}").fullmatch(piece) else ""


def _choice(draft: Draft, words: Words, label: str, clause: Clause | None) -> str:
    options = tuple(option.label for option in draft.options)
    if ordinals.is_ordinal(words) and draft.shape not in ("box", "alternative") and draft.last - draft.first == 1:
        return ordinals.ordinal(words, clause) or title_of(clause) or "选项"
    made = ""
    reckoned = _RECKONED.match(words.after)
    by = pattern(r"([^，。；：_]*)[按以]_?$").search(words.before) if reckoned and options else None
    if reckoned and by:
        timed = all(option[0] in "日天周旬月季年" for option in options)
        return f"{'' if timed else noun_before(by[1])}{reckoned[1]}{'周期' if timed else '方式'}"
    if draft.shape == "alternative" or words.before.endswith("（"):
        made = questions.whether(words, options)
        if not made and words.before.endswith("（"):
            made = questions.shared(options) or questions.among(options, words)
    if pattern(r"(?:以下|下列|如下)方式解决(?:争议|纠纷)$").search(label):
        return "争议解决方式"
    if pattern(r"[归由]$").search(label):
        label = ""
    if label.endswith(("按", "按照", "应", "应当")):
        label = questions.way_of(label, options)
    owned = _OF_EITHER.match(words.after) if draft.shape == "alternative" and len(words.segment) <= _SHORT else None
    if owned and not label and words.segment:
        return f"{words.segment}{questions.listed(options)}"  # 房屋【所有权人】【购房人】的名称
    headed = _HEADED.search(words.before) if not label else None
    if headed and draft.shape == "box":
        return headed[1]
    made = made or (label if label and label not in _OTHER else questions.question(words, options))
    if len(made) < 2:
        made = questions.among(options, words) or title_of(clause) or questions.listed(options)
    made = tidy(made) if made[:1] in "★☆▲" or made[:1].isdigit() else made
    return questions.asked_of(made, words)


_OF_EITHER = late(r"(?:[^】]*】)?的[\u4e00-\u9fff]{2,4}(?:：|为)")
_SHORT = 6
_OF_THESE = late(r"(?:下列|以下|如下)[\u4e00-\u9fff]{2,4}中")  # 下列费用中：____由出租人承担
_MAY = late(r"(?:[甲乙丙丁]方|双方)?(?:可以?|应当?|须|需|有权)")
_CASE = late(r"([^，。；：_]{2,30})的，[^，。；_]*$")
_RECKONED = late(r"(计算|结算|计收|计费|计酬|计价)")  # 报酬按____（小时/件）计算
# 1.种植方式。□露天□大棚: a heading of one's own that ends with a stop
_HEADED = late(r"(?:^|[。；])([\u4e00-\u9fff]{2,8}(?:方式|类型|性质|用途|种类|形式|类别|范围|情况))。$")


def _fallback(words: Words, clause: Clause | None, kind: Kind) -> str:
    heads = 0 < len(words.above) <= _LONGEST_HEAD and not pattern("_|[。；]$").search(words.above)
    over = words.above if heads and not words.above.endswith(("合同", "协议", "协议书", "合同书")) else ""
    title = title_of(clause) or tidy(over)
    if kind in _SUFFIX and _OF_MANY.search(title):
        return _SUFFIX[kind]  # 服务内容及付款方式 says nothing of one sum
    if not title and kind is Kind.ADDRESS:
        return "所在地"
    if not title and kind is Kind.TEXT:
        return texts.thing_named(words.after)
    if not title:
        return _SUFFIX.get(kind, "") if kind is not Kind.DATE else ""  # the day of signing
    if _ends_with(title, kind):
        return title
    return title + _SUFFIX.get(kind, "")


_OF_MANY = late(r"[、及和与]|(?:义务|责任|权利|权益|事项|约定|内容|情况|条款|规定|办法)$")


def _ends_with(title: str, kind: Kind) -> bool:
    """True where the last word of a title is a head word of the kind."""
    *_, (last, is_head) = heads().pieces(title)
    return is_head and kind_by_head()[last] is kind
