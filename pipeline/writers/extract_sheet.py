"""Many Extracted → one XLSX: a row a contract, sheets of parties, evidence, clauses, obligations, sums and findings.

Of scanned contracts the pictures of their pages stand on a sheet of their own.
"""

from __future__ import annotations

import contextlib
import functools
import re
import tempfile
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from pipeline.diagnostics import SEVERITY_NAMES, Severity
from pipeline.errors import PipelineError
from pipeline.model.extracted import Extracted
from pipeline.model.record import JsonValue
from pipeline.writers.extract_pages import Pages
from pipeline.writers.extracted import nature, plain_text
from pipeline.writers.parsed import reading_order

ELEMENTS = {
    "title": "合同名称", "contract_no": "合同编号", "sign_date": "签订日期", "sign_place": "签订地点",
    "effective_date": "生效日期", "start_date": "起始日期", "end_date": "终止日期", "term": "期限",
    "total_amount": "总金额", "total_amount_upper": "总金额大写", "deposit": "押金/定金/保证金", "rent": "租金",
    "salary": "工资", "penalty": "违约金", "dispute_method": "争议解决方式", "dispute_institution": "争议解决机构",
    "copies": "份数",
}  # fmt: skip
"""Standard element → column heading."""

PARTY = {
    "name": "名称/姓名", "id_no": "证件号码", "legal_representative": "法定代表人", "contact": "联系人",
    "phone": "电话", "email": "邮箱", "address": "地址", "bank": "开户银行", "bank_account": "账号",
}  # fmt: skip
DOUBT = 0.6  # below this confidence a person should look
_ROWS = 1_048_575  # the last row of a spreadsheet
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ORIGINS = {"text": "正文识别", "template": "按模板读取", "record": "内嵌合同记录"}
# As text, whatever it begins with; a row is written when the next one begins.
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_ONE_PAGE = 12  # columns that are printed on one page's width
_CELL = 32767  # characters that a cell of a spreadsheet holds
_LINE = 15.0  # points
_TALLEST = 409.0  # points: what a spreadsheet allows

Row = tuple[Path, Extracted | PipelineError]


def write_sheet(rows: Iterable[Row], path: Path) -> None:
    """Write what was read from contracts, one row a contract, in constant memory for any number of them.

    Args:
        rows: Each file with what was read from it, or why it could not be read.
        path: The workbook to write.

    Raises:
        OSError: The system refused.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    with tempfile.TemporaryDirectory() as scratch:
        book = xlsxwriter.Workbook(str(path), {**_OPTIONS, "tmpdir": scratch})
        sheets = _Sheets(book)
        for source, result in rows:
            sheets.add(source, result)
        sheets.finish()
        try:
            book.close()
        except FileCreateError as error:
            for sheet in book.worksheets():
                sheet.row_data_fh.close()
            raise error.args[0] from error  # what the system said


class _Sheets:
    """The sheets of the workbook, each with the next free row."""

    def __init__(self, book: Any) -> None:
        self._top = book.add_format({"valign": "top"})
        self._text = book.add_format({"valign": "top", "text_wrap": True})
        self._day = book.add_format({"valign": "top", "num_format": "yyyy-mm-dd"})
        self._money = book.add_format({"valign": "top", "num_format": "#,##0.00##"})
        self._head = book.add_format({"bold": True, "bg_color": "#E8EDF3", "bottom": 1})
        self._share = book.add_format({"valign": "top", "num_format": "0%"})
        doubt = book.add_format({"bg_color": "#FCE4D6"})
        self._pages = Pages(book, head=self._head, cell=self._text)
        self._next: dict[str, int] = {}
        self._sheets: dict[str, Any] = {}
        for name, columns in _columns().items():
            self._sheets[name] = sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 1)
            for index, (heading, width) in enumerate(columns):
                sheet.set_column(index, index, width)
                sheet.write_string(0, index, heading, self._head)
            self._next[name] = 1
        self._sheets["依据"].conditional_format(
            1, 3, _ROWS, 3, {"type": "cell", "criteria": "between", "minimum": 0.001, "maximum": DOUBT, "format": doubt}
        )

    def finish(self) -> None:
        """Give every sheet its filters, and set it to print on pages as wide as its columns."""
        for name, columns in _columns().items():
            sheet = self._sheets[name]
            sheet.autofilter(0, 0, max(self._next[name] - 1, 1), len(columns) - 1)
            sheet.set_landscape()
            sheet.set_paper(9)  # A4
            sheet.fit_to_pages(1 if len(columns) <= _ONE_PAGE else 3, 0)
            sheet.repeat_rows(0)

    def add(self, source: Path, result: Extracted | PipelineError) -> None:
        """Write one contract."""
        name = source.name
        if isinstance(result, PipelineError):
            self._row("合同", [name, "读取失败"])
            self._row(
                "问题",
                [
                    name,
                    SEVERITY_NAMES[Severity.ERROR],
                    "",
                    "",
                    f"{result.message}{f'（{result.hint}）' if result.hint else ''}",
                ],
            )
            return
        self._row(
            "合同", [name, _ORIGINS[result.origin], result.template.category, *_elements(result), *_names(result)]
        )
        for sheet, rows in _details(result):
            for row in rows:
                self._row(sheet, [name, *row])
        self._pages.add(name, result.pictures)

    def _row(self, sheet: str, cells: Iterable[object]) -> None:
        row = self._next[sheet]
        self._next[sheet] = row + 1
        cells = tuple(cells)
        widths = [width for _, width in _columns()[sheet]]
        # Programs that open a workbook do not all fit a row to its wrapped text.
        lines = max((_lines(cell, width) for cell, width in zip(cells, widths, strict=False)), default=1)
        self._sheets[sheet].set_row(row, min(_LINE * lines, _TALLEST))
        for column, cell in enumerate(cells):
            self._cell(self._sheets[sheet], row, column, cell)

    def _cell(self, sheet: Any, row: int, column: int, cell: object) -> None:
        match cell:
            case None | "":
                return
            case date():
                sheet.write_datetime(row, column, cell, self._day)
            case Decimal():
                sheet.write_number(row, column, float(cell), self._money)
            case float():
                sheet.write_number(row, column, cell, self._share)
            case int():
                sheet.write_number(row, column, cell, self._top)
            case _:
                # As text, whatever it begins with: a cell that begins with = + - @ is never a formula.
                sheet.write_string(row, column, str(cell)[:_CELL], self._text)


def _lines(cell: object, width: int) -> int:
    """Return how many lines a text takes in a column, a Chinese character as wide as two digits."""
    if not isinstance(cell, str):
        return 1
    return sum(max(1, -(-sum(2 if c > "\u2e80" else 1 for c in line) // width)) for line in cell.split("\n"))


@functools.cache
def _columns() -> dict[str, list[tuple[str, int]]]:
    contract = [("文件", 28), ("来源", 12), ("合同类型", 10), *((h, 16) for h in ELEMENTS.values()), ("当事人", 40)]
    return {
        "合同": contract,
        "当事人": [("文件", 28), ("身份", 14), *((heading, 20) for heading in PARTY.values())],
        "依据": [("文件", 28), ("项目", 22), ("值", 30), ("把握", 8), ("条款", 10), ("原文", 60)],
        "条款": [("文件", 28), ("编号", 10), ("标题", 22), ("层级", 6), ("类别", 10), ("内容", 80)],
        "义务": [("文件", 28), ("条款", 10), ("义务方", 12), ("性质", 8), ("内容", 60), ("期限", 24), ("起算", 20),
                 ("时长", 8), ("单位", 10), ("截止日期", 12)],
        "金额": [("文件", 28), ("条款", 10), ("用途", 30), ("金额", 16), ("单位", 8), ("原文", 40)],
        "问题": [("文件", 28), ("程度", 8), ("代码", 12), ("位置", 14), ("说明", 80)],
    }  # fmt: skip


def _elements(read: Extracted) -> Iterator[object]:
    for name in ELEMENTS:
        found = read.elements.get(name)
        yield _typed(found.value, is_day=_is_day(name)) if found else ""


def _is_day(name: str) -> bool:
    return name.endswith("_date")


def _typed(value: JsonValue, *, is_day: bool) -> object:
    """Return a value as a cell holds it: days as days, sums in yuan as numbers, all else as text.

    A number of a contract may look like a day and be none (2024-13-45).
    """
    if isinstance(value, dict) and value.get("currency") == "CNY":
        return _decimal(value.get("value"))
    if is_day and isinstance(value, str) and _ISO.fullmatch(value):
        with contextlib.suppress(ValueError):  # the record of a file may have been tampered with
            return date.fromisoformat(value)
    if isinstance(value, int):
        return value
    return plain_text(value)


def _decimal(value: JsonValue) -> Decimal | str:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return str(value)


def _names(read: Extracted) -> Iterator[str]:
    yield "；".join(f"{p.role}：{p.values['name'].value}" for p in read.parties if "name" in p.values)


def _details(read: Extracted) -> Iterator[tuple[str, list[list[object]]]]:
    text = read.template.text
    yield "当事人", [[p.role, *(p.values[n].value if n in p.values else "" for n in PARTY)] for p in read.parties]
    yield "依据", list(_evidence(read))
    yield (
        "条款",
        [
            [
                c.number,
                c.title,
                c.level,
                c.category,
                text[c.start : c.children[0].start if c.children else c.end].strip(),
            ]
            for c in reading_order(read.template.clauses)
        ],
    )
    yield (
        "义务",
        [
            [o.clause, o.who, nature(o.modal), o.what, o.by, o.since, *_length(o.length), _typed(o.due, is_day=True)]
            for o in read.obligations
        ],
    )
    yield "金额", [[s.clause, s.purpose, _decimal(s.value), s.unit, s.words] for s in read.sums]
    yield "问题", [[SEVERITY_NAMES[d.severity], d.code, d.location, d.message] for d in read.diagnostics]


def _evidence(read: Extracted) -> Iterator[list[object]]:
    """Yield what each value rests on: how sure it is, and the words that it was read from."""
    told = [(ELEMENTS[name], found, _is_day(name)) for name, found in read.elements.items()]
    told += [(f"{p.role} {PARTY[name]}", found, False) for p in read.parties for name, found in p.values.items()]
    for label, found, is_day in told:
        yield [label, _typed(found.value, is_day=is_day), float(found.confidence), found.clause, found.words]


def _length(length: JsonValue) -> tuple[object, object]:
    if not isinstance(length, dict):
        return "", ""
    number = _decimal(length.get("value"))
    return int(number) if isinstance(number, Decimal) and number == int(number) else number, length.get("unit")
