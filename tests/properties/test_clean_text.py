"""A text without damage comes out of every repair as the identical string."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.text.boilerplate import strip_furniture
from pipeline.text.lines import restore_lines
from pipeline.text.repair import apply, repair

_WORDS = st.sampled_from(
    [
        "甲方",
        "乙方",
        "双方",
        "应当",
        "在",
        "签订",
        "本合同",
        "后",
        "十日内",
        "支付",
        "价款",
        "交付",
        "设备",
        "服务",
        "期限",
        "验收",
        "不得",
        "的",
        "和",
        "由",
        "承担",
        "违约责任",
        "協議",
        "雙方",
        "應當",
        "簽訂",
        "責任",
        "關係",
        "單價",
        "確認",
    ]
)
_SIGNS = st.sampled_from(
    [
        "，",
        "。",
        "；",
        "：",
        "、",
        "？",
        "（",
        "）",
        "(",
        ")",
        "?",
        "??",
        "！",
        "《",
        "》",
        "____",
        "＿＿",
        "□",
        "50%",
        "0.1%",
        "1.2万元",
        "3.5",
        "第三条",
        "2026年3月1日",
        "│",
        "─",
        "㎡",
        "\u3000",
    ]
)
_BRACKETS = st.sampled_from(
    [
        "(CRM)",
        "(a)",
        "(b)",
        "(ISO)",
        "(ISO 9001)",
        "（app）",
        "(jiafang)",
        "(he)",
        "(e)",
        "(Q&A)",
        "(一)",
        "（盖章）",
        "(or)",
        "(km)",
    ]
)
_LINE = st.lists(st.one_of(_WORDS, _WORDS, _SIGNS, _BRACKETS), min_size=1, max_size=25).map("".join)
_TEXT = st.lists(_LINE, min_size=1, max_size=12).map("\n".join)


@given(_TEXT)
@settings(max_examples=300, deadline=None)
def test_repair_leaves_clean_text_alone(text: str) -> None:
    assert repair(text).text is text


@given(_TEXT)
@settings(max_examples=200, deadline=None)
def test_strip_furniture_leaves_clean_text_alone(text: str) -> None:
    assert strip_furniture(text).text is text


@given(_TEXT)
@settings(max_examples=200, deadline=None)
def test_restore_lines_leaves_lines_alone(text: str) -> None:
    assert restore_lines(text).text is text


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_edits_always_give_the_text(text: str) -> None:
    for verb in (repair, strip_furniture, restore_lines):
        found = verb(text)
        assert apply(text, found.edits) == found.text


@given(
    st.lists(
        st.sampled_from(
            [*"?？()（）。�鎷絷蛻ㄒㄈ┕協議應賠償的", "(xié)", "?shù)", "??", "P", "_", "(yīng)", "\n", "€"]
        ),
        max_size=60,
    ).map("".join)
)
@settings(max_examples=200, deadline=None)
def test_garbage_is_read_without_an_exception(text: str) -> None:
    found = repair(text)
    assert apply(text, found.edits) == found.text
