"""Lines as a recogniser gives them and a page's pixels → glyphs and rules, without the recogniser itself."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
from PIL import Image, ImageDraw

from pipeline.model.document import Mark
from pipeline.readers import scan
from pipeline.readers.pdf.lines import rows

np = pytest.importorskip("numpy", reason="numpy comes with the extra ocr")

SIZE = 30  # pixels of a letter


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The module that makes pages of pictures; the recogniser need not be installed."""
    made_up = importlib.util.find_spec("rapidocr") is None
    if made_up:
        recogniser = ModuleType("rapidocr")
        recogniser.RapidOCR = None  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, "rapidocr", recogniser)
    yield importlib.import_module("pipeline.readers.scan.page")
    if made_up:
        for name in ("page", "line_heads", "engine"):
            sys.modules.pop(f"pipeline.readers.scan.{name}", None)  # without the recogniser they can't be imported


def _line(module: Any, words: list[tuple[int, int, str]], score: float = 0.99, slope: float = 0.0) -> Any:
    """A recognised line of (x, top, letters); a letter is as wide as it is high."""
    letters = tuple(
        module.Letter(text=one, x0=x + i * SIZE, x1=x + (i + 1) * SIZE, top=top - 3, bottom=top + SIZE + 3)
        for x, top, text in words
        for i, one in enumerate(text)
    )
    return module.Line(letters=letters, score=score, slope=slope)


def _sheet(*rules: tuple[int, int, int], ink: int = 0, thick: int = 2) -> Image.Image:
    """A page with level rules (from, to, height)."""
    picture = Image.new("L", (900, 600), 250)
    draw = ImageDraw.Draw(picture)
    for x0, x1, y in rules:
        draw.rectangle((x0, y, x1, y + thick - 1), fill=ink)
    return picture.convert("RGB")


def _read(module: Any, monkeypatch: pytest.MonkeyPatch, picture: Image.Image, *lines: Any, again: str = "") -> Any:
    """The page; `again` is what the recogniser says of a piece of a line."""
    monkeypatch.setattr(module, "recognise", lambda _: list(lines))
    monkeypatch.setattr("pipeline.readers.scan.line_heads.recognise_words", lambda _: again)
    return module.read_page(picture, number=1, scale=2.0)[0]


def _across(read: Any) -> list[tuple[int, int]]:
    return [(round(rule.x0 * 2), round(rule.x1 * 2)) for rule in read.across]


def test_a_rule_beside_letters_is_a_blank_as_short_as_a_letter(page: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    read = _read(
        page, monkeypatch, _sheet((200, 234, 140), (400, 420, 140)), _line(page, [(100, 110, "每周"), (240, 110, "次")])
    )
    assert _across(read) == [(200, 235)]
    assert "".join(glyph.text for glyph in read.glyphs) == "每周次"


@pytest.mark.parametrize("ink", [0, 120, 190])
def test_rules_of_a_faint_page_are_found(page: Any, monkeypatch: pytest.MonkeyPatch, ink: int) -> None:
    grain = np.random.default_rng(1).normal(0, 4, (600, 900))
    grey = np.asarray(_sheet((200, 400, 140), (100, 700, 300), ink=ink, thick=1).convert("L")).astype(float)
    picture = Image.fromarray(np.clip(grey + grain, 0, 255).astype(np.uint8)).convert("RGB")
    assert _across(_read(page, monkeypatch, picture, _line(page, [(100, 110, "甲方")]))) == [(200, 401), (100, 701)]


def test_the_rules_of_a_table_are_whole_under_what_is_written_close_to_them(
    page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = _sheet((100, 700, 100), (400, 700, 140), (100, 700, 180))
    draw = ImageDraw.Draw(picture)
    for x in (100, 400, 550, 700):
        draw.rectangle((x, 140 if x == 550 else 100, x + 1, 181), fill=0)
    draw.rectangle((440, 112, 660, 134), fill=0)  # words close above the rule between the two lines of the head
    words = _line(page, [(430, 106, "交货时间及数量"), (120, 166, "合计")])  # and a sum that touches the lowest rule
    read = _read(page, monkeypatch, picture, words)
    assert _across(read) == [(100, 702), (400, 702), (100, 702)]


def test_a_rule_ends_before_the_foot_of_the_letter_beside_it(page: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    # The lowest strokes of 出 and 通 run on at the height of the rule, a hair's breadth behind its end.
    picture = _sheet((130, 297, 136), (300, 328, 136), (372, 398, 236), (401, 560, 236))
    read = _read(
        page, monkeypatch, picture, _line(page, [(100, 105, "："), (300, 105, "出生")]), _line(page, [(370, 205, "通")])
    )
    assert _across(read) == [(130, 298), (401, 561)]


@pytest.mark.parametrize(
    ("again", "text"), [("一、种类", "一、种类与数量"), ("一种类", "种类与数量"), ("", "种类与数量")]
)
def test_a_number_that_was_overlooked_at_the_head_of_a_line_is_read(
    page: Any, monkeypatch: pytest.MonkeyPatch, again: str, text: str
) -> None:
    picture = _sheet((100, 128, 118), (140, 146, 128))
    read = _read(page, monkeypatch, picture, _line(page, [(170, 105, "种类与数量")]), again=again)
    assert "".join(glyph.text for glyph in read.glyphs) == text


def test_the_stroke_of_a_letter_is_no_rule(page: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    read = _read(
        page,
        monkeypatch,
        _sheet((302, 340, 126)),
        _line(page, [(240, 110, "第")], 0.99),
        _line(page, [(300, 110, "一条")]),
    )
    assert _across(read) == []


def test_the_yuan_sign_before_room_is_read_as_it_was_printed(page: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    wide = _line(page, [(100, 110, "（夫"), (400, 110, "）")])
    close = _line(page, [(100, 210, "（夫）")])
    apart = _line(page, [(100, 310, "（夫")])
    read = _read(page, monkeypatch, _sheet(), wide, close, apart)
    assert "".join(glyph.text for glyph in read.glyphs) == "（¥）（夫）（¥"


def test_a_box_that_was_taken_for_a_character_is_a_box(page: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    read = _read(
        page, monkeypatch, _sheet(), _line(page, [(100, 110, "口现金")]), _line(page, [(100, 210, "人口普查")])
    )
    assert "".join(glyph.text for glyph in read.glyphs) == "□现金人口普查"


@pytest.mark.parametrize("slope", [-0.03, -0.01, 0.012, 0.035])
def test_rules_of_a_page_that_leans_stand_under_their_letters(
    page: Any, monkeypatch: pytest.MonkeyPatch, slope: float
) -> None:
    picture = Image.new("RGB", (900, 600), "white")
    draw = ImageDraw.Draw(picture)
    tops = (110, 210, 310, 410)
    for top in tops:
        draw.line((300, top + 34 + slope * 300, 700, top + 34 + slope * 700), fill=0, width=2)
    lines = [
        page.Line(
            letters=tuple(
                page.Letter(text=one, x0=100 + i * SIZE, x1=130 + i * SIZE, top=top + slope * 100 - 3, bottom=top + slope * 100 + 33)
                for i, one in enumerate("乙方联系人")
            ),
            score=0.99,
            slope=slope,
        )
        for top in tops
    ]  # fmt: skip
    read = _read(page, monkeypatch, picture, *lines)
    assert len(read.across) == 4
    for rule, top in zip(read.across, tops, strict=True):
        near = [g for g in read.glyphs if abs(g.bottom * 2 - (top + 30)) < 12]
        assert len(near) == 5
        assert rule.length * 2 == pytest.approx(400, abs=12)
        assert abs(rule.y0 - near[0].bottom) < 6


def test_letters_of_a_line_that_is_not_read_for_sure_say_so(page: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    sure, unsure = _line(page, [(100, 110, "甲方")]), _line(page, [(100, 210, "乙方")], score=0.6)
    read = _read(page, monkeypatch, _sheet(), sure, unsure)
    assert [glyph.unsure for glyph in read.glyphs] == [False, False, True, True]
    (first, second) = rows(read.glyphs, [])
    assert not first.runs[0].marks & Mark.UNSURE
    assert second.runs[0].marks & Mark.UNSURE


def test_a_picture_that_the_recogniser_can_do_nothing_with_has_no_lines(
    page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine: Any = sys.modules["pipeline.readers.scan.engine"]
    refused = type("ResizeImgError", (Exception,), {"__module__": "rapidocr.ch_ppocr_det.utils"})

    def raising(error: type[Exception]) -> Any:
        def recogniser(*_: Any, **__: Any) -> None:
            raise error

        return lambda: recogniser

    monkeypatch.setattr(engine, "_engine", raising(refused))
    assert page.read_page(_sheet((100, 300, 140)), number=1, scale=2.0)[1] == []
    assert engine.recognise_words(np.zeros((2, 3, 3), dtype=np.uint8)) == ""  # a piece of a line
    monkeypatch.setattr(engine, "_engine", raising(MemoryError))
    with pytest.raises(MemoryError):
        page.read_page(_sheet(), number=1, scale=2.0)


def test_a_page_of_which_nothing_was_recognised_is_told(page: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "_lines", lambda _: [])
    found = scan.read_pictures(iter([(3, _sheet((100, 300, 140)), 2.0)]), 1, name="扫描.png").diagnostics
    assert [(one.code, one.location) for one in found] == [("OCR001", ""), ("OCR004", "第3页")]
