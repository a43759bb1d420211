"""Amounts of money: what people type ↔ yuan as a decimal string.

A number without any unit is counted in the blank's printed unit (12 in a 万元 blank is 120,000 yuan), as the form
that asks for it says; `12万`, `120000元`, `￥…` say their own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation

from pipeline.model.record import JsonValue
from pipeline.model.template import Blank, Kind, Role
from pipeline.text.capitals import capital_amount, parse_amount
from pipeline.text.numerals import LIMIT, canonical, capital
from pipeline.values import grid, quantity
from pipeline.values.bad import BadValue
from pipeline.values.family import Coercer, Family, Printer, one_text
from pipeline.values.gap import Gap, Printed
from pipeline.values.units import CURRENCIES, CURRENCY_WORDS, SCALES, alternatives

PLACES = 6
"""Decimal places that an amount may have: unit prices go below a 分, nothing goes below this."""

_FOREIGN = {word: code for word, code in CURRENCY_WORDS.items() if code != "CNY"}
_SCALE = alternatives(SCALES)
_MONEY_WORD = alternatives((*_FOREIGN, "元", "圆"))
_UNIT = re.compile(rf"(?P<scale>{_SCALE})?(?P<word>{_MONEY_WORD})")
_PREFIX = re.compile(rf"(?:{alternatives(CURRENCY_WORDS)})")
_SUFFIX = re.compile(rf"(?P<word>{alternatives(_FOREIGN)}|人民币|RMB|CNY)[整正]?$")
_PRINTED_UNIT = re.compile(
    rf"[\s_＿]*(?P<close>[】\]])?(?P<open>[（(])?(?P<scale>{_SCALE})?(?P<word>{_MONEY_WORD})(?P<whole>[整正])?"
)
_PRINTED_WHOLE = re.compile(r"[\s_＿]*[整正]")
_SIGN_BEFORE = re.compile(r"[￥¥$€£][\s_＿（(【\[]*$")


def scale_of(unit: str) -> int:
    """Return the power of ten of a money unit: 万元 → 4, 元/月 → 0."""
    match = _UNIT.search(unit)
    return SCALES[match["scale"]] if match and match["scale"] else 0


def currency_of(blank: Blank) -> str:
    """Return the ISO 4217 code of the blank's currency: its unit's or label's, else CNY."""
    for words in (blank.unit, blank.label):
        for word, code in _FOREIGN.items():
            if word in words:
                return code
    return "CNY"


def expected(blank: Blank) -> str:
    """Return what belongs into the blank."""
    if blank.kind is Kind.AMOUNT_UPPER:
        return "大写金额"
    return f"金额（单位：{blank.unit}）" if blank.unit else "金额"


def example(blank: Blank) -> str:
    """Return an amount that is accepted there."""
    code = currency_of(blank)
    if blank.kind is Kind.AMOUNT_UPPER:
        return "壹拾贰万元整"
    return (
        "120000.00"
        if code == "CNY" and not scale_of(blank.unit)
        else f"12万{CURRENCIES[code][0]}".replace("人民币", "元")
    )


def coercer(blank: Blank) -> Coercer:
    """Return the reader of an amount blank: anything people type → "120000.00" in the base unit of its currency."""
    scale, currency = scale_of(blank.unit), currency_of(blank)

    def bad(raw: object, reason: str = "") -> BadValue:
        return BadValue(blank, raw, reason, expected=expected(blank), example=example(blank))

    def coerce(raw: object) -> JsonValue:
        code, value, bare = _read(raw)
        if value is None:
            raise bad(raw, "读不出金额")
        if code and code != currency:
            raise bad(raw, f"币种是 {code}，此处是 {currency}")
        if bare and code and scale:
            raise bad(raw, f"没有写明是元还是{blank.unit}")
        if value < 0:
            raise bad(raw, "金额不能是负数")
        amount = value.scaleb(scale) if bare else value
        if amount >= LIMIT:
            raise bad(raw, "金额太大")
        if blank.kind is Kind.AMOUNT_UPPER and amount.scaleb(2) % 1:
            raise bad(raw, "大写只能写到分")
        if not (text := plain(amount)):
            raise bad(raw, f"小数超过 {PLACES} 位")
        return text

    return coerce


def _read(raw: object) -> tuple[str, Decimal | None, bool]:
    """Return the currency named ("" if none), the amount (None if there is none), and whether it has no unit."""
    if isinstance(raw, Mapping):
        return _read_mapping(raw)
    if isinstance(raw, str):
        return _read_text(raw)
    return "", quantity.finite(raw), True


def _read_mapping(raw: Mapping[str, object]) -> tuple[str, Decimal | None, bool]:
    try:
        value = Decimal(str(raw["value"]))
    except (KeyError, InvalidOperation):
        return "", None, False
    return str(raw.get("currency", "")), value if quantity.is_exact(value) else None, False


def _read_text(raw: str) -> tuple[str, Decimal | None, bool]:
    body = canonical("".join(raw.split()))
    codes = set()
    while match := _PREFIX.match(body):
        codes.add(CURRENCY_WORDS.get(match[0], "CNY"))
        body = body[match.end() :].lstrip(":")
    if match := _SUFFIX.search(body):
        codes.add(CURRENCY_WORDS[match["word"]])
        body = body[: match.start()]
    value = parse_amount(body) if len(codes) < 2 else None
    return (codes.pop() if len(codes) == 1 else ""), value, not set(body) & set("元角分十百千万亿")


def plain(amount: Decimal) -> str:
    """Return an amount as it is stored: two decimal places, more only where it has more; "" beyond `PLACES`."""
    _, digits, exponent = amount.normalize().as_tuple()
    if not isinstance(exponent, int) or exponent < -PLACES or not digits:
        return ""
    return f"{amount:.{max(2, -exponent)}f}"


def grouped(amount: Decimal) -> str:
    """Return an amount as it is printed: 120,000.00."""
    exponent = amount.normalize().as_tuple().exponent
    return f"{amount:,.{max(2, -int(exponent))}f}"


def scaled(amount: Decimal, scale: int) -> str:
    """Return an amount counted in a larger unit, exactly: 125000 in 万 → 12.5."""
    value = amount.scaleb(-scale)
    return grouped(amount) if not scale else f"{value:,.{max(0, -int(value.normalize().as_tuple().exponent))}f}"


def printer(blank: Blank, gaps: tuple[Gap, ...]) -> Printer:
    """Return the printer of an amount: digits or capitals, with just the unit that is not printed there yet."""
    if gaps[0].role is Role.DIGIT:
        return grid.printer(blank, gaps)
    write = _capitals(blank, gaps[0]) if blank.kind is Kind.AMOUNT_UPPER else _digits(blank, gaps[0])
    return one_text(lambda data: write(Decimal(str(data))), gaps)


def reach(blank: Blank, gaps: tuple[Gap, ...]) -> tuple[int, ...]:
    """Return how many characters of a printed 元整 an amount may have to replace."""
    none = (0,) * len(gaps)
    if gaps[0].role is Role.DIGIT:
        return none
    match = _PRINTED_UNIT.match(gaps[0].after)
    if blank.kind is Kind.AMOUNT:
        return (match.end(), *none[1:]) if match and _is_whole(match) else none
    if match and not match["open"]:
        return match.end(), *none[1:]
    whole = _PRINTED_WHOLE.match(gaps[0].after)
    return (whole.end(), *none[1:]) if whole else none


def _is_whole(match: re.Match[str]) -> bool:
    """True for 元整 behind digits: it holds only for whole amounts. 12.5万元整 is whole."""
    return bool(match["whole"]) and not match["scale"] and not match["open"]


def _digits(blank: Blank, gap: Gap) -> Callable[[Decimal], Printed]:
    match = _PRINTED_UNIT.match(gap.after)
    scale = SCALES[match["scale"]] if match and match["scale"] else 0 if match else scale_of(blank.unit)
    if match and _is_whole(match):
        word, close = match["word"], match["close"] or ""
        return lambda v: Printed(f"{grouped(v)}{close}{word}", swallow=True) if v % 1 else Printed(f"{v:,.0f}")
    tail = "" if match or blank.unit or _SIGN_BEFORE.search(gap.before) else "元"
    return lambda v: Printed(scaled(v, scale) + tail)


def _capitals(blank: Blank, gap: Gap) -> Callable[[Decimal], Printed]:
    """Return the writer of 大写: it relies on the printed 元整 only where that is right for the very amount."""
    match = _PRINTED_UNIT.match(gap.after)
    if match and not match["open"]:
        size = 10 ** SCALES.get(match["scale"] or "", 0)
        # 万 and 亿 follow a number below ten thousand; no other printed scale makes a numeral in capitals.
        limit = LIMIT if size == 1 else size * 10**4 if size in (10**4, 10**8) else 0

        def write(v: Decimal) -> Printed:
            if not v % size and 0 < v < limit:
                return Printed(capital(int(v) // size))
            return Printed(_words(blank, v, match["word"]) + (match["close"] or ""), swallow=True)

        return write
    word = CURRENCIES[currency_of(blank)][0].replace("人民币", "元")
    if _PRINTED_WHOLE.match(gap.after):
        return lambda v: _before_whole(_words(blank, v, word))
    return lambda v: Printed(_words(blank, v, word))


def _before_whole(words: str) -> Printed:
    return Printed(words[:-1]) if words.endswith("整") else Printed(words, swallow=True)


def _words(blank: Blank, amount: Decimal, word: str) -> str:
    """Return an amount in capitals in the currency whose word is `word`."""
    if word in ("元", "圆"):
        return capital_amount(amount)
    if amount % 1:
        raise BadValue(blank, str(amount), f"{word}的大写只能写到元", expected="整数金额", example="120000.00")
    return f"{capital(int(amount))}{word}整"


MONEY = Family(coercer=coercer, printer=printer, expected=expected, example=example, reach=reach)


def spoken(data: str, blank: Blank) -> str:
    """Return an amount as it is read: 120,000.00, or in capitals for 大写."""
    amount = Decimal(data)
    return capital_amount(amount) if blank.kind is Kind.AMOUNT_UPPER else grouped(amount)
