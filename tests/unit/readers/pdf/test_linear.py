"""Pages of thousands of rules, frames and letters, as drawings are: none takes the square of its time."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from pipeline.readers.pdf.lines import rows_of
from pipeline.readers.pdf.shapes import Glyph, Page, Rule
from pipeline.readers.pdf.struck import struck
from pipeline.readers.pdf.tables import grids

_SECONDS = 4.0  # of the processor; each took more than ten times as long when all were compared with all


def _glyph(x: float, y: float, text: str = "a") -> Glyph:
    return Glyph(text=text, x0=x, x1=x + 5, top=y, bottom=y + 10, size=10.0, baseline=y + 8)


def _level(x0: float, x1: float, y: float) -> Rule:
    return Rule(x0=x0, x1=x1, y0=y, y1=y)


def _strikes() -> int:
    glyphs = [_glyph(50 + 5 * (n % 4), 20.0 * (n // 4)) for n in range(4 * 8_000)]
    rules = [_level(50, 70, 20.0 * n + 5) for n in range(8_000)]
    return len(struck(glyphs, rules)[1])


def _frames() -> int:
    corners = [(40.0 + 30 * (n % 18), 20.0 * (n // 18)) for n in range(1_500)]
    across = tuple(_level(x, x + 20, y + down) for x, y in corners for down in (0.0, 12.0))
    down = tuple(Rule(x0=x + at, x1=x + at, y0=y, y1=y + 12) for x, y in corners for at in (0.0, 20.0))
    glyphs = tuple(_glyph(600, n / 10) for n in range(20_000))
    return len(grids(Page(number=1, width=700, height=2_000, glyphs=glyphs, across=across, down=down))[1])


def _rules_below() -> int:
    lines = [[_glyph(50 + 5 * n, 20.0 * line) for n in range(40)] for line in range(400)]
    rules = [_level(260, 300, 20.0 * (n % 400) + 10 + n / 4_000) for n in range(4_000)]
    return len(rows_of(lines, rules))


def _spaces() -> int:
    line = [_glyph(5.0 * n, 100, " " if n % 2 else "a") for n in range(20_000)]
    return len(rows_of([line], ()))


@pytest.mark.parametrize(("work", "found"), [(_strikes, 8_000), (_frames, 1_500), (_rules_below, 400), (_spaces, 1)])
def test_takes_no_longer_than_the_page_is_large(work: Callable[[], int], found: int) -> None:
    started = time.process_time()
    assert work() == found
    assert time.process_time() - started < _SECONDS


def test_a_drawing_is_neither_tables_nor_blanks() -> None:
    across = tuple(_level(0, 500, 4.0 * n) for n in range(150))
    down = tuple(Rule(x0=4.0 * n, x1=4.0 * n, y0=0, y1=600) for n in range(120))
    assert grids(Page(number=1, width=600, height=800, glyphs=(), across=across, down=down)) == ((), ())
