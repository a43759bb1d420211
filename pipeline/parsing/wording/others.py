"""Words → labels of what is left to say: of 其他 and 备注, and of an entry that is nothing but a blank."""

from __future__ import annotations

from pipeline.model.template import Clause
from pipeline.parsing.surroundings import Words
from pipeline.parsing.wording.phrases import noun_before, tidy, title_of
from pipeline.text.patterns import late, pattern


def other(label: str, words: Words, clause: Clause | None) -> str:
    """Return what 其他 means here: of the heading above or the clause."""
    if label in ("备注", "说明"):
        return label
    over = tidy(words.above) if words.above and len(words.above) <= 18 and "_" not in words.above else ""
    over = title_of(clause) if not over or pattern(r"\d").search(over) else over
    over = title_of(clause) if over == label else over
    over = "" if over in _OF_ONE or pattern(r"[，。；□☑]").search(over) else over
    stem = (
        "其他约定"
        if label in ("其他", "其它", "自行约定", "双方自行约定")
        else label
        if label.startswith("其")
        else f"其他{label}"
    )
    if not over or over.startswith("其"):
        return max(label, over, key=len) if over else "其他约定"
    shared = _OWN.search(over)
    if shared and shared.start():
        return f"{over[: shared.start()].removesuffix('的')}的其他{shared[0]}"
    return f"其他{over}" if _SORT.search(over) else f"{over}{stem}"


_OF_ONE = frozenset(("姓名", "名称", "地址", "电话", "编号"))  # entries that begin so: （1）姓名：____，其他____
_OWN = late(r"(?:权利和义务|权利义务|权利|义务)$")
_SORT = late(r"(?:方式|费用|条件|情形|事项|要求|标准|服务|内容|责任)$")


# …同步修建下列工程配套项目，并…： what the entries are
_LISTED = late(
    r"(?:下列|以下|如下)(?!方式|第)([\u4e00-\u9fff]{2,8}?(?:项目|工程|材料|资料|文件|设施|设备|服务|内容|事项|物品|条件|工作|费用|标准)|(?:待遇|福利|优惠))(?=[，：]|$)"
)


# 乙方提供的其他服务包括以下事项：
_THINGS = late(
    r"(?P<what>[\u4e00-\u9fff]{2,10}?)(?:包括|有|为|如下|分为)?(?:以下|下列|如下)(?P<of>事项|内容|项目|方面|工作)[：]?$"
)


_REVOKING = late(r"(?:情形|行为|条件)[^。]*解除|解除[^。]*(?:情形|行为|条件)")
# 本协议在下列条件全部满足之日起生效：
_EFFECTIVE = late(r"(?:以下|下列|如下)[^，。；]{0,4}条件[^，。；]{0,10}生效[：]?$")
# 房屋存在下列质量问题的，由出租人负责修复：
_FLAW = late(r"(?:以下|下列|如下)[^，。；：]{0,20}?([\u4e00-\u9fff]{2}(?:问题|缺陷|瑕疵))的?(?=[，：])")
# 因承租人原因未能交接的，按下列方式处理：
_DEALT_WITH = late(r"按照?(?:以下|下列|如下)(?:方式|办法)(?:处理|解决|处置)[：]?$")


# 双方另行约定的管理事项为
_NAMED_THINGS = late(
    r"([\u4e00-\u9fff]{2,16}?(?:事项|内容|项目|条件|要求|措施|服务))(?:分别)?(?:为|是|有|包括|如下)+[：]?$"
)
# 经费总额____元。其中： and below it (1)____
_BROKEN_DOWN = late(r"([\u4e00-\u9fff]{2,12}?)(?:共计?|合计|总计)?[为：]?_[^。；_]{0,6}[，。；]?其中(?:包括)?[：]?$")


# 施工中分下列几个阶段对工程质量进行验收：
_STAGES = late(
    r"(?:下列|以下|如下)(?:[几各两二三四五六]个?)?(?P<part>阶段|步骤|环节|方面|原则|用途)"
    r"(?:(?:[中上内里]|分别)?对(?P<what>[\u4e00-\u9fff]{2,8})进行(?P<verb>[\u4e00-\u9fff]{2}))?[，：]?$"
)
_INLINE = late(r"(?:^|[；，。_])[（(](\d{1,2})[）)]$")  # （5）____；（6）____。


def number_in(words: Words) -> str:
    """Return the number of an entry that is nothing but a blank, of its line or inside it, "" if it has none."""
    if words.number:
        return words.number.strip("（）()、.． ")
    inline = _INLINE.search(words.before)
    return inline[1] if inline else ""


def item(words: Words, clause: Clause | None) -> str:
    """Return the label of a numbered line that is nothing but a blank."""
    above = words.above
    if pattern(r"(?:具备|符合|满足|达到)(?:下列|以下|如下)(?:基本)?条件[：]?$").search(above):
        return "条件"
    if _EFFECTIVE.search(above):
        return "其他生效条件"
    if pattern(r"情形|行为之一|(?<!提供)(?:下列|以下|如下|之一).{0,6}条件|条件之一").search(above):
        who = pattern(r"([甲乙丙]方|出租人|承租人|双方)(?:有权|可以?)").search(above)
        if not _REVOKING.search(above):
            return f"{who[1] if who else ''}其他情形"
        return f"{who[1]}解除合同的其他情形" if who else "其他解除合同情形"
    flaw = _FLAW.search(above)
    if flaw:
        return f"其他{flaw[1]}"
    if _DEALT_WITH.search(above):
        return "处理方式"
    broken = _BROKEN_DOWN.search(above)
    if broken:
        return f"{noun_before(broken[1]) or broken[1]}其中（{number_in(words)}）"
    listed = _LISTED.search(above)
    if listed:
        return listed[1]
    stages = _STAGES.search(above)
    if stages:
        what = f"{stages['what']}{stages['verb']}" if stages["what"] else ""
        return f"{what}{stages['part']}（{number_in(words)}）"
    things = _THINGS.search(above)
    if things:
        return noun_before(things["what"]) + things["of"]
    if pattern(r"[\u4e00-\u9fff]{4,12}：").fullmatch(above):
        return tidy(above)
    named = _NAMED_THINGS.search(above)
    if named and not title_of(clause):
        return noun_before(named[1], 12) or named[1]
    title = title_of(clause).split("，")[0] or (tidy(above) if len(above) <= 16 else "")
    if title.startswith("其"):
        return f"{title}（{number_in(words)}）"
    return f"其他{title}" if title else ""
