"""Words → the kind that the sentence around a blank tells: a preposition before it, a noun behind it."""

from __future__ import annotations

from pipeline.model.template import Kind
from pipeline.parsing.kinds.labels import head_kind
from pipeline.parsing.kinds.named import defined_as, goes, is_counted_party, numbered, sent, task_behind
from pipeline.parsing.kinds.units import unit_ahead
from pipeline.parsing.kinds.verdict import Verdict
from pipeline.parsing.lexicon import role_pattern, role_words, unit_pattern
from pipeline.parsing.surroundings import Words
from pipeline.text.patterns import late, pattern

# 养护负责人：甲方____，乙方____
LED_ROLE = late(r"([\u4e00-\u9fff]{2,8})：(?:[甲乙丙]方[为是]?_[，、；]){0,2}([甲乙丙]方)[为是：]?$")


def by_sentence(words: Words) -> Verdict | None:
    """The words of the sentence: a label without colon, a preposition before, a noun behind."""
    return _by_place(words) or _by_person(words) or _by_preposition(words)


def _by_place(words: Words) -> Verdict | None:
    """A court, an address or where something happens, told by the words on either side."""
    before, after, segment = words.before, words.after, words.segment
    if (before.endswith("押") and after.startswith("付")) or pattern(r"押_付$").search(before):
        return Kind.NUMBER, "", 0.8
    if pattern(
        r"(?:市|省|区|县|自治区|州)?(?:（[^）]*）)?(?:(?:仲裁)|(?:(?:中级|高级|基层)?人民)?法院|劳动(?:人事)?争议仲裁)"
    ).match(
        after,
    ):
        return Kind.TEXT, "", 0.95
    if (
        pattern(rf"[）】]?(?:{unit_pattern('address')})").match(after)
        and not pattern(r"《$|(?:^|[_：，、；])[东南西北]至?$").search(before)
        and _is_addressed(words)
    ):
        return Kind.ADDRESS, "", 0.85
    if pattern(r"(?:电子)?邮箱").match(after) and pattern(r"[至到为]$").search(segment):
        return Kind.EMAIL, "", 0.85
    if pattern(
        r"(?:位于|(?:机构|店|门店|场|点|处|工厂|公司)(?:开|建|设)?(?:设|立|置)[在于]|坐落于?在?|座落于?在?|坐落|[送运寄][至到往]|地址[为是]?|住所[地为是]*|地点[为是]?)[：]?$"
    ).search(segment) and not pattern(r"签[订约署]|仲裁地|开庭").search(segment):
        return Kind.ADDRESS, "", 0.9
    if pattern(r"[从由自至到达抵]$").search(segment) and pattern(
        r"(?:港口?|码头|车站|机场)(?=[交，。；、装运的起至到锚]|$)"
    ).match(after):
        return Kind.ADDRESS, "", 0.8  # 由____港运至____港
    if _is_on_the_way(words):
        return Kind.ADDRESS, "", 0.8
    if segment.endswith("在") and pattern(r"拍摄|演出|举行|举办|录制|彩排|(?:村|组|社|队)(?=承包|种植|养殖|租)").match(
        after
    ):
        return Kind.ADDRESS, "", 0.8  # 在____拍摄, 在____组承包土地
    if pattern(r"[在于]$").search(segment) and pattern(r"处(?:[，。；的]|$)").match(after):
        return Kind.TEXT, "", 0.8  # 安装在____处
    if pattern(r"(?<![鉴由关])[在于]$").search(segment) and _WHERE.match(after) and not defined_as(after):
        return Kind.TEXT, "", 0.8  # 在____区域内, 在____（媒体）发布
    return None


def _is_on_the_way(words: Words) -> bool:
    """True for where somebody comes from, goes to or has come to: 从____到____方向行驶，行至____处."""
    return goes(words) != "" or (
        pattern(r"(?:行|驶|走|途)[至到经]$").search(words.segment) is not None
        and pattern(r"(?:附近)?[处时，]|与|路段").match(words.after) is not None
    )


_WHERE = late(r"(?:区域|地区|市场|平台|媒体|网站|范围)(?:[内中上]|[，。；])|（[\u4e00-\u9fff]{2,6}）")


_NO_PLACE = late(r"[）】]?(?:房[产屋租]|区域|区间|县级|市场|道路|路线|村民会议|市政|国家|国内|里程)")


def _is_addressed(words: Words) -> bool:
    if pattern(r"编号|证|[账帐]|电话|第$|共$|约$|数|楼层").search(words.segment[-6:]):
        return False
    if pattern(r"[）】]?室_厅").match(words.after):
        return False  # the rooms of a flat, not the number on its door
    if pattern(r"[）】]?(?:号|层|室|组|段|座|国|里|园|队|社|房|[度渡]假村)").match(words.after):
        return bool(
            pattern(r"位于|坐落|座落|地址|住所|路|街|村|(?<!连)栋|幢|单元").search(words.before[-30:] + words.label)
        )
    return not _NO_PLACE.match(words.after)


def _by_person(words: Words) -> Verdict | None:
    """A person, told by the task, the title or the sending."""
    after, segment = words.after, words.segment
    task = task_behind(after)
    if task and head_kind(task) is Kind.PERSON:
        return Kind.PERSON, "", 0.85
    if pattern(r"(?:同志|先生|女士|担任)|(?:作)?为[\u4e00-\u9fff]{0,8}?(?:负责人|代表|联系人|代理人)").match(
        after,
    ):
        return Kind.PERSON, "", 0.8
    if pattern(r"(?:律师|医师|导游|教练|教师|工程师|设计师|经纪人|会计师)$").search(segment) and pattern(
        r"(?:、_)*(?:作?为|担任|负责|办理|[，。；]|$)"
    ).match(after):
        return Kind.PERSON, "", 0.8
    if pattern(r"(?:子女|儿子|女儿|之[子女]|[长次][子女]|孩子|小孩)$").search(segment) and _OF_CHILD.match(after):
        return Kind.PERSON, "", 0.8  # 支付子女____的抚养费
    if segment.endswith("致") and pattern(r"(?:受伤|死亡|身亡|伤残|轻伤|重伤)").match(after):
        return Kind.PERSON, "", 0.85
    if sent(segment) and pattern(r"代表(?:双方|全体|各方|[甲乙丙]方)").match(after):
        return Kind.PERSON, "", 0.8  # 双方委托____代表双方办理
    if sent(segment) and pattern(r"[（，](?:其)?(?:(?:联系|办公|移动)?(?:电话|手机|方式)|身份证)|负责(?!人)").match(
        after
    ):
        return Kind.PERSON, "", 0.8
    return None


_OF_CHILD = late(r"的|[由随跟与]|年满|成年|[，。、（]|归|出生|$")


def _by_preposition(words: Words) -> Verdict | None:
    """What a preposition, a comparison or a name given behind tells, else the words before as a label."""
    return (
        _of_each(words) or _by_time(words) or _by_next_word(words) or _by_definition(words)
        or _by_bound(words) or _by_stem(words) or _bearer(words)
    )  # fmt: skip


def _of_each(words: Words) -> Verdict | None:
    """One of several of a sort: 投资人甲____, 负责人：甲方____，乙方____."""
    if is_counted_party(words.segment):
        return Kind.PARTY, "", 0.8
    led = LED_ROLE.search(words.before)
    kind = head_kind(led[1]) if led else None
    return (kind, "", 0.85) if kind in _OF_EACH else None


def _by_time(words: Words) -> Verdict | None:
    """An event, a day or a stretch of time, told by what stands on either side."""
    after, segment = words.after, words.segment
    if pattern(r"(?:自|从|于)$").search(segment) and pattern(r"(?:时|之日|之时)(?:起|成立|生效|支付|付)").match(after):
        return Kind.TEXT, "", 0.8  # 自双方签字之日起: an event, no day
    termed = _TERM_NAMED.search(words.before[-_TERMED:])
    begins = segment.endswith(("自", "从")) and pattern(r"[至到]_").match(after)
    if termed and (begins or pattern(r"[自从]_[至到]$").search(words.before)):
        return Kind.DATE, "", 0.75  # 保险期限：自____至____
    if segment.endswith("于") and pattern(r"在_[^，。；]{0,4}(?:签订|签署|订立|举行|召开)").match(after):
        return Kind.DATE, "", 0.8
    if pattern(r"(?:自|从|至|到|于|在)$").search(segment) and pattern(
        r"(?:起|止|前|之前|以前|时起|生效|之日|开始)"
    ).match(after):
        return Kind.DATE, "", 0.8
    if segment.endswith("按") and pattern(r"为(?:[一壹1]期|(?:一个)?周期)").match(after):
        return Kind.DURATION, "", 0.8  # 租金按____为一期支付
    if segment.endswith("提前") and pattern(r"(?:缴|交|支付|通知|书面|告知|提出|预约)").match(after):
        return Kind.DURATION, "", 0.8  # 于每期开始前提前____缴纳
    if pattern(r"(?:日起|后)，?$").search(words.before) and pattern(r"(?:之?内)(?!容|部)[\u4e00-\u9fff]").match(after):
        return Kind.DURATION, "", 0.8  # 合同签订之日起____内完成
    return None


def _by_next_word(words: Words) -> Verdict | None:
    """A bank, an address, a person, a paper or a currency, told by the word right beside it."""
    before, after = words.before, words.after
    if pattern(r"银行(?![卡账帐存])").match(after) and _AT_BANK.search(words.segment):
        return Kind.BANK, "", 0.8
    if pattern(r"(?:支付|交纳|缴纳|预付|交付)$").search(words.segment) and pattern(
        r"[首预尾余]付?款|[定订押]金|保证金"
    ).match(after):
        return Kind.AMOUNT, "", 0.8  # 并支付____首付款
    if pattern(r"银行卡?，?(?:卡号|[账帐]号)").match(after):
        return Kind.BANK, "", 0.85
    if pattern(r"(?:^|[，、])[^，]{0,8}住(?:址|所)?$").search(before) and pattern(r"[，。；]|$").match(after):
        return Kind.ADDRESS, "", 0.85
    if pattern(r"(?:^|[，、（])(?:名|取名|名叫|姓名)$").search(before):
        return Kind.PERSON, "", 0.8
    paper = numbered(words)
    if paper:
        return (Kind.CONTRACT_NO if pattern(r"合同|协议|契约").search(paper) else Kind.ID_NO), "", 0.85
    if pattern(r"币(?:种)?_").match(after):
        return Kind.TEXT, "", 0.8  # 注册资金为____币____万元
    return None


def _by_definition(words: Words) -> Verdict | None:
    """Whoever or whatever the contract gives a name to right behind: ____（以下简称乙方）."""
    named, segment = defined_as(words.after), words.segment
    if not named or words.label:
        return None
    if pattern(r"[甲乙丙丁戊]方").fullmatch(named) or role_words().at_end(named) == named:
        return Kind.PARTY, "", 0.85  # 立协议书人____（以下简称乙方）, 由____（以下称供方）
    if (
        segment.endswith(("与", "和", "同"))
        or not segment.strip("《（致与和就由及、兹鉴于因：根据依照按")
        or role_words().at_end(segment)
    ):
        return (Kind.PARTY, "", 0.85) if pattern(r"[人方]$|公司$").search(named) else (Kind.TEXT, "", 0.7)
    return None


def _by_bound(words: Words) -> Verdict | None:
    """A sum that another is compared with: 预付款低于____时."""
    compared = pattern(r"(?:少于|低于|不足|高于|超过|达到?|不到|满)$").sub("", words.segment)
    if compared == words.segment or not pattern(r"[时的，]").match(words.after):
        return None
    return (Kind.AMOUNT, "", 0.75) if head_kind(compared[-8:]) is Kind.AMOUNT else None


def _by_stem(words: Words) -> Verdict | None:
    """A label without colon: what stands before the words that lead on to the gap."""
    if words.label or not words.segment:
        return None
    stem = _stem(words.segment)
    if not stem or (len(stem) > _LONGEST_STEM and stem == words.segment):
        return None
    kind = _kind_of_stem(stem, words)
    if kind is None or kind is Kind.SIGNATURE:
        return None
    if kind is Kind.PERCENT:
        return kind, "%", 0.8
    return kind, unit_ahead(words.after, "number") if kind is Kind.NUMBER else "", 0.8


_LONGEST_STEM = 16


def _stem(segment: str) -> str:
    """Return a piece of a sentence without what leads to it and on to the gap: 与合同价款分别为 gives 合同价款."""
    stem = pattern(r"^(?:今|现|兹|向|由|经|与|和|因|并)(?=[\u4e00-\u9fff]{2})").sub("", segment)
    stem = pattern(r"(?<=[为是：])[A-Za-zΦ]{1,3}$").sub("", stem)
    stem = pattern(r"(?:不得?)?(?:低于|高于|超过|少于|大于|小于|等于)+$").sub("", stem)
    return pattern(r"(?:分别|均|应|变更|更改|修改|约定|暂定|如下|共)?(?:为|是|系|：|即|于|在|达|共|计)*$").sub("", stem)


def _kind_of_stem(stem: str, words: Words) -> Kind | None:
    """Return the kind that a stem asks for, None where the sentence says that it does not."""
    kind = head_kind(stem[-_LONGEST_STEM:])
    if stem in ("其他费用", "其它费用") and pattern(r"[【□☑]其[他它]费用$").search(words.before):
        return Kind.TEXT if not words.after.startswith("元") else kind  # □水费□其他费用____
    if kind is Kind.TEXT and _BANK_OR.search(stem):
        return Kind.BANK  # 开户银行或支付平台名称为____
    if kind in (Kind.PARTY, Kind.TEXT, Kind.CHOICE):
        led = words.segment.endswith(("在", "于"))
        return Kind.PARTY if kind is Kind.PARTY and not led and _names_party(stem, words) else None
    if kind is Kind.PERSON and pattern(r"[甲乙丙丁]方(?:（[^）]*）)?的?姓名").fullmatch(stem):
        return Kind.PARTY
    if kind is Kind.PERSON and pattern(r"[次人名位岁天日个]").match(words.after):
        return None  # 探望子女____次
    if kind is Kind.CONTRACT_NO and not pattern(r"合同|协议").search(stem):
        return Kind.ID_NO
    goes_on = stem == words.segment and pattern(r"[\u4e00-\u9fff]").match(words.after)
    if goes_on and (kind is Kind.DURATION or (kind is Kind.AMOUNT and not pattern(r"元|人民币").match(words.after))):
        return None
    return kind


_BANK_OR = late(r"开户(?:银?行)(?:名称)?(?:或者?|/)[\u4e00-\u9fff]{2,8}名称$")


def _bearer(words: Words) -> Verdict | None:
    """Who bears, pays or provides: 由____承担."""
    borne = words.segment.endswith("由") and pattern(r"承担|负责|提供|支付|负担|承付|缴纳|方承担").match(words.after)
    return (Kind.TEXT, "", 0.8) if borne else None


_AT_BANK = late(r"[向在由至到经]$|委托$|(?:户口|[账帐]户|开户行?)[为是]$")
_TERM_NAMED = late(r"期限|期间|时间|日期|有效期")
_TERMED = 24  # characters before a from and a to in which the term is named
_OF_EACH = frozenset((Kind.PERSON, Kind.PHONE, Kind.ADDRESS, Kind.EMAIL, Kind.BANK, Kind.BANK_ACCOUNT))
_NEAR_BEGINNING = 16


_THEIRS = late(r"(?:品牌|商标|产品|系列|专业|学校|院校|大学|市场|行业|领域)")


def _names_party(stem: str, words: Words) -> bool:
    """True for a party's role before the gap: near the line's beginning, or with its particulars in brackets behind."""
    if _THEIRS.match(words.after):
        return False  # 甲方系____品牌的代理
    identified = pattern(r"（(?:身份证|证件|统一社会|营业执照|公民身份)").match(words.after)
    own = pattern(rf"{role_pattern()}(?:（[^）]*）)?(?:名称|姓名|全称|单位名称)?").fullmatch(stem)
    alone = stem == words.segment and pattern(r"[甲乙丙丁]方（[^）]*）").fullmatch(stem)
    if stem == words.before and pattern(r"[\u4e00-\u9fff]{2,8}（[甲乙丙丁]方）").fullmatch(stem):
        return True  # 中标单位（乙方）____
    return own is not None and (len(words.before) < _NEAR_BEGINNING or identified is not None or alone is not None)
