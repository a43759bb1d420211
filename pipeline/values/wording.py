"""Names and free text: literally what was given, or refused.

Nothing is changed but white space at the ends, a tab, which becomes a space, and the wide letters and digits of a
contract number, which become narrow: an input method wrote them so. What no reader of the paper could see, or no Word
file can hold (control characters, lone surrogates, characters that turn the direction of writing), is refused.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from pipeline.diagnostics import Diagnostic, Severity
from pipeline.model.record import JsonValue
from pipeline.model.template import Blank, Kind
from pipeline.values.bad import BadValue
from pipeline.values.family import Coercer, Family, Printer, one_text
from pipeline.values.gap import Gap, Printed

LIMIT = 1 << 20
"""Bytes of UTF-8 that a value may have."""

_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 without tab and line end, C1
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # marks, embeddings and overrides of direction
    "\u2028\u2029\ufffe\uffff\ufff9-\ufffb"  # separators and non-characters that XML or layout chokes on
    "\ud800-\udfff]"
)
_INVISIBLE = re.compile("[\u200b\u2060\ufeff\u00ad\u180e]")
# Letters, digits and the dash; brackets and strokes stay, since numbers of documents are written with wide ones.
_NARROW = {
    ord(wide): chr(ord(wide) - 0xFEE0) for wide in map(chr, range(0xFF01, 0xFF5F)) if wide.isalnum() or wide == "－"
}
# What people write until they know the value: 待定, XX公司, 某某.
_UNDECIDED = re.compile(
    r"[待未暂](?:定|补充?|填写?|确认|确定|核实|缺)|TBD|TBC|[Xx×*＊]{2,}(?:[\u4e00-\u9fff].{0,20})?|某某[^某]{0,20}"
)
_NAMES = {
    Kind.PARTY: ("单位名称或姓名", "杭州云杉科技有限公司"),
    Kind.PERSON: ("姓名", "李明"),
    Kind.CONTRACT_NO: ("合同编号", "HT-2026-001"),
    Kind.BANK: ("开户银行", "中国银行杭州分行"),
    Kind.ACCOUNT_NAME: ("账户名称", "杭州云杉科技有限公司"),
    Kind.ADDRESS: ("地址", "浙江省杭州市西湖区文三路1号"),
}


def expected(blank: Blank) -> str:
    """Return what belongs into the blank."""
    return _NAMES.get(blank.kind, ("文字", ""))[0]


def example(blank: Blank) -> str:
    """Return a text that is accepted there; "" where no example could help, since any text is."""
    return _NAMES.get(blank.kind, ("", ""))[1]


def clean(raw: object, blank: Blank) -> str:
    """Return a text value without the white space around it.

    Args:
        raw: A string, or a whole number as a spreadsheet holds an account or a telephone number.
        blank: The blank that it is for; only a `text` blank takes several lines.

    Raises:
        BadValue: Not a text, too long, or with characters that can't be printed.
    """
    text = (raw if isinstance(raw, str) else _from_number(raw, blank)).strip().replace("\t", " ")
    if blank.kind is Kind.CONTRACT_NO:
        text = text.translate(_NARROW)
    if found := _FORBIDDEN.search(text):
        raise _bad(blank, raw, f"第{found.start() + 1}个字符是不能打印的控制字符 U+{ord(found[0]):04X}")
    if "\n" in text and blank.kind is not Kind.TEXT:
        raise _bad(blank, raw, "这里只能填一行")
    if len(text) > LIMIT // 4 and len(text.encode()) > LIMIT:
        raise _bad(blank, raw, "超过 1 MiB")
    return text


def _from_number(raw: object, blank: Blank) -> str:
    if isinstance(raw, float) and raw.is_integer() and abs(raw) < 1e15:
        return str(int(raw))
    if isinstance(raw, int) and not isinstance(raw, bool):
        return str(raw)
    if isinstance(raw, Decimal) and raw.is_finite():
        return f"{raw:f}"
    if isinstance(raw, float):
        raise _bad(blank, raw, "以数字存放会丢失末尾数字，请改存为文本")
    if isinstance(raw, date):
        raise _bad(blank, raw.isoformat(), "是日期而不是文字，请把单元格改为文本")
    raise _bad(blank, raw, "不是文字")


def _bad(blank: Blank, raw: object, reason: str) -> BadValue:
    from pipeline import values

    return BadValue(blank, raw, reason, expected=values.expected(blank), example=values.example(blank))


def coercer(blank: Blank) -> Coercer:
    """Return the reader of a text blank."""

    def coerce(raw: object) -> JsonValue:
        return clean(raw.replace("\r\n", "\n") if isinstance(raw, str) else raw, blank)

    return coerce


def printer(_blank: Blank, gaps: tuple[Gap, ...]) -> Printer:
    """Return the printer of a text blank: the text as it is."""
    return one_text(lambda data: Printed(str(data)), gaps)


def doubts(data: JsonValue, blank: Blank) -> tuple[Diagnostic, ...]:
    """Return warnings for characters that nobody sees, and for a word that only holds the place of a value."""
    if not isinstance(data, str):
        return ()
    warnings = []
    if found := _INVISIBLE.search(data):
        message = f"『{blank.label}』第{found.start() + 1}个字符是看不见的 U+{ord(found[0]):04X}"
        warnings.append(_warning("VAL005", message, "如非有意，请删去后重填", blank, data))
    if _UNDECIDED.fullmatch(data):
        message = f"『{blank.label}』填的是“{data}”，像是还没有定下来的内容"
        warnings.append(_warning("VAL007", message, "请填写确定的内容", blank, data))
    return tuple(warnings)


def _warning(code: str, message: str, hint: str, blank: Blank, data: str) -> Diagnostic:
    return Diagnostic(severity=Severity.WARNING, code=code, message=message, hint=hint, key=blank.key, quote=data[:40])


TEXT = Family(coercer=coercer, printer=printer, expected=expected, example=example, doubts=doubts)
