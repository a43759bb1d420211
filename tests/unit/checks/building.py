"""Templates and contracts made by hand: gaps are written 【key】 in the text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from pipeline.checks import Subject, run_checks, subject_of
from pipeline.diagnostics import Diagnostic
from pipeline.model.contract import Contract, SuppliedAnnex, Value
from pipeline.model.record import JsonValue
from pipeline.model.template import Blank, Column, Kind, Slot, Template

KINDS = {
    "fee": Kind.AMOUNT, "fee_upper": Kind.AMOUNT_UPPER, "party_a.name": Kind.PARTY, "party_b.name": Kind.PARTY,
    "start_date": Kind.DATE, "end_date": Kind.DATE, "sign_date": Kind.DATE, "delivery_date": Kind.DATE,
    "term": Kind.DURATION, "goods": Kind.TABLE, "contract_no": Kind.CONTRACT_NO, "party_a.id_no": Kind.ID_NO,
    "party_b.id_no": Kind.ID_NO, "party_a.account_name": Kind.ACCOUNT_NAME,
}  # fmt: skip
LABELS = {
    "fee": "合同总价", "fee_upper": "合同总价大写", "party_a.name": "甲方", "party_b.name": "乙方", "start_date": "起始日期",
    "end_date": "终止日期", "sign_date": "签订日期", "delivery_date": "交付日期", "term": "期限", "goods": "货物清单",
    "contract_no": "合同编号", "party_a.id_no": "甲方证件号码", "party_b.id_no": "乙方证件号码",
    "party_a.account_name": "甲方户名",
}  # fmt: skip
COLUMNS = (
    Column(key="name", label="名称"),
    Column(key="count", label="数量", kind=Kind.NUMBER),
    Column(key="price", label="单价", kind=Kind.AMOUNT),
    Column(key="sum", label="金额", kind=Kind.AMOUNT),
)


def template(marked: str) -> Template:
    """Return a template of a text in which 【key】 marks the gaps."""
    text, blanks, behind = "", [], 0
    for match in re.finditer(r"【([\w.]+)】", marked):
        text += marked[behind : match.start()]
        key = match[1]
        slots = (Slot(start=len(text), end=len(text) + 4),)
        blanks.append(
            Blank(
                key=key, label=LABELS.get(key, key), kind=KINDS.get(key, Kind.TEXT), slots=slots,
                pair={"fee": "fee_upper", "fee_upper": "fee"}.get(key, ""), columns=COLUMNS if key == "goods" else (),
                party=key.partition(".")[0] if "." in key else "",
            )
        )  # fmt: skip
        text, behind = text + "____", match.end()
    text += marked[behind:]
    return Template(title="合同", text=text, format="text", name="x.txt", sha256="", blanks=tuple(blanks))


def contract(made: Template, values: Mapping[str, tuple[JsonValue, str]], *, state: str = "issued") -> Contract:
    """Return a contract: key → (canonical value, text)."""
    bound = {key: Value(key=key, data=data, text=text) for key, (data, text) in values.items()}
    return Contract(template=made, values=bound, placements=(), state=state)


def subject(
    marked: str,
    values: Mapping[str, tuple[JsonValue, str]] | None = None,
    *,
    supplied: tuple[SuppliedAnnex, ...] = (),
    signed: date | None = None,
    state: str = "issued",
) -> Subject:
    """Return what the checks look at: a bare template, or with values a contract."""
    made = template(marked)
    bound = contract(made, values, state=state) if values is not None else None
    return subject_of(made, contract=bound, supplied=supplied, signed=signed)


def found(looked_at: Subject, *, strict: bool = False) -> dict[str, Diagnostic]:
    """Return the findings by code."""
    return {d.code: d for d in run_checks(looked_at, strict=strict)}
