"""What was read from contracts as a workbook: days and sums as such, text never a formula."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from PIL import Image

from pipeline.api import ReadBack, extract_files, write_extracted
from pipeline.api.extracting import UnknownExport
from pipeline.model.document import Picture
from pipeline.writers.extract_pages import OF_A_FILE, OF_ALL
from pipeline.writers.extract_sheet import ELEMENTS, write_sheet

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


def test_a_number_that_looks_like_a_day_stays_text(tmp_path: Path) -> None:
    source, path = tmp_path / "合同.txt", tmp_path / "all.xlsx"
    source.write_text(
        "服务合同\n合同编号：2024-13-45\n甲方：东方公司\n乙方：西方公司\n签订日期：2026年3月1日\n", "utf-8"
    )
    write_extracted(extract_files([source]), path)
    workbook = openpyxl.load_workbook(path)
    row = _row(workbook, 1)
    assert row[ELEMENTS["contract_no"]] == "2024-13-45"
    assert row[ELEMENTS["sign_date"]] == datetime(2026, 3, 1)  # noqa: DTZ001 - a spreadsheet's days have no zone
    evidence = {cells[1].value: cells[2].value for cells in workbook["依据"].iter_rows()}
    assert evidence[ELEMENTS["contract_no"]] == "2024-13-45"


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


def test_each_value_has_its_words_and_how_sure_it_is(workbook: openpyxl.Workbook) -> None:
    rows = [[cell.value for cell in row] for row in workbook["依据"].iter_rows(min_row=2)]
    (rent,) = [row for row in rows if row[:2] == ["lease.txt", ELEMENTS["rent"]]]
    assert rent[2] == 23000
    assert isinstance(rent[3], int | float)
    assert 0 < rent[3] <= 1
    assert "23000" in str(rent[5]).replace(",", "")
    assert any(str(row[1]).endswith("名称/姓名") for row in rows)
    assert "原件图像" not in workbook.sheetnames


def _page(number: int) -> Picture:
    buffer = io.BytesIO()
    Image.new("L", (700, 990), 200).save(buffer, "JPEG")
    return Picture(page=number, jpeg=buffer.getvalue())


def test_pages_that_were_recognised_are_shown_as_many_as_can_be_sent(tmp_path: Path) -> None:
    (read,) = extract_files([FOLDER / "loan.txt"])
    assert read.extracted is not None
    scan = replace(read.extracted, pictures=tuple(_page(number) for number in range(1, OF_A_FILE + 4)))
    write_sheet([(Path(f"扫描{n}.pdf"), scan) for n in range(OF_ALL // OF_A_FILE + 1)], tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["原件图像"]
    assert len(sheet._images) == OF_ALL  # openpyxl shows them nowhere else
    assert [cell.value for cell in sheet[2]][:2] == ["扫描0.pdf", "第1页"]
    assert sheet.cell(OF_A_FILE + 2, 2).value == "另有 3 页没有放入"
    assert sheet.cell(sheet.max_row, 2).value == f"另有 {OF_A_FILE + 3} 页没有放入"


@pytest.mark.parametrize("name", ["all.xlsx", "all.jsonl", "all.json"])
def test_ctrl_c_keeps_what_was_read(tmp_path: Path, name: str) -> None:
    def reading() -> Iterator[ReadBack]:
        yield from extract_files([FOLDER / "loan.txt", FOLDER / "nda.txt"])
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_extracted(reading(), tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == [name]
    if name.endswith("xlsx"):
        read = [row[0].value for row in openpyxl.load_workbook(tmp_path / name)["合同"].iter_rows(min_row=2)]
    else:
        text = (tmp_path / name).read_text("utf-8")
        kept = json.loads(text) if name.endswith("json") else [json.loads(line) for line in text.splitlines()]
        read = [one["source"]["name"] for one in kept]
    assert read == ["loan.txt", "nda.txt"]


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
