"""Names, drafts, refusals, deadlines: what binding does beside printing."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from datetime import date

import pytest

from pipeline.diagnostics import Severity
from pipeline.filling import BlankUnusable, RecordRefused, compile_template, fill
from pipeline.model.contract import Contract
from pipeline.model.record import Record
from pipeline.model.template import Clause, Party, Template

Make = Callable[..., Template]
PARTIES = "甲方：⟦party_a.name|party||label=甲方名称⟧ 地址：⟦party_a.address|address||label=甲方地址⟧ 签字：⟦party_a.sign|signature⟧"
DEADLINE = (
    "本合同自双方签字之日起生效。乙方应在合同生效后⟦t|duration|个工作日|label=部署期限⟧个工作日内完成。\n"
    "甲方自本合同签订之日起⟦p|duration|日⟧日内付款。收到发票后⟦q|duration|日⟧日内付清。\n签订日期：⟦sign_date|date||label=签订日期⟧"
)


@pytest.mark.parametrize(
    "values",
    [
        {"party_a.name": "甲公司", "party_a.address": "杭州"},
        {"party_a": {"name": "甲公司", "address": "杭州"}},
        {"甲方名称": "甲公司", "甲方地址": "杭州"},
        {"甲方": {"名称": "甲公司", "地址": "杭州"}},
        {"甲方": {"name": "甲公司", "address": "杭州"}},
        {"甲方": "甲公司", "甲方地址": "杭州"},
        {"甲方名称 *": "甲公司", "party_a": {"address": "杭州", "name": None}},
    ],
)
def test_fields_answer_to_keys_nested_keys_labels_and_headings(
    make: Make, parties: tuple[Party, ...], values: dict[str, object]
) -> None:
    contract = fill(make(PARTIES, parties=parties), Record(values=values))
    assert {k: v.data for k, v in contract.values.items()} == {"party_a.name": "甲公司", "party_a.address": "杭州"}


def test_one_field_by_two_names_must_have_one_value(make: Make) -> None:
    template = make(PARTIES)
    same = {"party_a.name": "甲公司", "甲方名称": "甲公司", "甲方地址": "杭州"}
    assert fill(template, Record(values=same)).values["party_a.name"].data == "甲公司"
    with pytest.raises(RecordRefused) as refused:
        fill(template, Record(values={**same, "甲方名称": "乙公司"}))
    assert [d.code for d in refused.value.diagnostics] == ["REQ004"]


def test_an_unknown_name_is_refused_with_the_one_that_was_meant(make: Make) -> None:
    with pytest.raises(RecordRefused) as refused:
        fill(make(PARTIES), Record(values={"甲方名称": "甲公司", "甲方地址": "杭州", "甲方地扯": "x"}))
    (only,) = refused.value.diagnostics
    assert (only.code, "甲方地址" in only.hint) == ("REQ002", True)


def test_of_many_unknown_names_some_are_told(make: Make) -> None:
    with pytest.raises(RecordRefused) as refused:
        fill(make(PARTIES), Record(values={f"杂项{n}": "x" for n in range(60_000)}), draft=True)
    told = [d.message for d in refused.value.diagnostics]
    assert (len(told), told[-1]) == (51, "模板里还没有另外 59,950 项")


def test_a_missing_value_is_named_with_its_place_and_what_is_expected(make: Make) -> None:
    template = make(
        "三、费用\n3.1服务费用为⟦fee|amount|元|label=服务费用⟧元。",
        clauses=(
            Clause(
                number="三",
                title="费用",
                level=1,
                start=0,
                end=30,
                children=(Clause(number="3.1", title="", level=2, start=5, end=30),),
            ),
        ),
    )
    with pytest.raises(RecordRefused) as refused:
        fill(template, Record(values={}, source="客户.xlsx 第3行"))
    (only,) = refused.value.diagnostics
    assert "『服务费用』" in only.message
    assert "金额" in only.message
    assert only.location == "三、费用 3.1「3.1服务费用为____元。」"
    assert str(refused.value).startswith("客户.xlsx 第3行：")


def test_a_bad_value_is_found_where_it_stands_in_the_source(make: Make) -> None:
    record = Record(values={"fee": "abc"}, places={"fee": "列『服务费用』"})
    with pytest.raises(RecordRefused) as refused:
        fill(make("⟦fee|amount|元⟧元"), record)
    assert refused.value.diagnostics[0].location.startswith("列『服务费用』")


def test_a_missing_pair_is_one_finding(make: Make) -> None:
    with pytest.raises(RecordRefused) as refused:
        fill(make("⟦fee|amount|元⟧元（大写⟦up|amount_upper||pair=fee⟧）"), Record(values={}))
    assert [d.key for d in refused.value.diagnostics] == ["fee"]


def test_a_draft_leaves_what_is_missing_blank(make: Make, shown: Callable[[Contract], str]) -> None:
    contract = fill(make("甲⟦a|text⟧乙⟦b|text⟧"), Record(values={"a": "x"}), draft=True)
    assert (contract.state, shown(contract)) == ("draft", "甲x乙____")


def test_a_draft_still_refuses_what_is_wrong(make: Make) -> None:
    with pytest.raises(RecordRefused):
        fill(make("⟦a|amount|元⟧元"), Record(values={"a": "x"}), draft=True)


def test_optional_values_left_out_are_noted(make: Make, shown: Callable[[Contract], str]) -> None:
    contract = fill(make("⟦a|text⟧⟦b|text||optional|label=备注⟧"), Record(values={"a": "x", "b": " "}))
    (note,) = contract.diagnostics
    assert (note.code, note.severity, "备注" in note.message) == ("REQ005", Severity.NOTE, True)
    assert shown(contract) == "x____"


def test_a_refusal_crosses_a_process_boundary(make: Make) -> None:
    with pytest.raises(RecordRefused) as refused:
        fill(make("⟦a|amount|元⟧元"), Record(values={"a": "x"}, source="r"))
    again = pickle.loads(pickle.dumps(refused.value))
    assert (again.diagnostics, str(again)) == (refused.value.diagnostics, str(refused.value))


def test_a_template_that_cannot_be_filled_says_which_blank(make: Make) -> None:
    template = make("⟦a|text⟧")
    from dataclasses import replace

    blank = template.blanks[0]
    adrift = replace(template, blanks=(replace(blank, slots=(replace(blank.slots[0], anchor=None),)),))
    for broken in (
        adrift,
        replace(template, blanks=(replace(blank, key=""),)),
        replace(template, blanks=(blank, blank)),
    ):
        with pytest.raises(BlankUnusable):
            compile_template(broken)


def test_deadlines_count_from_what_the_sentence_says(make: Make) -> None:
    contract = fill(make(DEADLINE), Record(values={"t": "10", "p": "3", "q": "5", "sign_date": "2026-03-06"}))
    assert [(d.key, d.days, d.unit, d.start, d.due) for d in contract.deadlines] == [
        ("t", 10, "个工作日", "2026-03-06", "2026-03-20"),
        ("p", 3, "日", "2026-03-06", "2026-03-09"),
    ]


def test_a_deadline_beyond_the_announced_holidays_is_unknown(make: Make) -> None:
    contract = fill(make(DEADLINE), Record(values={"t": "10", "p": "3", "q": "5", "sign_date": "2090-03-06"}))
    assert [d.due for d in contract.deadlines] == ["", ""]
    assert [d.code for d in contract.diagnostics] == ["DUE001", "DUE001"]
    assert "尚未公布" in contract.diagnostics[0].message


def test_a_deadline_without_its_day_names_the_event(make: Make) -> None:
    contract = fill(make(DEADLINE), Record(values={"t": "10", "p": "3", "q": "5"}), draft=True)
    assert [(d.start, d.due) for d in contract.deadlines] == [("合同生效", ""), ("合同签订", "")]


def test_a_signing_date_far_from_today_is_questioned(make: Make) -> None:
    template, record = make("⟦sign_date|date||label=签订日期⟧"), Record(values={"sign_date": "2062-01-05"})
    assert [d.code for d in fill(template, record, today=date(2026, 1, 5)).diagnostics] == ["VAL006"]
    assert fill(template, record).diagnostics == ()


def test_values_tell_what_was_derived_and_how_they_read(make: Make) -> None:
    template = make(
        "⟦fee|amount|元⟧元（大写⟦up|amount_upper||pair=fee⟧元整）⟦d|date||role=year⟧年⟦d|||role=month⟧月⟦d|||role=day⟧日"
    )
    contract = fill(template, Record(values={"fee": "12万", "d": "2026-03-05"}), provenance={"generator": "x"})
    assert [(v.key, v.data, v.text, v.derived) for v in contract.values.values()] == [
        ("fee", "120000.00", "120,000.00", False),
        ("up", "120000.00", "壹拾贰万", True),
        ("d", "2026-03-05", "2026年3月5日", False),
    ]
    assert contract.provenance == {"template_sha256": "0" * 64, "source": "", "generator": "x"}


def test_printed_words_that_contradict_the_value_go(make: Make) -> None:
    binder = compile_template(make("⟦up|amount_upper⟧元整"))
    contract = binder.bind(Record(values={"up": "0.05"}))
    assert [(p.text, p.anchor.start, p.anchor.end, p.start, p.end) for p in contract.placements] == [
        ("伍分", 0, 4, 0, 4),
        ("", 4, 6, 4, 6),
    ]
    assert [p.text for p in binder.bind(Record(values={"up": "5"})).placements] == ["伍"]
    assert {p.anchor for p in contract.placements} <= set(binder.anchors)
