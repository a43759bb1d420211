from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from pipeline.errors import ReadError, RecordError
from pipeline.readers.records import Row, read_rows
from tests.made import purchase_template

TEMPLATE = purchase_template()


def book(*rows: list[object], merges: tuple[str, ...] = (), formats: dict[str, str] | None = None) -> bytes:
    made = openpyxl.Workbook()
    sheet: Any = made.active
    for row in rows:
        sheet.append(row)
    for area in merges:
        sheet.merge_cells(area)
    for cell, shown in (formats or {}).items():
        sheet[cell].number_format = shown
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def rows_of(data: bytes) -> list[Row]:
    return list(read_rows(data, name="客户.xlsx", template=TEMPLATE))


def values_of(data: bytes) -> dict[str, object]:
    (row,) = rows_of(data)
    assert row.problems == ()
    return dict(row.record.values)


def test_merged_header_title_row_and_empty_rows() -> None:
    data = book(
        ["2026年采购合同一览"], [],
        ["合同编号", "甲方", None, "乙方", None, "签订日期"],
        [None, "甲方", "联系电话", "乙方", "联系电话", None],
        [], ["A-1", "甲公司", 13800000000, "乙公司", "0571-1", dt.date(2026, 11, 22)], [], [None, None, None, "丙公司"],
        merges=("A1:F1", "A3:A4", "B3:C3", "D3:E3", "F3:F4"),
    )  # fmt: skip
    first, second = rows_of(data)
    assert first.record.values == {
        "contract_no": "A-1", "party_a.name": "甲公司", "party_a.phone": "13800000000",
        "party_b.name": "乙公司", "party_b.phone": "0571-1", "sign_date": dt.date(2026, 11, 22),
    }  # fmt: skip
    assert first.record.source == "客户.xlsx 第6行"
    assert (second.record.source, second.record.values) == ("客户.xlsx 第8行", {"party_b.name": "丙公司"})


def test_columns_and_rows_may_begin_anywhere() -> None:
    data = book([], [], [None, None, "甲方", "合同总价"], [None, None, "甲公司", 5])
    (row,) = rows_of(data)
    assert row.record.values == {"party_a.name": "甲公司", "total": 5}
    assert row.number == 4


def test_numbers_are_what_excel_shows() -> None:
    assert values_of(book(["合同总价", "交货期限", "合同编号"], [0.1 + 0.2, 10.0, 7])) == {
        "total": Decimal("0.3"), "delivery": 10, "contract_no": "7",
    }  # fmt: skip


def test_percentages_and_leading_zeros_come_from_the_number_format() -> None:
    data = book(["定金比例", "合同编号", "甲方联系电话"], [0.125, 12, 5], formats={"A2": "0.0%", "B2": "00000"})
    assert values_of(data) == {"deposit_rate": "12.5%", "contract_no": "00012", "party_a.phone": "5"}


def test_a_percentage_typed_as_a_number_stays_that_number() -> None:
    assert values_of(book(["定金比例"], [50])) == {"deposit_rate": 50}


@pytest.mark.parametrize(
    ("heading", "cell", "code"),
    [
        ("统一社会信用代码", 110101199003071233, "ROW012"),
        ("合同编号", dt.date(2026, 11, 1), "ROW013"),
        ("合同总价", dt.time(3, 4), "ROW013"),
    ],
)
def test_what_excel_has_changed_is_refused_and_the_cell_named(heading: str, cell: object, code: str) -> None:
    (row,) = rows_of(book([heading, "甲方"], [cell, "甲公司"]))
    assert [(p.code, p.location) for p in row.problems] == [(code, f"列『{heading}』")]


def test_error_cells_are_refused_even_if_they_stand_alone() -> None:
    data = book(["合同总价", "甲方"], ["#DIV/0!", None])
    (row,) = rows_of(data)
    assert [(p.code, p.message) for p in row.problems] == [("ROW011", "单元格是错误值 #DIV/0!")]


def test_rows_merged_into_one_another_are_refused() -> None:
    data = book(["甲方", "合同总价"], ["甲公司", 1], [None, 2], ["乙公司", 3], merges=("A2:A3",))
    assert [[p.code for p in row.problems] for row in rows_of(data)] == [[], ["ROW009"], []]


def test_a_line_of_a_table_that_is_hidden_refuses_its_contract() -> None:
    made = openpyxl.load_workbook(io.BytesIO(book(["合同序号", "甲方"], [1, "甲公司"], [2, "乙公司"])))
    goods: Any = made.create_sheet("货物清单")
    for line in (["合同序号", "名称", "数量（台）"], [1, "泵", 3], [2, "阀", 1], [2, "管", 7]):
        goods.append(line)
    goods.row_dimensions[3].hidden = True
    buffer = io.BytesIO()
    made.save(buffer)
    found = rows_of(buffer.getvalue())
    assert [[(p.code, p.location) for p in row.problems] for row in found] == [
        [],
        [("ROW015", "工作表『货物清单』第3行")],
    ]


def test_lines_of_a_table_without_a_contract_are_reported() -> None:
    made = openpyxl.Workbook()
    main: Any = made.active
    main.append(["合同序号", "甲方"])
    main.append([1, "甲公司"])
    main.append([2, "乙公司"])
    goods = made.create_sheet("货物清单")
    for line in (["合同序号", "名称", "数量（台）"], [2, "泵", 3], [9, "阀", 1]):
        goods.append(line)
    buffer = io.BytesIO()
    made.save(buffer)
    found = rows_of(buffer.getvalue())
    assert [row.record.values.get("goods") for row in found] == [None, [{"name": "泵", "quantity": 3}], None]
    assert [p.code for p in found[2].problems] == ["ROW010"]


def test_an_unknown_column_names_sheet_and_column() -> None:
    with pytest.raises(RecordError, match=r"客户\.xlsx「Sheet」.*『合同总阶』（是不是『合同总价』？）"):
        rows_of(book(["甲方", "合同总阶"], ["甲公司", 1]))


def sheet_xml(data: bytes, xml: str) -> bytes:
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, xml if name == "xl/worksheets/sheet1.xml" else old.read(name))
    return out.getvalue()


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@pytest.mark.parametrize(
    ("xml", "said"),
    [
        (
            (
                f'<worksheet xmlns="{MAIN}"><dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
                '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
            ),
            "表格占用的区域",
        ),
        (f'<!DOCTYPE a [<!ENTITY b "c">]><worksheet xmlns="{MAIN}"/>', "DOCTYPE"),
        (f'<worksheet xmlns="{MAIN}"><sheetData>', "XML 已损坏"),
        (f'<worksheet xmlns="{MAIN}">' + "<a>" * 300 + "</a>" * 300 + "</worksheet>", "嵌套层数"),
        (
            f'<worksheet xmlns="{MAIN}"><sheetData/><mergeCells>'
            + "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, 10_100))
            + "</mergeCells></worksheet>",
            "合并单元格的个数",
        ),
        (
            f'<worksheet xmlns="{MAIN}"><sheetData>'
            + "".join(f"<row>{''.join(f'<c><v>{r}{c}</v></c>' for c in range(10))}</row>" for r in range(100_100))
            + "</sheetData></worksheet>",
            "1,000,000",
        ),
    ],
    ids=["claims", "doctype", "broken", "deep", "merges", "cells"],
)
def test_hostile_sheets_are_refused(xml: str, said: str) -> None:
    with pytest.raises(ReadError, match=said):
        rows_of(sheet_xml(book(["甲方"], ["甲公司"]), xml))


def test_rows_that_nobody_sees_are_marked() -> None:
    looks = ("", "", ' hidden="1"', ' hidden="true"', ' ht="0" customHeight="1"', ' hidden="0" ht="15"')
    rows = "".join(
        f'<row r="{n}"{look}><c r="A{n}" t="inlineStr"><is><t>{"公司" if n > 1 else "甲方"}</t></is></c></row>'
        for n, look in enumerate(looks, 1)
    )
    xml = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData><autoFilter ref="A1:A6"/></worksheet>'
    found = rows_of(sheet_xml(book(["甲方"]), xml))
    assert [row.hidden for row in found] == [False, True, True, True, False]
    assert [row.record.source for row in found[:2]] == ["客户.xlsx 第2行", "客户.xlsx 第3行（隐藏的行）"]


def test_a_formula_without_its_result_is_told_from_an_empty_cell() -> None:
    (row,) = rows_of(book(["甲方", "合同总价"], ["甲公司", "=100+20"]))  # openpyxl writes no results
    assert [(p.code, p.key, p.location) for p in row.problems] == [("ROW014", "total", "列『合同总价』")]
    assert row.record.values == {"party_a.name": "甲公司"}


def test_a_formula_whose_result_is_nothing_is_an_empty_cell() -> None:
    xml = (
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>甲方</t></is></c>'
        '<c r="B1" t="inlineStr"><is><t>合同总价</t></is></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>甲公司</t>'
        '</is></c><c r="B2" t="str"><f>IF(1,"","x")</f><v></v></c></row></sheetData></worksheet>'
    )
    assert values_of(sheet_xml(book(["甲方"]), xml)) == {"party_a.name": "甲公司"}


@pytest.mark.parametrize(
    ("title", "line", "hint"),
    [
        ("清单", [1, "水泵"], "名为『货物清单』的工作表"),  # the sheet of the table was renamed
        ("清单", [1, None], ""),  # only numbered
        ("货物清单", [1, "水泵"], ""),
    ],
)
def test_a_sheet_of_a_form_that_belongs_nowhere_is_not_passed_over(title: str, line: list[object], hint: str) -> None:
    made = openpyxl.load_workbook(io.BytesIO(book(["合同序号", "甲方"], [1, "甲公司"])))
    sheet = made.create_sheet(title)
    for cells in (["合同序号", "名称"], line):
        sheet.append(cells)
    buffer = io.BytesIO()
    made.save(buffer)
    if hint:
        with pytest.raises(RecordError, match="『清单』里填了内容") as refused:
            rows_of(buffer.getvalue())
        assert hint in refused.value.hint
    else:
        assert len(rows_of(buffer.getvalue())) == 1


@pytest.mark.parametrize(
    ("rows", "is_refused"),
    [
        ([["甲方", "合同总价", "乙方"], ["甲公司", 1, "乙公司"]], True),
        ([["合同总价", "甲方"], [1, "甲公司"]], True),  # most of the fields, in another order
        ([["甲方", "合同总价", "乙方"]], False),  # nothing filled in
        ([["甲方", "合计"], ["甲公司", 1]], False),  # a summary
        ([["说明"], ["请逐行填写"]], False),
    ],
)
@pytest.mark.parametrize("state", ["visible", "hidden"])
def test_a_second_sheet_of_records_is_not_passed_over(rows: list[list[object]], is_refused: bool, state: str) -> None:  # noqa: FBT001
    made = openpyxl.load_workbook(io.BytesIO(book(["甲方", "合同总价", "乙方"], ["甲公司", 5, "丙公司"])))
    second: Any = made.create_sheet("二月")
    for row in rows:
        second.append(row)
    second.sheet_state = state
    buffer = io.BytesIO()
    made.save(buffer)
    if is_refused:
        with pytest.raises(RecordError, match="『Sheet』和『二月』里都有"):
            rows_of(buffer.getvalue())
    else:
        assert len(rows_of(buffer.getvalue())) == 1


def test_a_merge_over_everything_costs_nothing() -> None:
    xml = (
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>甲方</t></is></c></row>'
        '<row r="2"><c r="A2" t="inlineStr"><is><t>甲公司</t></is></c></row></sheetData>'
        '<mergeCells count="1"><mergeCell ref="B3:XFD1048576"/></mergeCells></worksheet>'
    )
    assert values_of(sheet_xml(book(["甲方"]), xml)) == {"party_a.name": "甲公司"}


@pytest.mark.parametrize(
    "data", [b"", b"PK\3\4 not a zip", b"%PDF-1.7", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600]
)
def test_what_is_no_workbook_is_refused(data: bytes) -> None:
    with pytest.raises(ReadError, match=r"客户\.xlsx"):
        rows_of(data)
