"""Text → the amounts of money in it: digits, capitals, and the two together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.text.capitals import parse_amount
from pipeline.text.numerals import canonical, parse_number
from pipeline.values.money import plain
from pipeline.values.units import CURRENCY_WORDS, SCALES
from pipeline.values.units import alternatives as either

_FOREIGN = {word: code for word, code in CURRENCY_WORDS.items() if code != "CNY"}
_SIGN = rf"(?P<sign>[¥￥$€£]|{either(w for w in CURRENCY_WORDS if w.isascii() and w.isalpha())})"
_DIGITS = r"(?P<digits>(?<![0-9.,])[0-9]{1,3}(?>(?:,[0-9]{3})+)(?:\.[0-9]++)?|(?<![0-9.,])[0-9]++(?:\.[0-9]++)?)"
_SCALE = rf"(?P<scale>{either(SCALES)})"
_WORD = rf"(?P<word>{either(w for w in _FOREIGN if not w.isascii())}|元|圆)"
_ARABIC = re.compile(rf"(?:{_SIGN}\s{{0,4}})?{_DIGITS}\s{{0,4}}{_SCALE}?\s{{0,4}}{_WORD}?(?:\s?[整正])?")
_NUMERAL = "零〇○一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟貳參陸萬億兩"
_CAPITAL = re.compile(
    rf"(?P<words>(?<![{_NUMERAL}])[{_NUMERAL}]{{1,30}}\s?[元圆]\s?"
    rf"(?:[{_NUMERAL}]角\s?)?(?:零?[{_NUMERAL}]分)?\s?[整正]?)"
)
# What stands between the two halves of an amount: （大写：…）, 人民币, （小写）¥
_JOINT = re.compile(
    r"(?:/个?[月年日天])?[\s()\[\]【】:,、即为]*"
    rf"(?:(?:大写|小写|人民币|金额|RMB|计|{either(w for w in _FOREIGN if not w.isascii())})"
    r"[\s()\[\]【】:,、为]*){0,4}"
)
# USD 玖仟贰佰元, 美元伍万元整
_CURRENCY_BEFORE = re.compile(rf"(?P<word>{either(_FOREIGN)})\s{{0,4}}$")
_NOT_MONEY = re.compile(r"\s?[度件%‰]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """An amount in a text: its value, currency, the offsets of all its words, and its capitals as printed."""

    value: Decimal
    start: int
    end: int
    currency: str = "CNY"
    upper: str = ""
    agrees: bool = True

    @property
    def data(self) -> str:
        """The amount as it is stored: 120000.00."""
        return plain(self.value)


def moneys(text: str) -> list[Money]:
    """Return the amounts in a folded text in reading order; digits and capitals side by side are one.

    Args:
        text: Text in half width.
    """
    single = sorted((*_arabic(text), *_capital(text)), key=lambda m: (m.start, -m.end))
    found: list[Money] = []
    for one in single:
        if found and one.start < found[-1].end:
            continue
        if found and _belongs(text, found[-1], one):
            found[-1] = _joined(text, found[-1], one)
        else:
            found.append(one)
    return found


def _arabic(text: str) -> Iterator[Money]:
    for match in _ARABIC.finditer(text):
        if not (match["sign"] or match["word"]) or _NOT_MONEY.match(text, match.end()):
            continue
        value = parse_number(match["digits"])
        if value is None:
            continue
        code = _FOREIGN.get(match["word"] or "", "") or CURRENCY_WORDS.get(match["sign"] or "", "")
        code = code or _currency_before(text, match.start())
        amount = value.scaleb(SCALES[match["scale"]] if match["scale"] else 0)
        if plain(amount):
            yield Money(value=amount, start=match.start(), end=match.end(), currency=code)


def _capital(text: str) -> Iterator[Money]:
    for match in _CAPITAL.finditer(text):
        words = "".join(match["words"].split())
        value = parse_amount(words)
        if value is not None and plain(value):
            upper = words if canonical(words) != words or not value else ""  # 零元 is written alike
            code = _currency_before(text, match.start())
            yield Money(value=value, start=match.start(), end=match.end(), upper=upper, currency=code)


def _currency_before(text: str, at: int) -> str:
    """Return the currency that the words before an amount in 元 name: 新台币28,000元, USD 玖仟贰佰元."""
    named = _CURRENCY_BEFORE.search(text, max(0, at - 12), at)
    return _FOREIGN[named["word"]] if named else "CNY"


def _belongs(text: str, first: Money, second: Money) -> bool:
    """True where the second is the first in the other writing."""
    if bool(first.upper) == bool(second.upper) or second.start - first.end > 24:
        return False
    between = text[first.end : second.start]
    return bool(_JOINT.fullmatch(between)) and (first.value == second.value or "写" in between or "(" in between)


def _joined(text: str, first: Money, second: Money) -> Money:
    digits = second if first.upper else first
    between = text[first.start : second.end]
    # （大写：…）: the bracket that the two open belongs to them.
    closes = between.count("(") > between.count(")") and text[second.end : second.end + 1] == ")"
    return replace(
        digits, start=first.start, end=second.end + closes, upper=first.upper or second.upper,
        agrees=first.value == second.value,
    )  # fmt: skip
