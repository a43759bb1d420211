"""Findings on the values of a contract that is being filled."""

from __future__ import annotations

from dataclasses import replace

from pipeline.checks import Subject, run_checks, subject_of
from pipeline.diagnostics import Severity
from pipeline.model.contract import Deadline
from pipeline.model.record import JsonValue
from pipeline.model.template import Blank, Kind, Slot, Template
from tests.unit.checks.building import found, subject, template

FEE = "合同总价为人民币【fee】元（大写：【fee_upper】）。"


def _fee(digits: str, words: str) -> dict[str, tuple[JsonValue, str]]:
    return {"fee": (digits, f"{float(digits):,.2f}"), "fee_upper": (words, "（大写）")}


def test_a_required_value_that_is_missing_refuses() -> None:
    diagnostic = found(subject("甲方：【party_a.name】", {}))["REQ001"]
    assert diagnostic.severity is Severity.ERROR
    assert "甲方" in diagnostic.message
    assert diagnostic.start == 3


def test_a_draft_may_lack_it() -> None:
    assert found(subject("甲方：【party_a.name】", {}, state="draft"))["REQ001"].severity is Severity.WARNING


def test_a_bare_template_owes_nothing() -> None:
    assert not {"REQ001", "REQ006"} & set(found(subject("甲方：【party_a.name】")))


def test_empty_rows_below_a_list_are_told_once() -> None:
    shown = "甲方：海河公司\n名称\t数量\n面粉\t3\n【a】\t【b】\n【c】\t【d】\n备注：【e】\n编号\t【f】\n"
    written = Blank(key="w", label="已填", kind=Kind.TEXT, filled="x", slots=(Slot(start=0, end=2),))
    made = replace(template(shown), filled=(written,) * 9)
    told = [d.message for d in run_checks(subject_of(made)) if d.code == "REQ006"]
    assert told == ["表格后面还有空行", "『e』还是空白", "『f』还是空白"]


def test_digits_and_words_disagree() -> None:
    diagnostic = found(subject(FEE, _fee("120000.00", "110000.00")))["AMT001"]
    assert diagnostic.key == "fee"
    assert "10,000" in diagnostic.message


def test_digits_and_words_agree() -> None:
    assert "AMT001" not in found(subject(FEE, _fee("120000.00", "120000")))


def test_a_pair_is_reported_once() -> None:
    values: dict[str, tuple[JsonValue, str]] = {
        "fee": ("120000.00", "120,000.00"), "fee_upper": ("110000.00", "壹拾壹万元整"),
    }  # fmt: skip
    codes = set(found(subject(FEE, values)))
    assert "AMT001" in codes
    assert "AMT002" not in codes


def test_an_amount_of_zero() -> None:
    assert "AMT004" in found(subject(FEE, _fee("0.00", "0.00")))


def _goods(*rows: tuple[str, str, str, str]) -> dict[str, tuple[JsonValue, str]]:
    data: JsonValue = [dict(zip(("name", "count", "price", "sum"), row, strict=True)) for row in rows]
    return {"goods": (data, ""), "fee": ("700.00", "700.00"), "fee_upper": ("700.00", "柒佰元整")}


DESK, CHAIR = ("桌", "2", "200.00", "400.00"), ("椅", "3", "100.00", "300.00")
GOODS = "第一条 货物：【goods】\n第二条 " + FEE


def test_a_table_that_adds_up() -> None:
    assert not {"SUM001", "SUM002"} & set(found(subject(GOODS, _goods(DESK, CHAIR))))


def test_a_line_that_does_not_multiply() -> None:
    diagnostic = found(subject(GOODS, _goods(DESK, ("椅", "3", "100.00", "330.00"))))["SUM001"]
    assert "第2行" in diagnostic.message
    assert diagnostic.key == "goods"


def test_lines_that_are_not_the_total() -> None:
    assert "SUM002" in found(subject(GOODS, _goods(DESK)))


def test_a_total_row_that_is_not_the_sum() -> None:
    assert "SUM002" in found(subject(GOODS, _goods(DESK, CHAIR, ("合计", "", "", "800.00"))))


def test_a_line_left_open_leaves_the_sum_open() -> None:
    assert "SUM002" not in found(subject(GOODS, _goods(DESK, ("椅", "3", "", ""))))


TERM = "自【start_date】起至【end_date】止。"


def _term(start: str, end: str, **more: tuple[JsonValue, str]) -> dict[str, tuple[JsonValue, str]]:
    def printed(day: str) -> str:
        year, month, number = day.split("-")
        return f"{year}年{int(month)}月{int(number)}日"

    return {"start_date": (start, printed(start)), "end_date": (end, printed(end)), **more}


def test_the_end_lies_before_the_start() -> None:
    assert "DAT001" in found(subject(TERM, _term("2026-05-01", "2026-04-01")))


def test_fields_apart_are_compared_too() -> None:
    apart = "起始日期：【start_date】\n终止日期：【end_date】"
    assert found(subject(apart, _term("2026-05-01", "2026-04-01")))["DAT001"].key == "end_date"


def test_a_term_of_its_own() -> None:
    marked = "起始日期：【start_date】\n终止日期：【end_date】\n期限：【term】"
    years: tuple[JsonValue, str] = ({"value": "2", "unit": "年"}, "2年")
    assert found(subject(marked, _term("2026-05-01", "2027-04-30", term=years)))["DAT003"].key == "term"
    year: tuple[JsonValue, str] = ({"value": "1", "unit": "年"}, "1年")
    assert "DAT003" not in found(subject(marked, _term("2026-05-01", "2027-04-30", term=year)))
    assert "DAT003" not in found(subject(marked, _term("2026-05-01", "2027-05-01", term=year)))


def test_delivery_behind_the_end() -> None:
    marked = TERM + "交付日期：【delivery_date】"
    late: tuple[JsonValue, str] = ("2026-12-01", "2026年12月1日")
    assert "DAT006" in found(subject(marked, _term("2026-05-01", "2026-06-01", delivery_date=late)))


def test_one_number_for_two_parties() -> None:
    values: dict[str, tuple[JsonValue, str]] = {
        "party_a.id_no": ("91350100M000100Y43", "91350100M000100Y43"),
        "party_b.id_no": ("91350100M000100Y43", "91350100M000100Y43"),
    }
    assert "PTY005" in found(subject("甲方证件【party_a.id_no】乙方证件【party_b.id_no】", values))


def test_an_account_of_somebody_else() -> None:
    values: dict[str, tuple[JsonValue, str]] = {
        "party_a.name": ("甲市建设有限公司", "甲市建设有限公司"), "party_a.account_name": ("王小明", "王小明"),
    }  # fmt: skip
    assert "PTY006" in found(subject("甲方：【party_a.name】\n户名：【party_a.account_name】", values))


def test_places_are_those_of_the_template() -> None:
    values: dict[str, tuple[JsonValue, str]] = {"party_a.name": ("甲市建设有限公司", "甲市建设有限公司")}
    looked_at = subject("甲方：【party_a.name】\n一式两份，双方各执两份。本合同一式两份，双方各执两份。", values)
    diagnostic = found(looked_at)["CPY001"]
    assert diagnostic.start is not None
    assert looked_at.template.text[diagnostic.start :].startswith("一式两份")


def _written(*values: tuple[Kind, str, str]) -> Subject:
    """An uploaded contract with values written on its page: kind, label, text."""
    text, filled = "", []
    for kind, label, words in values:
        start = len(text) + len(label) + 1
        slot = Slot(start=start, end=start + len(words))
        filled.append(Blank(key="", label=label, kind=kind, slots=(slot,), filled=words))
        text += f"{label}：{words}\n"
    return subject_of(Template(title="合同", text=text, format="text", name="x", sha256="", filled=tuple(filled)))


def test_two_numbers_for_one_contract() -> None:
    twice = _written((Kind.CONTRACT_NO, "合同编号", "HT-01"), (Kind.CONTRACT_NO, "合同编号", "HT-02"))
    assert "HT-01" in found(twice)["DUP001"].message
    same = _written((Kind.CONTRACT_NO, "合同编号", "HT-01"), (Kind.CONTRACT_NO, "合同编号", "HT－01"))
    assert "DUP001" not in found(same)


def test_two_totals_for_one_contract() -> None:
    assert "DUP001" in found(_written((Kind.AMOUNT, "合同总价", "5,000元"), (Kind.AMOUNT, "合同总价", "6000元")))
    assert "DUP001" not in found(_written((Kind.AMOUNT, "合同总价", "5,000元"), (Kind.AMOUNT, "合同总价", "5000元")))
    assert "DUP001" not in found(_written((Kind.AMOUNT, "首付款", "5,000元"), (Kind.AMOUNT, "首付款", "6000元")))


def test_deadlines_behind_the_end_and_on_days_of_rest() -> None:
    looked_at = subject(TERM, _term("2026-05-01", "2026-06-01"))
    assert looked_at.contract is not None
    late = Deadline(label="付款期限", days=30, unit="日", start="2026-05-30", due="2026-06-29")
    sunday = Deadline(label="验收期限", days=2, unit="日", start="2026-05-08", due="2026-05-10")
    working = Deadline(label="交付期限", days=2, unit="个工作日", start="2026-05-08", due="2026-05-10")
    due = replace(looked_at.contract, deadlines=(late, sunday, working))
    diagnostics = run_checks(replace(looked_at, contract=due))
    assert [d.message[:6] for d in diagnostics if d.code == "DAT006"] == ["『付款期限』"]
    assert [d.message[:6] for d in diagnostics if d.code == "DAT007"] == ["『验收期限』"]
