"""The words beside a blank → what they call whoever or whatever is written there."""

from __future__ import annotations

from pipeline.parsing.surroundings import Words
from pipeline.text.patterns import late, pattern


def is_counted_party(segment: str) -> bool:
    """True for one of several parties of a sort, before the gap for its name: 共同投资人甲____以现金出资."""
    return pattern(r"(?:共同)?[\u4e00-\u9fff]{2}[人方者][甲乙丙丁A-D]").fullmatch(segment) is not None


def task_behind(after: str) -> str:
    """Return the task that a person is named for: 指定____为票据联系人 gives 票据联系人, "" if none follows."""
    after = pattern(r"^（[^（）]*）").sub("", after)
    found = pattern(
        r"(?:同志|先生|女士)?(?:(?:作)?为|担任|出任|任)(?P<task>[\u4e00-\u9fff]{2,14}?)(?=[，。；、（_]|$|负责(?!人)|全权|进行)"
    ).match(
        after,
    )
    if pattern(r"为(?:首|代表)的").match(after):
        return "负责人"  # 由____为首的团队
    return found["task"].rsplit("的", 1)[-1] if found else ""


_NUMBERED = late(
    r"号》?[《“]?(?P<what>[\u4e00-\u9fff]{0,6}?"
    r"(?:合同|协议|契约|保函|证书|文件|决议|判决书|通知书|批文|商标|专利|地块))"
)


def numbered(words: Words) -> str:
    """Return the paper whose number goes into 第____号履约保函, "" if none follows."""
    found = _NUMBERED.match(words.after) if words.segment.endswith("第") else None
    return found["what"] if found else ""


def sent(segment: str) -> str:
    """Return the verb by which somebody is sent whose name follows: 由甲方委派的____, "" if none is there."""
    found = pattern(r"(委派|指派|派遣|选派|委托|授权|指定)的?$").search(segment)
    return found[1] if found else ""


def defined_as(after: str) -> str:
    """Return what the contract calls the value: ____（以下简称“受益人”） gives 受益人, "" if it says nothing."""
    found = pattern(
        r"》?[（](?:以下|下)?(?:统)?(?:简称|称)(?:为)?[：:]?[“\"「]?(?P<name>[\u4e00-\u9fff]{2,8})[”\"」]?(?:[或、][“\"]?[\u4e00-\u9fff]{2,8}[”\"]?)?）"
    ).match(after) or pattern(r"(?:村?[村居]?民)?，(?:以下|下)?简?称(?:为)?[“\"]?(?P<name>[甲乙丙丁]方)").match(after)
    found = found or pattern(r"（[“\"](?P<name>[\u4e00-\u9fff]{2,8})[”\"]）").match(after)  # ____（“主营业务”）
    found = found or pattern(r"（(?P<name>[甲乙丙丁]方)）").match(after)  # 兹有____（甲方）
    found = found or pattern(
        r"，(?:系|为)?一家[^（）。；_]{2,60}（(?:以下|下)?简?称(?:为)?[“\"](?P<name>[\u4e00-\u9fffA-Z]{2,8})[”\"]"
    ).match(after)  # 【公司名称】，一家依法设立的公司（下称“投资方”）
    return found["name"] if found else ""


_WAY = r"(?:方向)?(?P<goes>行驶|行走|运输|运送|接送|出发|返回)"
_FROM = late(rf"[往到至向]_{_WAY}")
_TO = late(_WAY)


def goes(words: Words) -> str:
    """Return how somebody goes from or to the gap: 从____到____方向行驶 gives 行驶, "" if nobody does."""
    found = _FROM.match(words.after) if words.segment.endswith(("从", "由", "自")) else None
    if not found and pattern(r"[从由自]_[往到至向]$").search(words.before):
        found = _TO.match(words.after)
    return found["goes"] if found else ""
