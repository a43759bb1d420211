"""Listings → XLSX, in constant memory."""

from __future__ import annotations

import datetime as dt
import io
import tempfile
from collections.abc import Iterable
from pathlib import Path

import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException

from pipeline.batch.register.reports import Listing
from pipeline.batch.register.tables import STATE_NAMES
from pipeline.errors import WriteError
from pipeline.writers.publish import WriteFailed, write_error

_HEADS = (
    ("合同编号", 24), ("状态", 10), ("合同名称", 26), ("当事人", 44), ("批次", 20), ("数据来源", 26), ("文件", 40),
    ("SHA-256", 40), ("问题", 60),
)  # fmt: skip


def sheet_of(listings: Iterable[Listing]) -> tuple[bytes, int]:
    """Return the workbook and the number of its contracts.

    Raises:
        WriteError: The rows find no room on their way.
    """
    buffer = io.BytesIO()
    try:
        with tempfile.TemporaryDirectory() as scratch:
            count = _write(listings, buffer, scratch)
    except (OSError, XlsxWriterException) as error:
        raise sheet_error(error, Path(tempfile.gettempdir())) from error
    return buffer.getvalue(), count


def sheet_error(error: OSError | XlsxWriterException, path: Path) -> WriteError:
    """Return what words a failure of the system while a workbook was written; its writer wraps some of them."""
    if isinstance(error, XlsxWriterException):
        cause = error.args[0] if error.args else error
        return write_error(cause, path) if isinstance(cause, OSError) else WriteFailed(path, str(error))
    return write_error(error, path)


def _write(listings: Iterable[Listing], buffer: io.BytesIO, scratch: str) -> int:
    count = 0
    # Rows go to a temporary file as they come; text stays text, so a value like =cmd|… is never a formula.
    options = {"constant_memory": True, "tmpdir": scratch, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": "合同台账", "created": dt.datetime(2000, 1, 1)})  # noqa: DTZ001
        sheet = book.add_worksheet("台账")
        head = book.add_format({"bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF"})
        text = book.add_format({"text_wrap": True, "valign": "top"})  # a contract has several files, one a line
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        for column, (title, width) in enumerate(_HEADS):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, title, head)
        for count, each in enumerate(listings, 1):
            for column, cell in enumerate(_cells(each)):
                sheet.write_string(count, column, cell, text)
        sheet.autofilter(0, 0, count, len(_HEADS) - 1)
    return count


def _cells(each: Listing) -> tuple[str, ...]:
    parties = "；".join(f"{party['role']}：{party['name']}" for party in each.parties)
    problems = "\n".join(str(problem.get("message", "")) for problem in each.problems)
    paths = "\n".join(file["path"] for file in each.files)
    hashes = "\n".join(file["sha256"] for file in each.files)
    return (each.number, STATE_NAMES[each.state], each.title, parties, each.batch, each.source, paths, hashes, problems)
