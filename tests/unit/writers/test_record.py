from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import jsonschema
import pytest

from pipeline.diagnostics import Diagnostic, Severity
from pipeline.model.contract import AnnexStatus, Deadline, Placement, SuppliedAnnex, Value
from pipeline.model.template import Clause, Definition, Formula, Kind, Option, Slot
from pipeline.writers.record import contract_record, record_bytes, record_schema
from pipeline.writers.record.elements import NAMES, element_fields, rules
from pipeline.writers.record.filled import FilledText
from tests.made import anchor, blank, lease_contract, option, purchase_template

CONTRACT = lease_contract()


def made(**changes: object) -> dict[str, Any]:
    record: dict[str, Any] = contract_record(replace(CONTRACT, **changes))  # type: ignore[arg-type]
    jsonschema.validate(record, record_schema())
    return record


def full() -> dict[str, Any]:
    supplied = SuppliedAnnex(path="/home/office/annex/房屋交接单.pdf", sha256="a" * 64, bytes=5, format="pdf", pages=2)
    found = Diagnostic(severity=Severity.WARNING, code="ANX001", message="缺附件", location="附件二", hint="补上")
    template = replace(
        CONTRACT.template,
        formulas=(Formula(name="违约金", expression="租金×逾期天数×0.1%", variables=("租金", "逾期天数"), start=3),),
        definitions=(Definition(term="租期", aliases=("租赁期",), text="出租的时间", start=3),),
    )
    return made(
        template=template,
        annexes=(
            AnnexStatus(
                number="附件一", title="房屋交接单", referenced_in=("第一条",), supplied=supplied, status="supplied"
            ),
            AnnexStatus(number="附件二", title="平面图"),
        ),
        deadlines=(Deadline(label="付款期限", days=10, unit="个工作日", start="2026-12-01", due="2026-12-15"),),
        diagnostics=(found,),
        accepted={"ANX001": "后补"},
    )


@pytest.mark.parametrize(
    ("label", "rank"), [("租赁期限", True), ("期限", True), ("质量检验期限", False), ("确认书面披露期限", False)]
)
def test_a_deadline_is_no_term_of_the_contract(label: str, rank: bool) -> None:  # noqa: FBT001
    found = rules()["term"].rank(blank("x", label, Kind.DURATION))
    assert (found is not None) is rank


@pytest.mark.parametrize(("words", "copies"), [("一式两份", 2), ("壹式拾贰份", 12), ("一式 4 份", 4)])
def test_copies_that_are_printed_are_counted(words: str, copies: int) -> None:
    template = replace(CONTRACT.template, text=f"本合同{words}。", blanks=(), clauses=())
    assert made(template=template, values={}, placements=())["elements"]["copies"] == copies


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(record_schema())


def test_fields_hold_canonical_values_what_is_printed_and_where() -> None:
    assert made()["fields"]["rent"] == {
        "label": "月租金", "kind": "amount", "unit": "元", "group": "subject", "currency": "CNY",
        "value": "3500.00", "text": "3,500.00", "derived": False,
        "at": [{"clause": "第一条", "start": 17, "end": 21}],
    }  # fmt: skip
    assert made()["fields"]["rent_upper"]["derived"] is True


def test_elements_carry_the_standard_names() -> None:
    assert made()["elements"] == {
        "title": "房屋租赁合同",
        "start_date": "2026-12-01",
        "term": {"value": "2", "unit": "年"},
        "rent": {"value": "3500.00", "currency": "CNY"},
        "dispute_method": "litigation",
        "copies": 4,
    }


def test_an_amount_that_is_nothing_else_and_stands_in_capitals_is_the_price() -> None:
    rent, upper, *others = CONTRACT.template.blanks
    price = (replace(rent, key="price", label="转让对价"), replace(upper, pair="price"), *others)
    values = {**CONTRACT.values, "price": Value(key="price", data="3500.00", text="3,500.00")}
    found = made(template=replace(CONTRACT.template, blanks=price), values=_without(values, "rent"))["elements"]
    assert found["total_amount"] == {"value": "3500.00", "currency": "CNY"}
    assert found["total_amount_upper"] == "叁仟伍佰元整"


def _without(values: dict[str, Value], key: str) -> dict[str, Value]:
    return {name: value for name, value in values.items() if name != key}


def test_every_rule_is_for_a_standard_element() -> None:
    assert set(rules()) <= set(NAMES)


def test_elements_of_a_purchase_come_from_keys_and_labels() -> None:
    known = {name: found.key for name, found in element_fields(purchase_template()).items()}
    assert known == {"contract_no": "contract_no", "sign_date": "sign_date", "total_amount": "total"}


@pytest.mark.parametrize(
    ("chosen", "method"), [("仲裁", "arbitration"), ("诉讼", "litigation"), ("向甲方所在地人民法院起诉", "litigation")]
)
def test_a_chosen_way_of_settling_disputes_goes_before_the_wording(chosen: str, method: str) -> None:
    field = blank("dispute", "争议解决方式", Kind.CHOICE, options=(option("仲裁"), option("诉讼")))
    template = replace(CONTRACT.template, blanks=(*CONTRACT.template.blanks, field))
    values = {**CONTRACT.values, "dispute": Value(key="dispute", data=[chosen], text=chosen)}
    assert made(template=template, values=values)["elements"]["dispute_method"] == method


def test_wording_that_leaves_the_way_open_gives_no_element() -> None:
    text = CONTRACT.template.text.replace("第三条 争议\n", "第三条 争议\n争议可申请仲裁，也可向人民法院起诉。")
    assert "dispute_method" not in made(template=replace(CONTRACT.template, text=text), placements=())["elements"]


def test_parties_are_told_from_their_fields() -> None:
    kinds = {"name": Kind.PARTY, "id": Kind.ID_NO, "legal": Kind.PERSON, "contact": Kind.PERSON, "phone": Kind.PHONE}
    labels = {"name": "名称", "id": "信用代码", "legal": "法定代表人", "contact": "联系人", "phone": "电话"}
    fields = tuple(blank(f"party_a.{n}", labels[n], kind, party="party_a") for n, kind in kinds.items())
    values = {f.key: Value(key=f.key, data=f"{f.label}值", text="印") for f in fields}
    (party,) = made(template=replace(CONTRACT.template, blanks=fields), values=values, placements=())["parties"]
    assert party == {
        "key": "party_a", "role": "出租人", "label": "出租人（甲方）", "name": "名称值", "id_no": "信用代码值",
        "legal_representative": "法定代表人值", "contact": "联系人值", "phone": "电话值",
    }  # fmt: skip


def test_clauses_hold_their_own_text_with_the_values_in_it() -> None:
    clauses = made()["clauses"]
    assert [(c["number"], c["text"]) for c in clauses[:2]] == [
        ("第一条", "第一条 租金\n月租金3,500.00元，大写叁仟伍佰元整。"),
        ("第二条", "第二条 期限\n租期2年，自2026年12月1日起。"),
    ]


def test_a_clauses_text_leaves_its_childrens_out() -> None:
    text = "第一条 总则\n1.1 甲\n1.2 乙\n"
    children = tuple(
        Clause(number=n, title="", level=2, start=text.index(n), end=text.index(n) + 6) for n in ("1.1", "1.2")
    )
    clause = Clause(number="第一条", title="总则", level=1, start=0, end=len(text), children=children)
    template = replace(CONTRACT.template, text=text, clauses=(clause,), blanks=())
    (top,) = made(template=template, values={}, placements=())["clauses"]
    assert (top["text"], [c["text"] for c in top["children"]]) == ("第一条 总则", ["1.1 甲", "1.2 乙"])


def test_repeated_table_rows_stand_in_the_clauses_text() -> None:
    first = CONTRACT.placements[0]
    (clause, *_) = made(placements=(replace(first, texts=("第二行",)), *CONTRACT.placements[1:]))["clauses"]
    # As in the file: what else is filled in a row stands in its first copy only.
    assert clause["text"].endswith("月租金3,500.00元，大写叁仟伍佰元整。\n月租金第二行元，大写元整。")


def test_everything_else_stands_under_its_name() -> None:
    record = full()
    assert record["annexes"][0] == {
        "number": "附件一", "title": "房屋交接单", "referenced_in": ["第一条"], "file": "房屋交接单.pdf",
        "sha256": "a" * 64, "pages": 2, "status": "supplied",
    }  # fmt: skip
    assert record["annexes"][1]["status"] == "missing"
    assert record["deadlines"][0]["due"] == "2026-12-15"
    assert record["formulas"][0]["variables"] == ["租金", "逾期天数"]
    assert record["accepted"] == {"ANX001": "后补"}
    assert list(record)[:3] == ["schema_version", "contract", "parties"]


def test_the_same_contract_gives_the_same_bytes() -> None:
    data = record_bytes(full())
    assert data == record_bytes(full())
    assert data.endswith(b"}\n")
    assert "房屋租赁合同".encode() in data
    assert json.loads(data) == full()


def test_outputs_stand_in_the_file_alone() -> None:
    record = made()
    assert "outputs" not in record
    jsonschema.validate({**record, "outputs": [{"format": "docx", "sha256": "b" * 64, "bytes": 9}]}, record_schema())


@pytest.mark.parametrize(
    ("key", "value"), [("rent", 3500), ("rent", "3,500"), ("start_date", "2026年12月1日"), ("term", "2年")]
)
def test_the_schema_refuses_what_is_not_canonical(key: str, value: object) -> None:
    record: Any = contract_record(CONTRACT)
    record["fields"][key]["value"] = value
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(record, record_schema())


def test_a_choice_is_a_list_in_its_field() -> None:
    field = blank("pets", "宠物", Kind.CHOICE, options=(Option(label="可", start=0, end=0),))
    record = made(
        template=replace(CONTRACT.template, blanks=(field,)),
        values={"pets": Value(key="pets", data=["可"], text="可")},
        placements=(),
    )
    assert record["fields"]["pets"]["value"] == ["可"]


def test_a_blank_that_stands_twice_names_both_places() -> None:
    rent = CONTRACT.template.blanks[0]
    twice = replace(rent, repeats=((Slot(start=40, end=44),),))
    record = made(template=replace(CONTRACT.template, blanks=(twice, *CONTRACT.template.blanks[1:])))
    assert [place["start"] for place in record["fields"]["rent"]["at"]] == [17, 40]


def _cells(text: str, first: int, *columns: tuple[str, ...]) -> list[Placement]:
    """Return what grows a row of empty cells: in each its own text, then those of the rows below."""
    starts = [n + 1 for n in range(first, text.index("\n", first)) if text[n] == "\t"]
    return [
        Placement(anchor=anchor(n, at, at), key="goods", text=texts[0], texts=texts[1:], start=at, end=at)
        for n, (at, texts) in enumerate(zip(starts, columns, strict=True))
    ]


GROWN = [
    ("1", ["1\t货架\t12", "2\t叉车\t4", "3\t托盘\t600"]),
    ("", ["\t货架\t12", "\t叉车\t4", "\t托盘\t600"]),
    ("货物", ["货物\t货架\t12", "货物\t叉车\t4", "货物\t托盘\t600"]),
]


@pytest.mark.parametrize(("printed", "rows"), GROWN)
def test_rows_beyond_the_printed_ones_stand_below_each_other_and_count_on(printed: str, rows: list[str]) -> None:
    text = f"序号\t名称\t数量\n{printed}\t\t\n合计\t\n第二条 交货"
    cells = _cells(text, text.index("\n") + 1, ("货架", "叉车", "托盘"), ("12", "4", "600"))
    at = text.index("合计\t") + 3
    total = Placement(anchor=anchor(9, at, at), key="total", text="616", start=at, end=at)
    filled = FilledText(text, [total, *cells])
    whole = "\n".join(["序号\t名称\t数量", *rows, "合计\t616", "第二条 交货"])
    assert filled.between(0, len(text)) == whole
    split = text.index("第二条")
    assert filled.between(0, split) + filled.between(split, len(text)) == whole


def test_a_clause_that_ends_with_a_grown_row_holds_all_its_rows() -> None:
    text = "第一条 货物\n5\t（____）\n第二条 交货"
    at = text.index("____")
    cell = Placement(anchor=anchor(0, at, at), key="goods", text="货架", texts=("叉车",), start=at, end=at + 4)
    filled = FilledText(text, [cell])
    end = text.index("\n第二条")
    assert filled.between(0, end) == "第一条 货物\n5\t（货架）\n6\t（叉车）"
    assert filled.between(end, len(text)) == "\n第二条 交货"


def test_a_cell_of_several_lines_grows_with_its_row() -> None:
    text = "序号\t名称\n1\t第一行\n第二行\n合计"
    at, end = text.index("第一行"), text.index("\n合计")
    cell = Placement(anchor=anchor(0, at, end), key="goods", text="货架", texts=("叉车",), start=at, end=end)
    assert FilledText(text, [cell]).between(0, len(text)) == "序号\t名称\n1\t货架\n2\t叉车\n合计"
