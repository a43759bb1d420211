"""Words → label: what a careful person would call the blank, in Chinese."""

from __future__ import annotations

import functools
import re
import tomllib
from pathlib import Path

from pipeline.model.template import Clause, Kind
from pipeline.parsing.groups.draft import Draft
from pipeline.parsing.lexicon import heads, kind_by_head, one_of, unit_pattern
from pipeline.parsing.surroundings import Words
from pipeline.text.words import cut

_LONGEST = 24
_GENERIC = frozenset(("其他", "其它", "其他约定", "其它约定", "另", "备注", "说明", "补充", "附加"))


@functools.cache
def _verbs() -> dict[str, frozenset[str]]:
    tables = tomllib.loads(Path(__file__).with_name("verbs.toml").read_text(encoding="utf-8"))
    return {name: frozenset(table.get("stems") or table["words"]) for name, table in tables.items()}


def label_of(draft: Draft, words: Words, kind: Kind, clause: Clause | None, choice: str) -> str:
    """Return the label of a blank, without the party that it belongs to.

    Args:
        draft: The blank in the making.
        words: What stands around it.
        kind: Its kind.
        clause: The innermost clause that it stands in, None outside clauses.
        choice: The label of the choice whose option it stands in, "" if none.
    """
    if choice and draft.hint == "其他":
        return f"其他{choice}"
    if (
        choice
        and (not words.label or words.label in _GENERIC)
        and re.search(r"其[他它][：（]?$", words.segment or words.label)
    ):
        return f"其他{choice}"
    label = tidy(words.label)
    if label and label not in _GENERIC and not label.isdigit():
        return label
    if label in _GENERIC:
        return _other(label, words, clause)
    if words.number and kind in (Kind.TEXT, Kind.PARTY) and not words.after.strip("。；，"):
        return _item(words, clause)
    if kind is Kind.TABLE:
        return _title(clause) or "明细表"
    made = _BY_KIND.get(kind, _text)(words, clause)
    return made[:_LONGEST] or _fallback(words, clause, kind)


_LEAD = re.compile(r"^(?:本合同|本协议|甲、?乙双方|双方|各方|经双方|该|其)?(?:约定|协商|确认|一致)?的?(?=[\u4e00-\u9fff]{2})")


def tidy(label: str) -> str:
    """Return a printed label without number, brackets around it and stops."""
    label = re.sub(r"^(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|[①-⑳])", "", re.sub(r"\s", "", label))
    label = re.sub(r"^第[一二三四五六七八九十百\d]+条", "", label)
    label = re.sub(r"[【】]", "", re.sub(r"[】\]][、/或]?[【\[]", "/", label)).removeprefix("的").strip('：，。；、*＊#“”"【】[]《》_·•-—□☑')
    if label.startswith("（") and label.endswith("）") and label.count("（") == 1:
        label = label[1:-1]
    label = (
        re.sub(r"（(?:人民币|单位：?元|如有|若有|可选|必填|选填|下同|大写)?）$", "", label)
        if "大写" not in label
        else label
    )
    label = re.sub(r"(?<=[\u4e00-\u9fff）]{2})(?:为|是|系)$", "", label)
    if len(label) > 12:
        label = re.sub(r"(?:[为是系即]|共计?|合计|总计|人民币|如下|约)+$", "", label)
    return label if len(label) <= 30 else re.split(r"[，、]", label)[-1][-30:]


def _title(clause: Clause | None) -> str:
    return tidy(clause.title) if clause and len(clause.title) <= 20 else ""


def _other(label: str, words: Words, clause: Clause | None) -> str:
    """Return what 其他 means here: of the heading above or the clause."""
    over = tidy(words.above) if words.above and len(words.above) <= 18 else ""
    over = over or _title(clause)
    stem = label if label.startswith("其") else f"其他{label}"
    if not over or over.startswith("其"):
        return over or "其他约定"
    return f"{over}{stem}" if label not in ("备注", "说明") else label


def _item(words: Words, clause: Clause | None) -> str:
    """Return the label of a numbered line that is nothing but a blank."""
    above = words.above
    if "情形" in above or "条件" in above:
        who = re.search(r"([甲乙丙]方|出租人|承租人|双方)(?:有权|可以?)", above)
        return f"{who[1] if who else ''}其他情形"
    title = _title(clause) or (tidy(above) if len(above) <= 16 else "")
    if title.startswith("其"):
        return f"{title}（{words.number.strip('（）、.． ')}）"
    return f"其他{title}" if title else ""


def _fallback(words: Words, clause: Clause | None, kind: Kind) -> str:
    over = words.above if 0 < len(words.above) <= 16 and "_" not in words.above else ""
    title = _title(clause) or tidy(over)
    return title + _SUFFIX.get(kind, "") if title else ""


_SUFFIX = {Kind.AMOUNT: "金额", Kind.DATE: "日期", Kind.DURATION: "期限", Kind.PERCENT: "比例", Kind.NUMBER: "数量"}


def noun_before(segment: str, limit: int = 10) -> str:
    """Return the noun phrase that a piece of a sentence ends with: 乙方的服务费用为人民币 gives 服务费用."""
    stop = _verbs()["boundaries"]
    tokens = cut(re.sub(rf"(?:{one_of(tuple(_verbs()['trailing']))})+$", "", segment.rstrip("：（")))
    noun: list[str] = []
    for token in reversed(tokens):
        if token in stop or not re.match(r"[\u4e00-\u9fffA-Za-z（）]", token):
            if noun or token not in ("的", "、"):
                break
            continue
        if sum(map(len, noun)) + len(token) > limit:
            break
        noun.append(token)
    return "".join(reversed(noun)).strip("（）")


def _last_head(words: str, kind: Kind) -> str:
    """Return the last head word of a kind in a stretch of words, with the nouns before it."""
    last = None
    for match in heads().finditer(words):
        if kind_by_head()[match[0]] is kind and len(match[0]) > 1:
            last = match
    return noun_before(words[: last.end()]) if last else ""


def _amount(words: Words, clause: Clause | None) -> str:
    behind = re.match(
        r"[万亿]?[美港欧]?元?[币整]?(?:人民币)?(?:/[日月年天次]|／[日月年天])?(?:作为|的|支付)?([\u4e00-\u9fff]{1,6}?(?:金|费|款|租|价))",
        words.after,
    )
    clear = re.search(r"(违约金|滞纳金|赔偿金|补偿金|保证金|定金|订金|押金|预付款|首付款|罚款|利息)", re.split(r"[。；]|，(?!作为)", words.after)[0])
    lead = re.match(r"[^，。；：_]{2,10}(?=：)", words.before)
    total = re.search(r"(?:合计|共计|总计)[为：]?$", words.segment)
    if total:
        return f"{total[0][:2]}金额"
    near = noun_before(words.segment) or _before_money(words.before)
    if near and re.search(r"(?:[金费价款额租息酬资薪本]|合计|总计)$", near):
        return near
    if behind or clear:
        return (behind or clear)[1]
    before = words.before[-40:]
    if lead and re.search(r"付款|支付|缴纳|缴费", lead[0]):
        return f"{lead[0]}金额"
    return _last_head(words.segment, Kind.AMOUNT) or _last_head(before, Kind.AMOUNT) or (near and f"{near}金额") or ""


def _before_money(before: str) -> str:
    """Return what stands before 人民币小写 and the like: 租金总计：人民币小写____元 gives 租金总计."""
    rest = re.sub(r"[：（]*(?:人民币|小写|（|：|¥|RMB)+$", "", before)
    return noun_before(re.split(r"[。；，：_□]", rest)[-1]) if rest != before else ""


def _upper(words: Words, clause: Clause | None) -> str:
    own = _amount(
        Words(
            label="",
            before=re.sub(r"[（]?大写.*$", "", words.before),
            segment=re.sub(r"[（]?大写.*$", "", words.segment),
            after="",
            above="",
            number="",
        ),
        clause,
    )
    return f"{own}大写" if own else "大写金额"


def _date(words: Words, clause: Clause | None) -> str:
    segment, after = words.segment, words.after
    if re.search(r"(?:自|从|起始?|由)$", segment):
        return (noun_before(re.sub(r"[自从由]$", "", segment)) or _period(words, clause)) + "起始日期"
    if re.search(r"[至到\-—~～]$", segment) or re.match(r"(?:日)?止", after):
        return _period(words, clause) + "截止日期"
    if re.search(r"每年|每月|月$", segment):
        verb = _verb(after) or _verb(segment)
        often = "每年" if "每年" in segment else "每月"
        return f"{often}{verb}日" if verb else f"{often}日期"
    if re.search(r"[于在]$|^$", segment) or re.match(r"(?:日)?(?:之?前|内|以前|起)", after):
        verb = _verb(after)
        if verb:
            return f"{verb}日期"
    noun = noun_before(segment)
    if noun:
        return noun if re.search(r"[日间期]$", noun) else f"{noun}日期"
    verb = _verb(after)
    if verb:
        return f"{verb}日期"
    return _fallback(words, clause, Kind.DATE) if words.before else ""


def _period(words: Words, clause: Clause | None) -> str:
    """Return the period that a from or a to belongs to."""
    found = re.findall(
        r"([\u4e00-\u9fff]{0,4}(?:期限|有效期|工期|租期|期间|时限|服务期|试用期|期))(?=[^_期]{0,6}_|[为自从：共]|$)",
        words.before[-60:],
    )
    if found:
        return noun_before(found[-1]) or found[-1]
    title = _title(clause)
    match = re.search(r"[\u4e00-\u9fff]{0,4}期限?", title)
    return match[0] if match else ""


def _verb(words: str) -> str:
    """Return the first verb with a deadline in the words, as far as the sentence goes."""
    piece = re.split(r"[。；]", words)[0][:60]
    parts = re.split(r"，", piece)
    if len(parts[0]) > 3 and len(parts) > 1:
        return _verb(parts[0]) or _verb("，" + "，".join(parts[1:]) if len(parts[0]) < 5 else parts[1][:30])
    stems = _verbs()["deadline"]
    best = ""
    for token in cut(piece):
        if token in stems:
            return token
        best = best or next((s for s in stems if len(s) == 2 and token.startswith(s)), "")
    return best


def _duration(words: Words, clause: Clause | None) -> str:
    segment, after = words.segment, words.after
    if re.search(r"提前[^，]{0,6}$", segment):
        way = re.search(r"告知|通知|申请|书面|提出", after + segment)
        return f"提前{'通知' if way[0] in ('书面', '提出') else way[0]}{'天数' if after[:1] in '日天工个' and '月' not in after[:2] else '期限'}" if way else "提前天数"
    ahead = re.match(r"(?:个?工作日|日|天|个?月|年|小时)之?前(.*)", after)
    if ahead and not re.search(r"[自从]", segment[-12:]):
        way = re.search(r"通知|告知|申请|提出|预约|交|送|提供|支付", ahead[1])
        return f"提前{way[0] if way and len(way[0]) > 1 else '通知'}天数"
    noun = noun_before(segment)
    if noun in ("逾期", "延期", "到期"):
        return f"{noun}天数"
    if re.search(r"(?:期|期限|年限|时限|时间|天数|工期)$", noun) and not re.search(r"[之从自]", segment[-3:]):
        return noun
    if re.search(r"(?:逾期|超过|迟延|延迟|拖欠|达|延期)[^，]{0,4}$", segment) and re.match(
        r"[\u4e00-\u9fff]{1,4}?(?:以上|的|仍|，|未|后)", after
    ):
        stem = re.search(r"(逾期|迟延|延迟|拖欠|延期)([\u4e00-\u9fff]{0,6}?)(?:超过|达|累计|满)?$", segment)
        return f"{stem[1]}{stem[2]}天数" if stem else "逾期天数"
    verb = _verb(re.sub(r"^[^内前后，]{0,5}[内前后]?", "", after))
    if verb == "完成":
        thing = re.search(r"完成([\u4e00-\u9fff、]{2,14})", after)
        if thing:
            return re.sub(r"(?:的|等|相关)?工作$", "", thing[1]) + "期限"
    if verb in ("支付", "付款", "付清") and "付款期限" in (_title(clause) + words.above):
        return "付款期限"
    if verb:
        return f"{verb}期限"
    if noun:
        return noun if noun.endswith(("期", "限", "时间")) else f"{noun}期限"
    return _fallback(words, clause, Kind.DURATION)


def _percent(words: Words, clause: Clause | None) -> str:
    behind = re.search(
        r"(违约金|赔偿金|滞纳金|定金|预付款|保证金|首付款|进度款|尾款|质保金|手续费|服务费|佣金|押金|订金|利息|赔偿)",
        words.after[:24],
    )
    if behind:
        return f"{behind[1]}比例"
    clear = re.search(r"(违约金|赔偿金|滞纳金|定金|预付款|赔偿|退还|扣除|支付|承担)", words.after[:40])
    noun = noun_before(re.sub(r"[百千万]分之$", "", words.segment))
    if clear and not noun.endswith(("率", "比例")):
        return f"{clear[1]}比例"
    if noun:
        return noun if noun.endswith(("率", "比例")) else f"{noun}比例"
    verb = _verb(words.after)
    return f"{verb}比例" if verb else _fallback(words, clause, Kind.PERCENT)


def _number(words: Words, clause: Clause | None) -> str:
    unit = words.after[:2]
    if "一式" in words.segment[-6:] and unit.startswith("份"):
        return "合同份数"
    holder = re.search(r"([\u4e00-\u9fff]{2,8}?)(?:各|分别)?[持执留存报保有]*$", words.segment)
    if unit.startswith("份") and holder and re.search(r"[执持存留]", words.segment[-4:]):
        return f"{holder[1].removesuffix('各')}{'各' if '各' in words.segment[-4:] else ''}执份数"
    noun = noun_before(words.segment)
    suffix = {
        "平": "面积",
        "㎡": "面积",
        "份": "份数",
        "人": "人数",
        "名": "人数",
        "次": "次数",
        "倍": "倍数",
        "层": "层数",
        "页": "页数",
        "台": "台数",
        "部": "数量",
    }.get(unit[:1], "数量")
    if noun:
        return noun if noun.endswith(("面积", "数量", "数", "量")) else f"{noun}{suffix}"
    thing = re.match(r"的?([\u4e00-\u9fff]{2,6})", re.sub(rf"^(?:{unit_pattern('number')})", "", words.after))
    return f"{thing[1]}{suffix}" if thing else suffix


def _text(words: Words, clause: Clause | None) -> str:
    segment, after = words.segment, words.after
    court = re.match(r"[^，。]{0,4}?(仲裁委员会|仲裁院|人民法院|法院)", after)
    if court:
        return f"{court[1]}名称"
    if re.search(r"由$", segment) and (verb := re.match(r"(?:方)?(承担|负责|提供|支付|负担|缴纳|办理)", after)):
        before = noun_before(segment[:-1], 6)
        return f"{before}{verb[1]}方"
    if not re.sub(r"[。；，、）]", "", after):
        stem = re.sub(rf"(?:{one_of(tuple(_verbs()['trailing']))})+$", "", segment)
        return stem if 2 <= len(stem) <= 14 else noun_before(segment)
    behind = re.match(r"[）》”]?(?:的|等|之)?([\u4e00-\u9fff]{2,8}?)(?=[，。；、的_（]|$|[支承负完向进处])", after)
    note = re.match(r"（(?:填写|注明|写明|请填写)?([\u4e00-\u9fff]{2,12}?)(?:，[^）]*)?）", after)
    if note and re.search(r"(?:名称|地址|姓名|号|号码|日期|内容|方式|标准|范围|地点|时间|项目|种类|类型|用途|原因|机构|单位|部门|事项)$", note[1]):
        return note[1]
    noun = noun_before(segment, 6)
    if behind and re.search(
        r"(?:方式|标准|形式|方法|范围|名称|事务|区域|等级|项目|工程|媒体|所有|公司|银行|单位|部门|机构|条件|程序)$",
        behind[1],
    ):
        return f"{noun[-4:]}{behind[1]}" if noun and len(behind[1]) <= 2 else behind[1]
    if noun:
        return noun
    return behind[1] if behind else ""


def _choice(words: Words, clause: Clause | None) -> str:
    segment, after = words.segment, words.after
    if re.match(r"[）】]?(?:种|项|款|类|个|方式)", after) or re.search(r"第$", segment):
        way = re.match(
            r"[）】]?(?:种|项|款|类|个)?(?:方式)?(?:向[^，。]{2,4})?([\u4e00-\u9fff]{2,4}?)(?:方式|[：。，；解的]|$|费|该|租|款)",
            after,
        )
        named = re.match(r"[）】]?[种项款类个]([\u4e00-\u9fff]{2,10}?(?:标准|方式|方法|方案|办法))(?:[。；，：]|$|[支结执处])", after)
        if named and len(named[1]) > 3:
            return named[1]
        if re.search(r"争议|仲裁|诉讼|协商不成", words.before[-80:] + _title(clause)) or re.match(r".{0,6}解决", after):
            return "争议解决方式" if "结算" not in words.before[-20:] else "结算方式"
        verb = _verb(after)
        if verb:
            return f"{verb}方式"
        noun = noun_before(re.sub(r"(?:为|按照?)?(?:下列|以下|如下)?第?$", "", segment), 8)
        return f"{noun}方式" if noun and not noun.endswith("方式") else noun or (way[1] + "方式" if way else "")
    question = _question(segment.rstrip("：") or words.before.rstrip("：（[，"))
    if not question and words.above and re.search(r"[：）]$|如下|以下|下列", words.above) or len(words.above) <= 14 and not words.before:
        question = _question(words.above)
    way = re.search(r"(?:采取|按照?|采用|选择|以|通过)(?:以下|如下|下列)(?:第?_?[种项个]?)?方式([\u4e00-\u9fff]{2,8})$", question)
    if way:
        return f"{way[1]}方式"
    question = re.sub(
        r"(?:采取|采用|选择|按照?|以下|下列|如下|为|是|由|属于|第|以|通过)+(?:方式|选项|种|之一)?$", "", question
    )
    return question[-16:] if len(question) <= 16 else noun_before(question, 12) or question[-10:]


def _question(words: str) -> str:
    """Return the last part of a question without its notes: …，双方同意按如下方式处理（单选）： gives the last part."""
    words = re.sub(r"(?:（[^（）]*(?:选|√|×|打|划|勾|□)[^（）]*）|：)+$", "", words.strip())
    part = re.split(r"[，。；：_□☑“”（]", re.sub(r"（[^（）]*）$", "", words))[-1]
    return "" if part in ("单选", "多选", "可多选", "选项") else part


def whether(options: tuple[str, ...], after: str) -> str:
    """Return the question of a 是/否 in a sentence: （是/否）允许承租人转租 gives 是否允许承租人转租."""
    stem = (
        {"是": "是否", "有": "有无", "已": "是否已", "同意": "是否同意", "允许": "是否允许", "可以": "可否"}.get(
            options[0], ""
        )
        if options
        else ""
    )
    rest = re.match(r"[）】]?([\u4e00-\u9fff]{2,12})", after)
    return f"{stem}{rest[1]}" if stem and rest else ""


def among(options: tuple[str, ...], after: str) -> str:
    """Return what answers have in common where nothing asks for them: 建筑面积 使用面积 give 面积类型."""
    if not options:
        return "选项"
    tail = options[0]
    while tail and not all(option.endswith(tail) for option in options):
        tail = tail[1:]
    if len(tail) >= 2 and len(options) > 1 and tail != options[0]:
        return f"{tail}类型"
    if any(re.search(r"身份证|营业执照|护照|信用代码", option) for option in options):
        return "证件类型"
    who = re.match(r"(承担|负责|支付|提供|办理)", after)
    if who and any(option.endswith("方") for option in options):
        return f"{who[1]}方"
    return "/".join(option for option in options[:3] if "_" not in option)[:_LONGEST] or "选项"


_BY_KIND = {
    Kind.AMOUNT: _amount, Kind.AMOUNT_UPPER: _upper, Kind.DATE: _date, Kind.DURATION: _duration,
    Kind.PERCENT: _percent, Kind.NUMBER: _number, Kind.CHOICE: _choice,
}  # fmt: skip
