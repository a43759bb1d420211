"""A piece of a sentence → its nouns and verbs, as far as labels need them."""

from __future__ import annotations

import functools
import re
import tomllib
from pathlib import Path

from pipeline.model.template import Clause, Kind
from pipeline.parsing.lexicon import head_of, heads, kind_by_head
from pipeline.text.patterns import late, one_of, pattern
from pipeline.text.words import cut

_UNIT_LEFT = late(r"^(?:个?工作日|个月|[个日天元])(?=[\u4e00-\u9fff]{2})")
_SHORT = 2  # a head noun that says too little without what stands before its 的


@functools.cache
def _verbs() -> dict[str, frozenset[str]]:
    tables = tomllib.loads(Path(__file__).with_name("verbs.toml").read_text(encoding="utf-8"))
    return {name: frozenset(table.get("stems") or table["words"]) for name, table in tables.items()}


def verbs(table: str) -> frozenset[str]:
    """Return the words of a table of verbs.toml, such as "deadline" or "boundaries"."""
    return _verbs()[table]


@functools.cache
def _trailing() -> re.Pattern[str]:
    return re.compile(rf"(?>(?>{one_of(_verbs()['trailing'])})+)$")


_WHOLE = ("供应", "相应", "对应", "反应", "效应")  # words that only end like one that leads to a gap


# 用水四至（即用水区域的边界）是____, 口径为DN____
_ASIDE = late(
    r"（\d{1,3}(?:\.\d+)?%）(?=[为是]?$)|（(?![^（）]*(?:[大小]写|人民币|元))[^（）]{4,}）(?=(?:[为是系]|共计|合计|总计|共)(?:人民币)?$)|(?<=[为是：])[A-Za-zΦ]{1,3}$"
)


def bare(segment: str) -> str:
    """Return a piece of a sentence without the words that only lead to the gap: 服务费用为人民币 gives 服务费用."""
    segment = _ASIDE.sub("", segment.rstrip("：（"))
    head = head_of(segment)
    if head and head == segment and head not in _verbs()["trailing"] and not head.endswith("为"):
        return segment  # 朝向 ends like a preposition
    if segment.endswith(_WHOLE):
        return segment
    return _trailing().sub("", segment)


_LONG_TERM = 5  # characters; 合同期限 is a term as it stands


def noun_before(segment: str, limit: int = 10) -> str:
    """Return the noun phrase that a piece of a sentence ends with: 乙方的服务费用为人民币 gives 服务费用.

    Args:
        segment: Words of one sentence up to the gap.
        limit: The most characters of the phrase.
    """
    stop = _verbs()["boundaries"]
    noun: list[str] = []
    joined = False
    tokens = cut(bare(segment))
    for at, word in reversed(list(enumerate(tokens))):
        if word == "委托" and noun and at == 0:
            noun.append(word)  # 委托管理期限 is a term of its own
            break
        if word == "的" and 0 < sum(map(len, noun)) <= _SHORT and not joined:
            joined = True  # 经营场所的地址 is the address of the place of business
            continue
        if joined and word in _verbs()["handed"]:
            return "".join((*reversed(noun[1:]), word, noun[0]))  # 支付租金的时间 is the 租金支付时间
        if word in stop or not pattern(r"[\u4e00-\u9fffA-Za-z（）]").match(word):
            if word == "本" and noun[1:] and noun[-1] in ("合同", "协议") and sum(map(len, noun)) > _LONG_TERM:
                noun.pop()  # 本协议租赁期限
            if noun or word not in ("的", "、"):
                break
            continue
        if sum(map(len, noun)) + len(word) > limit:
            break
        noun.append(word)
    phrase = "".join(reversed(noun)).strip("（）")
    if phrase.count("（") != phrase.count("）"):
        phrase = pattern("[（）]").split(phrase)[-1]
    phrase = pattern(r"^本(?:合同|协议)(?:项下)?(?=[\u4e00-\u9fff]{4})").sub("", _UNIT_LEFT.sub("", phrase))
    phrase = pattern(r"^本(?=(?:合同|协议)[\u4e00-\u9fff]{2})").sub("", phrase)
    return phrase if len(phrase) > 1 else ""


def last_head(words: str, kind: Kind) -> str:
    """Return the last head word of a kind in a stretch of words, with the nouns before it."""
    last = at = 0
    for piece, is_head in heads().pieces(words):
        at += len(piece)
        if is_head and kind_by_head()[piece] is kind and len(piece) > 1:
            last = at
    return noun_before(words[:last]) if last else ""


def verb_in(words: str) -> str:
    """Return the verb of a deadline or a way in the words behind a gap, "" if there is none.

    Only the first part of the sentence counts, or the second where the first is but a word or has no verb.
    """
    parts = pattern(r"，").split(pattern(r"[。；]").split(words)[0][:60])
    verb = _first_verb(parts[0]) or (_first_verb(parts[1][:30]) if len(parts) > 1 else "")
    return _ALIKE.get(verb, verb)


# What somebody is given, told by the verb that a label has for it.
_ALIKE = {
    "付给": "支付",
    "汇给": "支付",
    "退给": "退还",
    "还给": "归还",
    "交给": "移交",
    "交予": "交付",
    "交于": "交付",
    "送还": "归还",
}


def _first_verb(part: str) -> str:
    stems = _verbs()["deadline"]
    best = ""
    for token in cut(part):
        if token in stems:
            return token
        best = best or (token[:2] if token[:2] in stems else "")
        best = best or (token[-2:] if len(token) > len("结算") and token[-2:] in stems else "")
    uncut = None if best else _UNCUT.search(part)
    return uncut[0] if uncut else best


# Verbs that the word cutter does not know: it takes 给 and 付定金 from 给付定金.
_UNCUT = late(r"给付|[退还交付汇]给|交[予于]|[交缴付结补][清齐足讫]|缴付|补[交缴]|[退交]还|[装卸]完|[送运][至到达抵]")


def title_of(clause: Clause | None) -> str:
    """Return a clause's title where it is short enough to be a part of a label."""
    return tidy(clause.title) if clause and len(clause.title) <= 20 else ""


_NUMBER = late(
    r"^[★☆▲]?(?:(?:\d{1,3}[.．]){1,3}\d{1,3}(?=[\u4e00-\u9fff])|[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|[①-⑳])"
)
_ARTICLE = late(r"^第[一二三四五六七八九十百\d]+条")
_BESIDE = late(r"[】\]][、/或]?[【\[]")
_BRACKETS = late(r"[【】]")
_REMARK = late(r"（(?:人民币|单位：?元|如有|若有|可选|必填|选填|下同|可?另?附页|可另附[页纸表])?）$")
# 保密内容（包括技术信息和经营信息）, 租金（双方可根据需要约定定金）支付的约定
_EXPLAINED = late(r"（(?:包括|例如|比如|双方|可根据|根据|可另附)[^（）]{2,}）")
_SHORT_NOTED = 8  # characters
_COPULA = late(r"(?<=[\u4e00-\u9fff）]{2})(?:(?<!行)为|是|(?<![关联体])系)$")
_LEADING_ON = late(r"(?:[为是系即]|共计?|合计|总计|人民币|如下|约)+$")


_AGREED = late(r"^(?:甲乙)?双方(?:（[^（）]*）)?(?:共同|一致)?(?:约定|商定|同意|确定|认可)的(?=[\u4e00-\u9fff]{2})")
_TITLES = ("先生", "女士", "小姐")  # what a form prints behind the rule for a name


def tidy(label: str) -> str:
    """Return a printed label without number, brackets around it and stops."""
    label = _ARTICLE.sub("", _NUMBER.sub("", "".join(label.split())))
    if "【" in label or "】" in label or "[" in label:
        label = _BRACKETS.sub("", _BESIDE.sub("/", label))
    if "[" in label and "]" not in label:
        inside = label.rpartition("[")[2]
        label = inside if len(inside) > _SHORT else label.replace("[", "")
    if label.startswith(_TITLES):
        label = pattern(r"^(?:先生|女士|小姐)(?:/(?:先生|女士|小姐))*(?=[\u4e00-\u9fff]{2})").sub("", label)
    label = label.removeprefix("的").strip('：，。；、*＊★☆※#“”"【】[]《》_·•-—□☑¥ ')
    if "（" in label and len(label) > _SHORT_NOTED:
        label = _EXPLAINED.sub("", label) or label
    if label.startswith("（") and label.endswith("）") and label.count("（") == 1:
        label = label[1:-1]
    if label.endswith("）") and "大写" not in label:
        label = _REMARK.sub("", label)
    if label.startswith(("双方", "甲乙")):
        label = _AGREED.sub("", label)
    if label.endswith(("为", "是", "系")):
        label = _COPULA.sub("", label)
    if label.endswith("如下"):
        label = pattern(r"(?<=范围|内容|方式|标准|要求|用途|约定|情况)如下$").sub("", label)
    if len(label) > 12:
        label = _LEADING_ON.sub("", label)
    return label if len(label) <= _LONGEST_LABEL else _last_part(label)


_LONGEST_LABEL = 30
_LINKING = late(r"^(?:以及|和|与|及|或者?|、|的|应当?|并|且|而|在|中|由|就|为|所|等)+")
_NOTE_INSIDE = late(r"（[^（）]{6,}）")
_LEADS = late(r"(?:如下|为)$")


def _last_part(label: str) -> str:
    """Return the last part of a label that is a sentence, from the beginning of a word on."""
    label = _LEADS.sub("", _NOTE_INSIDE.sub("", label)).rsplit("，", 1)[-1]
    if len(label) <= _LONGEST_LABEL:
        return label
    part = ""
    for word in reversed(cut(label)):
        if len(part) + len(word) > _LONGEST_LABEL:
            break
        part = word + part
    part = _LINKING.sub("", part)
    return part or label[-_LONGEST_LABEL:]
