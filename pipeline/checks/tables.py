"""Subject → findings on price tables: 数量 × 单价 = 金额, 金额之和 = 合计 (价格表)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from pipeline.checks.findings import ERROR, Code, finding
from pipeline.checks.price_tables import PriceTable, Row, price_tables
from pipeline.checks.stated import Stated, stated
from pipeline.checks.subject import Subject
from pipeline.diagnostics import Diagnostic
from pipeline.model.template import Kind

LINE = Code(
    code="SUM001", severity=ERROR, strict=True, title="数量×单价与金额不符",
    explanation="价格表某一行的数量乘以单价不等于该行金额（四舍五入到分后比较）。",
    hint="核对该行的数量、单价和金额",
)  # fmt: skip
TOTAL = Code(
    code="SUM002", severity=ERROR, strict=True, title="各行金额之和与合计不符",
    explanation="价格表各行金额相加，不等于表中的合计，或不等于合同写明的总价。",
    hint="核对各行金额和合计",
)  # fmt: skip

CODES = (LINE, TOTAL)

_HALF_A_CENT = Decimal("0.005")
_GRAND = re.compile(r"合计|总计|共计|总价|总金额|总额|合同价款|合同金额")


def check(subject: Subject) -> tuple[Diagnostic, ...]:
    """Find rows and totals of price tables that do not add up.

    Args:
        subject: What is checked.

    Returns:
        The findings, table by table.
    """
    found: list[Diagnostic] = []
    for table in price_tables(subject):
        found += _lines(subject, table)
        found += _totals(subject, table)
    return tuple(found)


def _place(subject: Subject, table: PriceTable) -> tuple[int | None, str]:
    return (subject.printed_at(table.blank.start), table.blank.key) if table.blank else (None, "")


def _lines(subject: Subject, table: PriceTable) -> Iterator[Diagnostic]:
    start, key = _place(subject, table)
    for row in table.rows:
        if row.total or not (row.quantity and row.price and row.amount) or _fits(row):
            continue
        quantity, price, amount = row.quantity[0], row.price[0], row.amount[0]
        product = f"{quantity:f} × {price:f} = {_money(quantity * price)}"
        message = f"『{table.name}』{row.label}：{product}，写的却是 {_money(amount)}"
        yield finding(LINE, message, subject, start=start, key=key, location="" if table.blank else table.name)


def _fits(row: Row) -> bool:
    """True where some quantity times some price is some amount: a table may give prices with and without tax."""
    return any(abs(q * p - a) <= _HALF_A_CENT for q in row.quantity for p in row.price for a in row.amount)


def _money(value: Decimal) -> str:
    return f"{value:,.2f}"


def _totals(subject: Subject, table: PriceTable) -> Iterator[Diagnostic]:
    lines = [row.amount for row in table.rows if not row.total]
    if not lines or any(not amount for amount in lines):
        return  # a row without an amount: the sum is not known
    sums = {sum((a[i] for a in lines), Decimal()) for i in range(min(len(a) for a in lines))}
    start, key = _place(subject, table)
    place = "" if table.blank else table.name
    for row in table.rows:
        if row.total and row.amount and not sums & set(row.amount):
            message = f"『{table.name}』各行金额之和为 {_money(min(sums))}，合计写的却是 {_money(row.amount[0])}"
            yield finding(TOTAL, message, subject, start=start, key=key, location=place)
    totals = [(value, value.amount()) for value in _grand(subject, table)]
    if totals and all(amount is not None and amount not in sums for _, amount in totals):
        value, amount = totals[0]
        message = (
            f"『{table.name}』各行金额之和为 {_money(min(sums))}，『{value.name}』却为 {_money(amount or Decimal())}"
        )
        yield finding(TOTAL, message, subject, start=value.start, end=value.end, key=value.blank.key)


def _grand(subject: Subject, table: PriceTable) -> list[Stated]:
    """The amounts that name the total of a table: in its own clause, else the contract's."""
    if table.blank is None:
        return []
    totals = [v for v in stated(subject) if v.blank.kind is Kind.AMOUNT
              and (_GRAND.search(v.name) or v.blank.key == "total_amount")]  # fmt: skip
    near = [v for v in totals if v.blank.clause and v.blank.clause == table.blank.clause]
    return near or ([] if len(totals) > 1 else totals)
