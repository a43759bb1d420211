"""Telephone, e-mail, postcode and bank account: checked, and printed as they were written."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.diagnostics import Diagnostic, Severity
from pipeline.model.record import JsonValue
from pipeline.model.template import Blank, Kind
from pipeline.text.width import fold
from pipeline.values import wording
from pipeline.values.bad import BadValue
from pipeline.values.family import Coercer, Family

_SEVERAL = re.compile(r"[、,;/]|\s{2,}|或")
_MOBILE = re.compile(r"(?:\+?86[- ]?)?1[3-9][0-9](?:[- ]?[0-9]{4}){2}")
_SERVICE = re.compile(r"(?:[48]00[- ]?[0-9]{3}[- ]?[0-9]{4}|9[56][0-9]{3,6}|1[0-2][0-9]{1,3})")
_EXTENSION = re.compile(r"(?:转|分机|ext\.?|x|#)\s?[0-9]{1,6}$|(?<=[0-9]{7})-[0-9]{1,5}$", re.IGNORECASE)
_WORD = r"[A-Za-z0-9\u4e00-\u9fff]"
_EMAIL = re.compile(rf"[A-Za-z0-9._%+\-']{{1,64}}@(?:{_WORD}[A-Za-z0-9\u4e00-\u9fff-]{{0,62}}\.){{1,8}}{_WORD}{{2,24}}")

_EXPECTED = {
    Kind.PHONE: ("电话号码（手机，或带区号的座机；多个用顿号分开）", "0571-87654321"),
    Kind.EMAIL: ("电子邮箱", "liming@example.com"),
    Kind.POSTCODE: ("6 位邮政编码", "310012"),
    Kind.BANK_ACCOUNT: ("8 至 30 位数字的银行账号", "6222021234567890128"),
}


def expected(blank: Blank) -> str:
    """Return what belongs into the blank."""
    return _EXPECTED[blank.kind][0]


def example(blank: Blank) -> str:
    """Return a value that is accepted there."""
    return _EXPECTED[blank.kind][1]


def _bad(blank: Blank, raw: object, reason: str = "") -> BadValue:
    return BadValue(blank, raw, reason, expected=expected(blank), example=example(blank))


def phone_coercer(blank: Blank) -> Coercer:
    """Return the reader of a telephone blank: every number is one that can be dialled from anywhere."""

    def coerce(raw: object) -> JsonValue:
        text = fold(wording.clean(raw, blank))
        for number in _SEVERAL.split(text):
            if not is_phone(number.strip()):
                raise _bad(blank, raw, _phone_reason(number.strip()))
        return text

    return coerce


def _phone_reason(number: str) -> str:
    digits = re.sub(r"\D", "", number)
    if not digits:
        return "读不出号码"
    return "座机要带区号" if len(digits) in (7, 8) else f"“{number}”不是有效的号码"


@lru_cache(maxsize=4096)
def is_phone(number: str) -> bool:
    """True for a mobile number, a landline with area code, a service number (400, 95…) or an international number."""
    if _MOBILE.fullmatch(number) or _SERVICE.fullmatch(number):
        # Tables of mobile prefixes lag behind the operators; the ministry opens the whole of 13–19.
        return True
    body = _EXTENSION.sub("", number).strip()
    if _SERVICE.fullmatch(body) or not re.fullmatch(r"[0-9+() -]{7,24}", body):
        return bool(_SERVICE.fullmatch(body))
    import phonenumbers

    try:
        parsed = phonenumbers.parse(body, "CN")
    except phonenumbers.NumberParseException:
        return False
    # Seven or eight digits are a number within a city: nobody elsewhere can dial it.
    return phonenumbers.is_valid_number(parsed) and len(re.sub(r"\D", "", body)) > 8


def email_coercer(blank: Blank) -> Coercer:
    """Return the reader of an e-mail blank."""

    def coerce(raw: object) -> JsonValue:
        text = fold(wording.clean(raw, blank))
        for address in re.split(r"[、,;\s]+", text):
            if not _EMAIL.fullmatch(address) or ".." in address:
                raise _bad(blank, raw, f"“{address}”不是邮箱地址")
        return text

    return coerce


def postcode_coercer(blank: Blank) -> Coercer:
    """Return the reader of a postcode blank: six digits."""

    def coerce(raw: object) -> JsonValue:
        text = fold(wording.clean(raw, blank))
        if not re.fullmatch(r"[0-9]{6}", text):
            short = text.isdigit() and len(text) < 6 and not isinstance(raw, str)
            raise _bad(blank, raw, "以数字存放会丢失开头的 0，请改存为文本" if short else "")
        return text

    return coerce


def account_coercer(blank: Blank) -> Coercer:
    """Return the reader of a bank account blank: its digits, grouped or not."""

    def coerce(raw: object) -> JsonValue:
        text = re.sub(r"[\s-]", "", fold(wording.clean(raw, blank)))
        if not re.fullmatch(r"[0-9]{8,30}", text):
            raise _bad(blank, raw, f"有 {len(text)} 位" if text.isdigit() else "含有数字以外的字符")
        return text

    return coerce


def has_luhn(digits: str) -> bool:
    """True where the last digit is the Luhn check digit of a card number (ISO/IEC 7812-1)."""
    odd, even = digits[-1::-2], digits[-2::-2]
    return (sum(map(int, odd)) + sum(sum(divmod(2 * int(d), 10)) for d in even)) % 10 == 0


def account_doubts(data: JsonValue, blank: Blank) -> tuple[Diagnostic, ...]:
    """Return a warning for a number as long as a card's that fails the card check; company accounts often do."""
    digits = str(data)
    if len(digits) not in (16, 19) or has_luhn(digits):
        return ()
    return (
        Diagnostic(
            severity=Severity.WARNING, code="VAL003", key=blank.key, quote=digits,
            message=f"『{blank.label}』有 {len(digits)} 位，像银行卡号，但校验位不符",
            hint="如是对公账号可忽略，否则请核对每一位",
        ),
    )  # fmt: skip


PHONE = Family(coercer=phone_coercer, printer=wording.printer, expected=expected, example=example)
EMAIL = Family(coercer=email_coercer, printer=wording.printer, expected=expected, example=example)
POSTCODE = Family(coercer=postcode_coercer, printer=wording.printer, expected=expected, example=example)
BANK_ACCOUNT = Family(
    coercer=account_coercer, printer=wording.printer, expected=expected, example=example, doubts=account_doubts
)
