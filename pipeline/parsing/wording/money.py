"""Words → labels of amounts, percentages and numbers."""

from __future__ import annotations

import re

from pipeline.model.template import Clause, Kind
from pipeline.parsing.lexicon import unit_pattern
from pipeline.parsing.surroundings import Words, segment_of
from pipeline.parsing.wording.phrases import last_head, noun_before, tidy, verb_in

_SUM = r"违约金|滞纳金|赔偿金|补偿金|保证金|定金|订金|押金|预付款|首付款|罚款|利息"
_SUM_BEHIND = re.compile(
    r"[万亿]?[美港欧]?元?[币整]?(?:人民币)?(?:/[日月年天次])?(?:，?作为|的|支付)?"
    r"(?P<sum>[\u4e00-\u9fff]{1,6}?(?:金|费|款|租|价))(?![额钱])"
)
_SUM_NAME = re.compile(r"(?:[金费价款额租息酬资薪本]|合计|总计)$")
_SHARE = re.compile(rf"({_SUM}|进度款|尾款|质保金|手续费|服务费|佣金|赔偿|退还|扣除|支付|承担)")
_SUFFIXES = {
    "平": "面积", "㎡": "面积", "亩": "面积", "份": "份数", "人": "人数", "名": "人数", "次": "次数", "倍": "倍数",
    "层": "层数", "页": "页数", "台": "台数", "期": "期数", "户": "户数",
}  # fmt: skip


def amount(words: Words, clause: Clause | None) -> str:
    """Return the label of an amount: the sum named before it, else behind it, else in the sentence."""
    del clause
    total = re.search(r"(?:合计|共计|总计)[为：]?$", words.segment)
    if total:
        return f"{total[0][:2]}金额"
    namely = re.search(r"([\u4e00-\u9fff]{2,8})(?:为|按)[^。；]{0,20}，(?:即|计|合计|共计|总计)$", words.before)
    if namely:
        return noun_before(namely[1]) or namely[1]
    near = noun_before(words.segment) or _before_money(words.before)
    if near and _SUM_NAME.search(near):
        return near
    behind = _SUM_BEHIND.match(words.after) or re.search(f"(?P<sum>{_SUM})", re.split(r"[。；，]", words.after)[0])
    if behind:
        return behind["sum"]
    lead = re.match(r"[^，。；：_]{2,10}(?=：)", words.before)
    if lead and re.search(r"付款|支付|缴纳|缴费|期", lead[0]):
        return f"{lead[0]}金额"
    named = last_head(words.segment, Kind.AMOUNT) or last_head(words.before[-40:], Kind.AMOUNT)
    return named or (f"{near}金额" if near else "")


def _before_money(before: str) -> str:
    """Return what stands before 人民币小写 and the like: 租金总计：人民币小写____元 gives 租金总计."""
    rest = re.sub(r"[：（]*(?:人民币|小写|（|：|¥|RMB)+$", "", before)
    if rest == before:
        return ""
    piece = tidy(re.split(r"[。；，：_□]", rest)[-1])
    return piece if 2 <= len(piece) <= 8 else noun_before(piece)


def upper(words: Words, clause: Clause | None) -> str:
    """Return the label of an amount in capitals, after the amount that it spells out."""
    before = re.sub(r"[（]?大写.*$", "", words.before)
    own = amount(Words(label="", before=before, segment=segment_of(before), after="", above="", number=""), clause)
    return f"{own}大写" if own else "大写金额"


def percent(words: Words, clause: Clause | None) -> str:
    """Return the label of a share: of what it is paid as, else of what it is a share."""
    del clause
    noun = noun_before(re.sub(r"[百千万]分之$", "", words.segment))
    if noun.endswith(("率", "比例")):
        return noun
    share = re.search(f"({_SUM})", words.after[:40]) or _SHARE.search(words.after[:40])
    if share:
        return f"{share[1]}比例"
    if noun:
        return f"{noun}比例"
    verb = verb_in(words.after)
    return f"{verb}比例" if verb else ""


def number(words: Words, clause: Clause | None) -> str:
    """Return the label of a quantity: what is counted, and in what."""
    del clause
    segment, after = re.sub(r"[（]?[大小]写[）：]*$", "", words.segment), words.after
    if "一式" in segment[-6:] and after.startswith("份"):
        return "合同份数"
    if after.startswith("份") and re.search(r"[执持存留]", segment[-4:]):
        return _copies(words)
    if segment.endswith("押") and after.startswith("付"):
        return "押金期数"
    if re.search(r"押_付$", words.before):
        return "付款期数"
    if re.search(r"第[（]?$", segment) and re.match(r"[）]?[条款项]", after):
        return "条款序号"
    noun = noun_before(segment)
    suffix = _SUFFIXES.get(after[:1], "数量")
    if after.startswith("倍") and (sum_ := re.search(_SUM, after)):
        return f"{sum_[0]}倍数"
    if noun:
        return noun if noun.endswith(("面积", "数量", "数", "量")) else f"{noun}{suffix}"
    rest = re.sub(rf"^(?:{unit_pattern('number')})(?:/[年月日周天])?", "", after)
    thing = re.match(r"的?([\u4e00-\u9fff]{2,6})", rest)
    return f"{thing[1]}{suffix}" if thing else suffix


def _copies(words: Words) -> str:
    holder = re.search(r"([\u4e00-\u9fff]{2,8}?)(?:各|分别)?[持执留存报保有]+$", words.segment)
    each = "各" if "各" in words.segment[-4:] else ""
    who = re.sub(r"^其中|各$", "", holder[1]) if holder else "其他方"
    return f"{who}{each}执份数"
