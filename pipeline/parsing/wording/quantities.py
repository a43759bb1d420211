"""Words → labels of quantities: what is counted or measured."""

from __future__ import annotations

from pipeline.model.template import Clause, Kind
from pipeline.parsing.lexicon import head_of, kind_by_head, role_pattern, unit_pattern
from pipeline.parsing.surroundings import Words
from pipeline.parsing.wording.money import SUM
from pipeline.parsing.wording.phrases import noun_before, verbs
from pipeline.text.patterns import late, pattern
from pipeline.text.words import cut

_SUFFIXES = {
    "平": "面积", "㎡": "面积", "亩": "面积", "份": "份数", "人": "人数", "名": "人数", "次": "次数", "倍": "倍数",
    "岁": "年龄", "集": "集数", "桌": "桌数", "座": "座数", "间": "间数",
    "班": "班数", "层": "层数", "分": "分数", "页": "页数", "台": "台数", "面": "面数", "期": "期数", "户": "户数",
}  # fmt: skip
_SIDES = {"高": "高度", "宽": "宽度", "长": "长度", "深": "深度", "厚": "厚度"}


# 图纸一式____份: other papers than the contract
_PAPERS = late(
    r"((?:设计|施工|竣工|结算|技术|验收|审计|评估|检测)?"
    r"(?:图纸|图|文件|资料|报告|清单|方案|说明书|申请书|申请表|证明|收据|单据))$"
)
_LEADS_ON = late(r"(?:[（]?[大小]写[）：]*|(?:以下|下)?简?称为?)$")


def number(words: Words, clause: Clause | None) -> str:
    """Return the label of a quantity: what is counted, and in what."""
    del clause
    segment = _LEADS_ON.sub("", words.segment)
    return _of_entry(words, segment) or _of_part(words, segment) or _of_size(words, segment) or _of_noun(words, segment)


def _of_entry(words: Words, segment: str) -> str:
    """Return the label of a number of copies or periods, or of which entry or annex is meant."""
    after = words.after
    if "一式" in segment[-6:] and after.startswith("份"):
        paper = noun_before(pattern(r"一式.{0,4}$").sub("", segment), 8)
        paper = paper[2:] if paper[:2] in verbs("deadline") else paper
        if paper.endswith(("报告", "图纸", "资料", "证书", "清单", "账单", "成果", "方案", "样品", "样本", "发票")):
            return f"{paper}份数"  # 交付检测报告一式____份
        which = pattern(r"(正本|副本)(?:一式)$").search(segment) or pattern(r"(协议|协定|契约|合约)").search(segment)
        papers = _PAPERS.search(segment.rpartition("一式")[0]) or _PAPERS_SAID.search(words.before)
        return f"{which[1] if which else papers[1] if papers else '合同'}份数"
    if segment.endswith("第") and after.startswith(("审", "届")):
        return "审级" if after[0] == "审" else "届次"
    if after.startswith("份") and pattern(r"[执持存留]").search(segment[-4:]):
        return _copies(words)
    if segment.endswith("押") and after.startswith("付"):
        return "押金期数"
    if pattern(r"押_付$").search(words.before):
        return "付款期数"
    if pattern(r"第[（]?$").search(segment) and pattern(r"[）]?[条款项]").match(after):
        return "违反的条款序号" if pattern(r"违反(?:了?本(?:合同|协议))?第[（]?$").search(segment) else "条款序号"
    return "附件序号" if segment.endswith("附件") else ""


# 乙方提交的竣工图应符合____的要求，一式____份
_PAPERS_SAID = late(
    r"(?:^|[。；，])(?:[^，。；_]{0,12}的)?(?P<what>[\u4e00-\u9fff]{1,3}(?:图|图纸|资料|报告|清单|说明书|方案|发票|名单))"
    r"(?=应|须|需|均|[^。；]{0,4}_)(?:(?!合同|协议)[^。；])*一式$"
)


def _of_part(words: Words, segment: str) -> str:
    """Return the label of a ratio, a discount, tenths that fall to somebody, or of a place in a row."""
    after = words.after
    if pattern(r"分(?:的?(?:利息?|月息))").match(after):
        return "利息分数"  # 每月按____分利息计算
    ratio = pattern(r"(?:[：∶比/]_)?的?(?:比例([\u4e00-\u9fff]{2})?|(分成|分配))").match(after)
    if ratio:
        return f"{ratio[1] or ratio[2] or noun_before(segment, 6)}比例"
    if pattern(r"折(?=[，。；、）与优计结的向供销给出]|$)").match(after):
        own = noun_before(segment, 6)
        if own.endswith(("折扣", "比例", "折扣率")):
            return own
        led = pattern(r"(?:^|[。；])([\u4e00-\u9fff]{2,8})：[^：]*$").search(words.before)
        return f"{led[1] if led else ''}{'' if led and '折扣' in led[1] else '折扣'}"
    divided = pattern(r"(?:折成|折合成?|折为|分为|划分为|等分为)$").search(segment)
    if divided and after.startswith("股"):
        return f"{noun_before(segment[: divided.start()], 6).removesuffix('数')}数"
    row = pattern(r"[排列座栏区组号]").match(after) if segment.endswith("第") else None
    if row and pattern(r"第[排列座栏区组层]?第?$|位.{0,3}第$").search(segment):
        return "编号" if row[0] == "号" else f"{row[0]}号"  # 位置为第____排第____号
    shared = pattern(rf"({role_pattern()})[得分占按享]$").search(segment) if after.startswith("成") else None
    return f"{shared[1]}分成" if shared else ""


def _of_size(words: Words, segment: str) -> str:
    """Return the label of a number of rooms, a side, an age, how often, or what a letter stands for."""
    room = pattern(r"(卧室|客厅|餐厅|书房|厨房|卫生间|阳台)(?=[、，）])").match(words.after)
    if room:
        return f"{room[1]}数"
    side = pattern(r"(?:^|[^\u4e00-\u9fff])([高宽长深厚])[约为]?$").search(segment)
    if side:
        return _SIDES[side[1]]
    aged = pattern(r"周?岁(?:以[上下])?(?:/月|的)?([\u4e00-\u9fff]{2,4}?)(?=[，。；、_\d]|$)").match(words.after)
    if aged:
        return f"{aged[1]}年龄"  # 家中有____岁老人
    times = pattern(r"([\u4e00-\u9fff]{2,8}次数)[^，。；_]{0,10}$").search(segment)
    if times:
        return noun_before(times[1]) or times[1]
    measured = pattern(r"([A-Za-z][A-Za-z0-9\-]{0,11})[≤≥<>＜＞=]$").search(segment)
    return measured[1] if measured else ""  # COD≤____mg/L


def _of_noun(words: Words, segment: str) -> str:
    """Return the label of a number by the noun before it, else by what its unit counts."""
    after = words.after
    said = segment if pattern(r"[\u4e00-\u9fffA-Za-z]").search(segment) else ""
    noun = noun_before(said or _same_again(words.before, after[:1]))
    if noun and _MUSTERED.search(said):
        noun = ""  # 期间产生____个意向受让方
    if not noun and pattern(r"[未非无新原旧已][\u4e00-\u9fff]{2,5}").fullmatch(segment):
        noun = segment  # 未利用地____平方米
    suffix = _SUFFIXES.get(after[:1], "数量")
    if after.startswith("倍") and (sum_ := pattern(SUM).search(after)):
        return f"{sum_[0]}倍数"
    if kind_by_head().get(head_of(noun)) is Kind.NUMBER:
        return noun
    if noun:
        return noun if noun.endswith(("面积", "数量", "数", "量", "度", "率", "里程", "年龄")) else f"{noun}{suffix}"
    rest = pattern(rf"^(?:{unit_pattern('number')})(?:/[年月日周天])?(?:以[上下内]|左右|之间)?").sub("", after)
    thing = pattern(r"的?([\u4e00-\u9fff]{2,6})").match(rest) if not pattern("的[，。；]").match(rest) else None
    counted = _HANDED_ON.split(thing[1])[0] if thing else ""
    owned = _OWNED.match(rest)
    counted = owned["thing"] if owned else counted
    if after.startswith("吨") and len(counted) > 1 and not noun:
        return f"{cut(counted)[0]}吨位"  # ____吨吊车
    if len(counted) > 1:
        return f"{counted}{suffix}"
    unit = after[: len(after) - len(rest)]
    return f"{unit}数" if suffix == "数量" and pattern(r"[\u4e00-\u9fff]{1,2}").fullmatch(unit) else suffix


_MUSTERED = late(r"(?:产生|征集到?|配备|派出|派遣|安排|聘[请用]|开设|购置|投入|新增)$")
# ____张主要房间的照片: what is counted stands behind 的
_OWNED = late(r"[\u4e00-\u9fff]{2,8}的(?P<thing>[\u4e00-\u9fff]{2,5})(?=[，。；、（]|$)")
# ____亩林木承包给乙方
_HANDED_ON = late(r"(?:移交|交付|提供)?给|(?:承包|发包|出租|转让|租赁|出让|流转|转包|委托)给?|交由")
# 用水量为____立方米/日；____立方米/月: the second quantity is of the same thing
_AGAIN = late(r"([^。；，：！？_□☑“”]{2,20})：?(?:_([^_。；，元%])[^_。；，元%]{0,13}[；，、至到—～~-]){1,3}$")


def _same_again(before: str, unit: str) -> str:
    found = _AGAIN.search(before)
    return found[1] if found and found[2] == unit else ""


def _copies(words: Words) -> str:
    holder = pattern(r"([\u4e00-\u9fff]{2,8}?)(?:各|分别)?[持执留存报保有]+$").search(words.segment)
    each = "各" if "各" in words.segment[-4:] else ""
    who = pattern(r"^其中|各$").sub("", holder[1]) if holder else "其他方"
    return f"{who}{each}执份数"
