"""Template + values → deadlines: 合同生效后__个工作日内 and the day on which it falls due."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pipeline.diagnostics import Diagnostic, Severity
from pipeline.filling.counting import COUNTS, HORIZON, NotAnnounced
from pipeline.model.contract import Deadline
from pipeline.model.record import JsonValue
from pipeline.model.template import Blank, Kind, Template
from pipeline.values.duration import unit_of

_SPACE = r"[\s_＿（(【\[]*"
_AFTER = rf"(?:之日|当日|日)?(?:起|后|之后|以后|起算|之日起算)(?:的|第|{_SPACE}){{0,3}}$"
_EFFECT = re.compile(rf"(?:合同|协议|协议书)?(?:正式)?生效{_AFTER}")
_SIGNING = re.compile(rf"(?:签订|签署|签约|签字|签章|签字盖章|盖章|订立)(?:本?(?:合同|协议|协议书))?{_AFTER}")
_SIGN_LABEL = re.compile(r"(?:签订|签署|签约|签字|订立)(?:日期|时间)|合同(?:日期|签订日)")
_EFFECT_LABEL = re.compile(r"生效(?:日期|时间|日)")
_EFFECTIVE_ON_SIGNING = re.compile(
    r"(?:签订|签署|签字|签章|盖章)[^。；\n]{0,16}?(?:之日|当日|日|后)起?(?:即|起)?(?:开始)?生效"
)
_PAUSE = "，。；;,\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """What a template's deadlines count from, found once.

    Attributes:
        counted: The duration blanks that say what they count from, each with the event's words.
        signing: Keys of the dates of signing.
        effect: Keys of the dates of taking effect.
        effective_on_signing: The contract says that it takes effect when it is signed.
    """

    counted: tuple[tuple[Blank, str], ...]
    signing: tuple[str, ...]
    effect: tuple[str, ...]
    effective_on_signing: bool

    def start(self, event: str, data: Mapping[str, JsonValue]) -> date | None:
        """Return the day of the event, None if the values do not tell it; of several signatures the last counts."""
        if event == "合同签订":
            return _latest(self.signing, data)
        day = _latest(self.effect, data)
        return day or (_latest(self.signing, data) if self.effective_on_signing and not self.effect else None)


def clock(template: Template) -> Clock:
    """Return what the deadlines of a template count from."""
    days = [b for b in template.blanks if b.kind is Kind.DATE]
    lengths = [b for b in template.blanks if b.kind is Kind.DURATION and unit_of(b.unit) in COUNTS]
    counted = ((b, _event(template.text, b)) for b in lengths)
    return Clock(
        counted=tuple((blank, event) for blank, event in counted if event),
        signing=tuple(b.key for b in days if _is_named(b, "sign_date", _SIGN_LABEL)),
        effect=tuple(b.key for b in days if _is_named(b, "effective_date", _EFFECT_LABEL)),
        effective_on_signing=bool(_EFFECTIVE_ON_SIGNING.search(template.text)),
    )


def _is_named(blank: Blank, key: str, label: re.Pattern[str]) -> bool:
    return blank.key.rpartition(".")[2].startswith(key) or bool(label.search(blank.label))


def _event(text: str, blank: Blank) -> str:
    """Return what a length counts from, by the words right before it; "" if they do not say."""
    lead = text[max(0, blank.start - 40) : blank.start]
    words = lead[max(lead.rfind(mark) for mark in _PAUSE) + 1 :]
    return "合同生效" if _EFFECT.search(words) else "合同签订" if _SIGNING.search(words) else ""


def _latest(keys: tuple[str, ...], data: Mapping[str, JsonValue]) -> date | None:
    days = [str(data[key])[:10] for key in keys if key in data]
    return max((date.fromisoformat(day) for day in days if len(day) == 10 and day[0] != "-"), default=None)


def deadlines(found: Clock, data: Mapping[str, JsonValue]) -> tuple[tuple[Deadline, ...], tuple[Diagnostic, ...]]:
    """Return the deadlines of a contract, and a note for each whose day nobody can know yet.

    Args:
        found: What the template's deadlines count from.
        data: Field key → canonical value.
    """
    results = [_deadline(blank, event, found, data) for blank, event in found.counted if blank.key in data]
    return tuple(d for d, _ in results if d is not None), tuple(note for _, note in results if note is not None)


def _deadline(
    blank: Blank, event: str, found: Clock, data: Mapping[str, JsonValue]
) -> tuple[Deadline | None, Diagnostic | None]:
    length = data[blank.key]
    assert isinstance(length, dict)
    value, unit = Decimal(str(length["value"])), str(length["unit"])
    if value % 1:
        return None, None
    start = found.start(event, data)
    due, note = _due(blank, start, int(value), unit_of(unit)) if start else ("", None)
    where = start.isoformat() if start else event
    return Deadline(label=blank.label, days=int(value), unit=unit, start=where, due=due, key=blank.key), note


def _due(blank: Blank, start: date, count: int, unit: str) -> tuple[str, Diagnostic | None]:
    if count > HORIZON or unit not in COUNTS:
        return "", None
    try:
        return COUNTS[unit](start, count).isoformat(), None
    except (NotAnnounced, ValueError, OverflowError) as error:
        return "", Diagnostic(
            severity=Severity.NOTE, code="DUE001", key=blank.key, start=blank.start, end=blank.end,
            message=f"『{blank.label}』的到期日算不出：{error} 年的节假日安排尚未公布",
            hint="请在国务院办公厅公布放假安排后更新 chinesecalendar 再算",
        )  # fmt: skip
