"""Reading → the value behind a label, of the shape that its element has, and what a word says itself that it is."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipeline.extracting.labels import role_names
from pipeline.extracting.reading import Reading
from pipeline.extracting.vocabulary import alternatives, words
from pipeline.model.extracted import Found
from pipeline.values.contact import has_luhn, is_phone
from pipeline.values.identity import card_error, credit_code_error

# Codes of 15 and 18 characters; A123456789 and D654321(8), as Taiwan's and Hong Kong's cards have them.
_ID = re.compile(
    r"(?<![0-9A-Z])(?:[0-9A-Z](?:[ -]?[0-9A-Z]){13,21}(?![0-9A-Za-z])"
    r"|[A-Z][0-9]{9}(?![0-9A-Za-z])|[A-Z]{1,2}[0-9]{6}\([0-9A]\))"
)
_PHONE = re.compile(
    r"(?<![0-9])(?:\+?86[- ]?)?(?:\(0[0-9]{2,3}\)|[0-9])[0-9 -]{5,16}[0-9](?:\s?转\s?[0-9]{1,6})?(?![0-9])"
)
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6}")
_ACCOUNT = re.compile(r"(?<![0-9])[0-9](?:[ -]?[0-9]){7,29}(?![0-9])")
_SHAPES = {"id_no": _ID, "phone": _PHONE, "email": _EMAIL, "bank_account": _ACCOUNT}
# 138****5678, 0755-6688XXXX, 91440300MA5DXXXX1X: what somebody has made unreadable is no number
_MASK = re.compile(r"[*×●■]|[Xx]{2}")
_MUCH_MASKED = re.compile(r"[Xx]{4}")  # so many check out by chance only
_WORD_BEFORE, _WORD_BEHIND = re.compile(r"[0-9A-Za-z*×●■-]*$"), re.compile(r"[ ]?[0-9A-Za-z*×●■-]*")
_HIDDEN = re.compile(r"\*\*|[●■]{2}")  # ******有限公司: so is such a name
_CUT_OFF = re.compile(r" ?[*●■×]")  # 张*
_PERSON = re.compile(r"[\u4e00-\u9fffA-Za-z·][\u4e00-\u9fffA-Za-z· ]{0,29}")
WORDS = re.compile(r"[^\n\t;。,]+")
# 7/F, SPA CENTRE, HK: commas part no values in English.
_ENGLISH = re.compile(r"[!-~](?:(?! {3})[ -~]){6,200}[!-~](?= {2}|\s?\n|$)")
# 承包人：第一工程有限公司\n项目经理部（以下简称“甲方”）: the name goes on below
_CARRIED = re.compile(r"\n(?P<more>[^\s:,。;()]{2,30})\s?(?=\(\s?(?:以下|下文|下)?(?:统|均)?(?:简称|称))")
# …引用水水源地保护区污水\n治理工程项目经理部: so does a long line that ends before the name of any firm does
_ENDS_AS_FIRM = re.compile(rf"(?:{alternatives(words('party', 'firm'))}|部|处)(?:\([^()]*\))?$")
_WRAPPED_NAME = re.compile(r"\n(?P<more>[\u4e00-\u9fffA-Za-z0-9]{2,40})(?=\n|$)")
_LONG = 24
_PLACE_WORDS = re.compile(r"[省市区县镇乡村路街道号弄巷室楼栋幢园苑层]")
_CALLED = re.compile(r"[(,]?\s?(?:以下|下文|下)?(?:统|均)?(?:简称|称)(?:为|作)?.*$")
_SEAL = re.compile(rf"\((?:{alternatives(words('party', 'seal'))})\)|(?:公|盖|签)章|签字|签名")
_ALIAS = re.compile(r"\(\s?[“\"「『][^()]{1,12}[”\"」』]\s?\)\s{0,4}$")
_NUMBER_BEHIND = re.compile(r"[ :]{1,4}(?:[账帐]号|电话)?[ :]{0,4}(?=[0-9(+])[0-9 ()+-]{7,40}$")
# Also at two spaces before another label: 受托人：某某公司  受益人：张三.
_WIDE = re.compile(r" {3,}|\t|\n| {2}(?=[\u4e00-\u9fff]{2,8} ?:)")
# 统一社会信用代码： at the end of a line, its figures on the next.
_WRAPPED = re.compile(r"\n[0-9A-Z]{8}")
NOT_NAME = re.compile(
    rf"^(?:{alternatives(words('party', 'not_name_start'))}|(?:{alternatives(words('party', 'absent'))})$"
    rf"|[0-9.\s]*$)|{alternatives(words('party', 'not_name'))}"
)
_NAMES = re.compile(r"[\u4e00-\u9fffA-Za-z]{2}")
# 刘德福(户主): what stands in brackets behind a person's name is none of it.
_ASIDE = re.compile(r"(?:(?<=^..)|(?<=^...)|(?<=^....))\((?!有限合伙|普通合伙|集团)[^()]{1,6}\)$")
# 某某技术有限公司（example.com）, …有限公司 (Example Co., Ltd.): what the firm is called elsewhere
_FOREIGN_ASIDE = re.compile(r"(?<=[\u4e00-\u9fff])\s?\([!-~ ]{2,60}\)$|(?<=[A-Za-z.])\s?\([\u4e00-\u9fff]{2,20}\)$")
# 王小明　　签章: where to sign, printed behind the name
_TO_SIGN = re.compile(r"\s{1,8}(?:签章|盖章|签名|签字|印)$")
# 孙立 370781199001010019 乙方联系电话：…: a number, and whose the next label is
_NEXT = re.compile(r"(?<=[\u4e00-\u9fff])\s{1,4}(?:[0-9]{6,}[0-9X]?(?:\s.*)?|[甲乙丙丁]方)$")
_NO_PLACE = re.compile(r"^[\u4e00-\u9fff]{2,10}(?:地址|地点|住所|所在地)$")
_COURTESY = re.compile(r"(?:先生|女士)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A value on offer for a party: whose, which element, and the value."""

    owner: str
    name: str
    found: Found


def value_end(text: str, start: int, stop: int) -> int:
    """Return where the value behind a label ends: at the next label, the line's end, or the next cell."""
    begin = start + 1 if text[start : start + 1] == "\t" else start
    while begin < stop and text[begin] == " ":
        begin += 1
    found = _WIDE.search(text, begin, stop)
    if found and found.start() == begin and _WRAPPED.match(text, begin, stop):
        found = _WIDE.search(text, begin + 1, stop)
    return found.start() if found else stop


def kind_of(piece: str) -> str:
    """Return what a piece of text says itself that it is, "" if nothing."""
    number = re.sub(r"[ -]", "", piece)
    if re.fullmatch(r"[0-9A-Z]{18}", number) and not (card_error(number) and credit_code_error(number)):
        return "id_no"
    if _PHONE.fullmatch(piece) and is_phone(piece):
        return "phone"
    if _EMAIL.fullmatch(piece):
        return "email"
    is_place = len(_PLACE_WORDS.findall(piece)) >= 3 and re.search(r"[0-9一二三四五六七八九十]号|(?<!工作)室|村", piece)
    return "address" if is_place else ""


def value_of(reading: Reading, name: str, start: int, end: int, label: int) -> Found | None:
    """Return the value of an element between two offsets, None if nothing of its shape stands there."""
    if name in _SHAPES:
        return _figures(reading, name, start, end, label)
    if name == "name":
        return name_of(reading, start, end)
    text = reading.text
    if name == "address" and (english := _ENGLISH.match(text, _skip(text, start), end)):
        return reading.found(english[0], english.start(), english.end(), 0.85)
    match = (_PERSON if name in ("legal_representative", "contact") else WORDS).match(text, _skip(text, start), end)
    if not match:
        return None
    printed = match[0]
    if name in ("bank", "address"):
        printed = _NUMBER_BEHIND.sub("", printed)  # 开户行及账号：…支行 7559…
    elif text[match.end() : match.end() + 1] == ":" and " " in printed.strip():
        printed = printed.strip().rpartition(" ")[0]  # 王某　职别：…: the words before the colon ask for the next value
    words = _SEAL.sub("", _ALIAS.sub("", _TO_SIGN.sub("", printed))).strip(" ()")
    if name in ("legal_representative", "contact"):
        words = _COURTESY.sub("", words)
    if (
        len(words) < 2
        or not re.search(r"\w", words)
        or NOT_NAME.search(words)
        or _CUT_OFF.match(text, match.end())
        or _HIDDEN.search(words)
        or (name in ("legal_representative", "contact") and len(words) > 20)
    ):
        return None
    if name == "address" and _NO_PLACE.search(words):
        return None  # 地址：供应商注册地址
    if name == "address" and reading.is_left_open(match.start() + len(printed.rstrip())):
        return None
    if name == "bank" and not re.search(r"行|信用社|营业部|支付|财务公司", words):
        return None
    at = text.index(words, match.start()) if words in text[match.start() : match.end()] else match.start()
    # Brackets that the value opens belong to it; one that closes the bracket around it does not.
    printed = reading.template.text[at : at + len(words)]
    if printed.count("（") > printed.count("）"):
        printed += "）"
    return reading.found(printed, at, at + len(words), 0.9)


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t":
        at += 1
    return at


def _figures(reading: Reading, name: str, start: int, end: int, label: int) -> Found | None:
    match = _SHAPES[name].search(reading.text, start, end)
    if not match or match.start() - start > 30:
        return None
    words = match[0].strip()
    if name != "email" and _is_masked(reading.text, match, start, end):
        return None
    if name == "phone":
        return reading.found(words, match.start(), match.end(), 0.95 if is_phone(words) else 0.6)
    if name == "email":
        return reading.found(words, match.start(), match.end(), 0.97)
    number = re.sub(r"[ -]", "", words)
    if name == "bank_account":
        return reading.found(number, match.start(), match.end(), 0.95 if has_luhn(number) else 0.85)
    valid = len(number) == 18 and not (card_error(number) and credit_code_error(number))
    in_licence = "执照" in reading.text[label:start]
    return reading.found(number, match.start(), match.end(), 0.99 if valid else 0.7 if in_licence else 0.8)


def _is_masked(text: str, match: re.Match[str], start: int, end: int) -> bool:
    """True for figures of which some are made unreadable; X is a figure of numbers that check out."""
    before = _WORD_BEFORE.search(text, start, match.start())
    behind = _WORD_BEHIND.match(text, match.end(), end)
    around = (before[0] if before else "") + match[0] + (behind[0] if behind else "")
    number = re.sub(r"[ -]", "", around)
    if _MUCH_MASKED.search(number):
        return True
    return bool(_MASK.search(number)) and bool(card_error(number) and credit_code_error(number))


def name_of(reading: Reading, start: int, end: int) -> Found | None:
    """Return the name of a person or a company, without 以下简称 and the words for a seal."""
    text = reading.text
    match = WORDS.match(text, _skip(text, start), end)
    if not match:
        return None
    words = _TO_SIGN.sub("", _CALLED.sub("", _NEXT.sub("", match[0])))
    if "(" in words:  # …公司（盖章）2026年3月2日: the name stands on one side of the seal's words, the first if on both
        words = next((part for part in _SEAL.split(words) if part.strip()), "")
    if words.count("(") > words.count(")"):
        words = words[: words.rindex("(")]
    words = words.strip(' :“”"')
    words = _FOREIGN_ASIDE.sub("", _ASIDE.sub("", words))
    if not 2 <= len(words) <= 60 or not _NAMES.search(words) or NOT_NAME.search(words) or _HIDDEN.search(words):
        return None
    if words.replace(" ", "") in role_names(reading.template):
        return None  # 定作方 | 承揽方: the head of the next column, nobody's name
    at = text.index(words, match.start())
    stop = at + len(words)
    if stop == end and (carried := _carried(text, at, stop)):
        stop = carried.end("more")
    return reading.found(reading.template.text[at:stop].replace("\n", ""), at, stop, 0.93)


def _carried(text: str, at: int, stop: int) -> re.Match[str] | None:
    """Return the rest of a name that goes on on the next line, None where it ends with its line."""
    if carried := _CARRIED.match(text, stop):
        return carried
    wrapped = _WRAPPED_NAME.match(text, stop) if stop - at >= _LONG else None
    is_rest = wrapped and _ENDS_AS_FIRM.search(wrapped["more"]) and not _ENDS_AS_FIRM.search(text[at:stop])
    return wrapped if is_rest else None


def lowered(found: Found, by: float) -> Found:
    """Return a value of which one is less sure."""
    return replace(found, confidence=round(found.confidence - by, 2)) if by else found
