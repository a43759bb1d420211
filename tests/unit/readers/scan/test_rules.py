"""Rules and boxes found in the pixels of a page."""

from __future__ import annotations

from typing import Any

import pytest

np = pytest.importorskip("numpy", reason="numpy comes with the extra ocr")
rules = pytest.importorskip("pipeline.readers.scan.rules")


def paper(height: int = 200, width: int = 400) -> Any:
    return np.full((height, width), 240, dtype=np.uint8)


def found(grey: Any, shortest: float = 40) -> list[tuple[int, int, int]]:
    return [(round(s.start), round(s.end), round(s.at)) for s in rules.strokes(rules.dark(grey), shortest)]


def test_a_rule_is_a_long_thin_dark_run() -> None:
    page = paper()
    page[100:102, 50:150] = 30
    page[60:62, 50:70] = 30  # the stroke of a letter
    page[120:170, 200:300] = 30  # a stamp
    ((start, end, at),) = found(page)
    assert (start, end) == (50, 150)
    assert at in (100, 101)


def test_the_pieces_of_a_scanned_rule_are_one() -> None:
    page = paper()
    page[100:102, 50:120] = 30
    page[100:102, 122:200] = 30  # a break of two pixels
    page[102:104, 205:280] = 30  # a step
    assert [(start, end) for start, end, _ in found(page)] == [(50, 280)]


def test_faint_ink_in_a_shadow_is_still_ink() -> None:
    page = paper().astype(float)
    page[:, 200:] *= 0.5
    page[100:102, 50:150] = 120
    page[100:102, 250:350] = 60
    assert [(start, end) for start, end, _ in found(page.astype(np.uint8))] == [(50, 150), (250, 350)]


@pytest.mark.parametrize("slope", [-0.02, 0.015])
def test_a_page_that_leans_is_turned_upright(slope: float) -> None:
    page = paper()
    for x in range(50, 350):
        y = round(100 + slope * x)
        page[y : y + 2, x] = 30
    ink = rules.upright(rules.dark(page), slope)
    (stroke,) = rules.strokes(ink, 40)
    assert stroke.end - stroke.start == pytest.approx(300, abs=4)
    assert stroke.at == pytest.approx(100, abs=3)


@pytest.mark.parametrize("slope", [-0.009, 0.0, 0.007])
def test_the_rules_of_a_form_tell_how_a_page_leans_where_its_short_lines_do_not(slope: float) -> None:
    page = paper(400, 600)
    for top in range(100, 300, 40):
        for x in range(50, 550):
            y = round(top + slope * x)
            page[y : y + 2, x] = 30
    assert rules.lean(rules.dark(page), 0.002) == pytest.approx(slope, abs=0.002)
    assert rules.lean(rules.dark(paper()), 0.002) == 0.002


def test_boxes_are_empty_squares() -> None:
    page = paper()
    for x in (50, 100, 150):
        page[80:104, x : x + 24] = 30
        page[82:102, x + 2 : x + 22] = 240
    page[88:96, 105:119] = 30  # something stands in the second
    page[80:82, 200:224] = 30  # no walls
    page[102:104, 200:224] = 30
    boxes = rules.squares(rules.dark(page), 15, 36)
    assert [(round(x0), round(x1)) for x0, _, x1, _ in boxes] == [(50, 74), (150, 174)]


def test_a_rule_with_something_above_it_is_not_clear() -> None:
    page = paper()
    page[100:102, 50:350] = 30
    page[80:95:3, 150:250:2] = 30
    ink = rules.dark(page)
    assert not rules.is_clear(ink, rules.Stroke(start=50, end=350, at=100), 30)
    assert rules.is_clear(ink, rules.Stroke(start=50, end=140, at=100), 30)
