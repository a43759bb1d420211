"""Pages of thousands of rules, frames and letters, as drawings are: none takes the square of its time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from pipeline.readers.pdf.lines import rows_of
from pipeline.readers.pdf.shapes import Glyph, Page, Rule
from pipeline.readers.pdf.struck import struck
from pipeline.readers.pdf.tables import grids
from pipeline.readers.pdf.watermarks import without_watermarks
from tests.steps import steps

_MOST = 2.5  # times the steps for twice as much: 4 where all are compared with all


def _glyph(x: float, y: float, text: str = "a") -> Glyph:
    return Glyph(text=text, x0=x, x1=x + 5, top=y, bottom=y + 10, size=10.0, baseline=y + 8)


def _level(x0: float, x1: float, y: float) -> Rule:
    return Rule(x0=x0, x1=x1, y0=y, y1=y)


def _strikes(count: int) -> None:
    glyphs = [_glyph(50 + 5 * (n % 4), 20.0 * (n // 4)) for n in range(4 * count)]
    rules = [_level(50, 70, 20.0 * n + 5) for n in range(count)]
    assert len(struck(glyphs, rules)[1]) == count


def _frames(count: int) -> None:
    corners = [(40.0 + 30 * (n % 18), 20.0 * (n // 18)) for n in range(count)]
    across = tuple(_level(x, x + 20, y + down) for x, y in corners for down in (0.0, 12.0))
    down = tuple(Rule(x0=x + at, x1=x + at, y0=y, y1=y + 12) for x, y in corners for at in (0.0, 20.0))
    glyphs = tuple(_glyph(600, n / 10) for n in range(count * 10))
    page = Page(number=1, width=700, height=2_000, glyphs=glyphs, across=across, down=down)
    assert len(grids(page)[1]) == count


def _rules_below(count: int) -> None:
    lines = [[_glyph(50 + 5 * n, 20.0 * line) for n in range(4)] for line in range(count)]
    rules = [_level(60, 100, 20.0 * (n % count) + 10 + n / (10 * count)) for n in range(5 * count)]
    assert len(rows_of(lines, rules)) == count


def _spaces(count: int) -> None:
    assert len(rows_of([[_glyph(5.0 * n, 100, " " if n % 2 else "a") for n in range(count)]], ())) == 1


def _watermark(count: int) -> None:
    text = [_glyph(50, 20.0 * n) for n in range(2 * count)]
    under = [replace(_glyph(300, 20.0 * n), size=30.0, faint=True) for n in range(count)]
    page = Page(number=1, width=700, height=2_000, glyphs=(*text, *under), across=(), down=())
    assert without_watermarks([page]) == [page]


@pytest.mark.parametrize("work", [_strikes, _frames, _rules_below, _spaces, _watermark])
def test_takes_no_longer_than_the_page_is_large(work: Callable[[int], None]) -> None:
    work(10)  # what is compiled once
    assert steps(lambda: work(600)) < _MOST * steps(lambda: work(300))


def test_a_drawing_is_neither_tables_nor_blanks() -> None:
    across = tuple(_level(0, 500, 4.0 * n) for n in range(150))
    down = tuple(Rule(x0=4.0 * n, x1=4.0 * n, y0=0, y1=600) for n in range(120))
    assert grids(Page(number=1, width=600, height=800, glyphs=(), across=across, down=down)) == ((), ())
