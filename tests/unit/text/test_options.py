"""Which words of a choice bind nobody."""

from __future__ import annotations

import pytest

from pipeline.text.options import without_unchosen

_WAYS = "按下列第{}种方式解决：\n（1）提交____仲裁委员会仲裁；\n（2）向人民法院起诉。\n第十条　其他"


@pytest.mark.parametrize(
    ("given", "kept", "gone"),
    [
        (_WAYS.format("2"), "人民法院起诉", "仲裁委员会"),
        (_WAYS.format("【1】"), "仲裁委员会", "人民法院起诉"),
        (_WAYS.format("（二）"), "人民法院起诉", "仲裁委员会"),
        ("付款方式：□现金 ☑转账 □支票，甲方应按期支付。", "转账", "现金"),
        ("付款方式：□现金 ☑转账 □支票，甲方应按期支付。", "，甲方应按期支付。", "支票"),
        ("☑提交仲裁\n□向人民法院起诉\n其他约定", "提交仲裁", "人民法院"),
    ],
)
def test_what_was_not_chosen_is_blanked_out(given: str, kept: str, gone: str) -> None:
    text = without_unchosen(given)
    assert len(text) == len(given)
    assert kept in text
    assert gone not in text
    assert text.count("\n") == given.count("\n")


@pytest.mark.parametrize(
    "given",
    [
        _WAYS.format("____"),
        "付款方式：□现金 □转账",
        "本合同第2项约定：（1）甲方付款。",
        "按第3种方式：（1）甲；（2）乙。",
    ],
)
def test_a_choice_that_nobody_made_stays(given: str) -> None:
    assert without_unchosen(given) == given
