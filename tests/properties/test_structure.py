"""What holds of every text's structure, whatever it says."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model.document import Document, Mark, Paragraph, Run
from pipeline.model.flow import flow
from pipeline.model.template import Clause
from pipeline.parsing.annexes import annexes
from pipeline.parsing.definitions import definitions
from pipeline.parsing.formulas import formulas
from pipeline.parsing.items import items
from pipeline.parsing.payments import payments
from pipeline.parsing.structure import flatten, read_structure

NUMBERS = [
    "第一条",
    "第二条",
    "第十条",
    "第一章",
    "第一部分",
    "一、",
    "二、",
    "（一）",
    "1.",
    "2、",
    "1.1",
    "（1）",
    "①",
    "附件一",
    "附件2：",
    "",
]
WORDS = [
    "租金",
    "：____",
    "甲方",
    "（盖章）",
    "乙方：",
    "　　",
    "目录",
    "使用说明",
    "见附件一",
    "是指",
    "＝甲×乙",
    "支付30%",
    "。",
    "\t",
    "\n",
    "第二条",
    "违约情形",
    "常见问题及解决办法",
]
line = st.builds(lambda n, w: n + "".join(w), st.sampled_from(NUMBERS), st.lists(st.sampled_from(WORDS), max_size=4))
lines = st.lists(st.tuples(line, st.booleans()), max_size=25)


def _document(given_lines: list[tuple[str, bool]]) -> Document:
    blocks = tuple(
        Paragraph(runs=(Run(text=text, marks=Mark.BOLD if bold else Mark.NONE),)) for text, bold in given_lines
    )
    return Document(blocks=blocks, format="text", name="x.txt", sha256="0" * 64)


def _nested(clauses: tuple[Clause, ...], start: int, end: int) -> bool:
    at = start
    for clause in clauses:
        if not (at <= clause.start <= clause.end <= end and _nested(clause.children, clause.start, clause.end)):
            return False
        at = clause.end
    return True


@settings(deadline=None)
@given(lines)
def test_clauses_nest_and_regions_cover(given_lines: list[tuple[str, bool]]) -> None:
    contract = flow(_document(given_lines))
    structure = read_structure(contract)
    assert _nested(structure.clauses, 0, len(contract.text))
    assert [r.start for r in structure.regions] == [0, *(r.end for r in structure.regions)][:-1]
    assert structure.regions[-1].end == len(contract.text)
    for clause in flatten(structure.clauses):
        assert contract.text[clause.start : clause.end].replace(" ", "").startswith(clause.number[:1])
        assert clause in structure.clauses_at(clause.start)


@settings(deadline=None)
@given(lines)
def test_nothing_that_a_text_says_makes_a_recogniser_fail(given_lines: list[tuple[str, bool]]) -> None:
    contract = flow(_document(given_lines))
    structure = read_structure(contract)
    found, references = annexes(contract.text, structure)
    end = len(contract.text)
    assert all(0 <= a.start <= end for a in found)
    assert all(0 <= r.start <= r.end <= end for r in references)
    assert all(0 <= d.start <= end for d in definitions(contract.text, structure))
    assert all(f.expression for f in formulas(contract.text))
    assert all(p.share for p in payments(contract.text, structure))
    assert all(i.start <= end for i in items(contract.text, structure)[0])
