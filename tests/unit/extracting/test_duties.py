"""Who has to do what, by when, and what sums and shares are for."""

from __future__ import annotations

from pathlib import Path

from pipeline.api import extract

FOLDER = Path(__file__).resolve().parents[2] / "fixtures" / "extracting"


def test_a_payment_counts_from_its_event() -> None:
    first = next(o for o in extract(FOLDER / "purchase.txt").obligations if o.clause == "第三条")
    assert (first.who, first.by, first.since) == ("甲方", "合同生效后7个工作日内", "合同生效")
    assert first.length == {"value": "7", "unit": "个工作日"}
    assert first.what.startswith("支付合同总价的30%")


def test_a_day_is_a_due_day() -> None:
    delivery = next(o for o in extract(FOLDER / "purchase.txt").obligations if o.clause == "第四条")
    assert (delivery.who, delivery.modal, delivery.due) == ("乙方", "应于", "2026-04-30")


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
    assert sums["3", "千分之"].endswith("未交货部分价款")
