"""Subject → findings on formulas: variables that nothing defines (计算公式)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.checks.findings import WARNING, Code, finding
from pipeline.checks.subject import Subject
from pipeline.diagnostics import Diagnostic
from pipeline.model.template import Formula

UNDEFINED = Code(
    code="FML001", severity=WARNING, strict=True, title="公式中的变量没有定义",
    explanation="公式用到的一个量在合同其他地方没有出现过，也不是任何空白处的名称，无法计算。",
    hint="在定义条款或公式之后说明这个量，或改用合同已有的名称",
)  # fmt: skip
UNBALANCED = Code(
    code="FML002", severity=WARNING, strict=True, title="公式不完整",
    explanation="公式的括号不成对，或以运算符开头、结尾，或两个运算符相连。",
    hint="补全公式",
)  # fmt: skip
TWICE = Code(
    code="FML003", severity=WARNING, strict=True, title="同一个量有两种算法",
    explanation="合同用两个不同的公式计算同一个名称的量。",
    hint="保留一个公式，或给两个量不同的名称",
)  # fmt: skip

CODES = (UNDEFINED, UNBALANCED, TWICE)

_BROKEN = re.compile(r"^\s*[×*÷/]|[＋+－−×*÷/]\s*$|[×*÷/＋+]\s*[×*÷/＋+]")
# Pieces of brackets drawn over several lines: the formula was set by a program whose layout the text has lost.
_DRAWN = re.compile("[\u239b-\u23b3\u2320\u2321]")
_OPENING = str.maketrans("（【[{", "((((")
_CLOSING = str.maketrans("）】]}", "))))")
# A year or a month has a length without being defined.
_KNOWN = re.compile(r"^(?:天数|日数|年|月|日|天|\d.*|一年|365|360)$")


def check(subject: Subject) -> tuple[Diagnostic, ...]:
    """Find formulas that can't be computed.

    Args:
        subject: What is checked.

    Returns:
        The findings in the order of the formulas.
    """
    return tuple(_check(subject))


def _check(subject: Subject) -> Iterator[Diagnostic]:
    named: dict[str, Formula] = {}
    for formula in subject.template.formulas:
        yield from _undefined(subject, formula)
        if _is_broken(formula.expression) and not _DRAWN.search(formula.expression):
            yield _finding(UNBALANCED, f"公式“{_written(formula)}”不完整", subject, formula)
        other = named.setdefault(formula.name, formula)
        if formula.name and _plain(other.expression) != _plain(formula.expression):
            message = f"『{formula.name}』有两种算法：{other.expression} 与 {formula.expression}"
            yield _finding(TWICE, message, subject, formula)


def _written(formula: Formula) -> str:
    return f"{formula.name}＝{formula.expression}"


def _finding(code: Code, message: str, subject: Subject, formula: Formula) -> Diagnostic:
    start = subject.printed_at(formula.start)
    return finding(code, message, subject, start=start, end=start + len(_written(formula)))


def _undefined(subject: Subject, formula: Formula) -> Iterator[Diagnostic]:
    for name in formula.variables:
        variable = re.sub(r"^(?:对应|相应|相关|当期|该)的?", "", name)
        if not _KNOWN.match(variable) and not _is_defined(subject, formula, variable):
            yield _finding(UNDEFINED, f"公式“{_written(formula)}”中的『{variable}』没有定义", subject, formula)


def _is_defined(subject: Subject, formula: Formula, variable: str) -> bool:
    """True where the words stand somewhere else in the contract, as a term, a blank's label or plain words.

    逾期天数 is said as 逾期…天 too, so a name counts as said where its parts stand in one sentence.
    """
    template = subject.template
    if any(variable in (d.term, *d.aliases) for d in template.definitions):
        return True
    if any(variable in blank.label or (blank.label and blank.label in variable) for blank in subject.blanks()):
        return True
    elsewhere = [line for line in template.text.split("\n") if formula.expression not in line]
    before = template.text[: formula.start]
    return any(variable in line for line in (*elsewhere, before)) or _parts_said(variable, elsewhere)


def _parts_said(variable: str, lines: list[str]) -> bool:
    if not variable.endswith(("天数", "日数", "月数", "年数", "期数", "次数", "数量")) or len(variable) < 4:
        return False
    stem = variable[:-2]
    return any(stem in line for line in lines)


def _is_broken(expression: str) -> bool:
    depth = 0
    for character in expression.translate(_OPENING).translate(_CLOSING):
        depth += (character == "(") - (character == ")")
        if depth < 0:
            return True
    return depth != 0 or bool(_BROKEN.search(expression))


def _plain(expression: str) -> str:
    return "".join(expression.split()).replace("*", "×").replace("＝", "=")
