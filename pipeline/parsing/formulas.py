"""Text → formulas: computations that the text states with an equals sign."""

from __future__ import annotations

import re

from pipeline.model.template import Formula
from pipeline.text.expressions import variables_of
from pipeline.text.patterns import late, pattern

_NAME = r"(?P<name>[^\W\d_][^\n=＝，,。；;：:、！!？?<>≤≥“”]{0,40}?)"
_FORMULA = late(
    rf"""
    (?:^|(?<=[，,。；;：:、“]))[ \t\u3000]*
    (?:[（(][\d一二三四五六七八九十]{{1,3}}[)）]|\d[\d.]{{0,8}}[.、]?)?[ \t\u3000]*    # （1） or 6.2
    {_NAME}[ \t\u3000]*[=＝](?![=＝])
    (?P<expression>[^\n=＝，。；;]{{2,120}})
    """,
    re.VERBOSE,
)
_OPERATOR = late(r"[×xX*＊✕÷/／+＋－]|(?<=[\w）)])[-—–](?=[\w（(])|[%％‰]")
_LEAD = late(r"^第.{1,4}[条款]\s*")
_LEAST = 2


def formulas(text: str) -> tuple[Formula, ...]:
    """Return the formulas in reading order: 违约金＝服务费用×逾期天数×0.1%.

    What stands right of the sign must compute something, or name a quantity in two characters at least; what follows
    a comma belongs to the sentence, not to the formula.

    Args:
        text: The flow's text.
    """
    found: list[Formula] = []
    start = 0
    for line in text.split("\n"):
        if "=" in line or "＝" in line:
            found += [f for match in _FORMULA.finditer(line) if (f := _formula(match, start))]
        start += len(line) + 1
    return tuple(found)


def _formula(match: re.Match[str], offset: int) -> Formula | None:
    name = _LEAD.sub("", "".join(match["name"].split()))
    expression = "".join(match["expression"].split(",")[0].split())
    if len(name) < _LEAST or name.isascii() or not pattern(r"[^\W\d_]").search(expression):
        return None
    if not _OPERATOR.search(expression) and not pattern(r"[\u4e00-\u9fff]{3,30}").fullmatch(expression):
        return None
    end = match.start("expression") + len(match["expression"].split(",")[0])
    return Formula(
        name=name, expression=expression, variables=variables_of(expression),
        start=offset + match.start("name"), end=offset + end,
    )  # fmt: skip
