"""Words and answers → the label of a choice: what is asked."""

from __future__ import annotations

import functools
import re

from pipeline.parsing.lexicon import role_pattern
from pipeline.parsing.surroundings import Words
from pipeline.parsing.wording.answers import answers, questions
from pipeline.parsing.wording.phrases import noun_before, verb_in, verbs
from pipeline.text.patterns import late, one_of, pattern
from pipeline.text.words import cut

_NOTE = r"（[^（）]*(?:选|√|×|打|划|勾|□)[^（）]*）"
_WAY = late(
    r"(?:采取|按照?|采用|选择|以|通过)(?:以下|如下|下列)(?:第?_?[种项个]?)?(方式|方案|措施)([\u4e00-\u9fff]{2,8})$"
)
_LEADING = r"(?:采取|采用|选择|按照?|以下|下列|如下|为|是|属于|第|通过|系|（|：)+(?:方式|选项|种|之一)?$"
# 甲方□是 □否在____前向乙方支付定金
_DONE_OR_NOT = late(r"(?:支付|交纳|缴纳|收取|提供|承担|购买|办理|安装|享有|负责|同意|允许)[\u4e00-\u9fff]{0,8}")


# 保证方式为□连带责任保证: the sentence says what is asked
_SAID = late(r"([\u4e00-\u9fff]{2,12}(?:方式|类型|性质|用途|情况|结构|种类|形式|朝向|类别))(?:为|是|：)$")
_TIMED = late(r"[当次翌即]日|[时后前]")  # 尾款于□拍摄当日 □取件当日付清
_LONG_ANSWER = 16  # characters; what longer answers end with is no name of theirs


def without_notes(label: str) -> str:
    """Return a label without what it says about marking the answer: 房屋用途（二选一） gives 房屋用途.

    Args:
        label: The label of a choice.
    """
    return pattern(rf"(?:{_NOTE})+$").sub("", label)


# 采购方以下列方式结算货款, 用户同意向平台支付以下费用, 商场将在下列节日: the question inside a sentence
_LISTED = late(r"(?P<verb>[\u4e00-\u9fff]{2})?(?:以下|如下|下列)(?P<what>(?!方式|第)[\u4e00-\u9fff]{2,8})$")
_LEADING_DEED = late(
    r"(?:[甲乙丙丁]方|双方|用户|平台|一方)?[\u4e00-\u9fff]{0,4}?[应须可需将](?:当)?[\u4e00-\u9fff]{2,14}的(?P<what>[\u4e00-\u9fff]{2,8})$"
)
_BY = late(r"即?(?:根据|依据|依照)")
_ASKS_NOTHING = frozenset(("可选用", "可选择", "可选", "选用", "请选择", "可勾选"))


def asked_of(label: str, words: Words) -> str:
    """Return what the words before the answers ask, without the sentence that leads to it.

    Args:
        label: The words right before the answers.
        words: What stands around them.
    """
    bare = pattern(r"（[^（）]*）").sub("", label) if "（" in label else label
    if bare in _ASKS_NOTHING:
        before = words.before if bare in words.before else words.above
        told = before[: before.rfind(bare)].rstrip("，")
        return noun_before(pattern(r"[。；，]").split(told)[-1], 8) or label
    if _BY.fullmatch(label) and label in words.before:
        told = pattern(r"[。；，]").split(words.before[: words.before.rfind(label)].rstrip("。，"))[-1]
        return f"{told}依据" if 2 <= len(told) <= _LONG_ANSWER else "依据"  # 按股分红。即根据□出资额□股份数
    if label.endswith("由"):
        lead = pattern(r"([\u4e00-\u9fff]{2,8})：[^。：]*$").search(words.before)
        return lead[1] if lead else f"{noun_before(label[:-1], 6)}负责方"  # 租住人员：本房屋由□承租人□他人居住
    way = _WAY.search(label)
    if way:
        return f"{way[2]}{way[1]}"
    listed_ = _LISTED.search(label)
    if listed_:
        return f"{listed_['verb'] if listed_['verb'] in verbs('deadline') else ''}{listed_['what']}"
    deed = _LEADING_DEED.fullmatch(label)
    return deed["what"] if deed else label


def question(words: Words, options: tuple[str, ...]) -> str:
    """Return the label of a choice with its answers printed: the question before them, else what they have in common.

    Args:
        words: What stands around the choice.
        options: The answers' texts.
    """
    return (
        _of_sort(words, options)
        or _of_deed(words, options)
        or _of_way(words, options)
        or _of_side(words, options)
        or ("" if words.label else _of_answers(words, options))
        or _of_words(words, options)
    )


def _of_sort(words: Words, options: tuple[str, ...]) -> str:
    """Return the label of answers that are papers, cycles or times."""
    if any(pattern(r"身份证|营业执照|护照|信用代码").search(option) for option in options):
        return "证件类型"
    if "人民币" in options:
        return "币种"
    if len(options) > 1 and all(option.endswith("人") for option in options) and "代理人" in "".join(options):
        return "代理类型"
    behind = _after_answers(words.after, options)
    if behind.startswith(("内，", "之内，")) and all(_IN_DAYS.search(option) for option in options):
        return f"{verb_in(behind.partition('，')[2]) or '办理'}期限"
    if not words.label and any(_DEED_OF_LAND.search(option) for option in options):
        return "权属证明种类"
    if not words.label and len(options) > 1 and all(option.endswith("号") for option in options):
        return "编号种类"
    cycles = [option for option in options if option.strip("_")]
    if len(cycles) == 1 and words.segment.endswith("按") and set(cycles) <= set(answers("cycles")):
        return "支付周期"  # 按【月】【    】，以【现金】【转账】方式支付
    priced = _PRICED.search(words.before) if cycles and set(cycles[:2]) <= set(answers("cycles")) else None
    if priced:
        return f"{priced[1] or ''}计价周期"
    if words.segment.endswith("在") and all(pattern(r"每[年月季日周天]度?").fullmatch(o) for o in options):
        return f"{verb_in(_after_answers(words.after, options)) or '付款'}周期"
    led = pattern(r"([\u4e00-\u9fff]{2,6}?)(?:方式|时间|周期)[为是：]+每$").search(words.before)
    if led and all(o[:1] in "年月季期周日天" for o in options):
        return f"{led[1]}周期"
    if words.segment.endswith("每") and all(o[:1] in "年月季期周日天" for o in options):
        return f"{verb_in(words.after) or '付款'}周期"
    if words.segment.endswith(("于", "在")) and len(options) > 1 and all(_TIMED.search(o) for o in options):
        lead = noun_before(words.segment[:-1], 6)
        return f"{lead}{verb_in(_after_answers(words.after, options)) or verb_in(options[-1])}时间"
    return ""


_IN_DAYS = late(r"[日天月年](?:（[^（）]*）)?$")
_DEED_OF_LAND = late(r"(?:产权|所有权|使用权|房产|土地|林权)[\u4e00-\u9fff]{0,2}证书?号?$")
# 房屋租金为人民币____元/□年□季□月
_PRICED = late(r"(?:([\u4e00-\u9fff]{0,4}(?:[金费款租价]|费用))(?:标准)?(?:为|：|是)[^。；]*)?元[）]?/$")


def _of_deed(words: Words, options: tuple[str, ...]) -> str:
    """Return whether what follows is done: □是 □否____日前支付定金."""
    done = _DONE_OR_NOT.search(pattern("[。；]").split(words.after)[0]) if options == ("是", "否") else None
    return f"是否{done[0]}" if done else ""


def _of_way(words: Words, options: tuple[str, ...]) -> str:
    """Return the label of a way whose name stands behind the answers: 以□现金□转账方式付款."""
    behind = _after_answers(words.after, options)
    owed = _OWED.match(behind) if words.segment.rstrip("（").endswith(("按", "按照", "依照")) else None
    if owed:
        who = _OWES.search(words.segment)
        return f"{who[1] if who else ''}{owed[1]}标准"
    used = _USED_AS.search(words.segment) if behind.startswith("使用") else None
    if used:
        return f"{used[1]}用途"
    borne = _BORNE_BY.search(words.segment) if options and options[0].endswith("费") else None
    if borne:
        return f"{borne[1]}承担的费用"
    way = pattern(r"方式([\u4e00-\u9fff]{2,4})(?=[，。；]|$)").match(behind)
    if way and not words.label:
        return f"{pattern('[甲乙丙]方$').sub('', way[1])}方式"
    taken = pattern(r"方式(?:将|对|把|进行)?").match(behind)
    if taken and words.segment.rstrip("（").endswith(("通过", "采用", "采取", "以")):
        rest = pattern(r"[，。；]").split(behind[taken.end() :])[0]
        done = verb_in(rest) or (rest[:2] if rest[:2] in verbs("ways") else "")
        return f"{done or noun_before(options[-1])[-2:]}方式"
    led_to = pattern(r"([\u4e00-\u9fff]{2})(?=[，。；]|$)").match(behind)
    if led_to and words.segment.rstrip("（").endswith(("采用", "采取")) and led_to[1] in verbs("deadline"):
        return f"{led_to[1]}方式"
    return ""


# 甲方应按□月租金的____%□租金总额的____%的标准向乙方支付违约金
_OWED = late(
    r"的?标准(?:向(?:[甲乙丙丁]方|对方|守约方))?(?:支付|赔偿|收取|承担|缴纳)([\u4e00-\u9fff]{2,5}?)(?=[，。；：]|$)"
)
_USED_AS = late(
    r"(?:将|把|租用|承租|租赁|使用)?(?:该|本)?([\u4e00-\u9fff]{2})(?:作为|用作|用于)$"
)  # 承租该房屋作为□居住□办公使用
_BORNE_BY = late(
    r"由([甲乙丙丁]方|[\u4e00-\u9fff]{2}[人方])(?:承担|负担|支付)[^，。；]{0,16}的$"
)  # 由甲方承担该房屋产生的□水费□电费
_OWES = late(r"([甲乙丙丁]方)(?:应当?|须|需|可以?|有权)?按照?$|([甲乙丙丁]方)依照$")


def _of_side(words: Words, options: tuple[str, ...]) -> str:
    """Return what one side has or does, where the answers are sides: 维修费用由□甲方□乙方承担."""
    owned = pattern(r"(?P<what>[\u4e00-\u9fff、]{2,20}?)[均都应]?(?P<side>归|由)$").search(words.segment.rstrip("："))
    if not owned or not any(pattern(r"[甲乙丙双]方|各自|双方").search(option) for option in options):
        return ""
    what = noun_before(owned["what"], 8)
    behind = _after_answers(words.after, options)
    if owned["side"] == "归":
        return f"{what}归属"
    if pattern(r"(?:各自)?(?:承担|负担)").match(behind) or (
        pattern(r"[，。；]|$").match(behind) and pattern(r"[费款税金]|费用|损失|责任|运杂费").search(what)
    ):
        return f"{what}承担方"
    done = pattern(r"([\u4e00-\u9fff]{2})(?=[，。；]|$)").match(behind)
    return f"{what}{done[1]}方" if done else ""


def _of_answers(words: Words, options: tuple[str, ...]) -> str:
    """Return what the answers themselves say that is asked: what they share, what the last one ends with."""
    last = options[-1] if options else ""
    others = pattern(r"等([\u4e00-\u9fff]{2,8}?)(?=应|须|需|可|由|均|[，。；]|$)").search(last)
    if others and len(options) > 2:
        return others[1]
    offered = _offered().search(last)
    if offered and words.segment.endswith(answers("offered", "verbs")):
        return f"{offered[0]}类型"
    named = _SAID.search(words.segment)
    if named:
        return noun_before(named[1]) or named[1]
    common = shared(options) if all(len(option) <= _LONG_ANSWER for option in options) else ""
    return common or _doubted(options, words.after)


def _of_words(words: Words, options: tuple[str, ...]) -> str:
    """Return what the words before the answers ask, or the line above them."""
    asked = _part(words.segment.rstrip("：") or words.before.rstrip("：（[，"))
    introduced = bool(pattern(r"[：）]$|如下|以下|下列").search(words.above))
    if not asked and words.above and (introduced or (len(words.above) <= 14 and not words.before)):
        asked = _part(words.above)
    standing = _STANDING.search(asked)
    if standing:
        return f"{standing[1]}身份"
    way = _WAY.search(asked)
    if way:
        return f"{way[2]}{way[1]}"
    behind = _behind(asked, words.after, options)
    if behind:
        return behind
    if asked.endswith(("应", "应当")) and len(asked) > 3:
        return way_of(asked, options) or asked
    asked = pattern(_LEADING).sub("", "" if asked.endswith("的") else asked)
    if pattern(r"其[他它]$").search(asked):
        return f"其他{listed(options)}"
    if pattern(r"(?:以下|下列|如下)方式解决$").search(asked):
        return "争议解决方式"
    agreed = _AGREED.fullmatch(asked)
    if agreed and pattern(r"争议|纠纷|协商不成").search(words.before + words.above):
        return "争议解决方式"
    doubt = _DOUBT.search(asked or pattern(r"：$").sub("", words.above)) if options == ("是", "否") else None
    if doubt:
        return f"是否{doubt[0]}"
    pays = _PAYS.fullmatch(asked)
    if pays:
        return f"{pays[2]}{pays[1]}方式"
    asked = asked.removeprefix("对") if len(asked) > len("对谁") else asked
    if asked in verbs("deadline"):
        return f"{asked}方式"
    return asked if len(asked) <= 16 else noun_before(asked, 12) or _last_words(asked)


# ____日前向甲方支付使用费： and below it the ways
_PAYS = late(r"(?:[日月年天]之?[前内]?)?(?:向[甲乙丙]方)?(支付|缴纳|交纳)([\u4e00-\u9fff]{2,8}[费金款租])")
# 丙方作为承租人的：□担保人□联系人
_STANDING = late(r"([甲乙丙丁]方|[\u4e00-\u9fff]{1,4}人)(?:系|是)?作为[\u4e00-\u9fff]{2,10}的$")
_AGREED = late(r"(?:甲乙|各)?双?方?(?:一致)?(?:同意|约定|选择|商定|确认)")
# 甲方可以将部分工作转委托给第三方： and below it 是□ 否□
_DOUBT = late(r"(?:可以|允许|同意|需要|能够)[\u4e00-\u9fff]{2,18}$")


def _last_words(asked: str) -> str:
    """Return the end of long words, cut where a word begins."""
    kept = ""
    for word in reversed(cut(asked)):
        if len(kept) + len(word) > _LONG_ANSWER - 4:
            break
        kept = word + kept
    return kept.lstrip("的、及和与") or asked[-10:]


def way_of(label: str, options: tuple[str, ...]) -> str:
    """Return the question of words that lead on to their answers: 转包价款按：□实际面积计算□登记面积计算.

    Args:
        label: The words, ending with 按 or 应.
        options: The answers.
    """
    what = noun_before(pattern(r"(?:按照?|应当?)$").sub("", label).removeprefix("交货时").removeprefix("届时"), 8)
    done = options[0][-2:] if len(options) > 1 and all(option[-2:] == options[0][-2:] for option in options) else "处理"
    return f"{what}{done}方式" if what else ""


def _part(words: str) -> str:
    """Return the last part of a question without its notes: …，双方同意按如下方式处理（单选）： gives the last part."""
    words = pattern(rf"{_NOTE}|：+$").sub("", words.strip())
    words = words[:-1] if words.endswith("）为") else words
    part = pattern(r"[，。；：_□☑“”（]").split(pattern(r"（[^）]*）?$").sub("", words))[-1]
    part = part.rpartition("）")[2] if "）" in part else part
    return "" if part in ("单选", "多选", "可多选", "选项") else part.removeprefix("该").removeprefix("其")


def _behind(asked: str, after: str, options: tuple[str, ...]) -> str:
    """Return a label from the verb behind the answers where only a preposition stands before them: 由____承担."""
    if not asked:
        return ""
    after = _after_answers(after, options)
    stem = pattern(rf"(?:甲、?乙双方|双方|{role_pattern()}|各方)$").sub("", asked)
    stem = pattern(r"(?:要求|可以|应当?|则应?|须|需|均)+$").sub("", stem) if stem != asked else asked
    verb = verb_in(after) or next(iter(pattern(r"^(承担|负责|享有|所有|报请|保管|领取)").findall(after)), "")
    asks = questions("prepositions").get(stem[-1:])
    if asks and verb and len(stem) < 24:
        return f"{verb}{asks}"
    return f"{verb}方式" if verb and len(stem) < 2 else ""


def _after_answers(after: str, options: tuple[str, ...]) -> str:
    if options and after.startswith(options[-1]):
        who = pattern(r"[甲乙丙丁]方|双方|买方|卖方").match(options[-1])
        after = after[len(who[0] if who else options[-1]) :]
    return after.lstrip("）】]")


def shared(options: tuple[str, ...]) -> str:
    """Return what the answers have in common: 建筑面积 使用面积 give 面积类型, 日 月 年 give 周期."""
    if len(options) < 2:
        return ""
    tail = options[0]
    while tail and not all(option.endswith(tail) for option in options):
        tail = tail[1:]
    if tail in answers("acts") and all(option != tail for option in options):
        return f"{tail}方式"
    if len(tail) >= 2 and tail != options[0] and pattern(r"[\u4e00-\u9fff]+").fullmatch(tail):
        return f"{tail}类型"
    done = _cyclic().match(options[-1])
    if done and set(options[:-1]) <= set(answers("cycles")):
        return f"{done['verb']}周期"
    return "周期" if set(options) <= set(answers("cycles")) else ""


@functools.cache
def _cyclic() -> re.Pattern[str]:
    return re.compile(f"{one_of(answers('cycles'))}(?P<verb>{one_of(answers('cyclic'))})")


@functools.cache
def _offered() -> re.Pattern[str]:
    return re.compile(f"{one_of(answers('offered'))}(?=[，。；时]|$)")


def _doubted(options: tuple[str, ...], after: str) -> str:
    """Return the question of an answer and its denial: 不需 需支付手续费 gives 是否需支付手续费."""
    if len(options) != 2:
        return ""
    plain, denied = sorted(options, key=lambda option: option.startswith(("不", "无", "未")))
    if denied in (f"不{plain}", f"非{plain}"):
        return f"是否{plain}"
    if len(plain) > 1 and denied.startswith(f"不{plain}"):
        refused = pattern(r"[\u4e00-\u9fff]{2,8}").match(denied, len(plain) + 1)
        return f"是否{plain}{refused[0] if refused else ''}"  # □缴纳□不缴纳风险保证金
    stem = next((verb for verb in questions("doubts") if plain.startswith(verb)), "")
    if not stem or not denied.startswith(f"不{plain[0]}"):
        return ""
    rest = max(plain.removeprefix(stem), denied[1:].removeprefix(stem), key=len)
    said = (_ACROSS.match(rest + after.removeprefix(options[-1])) if rest.endswith(("将", "把")) else None) or pattern(
        r"[\u4e00-\u9fff]{2,12}"
    ).match(rest)
    return f"{questions('doubts')[stem]}{said[0].replace('_', '')}" if said else ""


def whether(words: Words, options: tuple[str, ...]) -> str:
    """Return the question of answers inside a sentence: （是/否）允许承租人转租 gives 是否允许承租人转租."""
    if not options:
        return ""
    after = _after_answers(words.after, options)
    after = pattern(r"^(需要|同意|允许|进行)?对[^，。；]{1,14}进行").sub(r"\1", after)
    rest = _ACROSS.match(after) or pattern(r"([\u4e00-\u9fff]{2,12})").match(after)
    settles = pattern(r"解决(?:争议|纠纷)").search(after)
    if settles and not rest:
        return "争议解决方式"
    court = pattern(r"(?:所在地|住所地)[^，。]{0,6}法院").match(after)
    if court:
        return "管辖法院"
    stem = questions("whether").get(options[0], "")
    if len(options) == 2 and options[1] == f"不{options[0]}" and not stem:
        stem = f"是否{options[0]}"
    if stem and rest:
        return f"{stem}{rest[0].replace('_', '')}"
    way = pattern(r"([\u4e00-\u9fff]{2,4})(?=[，。；]|$)").match(after)
    if (
        way
        and words.segment.endswith(("为", "以", "按"))
        and not words.segment.endswith("作为")
        and not shared(options)
        and options[0][-1] != "方"
    ):
        return f"{way[1]}方式"
    kind = pattern(r"(?!号码|证号|的)([\u4e00-\u9fff]{2,6})：").match(after) or (
        pattern(r"([\u4e00-\u9fff]{2,4}?)(?=[后，。；、]|$)").match(after)
        if words.segment.endswith(("收到", "提供", "开具", "出具", "采用", "使用"))
        else None
    )
    return f"{kind[1]}类型" if kind else ""


# 允许乙方将____商标用作店招: what is asked reaches across the gap
_ACROSS = late(r"([\u4e00-\u9fff]{0,8}[将把])_[\u4e00-\u9fff]{2,14}")


# □甲方□乙方应于____日内向登记机关办理变更
_WHO_DOES = late(
    r"[ ]?(?:应当?|须|需)?(?:[于在]?_[^，。；_]{0,5}[内前])?(?:向[^，。；]{2,8}?)?"
    r"(承担|负责|支付|提供|办理)([\u4e00-\u9fff]{2,6})?"
)


def among(options: tuple[str, ...], words: Words) -> str:
    """Return what the answers are, where nothing asks for them."""
    who = _WHO_DOES.match(_after_answers(words.after, options))
    if who and any(option.endswith("方") for option in options):
        return f"{who[2] or ''}{who[1]}方"
    noun = pattern(r"[\u4e00-\u9fff]{3,6}(?=[，。；]|$)").match(_after_answers(words.after, options))
    return noun[0] if noun else ""


def listed(options: tuple[str, ...]) -> str:
    """Return the answers themselves, as a last resort."""
    return "/".join(option for option in options[:3] if "_" not in option)[:24] or "选项"
