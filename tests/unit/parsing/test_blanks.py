"""Every shape of blank, and everything that only looks like one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.model.flow import flow
from pipeline.model.template import Kind, Role, Section
from pipeline.parsing.blanks import find_blanks
from pipeline.parsing.structure import read_structure
from tests.unit.parsing.blank_cases import document, found, line_of
from tests.unit.parsing.cases import cases


@pytest.mark.parametrize(("title", "given", "expected"), cases("blanks"), ids=lambda value: str(value)[:40])
def test_fixture(title: str, given: str, expected: list[str]) -> None:
    result = found(given)
    lines = [line_of(blank) for blank in sorted((*result.blanks, *result.filled), key=lambda b: b.start)]
    assert lines == [line for line in expected if line], title


def test_the_seed_has_its_fifteen_blanks(shared: Path) -> None:
    contract = flow(document((shared / "seed/clean.txt").read_text("utf-8")))
    expected = json.loads((shared / "seed/expected.json").read_text("utf-8"))["blanks"]
    result = find_blanks(contract, read_structure(contract))
    assert [blank.kind.value for blank in result.blanks] == [entry["kind"] for entry in expected]
    assert [blank.label.translate({ord(c): None for c in "（）"}) for blank in result.blanks] == [
        entry["label"] for entry in expected
    ]
    assert [blank.unit for blank in result.blanks if blank.kind is Kind.DURATION] == ["年", "个工作日", "个工作日"]
    upper = next(blank for blank in result.blanks if blank.kind is Kind.AMOUNT_UPPER)
    assert next(blank for blank in result.blanks if blank.key == upper.pair).label == "服务费用"
    assert not result.filled


def test_a_date_has_a_slot_for_each_part() -> None:
    (blank,) = found("第一条　服务自20____年____月____日____时起开始。").blanks
    assert [slot.role for slot in blank.slots] == [Role.YEAR_SHORT, Role.MONTH, Role.DAY, Role.HOUR]


def test_rules_over_several_lines_are_one_blank() -> None:
    (blank,) = found("第九条　其他约定：________\n____________\n____________。").blanks
    assert [slot.role for slot in blank.slots] == [Role.VALUE, Role.MORE, Role.MORE]


def test_room_inside_a_spread_label_is_none() -> None:
    text = "日      期<u>          </u>"
    (blank,) = found(text).blanks
    assert (blank.label, blank.start) == ("日期", len("日      期"))


def test_an_ordinal_knows_the_answers() -> None:
    (blank,) = found("货款按下列第____种方式支付：\n（一）一次付清；\n（二）分期支付。").blanks
    assert blank.kind is Kind.CHOICE
    assert blank.slots[0].role is Role.ORDINAL
    assert [option.label for option in blank.options] == ["一次付清", "分期支付"]


def test_the_value_of_a_bracket_goes_between_them() -> None:
    text = "验收应在交货后【　　】日内完成。"
    (blank,) = found(text).blanks
    assert text[blank.start : blank.end] == "　　"


def test_keys_are_unique_and_say_what_the_label_says() -> None:
    result = found(
        "设备买卖合同\n甲方：______\n地址：______\n电话：______\n乙方：______\n地址：______\n电话：______\n"
        "第一条　合同总价为人民币______元（大写：______）。\n第二条　预付款为______元，尾款为______元。"
    )
    keys = [blank.key for blank in result.blanks]
    assert keys[:6] == [
        "party_a.name", "party_a.address", "party_a.phone", "party_b.name", "party_b.address", "party_b.phone",
    ]  # fmt: skip
    assert len(set(keys)) == len(keys)
    assert "total_amount_upper" in keys


def test_what_cannot_be_named_is_reported() -> None:
    result = found("第三条　双方就______咨商。")
    assert result.blanks[0].key
    assert [diagnostic.code for diagnostic in result.diagnostics] == ["NAM001"]


def test_signatures_and_open_ends_are_not_required() -> None:
    result = found("电话：______\n传真（如有）：______\n其他：______\n甲方（盖章）：\n乙方（盖章）：")
    assert [blank.required for blank in result.blanks] == [True, False, False, False, False]


def test_no_blank_in_notes_to_the_drafter(shared: Path) -> None:
    del shared
    contract = flow(
        document("使用说明\n一、空格处____应当填写完整。\n买卖合同\n甲方：____\n乙方：____\n第一条　标的：____")
    )
    structure = read_structure(contract)
    result = find_blanks(contract, structure)
    assert all(structure.section_at(blank.start) is not Section.NOTES for blank in result.blanks)
    assert len(result.blanks) == 3


def test_columns_of_a_table_are_told_apart_by_key() -> None:
    (table,) = found("| 序号 | 部门及职务 | 知悉范围 | 备注 |\n| | | | |\n| | | | |").blanks
    keys = [column.key for column in table.columns]
    assert len(set(keys)) == 4


def test_a_party_named_by_its_role_is_the_party_itself() -> None:
    result = found("软件开发合同\n委托方（甲方）：______\n开发方（乙方）：______\n第一条　开发期限为____日。")
    assert [blank.key for blank in result.blanks][:2] == ["party_a.name", "party_b.name"]


def test_a_seal_with_another_entry_behind_it_is_a_place_to_sign() -> None:
    lines = "甲方：____\n乙方：____\n甲方（盖章） 手机：____\n乙方（盖章） 手机：____\n鉴证方：（盖章） 手机：____"
    result = found(lines)
    signed = [blank.kind for blank in result.blanks][2:]
    assert signed == [Kind.SIGNATURE, Kind.PHONE] * 3


def test_a_rule_before_or_behind_a_seal_is_the_only_place() -> None:
    result = found("借款方：____（盖章）\n出借方（盖章）  ____")
    assert len(result.blanks) == 2


def test_who_orders_and_who_raises_are_parties() -> None:
    result = found("蛋鸡订购合同\n订购人：______\n养殖人：______\n第一条　数量为____只。")
    assert [blank.kind for blank in result.blanks] == [Kind.PARTY, Kind.PARTY, Kind.NUMBER]
