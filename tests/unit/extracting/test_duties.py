"""Who has to do what, by when, and what sums and shares are for."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.api import extract
from pipeline.model.extracted import Obligation

FOLDER = Path(__file__).resolve().parents[2] / "fixtures" / "extracting"


def test_a_payment_counts_from_its_event() -> None:
    first = next(o for o in extract(FOLDER / "purchase.txt").obligations if o.clause == "第三条")
    assert (first.who, first.by, first.since) == ("甲方", "合同生效后7个工作日内", "合同生效")
    assert first.length == {"value": "7", "unit": "个工作日"}
    assert first.what.startswith("支付合同总价的30%")


def test_a_day_is_a_due_day() -> None:
    delivery = next(o for o in extract(FOLDER / "purchase.txt").obligations if o.clause == "第四条")
    assert (delivery.who, delivery.modal, delivery.due) == ("乙方", "应", "2026-04-30")


def test_a_ban_is_told_from_a_duty() -> None:
    bans = [o for o in extract(FOLDER / "nda.txt").obligations if o.modal == "不得"]
    assert bans
    assert bans[0].who == "乙方"
    assert "披露" in bans[0].what


def test_suppliers_owe_nothing_by_their_name() -> None:
    assert not any(o.what.startswith(("商", "付未付")) for o in extract(FOLDER / "purchase.txt").obligations)


def test_sums_say_what_they_are_for() -> None:
    sums = {(s.value, s.unit): s.purpose for s in extract(FOLDER / "purchase.txt").sums}
    assert sums["386500.00", "CNY"] == "合同总价"
    assert sums["20000.00", "CNY"] == "履约保证金"
    assert sums["3", "千分之"].startswith("未交货部分价款")


HEAD = "供货合同\n甲方：昆明滇云食品有限公司\n乙方：玉溪高原农产有限公司\n\n第一条 总则\n双方订立本合同。\n"


def _duties(tmp_path: Path, *lines: str) -> list[Obligation]:
    path = tmp_path / "a.txt"
    path.write_text(HEAD + "\n".join(lines) + "\n", "utf-8")
    return [o for o in extract(path).obligations if o.clause != "第一条"]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # Who acts is the party that the clause is about, not the first that the sentence names.
        ("乙方连续断供满一个月的，甲方有权解除合同。", [("甲方", "有权", "")]),
        # What may come to pass is no duty, and the time of one duty is none of the next.
        ("若乙方交付样品，甲方应当确认。", [("甲方", "应当", "")]),
        ("不合格产品应在7日内重做，乙方逾期的，乙方应支付违约金。", [("乙方", "应", "")]),
        ("乙方交付货物不合格，乙方应更换。", [("乙方", "应", "")]),
        ("乙方在职期间及离职后两年内不得另行任职。", [("乙方", "不得", "在职期间及离职后两年内")]),
        ("甲方无须支付运费。", [("甲方", "无须", "")]),
        ("签收后乙方对数量不再负责。", []),
        ("成果的所有权归乙方。", []),
        ("乙方的赔偿总额不得超过货款的50%。", []),
        ("需要提前30天通知乙方，乙方应在5日内腾空。", [("乙方", "应", "5日内")]),
        ("甲方未按约定付款的，每延误一天，向乙方支付违约金200元。", [("甲方", "", "")]),
        ("乙方迟延交货的，每逾期一天按未交货款的1‰向甲方支付违约金。", [("乙方", "", "")]),
        ("由于乙方原因造成损失的，由乙方支付给甲方违约金3000元。", [("乙方", "", "")]),
        ("甲方数据归甲方所有，乙方不得用于其他用途。", [("乙方", "不得", "")]),
        # Two parties, two duties, each with its own time.
        (
            "乙方应于送货前2日通知甲方，甲方自接到通知3日内确认。",
            [("乙方", "应", "送货前2日"), ("甲方", "", "自接到通知3日内")],
        ),
        # The same party, another time.
        (
            "乙方应于2025年7月31日前送达，并在到货后15日内完成清点。",
            [("乙方", "应", "2025年7月31日前"), ("乙方", "应", "到货后15日内")],
        ),
        ("货物送达后，甲方应在10个工作日内验收。", [("甲方", "应", "10个工作日内")]),
        ("乙方于每年10月1日前一次性付清当年租金。", [("乙方", "", "每年10月1日前")]),
        ("每月25日前乙方报送当月清单。", [("乙方", "", "每月25日前")]),
        ("任何一方解除合同的，应提前90日书面通知对方。", [("任何一方", "应", "提前90日")]),
        ("检验费用由乙方承担。", [("乙方", "", "")]),
        # Who pays is not who is paid; what is owed by an adjective is no duty.
        (
            "甲方有权要求乙方在15日内整改，逾期未整改的，应向甲方支付违约金3万元。",
            [("甲方", "有权", "15日内"), ("乙方", "应", "")],
        ),
        ("甲方逾期支付的，每日按应缴费用的万分之三交纳滞纳金。", [("甲方", "", "")]),
        (
            "发生事故的，乙方应在24小时内通知甲方，并在72小时内提交报告。",
            [("乙方", "应", "24小时内"), ("乙方", "应", "72小时内")],
        ),
        # None is a duty.
        ("本合同经双方签字且甲方收到履约保证金后生效。", []),
        ("乙方指派项目负责人一名。", []),
        ("甲方支付首付款后，合同生效。", []),
    ],
)
def test_who_has_to_do_it_by_when(tmp_path: Path, sentence: str, expected: list[tuple[str, str, str]]) -> None:
    found = _duties(tmp_path, f"第二条 履行\n{sentence}")
    assert [(o.who, o.modal, o.by) for o in found] == expected


def test_what_time_counts_from_stands_in_the_clause_before(tmp_path: Path) -> None:
    found = _duties(tmp_path, "第二条 验收\n货物送达后，甲方应在10个工作日内验收。")
    assert found[0].since == "货物送达"


def test_a_heading_says_whose_duties_follow(tmp_path: Path) -> None:
    found = _duties(tmp_path, "第二条 乙方的权利和义务", "（一）有权收取货款；", "（二）不得掺杂掺假。")
    assert [(o.who, o.modal) for o in found] == [("乙方", "有权"), ("乙方", "不得")]


def test_a_list_of_payments_names_the_payer_once(tmp_path: Path) -> None:
    found = _duties(
        tmp_path, "第二条 付款", "1. 合同生效后7日内，甲方向乙方支付总价的30%；", "2. 到货后10日内支付总价的60%；",
        "3. 余款10%作为质量保证金，即人民币一万元整，期满后15日内无息付清。",
    )  # fmt: skip
    assert [(o.who, o.by) for o in found] == [
        ("甲方", "合同生效后7日内"),
        ("甲方", "到货后10日内"),
        ("甲方", "期满后15日内"),
    ]
    assert found[2].what.startswith("余款10%")


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("1. 甲方向乙方支付合同总价的30%作为预付款；", [("30", "合同总价（预付款）")]),
        (
            "乙方应按合同总价的0.5‰向甲方支付违约金，累计不超过合同总价的10%。",
            [("0.5", "合同总价（违约金）"), ("10", "合同总价")],
        ),
        ("总价含13%增值税。", [("13", "增值税")]),
        ("双方分别持有目标公司60%、40%的股权。", [("60", "目标公司"), ("40", "目标公司")]),
        ("入门费为人民币150万元（大写：壹佰伍拾万元整）。", [("1500000.00", "入门费")]),
        ("合同总金额：（大写）伍仟元整，（小写）￥5000.00元。", [("5000.00", "合同总金额")]),
    ],
)
def test_of_what_a_sum_is(tmp_path: Path, sentence: str, expected: list[tuple[str, str]]) -> None:
    path = tmp_path / "a.txt"
    path.write_text(HEAD + f"第二条 价款\n{sentence}\n", "utf-8")
    sums = extract(path).sums
    assert [(s.value, s.purpose) for s in sums] == expected
    assert all(s.words.count("（") == s.words.count("）") for s in sums)


def test_what_is_to_be_done_is_said_where_the_sentence_ends_with_the_verb(tmp_path: Path) -> None:
    assert [o.what for o in _duties(tmp_path, "第二条 维修", "日常维修由甲方负责。")] == ["日常维修由甲方负责"]
    assert [o.what for o in _duties(tmp_path, "第二条 运输", "货物送达甲方（由乙方负责承运）。")] == ["承运"]


@pytest.mark.parametrize(
    ("sentence", "purpose"),
    [
        ("医疗费用由乙方自行承担50%。", "医疗费用"),
        ("损耗率不得超过0.2%。", "损耗率"),
        ("到货后支付30%备料款。", "备料款"),
        ("完工后支付至97%。", ""),
        ("每逾期一日加收0.5%滞纳金。", "滞纳金"),
        ("留存5%作为质量保证金。", "质量保证金"),
        ("到货后结清剩余55%货款。", "货款"),
    ],
)
def test_a_share_says_what_it_is_of(tmp_path: Path, sentence: str, purpose: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"{HEAD}第二条 比例\n{sentence}\n", "utf-8")
    assert [s.purpose for s in extract(path).sums] == [purpose]


def test_parts_of_a_sum_are_named_each(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"{HEAD}第二条 价款\n每套620元，其中上衣两件计300元、外套200元，增加人民币20元。\n", "utf-8")
    assert [s.purpose for s in extract(path).sums][1:] == ["上衣两件", "外套", "增加"]
