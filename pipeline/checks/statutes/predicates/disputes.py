"""Rules on where and how disputes are settled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.checks.statutes.facts import Facts, Sentence
from pipeline.checks.statutes.verdicts import Verdict, broken, kept, unknown

_BODY = re.compile(r"(?P<name>[\u4e00-\u9fff]{2,20}?)(?P<kind>仲裁委员会|仲裁院|国际仲裁中心|仲裁中心)")
# What stands before the name of an institution in a sentence.
_LEAD = re.compile(r"^.*(?:提交|提请|向|由|交由|应当?|至|到|申请|请求|或者?|和|与|及|在|将|可以?|均|都|的|方式)")
_PLACE_OF_PARTY = re.compile(
    r"(?:甲方|乙方|丙方|双方|一方|原告|被告|申请人|当地|所在地|住所地|签订地|履行地|有关|相关|仲裁地)"
)
_SOMEWHERE = re.compile(
    r"(?:当地|所在地|住所地|签[订约]地|履行地|有关|相关|[省市区县])[^，。；]{0,8}仲裁(?:委员会|机构|院|部门)"
)
# A form that leaves the choice to those who fill it: boxes, 下列第__种, numbered ways.
_CHOICE = re.compile(
    r"[□☐☑■√]|(?:下列|以下|下述|如下|上述)[^。；\n]{0,10}(?:第|方式|[_＿])|第\s*[_＿\d（(]\s*[_＿\s\d一二三]*[）)]?\s*种"
)
_LABOUR = ("劳动", "聘用")
_PROCEDURE = re.compile(
    r"仲裁(?:裁决|期间|费|庭|员|程序|规则)|劳动(?:人事)?(?:争议)?仲裁|生效的仲裁|农村土地|土地承包|另行达成|另行约定|仲裁协议|"
    r"仲裁条款划|或者?仲裁机构|予以(?:增加|适当减少|减少)|专用合?同?条款|涉及的"
)
_AGREES = re.compile(r"(?:提交|提请|申请|交由?|由|向|通过|采[取用]|以|选择)[^，。；]{0,30}仲裁")


def _named(sentence: Sentence) -> list[str]:
    """The institutions that a sentence names, what leads to the name cut off."""
    names = []
    for match in _BODY.finditer(sentence.text):
        name = _LEAD.sub("", match["name"]) + match["kind"]
        if len(name) > len(match["kind"]) + 1 and not _PLACE_OF_PARTY.search(name):
            names.append(name)
    return list(dict.fromkeys(names))


def _arbitration(facts: Facts) -> list[Sentence]:
    """The sentences that agree on arbitration; those of labour contracts repeat the statute."""
    if any(word in facts.kind for word in _LABOUR):
        return []
    return [s for s in facts.sentences if _AGREES.search(s.text)
            and not _PROCEDURE.search(s.text)]  # fmt: skip


def arbitration_body(facts: Facts, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    """Test that an arbitration clause names an institution.

    Args:
        facts: What is known of the contract.
        parameters: None.

    Yields:
        A verdict for the first such clause; unknown where the name is left open or only a place points to it.
    """
    del parameters
    sentences = _arbitration(facts)
    if not sentences:
        return
    naming = next((s for s in sentences if _named(s)), None)
    if naming is not None:
        yield kept(naming.start, naming.end)
        return
    first = sentences[0]
    if any(
        _CHOICE.search(s.text) or re.search(r"(?<![_＿])[_＿]{2,}+|仲裁(?:委员会|机构|院)?\s*[_＿]{2}", s.text)
        for s in sentences
    ):
        yield unknown("仲裁机构没有填写", first.start, first.end)
    elif any(_SOMEWHERE.search(s.text) for s in sentences):
        place = next(s for s in sentences if _SOMEWHERE.search(s.text))
        yield unknown("只写了某地的仲裁机构；该地有且只有一家时才有效", place.start, place.end)
    else:
        yield broken(first.start, first.end)


def arbitration_bodies(facts: Facts, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    """Test that an arbitration clause names one institution only.

    Args:
        facts: What is known of the contract.
        parameters: None.

    Yields:
        A verdict for every clause that names any; unknown where a name beside another is left open.
    """
    del parameters
    for sentence in _arbitration(facts):
        names = _named(sentence)
        if len(names) > 1 and not _CHOICE.search(sentence.text):
            yield broken(sentence.start, sentence.end, found="、".join(names))
        elif names and re.search(r"(?<![_＿])[_＿]{2,}+\s*仲裁", sentence.text):
            yield unknown("还有一处仲裁机构没有填写", sentence.start, sentence.end)
        elif names:
            yield kept(sentence.start, sentence.end)


def arbitration_or_court(facts: Facts, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    """Test that a contract does not leave both arbitration and the courts open (或裁或审).

    Args:
        facts: What is known of the contract.
        parameters: None.

    Yields:
        A verdict where both are named; unknown where the form leaves the choice open.
    """
    del parameters
    for sentence in _arbitration(facts):
        around = facts.text[max(0, sentence.start - 120) : sentence.end + 120]
        court = re.search(r"(?:起诉|诉讼|人民法院)", sentence.text)
        if court and re.search(r"不服|裁决|执行|撤销|保全|不得|除外|不适用", sentence.text):
            continue
        if _CHOICE.search(around) and re.search(r"起诉|诉讼|人民法院", around):
            chosen = re.search(r"[☑■√]|第\s*[（(]?\s*[\d一二三]\s*[）)]?\s*种", around)
            yield (
                kept(sentence.start, sentence.end)
                if chosen
                else unknown("仲裁与诉讼还没有选定", sentence.start, sentence.end)
            )
        elif court:
            yield broken(sentence.start, sentence.end)
        else:
            yield kept(sentence.start, sentence.end)


_COURT = re.compile(r"(?P<before>[^。；\n]{0,24})(?:人民)?法院")
_CONNECTED = re.compile(
    r"住所地|所在地|签订地|签约地|签署地|履行地|标的物|注册地|居住地|户籍地|有管辖权|管辖的|依法|向人民|当地"
)


def venue(facts: Facts, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    """Test where the contract lets the parties sue.

    Args:
        facts: What is known of the contract.
        parameters: `property`: true for contracts on real estate, whose courts are fixed; `own`: pattern of the place
            of the property.

    Yields:
        A verdict for every sentence on courts; unknown where the court is left open or named by its name alone.
    """
    for sentence in facts.with_words(r"法院"):
        match = _COURT.search(sentence.text)
        if match is None or not re.search(r"起诉|诉讼|管辖|解决", sentence.text):
            continue
        before = match["before"]
        start, end = sentence.start, sentence.end
        if re.search(r"(?<![_＿])[_＿]{2,}+\s*$", before):
            yield unknown("法院没有填写", start, end)
        elif parameters.get("property"):
            yield _of_property(before, parameters["own"], start, end)
        elif _CONNECTED.search(before):
            yield kept(start, end)
        else:
            yield unknown("无法判断约定的法院与争议有无实际联系", start, end)


def _of_property(before: str, own: str, start: int, end: int) -> Verdict:
    if re.search(own, before) or re.search(r"有管辖权|依法|向人民$|向$", before):
        return kept(start, end)
    if re.search(
        r"(?:甲方|乙方|原告|被告|出租[人方]|承租[人方]|发包[人方]|承包[人方]|签[订约署]地|守约方|一方)", before
    ):
        return broken(start, end, found=re.split(r"[向由到在至，,]", before)[-1].strip())
    return unknown("无法判断约定的法院是否不动产所在地法院", start, end)
