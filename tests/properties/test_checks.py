"""Checks never fail on content, and say the same of the same."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.checks import run_checks, subject_of
from pipeline.checks.figures import amounts, days, durations, shares
from pipeline.checks.subject import Subject
from pipeline.model.contract import Contract, Value
from pipeline.model.template import Blank, Clause, Kind, Party, Slot, Template

# Words that the checks look for, so that random texts reach the code behind them.
WORDS = st.sampled_from(
    [
        "甲方：",
        "乙方：",
        "定金",
        "违约金",
        "30%",
        "百分之五",
        "人民币",
        "壹拾万元整",
        "（大写：",
        "）",
        "12万元",
        "自2026年7月1日起至2027年6月30日止",
        "共计12个月",
        "试用期",
        "第三条",
        "本合同第5.1款",
        "前款",
        "附件一",
        "一式两份",
        "双方各执一份",
        "仲裁委员会",
        "人民法院",
        "提交",
        "申请",
        "。",
        "\n",
        "，",
        "____",
        "2026年2月30日",
        "租赁期限",
        "保证人",
        "年利率",
        "竞业限制",
        "验收合格后",
        "支付",
        "有限公司",
        "\u200b",
        "￥",
        "$",
        "履约保证金",
    ]
)
TEXTS = st.lists(st.one_of(WORDS, st.text(max_size=4)), max_size=40).map("".join)


def _template(text: str, cut: int) -> Template:
    middle = min(cut, len(text))
    return Template(
        title="房屋租赁借款劳动施工合同", text=text, format="text", name="x", sha256="",
        parties=(Party(key="party_a", role="甲方", label="甲方", start=0), Party(key="party_b", role="乙方", label="乙方", start=0)),
        clauses=(
            Clause(number="第一条", title="", level=1, start=0, end=middle),
            Clause(number="第二条", title="", level=1, start=middle, end=len(text)),
        ),
        blanks=(Blank(key="fee", label="总价", kind=Kind.AMOUNT, slots=(Slot(start=middle, end=middle),)),),
    )  # fmt: skip


def _subject(text: str, cut: int, value: str | None) -> Subject:
    template = _template(text, cut)
    values = {} if value is None else {"fee": Value(key="fee", data=value, text=value)}
    contract = Contract(template=template, values=values, placements=())
    return subject_of(template, contract=None if value == "" else contract)


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.integers(0, 200), st.sampled_from([None, "", "120000.00", "x"]))
def test_checks_never_fail_and_repeat_themselves(text: str, cut: int, value: str | None) -> None:
    subject = _subject(text, cut, value)
    found = run_checks(subject, strict=True)
    assert found == run_checks(subject, strict=True)
    assert all(d.message and d.code for d in found)
    for diagnostic in found:
        if diagnostic.start is not None and diagnostic.end is not None:
            assert 0 <= diagnostic.start <= diagnostic.end <= len(text)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_figures_stand_where_they_say(text: str) -> None:
    for read in (amounts, shares, durations):
        behind = 0
        for figure in read(text):
            assert behind <= figure.start < figure.end <= len(text)
            behind = figure.end
    assert all(text[day.start : day.end].strip() for day in days(text))


@settings(max_examples=100, deadline=None)
@given(TEXTS, st.integers(0, 200), st.text(max_size=12))
def test_offsets_go_there_and_back(text: str, cut: int, value: str) -> None:
    subject = _subject(text, cut, value or None)
    gaps = {edit.start for edit in subject.edits}  # an offset where a value was put in means the value
    for offset in range(len(text)):
        assert offset in gaps or subject.text[subject.printed_at(offset)] == text[offset]
        assert subject.span(subject.printed_at(offset), subject.printed_at(offset))[0] == offset
