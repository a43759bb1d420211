"""str → Number: the numbers that clauses, annexes and list entries carry, in every writing."""

from __future__ import annotations

import enum
import functools
import re
import unicodedata
from dataclasses import dataclass

from pipeline.model.making import maker
from pipeline.text.patterns import late, pattern

_SPACE = r"[ \t\u3000\xa0]"
_DIGITS = r"[0-9０-９]"
_CHINESE = r"[零〇○一二三四五六七八九十百壹贰叁肆伍陆柒捌玖拾]"
_YEAR = r"(?:19|20)[0-9]{2}年"
_CN = rf"{_CHINESE}(?:{_SPACE}?{_CHINESE}){{0,6}}"
_CAPITAL = str.maketrans("〇○壹贰叁肆伍陆柒捌玖拾", "零零一二三四五六七八九十")
_VALUE = {c: i for i, c in enumerate("零一二三四五六七八九")}


class Style(enum.IntEnum):
    """How a number is written; the order is that of official contracts, outermost first (GB/T 9704 7.3.3)."""

    PART = 0  # 第一部分 第一编 第一篇
    CHAPTER = 1  # 第一章
    SECTION = 2  # 第一节
    ARTICLE = 3  # 第一条
    COMMA = 4  # 一、
    PAREN = 5  # （一）
    ARABIC = 6  # 1. 1、
    DECIMAL = 7  # 1.1
    DECIMAL3 = 8  # 1.1.1
    ROUND = 9  # （1）
    HALF = 10  # 1）
    CIRCLE = 11  # ①
    LETTER = 12  # A. a. a)
    LETTER_PAREN = 13  # （a）
    NONE = 14  # a heading without a number


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A printed number (编号).

    Attributes:
        style: How it is written.
        values: Its parts as integers: (3,) for 第三条, (1, 2) for 1.2.
        text: As printed, without the spaces around it.
        start: Offset of its first character.
        stop: Offset behind its last character.
        end: Offset behind it and the separator that follows (spaces, tab).
    """

    style: Style
    values: tuple[int, ...]
    text: str
    start: int
    stop: int
    end: int

    @property
    def value(self) -> int:
        """The last part: 2 for 1.2."""
        return self.values[-1]


_new_number = maker(Number)
_NUMBER = late(
    rf"""
    (?=[第（(【\[〔a-zA-Z0-9０-９①-⑳⓪㈠-㈩⑴-⒇⒈-⒛零〇○一二三四五六七八九十百壹贰叁肆伍陆柒捌玖拾])  # what begins one
    (?:
      (?P<open>[【\[〔])?第{_SPACE}{{0,2}}(?:(?P<unit_cn>{_CN})|(?P<unit_n>{_DIGITS}{{1,3}})){_SPACE}{{0,2}}
        (?P<unit>部{_SPACE}?分|编|篇|章|节|条(?:之[一二三四五六七八九十]{{1,2}})?)
        (?(open)[】\]〕]|(?:(?<=条)、(?!第))?)                                         # 第一条 第12章 【第一条】
    | 第{_SPACE}{{0,2}}(?P<deep>{_DIGITS}{{1,3}}(?:[.．]{_DIGITS}{{1,3}}){{1,3}}){_SPACE}{{0,2}}条       # 第4.2条
    | 第?(?P<comma>{_CN}){_SPACE}{{0,2}}[、．.：:，,]                                  # 一、 第一、
    | [（(]{_SPACE}?(?P<paren>{_CN}){_SPACE}?[)）]、?                                 # （一）
    | (?P<decimal>{_DIGITS}{{1,3}}(?:{_SPACE}?[.．]{_SPACE}?{_DIGITS}{{1,3}}){{1,4}})(?![0-9０-９%％‰])[.．、]?   # 1.1
    | (?P<dashed>{_DIGITS}{{1,2}}[－—–-]{_DIGITS}{{1,2}})(?={_SPACE})                 # 1－1
    | (?P<arabic>{_DIGITS}{{1,3}}){_SPACE}?[.．、，](?:(?![0-9０-９])|(?<=、)(?={_YEAR}))     # 1. 4、2026年…
    | [（(]{_SPACE}?(?P<round>{_DIGITS}{{1,3}}){_SPACE}?[)）]、?                      # （1）
    | (?P<half>{_DIGITS}{{1,2}})[)）]                                                 # 1）
    | (?P<circle>[①-⑳⓪㈠-㈩⑴-⒇⒈-⒛])                                                  # ①
    | [（(]{_SPACE}?(?P<letter_paren>[a-zA-Z]){_SPACE}?[)）]                          # （a）
    | (?P<letter>[a-zA-Z])[.．、)）](?![a-zA-Z0-9])                                   # A.
    | (?P<bare>{_DIGITS}{{1,3}})(?:\t|[ \u3000\xa0]{{1,4}})(?=[^\W\d_a-zA-Z])         # 1 定义
    )""",
    re.VERBOSE,
)
_TRAIL = late(rf"(?:{_SPACE}|[:：](?=\S))*")
_UNITS = {"部": Style.PART, "编": Style.PART, "篇": Style.PART, "章": Style.CHAPTER, "节": Style.SECTION}
# Calendar dates and amounts begin like a decimal number: 2019.6.1 is caught by its size, 3.5万元 by what follows.
_NOT_AFTER_DECIMAL = late(
    rf"{_SPACE}?(?:[万亿]?[元吨]|[%％‰倍年米]|平方|公里|[個个]|小时|天|毫米|[kKmM][gGmM])(?!.{{0,2}}[的：:])"
)
_NOT_AFTER_BARE = late(
    r"(?:[年月日时分秒元万亿天个份次种项名人米吨倍页号层套台件间岁期]|平方|工作日|小时|以[上下内]|至|到|[—－-])"
)


@functools.lru_cache(maxsize=1024)
def chinese(text: str) -> int:
    """Return the value of a Chinese or Arabic numeral below 1000: 十二 is 12, 一百零三 is 103, １２ is 12."""
    plain = "".join(c for c in unicodedata.normalize("NFKC", text) if not c.isspace()).translate(_CAPITAL)
    if plain.isdigit():
        return int(plain)
    hundreds, mark, rest = plain.rpartition("百")
    total = 100 * _VALUE.get(hundreds or "一", 1) if mark else 0
    tens, mark, ones = rest.rpartition("十")
    if mark:
        return total + 10 * _VALUE.get(tens.lstrip("零") or "一", 1) + _VALUE.get(ones, 0)
    value = 0
    for digit in ones:
        value = 10 * value + _VALUE.get(digit, 0)
    return total + value


def _circle(char: str) -> tuple[Style, int]:
    code = ord(char)
    for first, style in ((0x2460, Style.CIRCLE), (0x2474, Style.ROUND), (0x2488, Style.ARABIC), (0x3220, Style.PAREN)):
        if first <= code < first + 20:
            return style, code - first + 1
    return Style.CIRCLE, 0


def _read(match: re.Match[str]) -> tuple[Style, tuple[int, ...]]:
    kind, raw = match.lastgroup or "", match[match.lastgroup or 0]
    if kind == "unit":
        return _UNITS.get(raw[0], Style.ARTICLE), (chinese(match["unit_cn"] or match["unit_n"]),)
    if kind in ("deep", "decimal", "dashed"):
        values = tuple(int(v) for v in pattern(r"\d+").findall(raw))
        return (Style.DECIMAL if len(values) == 2 else Style.DECIMAL3), values
    if kind == "circle":
        style, value = _circle(raw)
        return style, (value,)
    if kind in ("letter", "letter_paren"):
        return Style[kind.upper()], (ord(raw.lower()) - 96,)
    return Style["ARABIC" if kind == "bare" else kind.upper()], (chinese(raw),)


def number_at(text: str, start: int, end: int | None = None) -> Number | None:
    """Return the number that begins at `start`, None if none does.

    Args:
        text: Any text.
        start: Offset of the first character, not a space.
        end: Offset behind the last character that may be read.
    """
    stop = len(text) if end is None else end
    match = _NUMBER.match(text, start, stop)
    if match is None:
        return None
    style, values = _read(match)
    if match.lastgroup in ("decimal", "dashed") and (
        values[0] > 200 or (len(values) == 2 and _NOT_AFTER_DECIMAL.match(text, match.end(), stop))
    ):
        return None
    if match.lastgroup == "bare" and _NOT_AFTER_BARE.match(text, match.end(), stop):
        return None
    trail = _TRAIL.match(text, match.end(), stop)
    printed = " ".join(match[0].strip("【】[]〔〕").split())
    end = trail.end() if trail else match.end()
    return _new_number(style=style, values=values, text=printed, start=start, stop=match.end(), end=end)
