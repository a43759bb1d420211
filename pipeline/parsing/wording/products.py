"""Words → labels of the factors of a product that is written out: ____人×____元/人＝____元."""

from __future__ import annotations

from pipeline.model.template import Kind
from pipeline.parsing.lexicon import head_of, kind_by_head
from pipeline.parsing.surroundings import Words
from pipeline.parsing.wording.phrases import noun_before
from pipeline.text.patterns import late, pattern

_TIMES = r"[ ]?[×xX＊*]"
_BEFORE = late(rf"{_TIMES}[ ]?$")
_RESULT = late(rf"_[^_。；]{{0,8}}{_TIMES}_[^。；]*[=＝]$")
_LED = late(r"(?:^|[，。；：_ ])(?:[^，。；：_]{0,12}）)?(?P<what>[\u4e00-\u9fff]{2,8})[：为][^：]*$")
_NAMES = {Kind.AMOUNT: "单价", Kind.PERCENT: "比例"}


def factor(words: Words, kind: Kind) -> str:
    """Return the label of a factor, or of what the factors make; "" for what is neither.

    Args:
        words: What stands around the blank.
        kind: Its kind.
    """
    led = _LED.search(words.before)
    if _RESULT.search(words.before):
        return led["what"] if led else "合计"
    ahead = pattern(rf"(?P<unit>[\u4e00-\u9fff㎡]{{1,3}})(?:/[\u4e00-\u9fff㎡]{{1,3}})*{_TIMES}_").match(words.after)
    if not ahead and not _BEFORE.search(words.before):
        return ""
    if kind in _NAMES:
        return f"{led['what'] if led and '价' not in led['what'] else ''}{_NAMES[kind]}"
    if kind is Kind.NUMBER and kind_by_head().get(head_of(own := noun_before(words.segment))) is kind:
        return own  # 建筑面积____平方米×____元/平方米
    unit = pattern(r"个?([\u4e00-\u9fff]{1,2})").match(words.after)
    return f"{unit[1]}数" if unit and kind in (Kind.NUMBER, Kind.DURATION) else ""
