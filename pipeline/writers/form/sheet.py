"""Template → XLSX: one row a contract, one sheet a table blank, drop-downs, notes and a page that explains."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from pipeline.model.field import (
    ANNEXES_HEADING,
    CHOICES_SHEET,
    HELP_SHEET,
    MAIN_SHEET,
    ORDER_HEADING,
    Field,
    fields,
    heading,
    sheet_names,
)
from pipeline.model.record import Record
from pipeline.model.template import Kind, Template
from pipeline.writers.form.looks import Looks
from pipeline.writers.form.wording import advice, columns_open, example, groups, need, wordings

_TITLE, _GROUP, _HEADER, _FIRST = 0, 1, 2, 3
ROWS = 500  # rows that are ruled and validated; more may be added below them
_COLUMNS_A_PAGE = 8
_NUMBERED = 100  # order numbers written in advance where a template has table blanks
_NUMERIC = frozenset({Kind.AMOUNT, Kind.NUMBER})
_ORDER = Field(key="", label=ORDER_HEADING, kind=Kind.NUMBER, required=False)


def form_xlsx(template: Template, records: Sequence[Record] = ()) -> bytes:
    """Return the form as a workbook; the same template and records give the same bytes.

    Args:
        template: A template whose blanks have keys and labels.
        records: Records to write into the form, one row each.
    """
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        # No clock: the date that the file carries is that of the format, not of the day.
        book.set_properties({"title": f"{template.title} 填写表", "created": dt.datetime(2000, 1, 1)})  # noqa: DTZ001
        _Form(book, template, records).write()
    return buffer.getvalue()


class _Form:
    """Writes the sheets of one form."""

    def __init__(self, book: Any, template: Template, records: Sequence[Record]) -> None:
        self.book, self.template, self.records = book, template, records
        self.looks = Looks(book)
        self.fields = fields(template)
        self.sheets = sheet_names(template)
        self.plain = tuple(field for field in self.fields if field.kind is not Kind.TABLE)
        self.lists: Mapping[str, str] = {}

    def write(self) -> None:
        main = self.book.add_worksheet(MAIN_SHEET)
        tables = {field.key: self.book.add_worksheet(self.sheets[field.key]) for field in self.fields
                  if field.kind is Kind.TABLE}  # fmt: skip
        guide = self.book.add_worksheet(HELP_SHEET)
        self.lists = self._choices()
        self._main(main)
        for field in self.fields:
            if field.key in tables:
                self._table(tables[field.key], field)
        self._guide(guide)
        main.activate()

    def _choices(self) -> dict[str, str]:
        """Write the options to a hidden sheet; a list within a cell may not be longer than 255 characters."""
        chosen = [field for field in self.plain if field.choices]
        if not chosen:
            return {}
        sheet = self.book.add_worksheet(CHOICES_SHEET)
        sheet.hide()
        for column, field in enumerate(chosen):
            sheet.write_column(0, column, field.choices)
        return {
            field.key: f"={CHOICES_SHEET}!{_absolute(0, column)}:{_absolute(len(field.choices) - 1, column)}"
            for column, field in enumerate(chosen)
        }

    def _main(self, sheet: Any) -> None:
        lead = (_ORDER,) if self.sheets else ()
        annexes = Field(key="annexes", label=ANNEXES_HEADING, kind=Kind.TEXT, required=False)
        columns = (*lead, *self.plain, *((annexes,) if self.template.annexes else ()))
        self._banner(sheet, f"{self.template.title} 填写表",
                     f"一行一份合同；带 * 的必填；鼠标移到表头上看写法，或看“{HELP_SHEET}”")  # fmt: skip
        titles = groups(self.template)
        self._groups(sheet, [titles.get(column.key, "") for column in columns])
        for index, field in enumerate(columns):
            self._column(sheet, index, field)
        self._missing(sheet, columns)
        # A contract that leaves nothing open has no columns; Excel wants one all the same.
        self._frame(sheet, len(lead) + 1 if len(columns) > 6 else len(lead), max(len(columns), 1))
        for number, record in enumerate(self.records):
            for index, field in enumerate(columns):
                given = ";".join(record.annexes) if field is annexes else record.values.get(field.key)
                self._put(sheet, _FIRST + number, index, field, given)
        if lead:
            count = max(_NUMBERED, len(self.records))
            sheet.write_column(_FIRST, 0, range(1, count + 1), self.looks.order)

    def _table(self, sheet: Any, field: Field) -> None:
        shown = columns_open(self.template, field)
        columns = tuple(Field(key=c.key, label=c.label, kind=c.kind, unit=c.unit, required=False) for c in shown)
        printed = "、".join(f"“{column.label}”" for column in field.columns if column not in shown)
        self._banner(
            sheet, field.label,
            f"每行一项；“{ORDER_HEADING}”写主表里那份合同的序号，只有一份合同时可以不填"
            + (f"；{printed}合同上已经印好，不用填" if printed else ""),
        )  # fmt: skip
        self._groups(sheet, [""] * (len(columns) + 1))
        for index, column in enumerate((_ORDER, *columns)):
            self._column(sheet, index, column)
        self._frame(sheet, 1, len(columns) + 1)
        row = _FIRST
        for number, record in enumerate(self.records, 1):
            lines = record.values.get(field.key)
            for line in lines if isinstance(lines, list) else ():
                self._put(sheet, row, 0, _ORDER, number)
                for index, column in enumerate(columns, 1):
                    self._put(sheet, row, index, column, line.get(column.key))
                row += 1

    def _banner(self, sheet: Any, title: str, advice_line: str) -> None:
        sheet.set_row(_TITLE, 34)
        sheet.write_rich_string(
            _TITLE, 0, self.looks.title, title, self.looks.quiet, f"　　{advice_line}", self.looks.banner
        )

    def _groups(self, sheet: Any, titles: Sequence[str]) -> None:
        sheet.set_row(_GROUP, 20)
        start = 0
        for index, title in enumerate((*titles, None)):
            if index and title != titles[start]:
                self._group(sheet, start, index - 1, titles[start])
                start = index

    def _group(self, sheet: Any, first: int, last: int, title: str) -> None:
        if not title:
            return
        if first == last:
            sheet.write(_GROUP, first, title, self.looks.group)
        else:
            sheet.merge_range(_GROUP, first, _GROUP, last, title, self.looks.group)

    def _column(self, sheet: Any, index: int, field: Field) -> None:
        width = max(wordings()[field.kind].width, min(40, _width(field.heading) + 3))
        if field is _ORDER:
            width = 10
        sheet.set_column(index, index, width, self.looks.cell(field))
        label = heading(field.label, field.unit)
        if field.required:
            sheet.write_rich_string(
                _HEADER, index, self.looks.strong, label, self.looks.star, " *", self.looks.header(field)
            )
        else:
            sheet.write_string(_HEADER, index, label, self.looks.header(field))
        if field.key and field.key != "annexes":
            note = self._note(field)
            size = {"width": 260, "height": 22 + 18 * sum(1 + _width(line) // 36 for line in note.split("\n"))}
            sheet.write_comment(_HEADER, index, note, {**size, "font_size": 9, "color": "#FFFDF0", "author": "hetong"})
        self._validation(sheet, index, field)

    def _note(self, field: Field) -> str:
        where = groups(self.template).get(field.key, "")
        lines = [f"{field.label}（{need(field)}）", advice(field)]
        if example(field) and not field.choices:
            lines.append(f"例：{example(field)}")
        if where:
            lines.append(f"在合同中：{where}")
        return "\n".join(lines)

    def _validation(self, sheet: Any, index: int, field: Field) -> None:
        rule = self._rule(field)
        if rule:
            said = {"error_title": field.label[:32], "error_message": advice(field)[:255], "error_type": "warning"}
            sheet.data_validation(_FIRST, index, _FIRST + ROWS - 1, index, {**said, **rule})

    def _rule(self, field: Field) -> Mapping[str, object] | None:
        if field.key in self.lists:
            exact = {} if field.multiple else {"error_type": "stop"}
            return {"validate": "list", "source": self.lists[field.key], **exact}
        if field.kind is Kind.DATE and not field.parts:
            return {"validate": "date", "criteria": ">=", "value": dt.date(1900, 3, 1)}
        if field.kind in _NUMERIC:  # a warning only: 12万 is an amount too
            return {"validate": "decimal", "criteria": ">=", "value": 0}
        return None

    def _missing(self, sheet: Any, columns: Sequence[Field]) -> None:
        """Colour what is still missing in a row that has been begun."""
        for index, field in enumerate(columns):
            if field.required:
                begun = f"COUNTA(${_letter(bool(self.sheets))}{_FIRST + 1}:${_letter(len(columns) - 1)}{_FIRST + 1})>0"
                rule = f"=AND({begun},LEN(TRIM({_letter(index)}{_FIRST + 1}))=0)"
                options = {"type": "formula", "criteria": rule, "format": self.looks.missing}
                sheet.conditional_format(_FIRST, index, _FIRST + ROWS - 1, index, options)

    def _frame(self, sheet: Any, fixed: int, columns: int) -> None:
        sheet.set_default_row(20)
        sheet.set_row(_HEADER, 36)
        sheet.freeze_panes(_FIRST, fixed)
        ruled = {"type": "formula", "criteria": "=TRUE", "format": self.looks.ruled}
        sheet.conditional_format(_FIRST, 0, _FIRST + ROWS - 1, columns - 1, ruled)
        sheet.hide_gridlines(2)
        _page(sheet, columns)
        sheet.repeat_rows(_GROUP, _HEADER)
        sheet.print_area(0, 0, _FIRST + max(15, len(self.records)) - 1, columns - 1)

    def _put(self, sheet: Any, row: int, column: int, field: Field, value: object) -> None:
        look = self.looks.order if field is _ORDER else self.looks.cell(field)
        if value is None:
            return
        if isinstance(value, dt.date) and value.year >= 1900:
            sheet.write_datetime(row, column, value, look)
        elif field.kind in _NUMERIC and not isinstance(value, str | bool):
            sheet.write_number(row, column, value, look)
        elif isinstance(value, list):
            sheet.write_string(row, column, "；".join(map(str, value)), look)
        else:
            sheet.write_string(row, column, str(value), look)

    def _guide(self, sheet: Any) -> None:
        looks = self.looks
        sheet.hide_gridlines(2)
        _page(sheet, 8)
        sheet.set_default_row(20)
        self._banner(sheet, "填写说明", f"《{self.template.title}》")
        rules = (
            f"1. 在“{MAIN_SHEET}”中填写，一行一份合同；中间可以有空行。",
            "2. 表头带 * 的必填；填了一行而漏了必填项，漏的格子会变成红色。",
            "3. 不要改表头；多加的列请在列名前写 #，例如“#内部备注”，它不会写进合同。",
            "4. 证件号、账号、电话各列是文本格式，请勿改成数值，否则第15位以后的数字会丢失。",
            "5. 签名、盖章处不在表里，合同打印后由当事人签署。",
        )
        for index, rule in enumerate(rules):
            sheet.write_string(2 + index, 0, rule, looks.rule)
        top = 3 + len(rules)
        heads = ("字段", "是否必填", "类型", "单位", "怎样填写", "例", "在合同中", "字段键名")
        for column, (head, width) in enumerate(zip(heads, (30, 18, 12, 10, 52, 30, 24, 26), strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(top, column, head, looks.guide_header)
        where = groups(self.template)
        for row, field in enumerate(self.fields, top + 1):
            sheet_of = f"在“{self.sheets[field.key]}”表中填写，每行一项" if field.key in self.sheets else advice(field)
            cells = (field.label, need(field), wordings()[field.kind].name, field.unit, sheet_of,
                     "" if field.choices else example(field), where.get(field.key, ""), field.key)  # fmt: skip
            for column, cell in enumerate(cells):
                sheet.write_string(row, column, cell, looks.guide_cell)
        sheet.print_area(0, 0, top + len(self.fields), len(heads) - 1)


def _page(sheet: Any, columns: int) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1 + (columns - 1) // _COLUMNS_A_PAGE, 0)
    sheet.set_footer("&C第 &P 页，共 &N 页")


def _width(text: str) -> int:
    return sum(2 if ord(c) > 0x2E7F else 1 for c in text)


def _letter(column: int) -> str:
    return str(xl_col_to_name(column))


def _absolute(row: int, column: int) -> str:
    return f"${_letter(column)}${row + 1}"
