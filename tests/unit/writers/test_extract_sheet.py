"""What was read from contracts as a workbook: days and sums as such, text never a formula."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from pipeline.api import extract_files, write_extracted
from pipeline.api.extracting import UnknownExport
from pipeline.writers.extract_sheet import ELEMENTS

FOLDER = Path(__file__).resolve().parents[2] / "fixtures" / "extracting"
HOSTILE = '采购合同\n甲方：=HYPERLINK("x")公司\n乙方：+南北贸易有限公司\n第一条 价款\n合同总价为人民币1,200.50元。\n第二条 期限\n本合同自2026年1月1日起至2026年12月31日止。\n'


@pytest.fixture
def workbook(tmp_path: Path) -> openpyxl.Workbook:
    hostile = tmp_path / "=cmd.txt"
    hostile.write_text(HOSTILE, "utf-8")
    broken = tmp_path / "broken.docx"
    broken.write_bytes(b"PK\x03\x04 no zip")
    path = tmp_path / "out" / "all.xlsx"
    failed = write_extracted(extract_files([hostile, broken, FOLDER / "lease.txt"]), path)
    assert failed == 1
    return openpyxl.load_workbook(path)


def _row(workbook: openpyxl.Workbook, number: int) -> dict[str, object]:
    rows = list(workbook["合同"].iter_rows())
    return {str(head.value): cell.value for head, cell in zip(rows[0], rows[number], strict=False)}


def test_days_and_sums_are_days_and_sums(workbook: openpyxl.Workbook) -> None:
    lease = _row(workbook, 3)
    assert lease[ELEMENTS["start_date"]] == datetime(2026, 9, 1)  # noqa: DTZ001 - a spreadsheet's days have no zone
    assert lease[ELEMENTS["rent"]] == 23000
    assert lease[ELEMENTS["term"]] == "5年"
    assert lease[ELEMENTS["dispute_method"]] == "诉讼"
    assert lease[ELEMENTS["copies"]] == 2


def test_no_cell_is_a_formula(workbook: openpyxl.Workbook) -> None:
    cells = [c for sheet in workbook for row in sheet.iter_rows() for c in row if c.value is not None]
    assert any(str(c.value).startswith("=") for c in cells)
    assert not [c for c in cells if c.data_type == "f"]
    assert not [c for c in cells if c.hyperlink]


def test_a_broken_file_is_a_row_and_the_rest_goes_on(workbook: openpyxl.Workbook) -> None:
    assert _row(workbook, 2)["来源"] == "读取失败"
    assert _row(workbook, 3)["文件"] == "lease.txt"
    assert any(row[1].value == "错误" for row in workbook["问题"].iter_rows(min_row=2))


def test_clauses_and_obligations_have_sheets(workbook: openpyxl.Workbook) -> None:
    titles = [row[2].value for row in workbook["条款"].iter_rows(min_row=2)]
    assert "租赁期限" in titles
    assert workbook["义务"].max_row > 3


def test_lines_of_json(tmp_path: Path) -> None:
    path = tmp_path / "all.jsonl"
    assert (
        write_extracted(extract_files([FOLDER / "lease.txt", tmp_path / "none.docx", FOLDER / "loan.txt"]), path) == 1
    )
    first, missing, last = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert first["elements"]["rent"] == {"value": "23000.00", "currency": "CNY"}
    assert missing["error"]["message"]
    assert last["elements"]["title"] == "个人借款合同"


def test_one_file_is_a_record_and_several_are_a_list(tmp_path: Path) -> None:
    one, two = tmp_path / "one.json", tmp_path / "two.json"
    write_extracted(extract_files([FOLDER / "loan.txt"]), one)
    write_extracted(extract_files([FOLDER / "loan.txt", FOLDER / "nda.txt"]), two)
    assert json.loads(one.read_text("utf-8"))["elements"]["copies"] == 2
    assert len(json.loads(two.read_text("utf-8"))) == 2


def test_other_endings_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownExport):
        write_extracted(extract_files([]), tmp_path / "a.csv")
    assert not list(tmp_path.iterdir())
