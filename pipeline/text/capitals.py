"""Amounts of money in capitals (大写) ↔ Decimal, after 支付结算办法 附一.

The rules: 元 without 角分 ends in 整; 角 without 分 may (it does here); 分 never does; a 零 stands for any run of zeros
between digits and for a missing 角 before 分.
"""

from __future__ import annotations

import re
from decimal import Decimal

from pipeline.text.numerals import CAPITAL, SMALL, canonical, capital, parse_number
from pipeline.text.patterns import late, pattern

_FRACTION = late(
    r"""
    (?P<yuan>[^元]*+元)?          # 壹拾贰万元
    (?:零?(?P<jiao>[零一二三四五六七八九0-9])角)?
    (?:零?(?P<fen>[零一二三四五六七八九0-9])分)?
    整?
    """,
    re.VERBOSE,
)

# Four places below 亿, 万 and 元 each: no place is left out between the first and the last.
_SECTION = "(?:(?:(?:{0}千)?{0}百)?{0}十)?{0}".format("[零一二三四五六七八九]")
_GRID = late(
    rf"(?:(?P<yi>{_SECTION})亿)?(?:(?P<wan>{_SECTION})万)?(?P<yuan>{_SECTION})元"
    r"(?:(?P<jiao>[零一二三四五六七八九])角(?:(?P<fen>[零一二三四五六七八九])分)?)?"
)
_PLACES = {"千": 1000, "百": 100, "十": 10, "": 1}


def capital_amount(amount: Decimal) -> str:
    """Return an amount in capitals with its units: 120000 → 壹拾贰万元整, 0.05 → 伍分.

    Args:
        amount: Yuan, at most two decimal places, below 10^16 in size; negative gets 负.

    Raises:
        ValueError: The amount has a fraction of a 分 or is too large.
    """
    fen = abs(amount).scaleb(2)
    if fen % 1:
        raise ValueError(f"{amount} has a fraction of a fen")
    yuan, rest = divmod(int(fen), 100)
    words = f"{capital(yuan)}元" if yuan or not rest else ""
    return ("负" if amount < 0 else "") + words + _capital_fraction(*divmod(rest, 10), after_yuan=bool(words))


def _capital_fraction(jiao: int, fen: int, *, after_yuan: bool) -> str:
    if not jiao and not fen:
        return "整"
    first = f"{CAPITAL[jiao]}角" if jiao else "零" if after_yuan else ""
    return first + (f"{CAPITAL[fen]}分" if fen else "整")


def parse_amount(text: str) -> Decimal | None:
    """Return the amount that a text in 元 角 分 states: `壹拾贰万元伍角`, `12万元`, `5角`, `120,000.00`.

    Args:
        text: The amount without currency; a number without any unit is yuan.

    Returns:
        Yuan, exact, or None if the text is no amount or can be read in two ways (`3元5`).
    """
    plain = canonical("".join(text.split()))
    negative = plain.startswith(("负", "-"))
    plain = plain[1:] if negative else plain
    if not plain or plain[:1] in ("负", "-", "整"):
        return None
    has_units = bool(set(plain) & {"元", "角", "分"})
    value = _with_units(plain) if has_units else parse_number(plain.removesuffix("整"))
    if value is None:
        value = _in_grid(plain.removesuffix("整"))
    return -value if negative and value is not None else value


def _with_units(plain: str) -> Decimal | None:
    match = _FRACTION.fullmatch(plain)
    if not match:
        return None
    yuan = parse_number(match["yuan"][:-1]) if match["yuan"] else Decimal(0)
    small = Decimal(_digit(match["jiao"]) * 10 + _digit(match["fen"])).scaleb(-2)
    if yuan is None or (yuan % 1 and small):
        return None
    return yuan + small


def _in_grid(plain: str) -> Decimal | None:
    """Read an amount with a digit for every place, as a grid prints it: 零佰壹拾贰万零仟零佰零拾零元零角零分."""
    match = _GRID.fullmatch(plain)
    if not match:
        return None
    whole = sum(_section(match[name]) * size for name, size in (("yi", 10**8), ("wan", 10**4), ("yuan", 1)))
    return Decimal(whole) + Decimal(_digit(match["jiao"]) * 10 + _digit(match["fen"])).scaleb(-2)


def _section(text: str | None) -> int:
    return sum(_digit(digit) * _PLACES[place] for digit, place in pattern("(.)([千百十]?)").findall(text or ""))


def _digit(text: str | None) -> int:
    return 0 if not text else SMALL.index(text) if text in SMALL else int(text)
