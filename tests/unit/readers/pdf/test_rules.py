"""Which pieces of drawn lines are one rule."""

from __future__ import annotations

from pipeline.readers.pdf.geometry import joined
from pipeline.readers.pdf.shapes import Rule


def _level(y: float, x0: float, x1: float) -> Rule:
    return Rule(x0=x0, x1=x1, y0=y, y1=y)


def test_the_pieces_of_a_dashed_rule_are_one() -> None:
    assert list(joined([_level(100, 20, 26), _level(100, 28, 34)])) == [_level(100, 20, 34)]


def test_the_edges_of_two_tables_are_two_though_they_differ_by_a_hair() -> None:
    lower, upper = _level(516.49, 276, 381), _level(516.55, 106, 212)
    assert sorted(joined([lower, upper]), key=lambda rule: rule.x0) == [upper, lower]
