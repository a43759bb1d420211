"""One field for what can only have one value, and two fields wherever that is not sure."""

from __future__ import annotations

from pipeline.model.template import Blank, Template
from pipeline.parsing.parse import parse
from pipeline.writers.parsed import parsed_json
from tests.unit.parsing.blank_cases import document

CONTRACT = """技术服务合同
合同编号：__________
项目名称：__________
委托方（甲方）：__________
受托方（乙方）：__________
签订日期：____年__月__日

技术服务合同
合同编号：__________
委托方（甲方）：__________
统一社会信用代码：__________
受托方（乙方）：__________
统一社会信用代码：__________
根据《中华人民共和国民法典》，双方订立本合同。
第一条　服务费用为人民币____元（大写：________）。
第二条　付款期限为____日。
第三条　付款期限为____日。
甲方：__________
委托代理人：__________　统一社会信用代码：__________
乙方：__________
"""


def _parsed() -> Template:
    return parse(document(CONTRACT))


def _labelled(template: Template, label: str) -> list[Blank]:
    return [blank for blank in template.blanks if blank.label == label]


def test_the_number_and_the_names_are_one_field_each() -> None:
    template = _parsed()
    counts = {blank.key: 1 + len(blank.repeats) for blank in template.blanks}
    assert counts["contract_no"] == 2
    assert counts["party_a.name"] == 3
    assert counts["party_b.name"] == 3
    assert not [key for key in counts if key.startswith("party_a.name_")]


def test_what_may_differ_by_intention_stays_apart() -> None:
    template = _parsed()
    assert len(_labelled(template, "付款期限")) == 2
    # an agent's number is not that of the party
    assert all(not blank.repeats for blank in template.blanks if "信用代码" in blank.label)


def test_two_rows_in_one_block_are_two_people() -> None:
    text = "甲方：________\n甲方：________\n乙方：________\n根据法律订立本合同。\n第一条　无。\n甲方：________\n乙方：________\n"
    names = [blank for blank in parse(document(text)).blanks if blank.party == "party_a"]
    assert [len(blank.repeats) for blank in names] == [0, 0, 0]


def test_every_place_is_printed_with_the_key_of_its_field() -> None:
    template = _parsed()
    printed = parsed_json(template)["blanks"]
    assert isinstance(printed, list)
    numbers = [entry for entry in printed if isinstance(entry, dict) and entry["key"] == "contract_no"]
    assert len(numbers) == 2
    assert [entry["start"] for entry in numbers] == sorted(
        CONTRACT.index(c) for c in ("__________\n项目", "__________\n委托方（甲方）：__________\n统")
    )
    starts = [entry["start"] for entry in printed if isinstance(entry, dict)]
    assert starts == sorted(starts, key=lambda start: int(str(start)))


def test_parsing_again_and_again_gives_the_same_keys() -> None:
    assert [blank.key for blank in _parsed().blanks] == [blank.key for blank in _parsed().blanks]
