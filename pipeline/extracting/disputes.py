"""Reading → how and where a dispute is settled, and what a breach costs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.extracting.numbering import number_end
from pipeline.extracting.reading import Reading
from pipeline.extracting.vocabulary import alternatives, words
from pipeline.model.extracted import Found
from pipeline.model.record import JsonValue

_DISPUTE = re.compile(r"争议|纠纷|争端|分歧|涉讼")
_BODY = r"(?:劳动(?:人事)?争议)?仲裁(?:委员会|院|中心|机构|庭)|人民法院|法院"
_BRANCH = r"(?:[\u4e00-\u9fff]{2,8}?(?:分会|分院|分中心))?"
_NAME = (
    rf"(?P<name>[\u4e00-\u9fff“”《》()A-Z]{{0,30}}?(?:(?<=的)\n)?(?:{_BODY}){_BRANCH}(?:\([\u4e00-\u9fff]{{2,12}}\))?)"
)
_TO = re.compile(rf"(?:{alternatives(words('dispute', 'to'))})\s?{_NAME}")
_ANY = re.compile(rf"(?P<name>[\u4e00-\u9fff]{{0,20}}(?:{_BODY}){_BRANCH})")
# 以臺北地方法院为第一审管辖法院: the court is named before what it is to be
_COMPETENT = re.compile(
    rf"(?<![可所])以\s?(?P<name>[\u4e00-\u9fff]{{2,30}}?(?:{_BODY}))为\s?(?:本\w{{1,4}}的?)?(?:第?一审|合意|专属|第一审合意)?的?管辖法院"
)
_COMPETENT_ONLY = re.compile(r"仲裁机构|(?:人民)?法院|(?:第?一审|合意|专属)*的?管辖法院")
# …人民法院或者…人民法院: two are offered, and none is chosen
_OR_ANOTHER = re.compile(
    rf"(?:\([^()\n]{{0,20}}\))?\s?(?:或者?|及|和|/|、)(?:向|由)?\s?[\u4e00-\u9fff]{{2,30}}?(?:{_BODY})"
)
_LEADING = re.compile(rf"^(?:{alternatives(words('dispute', 'leading'))})+")
# 租赁物所在地的大连市…法院: the court is named, and what places it there is not part of its name.
_PLACED = re.compile(
    r"^[\u4e00-\u9fff]{2,12}?(?:所在地|住所地|履行地|签订地|签署地)(?:有管辖权)?的?(?=[\u4e00-\u9fff]{2,8}[省市区县州])"
)
_ARBITRATES = re.compile(r"仲裁")
_SUES = re.compile(r"诉讼|起诉|人民法院|法院")
_CHOSEN = re.compile(
    r"第\s{0,4}[(【\[]?\s{0,4}(?P<mark>[0-9一二三四五六七八九A-D])\s{0,4}[)】\]]?\s{0,4}(?:种|项|个方式)"
)
_OPTION = re.compile(r"(?:^|(?<=[\n。;:,\s]))\s{0,8}[(]?(?P<mark>[0-9一二三四五六七八九A-D])\s?[).、．,]\s{0,3}")
_TICK = re.compile(r"[☑☒√■✓✔]\s{0,3}(?P<words>[^☑☒√■✓✔□\u25a1\n。;]{2,60})")
_THEN_SUE = re.compile(r"不服")
_ORDER = "一二三四五六七八九"


def disputes(reading: Reading) -> Iterator[tuple[str, Found]]:
    """Yield dispute_method and dispute_institution, from the article on disputes or else sentences that name them."""
    start, end = _place(reading)
    if end <= start:
        return
    start, end = _decided(reading, start, end)
    method, at = _method(reading.text, start, end)
    if not method:
        return
    yield "dispute_method", reading.found(method, *_words_at(reading, at), 0.93)
    found = _institution(reading, start, end, method)
    if found:
        yield "dispute_institution", found


def _place(reading: Reading) -> tuple[int, int]:
    named = [a for a in reading.articles if "争议" in a.title or "纠纷" in a.title or a.category == "争议"]
    for article in named:
        if _ARBITRATES.search(reading.text, article.start, article.end) or _SUES.search(
            reading.text, article.start, article.end
        ):
            return article.start, article.end
    for match in _DISPUTE.finditer(reading.text):
        start, end = reading.sentence(match.start())
        if reading.text[end - 2 : end] not in ("。\n", ";\n") and reading.text[end - 1 : end] == "\n":
            end = max(end, reading.sentence(end)[1])  # a line that the width of a page ended
        if _ARBITRATES.search(reading.text, start, end) or _SUES.search(reading.text, start, end):
            return start, end
    return 0, 0


def _decided(reading: Reading, start: int, end: int) -> tuple[int, int]:
    """Return the part of a dispute clause that was chosen: the ticked box, the 2 of 按下列第2种方式, or all of it."""
    raw = reading.template.text
    for tick in _TICK.finditer(raw, start, end):
        if "仲裁" in tick[0] or "法院" in tick[0] or "诉" in tick[0]:
            return tick.start(), tick.end()
    chosen = _CHOSEN.search(reading.text, start, end)
    if not chosen:
        return start, end
    mark = str(_ORDER.index(chosen["mark"]) + 1) if chosen["mark"] in _ORDER else chosen["mark"]
    options = list(_OPTION.finditer(reading.text, chosen.end(), end))
    for index, option in enumerate(options):
        own = str(_ORDER.index(option["mark"]) + 1) if option["mark"] in _ORDER else option["mark"]
        if own == mark:
            stop = options[index + 1].start() if index + 1 < len(options) else end
            return option.end(), stop
    return start, end


def _method(text: str, start: int, end: int) -> tuple[str, int]:
    """Return the method and where it is said; "" where both are open."""
    first, second = _settles(text, start, end), _SUES.search(text, start, end)
    if first and second and not _THEN_SUE.search(text, start, end) and "终局" not in text[start:end]:
        return _by_last_resort(text, start, end)
    if first:
        return "arbitration", first.start()
    return ("litigation", second.start()) if second else ("", start)


def _settles(text: str, start: int, end: int) -> re.Match[str] | None:
    return _ARBITRATES.search(text, start, end)


def _by_last_resort(text: str, start: int, end: int) -> tuple[str, int]:
    """Both are named: labour disputes go to arbitration first, otherwise the clause leaves it open."""
    labour = re.compile(r"劳动(?:人事)?争议").search(text, start, end)
    return ("arbitration", labour.start()) if labour else ("", start)


def _institution(reading: Reading, start: int, end: int, method: str) -> Found | None:
    wanted = "仲裁" if method == "arbitration" else "法院"
    for pattern, sure in ((_COMPETENT, 0.92), (_TO, 0.92), (_ANY, 0.75)):
        for match in pattern.finditer(reading.text, start, end):
            name = _PLACED.sub("", _LEADING.sub("", match["name"]))
            if wanted in name and len(name) > 2 and not _COMPETENT_ONLY.fullmatch(name):
                if _OR_ANOTHER.match(reading.text, match.end("name"), end):
                    return None
                at = match.end("name") - len(name)
                printed = reading.template.text[at : match.end("name")].replace("\n", "")
                return reading.found(printed, at, match.end("name"), sure)
    return None


def _words_at(reading: Reading, at: int) -> tuple[int, int]:
    return reading.sentence(at)


_PENAL = re.compile(
    rf"{alternatives(words('dispute', 'penal'))}|赔偿(?=[^,。;\n]{{0,6}}[0-9一二两三四五六七八九十]个?月)"
    r"|(?:逾期|迟延|拖欠)[^。;\n]{0,24}?(?:支付|计付|计算|加付)[^,。;\n]{0,6}利息"  # 逾期付款的，按日万分之五支付利息
)
_RATE = re.compile(
    r"[0-9.]{1,8}\s?[%‰]|[百千万]分之|[0-9一二三四五六七八九十百千万壹贰叁肆伍陆柒捌玖拾佰仟]\s?万?[元圆]"
    r"|(?:个?月|[0-9一二三四五六七八九十]\s?[天日])的?(?:租金|工资|费用|服务费)|[双倍]|LPR|利率"
)


def penalties(reading: Reading) -> Iterator[tuple[str, Found]]:
    """Yield penalty: the sentences that set one and say how much, in the contract's words."""
    found: list[tuple[int, int]] = []
    for match in _PENAL.finditer(reading.text):
        span = _trimmed(reading.text, *reading.sentence(match.start()))
        if span not in found and _RATE.search(reading.text, *span):
            found.append(span)
    if found:
        texts: list[JsonValue] = [reading.template.text[start:end] for start, end in found]
        yield "penalty", reading.found(texts, found[0][0], found[0][1], 0.85)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a sentence without its number and without the stop."""
    begin, stop = number_end(text, start, end), end
    while stop > begin and text[stop - 1] in "。;\n\t \u3000":
        stop -= 1
    return begin, stop
