"""Chinese and Arabic numerals ↔ Decimal, exact both ways.

A numeral that can be read in two ways is not read at all, and the caller asks: `一百二` is 120 in speech and 102 to a
hasty clerk, `三四天` is three or four days, `兆` is a million or a billion, `12,34` is nothing.
"""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from pathlib import Path

from pipeline.text.patterns import late

SMALL = "零一二三四五六七八九"
CAPITAL = "零壹贰叁肆伍陆柒捌玖"
DIGITS = 24
"""Significant digits that a numeral may have: fewer than decimal arithmetic keeps, so that nothing is ever rounded."""

LIMIT = 10**16
"""Numerals are read and written below this: 万亿 is the highest unit whose reading nobody disputes."""

_PLACES = {"十": 10, "百": 100, "千": 1000}
_SMALL_UNITS = ("", "十", "百", "千")
_CAPITAL_UNITS = ("", "拾", "佰", "仟")

_ARABIC = late(r"(?:[0-9]{1,3}(?>(?:,[0-9]{3})+)|[0-9]++)(?:\.[0-9]++)?")
_POSITIONAL = late(r"[零一二三四五六七八九]++")
_SCALED = late(r"([0-9]++(?:\.[0-9]++)?)([百千])")
_SECTION = late(
    r"""
    (?!零)
    (?:(?P<千>[一二三四五六七八九1-9])千)?
    (?:零?(?P<百>[一二三四五六七八九1-9])百)?
    (?:零?(?P<十>[一二三四五六七八九1-9]?十))?
    (?:(?P<gap>零)?(?P<一>[一二三四五六七八九0-9]))?
    """,
    re.VERBOSE,
)


def _canonical_table() -> dict[int, str]:
    """Return the translation of every variant, full-width form included, to the one form that is read."""
    data = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    table = {ord(variant): one for group in data.values() for one, variants in group.items() for variant in variants}
    table.update({code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)})
    return table


_CANONICAL = _canonical_table()


def canonical(text: str) -> str:
    """Return `text` with digits and units in one form: 壹貳〇 → 一二零, 拾萬圓 → 十万元, １２ → 12."""
    return text.translate(_CANONICAL)


def parse_number(text: str) -> Decimal | None:
    """Return the number that `text` is, as a whole.

    Args:
        text: Arabic (`1,234.5`, full-width too), Chinese (`一百二十三`, `二〇二六`, `壹拾贰万`), or mixed (`12万5千`).

    Returns:
        The exact number, or None if the text is no number, can be read in two ways, or reaches `LIMIT`.
    """
    plain = canonical(text.strip())
    negative = plain[:1] in ("-", "负", "−")
    value = _whole(plain[1:] if negative else plain)
    if value is None or value >= LIMIT or len(value.as_tuple().digits) > DIGITS:
        return None
    return -value if negative else value


def _whole(text: str) -> Decimal | None:
    if _ARABIC.fullmatch(text):
        return Decimal(text.replace(",", ""))
    if _POSITIONAL.fullmatch(text):
        return _positional(text)
    head, mark, tail = text.partition("点")
    if mark and _POSITIONAL.fullmatch(tail):
        return _fraction(_whole(head), tail)
    head, mark, tail = text.partition("亿")
    if not mark:
        return _ten_thousands(text)
    return _joined(_ten_thousands(head), tail, 8)


def _positional(text: str) -> Decimal | None:
    # Two digits side by side without a unit are an estimate (三四天) as often as a number.
    if len(text) == 2 and "零" not in text:
        return None
    return Decimal(_to_ascii(text))


def _to_ascii(text: str) -> str:
    return "".join(str(SMALL.index(c)) if c in SMALL else c for c in text)


def _ten_thousands(text: str) -> Decimal | None:
    """Read a numeral without 亿: `十二万三千`, `1.5万`, `五百零三`."""
    head, mark, tail = text.partition("万")
    return _joined(_section(head), tail, 4) if mark else _section(text)


def _joined(high: Decimal | None, tail: str, exponent: int) -> Decimal | None:
    """Return high × 10^exponent + tail, None where the tail's place value is open (一万二, 12万5)."""
    if high is None:
        return None
    scaled = high.scaleb(exponent)
    if not tail:
        return scaled
    rest = tail.removeprefix("零")
    low = _ten_thousands(rest) if exponent == 8 else _section(rest)
    if low is None or high % 1 or low >= 10**exponent or low % 1:
        return None
    bare = len(rest) < exponent if rest.isascii() else len(rest) == 1
    return None if bare and rest == tail else scaled + low


def _section(text: str) -> Decimal | None:
    """Read a numeral below 万, or an Arabic literal of any size that a 万 or 亿 follows."""
    if _ARABIC.fullmatch(text):
        return Decimal(text.replace(",", ""))
    if "点" in text:
        head, _, tail = text.partition("点")
        whole = Decimal(0) if head == "零" else _section(head)
        return _fraction(whole, tail) if _POSITIONAL.fullmatch(tail) else None
    if scaled := _SCALED.fullmatch(text):
        return Decimal(scaled[1]) * _PLACES[scaled[2]]
    match = _SECTION.fullmatch(text)
    if not match or not text:
        return None
    if match["一"] and not match["gap"] and not match["十"] and (match["千"] or match["百"]):
        return None
    hundreds = _place(match["千"], 1000) + _place(match["百"], 100)
    return Decimal(hundreds + _tens(match["十"]) + _place(match["一"], 1))


def _place(digit: str | None, size: int) -> int:
    return int(_to_ascii(digit)) * size if digit else 0


def _tens(text: str | None) -> int:
    return _place(text[:-1] or "一", 10) if text else 0


def _fraction(whole: Decimal | None, digits: str) -> Decimal | None:
    """Return whole.digits, None where there is no whole number before the point."""
    if whole is None or whole % 1:
        return None
    return whole + Decimal(f"0.{_to_ascii(digits)}")


def chinese(number: int) -> str:
    """Return a whole number in small numerals as ordinals use them: 12 → 十二, 110 → 一百一十.

    Args:
        number: 0 … 10^16 − 1.
    """
    words = _spell(number, SMALL, _SMALL_UNITS)
    return words[1:] if words.startswith("一十") else words


def capital(number: int) -> str:
    """Return a whole number in capitals: 12 → 壹拾贰 (支付结算办法 附一).

    Args:
        number: 0 … 10^16 − 1.
    """
    return _spell(number, CAPITAL, _CAPITAL_UNITS)


def chinese_digits(digits: str) -> str:
    """Return ASCII digits one by one as years are written: 2026 → 二〇二六 (GB/T 15835-2011)."""
    return "".join("〇一二三四五六七八九"[int(c)] for c in digits)


def _spell(number: int, digits: str, units: tuple[str, ...]) -> str:
    if not 0 <= number < LIMIT:
        raise ValueError(f"{number} is outside 0 … 10^16 - 1")
    if not number:
        return digits[0]
    words = ""
    # 亿 counts sections of up to 万 of its own: 12345 × 10^8 is 一万二千三百四十五亿.
    for part, size, unit in ((number // 10**8, 10**8, "亿"), (number % 10**8, 10**8, "")):
        if part:
            gap = digits[0] if words and part < size // 10 else ""
            words += gap + _spell_below_yi(part, digits, units) + unit
    return words


def _spell_below_yi(number: int, digits: str, units: tuple[str, ...]) -> str:
    high, low = divmod(number, 10**4)
    words = _spell_section(high, digits, units) + "万" if high else ""
    if low:
        words += (digits[0] if words and low < 1000 else "") + _spell_section(low, digits, units)
    return words


def _spell_section(number: int, digits: str, units: tuple[str, ...]) -> str:
    words, gap = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            words += (digits[0] if gap and words else "") + digits[digit] + units[place]
        gap = not digit
    return words
