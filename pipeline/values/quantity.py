"""Numbers and shares: what people type ↔ decimal strings ("3", "1234.5"; "50" for 50 %)."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from pipeline.diagnostics import Diagnostic, Severity
from pipeline.model.record import JsonValue
from pipeline.model.template import Blank
from pipeline.text.numerals import DIGITS, LIMIT, canonical, capital, chinese, chinese_digits, parse_number
from pipeline.values.bad import BadValue
from pipeline.values.family import Coercer, Family, Printer, SheetNumber, one_text
from pipeline.values.gap import Gap, Printed
from pipeline.values.units import PERCENTS, alternatives

_PLACES = 8
_BEHIND = alternatives(mark for mark in PERCENTS if not mark.endswith("之"))
_FRACTION_BEFORE = re.compile(r"(?P<mark>百分之|千分之|万分之)[\s_＿（(【\[]*$")
_MARK_AFTER = re.compile(rf"[\s_＿）)】\]]*(?P<mark>{_BEHIND})")
_SHARE = re.compile(rf"(?:(?P<before>百分之|千分之|万分之)(?P<of>.+)|(?P<number>.+?)(?P<after>{_BEHIND})?)")
_OF_A_WHOLE = re.compile(r"占比|份额|股权|持股|出资比例|税率|首付|预付款?比例|质保金比例|完成率|合格率")
_COPIES_BEFORE = re.compile(r"(?:一式|各执|执|各持|持|各)[\s_＿（(【\[]*$")


def finite(raw: object) -> Decimal | None:
    """Return a Python or JSON number, None for anything else."""
    if isinstance(raw, bool) or not isinstance(raw, int | float | Decimal):
        return None
    value = Decimal(repr(float(raw))) if isinstance(raw, float) else Decimal(raw)
    return value if is_exact(value) else None


def is_exact(value: Decimal) -> bool:
    """True for a number that arithmetic on it leaves exact: finite, below 10^16, with few enough digits."""
    return value.is_finite() and len(value.as_tuple().digits) <= DIGITS and abs(value) < LIMIT


def written(value: Decimal) -> str:
    """Return a number without trailing zeros or exponent: 50, 12.5."""
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text


def _places(value: Decimal) -> int:
    return -int(value.normalize().as_tuple().exponent)


def number_expected(blank: Blank) -> str:
    """Return what belongs into a number blank."""
    return f"数字（单位：{blank.unit}）" if blank.unit else "数字"


def number_example(_blank: Blank) -> str:
    """Return a number that is accepted."""
    return "3"


def number_coercer(blank: Blank) -> Coercer:
    """Return the reader of a number blank; the printed unit may be repeated behind the number, no other may."""
    unit = canonical(blank.unit)

    def coerce(raw: object) -> JsonValue:
        text = canonical("".join(raw.split())) if isinstance(raw, str) else ""
        value = parse_number(text.removesuffix(unit)) if text else finite(raw)
        if value is None or _places(value) > _PLACES:
            raise BadValue(blank, raw, expected=number_expected(blank), example=number_example(blank))
        return written(value)

    return coerce


def number_printer(blank: Blank, gaps: tuple[Gap, ...]) -> Printer:
    """Return the printer of a number: digits, and capitals for the copies of the contract (一式肆份)."""
    if blank.unit == "份" and _COPIES_BEFORE.search(gaps[0].before):
        return one_text(_copies, gaps)
    return one_text(lambda data: Printed(str(data)), gaps)


def _copies(data: JsonValue) -> Printed:
    value = Decimal(str(data))
    return Printed(str(data) if value % 1 or value < 0 else capital(int(value)))


NUMBER = Family(coercer=number_coercer, printer=number_printer, expected=number_expected, example=number_example)


def percent_expected(blank: Blank) -> str:
    """Return what belongs into a percent blank."""
    return f"比例（单位：{blank.unit or '%'}）"


def percent_example(blank: Blank) -> str:
    """Return a share that is accepted."""
    return {2: "50%", 3: "5‰", 4: "万分之五"}[PERCENTS.get(blank.unit, 2)]


def percent_coercer(blank: Blank) -> Coercer:
    """Return the reader of a share: per cent as a decimal string; a bare number is in the blank's unit."""
    power = PERCENTS.get(blank.unit, 2)
    whole = bool(_OF_A_WHOLE.search(blank.label))

    def bad(raw: object, reason: str = "") -> BadValue:
        return BadValue(blank, raw, reason, expected=percent_expected(blank), example=percent_example(blank))

    def coerce(raw: object) -> JsonValue:
        if isinstance(raw, SheetNumber) and 0 < raw <= 1:
            raise bad(raw, "表格里的百分比单元格与小数分不开，请把单元格改为文本，写明 50% 或 0.5%")
        value, own = _read_share(raw) if isinstance(raw, str) else (finite(raw), None)
        if value is None or _places(value) > _PLACES:
            raise bad(raw)
        share = value.scaleb(2 - (own or power))
        if share < 0:
            raise bad(raw, "比例不能是负数")
        if whole and share > 100:
            raise bad(raw, "不能超过 100%")
        return written(share)

    return coerce


def _read_share(raw: str) -> tuple[Decimal | None, int | None]:
    match = _SHARE.fullmatch(canonical("".join(raw.split())))
    if not match:
        return None, None
    mark = match["before"] or match["after"]
    return parse_number(match["of"] or match["number"]), PERCENTS[mark] if mark else None


def percent_printer(blank: Blank, gaps: tuple[Gap, ...]) -> Printer:
    """Return the printer of a share: in the unit printed there, in Chinese behind 百分之, with % where nothing is."""
    return one_text(_share_writer(gaps[0], blank.unit), gaps)


def printed_mark(gap: Gap) -> str:
    """Return the mark that is printed at a share's gap: 百分之 before it, % behind it, or ""."""
    match = _FRACTION_BEFORE.search(gap.before) or _MARK_AFTER.match(gap.after)
    return match["mark"] if match else ""


def _share_writer(gap: Gap, unit: str) -> Callable[[JsonValue], Printed]:
    # A unit that does not stand at the gap stands in the label or the table's header: 比例（%）.
    mark = printed_mark(gap)
    power = PERCENTS.get(mark or unit, 2) - 2
    if mark.endswith("之"):
        return lambda data: Printed(spoken(Decimal(str(data)).scaleb(power)))
    tail = "" if mark or unit else "%"
    return lambda data: Printed(written(Decimal(str(data)).scaleb(power)) + tail)


def spoken(value: Decimal) -> str:
    """Return a number in small numerals: 3.5 → 三点五."""
    whole, _, fraction = written(value).partition(".")
    tail = f"点{chinese_digits(fraction).replace('〇', '零')}" if fraction else ""
    return chinese(int(whole)) + tail


def percent_doubts(data: JsonValue, blank: Blank) -> tuple[Diagnostic, ...]:
    """Return a warning for a share above 100 %."""
    if Decimal(str(data)) <= 100:
        return ()
    return (
        Diagnostic(
            severity=Severity.WARNING, code="VAL002", key=blank.key, quote=f"{data}%",
            message=f"『{blank.label}』是 {data}%，超过 100%", hint="请核对是否把小数与百分数混用",
        ),
    )  # fmt: skip


PERCENT = Family(
    coercer=percent_coercer, printer=percent_printer, expected=percent_expected, example=percent_example,
    doubts=percent_doubts,
)  # fmt: skip
