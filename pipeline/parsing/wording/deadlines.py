"""Words around a deadline → its label: by the answer that is due, by what is done in it, by its title."""

from __future__ import annotations

import functools
import re

from pipeline.model.template import Clause
from pipeline.parsing.lexicon import role_pattern, unit_pattern
from pipeline.parsing.surroundings import Words
from pipeline.parsing.wording.phrases import bare, noun_before, title_of, verb_in
from pipeline.parsing.wording.stages import ordinal
from pipeline.text.patterns import late, pattern
from pipeline.text.words import cut

_UNANSWERED = late(r"[^，]{0,6}(?:未|不|没有)[^，。]{0,6}(?:答复|回复|明确|表示|提出|确认)")


def deadline(words: Words, clause: Clause | None, noun: str) -> str:
    """Return the label of a deadline: by the answer that is due, by what is done in it, by its title."""
    return _reply(words) or _deed(words, clause) or _titled(words, clause, noun)


_COMPLETED = late(r"完成([\u4e00-\u9fff、]{2,14}?)(?=并|[，。；_]|的?工作|$)|完成([\u4e00-\u9fff、]{2,14})")
_SOUND = late(
    r"(?:年|个?月|天|日)内?(?:（[^）]*）)?(?:不|无|没有)[^。；]{0,20}?(?:质量|故障|缺陷|瑕疵)"
)  # ____年内不出现故障


def _reply(words: Words) -> str:
    """Return the label of the time in which somebody answers or does what they are urged to."""
    after = words.after
    urged = pattern(r"(催告|督促)[^，]{0,4}后的?$").search(words.segment)
    if urged and pattern(r"(?:个?工作日|日|天)内?(?:仍|未|不|无)").match(after):
        return f"{urged[1]}期限"
    if _SOUND.match(after):
        return "质量保证期"
    if _UNANSWERED.match(after):
        return "答复期限"
    given = _GIVEN.search(after) if pattern(r"[^，。；]{0,6}[内前]?，?对").match(after) else None
    return f"{given[1]}期限" if given else ""


@functools.cache
def _within() -> re.Pattern[str]:
    """The unit of a period, and that something is done in it: ____个工作日内（具体时长）."""
    note = r"（[^（）]{2,20}）"
    return re.compile(
        rf"^(?:(?:{unit_pattern('duration')})(?:{note})?(?:之?[内前后])?(?:{note})?|[^内前后，]{{0,5}}[内前后]?)"
    )


def _deed(words: Words, clause: Clause | None) -> str:
    """Return the label of the time in which something is done, by the verb behind it."""
    after = words.after
    paid = pattern(
        r"[^，。；]{0,6}[内前]，?[将把]([\u4e00-\u9fff]{1,14}?(?:款项|[费款金]))(?:（?人民币[^，。；]{0,40}?)?(?:一次性)?(支付|交付|付|转账|转入|汇|打入|存入)"
    ).match(after)
    if paid:
        what = paid[1] if len(paid[1]) <= _SHORT_SUM else noun_before(paid[1], 6) or "款项"
        return f"{what}{'支付' if len(paid[2]) == 1 or paid[2].endswith('入') else paid[2]}期限"
    given = _HANDED_BACK.match(after)
    if given:
        what = pattern(r"[和及与、]|不计|全额|一次性|无息|如数|完好").split(given["what"])[0]
        return f"{what if len(what) <= _SHORT_SUM else ''}{given['verb']}期限"
    held = _HELD.search(words.segment) if pattern(r"(?:天|日|个月|年)内进行(?=[，。；]|$)").match(after) else None
    if held:
        return f"{held[1]}期限"
    at_once = _AT_ONCE.match(after)
    rest = after[at_once.end() :] if at_once else _within().sub("", after, count=1)
    rest = _TO_OFFICE.sub("", rest)
    verb = "付款" if _PAYS.match(rest) else verb_in(rest)
    told = _told(words, rest, verb)
    if told:
        return told
    if verb in ("提出", "书面提出") and "异议" in words.before[-30:] + after[:20]:
        return "异议期限"
    verb = matter_of(verb, rest) or verb
    event = _event().match(f"{words.segment}后" if _DAYS_AFTER.match(after) else words.segment)
    if event and "付" in verb:
        return f"{event['what']}后{verb}期限"
    if verb in ("赶到", "赶赴", "到达", "到场"):
        return f"{verb}{'' if verb == '到场' else '现场'}时间"
    thing = _COMPLETED.search(after) if verb == "完成" else None
    if thing:
        return pattern(r"(?:的|等|相关)?工作$").sub("", thing[1] or thing[2]) + "期限"
    if verb in ("支付", "付款", "付清") and ordinal(words):
        return f"{ordinal(words)}{verb}期限"
    if verb in ("支付", "付款", "付清") and "付款期限" in (title_of(clause) + words.above):
        return "付款期限"
    if not verb:
        return ""
    if in_hours(after):
        return f"{verb}时间"
    within = pattern(r"(?:个?工作日|日|天)(?![内以之])").match(after)
    return f"{verb}{'天数' if within and words.segment.endswith('后') else '期限'}"


# ____日内仍未纠正违约行为的, 有权要求违约方在____日内纠正违约行为
_UNDONE_YET = late(
    r"(?:个?工作日|[日天]|个月)内?(?:仍未|仍不|未能|未)(?:[能予]|完成)?(?P<deed>[\u4e00-\u9fff]{4,10}?)(?=[，。；的或并]|$)"
)
_HANDLED = late(r"，?对(?P<thing>[\u4e00-\u9fff]{2,16}?)进行(?P<deed>[\u4e00-\u9fff]{2})(?![\u4e00-\u9fff]{0,2}[的性])")
# Verbs that say little without what they are done to.
WANTS_OBJECT = frozenset(("停止", "恢复", "纠正", "改正", "提供", "提交", "补足", "出具", "生成"))
# ____日内，甲方扣除费用后，将剩余押金一次无息返还乙方; ____天内，如无违约，保证金退还乙方
_GIVEN_BACK = late(
    r"，(?:[^，。；]{0,6}?[将把])?(?P<thing>[\u4e00-\u9fff]{2,10}?(?:[金费款租]|费用|余额|押金))"
    r"(?:一次性?|无息|全额|如数|全部|及时|据实|原路|应|予以)*(?P<deed>退还|返还|退回|归还|支付|付清|结清)"
)


def _told(words: Words, rest: str, verb: str) -> str:
    """Return the label of a deadline that lacks its object without which the verb says little."""
    yet = _UNDONE_YET.match(words.after)
    if yet:
        return f"{yet['deed']}期限"
    handled = _HANDLED.match(rest)
    if handled:
        return f"{noun_before(handled['thing'], 6)}{handled['deed']}期限"
    back = _GIVEN_BACK.search(pattern(r"[。；]").split(words.after)[0]) if not verb else None
    if back:
        return f"{noun_before(back['thing'], 8) or back['thing']}{back['deed']}期限"
    return with_object(verb, rest, "期限") if verb in WANTS_OBJECT else ""


def _titled(words: Words, clause: Clause | None, noun: str) -> str:
    """Return the label of a deadline by the noun before it, the word behind it or the clause's title."""
    after, title = words.after, title_of(clause)
    if noun.endswith(("日起", "时起")):
        noun = ""  # 自本协议签署之日起____个月内有效
        if title.endswith(("期", "期限", "期间")):
            return title
    if noun and not (noun.endswith("起") and _FROM_EVENT.search(words.segment)):
        return noun if noun.endswith(("期", "限", "时间")) else f"{noun}{'时间' if in_hours(after) else '期限'}"
    said = pattern(r"(?:个?工作日|日|天|个月|小时|年)(?:之?内|内)([\u4e00-\u9fff]{2,6}?)(?=[，。；_])").match(after)
    if said:
        return f"{_DENIED.sub('', said[1])}期限"
    done = _CLAUSE_BEHIND.match(after) if words.segment.endswith(("起", "后")) else None
    last = cut(done[1])[-1] if done else ""
    if 1 < len(last) < _SHORT_SUM:
        return f"{last}期限"
    if 2 <= len(title) <= 6 and title in after[:40]:
        return f"{title}期限"
    if len(title) <= 6 and title.endswith(("时间", "期限")):
        return title
    asked = verb_in(bare(words.segment)[-12:])
    return f"{asked}期限" if asked else ""


_SHORT_SUM = 7
_DENIED = late(r"^(?:仍|尚|依然|还)?[不未](?:能|予|得)?(?=[\u4e00-\u9fff]{2})|的$")  # ____日内仍不搬出的
_FROM_EVENT = late(r"[自从][^，。；]{2,}起$")
# 自合同生效之日起____年内参照有关标准造林: the verb that ends the sentence is what is done
_CLAUSE_BEHIND = late(r"(?:个?工作日|日|天|个月|小时|年)之?内([\u4e00-\u9fff]{7,24})(?<!的)(?=[，。；]|$)")
# ____日内将押金和预付租金不计利息退还乙方
_HANDED_BACK = late(
    r"(?:个?工作日|日|天|个?月)[内前]，?[将把](?P<what>[\u4e00-\u9fff、]{2,20}?)(?P<verb>退还|返还|归还|交还|退回)"
)
_TO_OFFICE = late(r"^向[\u4e00-\u9fff]{2,8}?(?:机关|部门|机构|单位)")  # 向备案机关办理变更手续
_DAYS_AFTER = late(r"(?:个?工作日|日|天)后，")  # 甲方确认样稿____日后，支付尾款
_HELD = late(r"([\u4e00-\u9fff]{2})(?:应当?|须|需)?[自从于在]")  # 培训自签约之日起____天内进行
_AT_ONCE = late(r"(?:个?工作日|[日天]|个月)(?=付清|结清|交清|还清|支付|交付|完成)")  # 余款____天付清
# 签约后____日内付____%, 到货后____日内再付全款的____%: no word for the segmenter, which would find the next verb
_PAYS = late(r"(?:[应须需再各]|一次性|先行?|另行?)*付(?![款清讫息给出诸之还])")


# 上刊后____日内支付: the event tells this payment from the others; 签订后 tells nothing
@functools.cache
def _event() -> re.Pattern[str]:
    common = "合同|协议|签|生效|收到|应|自|在"
    return re.compile(rf"(?:{role_pattern()})?(?P<what>(?:(?!{common})[\u4e00-\u9fff]){{2,8}}?)(?:之日起|后|之日)$")


# ____日内，对乙方提交的方案给予书面答复: what is done stands behind what it is done to
_GIVEN = late(r"^[^。；]{0,40}?(?:给予|予以|作出|做出|给出)(?:书面)?(答复|回复|批复|批准|确认|处理|决定)")
# Verbs of little meaning: what is done stands behind them.
LIGHT = frozenset(("组织", "办理", "进行", "采取", "处理", "提出", "申请"))


def matter_of(verb: str, rest: str) -> str:
    """Return the verb that a verb of little meaning leads to: 组织验收 gives 验收, 办理过户手续 gives 过户."""
    if verb not in LIGHT:
        return ""
    behind = pattern(r"[，。；]").split(rest[rest.find(verb) + len(verb) :])[0]
    found = verb_in(behind)
    lent = pattern(r"([\u4e00-\u9fff]{0,6}(?:贷款|登记|备案|抵押|过户|保险|移交|公证))").match(behind)
    if lent:
        return lent[1]
    carried = pattern(r"(?:实施|开展|进行)([\u4e00-\u9fff]{2})(?=[，。；]|$)").match(behind)
    if carried:
        return carried[1]  # 组织实施竞价
    matter = pattern(r"([\u4e00-\u9fff]{2,6}?)(?:手续|事宜)").match(behind)
    if not found and matter:
        return matter[1]
    return found if found and found not in LIGHT else ""


_OBJECT = late(r"(?P<thing>[\u4e00-\u9fff]{2,8}?)(?=[，。；、_（]|[并及和与或给]|$)")


def with_object(verb: str, rest: str, what: str) -> str:
    """Return a label of a verb and of what it is done to, if that is said in a word or two: 提供图纸期限."""
    thing = _OBJECT.match(rest, rest.find(verb) + len(verb)) if verb else None
    own = thing["thing"] if thing else ""
    if "的" in own or own.startswith(("有关", "相关", "相应")) or pattern(role_pattern()).match(own):
        own = ""
    return f"{verb}{own}{what}" if verb else ""


def in_hours(after: str) -> bool:
    """True for a stretch of hours or minutes that is no deadline: 保存____小时以上."""
    return bool(pattern(r"(?:个?小时|分钟|秒)(?!之?内)").match(after))
