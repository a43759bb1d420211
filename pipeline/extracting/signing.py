"""Reading → number, title, day and place of signing, day of coming into force, copies."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.extracting.days import Day, days
from pipeline.extracting.reading import Reading
from pipeline.extracting.vocabulary import alternatives, words
from pipeline.model.extracted import Found
from pipeline.text.numerals import canonical, parse_number

_S = r" {0,8}"
_SIGN = r"[A-Za-z0-9\u4e00-\u9fff\[\]()〔〕【】/\-—_.]"
_NUMBER = re.compile(
    rf"(?:{alternatives(words('signing', 'number'), spaced=True)}){_S}(?:\([^()\n]{{0,16}}\))?{_S}"
    r"(?:/? ?(?:Contract )?(?:No|NO|Number)\b\.?)? ?[:]?[\s]{0,6}"
    rf"(?P<number>{_SIGN}{{0,40}}(?: (?=[0-9]{{1,8}} ?号))?[0-9]{_SIGN}{{0,40}}(?: 号)?)"
)
# 合同编号：HT-2026-\nA001: the cell was too narrow
_NUMBER_WRAPPED = re.compile(r"(?<=[-/])\n(?P<more>[A-Z0-9][A-Z0-9-]{1,30})(?=[\n\t]|$)")
# （2026）律民字第128号 alone on its line, as offices number what they issue.
_ALONE = re.compile(
    r"(?:^|(?<=\n))[ ]{0,60}"
    r"(?P<number>[\[(〔【]?(?:19|20)[0-9]{2}[\])〕】]?[\u4e00-\u9fff]{1,8}第?[0-9]{1,8}号)[ ]{0,20}(?=\n|$)"
)
_MODEL_NUMBER = re.compile(r"GF\s?[-—]{1,2}\s?[0-9]{4}")
# 项目编号, 公告编号, 招标（或竞价、询价）编号, 原合同编号: numbers of something else
_OTHER_NUMBER = re.compile(r"项目|公告|附件|证|执照|统一$|[原主]$|(?:招标|竞价|询价)[^:]{0,10}$")
# 七、合同签订日期, and the day on the next line
_DATE_ABOVE = re.compile(rf"(?:{alternatives(words('signing', 'day'))})[:]?\s?\n\s?$")
_DATE_BEFORE = re.compile(
    rf"(?:{alternatives(words('signing', 'day'), spaced=True)}){_S}(?:\([^()\n]{{0,12}}\))?{_S}[:]?{_S}\t?{_S}$"
)
# 签订：2026年8月15日
_SIGNED_ON = re.compile(r"(?:^|(?<=[\n\t ]))(?:签订|签署|签约|订立)\s?:\s?$")
_PLAIN_DATE = re.compile(
    rf"(?:(?<![始止束期效货工款])日{_S}期|时{_S}间|年月日){_S}(?:\([^()\n]{{0,12}}\))?{_S}(?:/?{_S}[A-Za-z]{{2,12}})?{_S}[:]{_S}\t?{_S}$"
)
# 日期：… above the first article, at the beginning of its line
_HEAD_DATE = re.compile(rf"[ *]{{0,12}}日{_S}期{_S}(?:/?{_S}[A-Za-z]{{2,12}})?[ *]{{0,8}}[:][ *]{{0,8}}$")
_SIGNED_BEHIND = re.compile(r"[^。;\n]{0,40}?(?:签订|签署|订立|签约|签立)(?!后|之后|前|生效|的|了?[^,。;\n]{0,8}《)")
# 本合同于…在…签订, 自…签署 says so wherever it stands.
_THIS = re.compile(r"(?<!修改)(?<!变更)本(?:合同|协议)书?(?:由[^。;,\n]{0,20})?[于自]\s?$")
_PLACE = re.compile(
    rf"(?:{alternatives(words('signing', 'place'), spaced=True)}){_S}(?:[为是\t]|:\n?){_S}"
    r"(?P<place>[^\s,。;:()]{2,40})(?![:])"
)
_SIGNED_AT = re.compile(
    r"(?:在|于)\s?(?P<place>[\u4e00-\u9fff]{2,30}?(?:省|市|区|县|镇|州|盟|旗|公司|会议室))\s?(?:签订|签署|订立|签约|签立)(?!后|之后|前)"
)
_DAY_AND_PLACE = re.compile(
    r"日\s?[在于](?P<place>[\u4e00-\u9fff]{2,12}?)\s?(?:共同|正式)?(?:签订|签署|订立|签约|签立)(?!后|之后|前)"
)
_EFFECT_BEFORE = re.compile(r"(?:生效日期|生效时间|生效日|起效日期)\s{0,4}(?:[:为是]|\t)\s{0,4}$")
_EFFECT_BEHIND = re.compile(
    r"\s?(?:零时)?(?:(?:签署|签订|订立)(?:之日)?[并且]?)?(?:经?(?:甲乙)?(?:双方|各方|三方)[^,。;\n]{0,12}(?:签字|盖章|签署|签章)[^,。;\n]{0,4}?)?(?:之日)?(?:起)?(?:正式|开始)?生效"
)
_COUNT = r"(?P<count>[0-9]{1,3}|[一二两三四五六七八九十壹贰叁肆伍陆柒捌玖拾貳參陸]{1,3})"
_COPIES = re.compile(
    rf"(?:[一壹1]\s?式|正本(?:一式)?|正副本|文本(?:一式)?|(?:本合同|本协议|合同|协议)(?:书)?(?:共|共有|计)|共计|共签)\s{{0,4}}(?:\([^()]{{0,4}}\))?[\s【\[]{{0,4}}{_COUNT}[\s】\]]{{0,4}}(?:\(\s?[0-9一-龥]{{1,3}}\s?\))?\s{{0,4}}份"
)
# 正本两份，副本六份: eight in all.
_DUPLICATES = re.compile(rf"[,、;和及 ]{{0,3}}副本\s{{0,4}}{_COUNT}\s{{0,4}}份")


def contract_number(reading: Reading) -> Iterator[tuple[str, Found]]:
    """Yield contract_no from the words above the first article."""
    for match in _NUMBER.finditer(reading.text, 0, max(reading.head, 400)):
        line = reading.text[reading.text.rfind("\n", 0, match.start()) + 1 : match.start()]
        if line.rstrip(" (").endswith("》"):
            continue  # 《厂房租赁合同》（编号：…）: the number of another contract
        if not _MODEL_NUMBER.match(match["number"]) and not _OTHER_NUMBER.search(line[-12:].rstrip()):
            wrapped = _NUMBER_WRAPPED.match(reading.text, match.end("number"))
            start, end = match.start("number"), wrapped.end() if wrapped else match.end("number")
            printed = reading.template.text[start:end].replace("\n", "")
            yield "contract_no", reading.found(printed.strip(), start, end, 0.95)
            return
    alone = _ALONE.search(reading.text, 0, min(reading.head, 400))
    if alone:
        words = reading.template.text[alone.start("number") : alone.end("number")]
        yield "contract_no", reading.found(words, *alone.span("number"), 0.8)


def signing_day(reading: Reading) -> Iterator[tuple[str, Found]]:
    """Yield sign_date: behind its label, in 于…签订, or at the foot behind 日期 or alone on its line."""
    known = days(reading.text)
    ranked = [(_day_score(reading, day), day.iso, day) for day in known]
    best = max(ranked, key=lambda r: r[:2], default=None)
    if best and best[0] > 0:
        yield "sign_date", reading.found(best[1], best[2].start, best[2].end, min(0.6 + best[0] * 0.09, 0.95))


def _day_score(reading: Reading, day: Day) -> float:
    text = reading.text
    line = text.rfind("\n", 0, day.start) + 1
    if _DATE_BEFORE.search(text, max(line, day.start - 40), day.start):
        return 4.0
    if _SIGNED_ON.search(text, max(line, day.start - 8), day.start):
        return 3.5
    if _DATE_ABOVE.search(text, max(0, line - 16), day.start):
        return 4.0
    outside = day.start < reading.head or day.start >= _foot(reading)
    if outside and _SIGNED_BEHIND.match(text, day.end):
        return 3.0
    if _THIS.search(text, max(line, day.start - 40), day.start) and _SIGNED_BEHIND.match(text, day.end):
        return 3.0
    if day.start >= _foot(reading):
        if _PLAIN_DATE.search(text, max(line, day.start - 30), day.start):
            return 2.5
        if not text[line : day.start].strip():
            return 2.0
    if day.start < reading.head and _HEAD_DATE.match(text, line, day.start):
        return 2.0
    alone = not text[line : day.start].strip() and text[day.end : day.end + 1] in ("", "\n")
    return 1.0 if alone and day.start < reading.head else 0.0


def _foot(reading: Reading) -> int:
    """Return where the signatures may begin: behind the first line of the last article."""
    if not reading.articles:
        return len(reading.text) * 2 // 3
    last = reading.articles[-1]
    line = reading.text.find("\n", last.start)
    return line if line >= 0 else last.end


def signing_place(reading: Reading) -> Iterator[tuple[str, Found]]:
    """Yield sign_place."""
    for pattern, sure in ((_PLACE, 0.95), (_SIGNED_AT, 0.85), (_DAY_AND_PLACE, 0.8)):
        for match in pattern.finditer(reading.text):
            place = match["place"]
            if reading.is_left_open(match.end("place")):
                continue
            if not re.search(r"法院|仲裁|所在地|住所|日期|时间", place):
                yield "sign_place", reading.found(place, match.start("place"), match.end("place"), sure)
                return


def effective_day(reading: Reading) -> Iterator[tuple[str, Found]]:
    """Yield effective_date, where the contract names a day and not an event."""
    text = reading.text
    for day in days(text):
        if _EFFECT_BEFORE.search(text, max(0, day.start - 16), day.start) or _EFFECT_BEHIND.match(text, day.end):
            yield "effective_date", reading.found(day.iso, day.start, day.end, 0.92)
            return


def copies(reading: Reading) -> Iterator[tuple[str, Found]]:
    """Yield copies: 一式肆份, 正本4份."""
    for match in _COPIES.finditer(reading.text):
        value = _count(match)
        behind = _DUPLICATES.match(reading.text, match.end())
        end = match.end()
        if behind and match[0].startswith("正本") and "式" not in match[0]:
            value, end = value + _count(behind), behind.end()
        if 0 < value < 200:
            yield "copies", reading.found(value, match.start(), end, 0.95)
            return


def _count(match: re.Match[str]) -> int:
    return int(parse_number(canonical(match["count"])) or 0)


_TITLE_LINE = re.compile(
    r"\s{0,20}(?P<name>[\u4e00-\u9fff0-9A-Za-z（）()《》“”·-]{2,40}(?:合同|协议)书?)"
    r"(?:[ \u3000]{0,20}(?=\n)|(?=[\u4e00-\u9fff]{1,3}[方人][：:]))"  # …合同出租方：: a page that lost a line's end
)


# Term Sheet — 股权收购意向书 (Share Purchase Term Sheet)
_TITLE_BETWEEN = re.compile(
    r"[A-Za-z][A-Za-z ,&'-]{2,60}[—–:：/| -]{1,4}(?P<name>[\u4e00-\u9fff]{2,30}(?:合同|协议|意向|备忘录)书?)"
    r"(?=\s{0,4}(?:[(（][A-Za-z ,&'-]{2,60}[)）])?\s*\n)"
)
_TITLE_TOLD = re.compile(r"(?:^|(?<=\n))\s{0,8}合同名称[：:]\s{0,8}(?P<name>[^\s，。；]{2,40}(?:合同|协议)书?)(?=\s|$)")


def title(reading: Reading) -> Iterator[tuple[str, Found]]:
    """Yield the title as parsing found it, else the first line if it reads as one."""
    first = _TITLE_LINE.match(reading.template.text) or _TITLE_BETWEEN.match(reading.template.text)
    told = _TITLE_TOLD.search(reading.template.text)
    name = reading.template.title or (first["name"] if first else told["name"] if told else "")
    if name:
        start = max(reading.template.text.find(name.split()[0]), 0)
        yield "title", reading.found(name, start, start + len(name), 0.95)
