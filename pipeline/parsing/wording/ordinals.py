"""Words → the label of a number that chooses among entries: 按下列第____种方式."""

from __future__ import annotations

from dataclasses import replace

from pipeline.model.template import Clause
from pipeline.parsing.surroundings import Words
from pipeline.parsing.wording.lateness import late_deed
from pipeline.parsing.wording.phrases import noun_before, title_of, verb_in
from pipeline.text.patterns import late, pattern

# 按下列方式第____种确定检测费用
_SETTLED = late(r"[）】]?[种项款类个](?:方式|方法|办法)?(确定|计算|计取|约定)([\u4e00-\u9fff]{2,8}?)(?=[，。；：_]|$)")
# 设备未达到使用条件的，双方同意按照下列第____种方式处理
_FAILED = late(r"(?P<what>未[\u4e00-\u9fff]{2,12}?)的?，[^，。；]{0,16}第$")
# 优先购买权：出租人出售房屋的，按下列第____种方式解决: of no dispute
_ABOUT = late(r"([\u4e00-\u9fff]{3,8})：")
_DISPUTED = late(r"争议|纠纷|仲裁|诉讼|协商")
_OF_CLAUSE = late(r"(?:应?达到|按照?|依照|执行|依|以)?本[条款项](?:款|项)?第$")


def ordinal(words: Words, clause: Clause | None) -> str:
    """Return the label of 第__种方式: the way to settle a dispute, to pay and so on."""
    words = replace(words, segment=_OF_CLAUSE.sub("第", words.segment))
    return _of_matter(words, clause) or _of_rule(words, clause) or _of_verb(words, clause)


def _of_matter(words: Words, clause: Clause | None) -> str:
    """Return the label of a way that is named, or that disputes are settled or something is carried out in."""
    after = words.after
    named = pattern(r"[）】]?[种项款类个]([\u4e00-\u9fff]{2,10}?(?:标准|方式|方法|方案|办法))").match(after)
    if named and len(named[1]) > 3:
        return named[1]
    about = _ABOUT.match(words.before)
    if about and pattern(r".{0,6}解决").match(after) and not _DISPUTED.search(words.before + title_of(clause)):
        return f"{about[1]}解决方式"
    if pattern(r"争议|仲裁|诉讼|协商不成").search(words.before[-80:] + title_of(clause)) or pattern(
        r".{0,6}解决"
    ).match(after):
        return "争议解决方式" if "结算" not in words.before[-20:] else "结算方式"
    done = pattern(r"进行([\u4e00-\u9fff]{2})(?=[，。；：_]|$)").search(pattern(r"[。；]").split(after)[0])
    if done:
        return f"{done[1]}方式"
    beside = pattern(r"([\u4e00-\u9fff、]{4,14})（(?:采取|采用|选择|按照?)?(?:以下|下列|如下)第$").search(words.before)
    if beside:
        return next((part for part in pattern(r"[、及]").split(beside[1]) if "方式" in part), beside[1])
    return ""


def _of_rule(words: Words, clause: Clause | None) -> str:
    """Return the label of a way by what it fixes or rules."""
    after = words.after
    asked = noun_before(pattern(r"(?:选择|采取|采用|按照?)?(?:以下|下列|如下)第?$").sub("", words.segment), 8)
    if pattern(r"[）】]?[种项]方式[：。\n]?$").match(after) and len(asked) > 2 and not verb_in(words.segment[-8:]):
        return asked if asked.endswith("方式") else f"{asked}方式"
    failed = _FAILED.search(words.before) if pattern(r"[）】]?[种项]方式处理").match(after) else None
    if failed:
        return f"{late_deed(words, None) or failed['what']}处理方式"
    fixed = pattern(r"[）】]?[种项]方式(?:确定|约定|执行|处理)").match(after)
    if fixed and 2 <= len(title_of(clause)) <= 8:
        title = title_of(clause)
        return title if title.endswith("方式") else f"{title}{'类型' if '期限' in title else '方式'}"
    ruled = pattern(r"[）】]?[种项款]规定的([\u4e00-\u9fff]{2,8})(?=[：，。；]|$)").match(after)
    if ruled:
        return ruled[1]
    settled = _SETTLED.match(after)
    return f"{settled[2]}{settled[1]}方式" if settled else ""


def _of_verb(words: Words, clause: Clause | None) -> str:
    """Return the label of a way by the verb behind it, else by the noun before it."""
    after = words.after
    verb = verb_in(after)
    if verb:
        return f"{late_deed(words, clause) if verb == '处理' else ''}{verb}方式"
    way = pattern(r"[）】]?[种项款类个]方式([\u4e00-\u9fff]{2})").match(after)
    if way and way[1][0] not in "的为是进":
        return f"{way[1]}方式"
    noun = noun_before(pattern(r"(?:为|按照?)?(?:下列|以下|如下)?第?$").sub("", words.segment), 8)
    if not noun and pattern(r"支付|付款").search(title_of(clause)) and "支付方式" not in title_of(clause):
        return "支付方式"
    return f"{noun}方式" if noun and not noun.endswith("方式") else noun


def is_ordinal(words: Words) -> bool:
    """True where the gap takes the number of an entry."""
    return bool(pattern(r"[）】]?(?:种|项|款|类|个|方式)").match(words.after) or words.segment.endswith("第"))
