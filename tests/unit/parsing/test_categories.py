"""The category of a clause and the kind of a contract."""

from __future__ import annotations

import pytest

from pipeline.parsing.categories import categorize, names
from pipeline.parsing.contract_kind import contract_kind

THE_26 = [
    "标的",
    "期限",
    "价款",
    "付款",
    "交付",
    "质量",
    "验收",
    "保修",
    "权利义务",
    "保密",
    "知识产权",
    "个人信息",
    "税费",
    "担保",
    "变更",
    "转让",
    "解除",
    "违约",
    "免责",
    "不可抗力",
    "争议",
    "送达",
    "生效",
    "附件",
    "其他",
    "签署",
]


def test_the_categories_are_the_26() -> None:
    assert sorted(names()) == sorted(THE_26)


@pytest.mark.parametrize(
    ("title", "category"),
    [
        ("服务内容", "标的"), ("租赁期限", "期限"), ("合同价款", "价款"), ("租金及支付方式", "付款"), ("交货时间和地点", "交付"),
        ("质量要求", "质量"), ("验收标准", "验收"), ("质保期与维修", "保修"), ("双方的权利和义务", "权利义务"), ("保密条款", "保密"),
        ("成果的归属与著作权", "知识产权"), ("个人信息保护", "个人信息"), ("税费承担", "税费"), ("履约保证金", "担保"),
        ("合同的变更", "变更"), ("转租", "转让"), ("合同的解除和终止", "解除"), ("违约责任", "违约"), ("免责条款", "免责"),
        ("不可抗力", "不可抗力"), ("争议的解决方式", "争议"), ("通知与送达", "送达"), ("合同生效", "生效"), ("合同附件", "附件"),
        ("其他约定", "其他"), ("签订地点", "签署"),
    ],
)  # fmt: skip
def test_headings_tell_the_category(title: str, category: str) -> None:
    assert categorize(title, "") == category


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("因本合同发生争议的，由人民法院管辖。", "争议"),
        ("任何一方违约的，应当支付违约金。", "违约"),
        ("本合同一式两份，自签字之日起生效。", "生效"),
        ("月明星稀。", "其他"),
    ],
)
def test_sentences_tell_the_category_where_there_is_no_heading(text: str, category: str) -> None:
    assert categorize("", text) == category


@pytest.mark.parametrize(
    ("title", "roles", "kind"),
    [
        ("房屋租赁合同", (), "租赁"),
        ("房屋租赁居间合同", (), "中介"),
        ("融资租赁合同", (), "融资租赁"),
        ("合同书", ("出卖人", "买受人"), "买卖"),
        ("", ("用人单位", "劳动者", "甲方"), "劳动"),
        ("备忘录", (), ""),
    ],
)
def test_kind_of_contract(title: str, roles: tuple[str, ...], kind: str) -> None:
    assert contract_kind(title, roles) == kind


def test_the_text_tells_the_kind_by_whichever_of_its_words_is_used_most() -> None:
    assert (
        contract_kind("协议书", (), "合伙人按合伙份额分担合伙债务，合伙期满清算合伙财产，入伙退伙依合伙约定。" * 2)
        == "合伙"
    )
    assert contract_kind("协议书", (), "乙方支付货款。" * 9) == ""
