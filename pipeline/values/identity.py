"""Identity numbers: credit codes after GB 32100-2015, identity cards after GB 11643-1999, others as they are."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from pipeline.diagnostics import Diagnostic, Severity
from pipeline.model.record import JsonValue
from pipeline.model.template import Blank
from pipeline.text.width import fold
from pipeline.values import wording
from pipeline.values.bad import BadValue
from pipeline.values.family import Coercer, Family

_CREDIT_LABEL = re.compile(r"信用代码")
_CARD_LABEL = re.compile(r"身份证(?!明)")
_OTHER_LABEL = re.compile(r"护照|军官|通行证|居留|其他|有效证件|营业执照|注册号|机构代码|税号|识别号")
_CREDIT_SHAPE = re.compile(r"[0-9A-Z]{18}")
_CARD_SHAPE = re.compile(r"[0-9]{17}[0-9X]")
_CREDIT_EXAMPLE = "91350100M000100Y43"
_CARD_EXAMPLE = "11010519491231002X"
_CARD_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CARD_CHECKS = "10X98765432"
# GB/T 2260: provinces; 81 to 83 are the residence permits of people from 香港, 澳门 and 台湾. On the permanent
# residence cards of foreigners a 9 stands before the province.
_PROVINCES = frozenset((
    "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43",
    "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82", "83",
))  # fmt: skip


@lru_cache(maxsize=4096)
def credit_code_error(code: str) -> str:
    """Return what is wrong with a unified social credit code (GB 32100-2015, modulo 31); "" if nothing is."""
    if not _CREDIT_SHAPE.fullmatch(code):
        return (
            f"统一社会信用代码是 18 位数字和大写字母，这里有 {len(code)} 位" if len(code) != 18 else "含有不该有的字符"
        )
    from stdnum.cn import uscc
    from stdnum.exceptions import ValidationError

    try:
        uscc.validate(code)
    except ValidationError:
        return "校验位不符（GB 32100），请核对每一位"
    return ""


@lru_cache(maxsize=4096)
def card_error(number: str) -> str:
    """Return what is wrong with an identity card number (GB 11643-1999); "" if nothing is."""
    if len(number) == 15 and number.isdigit():
        return "15 位的一代身份证已停用，请填 18 位"
    if not _CARD_SHAPE.fullmatch(number):
        return f"身份证号码是 18 位，这里有 {len(number)} 位" if len(number) != 18 else "含有不该有的字符"
    if _check_character(number) != number[-1]:
        return "校验位不符（GB 11643），请核对每一位"
    if not (_is_region(number) and _is_day(number[6:14])):
        return "其中的地区或出生日期不存在"
    return ""


def _check_character(number: str) -> str:
    """Return the last place that the first seventeen ask for: ISO 7064 modulo 11-2, as GB 11643 takes it."""
    return _CARD_CHECKS[sum(int(digit) * weight for digit, weight in zip(number, _CARD_WEIGHTS, strict=False)) % 11]


def _is_region(number: str) -> bool:
    """True where the first places name a province; which counties there were in a year of birth no table knows."""
    return number[:2] in _PROVINCES or (number[0] == "9" and number[1:3] in _PROVINCES)


def _is_day(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True


def _rules(label: str) -> tuple[bool, bool, bool]:
    """Return whether the label asks for a credit code, for an identity card, and for anything else too."""
    return bool(_CREDIT_LABEL.search(label)), bool(_CARD_LABEL.search(label)), bool(_OTHER_LABEL.search(label))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What number a label asks for (证件号码): its name, a number that is accepted, and whether it is checked."""

    name: str
    example: str
    checked: bool = True


_UNCHECKED = tuple(
    (tuple(entry["words"]), Asked(name=entry["name"], example=entry["example"], checked=False))
    for entry in tomllib.loads(Path(__file__).with_name("identity.toml").read_text("utf-8"))["number"]
)


def asked(label: str) -> Asked:
    """Return what number a label asks for; the examples of checked ones are the standards' own."""
    credit, card, _ = _rules(label)
    if credit and card:
        return Asked(name="统一社会信用代码或身份证号码", example=_CARD_EXAMPLE)
    if credit or card:
        return Asked(
            name="身份证号码" if card else "统一社会信用代码", example=_CARD_EXAMPLE if card else _CREDIT_EXAMPLE
        )
    known = (number for words, number in _UNCHECKED if any(word in label for word in words))
    return next(known, Asked(name="证件号码", example=_CREDIT_EXAMPLE))


def expected(blank: Blank) -> str:
    """Return what belongs into the blank."""
    return asked(blank.label).name


def example(blank: Blank) -> str:
    """Return a number that is accepted there."""
    return asked(blank.label).example


def coercer(blank: Blank) -> Coercer:
    """Return the reader of an identity number: checked by the standard that the label names, else free text."""
    credit, card, other = _rules(blank.label)

    def coerce(raw: object) -> JsonValue:
        text = wording.clean(raw, blank)
        number = re.sub(r"[\s-]", "", fold(text)).upper()
        if other or not (credit or card):
            return number if _valid(number) else text
        checks = [check for wanted, check in ((card, card_error), (credit, credit_code_error)) if wanted]
        errors = [check(number) for check in checks]
        if all(errors):
            raise BadValue(blank, raw, _nearest(errors, number), expected=expected(blank), example=example(blank))
        return number

    return coerce


def _nearest(errors: list[str], number: str) -> str:
    """Return the complaint of the standard that the number looks like: digits alone are an identity card."""
    return errors[-1] if re.search(r"[A-WYZ]", number) else errors[0]


def _valid(number: str) -> bool:
    return not (credit_code_error(number) and card_error(number))


def doubts(data: JsonValue, blank: Blank) -> tuple[Diagnostic, ...]:
    """Return a warning for a number of 18 places that fits neither standard though nothing asked for one."""
    text = str(data)
    if not _CREDIT_SHAPE.fullmatch(text) or _valid(text) or not _rules(blank.label)[2]:
        return wording.doubts(data, blank)
    return (
        Diagnostic(
            severity=Severity.WARNING, code="VAL004", key=blank.key, quote=text,
            message=f"『{blank.label}』有 18 位，但既不合身份证号码也不合统一社会信用代码的校验规则",
            hint="请核对每一位",
        ),
    )  # fmt: skip


ID_NO = Family(coercer=coercer, printer=wording.printer, expected=expected, example=example, doubts=doubts)
