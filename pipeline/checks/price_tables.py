"""Subject → the price tables in it: quantity, unit price and amount of every row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from pipeline.checks.figures import amounts
from pipeline.checks.subject import Subject
from pipeline.model.document import Cell, Document, Paragraph, Table
from pipeline.model.template import Blank, Kind
from pipeline.text.numerals import parse_number
from pipeline.text.width import compact

# What a column holds, by its heading; the order matters, 总价 is no 单价 and 数量单位 no 数量.
_COLUMNS = (
    ("price", re.compile(r"单价")),
    ("quantity", re.compile(r"数量$|工程量$|[件台套人]数$|天数$|月数$|^数量")),
    ("amount", re.compile(r"金额|小计|总价|合价|价款|^合计$|费用合计")),
)
_UNIT_IN_HEADING = re.compile(r"[(（](?:单位[:：])?[^()（）]*?(?P<scale>[千万亿]*)元[^()（）]*[)）]")
_TEN_THOUSANDS = {"": 1, "千": 10**3, "万": 10**4, "千万": 10**7, "亿": 10**8}
_TOTAL_ROW = re.compile(r"^(?:合计|总计|共计|总价|总金额|小计)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row: its place in words, quantities, unit prices, amounts (several columns may hold them), total row or not."""

    label: str
    quantity: tuple[Decimal, ...] = ()
    price: tuple[Decimal, ...] = ()
    amount: tuple[Decimal, ...] = ()
    total: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceTable:
    """A price table: its name, its rows, the blank that it fills and where it stands (None in a file as uploaded)."""

    name: str
    rows: tuple[Row, ...]
    blank: Blank | None = None
    scale: Decimal = Decimal(1)


def price_tables(subject: Subject) -> Iterator[PriceTable]:
    """Yield the tables that have a column of amounts.

    Args:
        subject: What is checked.

    Returns:
        Those filled here, then those on the page as uploaded.
    """
    for blank in subject.template.blanks:
        value = subject.contract.values.get(blank.key) if subject.contract else None
        if blank.kind is Kind.TABLE and value is not None and isinstance(value.data, list):
            rows = [row for row in value.data if isinstance(row, dict)]
            yield PriceTable(
                name=blank.label or "表格", blank=blank,
                rows=tuple(_filled_row(blank, row, i) for i, row in enumerate(rows, 1)),
            )  # fmt: skip
    if subject.document is not None and subject.contract is None:
        yield from _printed_tables(subject.document)


def role_of(heading: str) -> str:
    """Say what a column holds by its heading: price, quantity, amount or ""."""
    words = re.sub(r"[(（][^()（）]*[)）]", "", compact(heading))
    return next((role for role, pattern in _COLUMNS if pattern.search(words)), "")


def _filled_row(blank: Blank, row: Mapping[str, object], number: int) -> Row:
    cells = [(role_of(c.label), _decimal(row.get(c.key))) for c in blank.columns]
    first = next((str(row[c.key]) for c in blank.columns if row.get(c.key) and c.kind is Kind.TEXT), "")
    return _row(f"第{number}行", cells, total=bool(_TOTAL_ROW.match(compact(first))))


def _row(label: str, cells: list[tuple[str, Decimal | None]], *, total: bool) -> Row:
    def of(role: str) -> tuple[Decimal, ...]:
        return tuple(value for name, value in cells if name == role and value is not None)

    return Row(label=label, quantity=of("quantity"), price=of("price"), amount=of("amount"), total=total)


def _decimal(value: object) -> Decimal | None:
    if value is None or isinstance(value, bool | list | dict):
        return None
    try:
        return Decimal(str(value).replace(",", ""))
    except InvalidOperation:
        return parse_number(str(value))


def _printed_tables(document: Document) -> Iterator[PriceTable]:
    for number, table in enumerate((b for b in document.blocks if isinstance(b, Table)), 1):
        header = next((row for row in table.rows if _is_header(row)), None)
        if header is not None:
            below = table.rows[table.rows.index(header) + 1 :]
            columns = {cell.column: cell.text for cell in header}
            rows = tuple(_printed_row(row, columns, i) for i, row in enumerate(below, 1))
            yield PriceTable(name=f"第{number}个表格", rows=rows)


def _is_header(row: tuple[Cell, ...]) -> bool:
    roles = {role_of(cell.text) for cell in row}
    return {"amount", "price"} <= roles or {"amount", "quantity"} <= roles


def _printed_row(row: tuple[Cell, ...], columns: Mapping[int, str], number: int) -> Row:
    cells = []
    for cell in row:
        heading = columns.get(cell.column, "")
        cells.append((role_of(heading), _printed_number(cell, heading)))
    total = any(_TOTAL_ROW.match(compact(cell.text)) for cell in row[:2])
    if total and not any(role == "amount" and value is not None for role, value in cells):
        money = [f.value for cell in row for f in amounts(cell.text) if not f.capital]
        cells += [("amount", value) for value in money[:1]]
    return _row(f"第{number}行", cells, total=total)


def _printed_number(cell: Cell, heading: str) -> Decimal | None:
    text = compact(" ".join(b.text for b in cell.blocks if isinstance(b, Paragraph)))
    money = amounts(text)
    if len(money) == 1:
        return money[0].value
    match = re.match(r"[\d,]*\d(?:\.\d+)?", text)
    value = parse_number(match[0]) if match else None
    unit = _UNIT_IN_HEADING.search(heading)
    scale = _TEN_THOUSANDS.get(unit["scale"], 1) if unit else 1
    return value * scale if value is not None and role_of(heading) != "quantity" else value
