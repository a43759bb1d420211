from __future__ import annotations

import datetime as dt
import io
import json
from dataclasses import replace
from decimal import Decimal

import jsonschema
import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.model.field import Field, fields
from pipeline.model.record import Record
from pipeline.model.template import Blank, Column, Kind, Role, Slot, Template
from pipeline.readers.records import read_records
from pipeline.values import coerce
from pipeline.writers.form import FORMATS, form_json, form_schema, form_xlsx, form_yaml
from pipeline.writers.form.wording import advice, example
from tests.made import blank, purchase_template

TEMPLATE = purchase_template()
VALUES: dict[str, object] = {
    "contract_no": "001",
    "party_a.name": "张三 & 李四 <甲>",
    "party_a.id_no": "110101199003071233",
    "party_a.phone": "057188886666",
    "party_b.name": "=SUM(1)",
    "total": Decimal("120000.5"),
    "deposit_rate": "50%",
    "delivery": "36个月",
    "dispute": "仲裁",
    "packing": "纸箱；木箱",
    "goods": [{"name": "泵", "quantity": 2, "price": Decimal("3.25")}, {"name": "0012", "quantity": 5}],
    "remarks": "第一行\n第二行",
    "sign_date": dt.date(2026, 11, 22),
}


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def main(book: openpyxl.Workbook) -> Worksheet:
    sheet = book["合同数据"]
    assert isinstance(sheet, Worksheet)
    return sheet


def column(sheet: Worksheet, heading: str) -> int:
    return next(int(cell.column) for cell in sheet[3] if cell.value == heading)


def numbered_template() -> Template:
    """A template with a table whose first column (序号) is printed in every row."""
    goods = Blank(
        key="goods", label="货物", kind=Kind.TABLE, rows=2,
        columns=(Column(key="item", label="序号", kind=Kind.TEXT), Column(key="name", label="名称", kind=Kind.TEXT)),
        slots=tuple(Slot(start=n, end=n, role=Role.CELL, name=f"{n},1") for n in range(2)),
    )  # fmt: skip
    return replace(TEMPLATE, blanks=(goods,))


class TestPrintedColumns:
    def test_what_the_contract_numbers_itself_is_not_asked_for(self) -> None:
        sheet = opened(form_xlsx(numbered_template()))["货物"]
        assert [cell.value for cell in sheet[3]] == ["合同序号", "名称"]
        assert "“序号”合同上已经印好" in str(sheet["A1"].value)
        assert json.loads(form_json(numbered_template()))["goods"] == [{"name": ""}]
        assert "item:" not in form_yaml(numbered_template())


class TestXlsx:
    def test_records_written_into_the_form_are_read_back_exactly(self) -> None:
        second = {**VALUES, "goods": [{"name": "阀"}], "contract_no": "002"}
        data = form_xlsx(TEMPLATE, [Record(values=VALUES), Record(values=second)])
        assert [r.values for r in read_records(data, name="a.xlsx", template=TEMPLATE)] == [VALUES, second]

    def test_what_a_person_types_into_the_form_is_read_back(self) -> None:
        book = opened(form_xlsx(TEMPLATE))
        sheet = main(book)
        typed = {"合同编号 *": "A-1", "甲方 *": "甲公司", "合同总价（元） *": 120000, "签订日期 *": dt.date(2026, 1, 2)}
        for heading, value in typed.items():
            sheet.cell(row=6, column=column(sheet, heading), value=value)
        buffer = io.BytesIO()
        book.save(buffer)
        (record,) = read_records(buffer.getvalue(), name="表.xlsx", template=TEMPLATE)
        assert record.source == "表.xlsx 第6行"
        assert record.values == {
            "contract_no": "A-1", "party_a.name": "甲公司", "total": 120000, "sign_date": dt.date(2026, 1, 2),
        }  # fmt: skip
        assert record.places["total"] == "列『合同总价（元） *』"

    def test_a_contract_without_blanks_has_a_form_without_columns(self) -> None:
        sheet = main(opened(form_xlsx(replace(TEMPLATE, blanks=(), annexes=()))))
        assert "填写表" in str(sheet["A1"].value)
        assert [cell.value for cell in sheet[3] if cell.value] == []

    def test_an_empty_form_holds_no_record(self) -> None:
        assert list(read_records(form_xlsx(TEMPLATE), name="a.xlsx", template=TEMPLATE)) == []

    def test_every_field_has_a_heading_and_no_signature_has(self) -> None:
        book = opened(form_xlsx(TEMPLATE))
        headings = {cell.value for cell in main(book)[3]}
        assert headings == {"合同序号"} | {f.heading for f in fields(TEMPLATE) if f.kind is not Kind.TABLE}
        assert book.sheetnames == ["合同数据", "货物清单", "填写说明", "选项"]
        assert book["选项"].sheet_state == "hidden"

    def test_a_whole_date_and_one_without_a_year_have_formats_of_their_own(self) -> None:
        slots = (Slot(start=0, end=1, role=Role.MONTH), Slot(start=2, end=3, role=Role.DAY))
        renewed = replace(blank("renewed", "每年续签日", Kind.DATE), slots=slots)
        signed = blank("signed", "签订日期", Kind.DATE)
        for dates in ((renewed, signed), (signed, renewed)):
            sheet = main(opened(form_xlsx(replace(TEMPLATE, blanks=dates))))
            formats = {cell.value: sheet.column_dimensions[cell.column_letter] for cell in sheet[3]}
            shown = {str(name): look.number_format for name, look in formats.items()}
            assert shown == {"每年续签日 *": "@", "签订日期 *": "yyyy-mm-dd"}, dates

    def test_cells_are_typed_and_validated(self) -> None:
        sheet = main(opened(form_xlsx(TEMPLATE)))
        rules = {
            str(rule.sqref).split(":")[0].rstrip("0123456789"): rule for rule in sheet.data_validations.dataValidation
        }
        letter = {cell.value: cell.column_letter for cell in sheet[3]}
        assert rules[letter["签订日期 *"]].type == "date"
        assert rules[letter["合同总价（元） *"]].errorStyle == "warning"  # 12万 may be typed
        assert rules[letter["争议解决方式 *"]].formula1 == "选项!$A$1:$A$2"
        assert sheet.column_dimensions[letter["合同编号 *"]].number_format == "@"
        assert sheet.freeze_panes == "C4"

    def test_headings_explain_themselves(self) -> None:
        sheet = main(opened(form_xlsx(TEMPLATE)))
        note = sheet.cell(row=3, column=column(sheet, "合同总价大写")).comment
        assert note is not None
        assert "自动生成" in note.text

    def test_the_same_template_gives_the_same_bytes(self) -> None:
        assert form_xlsx(TEMPLATE) == form_xlsx(TEMPLATE)


class TestSkeletons:
    @pytest.mark.parametrize("ending", [".json", ".yaml"])
    def test_an_unfilled_skeleton_holds_no_value(self, ending: str) -> None:
        (record,) = read_records(FORMATS[ending](TEMPLATE, {}), name=f"a{ending}", template=TEMPLATE)
        assert record.values == {}

    def test_a_filled_yaml_skeleton_is_read_back(self) -> None:
        filled = form_yaml(TEMPLATE).replace("contract_no:", "contract_no: 001").replace("- name:", "- name: 泵")
        (record,) = read_records(filled.encode(), name="a.yaml", template=TEMPLATE)
        assert record.values == {"contract_no": "001", "goods": [{"name": "泵"}]}

    def test_a_filled_json_skeleton_is_read_back(self) -> None:
        skeleton = json.loads(form_json(TEMPLATE)) | {"total": "12万"}
        (record,) = read_records(json.dumps(skeleton).encode(), name="a.json", template=TEMPLATE)
        assert record.values == {"total": "12万"}

    def test_skeletons_name_every_field_in_chinese(self) -> None:
        for field in fields(TEMPLATE):
            assert field.heading in form_yaml(TEMPLATE)
            assert field.heading in form_json(TEMPLATE)


class TestSchema:
    def test_it_is_a_schema_and_takes_a_complete_record(self) -> None:
        schema = form_schema(TEMPLATE)
        jsonschema.Draft202012Validator.check_schema(schema)
        record = {**VALUES, "total": 120000.5, "sign_date": "2026-11-22", "packing": ["纸箱"], "goods": []}
        jsonschema.validate(record, schema)

    @pytest.mark.parametrize("change", [{"total": None}, {"服务费": 1}, {"dispute": "决斗"}, {"goods": [{"色": "红"}]}])
    def test_it_refuses_what_is_missing_unknown_or_no_option(self, change: dict[str, object]) -> None:
        record = {**VALUES, "total": 1, "sign_date": "2026-11-22", "goods": [], **change}
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(record, form_schema(TEMPLATE))

    def test_the_skeleton_is_refused_only_for_its_required_blanks(self) -> None:
        schema = form_schema(TEMPLATE)
        wrong = jsonschema.Draft202012Validator(schema).iter_errors(json.loads(form_json(TEMPLATE)))
        assert {str(error.absolute_path[0]) for error in wrong} <= {f.key for f in fields(TEMPLATE) if f.required}


@pytest.mark.parametrize(("unit", "said"), [("‰", "5 就是千分之五"), ("‱", "5 就是万分之五"), ("%", "50% 或 50")])
def test_a_share_is_explained_in_its_own_unit(unit: str, said: str) -> None:
    field = Field(key="rate", label="违约金", kind=Kind.PERCENT, unit=unit)
    assert said in advice(field)
    assert coerce(example(field), blank("rate", "违约金", Kind.PERCENT, unit=unit)) in {"50", "0.5", "0.05"}


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in {Kind.TABLE, Kind.SIGNATURE, Kind.CHOICE}])
@pytest.mark.parametrize("unit", ["", "年", "元"])
def test_what_a_form_gives_as_an_example_is_accepted(kind: Kind, unit: str) -> None:
    shown = example(Field(key="k", label="某项", kind=kind, unit=unit))
    if shown and (unit != "元" or kind in {Kind.AMOUNT, Kind.AMOUNT_UPPER}):
        coerce(shown, blank("k", "某项", kind, unit=unit))
