"""Whatever the text: nothing is raised, every slot lies in the text, and how runs are split changes nothing."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model.document import Document, Mark, Paragraph, Run
from pipeline.model.flow import Flow, flow
from pipeline.parsing.blanks import find_blanks
from pipeline.parsing.structure import Structure

_PIECES = (
    "甲方", "乙方", "（", "）", "：", ":", "____", "  ", "　　", "\t", "年", "月", "日", "元", "元整", "大写", "%", "第", "种方式", "□", "☑", "是", "否",
    "【", "】", "/", "，", "。", "；", "\n", "1、", "（一）", "第一条", "地址", "电话", "盖章", "万", "仟", "佰", "省", "市", "自", "至", "XX", "{{", "}}", "a",
    "…", "---", "其他", "合同编号", "张三", "2025", "个工作日", "内支付", "由", "承担", "¥", "《", "》", "*", "_",
)  # fmt: skip
_TEXTS = st.lists(st.sampled_from(_PIECES), max_size=40).map("".join)
_UNDERLINES = st.lists(st.booleans(), min_size=1, max_size=12)


def _flow(runs: list[Run]) -> Flow:
    paragraphs: list[Paragraph] = []
    line: list[Run] = []
    for run in runs:
        for i, piece in enumerate(run.text.split("\n")):
            if i:
                paragraphs.append(Paragraph(runs=tuple(line)))
                line = []
            line.append(Run(text=piece, marks=run.marks))
    paragraphs.append(Paragraph(runs=tuple(line)))
    return flow(Document(blocks=tuple(paragraphs), format="text", name="", sha256=""))


@settings(max_examples=200, deadline=None)
@given(text=_TEXTS)
def test_every_slot_lies_in_the_text(text: str) -> None:
    contract = _flow([Run(text=text)])
    result = find_blanks(contract, Structure())
    for blank in (*result.blanks, *result.filled):
        assert blank.slots
        for slot in blank.slots:
            assert 0 <= slot.start <= slot.end <= len(contract.text)
            assert "\n" not in contract.text[slot.start : slot.end]
    keys = [blank.key for blank in (*result.blanks, *result.filled)]
    assert all(keys)
    assert len(set(keys)) == len(keys)


@settings(max_examples=150, deadline=None)
@given(text=_TEXTS, cuts=st.lists(st.integers(0, 120), max_size=8), underlined=_UNDERLINES)
def test_how_runs_are_split_does_not_matter(text: str, cuts: list[int], underlined: list[bool]) -> None:
    marks = [Mark.UNDERLINE if underlined[i // 5 % len(underlined)] else Mark.NONE for i in range(len(text))]
    whole = [Run(text=text[i], marks=marks[i]) for i in range(len(text))]
    joined: list[Run] = []
    for i, run in enumerate(whole):
        if joined and joined[-1].marks == run.marks and i not in cuts:
            joined[-1] = Run(text=joined[-1].text + run.text, marks=run.marks)
        else:
            joined.append(run)
    one, two = (find_blanks(_flow(runs), Structure()) for runs in (whole, joined))
    assert one == two


@settings(max_examples=100, deadline=None)
@given(text=_TEXTS)
def test_the_same_text_gives_the_same_keys(text: str) -> None:
    contract = _flow([Run(text=text)])
    assert find_blanks(contract, Structure()) == find_blanks(contract, Structure())
