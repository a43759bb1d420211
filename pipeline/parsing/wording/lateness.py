"""Words → what is done late in the sentence around a gap: it tells the delays of one contract apart."""

from __future__ import annotations

from pipeline.model.template import Clause
from pipeline.parsing.surroundings import Words
from pipeline.parsing.wording.phrases import noun_before, title_of, verbs
from pipeline.text.patterns import late, pattern
from pipeline.text.words import cut

# 逾期支付价款, 逾期不配合交接; not 每逾期一日
_LATE = late(r"(?:逾期|迟延|延迟|延期|拖延)(?P<not>[未不]?)(?P<what>[\u4e00-\u9fff]{2,10})")
# 未按照约定时间付款的，
_UNDONE = late(r"未(?:能|曾)?(?:按|依|在|于|及时|如期)(?P<what>[^，。；]{2,36}?)的?，")
_SUM = late(r"^(?:应付|到期)?([\u4e00-\u9fff]{0,3}?(?:租金|价款|货款|费用|[费款]))(?!项)")
_PAYING = frozenset(("支付", "缴纳", "交纳", "给付", "付清", "缴付", "交付"))
_ENDING = late(r"[^。；]{0,40}?解除")
_REVOKED = late(r"(?<![不未])(?<![不未] )(?<!造成)解除(?:本)?(?:合同|协议)(?!的?条件)")
_VAGUE = frozenset(("履行", "办理", "完成", "提出", "组织", "采取", "处理", "明确", "确认"))
_BARE = frozenset(("逾期", "延期", "迟延", "延迟", "拖延", "拖欠"))


def late_deed(words: Words, clause: Clause | None) -> str:
    """Return what is done late: 逾期付款, 逾期交付; "" where neither the sentence nor the article's title says it."""
    sentence = pattern(r"[。；]").split(words.before)[-1]
    return (
        _late_in(sentence)
        or _undone_in(sentence)
        or _due_in(words.before)
        or (_late_in(words.before.rpartition("。")[2]) if "逾期" in sentence or "拖延" in sentence else "")
        or _late_in(title_of(clause))
    )


def _late_in(sentence: str) -> str:
    if "期" not in sentence and "迟" not in sentence and "拖" not in sentence:
        return ""
    for found in reversed(list(_LATE.finditer(sentence))):
        deed = _deed(found["what"])
        if deed:
            return f"逾期{found['not']}{deed}"
    return ""


# 供方拒不供货或中途断货的，乙方擅自停工的，
_REFUSED = late(r"(?:拒不|拒绝|擅自)(?![^，。；]{0,4}[将把])[\u4e00-\u9fff]{2,9}?(?=[的，给]|造成|而|或者?|达|$)")
_DEEDS = "支付|缴纳|交纳|偿还|付清|交付|移交|提供|提交|交还|返还|退还|归还|腾退|腾空|搬离|办理|发货|交货|供货|付款"
# 甲方应按时向乙方交付设备，逾期一日: what was due
_DUE = late(
    rf"(?:[应须需]|应当)[^。；：_]{{0,40}}?(?:[将把](?P<thing>[\u4e00-\u9fff]{{2,10}}?))?(?P<deed>{_DEEDS})"
    r"(?:给|于)?(?P<to>[\u4e00-\u9fff]{0,8}?)，每?(?:逾期|迟延|延迟|延期|拖延|延误)(?![\u4e00-\u9fff]{2,8}的)"
)


def _due_in(before: str) -> str:
    """Return what is refused in a sentence, or what it says was due and is late now."""
    sentence = before.rpartition("。")[2]
    refused = _REFUSED.search(sentence.rpartition("；")[2])
    if refused:
        return refused[0]
    due = _DUE.search(sentence) if "，逾期" in sentence or "延" in sentence else None
    thing = noun_before(due["thing"], 8) if due and due["thing"] else due["to"] if due else ""
    return f"逾期{due['deed']}{thing}" if due else ""


def _deed(what: str) -> str:
    """Return the verb that words begin with, with the sum that it pays: 支付租金, 付款, 交付."""
    verb = next(iter(cut(what)), "")[:2]
    if verb not in verbs("deadline") and verb not in verbs("late"):
        return ""
    paid = _SUM.match(what[len(verb) :]) if verb in _PAYING else None
    if paid:
        return f"{verb}{paid[1]}"
    return "付款" if verb in _PAYING and verb != "交付" else verb


def _undone_in(sentence: str) -> str:
    found = _UNDONE.search(sentence) if "未" in sentence else None
    if not found:
        return ""
    done = [word for word in cut(found["what"]) if word in verbs("deadline") or word in verbs("late")]
    verb = next((word for word in done if word not in _VAGUE), done[0] if done else "")
    return f"逾期{'付款' if verb in _PAYING and verb != '交付' else verb}" if verb else ""


def delay(label: str, words: Words, clause: Clause | None) -> str:
    """Return the label of a delay with what is late, and with what the other side may do once it lasts so long.

    Args:
        label: What the words right before the gap say: 逾期天数, 迟延交付房屋天数.
        words: What stands around the gap.
        clause: The innermost clause with a title.
    """
    what, counted = label[:-2], label[-2:]
    what = (late_deed(words, clause) or _late_in(words.before) or what) if what in _BARE else what
    return f"{what}{'解除合同' if _ENDING.match(words.after) else ''}{counted}"


def penalty(label: str, words: Words, clause: Clause | None) -> str:
    """Return the label of a penalty with the breach that it is for: 逾期付款违约金比例, 解除合同违约金比例.

    Args:
        label: The label of the penalty alone.
        words: What stands around the gap.
        clause: The innermost clause with a title.
    """
    if not label.startswith("逾期") and _REVOKED.search(words.before.rpartition("。")[2]):
        return f"解除合同{label}"
    deed = late_deed(words, clause)
    return f"{deed}{label.removeprefix('逾期')}" if deed else label
