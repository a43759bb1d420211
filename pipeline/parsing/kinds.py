"""Words → Kind: what sort of value a blank asks for, its unit, and how sure that is."""

from __future__ import annotations

import functools
import re

from pipeline.model.template import Kind
from pipeline.parsing.groups.draft import Draft
from pipeline.parsing.lexicon import head_of, kind_by_head, role_pattern, role_words, unit_pattern
from pipeline.parsing.surroundings import Words
from pipeline.text.patterns import late, pattern

Verdict = tuple[Kind, str, float]

_ACT = r"(?:盖章|签字|签章|签名|公章|合同专用章|签署|捺印|手印|印章|签盖|签认)"
_SIGN = late(
    rf"(?:{_ACT}|（章）)(?:处|栏)?(?:（[^）]*）)?$|（(?:[^）]{{0,10}}{_ACT}[^）]{{0,8}}|单位章|签|印|公?章)）$"
)
_SIGN_AHEAD = late(rf"^[（]?[^，。；：（_]{{0,10}}{_ACT}[^，。；：_]{{0,8}}[）]?(?:[：_ ].*)?$|^（(?:公?章|签)）")
# Units of one character that are seldom the beginning of another word; the others must end their phrase.
_COMMON = frozenset("人名次份台套辆间层个件部张页倍米吨亩克斤期条")
_CLOSED = late(r"[^\u4e00-\u9fff]|[的内以和及或左至，]|$")
_UPPER = late(r"大写[^0-9，。；_小]{0,6}$")


def classify(draft: Draft, words: Words) -> Verdict:
    """Return kind, unit and confidence of a draft.

    Args:
        draft: The draft; a kind that its grouping gave is kept.
        words: What stands around it.

    Returns:
        (kind, unit, confidence from 0 to 1).
    """
    if draft.kind is Kind.ADDRESS and pattern(r"[甲乙丙丁]方").fullmatch(defined_as(words.after)):
        return Kind.PARTY, "", 0.85  # ____乡____村，以下简称甲方
    if draft.kind is Kind.ADDRESS and words.label and head_kind(words.label) is Kind.PARTY:
        return Kind.PARTY, "", 0.85  # 发包方：____乡____村____组
    if draft.kind is not None:
        return draft.kind, draft.unit, 0.95
    for rule in (_by_signature, _by_capitals, _by_unit, _by_label, _by_sentence, _by_loose_unit):
        verdict = rule(words)
        if verdict:
            return verdict
    return Kind.TEXT, "", 0.7 if words.label else 0.55


def _by_signature(words: Words) -> Verdict | None:
    if _SIGN.search(words.label) and not pattern(r"日期|时间|地点|人数|份").search(words.label):
        return Kind.SIGNATURE, "", 0.95
    label = words.label or words.segment
    if len(words.before) <= 40 and _SIGN_AHEAD.match(words.after) and not _UPPER.search(label):
        return Kind.SIGNATURE, "", 0.85
    if (
        not words.label
        and len(words.before) <= 24
        and _SIGN.search(words.segment.rstrip("）") + ("）" if words.segment.endswith("）") else ""))
    ):
        return Kind.SIGNATURE, "", 0.9
    return None


def _by_capitals(words: Words) -> Verdict | None:
    if words.before.endswith("_（大写）") and words.after.startswith("（小写）"):
        return Kind.AMOUNT, "元", 0.9  # ____（大写）____（小写）: each is named behind its gap
    if words.before.endswith("（小写）：") and words.after.startswith("（大写"):
        return Kind.AMOUNT, "元", 0.95
    measured = _measure().match(words.after)
    if measured and pattern(r"[大小]写[）：]*$").search(words.before):
        return Kind.NUMBER, measured["unit"], 0.9
    if (
        _UPPER.search(words.before.rstrip("：（¥"))
        or _UPPER.search(words.label)
        or pattern(r"大写[）：]*$").search(words.label)
    ):
        return Kind.AMOUNT_UPPER, "", 0.97
    if pattern(r"[万亿]?元[整正]").match(words.after) and pattern(r"¥_[万亿]?元（人民币$").search(words.before):
        return Kind.AMOUNT_UPPER, "", 0.9
    if pattern(r"[元]?[整正]?（(?:人民币)?大写）").match(words.after) or (
        pattern(r"元[整正]").match(words.after) and "写" in words.before[-10:]
    ):
        return Kind.AMOUNT_UPPER, "", 0.95
    if pattern(r"万?元[整正]（[¥小][^，。；大]{0,8}[，]?[（]?大写").match(words.after):
        return Kind.AMOUNT, "元", 0.85  # ____元整（¥____），大写：____: the capitals have a gap of their own
    if pattern(r"(?:万?元)?[整正]（[¥小]").match(words.after):
        return Kind.AMOUNT_UPPER, "", 0.9
    if pattern(r"(?:小写|¥|RMB)[^_，。；]{0,4}$").search(words.before):
        return Kind.AMOUNT, _unit(words.after, "amount") or "元", 0.95
    return (Kind.AMOUNT, "元", 0.9) if pattern(r"元（小写").match(words.after) else None


@functools.cache
def _measure() -> re.Pattern[str]:
    return re.compile(r"(?P<unit>平方米|公顷|亩|㎡|立方米|公里|吨|平方公里)")


def _unit(after: str, group: str) -> str:
    found = _at_start(group).match(after)
    return found["unit"] if found else ""


@functools.cache
def _at_start(group: str) -> re.Pattern[str]:
    return re.compile(
        rf"[）】\]”_]?(?:人民币|（[≤≥<>不超过少于大小\d ]+）|[（](?=[^）]{{0,4}}）))?(?P<unit>{unit_pattern(group)})"
    )


def _by_unit(words: Words) -> Verdict | None:
    """The unit that follows, where it can only be a unit."""
    after, before = words.after, words.before
    head = _head_kind(words.label)
    if head in (Kind.ID_NO, Kind.CONTRACT_NO, Kind.PHONE, Kind.BANK_ACCOUNT, Kind.EMAIL) and not pattern(
        r"[元%]"
    ).match(after):
        return None
    if pattern(r"(?:百|千|万)分之[（]?$").search(before):
        return Kind.PERCENT, {"百": "%", "千": "‰", "万": "‱"}[pattern(r"([百千万])分之").findall(before)[-1]], 0.97
    unit = _unit(after, "percent")
    if unit:
        return Kind.PERCENT, unit, 0.97
    if pattern(r"[元，_股]占(?:比|股)?[为：]?$").search(before) and pattern(r"[，。；]|$").match(after):
        return Kind.PERCENT, "%", 0.85  # 出资____元，占____；
    if pattern(r"日(?:前|之前|以前)").match(after) and pattern(r"[□☑]每月/?[□☑]每[年季][度]?$").search(before):
        return Kind.DATE, "", 0.85  # □每月/□每年____日前
    if pattern(r"日(?:前|起|发|结|支付|内?缴|至|到|为|之前|以前)?").match(after) and pattern(
        r"(?:每月|每个月|当月|次月|每季度?末?月|上月|下月|每年\d*月|月份?的?第?|[^个]月)[（]?$"
    ).search(before):
        return Kind.DATE, "", 0.9
    if pattern(r"[晚夜](?:[_，。；、/]|$)").match(after) and pattern(r"[共计住为]$").search(before[-1:]):
        return Kind.NUMBER, after[0], 0.9
    if pattern(r"每年的?[（]?$").search(before) and pattern(r"月(?!内|的)").match(after):
        return Kind.DATE, "", 0.85
    if pattern(r"[）】]?室[_，、]{1,3}[厅房厨卫]").match(after):
        return Kind.NUMBER, "室", 0.95  # the rooms of a flat, whatever stands before them
    unit = _unit(after, "amount")
    if unit == "块" and head_kind(words.label or words.segment[-8:]) is Kind.NUMBER:
        return Kind.NUMBER, unit, 0.9  # 数量____块
    if unit and not pattern(r"元(?:素|件|旦|宵|月)").match(after):
        return Kind.AMOUNT, unit.removesuffix("整").removesuffix("正"), 0.97
    if pattern(r"万(?:[，。；、）]|$)").match(after) and head_kind(words.label or words.segment[-8:]) is Kind.AMOUNT:
        return Kind.AMOUNT, "万元", 0.9
    if pattern(r"年_万?元").match(after) and pattern(r"[；，：一]$|_元；?$").search(before):
        return Kind.DATE, "", 0.8  # ____年____元；____年____元
    unit = _unit(after, "duration")
    if unit and not pattern(
        r"年(?:度|级|检|龄|份|版|[^内以之前后起至])?[^。；，]{0,2}月?(?:决算|版)|日(?:期|常|志|报)|月(?:份|租|结|付)|天(?:然|气|津)|周(?:岁|边|围|转|[一二三四五六日])|时(?:间|代)|分(?:公司|行)|年(?:级|度|检|版|人民币)|第"
    ).match(
        after,
    ):
        if pattern(r"第[（]?$").search(before) and not pattern(r"^(?:个|日|天|年)").search(after):
            return Kind.NUMBER, unit, 0.8
        return Kind.DURATION, unit, 0.95
    if pattern(r"第[（]?$").search(before) and pattern(
        r"[）]?(?:[条款页期层批次级审排列座栏]|号(?:位置|展位|车位|铺位|房间))"
    ).match(after):
        return Kind.NUMBER, after.lstrip("）")[:1], 0.85
    if pattern(r"方(?:提供|承担|负责|支付|办理|所有|享有|自理|缴纳|委托|派|组织|选|保管|出具)").match(after):
        return Kind.TEXT, "", 0.7  # 归____方所有: which party, not who it is
    if pattern(r"[）】]?(?:平方米|㎡|亩|公顷|吨|公斤|立方米|份|倍|人次|课时|学时)").match(after):
        return Kind.NUMBER, _unit(after, "number"), 0.95
    return None


_SHORT_LABEL = 8
_LETTERS = ("甲", "乙", "丙", "丁")  # 甲：____ 乙：____


def _by_label(words: Words) -> Verdict | None:
    """The head word of the label that a colon, a cell or a placeholder gives."""
    label = words.label
    if not label:
        return None
    if (
        label in ("致", *_LETTERS)
        or pattern(r"者（[甲乙丙丁]方）$|[人方者][甲乙丙丁]$").search(label)
        or (len(label) <= _SHORT_LABEL and pattern(r"[甲乙丙丁]方").fullmatch(defined_as(words.after)))
    ):
        return Kind.PARTY, "", 0.85
    kind = head_kind(label)
    if kind is None:
        return None
    if kind is Kind.CONTRACT_NO and not pattern(r"合同|协议|契约|^编号$|^No").search(label):
        kind = Kind.ID_NO
    if kind is Kind.PARTY and not is_party_label(label):
        kind = Kind.PERSON if "姓名" in label else Kind.TEXT
    if kind is Kind.PERSON and pattern(r"[甲乙丙丁]方(?:（[^）]*）)?的?姓名").fullmatch(label):
        kind = Kind.PARTY
    if kind is Kind.ADDRESS and pattern(r"签[订约署]|签于|履行地|仲裁地|开庭").search(label):
        kind = Kind.TEXT
    if kind is Kind.CHOICE:
        kind = Kind.TEXT
    if kind is Kind.TEXT and pattern(r"[人名次间台套个层页部辆张件幢栋]").match(words.after):
        kind = Kind.NUMBER
    unit = ""
    if kind is Kind.PERCENT:
        unit = "%"
    return kind, unit, 0.95


def _head_kind(label: str) -> Kind | None:
    return head_kind(label) if label else None


def head_kind(label: str) -> Kind | None:
    """Return the kind of the label's last head word, or of the party that it names."""
    inner = None
    bare = label
    if "（" in label:
        bare = pattern(r"（[^（）]*）").sub("", label) or label.strip("（）")
        inner = pattern(r"（([^（）]*)）$").search(label)
    bare = bare.rstrip("为是系：") or bare
    if pattern(r"[、及和与或/]").search(bare) and not _coordinated(bare):
        return Kind.TEXT
    last = _last_head(bare)
    if last:
        kind = kind_by_head()[last]
        if kind is Kind.TEXT and inner and _last_head(inner[1]) and len(inner[1]) <= 6:
            return kind
        return kind
    if role_words().at_end(bare):
        return Kind.PARTY
    if (
        pattern(r"[\u4e00-\u9fff]{2,8}[签确认领送接指保负]?[\u4e00-\u9fff]人").fullmatch(bare)
        and bare[-2:] not in _NOBODY
    ):
        return Kind.PERSON
    if inner and _last_head(inner[1]):
        return kind_by_head()[_last_head(inner[1])]
    return None


# Words that end in 人 and name nobody who could be written down.
_NOBODY = frozenset(
    ("本人", "他人", "个人", "每人", "数人", "几人", "工人", "多人", "双人", "单人", "三人", "病人", "客人", "机人")
)


def _last_head(label: str) -> str:
    return head_of(label, "号处栏项额等")


def _coordinated(label: str) -> bool:
    """True where all parts of 电话/传真, 姓名或名称 ask for the same kind."""
    parts = [part for part in pattern(r"[、及和与或/]").split(label) if part]
    kinds = {kind_by_head()[head] for head in map(_last_head, parts) if head}
    return len(kinds) <= 1 or label in kind_by_head() or label.endswith(_coordinated_heads())


@functools.cache
def _coordinated_heads() -> tuple[str, ...]:
    return tuple(word for word in kind_by_head() if "/" in word or "或" in word or "及" in word)


def is_party_label(label: str) -> bool:
    """True where a name is asked for that is a party's: 甲方名称, 单位名称, 出租人; not 货物名称."""
    bare = pattern(r"（[^（）]*）").sub("", label)
    if role_words().at_end(bare):
        return True
    stem = pattern(r"(?:名称|全称|姓名|名字|或|/|（|）|盖章|、)+$").sub("", bare)
    return not stem or bool(_somebody().fullmatch(stem))


@functools.cache
def _somebody() -> re.Pattern[str]:
    others = "单位|公司|企业|机构|法人|组织|的|（|）|当事人|简称|广告客户|或|代理|全称|客户|广告发布"
    return re.compile(rf"(?>{role_pattern()}|{others})+")


def _by_sentence(words: Words) -> Verdict | None:
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
    if pattern(rf"[）】]?(?:{unit_pattern('address')})").match(after) and _addressed(words):
        return Kind.ADDRESS, "", 0.85
    if pattern(r"(?:电子)?邮箱").match(after) and pattern(r"[至到为]$").search(segment):
        return Kind.EMAIL, "", 0.85
    if pattern(
        r"(?:位于|坐落于?在?|座落于?在?|坐落|送至|运至|送到|运到|地址[为是]?|住所[地为是]*|地点[为是]?)[：]?$"
    ).search(segment) and not pattern(r"签[订约署]|仲裁地|开庭").search(segment):
        return Kind.ADDRESS, "", 0.9
    if pattern(r"[在于]$").search(segment) and pattern(r"处(?:[，。；的]|$)").match(after):
        return Kind.TEXT, "", 0.8  # 安装在____处
    if pattern(r"[在于]$").search(segment) and _WHERE.match(after):
        return Kind.TEXT, "", 0.8  # 在____区域内, 在____（媒体）发布
    return None


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
    if sent(segment) and pattern(r"（(?:联系|办公|移动)?(?:电话|手机|方式)|（身份证|负责(?!人)").match(after):
        return Kind.PERSON, "", 0.8
    return None


def is_counted_party(segment: str) -> bool:
    """True for one of several parties of a sort, before the gap for its name: 共同投资人甲____以现金出资."""
    return pattern(r"(?:共同)?[\u4e00-\u9fff]{2}[人方者][甲乙丙丁]").fullmatch(segment) is not None


def _by_preposition(words: Words) -> Verdict | None:
    """What a preposition, a comparison or a name given behind tells, else the words before as a label."""
    before, after, segment = words.before, words.after, words.segment
    if is_counted_party(segment):
        return Kind.PARTY, "", 0.8
    if pattern(r"(?:自|从|于)$").search(segment) and pattern(r"(?:时|之日|之时)(?:起|成立|生效|支付|付)").match(after):
        return Kind.TEXT, "", 0.8  # 自双方签字之日起: an event, no day
    if segment.endswith("于") and pattern(r"在_[^，。；]{0,4}(?:签订|签署|订立|举行|召开)").match(after):
        return Kind.DATE, "", 0.8
    if pattern(r"(?:自|从|至|到|于|在)$").search(segment) and pattern(
        r"(?:起|止|前|之前|以前|时起|生效|之日|开始|起生效)"
    ).match(after):
        return Kind.DATE, "", 0.8
    if pattern(r"银行(?![卡账帐存])").match(after) and pattern(r"[向在由至到]$").search(segment):
        return Kind.BANK, "", 0.8
    if pattern(r"(?:^|[，、])[^，]{0,8}住(?:址|所)?$").search(before) and pattern(r"[，。；]|$").match(after):
        return Kind.ADDRESS, "", 0.85
    if pattern(r"(?:^|[，、（])(?:名|取名|名叫|姓名)$").search(before):
        return Kind.PERSON, "", 0.8
    named = defined_as(after)
    called = segment.endswith(("与", "和", "同")) or not segment.strip("《（致与和就由及、兹鉴于因：")
    if named and not words.label and called:
        return (Kind.PARTY, "", 0.85) if pattern(r"[人方]$|公司$").search(named) else (Kind.TEXT, "", 0.7)
    compared = pattern(r"(?:少于|低于|不足|高于|超过|达到?|不到|满)$").sub("", segment)
    if compared != segment and pattern(r"[时的，]").match(after) and head_kind(compared[-8:]) is Kind.AMOUNT:
        return Kind.AMOUNT, "", 0.75
    if not words.label and segment:
        stem = pattern(r"^(?:今|现|兹|向|由|经|与|和|因|并)(?=[\u4e00-\u9fff]{2})").sub("", segment)
        stem = pattern(r"不得?(?:低于|高于|超过|少于|大于|小于)$").sub("", stem)
        stem = pattern(r"(?:分别|均|应|约定|暂定|如下|共)?(?:为|是|系|：|即|于|在|达|共|计)*$").sub("", stem)
        kind = head_kind(stem[-16:]) if stem and (len(stem) <= 16 or stem != segment) else None
        if kind in (Kind.PARTY, Kind.TEXT, Kind.CHOICE) or (kind is not None and len(segment) > 26 and stem == segment):
            led = pattern(r"[在于]$").search(segment)
            kind = Kind.PARTY if kind is Kind.PARTY and not led and _names_party(stem, words) else None
        if kind is Kind.CONTRACT_NO and not pattern(r"合同|协议").search(stem):
            kind = Kind.ID_NO
        if (
            kind is Kind.AMOUNT
            and pattern(r"[\u4e00-\u9fff]").match(after)
            and not pattern(r"[元（]").match(after)
            and stem == segment
        ):
            kind = None
        if kind is Kind.DURATION and pattern(r"[\u4e00-\u9fff]").match(after) and stem == segment:
            kind = None
        if kind is not None and kind is not Kind.SIGNATURE:
            counted = _unit(after, "number") if kind is Kind.NUMBER else ""
            return kind, "%" if kind is Kind.PERCENT else counted, 0.8
    if pattern(r"[由]$").search(segment) and pattern(r"(?:承担|负责|提供|支付|负担|承付|缴纳|方承担)").match(after):
        return Kind.TEXT, "", 0.8
    return None


_WHERE = late(r"(?:区域|地区|市场|平台|媒体|网站|范围)(?:[内中上]|[，。；])|（[\u4e00-\u9fff]{2,6}）")


def _names_party(stem: str, words: Words) -> bool:
    """True for a party's role before the gap: near the line's beginning, or with its particulars in brackets behind."""
    identified = pattern(r"（(?:身份证|证件|统一社会|营业执照|公民身份)").match(words.after)
    own = pattern(rf"{role_pattern()}(?:（[^）]*）)?(?:名称|姓名|全称|单位名称)?").fullmatch(stem)
    alone = stem == words.segment and pattern(r"[甲乙丙丁]方（[^）]*）").fullmatch(stem)
    return own is not None and (len(words.before) < _NEAR_BEGINNING or identified is not None or alone is not None)


_NEAR_BEGINNING = 16


def task_behind(after: str) -> str:
    """Return the task that a person is named for: 指定____为票据联系人 gives 票据联系人, "" if none follows."""
    after = pattern(r"^（[^（）]*）").sub("", after)
    found = pattern(
        r"(?:同志|先生|女士)?(?:(?:作)?为|担任|出任|任)(?P<task>[\u4e00-\u9fff]{2,14}?)(?=[，。；、（_]|$|负责(?!人)|全权|进行)"
    ).match(
        after,
    )
    return found["task"].rsplit("的", 1)[-1] if found else ""


def sent(segment: str) -> str:
    """Return the verb by which somebody is sent whose name follows: 由甲方委派的____, "" if none is there."""
    found = pattern(r"(委派|指派|派遣|选派|委托)的?$").search(segment)
    return found[1] if found else ""


def defined_as(after: str) -> str:
    """Return what the contract calls the value: ____（以下简称“受益人”） gives 受益人, "" if it says nothing."""
    found = pattern(
        r"》?[（](?:以下|下)?(?:统)?(?:简称|称)(?:为)?[：:]?[“\"「]?(?P<name>[\u4e00-\u9fff]{2,8})[”\"」]?）"
    ).match(after) or pattern(r"，(?:以下|下)?简?称(?:为)?[“\"]?(?P<name>[甲乙丙丁]方)").match(after)
    return found["name"] if found else ""


def _addressed(words: Words) -> bool:
    if pattern(r"编号|证|[账帐]|电话|第$|共$|约$|数").search(words.segment[-6:]):
        return False
    if pattern(r"[）】]?室_厅").match(words.after):
        return False  # the rooms of a flat, not the number on its door
    if pattern(r"[）】]?(?:号|层|室|组|段|座|国|里|园|队|社|房)").match(words.after):
        return bool(pattern(r"位于|坐落|座落|地址|住所|路|街|村|栋|幢|单元").search(words.before[-30:] + words.label))
    return not pattern(r"[）】]?(?:区域|区间|县级|市场|道路|路线|村民会议|市政|国家|国内|里程)").match(words.after)


def _by_loose_unit(words: Words) -> Verdict | None:
    unit = _unit(words.after, "number")
    if len(unit) == 1 and unit not in _COMMON and not _CLOSED.match(words.after.lstrip("）】]")[1:2]):
        return None
    if unit and not pattern(
        r"(?:部门|人民|名称|次序|项目|条款|条件|层次|间接|度量|件数|级别|方式|方面|方法|方案|种类|室内|本合同|位置|部分|处理|处置|个人|面积|对方|组织|场所|场地|分期|口头|节能|节假|幅度|字样|名义)"
    ).match(
        words.after,
    ):
        return Kind.NUMBER, unit, 0.8
    if pattern(r"(?:公司|有限公司)").match(words.after):
        return Kind.PARTY, "", 0.6
    return None
