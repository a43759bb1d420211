"""The whole: a document becomes a template, and never fails on what it says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.diagnostics import Diagnostic, Severity
from pipeline.model.template import Kind
from pipeline.parsing.parse import parse
from tests.unit.parsing.cases import document

CONTRACT = """技术开发合同
甲方（委托方）：____
乙方（受托方）：____
一、内容
1.1 乙方开发“平台”是指线上系统。
二、费用
2.1 甲方应在合同生效后5日内支付费用的40%。
2.2 违约金＝费用×逾期天数×0.1%。
三、附件
本合同附件包括：
附件一：需求书
附件二：进度表
甲方（盖章）：　　　　乙方（盖章）：
附件一
需求书
附件二
进度表"""


def test_a_template_holds_all_that_was_found() -> None:
    template = parse(document(CONTRACT))
    assert (template.title, template.category) == ("技术开发合同", "技术开发")
    assert [p.label for p in template.parties] == ["甲方（委托方）", "乙方（受托方）"]
    assert [c.title for c in template.clauses if c.level == 1] == ["内容", "费用", "附件"]
    assert [(a.number, a.listed is not None, a.headed is not None) for a in template.annexes] == [
        ("附件一", True, True),
        ("附件二", True, True),
    ]
    assert [f.name for f in template.formulas] == ["违约金"]
    assert [p.share for p in template.payments] == ["40%"]
    assert [d.term for d in template.definitions] == ["平台"]
    assert template.blanks
    assert template.text.splitlines() == CONTRACT.splitlines()


def test_an_empty_document_is_an_empty_template() -> None:
    template = parse(document(""))
    assert (template.title, template.clauses, template.parties, template.blanks) == ("", (), (), ())


def test_a_cut_is_reported_once() -> None:
    cut = "指南\n甲方：____\n乙方：____\n一、内容\n甲方（盖章）：\n一、场景：\n1.甲方使用。\n2.乙方提供。\n3.双方就"
    assert [d.code for d in parse(document(cut)).diagnostics if d.code.startswith("CUT")] == ["CUT001"]
    known = Diagnostic(severity=Severity.WARNING, code="CUT001", message="文本在末尾中断")
    told = replace(document(cut), diagnostics=(known,))
    assert [d for d in parse(told).diagnostics if d.code.startswith("CUT")] == [known]


@pytest.mark.parametrize(
    ("line", "several"),
    [
        ("甲方已投保：□交强险 □第三者责任险 □车辆损失险", True),
        ("乙方提供以下服务：\n□安装\n□调试\n□培训", True),
        ("开票资料：□专用发票 □普通发票 □收据（可多选）", True),
        ("租金支付方式：□现金 □转账 □支票", False),
        ("设施处置方式：□拆除 □移交 □折价", False),
        ("材料供应：□甲方供应 □乙方供应", False),
        ("设施：□保留 □不保留 □部分保留", False),
    ],
)
def test_several_boxes_may_be_ticked_where_the_question_asks_for_things(line: str, several: object) -> None:
    (choice,) = (b for b in parse(document(line)).blanks if b.kind is Kind.CHOICE)
    assert choice.multiple is several


TRADITIONAL = """房屋租賃合約
甲方（出租方）：____　電話：____
乙方（承租方）：____　電話：____
第一條　甲方將座落於____市____路____號之房屋租與乙方，每月租金為____元，並於每月____日前支付。
第二條　租賃期間自____年____月____日起至____年____月____日止。
第三條　□有□無設定他項權利，若有，權利種類：____。
第四條　本合約發生爭議時，由____人民法院管轄。"""


def test_a_contract_in_traditional_characters_is_understood_and_keeps_its_own_words() -> None:
    template = parse(document(TRADITIONAL))
    assert template.text.startswith("房屋租賃合約")
    assert [(b.kind, b.label) for b in template.blanks if b.kind in (Kind.PHONE, Kind.AMOUNT, Kind.DATE)] == [
        (Kind.PHONE, "甲方電話"),
        (Kind.PHONE, "乙方電話"),
        (Kind.AMOUNT, "每月租金"),
        (Kind.DATE, "每月租金支付日"),
        (Kind.DATE, "租賃期間起始日期"),
        (Kind.DATE, "租賃期間截止日期"),
    ]
    assert [c.number for c in template.clauses if c.level == 1] == ["第一條", "第二條", "第三條", "第四條"]
    assert all(b.key.isascii() for b in template.blanks)
