"""Words → amounts of which the contract says whether they stand in capitals or in figures: （大写）____."""

from __future__ import annotations

from pipeline.model.template import Kind
from pipeline.parsing.kinds.units import unit_ahead
from pipeline.parsing.kinds.verdict import Verdict
from pipeline.parsing.surroundings import Words
from pipeline.text.patterns import late, pattern

_MEASURE = late(r"(?P<unit>平方米|公顷|亩|㎡|立方米|公里|吨|平方公里)")
UPPER = late(r"大写[^0-9，。；_小]{0,6}$")


def by_capitals(words: Words) -> Verdict | None:
    """An amount in capitals or in figures, told by 大写, 小写, ¥ and 整 beside it."""
    if words.before.endswith("_（大写）") and words.after.startswith("（小写）"):
        return Kind.AMOUNT, "元", 0.9  # ____（大写）____（小写）: each is named behind its gap
    if words.before.endswith("（小写）：") and words.after.startswith("（大写"):
        return Kind.AMOUNT, "元", 0.95
    measured = _MEASURE.match(words.after)
    if measured and pattern(r"[大小]写[）：]*$").search(words.before):
        return Kind.NUMBER, measured["unit"], 0.9
    if pattern(r"_(?:公斤|千克|斤|吨|亩|平方米|立方米|份|台|套|株)（大写：?$").search(words.before):
        return Kind.TEXT, "", 0.8  # ____公斤（大写：____）
    if (
        UPPER.search(words.before.rstrip("：（¥"))
        or UPPER.search(words.label)
        or pattern(r"大写[）：]*$").search(words.label)
    ):
        return Kind.AMOUNT_UPPER, "", 0.97
    if pattern(r"[万亿]?元[整正]").match(words.after) and pattern(r"¥_[万亿]?元（人民币$").search(words.before):
        return Kind.AMOUNT_UPPER, "", 0.9
    if pattern(r"[元]?[整正]?（(?:人民币)?大写）").match(words.after) or (
        pattern(r"元[整正]").match(words.after)
        and "写" in words.before[-10:]
        and not words.before.endswith(("RMB", "¥", "小写", "小写）"))
    ):
        return Kind.AMOUNT_UPPER, "", 0.95
    if pattern(r"万?元[整正]（[¥小][^，。；大]{0,8}[，]?[（]?大写").match(words.after):
        return Kind.AMOUNT, "元", 0.85  # ____元整（¥____），大写：____: the capitals have a gap of their own
    if pattern(r"(?:万?元)?[整正]（(?:[¥小]|HK\$|NT\$|US\$|RMB)").match(words.after):
        return Kind.AMOUNT_UPPER, "", 0.9
    if pattern(r"(?:小写|¥|RMB|NT\$|HK\$|USD\$?|US\$)[^_，。；]{0,4}$").search(words.before):
        return Kind.AMOUNT, unit_ahead(words.after, "amount").rstrip("整正") or "元", 0.95
    if pattern(r"元（小写[：:]?_").match(words.after) and words.before.rstrip("：").endswith("人民币"):
        return Kind.AMOUNT_UPPER, "", 0.8  # 人民币____元（小写：____元）
    return (Kind.AMOUNT, "元", 0.9) if pattern(r"元（小写").match(words.after) else None
