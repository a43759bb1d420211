from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.errors import ReadError, RecordError
from pipeline.model.record import Record
from pipeline.readers.records import read_records, read_rows
from tests.made import purchase_template

TEMPLATE = purchase_template()


def records(data: bytes, name: str) -> list[Record]:
    return list(read_records(data, name=name, template=TEMPLATE))


def only(data: bytes | str, name: str) -> Record:
    (record,) = records(data.encode() if isinstance(data, str) else data, name)
    return record


class TestJson:
    def test_keys_nested_keys_and_labels_name_the_same_fields(self) -> None:
        flat = only('{"party_a.name": "甲公司", "total": 3}', "a.json")
        nested = only('{"party_a": {"name": "甲公司"}, "合同总价": 3}', "a.json")
        assert flat.values == nested.values == {"party_a.name": "甲公司", "total": 3}

    def test_labels_as_the_form_prints_them(self) -> None:
        values = only('{"合同总价（元） *": 3, "甲方 ": "甲", "交货期限(个工作日)": 5}', "a.json").values
        assert values == {"total": 3, "party_a.name": "甲", "delivery": 5}

    def test_a_label_that_two_fields_share_is_told_apart_by_its_party(self) -> None:
        values = only('{"甲方联系电话": "1", "卖方联系电话": "2"}', "a.json").values
        assert values == {"party_a.phone": "1", "party_b.phone": "2"}

    def test_a_label_that_two_fields_share_is_refused(self) -> None:
        with pytest.raises(RecordError, match=r"party_a\.phone、party_b\.phone"):
            only('{"联系电话": "1"}', "a.json")

    def test_numbers_stay_exact(self) -> None:
        values = only('{"total": 120000.10, "deposit_rate": 12345678901234567890}', "a.json").values
        assert values == {"total": Decimal("120000.10"), "deposit_rate": 12345678901234567890}
        assert str(values["total"]) == "120000.10"

    def test_null_and_empty_mean_not_given(self) -> None:
        assert only('{"total": null, "remarks": "", "packing": "  "}', "a.json").values == {}

    def test_unknown_keys_stay_for_the_checks_to_name(self) -> None:
        record = only('{"服务费": 1}', "a.json")
        assert record.values == {"服务费": 1}
        assert record.places == {"服务费": "『服务费』"}

    def test_annexes_and_accepted_findings(self) -> None:
        record = only('{"annexes": ["a.pdf", "b.docx"], "accept": {"ANX001": "后补"}}', "a.json")
        assert record.annexes == ("a.pdf", "b.docx")
        assert record.accept == {"ANX001": "后补"}

    def test_table_rows_take_labels_or_keys(self) -> None:
        values = only('{"货物清单": [{"名称": "泵", "数量（台）": 2}, {"name": "阀"}]}', "a.json").values
        assert values == {"goods": [{"name": "泵", "quantity": 2}, {"name": "阀"}]}

    def test_an_issued_contracts_record_is_a_record(self) -> None:
        fields = {
            "total": {"kind": "amount", "value": "30000.00", "currency": "CNY", "derived": False},
            "total_upper": {"kind": "amount_upper", "value": "30000.00", "currency": "CNY", "derived": True},
            "remarks": {"kind": "text", "value": "无", "derived": False},
        }
        issued = {"schema_version": "1.0", "fields": fields}
        assert only(json.dumps(issued), "a.json").values == {"total": "30000.00元", "remarks": "无"}

    def test_a_list_gives_one_record_an_item(self) -> None:
        found = records(b'[{"total": 1}, {"total": 2}]', "a.json")
        assert [(r.values["total"], r.source) for r in found] == [(1, "a.json 第1条"), (2, "a.json 第2条")]

    def test_gb18030_and_a_byte_order_mark_are_read(self) -> None:
        assert only('{"合同总价": 3}'.encode("gb18030"), "a.json").values == {"total": 3}
        assert only(b"\xef\xbb\xbf" + b'{"total": 3}', "a.json").values == {"total": 3}

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ('{"total": 1, "total": 2}', "『total』出现两次"),
            ('{"total": NaN}', "NaN 不是数字"),
            ('{"total": 1e999}', "太大"),
            ('{"total": ' + "9" * 5_000_000 + "}", "数字太长"),
            ("[" * 1_000_000 + "]" * 1_000_000, "嵌套超过 100 层"),
            ('{"remarks": ' + "[" * 150 + "]" * 150 + "}", "嵌套超过 100 层"),
            ('{"total": 1', "不是正确的 JSON"),
            ("[1, 2]", "字段: 值"),
            ('"text"', "字段: 值"),
        ],
    )
    def test_hostile_json_is_refused(self, text: str, said: str) -> None:
        with pytest.raises(ReadError, match=said):
            records(text.encode(), "a.json")

    def test_more_than_a_million_nodes_are_refused(self) -> None:
        with pytest.raises(ReadError, match="数据项个数超过上限"):
            records(b'{"remarks": [' + b"1," * 1_000_000 + b"1]}", "a.json")

    @pytest.mark.parametrize("bad", ["\\u0000", "\\ud800", "\\u0008", "\\uffff"])
    def test_characters_that_no_document_can_hold_are_refused(self, bad: str) -> None:
        with pytest.raises(RecordError, match=r"『remarks』：含有不能出现在文档里的字符"):
            only(f'{{"remarks": "甲{bad}乙"}}', "a.json")

    @pytest.mark.parametrize(
        "value", ["{{7*7}}", "张三 & 李四 <甲>", "</w:p>", "=cmd|'/c calc'!A0", '#read("x")', "𬇙㼆"]
    )
    def test_markup_is_taken_literally(self, value: str) -> None:
        assert only(json.dumps({"remarks": value}), "a.json").values["remarks"] == value


class TestYaml:
    def test_what_would_not_print_again_as_written_stays_text(self) -> None:
        text = "contract_no: 001\nparty_a.id_no: 110101199003071234\nremarks: 1_000\nparty_a.phone: 12:30:45\npacking: no\n"
        assert only(text, "a.yaml").values == {
            "contract_no": "001",
            "party_a.id_no": "110101199003071234",
            "remarks": "1_000",
            "party_a.phone": "12:30:45",
            "packing": "no",
        }

    def test_numbers_dates_and_truth(self) -> None:
        text = "total: 120000.50\ndelivery: 5\nsign_date: 2026-11-22\nremarks: '5'\npacking: true\n"
        assert only(text, "a.yml").values == {
            "total": Decimal("120000.50"),
            "delivery": 5,
            "sign_date": dt.date(2026, 11, 22),
            "remarks": "5",
            "packing": True,
        }

    def test_a_day_that_does_not_exist_stays_for_the_check_of_dates(self) -> None:
        assert only("sign_date: 2026-02-30", "a.yaml").values == {"sign_date": "2026-02-30"}

    def test_nested_and_listed(self) -> None:
        text = "party_a:\n  name: 甲公司\ngoods:\n- {name: 泵, 数量: 2}\n- 名称: 阀\n"
        assert only(text, "a.yaml").values == {
            "party_a.name": "甲公司",
            "goods": [{"name": "泵", "quantity": 2}, {"name": "阀"}],
        }

    def test_documents_and_lists_are_records(self) -> None:
        assert [r.values["total"] for r in records(b"total: 1\n---\n- total: 2\n- total: 3\n", "a.yaml")] == [1, 2, 3]

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ('!!python/object/apply:os.system ["true"]', "标签"),
            ("total: !!int 5", "标签"),
            ("a: &a [1]\nb: *a", "别名"),
            ("total: 1\ntotal: 2", r"第2行：『total』出现两次"),
            ("[" * 100_000, "嵌套超过 100 层"),
            ("total: [1", "不是正确的 YAML"),
            ("? [1, 2]\n: 3", "键名应是文字"),
            ("a\x00b", "不是正确的 YAML"),
        ],
    )
    def test_hostile_yaml_is_refused(self, text: str, said: str) -> None:
        with pytest.raises(ReadError, match=said):
            records(text.encode(), "a.yaml")


class TestCsv:
    def test_every_value_is_text_as_typed(self) -> None:
        record = only("合同编号,甲方,合同总价（元）,签订日期\n001,甲公司,12万,2026.11.22\n", "客户.csv")
        assert record.values == {
            "contract_no": "001", "party_a.name": "甲公司", "total": "12万", "sign_date": "2026.11.22",
        }  # fmt: skip
        assert record.source == "客户.csv 第2行"
        assert record.places["total"] == "列『合同总价（元）』"

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
    @pytest.mark.parametrize("end", ["\n", "\r\n"])
    def test_encodings_and_line_ends(self, encoding: str, end: str) -> None:
        text = end.join(["合同编号,甲方", "A-1,𬇙㼆公司", "", "A-2,乙", ""])
        found = records(text.encode(encoding), "a.csv")
        assert [(r.values["party_a.name"], r.source) for r in found] == [
            ("𬇙㼆公司", "a.csv 第2行"),
            ("乙", "a.csv 第4行"),
        ]

    @pytest.mark.parametrize("delimiter", [",", "\t", ";", "，"])
    def test_delimiters(self, delimiter: str) -> None:
        assert only(delimiter.join(["合同编号", "甲方"]) + "\n" + delimiter.join("12"), "a.csv").values == {
            "contract_no": "1", "party_a.name": "2",
        }  # fmt: skip

    def test_a_quoted_field_may_hold_line_ends_and_rows_keep_their_line(self) -> None:
        found = records('合同编号,其他约定\n1,"甲\n""乙"",丙"\n2,丁\n'.encode(), "a.csv")
        assert found[0].values["remarks"] == '甲\n"乙",丙'
        assert found[1].source == "a.csv 第4行"

    def test_title_rows_and_group_rows_above_the_header(self) -> None:
        text = "2026年合同\n,甲方,,乙方,\n合同编号,甲方,联系电话,乙方,联系电话\n1,甲公司,110,乙公司,120\n"
        assert only(text, "a.csv").values == {
            "contract_no": "1",
            "party_a.name": "甲公司",
            "party_a.phone": "110",
            "party_b.name": "乙公司",
            "party_b.phone": "120",
        }

    def test_an_unknown_column_is_named_with_what_was_probably_meant(self) -> None:
        with pytest.raises(RecordError, match="『合同总阶』（是不是『合同总价』？）"):
            only("甲方,合同总阶\n甲,1\n", "a.csv")

    def test_a_column_marked_with_a_hash_is_left_out(self) -> None:
        assert only("甲方,#内部备注\n甲,急\n", "a.csv").values == {"party_a.name": "甲"}

    def test_two_columns_for_one_field_are_refused(self) -> None:
        with pytest.raises(RecordError, match="重复出现"):
            only("甲方,party_a.name\n甲,乙\n", "a.csv")

    def test_a_file_without_header_is_refused(self) -> None:
        with pytest.raises(RecordError, match="找不到表头"):
            only("1,2\n3,4\n", "a.csv")

    def test_a_cell_beyond_the_header_spoils_its_row_alone(self) -> None:
        rows = list(read_rows("甲方,合同编号\n甲,1,多\n乙,2\n".encode(), name="a.csv", template=TEMPLATE))
        assert [[p.code for p in row.problems] for row in rows] == [["ROW007"], []]

    def test_line_ends_of_an_old_mac_and_a_mark_given_twice_are_read(self) -> None:
        found = records("\ufeff\ufeff甲方,合同编号\r甲,1\r乙,2\r".encode(), "a.csv")
        assert [record.values["contract_no"] for record in found] == ["1", "2"]

    def test_of_many_strange_columns_some_are_named(self) -> None:
        with pytest.raises(RecordError, match=r"等 5,000 列") as refused:
            records(("甲方," + ",".join(f"杂{n}" for n in range(5000)) + "\n甲\n").encode(), "a.csv")
        assert len(refused.value.message) < 500

    def test_a_table_blank_takes_json(self) -> None:
        assert only('甲方,货物清单\n甲,"[{""名称"": ""泵""}]"\n', "a.csv").values["goods"] == [{"name": "泵"}]

    @pytest.mark.parametrize(
        ("data", "said"),
        [
            ("甲方\n".encode() + b"\xff\xff\xff\n", "编码既不是 UTF-8 也不是 GB18030（第2行起"),
            ('甲方\n"甲\n'.encode(), "引号不成对"),
            ("甲方\n甲\n".encode("utf-16")[:-1], "编码"),
            ("甲方\n".encode() + b"x" * 1_100_000, "1 MiB"),
        ],
    )
    def test_hostile_csv_is_refused(self, data: bytes, said: str) -> None:
        with pytest.raises(ReadError, match=said):
            records(data, "a.csv")

    def test_nul_spoils_its_row_alone(self) -> None:
        rows = list(read_rows("甲方\n\0\0\n乙\n".encode(), name="a.csv", template=TEMPLATE))
        assert [bool(row.problems) for row in rows] == [True, False]


class TestJsonl:
    def test_lines_are_records_and_a_broken_line_spoils_itself_alone(self) -> None:
        lines = b'{"total": 1}\n\n{"total": 2, "total": 3}\n{"total"\n[1]\n{"total": 0.1}\n{"remarks": "a:b"}\n'
        rows = list(read_rows(lines, name="a.jsonl", template=TEMPLATE))
        assert [(row.number, [p.message for p in row.problems][:1]) for row in rows] == [
            (1, []),
            (3, ["『total』出现两次"]),
            (4, [rows[2].problems[0].message]),
            (5, ["不是“字段: 值”的对象"]),
            (6, []),
            (7, []),
        ]
        assert rows[4].record.values == {"total": Decimal("0.1")}
        assert rows[2].cells == {"": '{"total"'}

    def test_long_figures_stay_exact(self) -> None:
        assert only('{"remarks": 123456789012345678901234567890}', "a.jsonl").values == {
            "remarks": 123456789012345678901234567890
        }

    def test_a_key_given_twice_is_found_among_keys_with_spaces_and_colons(self) -> None:
        rows = list(read_rows(b'{"total" : 1, "total":2, "remarks":""}', name="a.jsonl", template=TEMPLATE))
        assert rows[0].problems

    def test_a_stream_is_read_in_pieces(self, tmp_path: Path) -> None:
        path = tmp_path / "a.jsonl"
        with path.open("w", encoding="utf-8") as file:
            file.writelines(
                json.dumps({"total": n, "remarks": "长" * 500}, ensure_ascii=False) + "\n" for n in range(3000)
            )
        assert [r.values["total"] for r in read_records(path, template=TEMPLATE)] == list(range(3000))

    def test_an_endless_line_is_refused(self) -> None:
        with pytest.raises(ReadError, match="一行的长度"):
            records(b"x" * (18 << 20), "a.jsonl")


@pytest.mark.parametrize("make", [lambda p: p / "none.csv", lambda p: p])
def test_a_file_that_is_not_there_is_a_read_error(make: Callable[[Path], Path], tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="读不了"):
        list(read_records(make(tmp_path), name="a.csv", template=TEMPLATE))


def test_an_unknown_ending_names_the_known_ones() -> None:
    with pytest.raises(ReadError, match="json、yaml"):
        list(read_records(b"", name="a.doc", template=TEMPLATE))


@pytest.mark.parametrize("name", ["a.xls", "登记.ET", "a.ods"])
def test_another_spreadsheet_is_to_be_saved_as_xlsx(name: str) -> None:
    with pytest.raises(ReadError, match=r"Excel 或 WPS 打开，另存为 \.xlsx"):
        list(read_records(b"", name=name, template=TEMPLATE))
