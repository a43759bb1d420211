"""Reading → shares: percentages, per milles and 万分之… with what they are of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.extracting.numbering import without_number
from pipeline.extracting.reading import Reading
from pipeline.extracting.vocabulary import alternatives, words
from pipeline.model.extracted import Sum
from pipeline.text.numerals import canonical, parse_number
from pipeline.values.quantity import written

# 支付合同总价的30%作为预付款, …10%的违约金, …0.5‰向买方支付违约金: what the share is paid as
_AS = re.compile(
    r"\s?(?:的|作为|作|为|,|并?向[^,。;]{1,8}?(?:支付|缴纳|承担)|支付|计[收算]|的标准|计){0,3}\s?"
    rf"(?P<what>(?:逾期付款|逾期|合同)?(?:{alternatives(words('share', 'paid_as'))}))"
)
# 买方向卖方支付合同总价: only what follows the last verb says of what it is a share
_VERB = re.compile(rf"^.*(?:{alternatives(words('share', 'before'))})(?=[\u4e00-\u9fff]{{2}})")
# 医疗费用由乙方自行承担50%, 损耗率不得超过0.2%, 支付至97%: what is left is of what the share is, or nothing.
_BORNE = re.compile(r"由[^,。;]{1,8}?(?:自行|各)?(?:承担|负担|支付)$")
_MEASURE = re.compile(r"(?:为|是|按|约|达|至|仅|≤|≥|<|>|±|不得?(?:超过|高于|低于|少于|多于))+$")
_DEED = re.compile(
    r"(?:支付|付|缴纳|加收|收取|留存|扣留|预留|保留|延期每|结清)(?:至|到|剩余|其余)?的?$|^(?:剩余|其余|余下)的?$"
)
# 支付30%备料款
_BEHIND = re.compile(r"\s?的?(?P<what>[\u4e00-\u9fff]{1,6}(?:款|金|费用?))(?=[,。;、\s])")
_SHARE = re.compile(
    r"(?P<number>[0-9]{1,3}(?:\.[0-9]{1,4})?)\s?(?P<mark>[%‰])"
    r"|(?P<of>[百千万]分之)(?P<words>[0-9零一二三四五六七八九十百点.]{1,8})"
)


def shares(reading: Reading) -> Iterator[Sum]:
    """Yield every share (30%, 万分之五) with the words before it that say of what."""
    purpose, end = "", 0
    for match in _SHARE.finditer(reading.text):
        # 分别持有目标公司60%、40%的股权: the second is of the same
        listed = reading.text[end : match.start()] in ("、", "和", "及", "与", ",")
        purpose, end = purpose if listed else _purpose(reading, match.start(), match.end()), match.end()
        if match["number"]:
            value, unit = match["number"], match["mark"]
        else:
            number = parse_number(canonical(match["words"]))
            if number is None:
                continue
            value, unit = written(number), match["of"]
        yield Sum(
            value=value, unit=unit, purpose=purpose, words=reading.template.text[match.start() : match.end()],
            clause=reading.number(match.start()), start=match.start(), end=match.end(),
        )  # fmt: skip


def _purpose(reading: Reading, start: int, end: int) -> str:
    """Return of what a share is, and as what it is paid: 合同总价（预付款）."""
    first = max(reading.sentence(start)[0], start - _WINDOW)
    before = re.split(r"[,:、()]", without_number(reading.text[first:start]))[-1].strip()
    of = _MEASURE.sub("", _VERB.sub("", _BORNE.sub("", before))).rstrip(" 的按日").lstrip(" 的按即")
    of = "" if of.endswith(("含", "包含", "包括")) or _DEED.search(of) else of
    paid = _AS.match(reading.text, end) or _BEHIND.match(reading.text, end)
    if paid is None or paid["what"] in of:
        return of
    return f"{of}（{paid['what']}）" if len(of) > 1 else paid["what"]


_WINDOW = 40
